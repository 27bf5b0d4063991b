import RegnData

/// Tab-separated values: a line of names, then the rows, as CSV (RFC 4180) has them but for the delimiter.
///
/// Text with a tab, a quote or a line end stands in quotes, as spreadsheets write it and most readers take
/// it. A null is empty. Several results are separated by an empty line.
struct TSVWriter: ResultWriter {
  private var output: ByteOutput
  private var rows = DelimitedRows()
  private var isFirst = true

  init(options: OutputOptions, sink: @escaping ByteSink) {
    output = ByteOutput(sink: sink, showsControls: options.isTerminal)
    rows.delimiter = 0x09
    rows.isSafe = options.csvSafe
  }

  mutating func begin() {}

  mutating func write(_ result: ResultTable, seconds: Double?) throws {
    if !isFirst { output.bytes.append(0x0A) }
    isFirst = false
    rows.writeHeader(result.columns, to: &output)
    try rows.write(result, to: &output)
    try output.flush()
  }

  mutating func end() throws { try output.flush() }
}
