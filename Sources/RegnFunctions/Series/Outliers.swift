import RegnData

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// How far numbers lie outside of the usual range, after Tukey's fences.
enum OutlierMethod {
  /// The usual range is the middle half.
  case tukey
  /// The usual range lies between two percentiles. Distances are scaled so that for normally distributed
  /// numbers 1.5 marks the same fence as Tukey's: the reference gives both kinds the one bound of 1.5.
  case custom(low: Double, high: Double)

  /// Throws RG0606 for a name that is neither `tukey` nor `ctukey` (in lower case).
  init(named name: String) throws {
    switch name {
    case "tukey": self = .tukey
    case "", "ctukey": self = .custom(low: 10, high: 90)
    default:
      throw ExecutionError(
        code: "RG0606", message: "no kind of outliers is named `\(name.prefix(40))`",
        hint: "the kinds are ctukey, tukey")
    }
  }

  /// The score of each number: 0 within the usual range, above 1.5 or below -1.5 for an outlier. Missing
  /// numbers score 0, and so does everything when the percentiles are out of bounds.
  func scores(_ values: [Double?]) -> [Double] {
    let numbers = values.compactMap { $0 }.filter(\.isFinite).sorted()
    let (low, high, scale) = bounds
    guard !numbers.isEmpty, (2...98).contains(low), (2...98).contains(high), low < high else {
      return values.map { _ in 0 }
    }
    let (bottom, top) = (OutlierMethod.quantile(numbers, low), OutlierMethod.quantile(numbers, high))
    return values.map { value in
      guard let value, value.isFinite else { return 0 }
      let distance = value > top ? value - top : value < bottom ? value - bottom : 0
      return distance == 0 ? 0 : distance / (top - bottom) * scale
    }
  }

  private var bounds: (low: Double, high: Double, scale: Double) {
    switch self {
    case .tukey: return (25, 75, 1)
    case .custom(let low, let high):
      let (below, above) = (OutlierMethod.normalQuantile(low / 100), OutlierMethod.normalQuantile(high / 100))
      // Tukey's upper fence in standard deviations, and how many ranges above the percentile it lies.
      let quartile = OutlierMethod.normalQuantile(0.75)
      let fence = quartile + 1.5 * 2 * quartile
      return (low, high, 1.5 * (above - below) / (fence - above))
    }
  }

  /// The value below which a percentage of sorted numbers lies, between neighbours on the line that joins
  /// them.
  private static func quantile(_ sorted: [Double], _ percentage: Double) -> Double {
    let place = percentage / 100 * Double(sorted.count - 1)
    let below = Int(place)
    let above = min(below + 1, sorted.count - 1)
    return sorted[below] + (sorted[above] - sorted[below]) * (place - Double(below))
  }

  /// The quantile of the standard normal distribution, by bisection of its error function.
  private static func normalQuantile(_ probability: Double) -> Double {
    var (low, high) = (-8.0, 8.0)
    while high - low > 1e-12 {
      let middle = (low + high) / 2
      if 0.5 * (1 + erf(middle / 2.0.squareRoot())) < probability { low = middle } else { high = middle }
    }
    return (low + high) / 2
  }
}

let seriesOutliersFunction = FunctionDefinition(
  "series_outliers", category: .series,
  summary: """
    How far each element lies outside the usual range (Tukey's fences): above 1.5 or below -1.5 is \
    an outlier.
    """,
  signatures: [
    .scalar(
      [
        seriesParameter, Parameter("kind", .string, optional: true),
        Parameter("ignore_val", .real, optional: true), Parameter("min_percentile", .real, optional: true),
        Parameter("max_percentile", .real, optional: true),
      ], result: .type(.dynamic)
    ) { arguments, context in
      let reader = SeriesReader(arguments[0])
      let ignored = NumberReader(arguments, at: 2, default: .nan)
      let low = NumberReader(arguments, at: 3, default: 10)
      let high = NumberReader(arguments, at: 4, default: 90)
      return try dynamicRows(context) { row, writer in
        guard let values = reader[row] else { return false }
        var method = OutlierMethod.custom(low: low[row], high: high[row])
        if arguments.count > 1 {
          let kind = arguments[1]
          let name = String(decoding: kind.stringBytes(kind.isConstant ? 0 : row), as: UTF8.self)
          if case .tukey = try OutlierMethod(named: name.lowercased()) { method = .tukey }
        }
        writer.appendSeries(method.scores(values.map { $0 == ignored[row] ? nil : $0 }))
        return true
      }
    }
  ],
  examples: [
    FunctionExample(
      "print x = series_outliers(dynamic([1, 2, 3, 4, 20]), 'tukey')", "x\n\"[-0.5,0.0,0.0,0.0,8.0]\"")
  ])
