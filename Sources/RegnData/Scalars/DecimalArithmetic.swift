extension Decimal {
  /// The negated value.
  @inlinable
  public var negated: Decimal { Decimal(coefficient: -coefficient, scale: scale) }

  /// The absolute value.
  @inlinable
  public var absolute: Decimal { Decimal(coefficient: Int128(coefficient.magnitude), scale: scale) }

  /// The sum, with the larger scale; nil on overflow.
  public func adding(_ other: Decimal) -> Decimal? {
    if scale == other.scale {
      let sum = coefficient + other.coefficient
      if sum.magnitude < Self.limit { return Decimal(coefficient: sum, scale: scale) }
      return Self.make(negative: sum < 0, low: sum.magnitude, scale: scale)
    }
    // The one with fewer decimals is padded with zeros to the scale of the other.
    var (coarse, fine) = scale < other.scale ? (self, other) : (other, self)
    if coarse.coefficient == 0 { return fine }
    var distance = fine.scale - coarse.scale
    if PowersOfTen.digitCount(coarse.coefficient.magnitude) + distance <= 37 {
      let sum = coarse.coefficient * Int128(PowersOfTen.power(distance)) + fine.coefficient
      return Self.make(negative: sum < 0, low: sum.magnitude, scale: fine.scale)
    }
    if distance > 38 {
      let padding = 34 - PowersOfTen.digitCount(coarse.coefficient.magnitude)
      coarse.coefficient *= Int128(PowersOfTen.power(padding))
      coarse.scale += padding
      distance -= padding
      if distance > 38 {
        // What is so much smaller only says on which side of the padded value the sum lies.
        fine = Decimal(coefficient: fine.coefficient.signum(), scale: coarse.scale + 3)
        distance = 3
      }
    }
    var (high, low) = coarse.coefficient.magnitude.multipliedFullWidth(by: PowersOfTen.power(distance))
    let term = fine.coefficient.magnitude
    if coarse.sign == fine.sign {
      let (sum, carry) = low.addingReportingOverflow(term)
      low = sum
      if carry { high += 1 }
    } else {
      // The padded value is the larger one: it has at least 38 digits.
      let (difference, borrow) = low.subtractingReportingOverflow(term)
      low = difference
      if borrow { high -= 1 }
    }
    return Self.make(negative: coarse.coefficient < 0, high: high, low: low, scale: fine.scale)
  }

  /// The difference, with the larger scale; nil on overflow.
  public func subtracting(_ other: Decimal) -> Decimal? {
    adding(other.negated)
  }

  /// The product, with the sum of the scales; nil on overflow.
  public func multiplied(by other: Decimal) -> Decimal? {
    let (high, low) = coefficient.magnitude.multipliedFullWidth(by: other.coefficient.magnitude)
    return Self.make(
      negative: (coefficient < 0) != (other.coefficient < 0), high: high, low: low, scale: scale + other.scale
    )
  }

  /// The quotient: exact if 34 digits are enough, with the difference of the scales if that is enough; else
  /// 34 digits. Nil for a division by zero and on overflow.
  public func divided(by other: Decimal) -> Decimal? {
    guard other.coefficient != 0 else { return nil }
    let ideal = max(scale - other.scale, 0)
    if coefficient == 0 { return Decimal(coefficient: 0, scale: min(ideal, Self.maximumScale)) }
    let dividend = coefficient.magnitude
    let divisor = other.coefficient.magnitude
    let negative = (coefficient < 0) != (other.coefficient < 0)
    // A dividend with 35 digits more than the divisor gives a quotient of 35 or 36 digits: one to round by.
    let padding = 34 - PowersOfTen.digitCount(dividend)
    let shift = PowersOfTen.digitCount(divisor) + 1
    let padded = dividend * PowersOfTen.power(padding)
    let product = padded.multipliedFullWidth(by: PowersOfTen.power(shift))
    var (quotient, remainder) = divisor.dividingFullWidth(product)
    var quotientScale = scale + padding + shift - other.scale
    if remainder == 0 {
      while quotientScale > ideal, quotient % 10 == 0 {
        quotient /= 10
        quotientScale -= 1
      }
    }
    return Self.make(negative: negative, low: quotient, scale: quotientScale, isInexact: remainder != 0)
  }

  /// What is left of a division that stops at a whole number; it has the sign of the dividend. Nil for a
  /// division by zero.
  public func remainder(dividingBy other: Decimal) -> Decimal? {
    guard other.coefficient != 0 else { return nil }
    var rest = coefficient.magnitude
    var divisor = other.coefficient.magnitude
    let distance = other.scale - scale
    if distance < 0 {
      // A divisor that is larger than any coefficient leaves the dividend as it is.
      guard PowersOfTen.digitCount(divisor) - distance <= 38 else { return self }
      divisor *= PowersOfTen.power(-distance)
      rest %= divisor
    } else {
      rest %= divisor
      var padding = distance
      while padding > 0, rest != 0 {
        let step = min(padding, 38)
        rest = divisor.dividingFullWidth(rest.multipliedFullWidth(by: PowersOfTen.power(step))).remainder
        padding -= step
      }
    }
    return Self.make(negative: coefficient < 0, low: rest, scale: max(scale, other.scale))
  }

  /// Rounds to a number of decimals, halves away from zero; a negative number rounds to tens, hundreds and so
  /// on. A value with no more decimals than that is left as it is. Nil on overflow.
  public func rounded(toPlaces places: Int) -> Decimal? {
    guard places < scale else { return self }
    // Beyond forty places before the point nothing is left in any case.
    let places = max(places, -40)
    let dropped = scale - places
    var quotient: UInt128 = 0
    if dropped <= 38 {
      let divisor = PowersOfTen.power(dropped)
      let (whole, rest) = coefficient.magnitude.quotientAndRemainder(dividingBy: divisor)
      quotient = rest >= divisor / 2 ? whole + 1 : whole
    }
    return Self.make(negative: coefficient < 0, low: quotient, scale: places)
  }

  /// The largest whole number that is not greater.
  public var floor: Decimal { wholeNumber(awayFromZero: coefficient < 0) }

  /// The smallest whole number that is not less.
  public var ceiling: Decimal { wholeNumber(awayFromZero: coefficient > 0) }

  private func wholeNumber(awayFromZero: Bool) -> Decimal {
    guard scale > 0 else { return self }
    let step = awayFromZero ? coefficient.signum() : 0
    guard scale <= 38 else { return Decimal(coefficient: step, scale: 0) }
    let (whole, rest) = coefficient.quotientAndRemainder(dividingBy: Int128(PowersOfTen.power(scale)))
    return Decimal(coefficient: rest == 0 ? whole : whole + step, scale: 0)
  }

  /// Makes a decimal of up to 76 digits: they round half to even to 34 digits, and to the smallest decimal
  /// place that there is. `isInexact` says that the exact value lies a little beyond the given digits.
  static func make(
    negative: Bool, high: UInt128 = 0, low: UInt128, scale: Int, isInexact: Bool = false
  ) -> Decimal? {
    var (high, low, scale, isInexact) = (high, low, scale, isInexact)
    if scale < 0 {
      // There are no places before the point but digits.
      guard high == 0 else { return nil }
      if low != 0 {
        guard PowersOfTen.digitCount(low) - scale <= 34, !isInexact else { return nil }
        low *= PowersOfTen.power(-scale)
      }
      scale = 0
    }
    while true {
      var digits = 0
      if high == 0 {
        if low < limit, scale <= maximumScale, !isInexact { break }
        digits = PowersOfTen.digitCount(low)
      } else {
        digits = 38 + PowersOfTen.digitCount(PowersOfTen.power(38).dividingFullWidth((high, low)).quotient)
      }
      let dropped = min(max(digits - 34, scale - maximumScale), 38)
      guard dropped > 0 else { break }
      let isLast = max(digits - 34, scale - maximumScale) <= 38
      let divisor = PowersOfTen.power(dropped)
      let (quotient, rest) = divisor.dividingFullWidth((high, low))
      (high, low, scale) = (0, quotient, scale - dropped)
      if isLast {
        let half = divisor / 2
        if rest > half || (rest == half && (isInexact || quotient & 1 == 1)) { low += 1 }
        isInexact = false
      } else if rest != 0 {
        isInexact = true
      }
    }
    guard scale >= 0 else { return nil }
    let magnitude = Int128(low)
    return Decimal(coefficient: negative ? -magnitude : magnitude, scale: scale)
  }
}
