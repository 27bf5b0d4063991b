import RegnData

/// The form in which golden scripts hold their answers: a line `name:type,…`, then rows as in csv, where a
/// null is empty and an empty string is `""`. Several results are separated by an empty line.
public struct GoldenWriter: ResultWriter {
  private var output: ByteOutput
  private var rows = DelimitedRows()
  private var isFirst = true

  public init(sink: @escaping ByteSink) {
    output = ByteOutput(sink: sink, showsControls: false)
    rows.marksEmptyStrings = true
  }

  public mutating func begin() {}

  public mutating func write(_ result: ResultTable, seconds: Double?) throws {
    if !isFirst { output.bytes.append(0x0A) }
    isFirst = false
    rows.writeHeader(result.columns, withTypes: true, to: &output)
    try rows.write(result, to: &output)
    try output.flush()
  }

  public mutating func end() throws { try output.flush() }

  /// One result as text.
  public static func text(_ result: ResultTable) throws -> String {
    var bytes: [UInt8] = []
    var writer = GoldenWriter { bytes.append(contentsOf: $0) }
    try writer.writeAll([result])
    return String(decoding: bytes, as: UTF8.self)
  }
}
