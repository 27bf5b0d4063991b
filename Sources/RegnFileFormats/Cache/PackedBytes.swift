/// Bytes that grow, for the parts of a file of the cache that are small: numbers little-endian, texts behind
/// their length.
struct PackedBytes {
  private(set) var bytes: [UInt8] = []

  mutating func append(_ number: some FixedWidthInteger) {
    withUnsafeBytes(of: number.littleEndian) { bytes.append(contentsOf: $0) }
  }

  mutating func append(_ number: Int) { append(Int64(number)) }

  mutating func append(_ text: String) {
    let utf8 = Array(text.utf8)
    append(utf8.count)
    bytes += utf8
  }
}

/// Reads what `PackedBytes` wrote; every read says whether there was as much.
struct PackedReader {
  private let bytes: [UInt8]
  private var position = 0

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  /// Bytes that end before what should be in them.
  struct Short: Error {}

  mutating func number<Number: FixedWidthInteger>(_ type: Number.Type) throws(Short) -> Number {
    let size = MemoryLayout<Number>.size
    guard bytes.count - position >= size else { throw Short() }
    let value = bytes.withUnsafeBytes { $0.loadUnaligned(fromByteOffset: position, as: Number.self) }
    position += size
    return Number(littleEndian: value)
  }

  /// A count or a place: never negative.
  mutating func int() throws(Short) -> Int {
    let number = try number(Int64.self)
    guard number >= 0 else { throw Short() }
    return Int(number)
  }

  /// The number of things that follow, each of so many bytes at least.
  mutating func count(of size: Int) throws(Short) -> Int {
    let count = try int()
    guard count <= (bytes.count - position) / size else { throw Short() }
    return count
  }

  mutating func text() throws(Short) -> String {
    let count = try count(of: 1)
    defer { position += count }
    return String(decoding: bytes[position..<(position + count)], as: UTF8.self)
  }
}
