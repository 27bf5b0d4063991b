import RegnData
import RegnPhrases

/// Series (arrays of numbers) of a dynamic column, row by row.
struct SeriesReader {
  private let reader: DynamicReader

  init(_ column: Column) { reader = DynamicReader(column) }

  /// The numbers of the array in a row, nil where an element is none; nil when there is no array.
  subscript(row: Int) -> [Double?]? { reader.array(row).map { $0.elements.map { $0.asNumber } } }

  /// The numbers of the array in a row; nil when there is no array, it is empty, or an element is no number.
  func complete(_ row: Int) -> [Double]? {
    guard let values = self[row], !values.isEmpty else { return nil }
    let numbers = values.compactMap { $0 }
    return numbers.count == values.count ? numbers : nil
  }
}

/// The number in a row of an optional argument.
struct NumberReader {
  private let column: Column?
  private let values: Buffer<Double>?
  private let fallback: Double

  init(_ arguments: [Column], at index: Int, default fallback: Double) {
    column = arguments.count > index ? arguments[index] : nil
    values = column?.reals
    self.fallback = fallback
  }

  subscript(row: Int) -> Double {
    guard let column, let values, !column.isNull(row) else { return fallback }
    return values.base[row &* column.stride]
  }
}

/// The truth in a row of an optional argument; nil where it is left out or null.
struct FlagReader {
  private let column: Column?

  init(_ arguments: [Column], at index: Int) { column = arguments.count > index ? arguments[index] : nil }

  subscript(row: Int) -> Bool? {
    guard let column, !column.isNull(row) else { return nil }
    return column.bools.base[row &* column.stride]
  }
}

extension DynamicWriter {
  /// Appends reals as an array; nil becomes null.
  mutating func appendSeries(_ values: some Sequence<Double?>) {
    beginArray()
    for value in values {
      if let value { append(value) } else { appendNull() }
    }
    endArray()
  }

  mutating func appendSeries(_ values: some Sequence<Double>) {
    beginArray()
    for value in values { append(value) }
    endArray()
  }
}

let seriesParameter = Parameter("series", .dynamic)

/// A function of series whose kernel writes a dynamic value; false is null.
func seriesFunction(
  _ name: String, _ parameters: [Parameter], summary: Phrase, examples: [FunctionExample],
  parts: [(ending: String, type: ScalarType)] = [],
  _ prepare:
    @escaping @Sendable (_ arguments: [Column]) -> (_ row: Int, _ writer: inout DynamicWriter) -> Bool
) -> FunctionDefinition {
  FunctionDefinition(
    name, category: .series, summary: summary,
    signatures: [
      .scalar(parameters, result: .type(.dynamic)) { arguments, context in
        let write = prepare(arguments)
        return try dynamicRows(context) { row, writer in write(row, &writer) }
      }
    ], examples: examples, parts: parts.isEmpty ? .one : .named(parts))
}

/// A function of series to a number.
func seriesNumber(
  _ name: String, _ parameters: [Parameter], summary: Phrase, examples: [FunctionExample],
  _ prepare: @escaping @Sendable (_ arguments: [Column]) -> (_ row: Int) -> Double?
) -> FunctionDefinition {
  FunctionDefinition(
    name, category: .series, summary: summary,
    signatures: [
      .scalar(parameters, result: .type(.real)) { arguments, context in
        let value = prepare(arguments)
        return rowsOptional(context, to: .real) { row in value(row) }
      }
    ], examples: examples)
}
