import RegnData

/// Reads Thrift's compact protocol, in which Parquet writes its footer and the heads of its pages.
///
/// No length is believed before the bytes for it are there, and structures nest to a limit.
struct ThriftReader {
  /// What a field or an element of a list is, with the numbers of the protocol.
  enum Kind: UInt8 {
    case stop = 0
    case yes = 1
    case no = 2
    case byte = 3
    case i16 = 4
    case i32 = 5
    case i64 = 6
    case double = 7
    case binary = 8
    case list = 9
    case set = 10
    case map = 11
    case structure = 12
  }

  private let bytes: UTF8Bytes
  private(set) var position = 0
  private var depth = 0

  private static let depthLimit = 32

  init(_ bytes: UTF8Bytes) { self.bytes = bytes }

  /// How many bytes are left.
  var left: Int { bytes.count - position }

  mutating func byte() throws(ParquetFailure) -> UInt8 {
    guard position < bytes.count else { throw .cut }
    defer { position += 1 }
    return bytes[position]
  }

  private mutating func varint() throws(ParquetFailure) -> UInt64 {
    var value: UInt64 = 0
    var shift: UInt64 = 0
    while true {
      let byte = try byte()
      value |= UInt64(byte & 0x7F) << shift
      if byte < 0x80 { return value }
      shift += 7
      guard shift < 64 else { throw ParquetFailure(what: "a number in its description does not end") }
    }
  }

  /// A whole number of any width.
  mutating func integer() throws(ParquetFailure) -> Int64 {
    let value = try varint()
    return Int64(bitPattern: value >> 1) ^ -Int64(bitPattern: value & 1)
  }

  /// A whole number that counts or measures something, and so is not negative.
  mutating func count() throws(ParquetFailure) -> Int {
    let value = try integer()
    guard value >= 0 else { throw ParquetFailure(what: "a count in its description is negative") }
    return Int(value)
  }

  /// Bytes where they lie.
  mutating func binary() throws(ParquetFailure) -> UTF8Bytes {
    let length = try varint()
    guard length <= UInt64(left) else { throw .cut }
    defer { position += Int(length) }
    return UTF8Bytes(rebasing: bytes[position..<position + Int(length)])
  }

  mutating func text() throws(ParquetFailure) -> String {
    String(decoding: try binary(), as: UTF8.self)
  }

  /// Goes into a structure.
  mutating func enter() throws(ParquetFailure) {
    depth += 1
    guard depth <= Self.depthLimit else {
      throw ParquetFailure(what: "its description nests too deeply")
    }
  }

  /// Comes out of a structure whose fields have all been read.
  mutating func leave() { depth -= 1 }

  /// The next field of a structure; nil at its end. `last` is the number of the field before, 0 at first.
  mutating func field(after last: inout Int) throws(ParquetFailure) -> (id: Int, kind: Kind)? {
    let head = try byte()
    if head == 0 { return nil }
    guard let kind = Kind(rawValue: head & 15), kind != .stop else {
      throw ParquetFailure(what: "a field of its description is of no known kind")
    }
    let step = Int(head >> 4)
    last = step == 0 ? Int(truncatingIfNeeded: try integer()) : last &+ step
    return (last, kind)
  }

  /// The head of a list whose elements take at least `size` bytes each.
  mutating func list(minimumSize size: Int = 1) throws(ParquetFailure) -> (kind: Kind, count: Int) {
    let head = try byte()
    var count = UInt64(head >> 4)
    if count == 15 { count = try varint() }
    guard let kind = Kind(rawValue: head & 15) else {
      throw ParquetFailure(what: "a list in its description is of no known kind")
    }
    guard count <= UInt64(left / size + 1) else { throw .cut }
    return (kind, Int(count))
  }

  /// Passes over a field's value.
  mutating func skip(_ kind: Kind) throws(ParquetFailure) {
    switch kind {
    case .stop, .yes, .no: break
    case .byte: _ = try byte()
    case .i16, .i32, .i64: _ = try varint()
    case .double:
      guard left >= 8 else { throw .cut }
      position += 8
    case .binary: _ = try binary()
    case .list, .set:
      let list = try list()
      try enter()
      for _ in 0..<list.count { try skipElement(list.kind) }
      leave()
    case .map:
      let count = try varint()
      guard count > 0 else { return }
      guard count <= UInt64(left) else { throw .cut }
      let kinds = try byte()
      guard let key = Kind(rawValue: kinds >> 4), let value = Kind(rawValue: kinds & 15) else {
        throw ParquetFailure(what: "a map in its description is of no known kind")
      }
      try enter()
      for _ in 0..<count {
        try skipElement(key)
        try skipElement(value)
      }
      leave()
    case .structure:
      try enter()
      var last = 0
      while let field = try field(after: &last) { try skip(field.kind) }
      leave()
    }
  }

  /// Within lists and maps truth values take a byte.
  private mutating func skipElement(_ kind: Kind) throws(ParquetFailure) {
    if kind == .yes || kind == .no { _ = try byte() } else { try skip(kind) }
  }
}
