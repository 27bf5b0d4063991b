import Glibc

/// Reads a KQL real: digits with an optional point and exponent, or `nan`, `inf`, `infinity` in any case,
/// after an optional sign and with white space around.
///
/// The result is the double nearest to the text. Nil for anything else: `1,5`, `0x10`, a trailing word.
public func parseReal(_ bytes: UTF8Bytes) -> Double? {
  let text = bytes.trimmed
  guard let first = text.first else { return nil }
  let isNegative = first == 0x2D
  let start = isNegative || first == 0x2B ? 1 : 0
  var position = start
  var mantissa: UInt64 = 0
  var digits = 0
  var exponent = 0
  var pointPosition = -1
  while position < text.count {
    let byte = text[position]
    if byte.isASCIIDigit {
      // After nineteen significant digits the mantissa is full; such text takes the slow path.
      if digits < 19 { mantissa = mantissa &* 10 &+ UInt64(byte &- 0x30) }
      if mantissa > 0 { digits += 1 }
      if pointPosition >= 0 { exponent -= 1 }
    } else if byte == 0x2E, pointPosition < 0 {
      pointPosition = position
    } else {
      break
    }
    position += 1
  }
  let length = position - start
  guard length > (pointPosition >= 0 ? 1 : 0) else {
    return parseNonFinite(text.slice(start..<text.count), isNegative: isNegative)
  }
  if position < text.count {
    guard text[position] | 0x20 == 0x65 else { return nil }
    position += 1
    var isDown = false
    if position < text.count, text[position] == 0x2D || text[position] == 0x2B {
      isDown = text[position] == 0x2D
      position += 1
    }
    guard position < text.count else { return nil }
    var power = 0
    while position < text.count {
      guard text[position].isASCIIDigit else { return nil }
      power = min(power * 10 + Int(text[position] &- 0x30), 100_000_000)
      position += 1
    }
    exponent += isDown ? -power : power
  }
  // Clinger's fast path: both numbers are exact doubles, so that one operation rounds once.
  if digits <= 19, mantissa <= 1 << 53, exponent >= -22, exponent <= 22 {
    let value = Double(mantissa)
    let scaled = exponent < 0 ? value / powerOfTen(-exponent) : value * powerOfTen(exponent)
    return isNegative ? -scaled : scaled
  }
  return parseWithLibrary(text)
}

/// Reads a KQL real; see `parseReal(_:)` for bytes.
public func parseReal(_ text: some StringProtocol) -> Double? {
  withUTF8Bytes(of: text) { parseReal($0) }
}

/// 10^0 to 10^22, all of which are exact doubles.
private func powerOfTen(_ exponent: Int) -> Double {
  let powers: [23 of Double] = [
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18,
    1e19, 1e20, 1e21, 1e22,
  ]
  return powers[exponent]
}

private func parseNonFinite(_ word: UTF8Bytes, isNegative: Bool) -> Double? {
  if word.equalsIgnoringASCIICase("nan") { return .nan }
  if word.equalsIgnoringASCIICase("inf") || word.equalsIgnoringASCIICase("infinity") {
    return isNegative ? -.infinity : .infinity
  }
  return nil
}

/// The C locale by name: the process may run in another, where the decimal mark is a comma.
nonisolated(unsafe) private let cLocale = newlocale(LC_NUMERIC_MASK, "C", nil)

/// Reads text that is known to be a number. It is copied to end in a NUL, on the stack unless it is very
/// long.
private func parseWithLibrary(_ text: UTF8Bytes) -> Double {
  withUnsafeTemporaryAllocation(of: CChar.self, capacity: text.count + 1) { copy in
    for index in 0..<text.count { copy[index] = CChar(bitPattern: text[index]) }
    copy[text.count] = 0
    guard let start = copy.baseAddress else { return 0 }
    // Only this thread sees the change of locale.
    let previous = uselocale(cLocale)
    defer { uselocale(previous) }
    return strtod(start, nil)
  }
}

extension Array where Element == UInt8 {
  /// Appends the shortest text that reads back the same, in the form of .NET, which is Kusto's: `1`, `1.5`,
  /// `1E+20`, `1E-05`, `NaN`, `-Infinity`. The exponent appears from 1E+15 up and below 0.0001.
  public mutating func append(real value: Double) {
    if let whole = Int64(exactly: value), whole.magnitude < 1_000_000_000_000_000 {
      if whole == 0, value.sign == .minus { append(0x2D) }
      append(long: whole)
      return
    }
    guard value.isFinite else {
      append(literal: value.isNaN ? "NaN" : value < 0 ? "-Infinity" : "Infinity")
      return
    }
    // The standard library finds the shortest digits; only the layout differs.
    var digits: [17 of UInt8] = .init(repeating: 0)
    var count = 0
    var pointPosition: Int?
    var exponent = 0
    var isExponent = false
    var isDown = false
    for byte in value.magnitude.description.utf8 {
      switch byte {
      case 0x2E: pointPosition = count
      case 0x65: isExponent = true
      case 0x2B: break
      case 0x2D: isDown = true
      default:
        if isExponent {
          exponent = exponent * 10 + Int(byte &- 0x30)
        } else if count == 0, byte == 0x30 {
          // A leading zero: 0.0012 is 12 with the point two places before its digits.
          if pointPosition != nil { exponent -= 1 }
        } else if count < 17 {
          digits[count] = byte
          count += 1
        } else {
          // Only zeros may follow the seventeenth digit, and only before the point.
          if pointPosition == nil { exponent += 1 }
        }
      }
    }
    if isDown { exponent = -exponent }
    // The value is 0.DIGITS times ten to the power `point`.
    let point = (pointPosition ?? count) + exponent
    while count > 1, digits[count - 1] == 0x30 { count -= 1 }
    if value < 0 { append(0x2D) }
    if point > 15 || point < -3 {
      append(digits[0])
      if count > 1 { append(0x2E) }
      for index in 1..<Swift.max(count, 1) { append(digits[index]) }
      let power = point - 1
      append(0x45)
      append(power < 0 ? 0x2D : 0x2B)
      append(digits: UInt64(power.magnitude), width: 2)
    } else if point <= 0 {
      append(literal: "0.")
      for _ in 0..<(-point) { append(0x30) }
      for index in 0..<count { append(digits[index]) }
    } else {
      for index in 0..<Swift.max(count, point) {
        if index == point { append(0x2E) }
        append(index < count ? digits[index] : 0x30)
      }
    }
  }
}
