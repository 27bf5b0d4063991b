/// Integers that stand for decimals of one scale, as the columns of money hold them.
public enum ScaledInteger {
  /// The same value at another scale; nil when it does not fit or when decimals other than zeros would be
  /// lost.
  public static func rescale(_ value: Int64, from scale: Int, to newScale: Int) -> Int64? {
    if value == 0 || scale == newScale { return value }
    let distance = newScale - scale
    guard distance.magnitude <= 18 else { return nil }
    let power = PowersOfTen.power64(Int(distance.magnitude))
    if distance > 0 {
      let (product, overflow) = value.multipliedReportingOverflow(by: power)
      return overflow ? nil : product
    }
    let (quotient, remainder) = value.quotientAndRemainder(dividingBy: power)
    return remainder == 0 ? quotient : nil
  }

  /// The same value at another scale; nil when it does not fit or when decimals other than zeros would be
  /// lost.
  public static func rescale(_ value: Int128, from scale: Int, to newScale: Int) -> Int128? {
    if value == 0 || scale == newScale { return value }
    let distance = newScale - scale
    guard distance.magnitude <= 38 else { return nil }
    let power = Int128(PowersOfTen.power(Int(distance.magnitude)))
    if distance > 0 {
      let (product, overflow) = value.multipliedReportingOverflow(by: power)
      return overflow ? nil : product
    }
    let (quotient, remainder) = value.quotientAndRemainder(dividingBy: power)
    return remainder == 0 ? quotient : nil
  }

  /// The value at a smaller scale, halves away from zero.
  public static func round(_ value: Int64, from scale: Int, to newScale: Int) -> Int64 {
    let dropped = scale - newScale
    guard dropped > 0 else { return value }
    guard dropped <= 18 else {
      return dropped == 19 && value.magnitude >= 5_000_000_000_000_000_000 ? value.signum() : 0
    }
    let power = PowersOfTen.power64(dropped)
    let (quotient, remainder) = value.quotientAndRemainder(dividingBy: power)
    return remainder.magnitude >= power.magnitude / 2 ? quotient + value.signum() : quotient
  }

  /// 10 to the power `exponent`; nil unless it is 0 to 18.
  public static func powerOfTen(_ exponent: Int) -> Int64? {
    exponent >= 0 && exponent <= 18 ? PowersOfTen.power64(exponent) : nil
  }
}

extension Array where Element == UInt8 {
  /// Appends `value / 10^scale` with `scale` decimals: -150 of scale 2 is `-1.50`.
  public mutating func append(scaled value: Int64, scale: Int) {
    if value < 0 { append(0x2D) }
    if scale == 0 {
      append(digits: value.magnitude)
    } else if scale <= 18 {
      let power = UInt64(PowersOfTen.power64(scale))
      append(digits: value.magnitude / power)
      append(0x2E)
      append(digits: value.magnitude % power, width: scale)
    } else {
      append(literal: "0.")
      append(digits: value.magnitude, width: scale)
    }
  }

  /// Appends `value / 10^scale` with `scale` decimals.
  public mutating func append(scaled value: Int128, scale: Int) {
    if let small = Int64(exactly: value), scale <= 18 { return append(scaled: small, scale: scale) }
    if value < 0 { append(0x2D) }
    if scale == 0 {
      append(digits: value.magnitude)
    } else if scale <= 38 {
      let (whole, rest) = value.magnitude.quotientAndRemainder(dividingBy: PowersOfTen.power(scale))
      append(digits: whole)
      append(0x2E)
      append(digits: rest, width: scale)
    } else {
      append(literal: "0.")
      append(digits: value.magnitude, width: scale)
    }
  }

  /// Appends a number in decimal digits, padded with zeros on the left to at least `width` digits.
  public mutating func append(digits value: UInt128, width: Int = 1) {
    if let small = UInt64(exactly: value) { return append(digits: small, width: width) }
    let (upper, lower) = value.quotientAndRemainder(dividingBy: PowersOfTen.power(19))
    append(digits: upper, width: width - 19)
    append(digits: UInt64(truncatingIfNeeded: lower), width: 19)
  }
}
