import RegnData

/// The public Kusto v1 response: one object, with an entry in `Tables` for each result.
struct KustoWriter: ResultWriter {
  private var output: ByteOutput
  private var isFirst = true

  init(options: OutputOptions, sink: @escaping ByteSink) {
    output = ByteOutput(sink: sink, showsControls: options.isTerminal)
  }

  mutating func begin() { output.bytes.append(literal: "{\"Tables\":[") }

  mutating func write(_ result: ResultTable, seconds: Double?) throws {
    if !isFirst { output.bytes.append(0x2C) }
    isFirst = false
    output.bytes.append(literal: "{\"TableName\":")
    append(result.name)
    output.bytes.append(literal: ",\"Columns\":[")
    for (index, column) in result.columns.enumerated() {
      if index > 0 { output.bytes.append(0x2C) }
      output.bytes.append(literal: "{\"ColumnName\":")
      append(column.name)
      output.bytes.append(literal: ",\"DataType\":")
      append(column.type.dataTypeName)
      output.bytes.append(literal: ",\"ColumnType\":")
      append(column.type.rawValue)
      output.bytes.append(0x7D)
    }
    output.bytes.append(literal: "],\"Rows\":[")
    var isFirstRow = true
    for chunk in result.chunks {
      try chunk.withReaders { readers in
        for row in 0..<chunk.rowCount {
          if !isFirstRow { output.bytes.append(0x2C) }
          isFirstRow = false
          output.bytes.append(0x5B)
          for index in 0..<readers.count {
            if index > 0 { output.bytes.append(0x2C) }
            readers[index].appendJSON(row, to: &output.bytes)
          }
          output.bytes.append(0x5D)
          try output.flushIfFull()
        }
      }
    }
    output.bytes.append(literal: "]}")
    try output.flush()
  }

  mutating func end() throws {
    output.bytes.append(literal: "]}\n")
    try output.flush()
  }

  private mutating func append(_ text: String) {
    withUTF8Bytes(of: text) { output.bytes.append(jsonString: $0) }
  }
}
