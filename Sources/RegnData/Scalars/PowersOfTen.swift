/// Powers of ten and counts of decimal digits, for decimals and scaled integers.
enum PowersOfTen {
  private static let small: [20 of UInt64] = [
    1, 10, 100, 1_000, 10_000, 100_000, 1_000_000, 10_000_000, 100_000_000, 1_000_000_000, 10_000_000_000,
    100_000_000_000, 1_000_000_000_000, 10_000_000_000_000, 100_000_000_000_000, 1_000_000_000_000_000,
    10_000_000_000_000_000, 100_000_000_000_000_000, 1_000_000_000_000_000_000, 10_000_000_000_000_000_000,
  ]

  /// 10 to the power `exponent`, which is 0 to 38.
  static func power(_ exponent: Int) -> UInt128 {
    assert(exponent >= 0 && exponent <= 38)
    if exponent < 20 { return UInt128(small[exponent]) }
    return UInt128(small[19]).multipliedReportingOverflow(by: UInt128(small[exponent - 19])).partialValue
  }

  /// 10 to the power `exponent`, which is 0 to 18.
  static func power64(_ exponent: Int) -> Int64 {
    Int64(truncatingIfNeeded: small[exponent])
  }

  /// The number of decimal digits; 0 for 0.
  static func digitCount(_ value: UInt128) -> Int {
    // log10(2) is a little more than 1233/4096: the estimate is right or one too small.
    let estimate = ((128 - value.leadingZeroBitCount) * 1233) >> 12
    return value >= power(estimate) ? estimate + 1 : estimate
  }
}
