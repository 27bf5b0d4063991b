import RegnData

/// Reads small numbers that are run-length encoded or packed by bits, in turns: levels, codes of
/// dictionaries, truth values.
struct HybridDecoder {
  private let base: UnsafePointer<UInt8>
  private let end: Int
  private let width: Int
  private var position = 0
  /// How many values the run at hand has left.
  private var left = 0
  private var isPacked = false
  private var repeated: UInt32 = 0
  /// In a packed run the bytes it begins at, and the bits of it that are used.
  private var packedStart = 0
  private var packedBit = 0

  /// A decoder of numbers of `width` bits. `unpackedPadding` bytes behind `bytes` must be readable.
  init(_ bytes: UTF8Bytes, width: Int) throws(ParquetFailure) {
    guard width <= 32 else { throw ParquetFailure(what: "codes of \(width) bits are too wide") }
    guard let base = bytes.baseAddress else { throw .cut }
    self.base = base
    end = bytes.count
    self.width = width
  }

  /// Goes to the next run.
  private mutating func begin() throws(ParquetFailure) {
    var head: UInt64 = 0
    var shift: UInt64 = 0
    while true {
      guard position < end, shift < 35 else { throw .cut }
      let byte = base[position]
      position += 1
      head |= UInt64(byte & 0x7F) << shift
      if byte < 0x80 { break }
      shift += 7
    }
    let count = Int(head >> 1)
    if head & 1 == 0 {
      let size = (width + 7) / 8
      guard end - position >= size else { throw .cut }
      var value: UInt32 = 0
      for index in 0..<size { value |= UInt32(base[position + index]) << UInt32(8 * index) }
      position += size
      guard width == 32 || value < 1 << UInt32(width) else {
        throw ParquetFailure(what: "a code is larger than it can be")
      }
      repeated = value
      isPacked = false
      left = count
    } else {
      // Some writers leave out the end of the last run's bytes that no value needs.
      let wanted = count * width
      let size = min(wanted, end - position)
      isPacked = true
      packedStart = position
      packedBit = 0
      left = size == wanted ? count * 8 : size * 8 / width
      position += size
    }
    guard left > 0 else { throw ParquetFailure(what: "a run of codes is empty") }
  }

  /// Reads the next `count` numbers.
  mutating func decode(_ count: Int, to target: UnsafeMutablePointer<UInt32>) throws(ParquetFailure) {
    if width == 0 { return target.initialize(repeating: 0, count: count) }
    var done = 0
    while done < count {
      if left == 0 { try begin() }
      let part = min(left, count - done)
      if isPacked {
        unpack(part, to: target + done)
      } else {
        (target + done).initialize(repeating: repeated, count: part)
      }
      left -= part
      done += part
    }
  }

  /// Reads the next `count` numbers as levels, which fit a byte.
  mutating func decode(_ count: Int, to target: UnsafeMutablePointer<UInt8>) throws(ParquetFailure) {
    var done = 0
    while done < count {
      if width == 0 { return (target + done).initialize(repeating: 0, count: count - done) }
      if left == 0 { try begin() }
      let part = min(left, count - done)
      if isPacked {
        for index in 0..<part { target[done + index] = UInt8(truncatingIfNeeded: value(at: index)) }
        packedBit += part * width
      } else {
        (target + done).initialize(repeating: UInt8(truncatingIfNeeded: repeated), count: part)
      }
      left -= part
      done += part
    }
  }

  /// Reads the next `count` numbers of one bit as truth values; answers how many are true.
  mutating func decode(_ count: Int, to target: UnsafeMutablePointer<Bool>) throws(ParquetFailure) -> Int {
    var done = 0
    var yes = 0
    while done < count {
      if left == 0 { try begin() }
      let part = min(left, count - done)
      if isPacked {
        for index in 0..<part {
          let bit = packedBit &+ index
          let isTrue = (base[packedStart &+ bit >> 3] >> UInt8(truncatingIfNeeded: bit & 7)) & 1 == 1
          target[done &+ index] = isTrue
          yes &+= isTrue ? 1 : 0
        }
        packedBit += part
      } else {
        (target + done).initialize(repeating: repeated == 1, count: part)
        if repeated == 1 { yes += part }
      }
      left -= part
      done += part
    }
    return yes
  }

  /// The number `index` numbers behind the place in the packed run.
  @inline(__always)
  private func value(at index: Int) -> UInt64 {
    let bit = packedBit &+ index &* width
    let word = UnsafeRawPointer(base + (packedStart &+ bit >> 3)).loadUnaligned(as: UInt64.self)
    return (word &>> UInt64(truncatingIfNeeded: bit & 7)) & (1 &<< UInt64(truncatingIfNeeded: width) &- 1)
  }

  private mutating func unpack(_ count: Int, to target: UnsafeMutablePointer<UInt32>) {
    let mask: UInt64 = 1 &<< UInt64(truncatingIfNeeded: width) &- 1
    let step = UInt64(truncatingIfNeeded: width)
    let source = UnsafeRawPointer(base + packedStart)
    var index = 0
    // Eight numbers at a time, from a place that is a whole byte.
    if packedBit & 7 == 0 {
      var byte = packedBit >> 3
      if width <= 8 {
        while index &+ 8 <= count {
          var word = source.loadUnaligned(fromByteOffset: byte, as: UInt64.self)
          for lane in 0..<8 {
            target[index &+ lane] = UInt32(truncatingIfNeeded: word & mask)
            word &>>= step
          }
          index &+= 8
          byte &+= width
        }
      } else if width <= 14 {
        while index &+ 8 <= count {
          var low = source.loadUnaligned(fromByteOffset: byte, as: UInt64.self)
          let middle = 4 &* width
          var high = source.loadUnaligned(fromByteOffset: byte &+ middle >> 3, as: UInt64.self)
          high &>>= UInt64(truncatingIfNeeded: middle & 7)
          for lane in 0..<4 {
            target[index &+ lane] = UInt32(truncatingIfNeeded: low & mask)
            target[index &+ lane &+ 4] = UInt32(truncatingIfNeeded: high & mask)
            low &>>= step
            high &>>= step
          }
          index &+= 8
          byte &+= width
        }
      }
    }
    packedBit &+= index &* width
    let rest = index
    while index < count {
      target[index] = UInt32(truncatingIfNeeded: value(at: index &- rest))
      index &+= 1
    }
    packedBit &+= (count &- rest) &* width
  }
}
