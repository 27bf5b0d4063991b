import RegnData

/// The polynomial of a degree that fits points with the least squares.
///
/// It is built from polynomials that are orthogonal over the points (Forsythe's recurrence), on places scaled
/// to -1 … 1: that stays exact where the powers themselves would drown each other.
struct FittedPolynomial {
  /// From the highest power to the lowest.
  let coefficients: [Double]
  let values: [Double]
  let variance: Double
  let residualVariance: Double

  /// The share of the variance that the polynomial explains.
  var rSquare: Double { variance == 0 ? 0 : 1 - residualVariance / variance }

  /// Nil when there are no points, or not as many places as values.
  init?(_ values: [Double], at places: [Double], degree: Int) {
    guard !values.isEmpty, values.count == places.count, let low = places.min(), let high = places.max(),
      low.isFinite, high.isFinite
    else { return nil }
    let (middle, half) = ((low + high) / 2, high > low ? (high - low) / 2 : 1)
    let scaled = places.map { ($0 - middle) / half }
    // The polynomials before and now: at the points, and as coefficients from the lowest power.
    var (before, now) = (
      [Double](repeating: 0, count: values.count), [Double](repeating: 1, count: values.count)
    )
    var (powersBefore, powers): ([Double], [Double]) = ([], [1])
    var lengthBefore = 1.0
    var fitted = [Double](repeating: 0, count: values.count)
    var sum = [Double](repeating: 0, count: degree + 1)
    for step in 0...degree {
      let length = now.reduce(0) { $0 + $1 * $1 }
      // As many powers as there are different places fit exactly; further ones would be noise.
      if length < 1e-20 * Double(values.count) { break }
      var (share, shift) = (0.0, 0.0)
      for index in values.indices {
        // What is left of the values is as good as the values, and rounds less.
        share += (values[index] - fitted[index]) * now[index]
        shift += scaled[index] * now[index] * now[index]
      }
      (share, shift) = (share / length, shift / length)
      for index in values.indices { fitted[index] += share * now[index] }
      for (power, coefficient) in powers.enumerated() { sum[power] += share * coefficient }
      if step == degree { break }
      let drag = step == 0 ? 0 : length / lengthBefore
      let next = values.indices.map { (scaled[$0] - shift) * now[$0] - drag * before[$0] }
      var nextPowers = [0.0] + powers
      for (power, coefficient) in powers.enumerated() { nextPowers[power] -= shift * coefficient }
      for (power, coefficient) in powersBefore.enumerated() { nextPowers[power] -= drag * coefficient }
      (before, now) = (now, next)
      (powersBefore, powers) = (powers, nextPowers)
      lengthBefore = length
    }
    self.values = fitted
    coefficients = FittedPolynomial.unscaled(sum, middle: middle, half: half).reversed()
    let mean = values.reduce(0, +) / Double(values.count)
    let degrees = Double(max(values.count - 1, 1))
    variance = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / degrees
    residualVariance = zip(values, fitted).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) } / degrees
  }

  /// The coefficients, from the lowest power, over x of a polynomial over (x - middle) / half.
  private static func unscaled(_ scaled: [Double], middle: Double, half: Double) -> [Double] {
    var result: [Double] = []
    for coefficient in scaled.reversed() {
      var next = [0.0] + result.map { $0 / half }
      for (power, value) in result.enumerated() { next[power] -= value * middle / half }
      next[0] += coefficient
      result = next
    }
    return result
  }
}

/// The highest degree that is fitted; beyond it the coefficients mean nothing in double precision.
private let maximumDegree = 100

let seriesFitPolyFunction = seriesFunction(
  "series_fit_poly",
  [
    Parameter("y_series", .dynamic), Parameter("x_series", .dynamic, optional: true),
    Parameter("degree", .long, optional: true),
  ],
  summary:
    "The polynomial that fits best: R², coefficients (highest power first), variance, variance left, values.",
  examples: [
    FunctionExample(
      "print (r2, c) = series_fit_poly(dynamic([1, 4, 9]), dynamic([1, 2, 4]), 0) | project c",
      "c\n[4.666666666666667]")
  ],
  parts: [
    ("rsquare", .real), ("coefficients", .dynamic), ("variance", .real), ("rvariance", .real),
    ("poly_fit", .dynamic),
  ]
) { arguments in
  let values = SeriesReader(arguments[0])
  let places = arguments.count > 1 ? SeriesReader(arguments[1]) : nil
  let degrees = arguments.count > 2 ? LongReader(arguments[2]) : nil
  return { row, writer in
    guard let y = values.complete(row), let degree = degrees.map({ $0[row] }) ?? 1,
      degree >= 0, degree <= maximumDegree
    else { return false }
    let x: [Double]
    if let places {
      guard let given = places.complete(row) else { return false }
      x = given
    } else {
      x = y.indices.map { Double($0 + 1) }
    }
    guard let fit = FittedPolynomial(y, at: x, degree: Int(degree)) else { return false }
    writer.beginArray()
    writer.append(fit.rSquare)
    writer.appendSeries(fit.coefficients)
    writer.append(fit.variance)
    writer.append(fit.residualVariance)
    writer.appendSeries(fit.values)
    writer.endArray()
    return true
  }
}
