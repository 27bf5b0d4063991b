import RegnData

/// The forms in which results are written: the values of `--format`.
public enum OutputFormat: String, Sendable, CaseIterable {
  case table
  case csv
  case tsv
  case json
  case ndjson
  case markdown
  case html
  case kusto
  case parquet
  case xlsx

  /// Makes the format's writer. This is the list that a new format is entered in.
  ///
  /// - Parameter sink: takes the bytes, in blocks of about 64 KB; what it throws, the writer throws on.
  public func makeWriter(options: OutputOptions = OutputOptions(), sink: @escaping ByteSink)
    -> any ResultWriter
  {
    switch self {
    case .table: TableWriter(options: options, sink: sink)
    case .csv: CSVWriter(options: options, sink: sink)
    case .tsv: TSVWriter(options: options, sink: sink)
    case .json: JSONWriter(options: options, sink: sink)
    case .ndjson: NDJSONWriter(options: options, sink: sink)
    case .markdown: MarkdownWriter(options: options, sink: sink)
    case .html: HTMLWriter(options: options, sink: sink)
    case .kusto: KustoWriter(options: options, sink: sink)
    case .parquet: ParquetWriter(sink: sink)
    case .xlsx: ExcelWriter(options: options, sink: sink)
    }
  }

  /// Whether a person reads the format rather than a program: values have thousands separators or short
  /// dates, and sources stand beneath.
  public var isForReaders: Bool { self == .table || self == .markdown || self == .html }

  /// Whether the bytes are no text, so that they belong in a file or a pipe and not on a terminal.
  public var isBinary: Bool { self == .parquet || self == .xlsx }
}

/// Writes results, one after another, as one document.
///
/// The order of calls is `begin`, any number of `write`, `end`. What is still buffered goes to the sink at
/// the end of each call.
public protocol ResultWriter {
  /// Writes what stands before the first result.
  mutating func begin() throws

  /// Writes a result.
  ///
  /// - Parameter seconds: the time that the statement took, for formats that say it; nil leaves it out.
  mutating func write(_ result: ResultTable, seconds: Double?) throws

  /// Writes a part of a report that stands between results; formats that are no reports leave it out.
  mutating func write(_ part: ReportPart) throws

  /// Writes what stands after the last result.
  mutating func end() throws
}

extension ResultWriter {
  public mutating func write(_ part: ReportPart) throws {}

  /// Writes a result without its time.
  public mutating func write(_ result: ResultTable) throws { try write(result, seconds: nil) }

  /// Writes a whole document.
  public mutating func writeAll(_ results: [ResultTable]) throws {
    try begin()
    for result in results { try write(result, seconds: nil) }
    try end()
  }
}

extension OutputFormat {
  /// A whole document as text; for tests and small results.
  public func text(_ results: [ResultTable], options: OutputOptions = OutputOptions()) throws -> String {
    var bytes: [UInt8] = []
    var writer = makeWriter(options: options) { bytes.append(contentsOf: $0) }
    try writer.writeAll(results)
    return String(decoding: bytes, as: UTF8.self)
  }
}
