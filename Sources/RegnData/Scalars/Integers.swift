/// Reads a KQL long: decimal digits after an optional sign, or `0x` and hexadecimal digits, with white space
/// around. Nil for anything else, decimals and exponents included, and for what does not fit 64 bits.
@inlinable
public func parseLong(_ bytes: UTF8Bytes) -> Int64? {
  let text = bytes.trimmed
  var position = 0
  guard let first = text.first else { return nil }
  let isNegative = first == 0x2D
  if isNegative || first == 0x2B { position = 1 }
  if text.count - position > 2, text[position] == 0x30, text[position + 1] | 0x20 == 0x78 {
    return parseHexadecimal(text, from: position + 2, isNegative: isNegative)
  }
  guard position < text.count else { return nil }
  // Eighteen digits always fit; beyond them every step is checked.
  let safe = min(text.count, position + 18)
  var magnitude: UInt64 = 0
  while position < safe {
    let digit = text[position] &- 0x30
    guard digit < 10 else { return nil }
    magnitude = magnitude &* 10 &+ UInt64(digit)
    position += 1
  }
  while position < text.count {
    let digit = text[position] &- 0x30
    guard digit < 10 else { return nil }
    let (product, tooLarge) = magnitude.multipliedReportingOverflow(by: 10)
    let (sum, overflow) = product.addingReportingOverflow(UInt64(digit))
    guard !tooLarge, !overflow else { return nil }
    magnitude = sum
    position += 1
  }
  return signed(magnitude, isNegative: isNegative)
}

/// Reads a KQL long; see `parseLong(_:)` for bytes.
public func parseLong(_ text: some StringProtocol) -> Int64? {
  withUTF8Bytes(of: text) { parseLong($0) }
}

/// Reads a KQL int, which is as a long but fits 32 bits.
@inlinable
public func parseInt(_ bytes: UTF8Bytes) -> Int32? {
  parseLong(bytes).flatMap { Int32(exactly: $0) }
}

@usableFromInline
func parseHexadecimal(_ text: UTF8Bytes, from start: Int, isNegative: Bool) -> Int64? {
  var magnitude: UInt64 = 0
  for position in start..<text.count {
    guard let digit = text[position].hexValue, magnitude >> 60 == 0 else { return nil }
    magnitude = magnitude << 4 | UInt64(digit)
  }
  return signed(magnitude, isNegative: isNegative)
}

@inlinable
func signed(_ magnitude: UInt64, isNegative: Bool) -> Int64? {
  if !isNegative { return Int64(exactly: magnitude) }
  return magnitude <= UInt64(1) << 63 ? Int64(truncatingIfNeeded: 0 &- magnitude) : nil
}
