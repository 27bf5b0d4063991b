import RegnData

/// How a series resembles itself some places on.
///
/// The reference does not say how Kusto scores a period. This is the autocorrelation (corrected for the
/// places that overlap) at the period and at its double, whichever is less, which gives the scores that the
/// pages of series_periods_detect and series_periods_validate print, and finds the periods on
/// series_seasonal's.
struct Autocorrelation {
  /// For each distance, from 0.
  private let values: [Double]

  var count: Int { values.count }

  /// Missing numbers count as the mean.
  init(_ series: [Double?]) {
    let count = series.count
    let known = series.compactMap { $0 }
    let mean = known.isEmpty ? 0 : known.reduce(0, +) / Double(known.count)
    var size = 1
    while size < 2 * count { size *= 2 }
    var signal = ComplexSeries(real: [Double](repeating: 0, count: size))
    for (index, value) in series.enumerated() { signal.real[index] = (value ?? mean) - mean }
    signal.transform()
    for index in 0..<size {
      let (real, imaginary) = (signal.real[index], signal.imaginary[index])
      signal.real[index] = real * real + imaginary * imaginary
      signal.imaginary[index] = 0
    }
    signal.invert()
    let power = signal.real[0] / Double(max(count, 1))
    values = (0..<count).map { distance in
      power > 1e-300 ? signal.real[distance] / Double(count - distance) / power : 0
    }
  }

  /// The correlation at a distance, between those of whole distances on the line that joins them.
  private func correlation(_ distance: Double) -> Double {
    let below = Int(distance)
    guard below >= 0, below < count else { return 0 }
    guard below + 1 < count, distance > Double(below) else { return values[below] }
    return values[below] + (values[below + 1] - values[below]) * (distance - Double(below))
  }

  /// How sure it is, from 0 to 1, that the series repeats itself with a period. A period of fewer than four
  /// places or more than half the series scores 0 (reference page).
  func score(_ period: Double) -> Double {
    guard period >= 4, period <= Double(count) / 2 else { return 0 }
    return min(max(min(correlation(period), correlation(2 * period)), 0), 1)
  }

  /// The periods between two bounds and their scores, the surest first.
  func periods(from low: Double, to high: Double) -> [(period: Int, score: Double)] {
    let first = max(Int(min(max(low.rounded(.up), 4), Double(count))), 4)
    let last = min(high, Double(count / 2), Double(count - 2))
    guard Double(first) <= last else { return [] }
    // What chance alone correlates.
    let threshold = 2 / Double(count).squareRoot()
    var found: [(period: Int, score: Double)] = []
    for period in first...Int(last) {
      let score = self.score(Double(period))
      guard score > threshold, values[period] >= values[period - 1], values[period] >= values[period + 1]
      else {
        continue
      }
      // A multiple of a period repeats as well; it is one of its own when it does so clearly better.
      let isMultiple = found.contains { shorter in
        let times = (Double(period) / Double(shorter.period)).rounded()
        return times > 1 && abs(Double(period) - times * Double(shorter.period)) <= 1
          && score <= shorter.score * 1.1
      }
      if !isMultiple { found.append((period, score)) }
    }
    return found.sorted { $0.score != $1.score ? $0.score > $1.score : $0.period < $1.period }
  }

  /// The surest period, when its score reaches a threshold.
  func season(threshold: Double) -> Int? {
    guard let best = periods(from: 4, to: .infinity).first, best.score >= threshold else { return nil }
    return best.period
  }
}

let seriesPeriodsDetectFunction = seriesFunction(
  "series_periods_detect",
  [
    seriesParameter, Parameter("min_period", .real), Parameter("max_period", .real),
    Parameter("num_periods", .long),
  ],
  summary: "The periods in which a series repeats itself, the surest first, and their scores from 0 to 1.",
  examples: [
    FunctionExample(
      "print y = dynamic([1, 5, 2, 3, 1, 5, 2, 3, 1, 5, 2, 3, 1, 5, 2, 3]) "
        + "| project (periods) = series_periods_detect(y, 0.0, 8.0, 1) | project periods", "periods\n[4.0]")
  ],
  parts: [("periods", .dynamic), ("periods_scores", .dynamic)]
) { arguments in
  let reader = SeriesReader(arguments[0])
  let low = NumberReader(arguments, at: 1, default: 0)
  let high = NumberReader(arguments, at: 2, default: .infinity)
  let wanted = LongReader(arguments[3])
  return { row, writer in
    guard let values = reader[row], let count = wanted[row], count >= 0 else { return false }
    let bounds = (low[row], high[row])
    guard !bounds.0.isNaN, !bounds.1.isNaN else { return false }
    let found = Autocorrelation(values).periods(from: bounds.0, to: bounds.1)
    // Places without a period hold zeros, as the page's example shows; there are never more than make sense.
    let places = Int(min(count, Int64(max(values.count, 64))))
    writer.beginArray()
    writer.appendSeries((0..<places).map { $0 < found.count ? Double(found[$0].period) : 0 })
    writer.appendSeries((0..<places).map { $0 < found.count ? found[$0].score : 0 })
    writer.endArray()
    return true
  }
}

let seriesPeriodsValidateFunction = FunctionDefinition(
  "series_periods_validate", category: .series,
  summary: "How sure it is, from 0 to 1, that a series repeats itself with each of some periods.",
  signatures: [
    .scalar(
      [seriesParameter, Parameter("period", .real)], variadic: Signature.Variadic(last: 1, times: 1...16),
      result: .type(.dynamic)
    ) { arguments, context in
      let reader = SeriesReader(arguments[0])
      let periods = arguments.indices.dropFirst().map { NumberReader(arguments, at: $0, default: 0) }
      return try dynamicRows(context) { row, writer in
        guard let values = reader[row] else { return false }
        let correlation = Autocorrelation(values)
        writer.beginArray()
        writer.appendSeries(periods.map { $0[row] })
        writer.appendSeries(periods.map { correlation.score($0[row]) })
        writer.endArray()
        return true
      }
    }
  ],
  examples: [
    FunctionExample(
      "print y = dynamic([1, 5, 2, 3, 1, 5, 2, 3, 1, 5, 2, 3, 1, 5, 2, 3]) "
        + "| project (p, scores) = series_periods_validate(y, 4.0, 5.0) | project p, scores",
      "p,scores\n\"[4.0,5.0]\",\"[1.0,0.0]\"")
  ], parts: .named([("periods", .dynamic), ("scores", .dynamic)]))

/// What repeats itself in a series: for each number the median of those at the same place of the period.
/// Missing numbers are left out; a place without any has 0.
func seasonalComponent(_ series: [Double?], period: Int, learning count: Int) -> [Double] {
  var medians: [Double] = []
  for phase in 0..<min(period, max(series.count, 1)) {
    var values = stride(from: phase, to: count, by: period).compactMap { series[$0] }.filter(\.isFinite)
    values.sort()
    let middle = values.count / 2
    medians.append(
      values.isEmpty ? 0 : values.count % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2)
  }
  return series.indices.map { medians[$0 % period] }
}

let seriesSeasonalFunction = seriesFunction(
  "series_seasonal", [seriesParameter, Parameter("period", .long, optional: true)],
  summary: "What repeats itself in a series, with a given period or with the one that is found.",
  examples: [
    FunctionExample(
      "print x = series_seasonal(dynamic([1, 3, 5, 1, 3, 6, 1, 4, 5]), 3)",
      "x\n\"[1.0,3.0,5.0,1.0,3.0,5.0,1.0,3.0,5.0]\"")
  ]
) { arguments in
  let reader = SeriesReader(arguments[0])
  let periods = arguments.count > 1 ? LongReader(arguments[1]) : nil
  return { row, writer in
    guard let values = reader[row], let period = periods.map({ $0[row] }) ?? -1 else { return false }
    let season = period == -1 ? Autocorrelation(values).season(threshold: 0.7) : Int(period)
    if let season, season > 0 {
      writer.appendSeries(seasonalComponent(values, period: season, learning: values.count))
    } else {
      writer.appendSeries(values.map { _ in 0.0 })
    }
    return true
  }
}
