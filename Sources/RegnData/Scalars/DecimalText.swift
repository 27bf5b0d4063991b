extension Decimal {
  /// Reads digits with an optional sign, point and exponent, and white space around. Digits beyond the 34th
  /// significant one round half to even. Nil for anything else, and for more than 34 digits before the point.
  public init?(parsing bytes: UTF8Bytes) {
    var cursor = ByteCursor(bytes.trimmed)
    let negative = cursor.take(0x2D)
    if !negative { _ = cursor.take(0x2B) }
    // Up to 37 digits are kept: three more than needed, and a note of whether any that follow are not zero.
    var magnitude: UInt128 = 0
    var scale = 0
    var kept = 0
    var isInexact = false
    var hasPoint = false
    var hasDigits = false
    while true {
      let byte = cursor.next
      if byte.isASCIIDigit {
        hasDigits = true
        if kept < 37 {
          magnitude = magnitude * 10 + UInt128(byte - 0x30)
          if magnitude > 0 { kept += 1 }
          if hasPoint { scale += 1 }
        } else {
          if byte != 0x30 { isInexact = true }
          if !hasPoint { scale -= 1 }
        }
      } else if byte == 0x2E, !hasPoint {
        hasPoint = true
      } else {
        break
      }
      cursor.position += 1
    }
    guard hasDigits else { return nil }
    if cursor.next | 0x20 == 0x65 {
      cursor.position += 1
      let isDown = cursor.take(0x2D)
      if !isDown { _ = cursor.take(0x2B) }
      guard let exponent = cursor.takeNumber(atMost: 9)?.value else { return nil }
      scale += isDown ? exponent : -exponent
    }
    guard cursor.isAtEnd,
      let value = Self.make(negative: negative, low: magnitude, scale: scale, isInexact: isInexact)
    else { return nil }
    self = value
  }

  /// Reads a decimal; see `init(parsing:)` for bytes.
  public init?(_ text: some StringProtocol) {
    guard let value = withUTF8Bytes(of: text, { Decimal(parsing: $0) }) else { return nil }
    self = value
  }
}

extension Decimal: ByteWritable, CustomStringConvertible {
  /// Appends all digits with as many decimals as the scale says: `-1.50`, `0.001`.
  public func append(to bytes: inout [UInt8]) {
    bytes.append(scaled: coefficient, scale: scale)
  }

  public var description: String { text }
}
