import RegnData

/// Reads whole numbers that are encoded as differences (DELTA_BINARY_PACKED): blocks of smaller blocks, each
/// with numbers of a width of its own.
struct DeltaDecoder {
  private let base: UnsafePointer<UInt8>
  private let end: Int
  /// Where what has been read ends; behind the last number, where what follows begins.
  private(set) var position = 0
  private let perMiniblock: Int
  private let miniblocks: Int
  /// How many numbers there are in all.
  let count: Int
  private var given = 0
  private var last: Int64 = 0
  private var smallest: Int64 = 0
  /// Where the widths of the block at hand stand, and which of its smaller blocks comes next.
  private var widths = 0
  private var next: Int
  private var width = 0
  /// Of the smaller block at hand, where it begins, how many bits are used, how many numbers are left.
  private var start = 0
  private var bit = 0
  private var left = 0

  /// A decoder; `unpackedPadding` bytes behind `bytes` must be readable. No more than `limit` numbers are
  /// believed.
  init(_ bytes: UTF8Bytes, limit: Int) throws(ParquetFailure) {
    guard let base = bytes.baseAddress else { throw .cut }
    self.base = base
    end = bytes.count
    var place = 0
    func number() throws(ParquetFailure) -> UInt64 { try Self.varint(base, &place, bytes.count) }
    let block = try number()
    let parts = try number()
    let total = try number()
    let first = try number()
    guard block > 0, block <= 1 << 20, parts > 0, parts <= 1 << 10, block % (parts * 8) == 0 else {
      throw ParquetFailure(what: "differences are cut into blocks of an impossible length")
    }
    guard total <= UInt64(limit) else {
      throw ParquetFailure(what: "a page has more differences than values")
    }
    perMiniblock = Int(block / parts)
    miniblocks = Int(parts)
    next = Int(parts)
    count = Int(total)
    last = Self.signed(first)
    position = place
  }

  private static func varint(
    _ base: UnsafePointer<UInt8>, _ position: inout Int, _ end: Int
  ) throws(ParquetFailure) -> UInt64 {
    var value: UInt64 = 0
    var shift: UInt64 = 0
    while true {
      guard position < end, shift < 64 else { throw .cut }
      let byte = base[position]
      position += 1
      value |= UInt64(byte & 0x7F) << shift
      if byte < 0x80 { return value }
      shift += 7
    }
  }

  private static func signed(_ value: UInt64) -> Int64 {
    Int64(bitPattern: value >> 1) ^ -Int64(bitPattern: value & 1)
  }

  private mutating func beginMiniblock() throws(ParquetFailure) {
    if next == miniblocks {
      smallest = Self.signed(try Self.varint(base, &position, end))
      guard end - position >= miniblocks else { throw .cut }
      widths = position
      position += miniblocks
      next = 0
    }
    width = Int(base[widths + next])
    next += 1
    guard width <= 64 else { throw ParquetFailure(what: "differences of \(width) bits are too wide") }
    start = position
    bit = 0
    left = perMiniblock
    // Of the last one some writers leave out what no number needs.
    let needed = (min(left, count - given) * width + 7) / 8
    guard needed <= end - position else { throw .cut }
    position = min(position + perMiniblock / 8 * width, end)
  }

  /// Reads the next `count` numbers.
  mutating func decode(_ count: Int, to target: UnsafeMutablePointer<Int64>) throws(ParquetFailure) {
    guard count <= self.count - given else { throw ParquetFailure(what: "a page has too few differences") }
    var done = 0
    if given == 0, count > 0 {
      target[0] = last
      given = 1
      done = 1
    }
    while done < count {
      if left == 0 { try beginMiniblock() }
      let part = min(left, count - done)
      let mask: UInt64 = width == 64 ? .max : 1 << UInt64(width) - 1
      for index in 0..<part {
        var difference: UInt64 = 0
        if width > 0 {
          let place = UnsafeRawPointer(base + (start &+ bit >> 3))
          let shift = UInt64(truncatingIfNeeded: bit & 7)
          difference = place.loadUnaligned(as: UInt64.self) &>> shift
          if width > 56, shift > 0 {
            difference |= place.loadUnaligned(fromByteOffset: 8, as: UInt64.self) &<< (64 &- shift)
          }
          difference &= mask
          bit &+= width
        }
        last = last &+ smallest &+ Int64(bitPattern: difference)
        target[done &+ index] = last
      }
      left -= part
      given += part
      done += part
    }
  }
}
