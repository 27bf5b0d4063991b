/// A number of twice a double's precision, as the unevaluated sum of two doubles.
///
/// Sums kept so round the same however the rows are shared among workers: the error of each addition is kept
/// too (Knuth's error-free sum; Ogita, Rump and Oishi, "Accurate sum and dot product", 2005).
struct DoubleDouble: BitwiseCopyable {
  /// The sum as plain additions give it.
  var high: Double = 0
  /// What rounding has taken from it.
  var low: Double = 0

  init() {}

  init(high: Double, low: Double) { (self.high, self.low) = (high, low) }

  /// An integer, exactly.
  init(_ integer: Int64) {
    high = Double(integer)
    low = Double(Int128(integer) - Int128(high))
  }

  @inline(__always)
  mutating func add(_ value: Double) {
    let sum = high + value
    let rest = sum - high
    low += (high - (sum - rest)) + (value - rest)
    high = sum
  }

  /// Adds the product, whose rounding error is found by a fused multiplication.
  @inline(__always)
  mutating func add(_ x: Double, times y: Double) {
    let product = x * y
    add(product)
    low += (-product).addingProduct(x, y)
  }

  mutating func add(_ other: DoubleDouble) {
    add(other.high)
    low += other.low
  }

  /// The nearest double; sums that left the range of doubles are what plain additions give.
  var value: Double { low.isFinite ? high + low : high.isNaN ? .nan : high }

  var isFinite: Bool { high.isFinite && low.isFinite }

  /// The same number with the larger part rounded right.
  var renormalized: DoubleDouble {
    guard isFinite else { return self }
    let sum = high + low
    return DoubleDouble(high: sum, low: (high - sum) + low)
  }

  static func * (left: DoubleDouble, right: DoubleDouble) -> DoubleDouble {
    let product = left.high * right.high
    let error =
      (-product).addingProduct(left.high, right.high) + (left.high * right.low + left.low * right.high)
    return DoubleDouble(high: product, low: error).renormalized
  }

  static func / (left: DoubleDouble, right: Double) -> DoubleDouble {
    let quotient = left.high / right
    let remainder = left.high.addingProduct(-quotient, right) + left.low
    return DoubleDouble(high: quotient, low: remainder / right).renormalized
  }

  static func - (left: DoubleDouble, right: DoubleDouble) -> DoubleDouble {
    var result = left
    result.add(-right.high)
    result.low -= right.low
    return result.renormalized
  }
}
