import RegnData

/// Writes small numbers run-length encoded where they repeat, and packed by bits where they do not.
struct HybridEncoder {
  private(set) var bytes: [UInt8] = []
  private let width: Int
  /// Numbers that wait to be packed, eight to a group.
  private var waiting: [UInt32] = []

  init(width: Int) { self.width = width }

  private mutating func append(varint value: Int) {
    var rest = value
    while rest >= 0x80 {
      bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    bytes.append(UInt8(rest))
  }

  /// Writes all of `values`; called once.
  mutating func write(_ values: some RandomAccessCollection<UInt32>) {
    var index = values.startIndex
    while index < values.endIndex {
      let value = values[index]
      var end = values.index(after: index)
      while end < values.endIndex, values[end] == value { end = values.index(after: end) }
      var count = values.distance(from: index, to: end)
      // What is packed comes in groups of eight: a run lends it what a group lacks.
      while count > 0, waiting.count % 8 != 0 {
        waiting.append(value)
        count -= 1
      }
      if count >= 8 {
        pack()
        append(varint: count << 1)
        for byte in 0..<(width + 7) / 8 { bytes.append(UInt8(truncatingIfNeeded: value >> UInt32(8 * byte))) }
      } else {
        waiting.append(contentsOf: repeatElement(value, count: count))
      }
      index = end
    }
    while waiting.count % 8 != 0 { waiting.append(0) }
    pack()
  }

  private mutating func pack() {
    guard !waiting.isEmpty else { return }
    append(varint: (waiting.count / 8) << 1 | 1)
    var word: UInt64 = 0
    var used: UInt64 = 0
    for value in waiting {
      word |= UInt64(value) << used
      used += UInt64(width)
      while used >= 8 {
        bytes.append(UInt8(truncatingIfNeeded: word))
        word >>= 8
        used -= 8
      }
    }
    waiting.removeAll(keepingCapacity: true)
  }
}
