import RegnData

/// Apache Parquet: columns, packed, with types, the bounds of their values, and where the figures come from.
///
/// A file holds one table. Rows are written in groups, a column at a time, so that no more than a group's
/// column is held beside the result. What the format has no type for, or no room in its type, is text.
struct ParquetWriter: ResultWriter {
  /// The most rows of a group.
  private static let groupRows = 1 << 17

  private let sink: ByteSink
  private var offset = 0
  private var hasResult = false

  init(sink: @escaping ByteSink) { self.sink = sink }

  func begin() {}

  /// Writes the table. Errors: RG0630 for a second one.
  mutating func write(_ result: ResultTable, seconds: Double?) throws {
    guard !hasResult else {
      throw ExecutionError(
        code: "RG0630",
        message: "a Parquet file holds one table, and there is a second result, \(result.name)",
        hint: "write one result a file: name the others with let, or run them on their own")
    }
    hasResult = true
    try put(Self.magic)
    let types = result.columns.indices.map {
      ParquetColumnType(result.columns[$0], in: result.chunks, index: $0)
    }
    var groups: [(columns: [ParquetWrittenColumn], rowCount: Int)] = []
    for pieces in Self.groups(result.chunks) {
      var columns: [ParquetWrittenColumn] = []
      for (index, column) in result.columns.enumerated() {
        var values = ParquetColumnValues(types[index])
        for (chunk, rows) in pieces { values.append(chunk.columns[index], rows) }
        var writer = ParquetColumnWriter(values, name: column.name, isRequired: column.type == .string)
        let sink = sink
        try writer.write(offset: offset, to: sink)
        offset += writer.written.size
        columns.append(writer.written)
      }
      groups.append((columns, pieces.reduce(0) { $0 + $1.rows.count }))
    }
    try put(footer(result, types, groups))
  }

  /// Errors: RG0630 when there was no result.
  func end() throws {
    guard hasResult else {
      throw ExecutionError(
        code: "RG0630", message: "there is no result to write as Parquet", hint: "end the script with a query"
      )
    }
  }

  private static let magic = Array("PAR1".utf8)

  private mutating func put(_ bytes: [UInt8]) throws {
    try bytes.withUnsafeBufferPointer(sink)
    offset += bytes.count
  }

  /// The rows of chunks in groups, each of parts of chunks.
  private static func groups(_ chunks: [Chunk]) -> [[(chunk: Chunk, rows: Range<Int>)]] {
    var groups: [[(chunk: Chunk, rows: Range<Int>)]] = []
    var room = 0
    for chunk in chunks {
      var start = 0
      while start < chunk.rowCount {
        if room == 0 {
          groups.append([])
          room = groupRows
        }
        let count = min(room, chunk.rowCount - start)
        groups[groups.count - 1].append((chunk, start..<start + count))
        start += count
        room -= count
      }
    }
    return groups
  }

  private func footer(
    _ result: ResultTable, _ types: [ParquetColumnType],
    _ groups: [(columns: [ParquetWrittenColumn], rowCount: Int)]
  ) -> [UInt8] {
    var thrift = ThriftWriter()
    thrift.write(1, int: 1)
    thrift.write(2, list: [-1] + Array(types.indices)) { element, index in
      if index < 0 {
        element.write(4, text: "schema")
        element.write(5, int: types.count)
      } else {
        let column = result.columns[index]
        types[index].describe(column.name, isRequired: column.type == .string, to: &element)
      }
    }
    thrift.write(3, long: result.rowCount)
    thrift.write(4, list: groups) { element, group in
      element.write(1, list: group.columns) { $1.write(to: &$0) }
      element.write(2, long: group.columns.reduce(0) { $0 + $1.unpackedSize })
      element.write(3, long: group.rowCount)
    }
    thrift.write(5, list: Self.notes(result)) { element, note in
      element.write(1, text: note.key)
      element.write(2, text: note.value)
    }
    thrift.write(6, text: "Regn")
    // All bounds are in the order of their types.
    thrift.write(7, list: Array(types.indices)) { element, _ in element.write(1) { _ in } }
    thrift.end()
    var bytes = thrift.bytes
    let length = UInt64(bytes.count)
    bytes.append(parquet: length, width: 4)
    return bytes + Self.magic
  }

  /// What is told beside the rows: in words for whoever looks at the file, and under `regn` whole, so that
  /// Regn knows it again.
  private static func notes(_ result: ResultTable) -> [(key: String, value: String)] {
    var notes: [(key: String, value: String)] = []
    if !result.sources.isEmpty {
      notes.append(("source", result.sources.map(\.sourceLine.description).joined(separator: "; ")))
      let licences = result.sources.map(\.licence).filter { !$0.isEmpty }
      if !licences.isEmpty { notes.append(("licence", licences.joined(separator: "; "))) }
      notes.append(("modelled", result.isModelled ? "true" : "false"))
    }
    let sources = result.sources.map { source in
      DynamicValue.bag([
        .init("publisher", .string(source.publisher.description)),
        .init("tables", .array(source.tableIDs.map { .string($0) })),
        .init("licence", .string(source.licence)), .init("date", .string(source.date.description)),
        .init("title", .string(source.title.description)), .init("unit", .string(source.unit)),
        .init("modelled", .bool(source.isModelled)),
        .init("notes", .array(source.notes.map { .string($0.description) })),
        .init("caveats", .array(source.caveats.map { .string($0.description) })),
      ])
    }
    let columns = result.columns.map { column in
      DynamicValue.bag([
        .init("name", .string(column.name)), .init("type", .string(column.type.rawValue)),
        .init("description", .string(column.description.description)), .init("unit", .string(column.unit)),
      ])
    }
    let record = DynamicValue.bag([.init("sources", .array(sources)), .init("columns", .array(columns))])
    return notes + [("regn", record.json)]
  }
}
