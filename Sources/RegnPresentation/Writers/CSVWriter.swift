import RegnData

/// Comma-separated values by RFC 4180, but with lines ended by a line feed: a line of names, then the rows.
///
/// A null is empty. Several results are separated by an empty line, and therefore an empty cell that is alone
/// in its row is written `""`. In Danish, `;` separates and numbers have a decimal comma.
struct CSVWriter: ResultWriter {
  private var output: ByteOutput
  private var rows = DelimitedRows()
  private var isFirst = true

  init(options: OutputOptions, sink: @escaping ByteSink) {
    output = ByteOutput(sink: sink, showsControls: options.isTerminal)
    rows.delimiter = options.locale == .da ? 0x3B : 0x2C
    rows.hasDecimalComma = options.locale == .da
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
