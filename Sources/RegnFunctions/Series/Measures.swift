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

/// A number in place of a series stands for all its elements; an empty series has no product.
let seriesDotProductFunction = FunctionDefinition(
  "series_dot_product", category: .series,
  summary: "The sum of the products of the elements of two series, or of a series and a number.",
  signatures: [
    dotProduct(.dynamic, .dynamic), dotProduct(.dynamic, .real), dotProduct(.real, .dynamic),
  ],
  examples: [
    FunctionExample("print x = series_dot_product(dynamic([1, 2]), dynamic([3, 4]))", "x\n11"),
    FunctionExample("print x = series_dot_product(dynamic([1, 2, 3]), 10)", "x\n60"),
  ])

private func dotProduct(_ first: Parameter.Accepts, _ second: Parameter.Accepts) -> Signature {
  .scalar([Parameter("series1", first), Parameter("series2", second)], result: .type(.real)) {
    arguments, context in
    let readers = arguments.map { DynamicReader(Conversion.convert($0, to: .dynamic, context)) }
    return rowsOptional(context, to: .real) { row -> Double? in
      let (a, b) = (readers[0][row], readers[1][row])
      guard a.kind == .array || b.kind == .array, a.kind == .array || a.asNumber != nil,
        b.kind == .array || b.asNumber != nil
      else { return nil }
      let count = min(a.kind == .array ? a.count : .max, b.kind == .array ? b.count : .max)
      if count == 0 { return nil }
      var sum = DoubleDouble()
      for index in 0..<count {
        let left = a.kind == .array ? a.element(at: index) : a
        let right = b.kind == .array ? b.element(at: index) : b
        if let x = left?.asNumber, let y = right?.asNumber { sum.add(x * y) }
      }
      return sum.value
    }
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
      "print series_stats(dynamic([3, 1, 2])) | project series_stats__min", "series_stats__min\n1"),
    FunctionExample("print (least, place) = series_stats(dynamic([3, 1, 2]))", "least,place\n1,1"),
  ],
  parts: [
    ("min", .real), ("min_idx", .long), ("max", .real), ("max_idx", .long), ("avg", .real), ("stdev", .real),
    ("variance", .real),
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
