import RegnData

/// Results for a reader at a terminal: a table or, when `render` asks for one, a chart, and beneath it how
/// many rows there are and where the figures come from. Several results are separated by an empty line.
struct TableWriter: ResultWriter {
  private let options: OutputOptions
  private var output: ByteOutput
  private var isFirst = true

  init(options: OutputOptions, sink: @escaping ByteSink) {
    self.options = options
    // Cells are made visible one by one; the colours of the table itself must stay as they are.
    output = ByteOutput(sink: sink, showsControls: false)
  }

  mutating func begin() {}

  mutating func write(_ result: ResultTable, seconds: Double?) throws {
    var text = isFirst ? "" : "\n"
    isFirst = false
    let render = options.asRecords ? nil : result.render
    let chart = render.map { TerminalChart(result: result, request: $0, options: options) }
    if chart?.append(to: &text) != true {
      var table = TableText(result, options: options)
      table.append(to: &text)
    }
    text += footer(rows: result.rowCount, seconds: seconds, sources: result.sources, options: options) + "\n"
    output.append(text)
    try output.flush()
  }

  mutating func end() throws { try output.flush() }
}
