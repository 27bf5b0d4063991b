import RegnData
import RegnPhrases

/// A series taken apart: what repeats itself, where it tends to, and what is left.
///
/// In the order of the reference page: the season's medians are taken off first, then the trend is found in
/// what remains; numbers at the end that are set aside take no part in either.
struct Decomposition {
  enum Trend {
    case average, line, none
  }

  var seasonal: [Double]
  var trend: [Double]

  /// The season and the trend together.
  var baseline: [Double] { zip(seasonal, trend).map { $0 + $1 } }

  /// What the baseline does not explain; nil where the number is missing.
  func residual(_ series: [Double?]) -> [Double?] {
    zip(series, zip(seasonal, trend)).map { value, parts in value.map { $0 - (parts.0 + parts.1) } }
  }

  /// - Parameters:
  ///   - season: a number of places, 0 for none, -1 to look for one.
  ///   - aside: how many numbers at the end are not learnt from.
  init(_ series: [Double?], season: Int64, trend: Trend, aside: Int64, threshold: Double) {
    let count = series.count - Int(min(max(aside, 0), Int64(series.count)))
    // A trend would hide the season, so it is looked for without.
    let period =
      season == -1
      ? Autocorrelation(Decomposition.straightened(series[..<count])).season(threshold: threshold)
      : Int(clamping: season)
    if let period, period > 0 {
      seasonal = seasonalComponent(series, period: period, learning: count)
    } else {
      seasonal = series.map { _ in 0 }
    }
    var (places, values): ([Double], [Double]) = ([], [])
    if trend != .none {
      for index in 0..<count {
        guard let value = series[index], value.isFinite else { continue }
        places.append(Double(index))
        values.append(value - seasonal[index])
      }
    }
    let line = Decomposition.line(values, at: places)
    let slope = trend == .line ? line.slope : 0
    self.trend = series.indices.map { line.mean + slope * (Double($0) - line.middle) }
  }

  /// The line that fits best, by its slope and the point that it goes through.
  private static func line(
    _ values: [Double], at places: [Double]
  ) -> (slope: Double, middle: Double, mean: Double) {
    guard !values.isEmpty else { return (0, 0, 0) }
    let size = Double(values.count)
    let (middle, mean) = (places.reduce(0, +) / size, values.reduce(0, +) / size)
    let spread = places.reduce(0) { $0 + ($1 - middle) * ($1 - middle) }
    let common = zip(places, values).reduce(0) { $0 + ($1.0 - middle) * ($1.1 - mean) }
    return (spread > 0 ? common / spread : 0, middle, mean)
  }

  /// The series without its linear trend.
  private static func straightened(_ series: ArraySlice<Double?>) -> [Double?] {
    let known = series.indices.filter { series[$0]?.isFinite == true }
    let line = line(known.map { series[$0] ?? 0 }, at: known.map { Double($0) })
    return series.indices.map { index in
      series[index].map { $0 - line.slope * (Double(index) - line.middle) }
    }
  }
}

/// Reads what the decomposing functions take after the series.
private struct DecompositionReader {
  private let arguments: [Column]
  private let season: Int
  private let trend: Int
  private let aside: Int
  private let threshold: Int

  /// The places of the arguments; beyond the end for those left out.
  init(_ arguments: [Column], season: Int, trend: Int, aside: Int, threshold: Int) {
    self.arguments = arguments
    self.season = season
    self.trend = trend
    self.aside = aside
    self.threshold = threshold
  }

  private func long(_ place: Int, _ row: Int, default fallback: Int64) -> Int64 {
    arguments.count > place ? LongReader(arguments[place])[row] ?? fallback : fallback
  }

  /// The decomposition in a row. Throws RG0606 for a trend that is none of those known.
  func callAsFunction(_ series: [Double?], _ row: Int) throws -> Decomposition {
    var kind = Decomposition.Trend.average
    if arguments.count > trend {
      switch word(arguments[trend], row) {
      case "", "avg": kind = .average
      case "linefit": kind = .line
      case "none": kind = .none
      case let other:
        throw ExecutionError(
          code: "RG0606", message: "no trend is named `\(other.prefix(40))`",
          hint: "the trends are avg, linefit, none")
      }
    }
    return Decomposition(
      series, season: long(season, row, default: -1), trend: kind, aside: long(aside, row, default: 0),
      threshold: NumberReader(arguments, at: threshold, default: 0.6)[row])
  }
}

/// The text of a row in lower case.
private func word(_ column: Column, _ row: Int) -> String {
  String(decoding: column.stringBytes(column.isConstant ? 0 : row), as: UTF8.self).lowercased()
}

private let seasonality = Parameter("Seasonality", .long, optional: true)
private let trend = Parameter("Trend", .string, optional: true)
private let testPoints = Parameter("Test_points", .long, optional: true)
private let seasonalityThreshold = Parameter("Seasonality_threshold", .real, optional: true)

private func decomposing(
  _ name: String, _ parameters: [Parameter], summary: Phrase, examples: [FunctionExample],
  parts: ResultParts = .one,
  _ write:
    @escaping @Sendable (_ arguments: [Column]) -> (
      _ series: [Double?], _ row: Int, _ writer: inout DynamicWriter
    ) throws -> Bool
) -> FunctionDefinition {
  FunctionDefinition(
    name, category: .series, summary: summary,
    signatures: [
      .scalar([Parameter("Series", .dynamic)] + parameters, result: .type(.dynamic)) { arguments, context in
        let reader = SeriesReader(arguments[0])
        let write = write(arguments)
        return try dynamicRows(context) { row, writer in
          try context.execution.checkpoint()
          guard let series = reader[row] else { return false }
          return try write(series, row, &writer)
        }
      }
    ], examples: examples, parts: parts)
}

private let sawtooth = "dynamic([1, 5, 2, 3, 1, 5, 2, 3, 1, 5, 2, 3, 1, 9, 2, 3])"

let seriesDecomposeFunction = decomposing(
  "series_decompose", [seasonality, trend, testPoints, seasonalityThreshold],
  summary: "A series taken apart: baseline, seasonal part, trend and what is left.",
  examples: [
    FunctionExample(
      "print y = \(sawtooth) | project (b, s, t, left) = series_decompose(y, 4) | project left[13]",
      "left_13\n3.75")
  ],
  parts: .named([
    ("baseline", .dynamic), ("seasonal", .dynamic), ("trend", .dynamic), ("residual", .dynamic),
  ])
) { arguments in
  let decompose = DecompositionReader(arguments, season: 1, trend: 2, aside: 3, threshold: 4)
  return { series, row, writer in
    let parts = try decompose(series, row)
    writer.beginArray()
    writer.appendSeries(parts.baseline)
    writer.appendSeries(parts.seasonal)
    writer.appendSeries(parts.trend)
    writer.appendSeries(parts.residual(series))
    writer.endArray()
    return true
  }
}

let seriesDecomposeForecastFunction = decomposing(
  "series_decompose_forecast", [Parameter("Points", .long), seasonality, trend, seasonalityThreshold],
  summary: "A series as its season and trend foretell it, the last points not learnt from.",
  examples: [
    FunctionExample(
      "print f = series_decompose_forecast(dynamic([1, 5, 2, 3, 1, 5, 2, 3, 0, 0, 0, 0]), 4, 4)",
      "f\n\"[1.0,5.0,2.0,3.0,1.0,5.0,2.0,3.0,1.0,5.0,2.0,3.0]\"")
  ]
) { arguments in
  let decompose = DecompositionReader(arguments, season: 2, trend: 3, aside: 1, threshold: 4)
  return { series, row, writer in
    writer.appendSeries(try decompose(series, row).baseline)
    return true
  }
}

let seriesDecomposeAnomaliesFunction = decomposing(
  "series_decompose_anomalies",
  [
    Parameter("Threshold", .real, optional: true), seasonality, trend, testPoints,
    Parameter("AD_method", .string, optional: true), seasonalityThreshold,
  ],
  summary: """
    Which numbers of a series stand out from its season and trend: 1, -1 or 0 for each, the score, \
    the baseline.
    """,
  examples: [
    FunctionExample(
      "print y = \(sawtooth) | project (flags) = series_decompose_anomalies(y, 1.5, 4) | project flags",
      "flags\n\"[0,0,0,0,0,0,0,0,0,0,0,0,0,1,0,0]\"")
  ],
  parts: .named([("ad_flag", .dynamic), ("ad_score", .dynamic), ("baseline", .dynamic)])
) { arguments in
  let decompose = DecompositionReader(arguments, season: 2, trend: 3, aside: 4, threshold: 6)
  let thresholds = NumberReader(arguments, at: 1, default: 1.5)
  return { series, row, writer in
    let parts = try decompose(series, row)
    var method = OutlierMethod.custom(low: 10, high: 90)
    if arguments.count > 5 { method = try OutlierMethod(named: word(arguments[5], row)) }
    let scores = method.scores(parts.residual(series))
    let threshold = thresholds[row]
    writer.beginArray()
    writer.beginArray()
    for score in scores { writer.append(Int64(score > threshold ? 1 : score < -threshold ? -1 : 0)) }
    writer.endArray()
    writer.appendSeries(scores)
    writer.appendSeries(parts.baseline)
    writer.endArray()
    return true
  }
}
