import RegnData

/// What precedes each value of a row in JSON objects: `{"a":`, `,"b":` …
struct ObjectKeys {
  private let prefixes: [[UInt8]]

  init(_ columns: [ColumnSchema]) {
    prefixes = columns.enumerated().map { index, column in
      var bytes: [UInt8] = [index == 0 ? 0x7B : 0x2C]
      withUTF8Bytes(of: column.name) { bytes.append(jsonString: $0) }
      bytes.append(0x3A)
      return bytes
    }
  }

  @inline(__always)
  func append(_ readers: UnsafeBufferPointer<CellReader>, row: Int, to bytes: inout [UInt8]) {
    if readers.isEmpty { bytes.append(0x7B) }
    for index in 0..<readers.count {
      bytes.append(contentsOf: prefixes[index])
      readers[index].appendJSON(row, to: &bytes)
    }
    bytes.append(0x7D)
  }
}

/// An array of objects, one a result, each on a line of its own.
struct JSONWriter: ResultWriter {
  private var output: ByteOutput

  init(options: OutputOptions, sink: @escaping ByteSink) {
    output = ByteOutput(sink: sink, showsControls: options.isTerminal)
  }

  mutating func begin() {}

  mutating func write(_ result: ResultTable, seconds: Double?) throws {
    let keys = ObjectKeys(result.columns)
    var isFirst = true
    output.bytes.append(0x5B)
    for chunk in result.chunks {
      try chunk.withReaders { readers in
        for row in 0..<chunk.rowCount {
          if !isFirst { output.bytes.append(0x2C) }
          isFirst = false
          keys.append(readers, row: row, to: &output.bytes)
          try output.flushIfFull()
        }
      }
    }
    output.bytes.append(literal: "]\n")
    try output.flush()
  }

  mutating func end() throws { try output.flush() }
}
