/// KQL's decimal: an exact number of up to 34 significant digits, as IEEE 754's decimal128, of which at most
/// 34 stand before the point.
///
/// The value is `coefficient / 10^scale`. The scale is kept as written or as an operation yields it (1.50 + 1
/// is 2.50), but plays no part in equality, order and hash. Results that need more digits round half to even;
/// a result of more than 34 digits before the point is nil, never a trap.
@frozen
public struct Decimal: Sendable, BitwiseCopyable {
  /// All digits, without the point; at most 34.
  public var coefficient: Int128
  /// The number of digits after the point, at least 0.
  public var scale: Int

  /// Takes the parts without a check.
  @inlinable
  public init(coefficient: Int128, scale: Int) {
    self.coefficient = coefficient
    self.scale = scale
  }

  @inlinable
  public init(_ value: Int64) {
    self.init(coefficient: Int128(value), scale: 0)
  }

  /// Takes an integer; nil when it has more than 34 digits.
  public init?(_ value: Int128) {
    guard value.magnitude < Self.limit else { return nil }
    self.init(coefficient: value, scale: 0)
  }

  /// Takes the shortest decimal that reads back as the double: 0.1 is a tenth. Nil for what is not finite and
  /// for 1e34 and up.
  public init?(_ value: Double) {
    if let whole = Int64(exactly: value) {
      self.init(whole)
    } else {
      guard value.isFinite else { return nil }
      self.init(value.description)
    }
  }

  @inlinable public static var zero: Decimal { Decimal(coefficient: 0, scale: 0) }
  @inlinable public static var one: Decimal { Decimal(coefficient: 1, scale: 0) }

  /// The most digits that a decimal has.
  @inlinable public static var maximumDigits: Int { 34 }
  /// The most digits after the point; what is smaller rounds there.
  @inlinable public static var maximumScale: Int { 6176 }
  /// The first coefficient that is too large.
  static var limit: UInt128 { PowersOfTen.power(34) }

  /// The nearest double.
  public var doubleValue: Double {
    // One correctly rounded division of two exact doubles.
    if coefficient.magnitude <= 1 << 53, scale <= 22 {
      return scale == 0 ? Double(coefficient) : Double(coefficient) / Double(PowersOfTen.power(scale))
    }
    var bytes: [UInt8] = []
    append(to: &bytes)
    return bytes.withUnsafeBufferPointer { parseReal($0) } ?? 0
  }

  /// The integer part, without rounding; nil when it does not fit.
  public var int64Value: Int64? {
    int128Value.flatMap { Int64(exactly: $0) }
  }

  /// The integer part, without rounding.
  public var int128Value: Int128? {
    guard scale > 0 else { return coefficient }
    return scale > 38 ? 0 : coefficient / Int128(PowersOfTen.power(scale))
  }

  /// The value times 10^`scale`, if that is a whole number that fits; nil otherwise.
  public func scaled(to scale: Int) -> Int128? {
    ScaledInteger.rescale(coefficient, from: self.scale, to: scale)
  }

  /// -1, 0 or 1.
  @inlinable public var sign: Int { Int(truncatingIfNeeded: coefficient.signum()) }

  /// The same value without zeros at the end of its decimals.
  public var normalized: Decimal {
    if coefficient == 0 { return .zero }
    var result = self
    if var small = Int64(exactly: coefficient) {
      while result.scale > 0, small % 10 == 0 {
        small /= 10
        result.scale -= 1
      }
      result.coefficient = Int128(small)
      return result
    }
    while result.scale > 0, result.coefficient % 10 == 0 {
      result.coefficient /= 10
      result.scale -= 1
    }
    return result
  }
}

extension Decimal: Hashable, Comparable {
  /// -1, 0 or 1 as the left value is less, equal or greater.
  public static func compare(_ left: Decimal, _ right: Decimal) -> Int {
    if left.scale == right.scale {
      return left.coefficient == right.coefficient ? 0 : left.coefficient < right.coefficient ? -1 : 1
    }
    let sign = left.sign
    if sign != right.sign { return sign < right.sign ? -1 : 1 }
    if sign == 0 { return 0 }
    // The place of the first digit decides, if it differs; if not, aligning adds fewer than 34 digits.
    let leftPlace = PowersOfTen.digitCount(left.coefficient.magnitude) - left.scale
    let rightPlace = PowersOfTen.digitCount(right.coefficient.magnitude) - right.scale
    if leftPlace != rightPlace { return leftPlace < rightPlace ? -sign : sign }
    let scale = max(left.scale, right.scale)
    let first = left.coefficient.magnitude * PowersOfTen.power(scale - left.scale)
    let second = right.coefficient.magnitude * PowersOfTen.power(scale - right.scale)
    return first == second ? 0 : first < second ? -sign : sign
  }

  public static func == (left: Decimal, right: Decimal) -> Bool { compare(left, right) == 0 }

  public static func < (left: Decimal, right: Decimal) -> Bool { compare(left, right) < 0 }

  public func hash(into hasher: inout Hasher) {
    let value = normalized
    hasher.combine(value.coefficient)
    hasher.combine(value.scale)
  }
}
