import RegnData

private func two(_ arguments: [Column]) -> (SeriesReader, SeriesReader) {
  (SeriesReader(arguments[0]), SeriesReader(arguments[1]))
}

private let pair = [Parameter("series1", .dynamic), Parameter("series2", .dynamic)]

/// Pairs of numbers at the same places, as far as the shorter series goes.
private func pairs(_ a: [Double?], _ b: [Double?]) -> [(Double, Double)] {
  zip(a, b).compactMap { x, y in
    guard let x, let y else { return nil }
    return (x, y)
  }
}

private func sum(_ values: some Sequence<Double>) -> Double {
  var sum = DoubleDouble()
  for value in values { sum.add(value) }
  return sum.value
}

let seriesSumFunction = seriesNumber(
  "series_sum", [seriesParameter], summary: "The sum of the elements.",
  examples: [FunctionExample("print x = series_sum(dynamic([1, 2, 3, 4]))", "x\n10")]
) { arguments in
  let reader = SeriesReader(arguments[0])
  return { row in reader[row].map { sum($0.compactMap { $0 }) } }
}

let seriesProductFunction = seriesNumber(
  "series_product", [seriesParameter], summary: "The product of the elements.",
  examples: [FunctionExample("print x = series_product(dynamic([1, 2, 3, 4]))", "x\n24")]
) { arguments in
  let reader = SeriesReader(arguments[0])
  return { row in reader[row].map { $0.compactMap { $0 }.reduce(1, *) } }
}

let seriesMagnitudeFunction = seriesNumber(
  "series_magnitude", [seriesParameter], summary: "The square root of the sum of the elements' squares.",
  examples: [FunctionExample("print x = series_magnitude(dynamic([3, 4]))", "x\n5")]
) { arguments in
  let reader = SeriesReader(arguments[0])
  return { row in
    guard let values = reader[row], !values.isEmpty else { return nil }
    return sum(values.compactMap { $0 }.map { $0 * $0 }).squareRoot()
  }
}

let seriesDotProductFunction = seriesNumber(
  "series_dot_product", pair, summary: "The sum of the products of the elements of two series.",
  examples: [FunctionExample("print x = series_dot_product(dynamic([1, 2]), dynamic([3, 4]))", "x\n11")]
) { arguments in
  let (first, second) = two(arguments)
  return { row in
    guard let a = first[row], let b = second[row] else { return nil }
    return sum(pairs(a, b).map { $0 * $1 })
  }
}

let seriesCosineSimilarityFunction = seriesNumber(
  "series_cosine_similarity", pair, summary: "The cosine of the angle between two series taken as vectors.",
  examples: [
    FunctionExample("print x = series_cosine_similarity(dynamic([1, 0]), dynamic([3, 4]))", "x\n0.6")
  ]
) { arguments in
  let (first, second) = two(arguments)
  return { row in
    guard let a = first[row], let b = second[row], !a.isEmpty, !b.isEmpty else { return nil }
    let both = pairs(a, b)
    let lengths = sum(both.map { $0.0 * $0.0 }).squareRoot() * sum(both.map { $0.1 * $0.1 }).squareRoot()
    return sum(both.map { $0 * $1 }) / lengths
  }
}

let seriesPearsonCorrelationFunction = seriesNumber(
  "series_pearson_correlation", pair,
  summary: "How closely two series follow a line together, from -1 to 1; null when their lengths differ.",
  examples: [
    FunctionExample("print x = series_pearson_correlation(dynamic([1, 2, 3]), dynamic([2, 4, 6]))", "x\n1")
  ]
) { arguments in
  let (first, second) = two(arguments)
  return { row in
    guard let a = first.complete(row), let b = second.complete(row), a.count == b.count else { return nil }
    let (meanA, meanB) = (sum(a) / Double(a.count), sum(b) / Double(b.count))
    let common = sum(zip(a, b).map { ($0 - meanA) * ($1 - meanB) })
    let spread = sum(a.map { ($0 - meanA) * ($0 - meanA) }) * sum(b.map { ($0 - meanB) * ($0 - meanB) })
    return common / spread.squareRoot()
  }
}

/// What `series_stats` and `series_stats_dynamic` tell.
struct SeriesStatistics {
  var minimum: Double
  var minimumIndex: Int
  var maximum: Double
  var maximumIndex: Int
  var average: Double
  var deviation: Double
  var variance: Double
  var sum: Double
  var count: Int

  /// Nil for a series without numbers, or with something else among them unless that is to be ignored.
  init?(_ values: [Double?], ignoringNonfinite: Bool) {
    let numbers = values.enumerated().compactMap { index, value in
      value.flatMap { $0.isFinite ? (index, $0) : nil }
    }
    guard let first = numbers.first, ignoringNonfinite || numbers.count == values.count else { return nil }
    (minimumIndex, minimum) = first
    (maximumIndex, maximum) = first
    var spread = Spread()
    for (index, value) in numbers {
      spread.add(value)
      if value < minimum { (minimumIndex, minimum) = (index, value) }
      if value > maximum { (maximumIndex, maximum) = (index, value) }
    }
    sum = spread.sum.value
    count = numbers.count
    average = sum / Double(count)
    variance = spread.sampleVariance
    deviation = variance.squareRoot()
  }
}

private let ignoreNonfinite = Parameter("ignore_nonfinite", .bool, optional: true)

let seriesStatsFunction = seriesFunction(
  "series_stats", [seriesParameter, ignoreNonfinite],
  summary:
    "The least element and its place, the greatest and its place, mean, standard deviation and variance.",
  examples: [
    FunctionExample(
      "print x = series_stats(dynamic([3, 1, 2]))[0]", "x\n1.0")
  ]
) { arguments in
  let reader = SeriesReader(arguments[0])
  let ignores = FlagReader(arguments, at: 1)
  return { row, writer in
    guard let values = reader[row] else { return false }
    let statistics = SeriesStatistics(values, ignoringNonfinite: ignores[row] ?? false)
    writer.beginArray()
    if let it = statistics {
      writer.append(it.minimum)
      writer.append(Int64(it.minimumIndex))
      writer.append(it.maximum)
      writer.append(Int64(it.maximumIndex))
      writer.append(it.average)
      writer.append(it.deviation)
      writer.append(it.variance)
    } else {
      for _ in 0..<7 { writer.appendNull() }
    }
    writer.endArray()
    return true
  }
}

let seriesStatsDynamicFunction = seriesFunction(
  "series_stats_dynamic", [seriesParameter, ignoreNonfinite],
  summary: "As `series_stats`, with the sum and the length, in one bag.",
  examples: [
    FunctionExample(
      "print x = series_stats_dynamic(dynamic([3, 1, 2]))",
      "x\n\"{\"\"min\"\":1.0,\"\"min_idx\"\":1,\"\"max\"\":3.0,\"\"max_idx\"\":0,"
        + "\"\"avg\"\":2.0,\"\"stdev\"\":1.0,"
        + "\"\"variance\"\":1.0,\"\"sum\"\":6.0,\"\"len\"\":3}\"")
  ]
) { arguments in
  let reader = SeriesReader(arguments[0])
  let ignores = FlagReader(arguments, at: 1)
  return { row, writer in
    guard let values = reader[row] else { return false }
    let it = SeriesStatistics(values, ignoringNonfinite: ignores[row] ?? false)
    writer.beginBag()
    func number(_ key: String, _ value: Double?) {
      writer.append(key: key)
      if let value { writer.append(value) } else { writer.appendNull() }
    }
    func place(_ key: String, _ value: Int?) {
      writer.append(key: key)
      if let value { writer.append(Int64(value)) } else { writer.appendNull() }
    }
    number("min", it?.minimum)
    place("min_idx", it?.minimumIndex)
    number("max", it?.maximum)
    place("max_idx", it?.maximumIndex)
    number("avg", it?.average)
    number("stdev", it?.deviation)
    number("variance", it?.variance)
    number("sum", it?.sum)
    place("len", it?.count)
    writer.endBag()
    return true
  }
}

let seriesOutliersFunction = seriesFunction(
  "series_outliers",
  [
    seriesParameter, Parameter("kind", .string, optional: true),
    Parameter("ignore_val", .real, optional: true),
    Parameter("min_percentile", .real, optional: true),
    Parameter("max_percentile", .real, optional: true),
  ],
  summary:
    "How far each element lies outside the usual range (Tukey's fences): above 1.5 or below -1.5 is an "
    + "outlier.",
  examples: [
    FunctionExample(
      "print x = series_outliers(dynamic([1, 2, 3, 4, 20]), 'tukey')", "x\n\"[-0.5,0.0,0.0,0.0,8.0]\"")
  ]
) { arguments in
  let reader = SeriesReader(arguments[0])
  let ignored = NumberReader(arguments, at: 2, default: .nan)
  let (low, high) = (NumberReader(arguments, at: 3, default: 10), NumberReader(arguments, at: 4, default: 90))
  return { row, writer in
    guard let values = reader[row] else { return false }
    let isTukey =
      arguments.count > 1 && compareBytes(arguments[1].stringBytes(row), Array("tukey".utf8)) == 0
    let numbers = values.compactMap { $0 }.filter { $0 != ignored[row] && $0.isFinite }.sorted()
    let (least, greatest) = isTukey ? (25.0, 75.0) : (low[row], high[row])
    guard !numbers.isEmpty, (0...100).contains(least), (0...100).contains(greatest) else {
      writer.appendSeries(values.map { _ in 0 })
      return true
    }
    let (bottom, top) = (quantile(numbers, least), quantile(numbers, greatest))
    let range = top - bottom
    writer.appendSeries(
      values.map { value -> Double in
        guard let value, value != ignored[row], value.isFinite else { return 0 }
        let distance = value > top ? value - top : value < bottom ? value - bottom : 0
        return distance == 0 ? 0 : distance / range
      })
    return true
  }
}

private func compareBytes(_ left: Bytes, _ right: [UInt8]) -> Int {
  right.withUnsafeBufferPointer { compareBytes(left, $0) }
}

/// The value below which a percentage of sorted numbers lies, between neighbours on the line that joins them.
private func quantile(_ sorted: [Double], _ percentage: Double) -> Double {
  let place = percentage / 100 * Double(sorted.count - 1)
  let below = Int(place)
  let above = min(below + 1, sorted.count - 1)
  return sorted[below] + (sorted[above] - sorted[below]) * (place - Double(below))
}
