import RegnData

/// A line through numbers with the least squares. The first number of the series lies at 1, as the figures on
/// the reference page of series_fit_line tell.
struct FittedLine {
  var slope = 0.0
  /// Where the line stands one place before the series begins.
  var intercept = 0.0
  var variance = 0.0
  var residualVariance = 0.0
  var values: [Double] = []

  /// The share of the variance that the line explains.
  var rSquare: Double { variance == 0 ? 0 : 1 - residualVariance / variance }

  init(_ numbers: ArraySlice<Double>) {
    let count = Double(numbers.count)
    guard count > 0 else { return }
    let mean = numbers.reduce(0, +) / count
    let middle = (count - 1) / 2
    var (common, spread) = (0.0, 0.0)
    for (place, value) in numbers.enumerated() {
      common += (Double(place) - middle) * (value - mean)
      spread += (Double(place) - middle) * (Double(place) - middle)
    }
    slope = spread == 0 ? 0 : common / spread
    intercept = mean - slope * (middle + Double(numbers.startIndex + 1))
    values = numbers.indices.map { mean + slope * (Double($0 - numbers.startIndex) - middle) }
    let degrees = max(count - 1, 1)
    variance = numbers.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / degrees
    residualVariance = zip(numbers, values).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) } / degrees
  }
}

/// Two lines, one after the other, that leave the least of a series unexplained.
private struct FittedLines {
  /// The place of the second line's first number.
  let split: Int
  let left: FittedLine
  let right: FittedLine
  let whole: FittedLine
  let residualVariance: Double

  init?(_ numbers: [Double]) {
    guard numbers.count > 1 else { return nil }
    let split = FittedLines.bestSplit(numbers)
    let (left, right) = (FittedLine(numbers[..<split]), FittedLine(numbers[split...]))
    let residual =
      left.residualVariance * Double(max(split - 1, 1))
      + right.residualVariance * Double(max(numbers.count - split - 1, 1))
    self.split = split
    self.left = left
    self.right = right
    whole = FittedLine(numbers[...])
    residualVariance = residual / Double(max(numbers.count - 1, 1))
  }

  var rSquare: Double { whole.variance == 0 ? 0 : 1 - residualVariance / whole.variance }

  /// The first place where splitting leaves the least, found with running sums in one pass.
  private static func bestSplit(_ numbers: [Double]) -> Int {
    let mean = numbers.reduce(0, +) / Double(numbers.count)
    let centre = Double(numbers.count - 1) / 2
    var total = LineSums()
    for (place, value) in numbers.enumerated() { total.add(Double(place) - centre, value - mean) }
    var left = LineSums()
    var best = (split: 1, residual: Double.infinity)
    for split in 1..<numbers.count {
      left.add(Double(split - 1) - centre, numbers[split - 1] - mean)
      let residual = left.residual + total.without(left).residual
      // Rounding alone does not make a later split better.
      if residual < best.residual - 1e-12 * total.squares { best = (split, residual) }
    }
    return best.split
  }
}

/// What the residual of a fitted line is made from.
private struct LineSums {
  var (count, x, y, xx, xy, squares) = (0.0, 0.0, 0.0, 0.0, 0.0, 0.0)

  mutating func add(_ place: Double, _ value: Double) {
    count += 1
    x += place
    y += value
    xx += place * place
    xy += place * value
    squares += value * value
  }

  func without(_ other: LineSums) -> LineSums {
    var rest = self
    rest.count -= other.count
    rest.x -= other.x
    rest.y -= other.y
    rest.xx -= other.xx
    rest.xy -= other.xy
    rest.squares -= other.squares
    return rest
  }

  /// The sum of the squared distances from the best line.
  var residual: Double {
    guard count > 2 else { return 0 }
    let (spread, common) = (xx - x * x / count, xy - x * y / count)
    return max(squares - y * y / count - (spread > 0 ? common * common / spread : 0), 0)
  }
}

// MARK: - One line

private func writeLine(_ line: FittedLine, to writer: inout DynamicWriter, keyed: Bool) {
  func key(_ name: String) { if keyed { writer.append(key: name) } }
  key("rsquare")
  writer.append(line.rSquare)
  key("slope")
  writer.append(line.slope)
  key("variance")
  writer.append(line.variance)
  key("rvariance")
  writer.append(line.residualVariance)
  key("interception")
  writer.append(line.intercept)
  key("line_fit")
  writer.appendSeries(line.values)
}

let seriesFitLineFunction = seriesFunction(
  "series_fit_line", [seriesParameter],
  summary:
    "The straight line that fits best: R², slope, variance, variance left, intercept and the line's values.",
  examples: [
    FunctionExample(
      "print y = dynamic([1, 3, 5]) | project (r2, slope) = series_fit_line(y) | project r2, slope",
      "r2,slope\n1,2")
  ],
  parts: [
    ("rsquare", .real), ("slope", .real), ("variance", .real), ("rvariance", .real), ("interception", .real),
    ("line_fit", .dynamic),
  ]
) { arguments in
  let reader = SeriesReader(arguments[0])
  return { row, writer in
    guard let values = reader.complete(row) else { return false }
    writer.beginArray()
    writeLine(FittedLine(values[...]), to: &writer, keyed: false)
    writer.endArray()
    return true
  }
}

let seriesFitLineDynamicFunction = seriesFunction(
  "series_fit_line_dynamic", [seriesParameter], summary: "The straight line that fits best, as a bag.",
  examples: [
    FunctionExample("print x = series_fit_line_dynamic(dynamic([1, 3, 5])).interception", "x\n-1.0")
  ]
) { arguments in
  let reader = SeriesReader(arguments[0])
  return { row, writer in
    guard let values = reader.complete(row) else { return false }
    writer.beginBag()
    writeLine(FittedLine(values[...]), to: &writer, keyed: true)
    writer.endBag()
    return true
  }
}

// MARK: - Two lines

private func writeSide(_ line: FittedLine, to writer: inout DynamicWriter, keyed: Bool) {
  func key(_ name: String) { if keyed { writer.append(key: name) } }
  key("rsquare")
  writer.append(line.rSquare)
  key("slope")
  writer.append(line.slope)
  key("interception")
  writer.append(line.intercept)
  key("variance")
  writer.append(line.variance)
  key("rvariance")
  writer.append(line.residualVariance)
}

private func writeLines(_ fit: FittedLines, to writer: inout DynamicWriter, keyed: Bool) {
  func key(_ name: String) { if keyed { writer.append(key: name) } }
  key("rsquare")
  writer.append(fit.rSquare)
  key("split_idx")
  writer.append(Int64(fit.split))
  key("variance")
  writer.append(fit.whole.variance)
  key("rvariance")
  writer.append(fit.residualVariance)
  key("line_fit")
  writer.appendSeries(fit.left.values + fit.right.values)
}

let seriesFit2linesFunction = seriesFunction(
  "series_fit_2lines", [seriesParameter],
  summary: "The two straight lines, one after the other, that fit best: where the trend changes.",
  examples: [
    FunctionExample(
      "print (r2, split) = series_fit_2lines(dynamic([1, 2, 3, 10, 20, 30]))", "r2,split\n1,3")
  ],
  parts: [
    ("rsquare", .real), ("split_idx", .long), ("variance", .real), ("rvariance", .real),
    ("line_fit", .dynamic), ("right_rsquare", .real), ("right_slope", .real), ("right_interception", .real),
    ("right_variance", .real), ("right_rvariance", .real), ("left_rsquare", .real), ("left_slope", .real),
    ("left_interception", .real), ("left_variance", .real), ("left_rvariance", .real),
  ]
) { arguments in
  let reader = SeriesReader(arguments[0])
  return { row, writer in
    guard let values = reader.complete(row), let fit = FittedLines(values) else { return false }
    writer.beginArray()
    writeLines(fit, to: &writer, keyed: false)
    writeSide(fit.right, to: &writer, keyed: false)
    writeSide(fit.left, to: &writer, keyed: false)
    writer.endArray()
    return true
  }
}

let seriesFit2linesDynamicFunction = seriesFunction(
  "series_fit_2lines_dynamic", [seriesParameter],
  summary: "The two straight lines that fit best, as a bag, with one bag for each side.",
  examples: [
    FunctionExample(
      "print x = series_fit_2lines_dynamic(dynamic([1, 2, 3, 10, 20, 30])).right.slope", "x\n10.0")
  ]
) { arguments in
  let reader = SeriesReader(arguments[0])
  return { row, writer in
    guard let values = reader.complete(row), let fit = FittedLines(values) else { return false }
    writer.beginBag()
    writeLines(fit, to: &writer, keyed: true)
    writer.append(key: "right")
    writer.beginBag()
    writeSide(fit.right, to: &writer, keyed: true)
    writer.endBag()
    writer.append(key: "left")
    writer.beginBag()
    writeSide(fit.left, to: &writer, keyed: true)
    writer.endBag()
    writer.endBag()
    return true
  }
}
