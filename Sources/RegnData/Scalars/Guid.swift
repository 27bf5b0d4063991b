/// KQL's guid: 128 bits, in the order in which the digits are written.
@frozen
public struct Guid: Hashable, Comparable, Sendable, BitwiseCopyable {
  /// The first 16 hexadecimal digits.
  public var high: UInt64
  /// The last 16 hexadecimal digits.
  public var low: UInt64

  @inlinable
  public init(high: UInt64, low: UInt64) {
    self.high = high
    self.low = low
  }

  /// All digits zero.
  @inlinable public static var zero: Guid { Guid(high: 0, low: 0) }

  /// In the order of the written digits.
  @inlinable
  public static func < (left: Guid, right: Guid) -> Bool {
    (left.high, left.low) < (right.high, right.low)
  }

  /// Reads 32 hexadecimal digits, with dashes after the 8th, 12th, 16th and 20th or without any, in braces,
  /// parentheses or neither. Nil for anything else.
  public init?(parsing bytes: UTF8Bytes) {
    var text = bytes.trimmed
    if let first = text.first, let last = text.last, first == 0x7B || first == 0x28 {
      guard text.count > 2, last == (first == 0x7B ? 0x7D : 0x29) else { return nil }
      text = text.slice(1..<text.count - 1)
    }
    guard text.count == 36 || text.count == 32 else { return nil }
    let isDashed = text.count == 36
    var value: UInt128 = 0
    var index = 0
    while index < text.count {
      if isDashed, index == 8 || index == 13 || index == 18 || index == 23 {
        guard text[index] == 0x2D else { return nil }
      } else {
        guard let digit = text[index].hexValue else { return nil }
        value = value << 4 | UInt128(digit)
      }
      index += 1
    }
    high = UInt64(truncatingIfNeeded: value >> 64)
    low = UInt64(truncatingIfNeeded: value)
  }

  /// Reads a guid as `toguid` does: the first 32 hexadecimal digits, whatever dashes stand between them, in
  /// braces, parentheses or neither; what follows them does not count. Nil where there are fewer.
  public init?(leadingDigits bytes: UTF8Bytes) {
    let text = bytes.trimmed
    var value: UInt128 = 0
    var digits = 0
    var index = text.first == 0x7B || text.first == 0x28 ? 1 : 0
    while digits < 32 {
      guard index < text.count else { return nil }
      if let digit = text[index].hexValue {
        value = value << 4 | UInt128(digit)
        digits += 1
      } else if text[index] != 0x2D || digits == 0 || text[index - 1] == 0x2D {
        return nil
      }
      index += 1
    }
    high = UInt64(truncatingIfNeeded: value >> 64)
    low = UInt64(truncatingIfNeeded: value)
  }

  /// Reads a guid; see `init(parsing:)` for bytes.
  public init?(_ text: some StringProtocol) {
    guard let value = withUTF8Bytes(of: text, { Guid(parsing: $0) }) else { return nil }
    self = value
  }
}

extension Guid: ByteWritable, CustomStringConvertible {
  /// Appends lower-case digits with dashes: `74be27de-1e4e-49d9-b579-fe0b331d3642`.
  public func append(to bytes: inout [UInt8]) {
    for index in 0..<32 {
      if index == 8 || index == 12 || index == 16 || index == 20 { bytes.append(0x2D) }
      let half = index < 16 ? high : low
      let digit = UInt8(truncatingIfNeeded: half >> UInt64(60 - index % 16 * 4)) & 15
      bytes.append(digit < 10 ? digit + 0x30 : digit + 0x57)
    }
  }

  public var description: String { text }
}
