import RegnData

/// A JSON object a row, each on a line of its own. Several results simply follow each other.
struct NDJSONWriter: ResultWriter {
  private var output: ByteOutput

  init(options: OutputOptions, sink: @escaping ByteSink) {
    output = ByteOutput(sink: sink, showsControls: options.isTerminal)
  }

  mutating func begin() {}

  mutating func write(_ result: ResultTable, seconds: Double?) throws {
    let keys = ObjectKeys(result.columns)
    for chunk in result.chunks {
      try chunk.withReaders { readers in
        for row in 0..<chunk.rowCount {
          keys.append(readers, row: row, to: &output.bytes)
          output.bytes.append(0x0A)
          try output.flushIfFull()
        }
      }
    }
    try output.flush()
  }

  mutating func end() throws { try output.flush() }
}
