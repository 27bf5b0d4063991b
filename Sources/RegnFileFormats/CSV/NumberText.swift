import RegnData

/// The marks that numbers of a file are written with.
public struct NumberMarks: Sendable, Hashable {
  /// Stands before the decimals: comma or point.
  public let decimal: UInt8
  /// May stand between groups of three digits (so may a space and an apostrophe): the other one.
  public let thousands: UInt8

  /// `1.299,99`.
  public static let danish = NumberMarks(decimal: 0x2C, thousands: 0x2E)
  /// `1,299.99`.
  public static let english = NumberMarks(decimal: 0x2E, thousands: 0x2C)
}

/// A number as it was written, read with care rather than speed.
struct NumberText {
  /// All digits as an integer; saturates beyond 34 digits.
  private(set) var coefficient: UInt128 = 0
  /// Digits from the first that is not zero, those after the mark included.
  private(set) var digits = 0
  /// Digits as written, before the mark.
  private(set) var wholeDigits = 0
  /// Digits as written, after the mark.
  private(set) var scale = 0
  private(set) var isNegative = false
  private(set) var exponent: Int?
  private(set) var hasLeadingZero = false
  /// Whether `1.299` could as well be one and some decimals: one group and no decimals.
  private(set) var isAmbiguous = false
  private(set) var isGrouped = false

  /// Reads `[+-]digits[,decimals][e[+-]digits]`, digits plain or in groups of three, and `1.299,50-`; nil for
  /// anything else.
  init?(_ text: UTF8Bytes, marks: NumberMarks) {
    var position = 0
    let count = text.count
    func byte(_ place: Int) -> UInt8 { place < count ? text[place] : 0 }
    if byte(0) == 0x2D || byte(0) == 0x2B {
      isNegative = byte(0) == 0x2D
      position = 1
    } else if byte(0) == 0xE2, byte(1) == 0x88, byte(2) == 0x92 {
      // The minus sign proper, U+2212.
      isNegative = true
      position = 3
    }
    let start = position
    var groupMark: UInt8 = 0
    var groups = 0
    var run = 0
    while position < count {
      let next = text[position]
      if next &- 0x30 < 10 {
        take(next)
        wholeDigits += 1
        run += 1
        if groups > 0, run > 3 { return nil }
        position += 1
        continue
      }
      // A group separator: the same all through, after one to three digits, then after exactly three.
      var length = 1
      var mark = next
      if next == 0xC2, byte(position + 1) == 0xA0 {
        length = 2
        mark = 0xA0
      } else if next == 0xE2, byte(position + 1) == 0x80, byte(position + 2) == 0xAF {
        length = 3
        mark = 0xA0
      }
      guard mark == marks.thousands || mark == 0x20 || mark == 0x27 || mark == 0xA0 else { break }
      guard run >= 1, run <= 3, groups == 0 || (run == 3 && mark == groupMark) else { return nil }
      guard byte(position + length) &- 0x30 < 10 else { return nil }
      groupMark = mark
      groups += 1
      run = 0
      position += length
    }
    if groups > 0, run != 3 { return nil }
    isGrouped = groups > 0
    // A plus before many digits is a telephone number.
    hasLeadingZero = wholeDigits > 1 && byte(start) == 0x30 || byte(0) == 0x2B && wholeDigits > 6
    if position < count, text[position] == marks.decimal {
      position += 1
      let first = position
      while position < count, text[position] &- 0x30 < 10 {
        take(text[position])
        position += 1
      }
      scale = position - first
      // `5,` is no number; `,5` is.
      guard scale > 0 else { return nil }
    } else {
      isAmbiguous = groups == 1 && groupMark == marks.thousands
    }
    guard wholeDigits + scale > 0 else { return nil }
    if position < count, text[position] | 0x20 == 0x65 {
      position += 1
      var isDown = false
      if byte(position) == 0x2D || byte(position) == 0x2B {
        isDown = byte(position) == 0x2D
        position += 1
      }
      guard position < count else { return nil }
      var power = 0
      while position < count {
        guard text[position] &- 0x30 < 10 else { return nil }
        power = min(power * 10 + Int(text[position] &- 0x30), 100_000)
        position += 1
      }
      exponent = isDown ? -power : power
    }
    // Some book-keeping writes the minus behind.
    if position + 1 == count, text[position] == 0x2D, !isNegative, scale > 0 || groups > 0, exponent == nil {
      isNegative = true
      position += 1
    }
    guard position == count else { return nil }
  }

  /// Whether the text is one of the forms in which programs write what is no finite number.
  static func isNonFinite(_ text: UTF8Bytes) -> Bool {
    guard text.count >= 3, text.count <= 9 else { return false }
    switch String(decoding: text, as: UTF8.self) {
    case "NaN", "nan", "inf", "-inf", "Inf", "-Inf", "Infinity", "-Infinity", "infinity", "-infinity":
      return true
    default: return false
    }
  }

  private mutating func take(_ digit: UInt8) {
    if digits > 0 || digit != 0x30 { digits += 1 }
    if digits <= 34 { coefficient = coefficient &* 10 &+ UInt128(digit &- 0x30) }
  }

  /// The narrowest kind that holds the number; string for what is no quantity: leading zeros, very long
  /// digits.
  var kind: ColumnKind {
    if hasLeadingZero { return .string }
    if exponent != nil { return .real }
    if scale == 0 {
      if wholeDigits > 18 { return .string }
      return wholeDigits > 9 ? .long : .int
    }
    if wholeDigits + scale <= 18 { return .scaled(scale) }
    // Beyond some 20 decimals a number is a measurement written out by a program, not an amount.
    return digits <= 34 && scale <= 20 ? .decimal : .real
  }

  /// The number times 10^`targetScale`, when that is a whole number of 64 bits.
  func scaled(to targetScale: Int) -> Int64? {
    guard exponent == nil, scale <= targetScale, digits <= 19, targetScale <= 18 else { return nil }
    var value = coefficient
    for _ in scale..<targetScale { value = value &* 10 }
    guard digits + targetScale - scale <= 18 || value <= UInt128(Int64.max) else { return nil }
    let magnitude = Int64(value)
    return isNegative ? -magnitude : magnitude
  }

  /// The number as a decimal of its own scale; nil when it has an exponent or too many digits.
  var decimal: Decimal? {
    guard exponent == nil, digits <= 34, scale <= 34 else { return nil }
    let magnitude = Int128(coefficient)
    return Decimal(coefficient: isNegative ? -magnitude : magnitude, scale: scale)
  }

  /// The double nearest to the number.
  func real(of text: UTF8Bytes, marks: NumberMarks) -> Double {
    var plain: [UInt8] = []
    plain.reserveCapacity(text.count)
    if isNegative { plain.append(0x2D) }
    for byte in text {
      if byte == marks.decimal {
        plain.append(0x2E)
      } else if byte &- 0x30 < 10 || byte | 0x20 == 0x65 {
        plain.append(byte)
      } else if let last = plain.last, last | 0x20 == 0x65, byte == 0x2D || byte == 0x2B {
        plain.append(byte)
      }
    }
    return plain.withUnsafeBufferPointer { parseReal($0) } ?? .nan
  }
}
