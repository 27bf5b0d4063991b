import RegnData

/// Tab-separated values: a line of names, then the rows, nothing quoted.
///
/// In text, tab, line feed, carriage return and backslash are written `\t`, `\n`, `\r` and `\\`. A null is
/// empty. Several results are separated by an empty line.
struct TSVWriter: ResultWriter {
  private var output: ByteOutput
  private var rows = DelimitedRows()
  private var isFirst = true

  init(options: OutputOptions, sink: @escaping ByteSink) {
    output = ByteOutput(sink: sink, showsControls: options.isTerminal)
    rows.delimiter = 0x09
    rows.isSafe = options.csvSafe
    rows.escapes = true
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
