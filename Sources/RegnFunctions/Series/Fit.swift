import RegnData

/// A line through numbers at the places 0, 1, 2 …, with the least squares.
struct FittedLine {
  var slope = 0.0
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
    intercept = mean - slope * middle
    values = numbers.indices.map { intercept + slope * Double($0 - numbers.startIndex) }
    let degrees = max(count - 1, 1)
    variance = numbers.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / degrees
    residualVariance = zip(numbers, values).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) } / degrees
  }
}

private typealias Figures = [(name: String, value: Figure)]

private enum Figure {
  case real(Double)
  case long(Int)
  case series([Double])
}

private func append(_ figures: Figures, asBag: Bool, to writer: inout DynamicWriter) {
  if asBag { writer.beginBag() } else { writer.beginArray() }
  for (name, value) in figures {
    if asBag { writer.append(key: name) }
    switch value {
    case .real(let value): writer.append(value)
    case .long(let value): writer.append(Int64(value))
    case .series(let values): writer.appendSeries(values)
    }
  }
  if asBag { writer.endBag() } else { writer.endArray() }
}

private func fitFunction(
  _ name: String, asBag: Bool, summary: String, example: FunctionExample,
  _ figures: @escaping @Sendable ([Double]) -> Figures
) -> FunctionDefinition {
  seriesFunction(name, [seriesParameter], summary: summary, examples: [example]) { arguments in
    let reader = SeriesReader(arguments[0])
    return { row, writer in
      guard let values = reader.complete(row) else { return false }
      append(figures(values), asBag: asBag, to: &writer)
      return true
    }
  }
}

@Sendable private func lineFigures(_ values: [Double]) -> Figures {
  let line = FittedLine(values[...])
  return [
    ("rsquare", .real(line.rSquare)), ("slope", .real(line.slope)), ("variance", .real(line.variance)),
    ("rvariance", .real(line.residualVariance)), ("interception", .real(line.intercept)),
    ("line_fit", .series(line.values)),
  ]
}

@Sendable private func twoLineFigures(_ values: [Double]) -> Figures {
  var best: (split: Int, left: FittedLine, right: FittedLine, residual: Double)?
  for split in stride(from: 1, to: values.count, by: 1) {
    let (left, right) = (FittedLine(values[..<split]), FittedLine(values[split...]))
    let residual =
      left.residualVariance * Double(max(split - 1, 1))
      + right.residualVariance * Double(max(values.count - split - 1, 1))
    if best.map({ residual < $0.residual }) ?? true { best = (split, left, right, residual) }
  }
  let whole = FittedLine(values[...])
  guard let best else { return [] }
  let residualVariance = best.residual / Double(max(values.count - 1, 1))
  func figures(_ line: FittedLine, _ side: String) -> Figures {
    [
      ("\(side)_rsquare", .real(line.rSquare)), ("\(side)_slope", .real(line.slope)),
      ("\(side)_interception", .real(line.intercept)), ("\(side)_variance", .real(line.variance)),
      ("\(side)_rvariance", .real(line.residualVariance)),
    ]
  }
  return [
    ("rsquare", .real(whole.variance == 0 ? 0 : 1 - residualVariance / whole.variance)),
    ("split_idx", .long(best.split)), ("variance", .real(whole.variance)),
    ("rvariance", .real(residualVariance)),
    ("line_fit", .series(best.left.values + best.right.values)),
  ] + figures(best.right, "right") + figures(best.left, "left")
}

let seriesFitLineFunction = fitFunction(
  "series_fit_line", asBag: false,
  summary:
    "The straight line that fits best: R², slope, variance, variance left, intercept and the line's values.",
  example: FunctionExample("print x = series_fit_line(dynamic([1, 3, 5]))[1]", "x\n2.0"), lineFigures)

let seriesFitLineDynamicFunction = fitFunction(
  "series_fit_line_dynamic", asBag: true, summary: "The straight line that fits best, as a bag.",
  example: FunctionExample("print x = series_fit_line_dynamic(dynamic([1, 3, 5])).interception", "x\n1.0"),
  lineFigures)

let seriesFit2linesFunction = fitFunction(
  "series_fit_2lines", asBag: false,
  summary: "The two straight lines, one after the other, that fit best: where the trend changes.",
  example: FunctionExample("print x = series_fit_2lines(dynamic([1, 2, 3, 10, 20, 30]))[1]", "x\n3"),
  twoLineFigures)

let seriesFit2linesDynamicFunction = fitFunction(
  "series_fit_2lines_dynamic", asBag: true, summary: "The two straight lines that fit best, as a bag.",
  example: FunctionExample(
    "print x = series_fit_2lines_dynamic(dynamic([1, 2, 3, 10, 20, 30])).right_slope", "x\n10.0"),
  twoLineFigures)
