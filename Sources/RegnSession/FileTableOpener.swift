import RegnData
import RegnFileFormats

/// Opens files in the formats that RegnFileFormats reads.
public struct FileTableOpener: TableOpener {
  private let fileSystem: any FileSystem

  public init(fileSystem: any FileSystem = PosixFileSystem()) { self.fileSystem = fileSystem }

  public func open(path: String) throws -> any TableSource {
    try CSVTable(path: path, fileSystem: fileSystem)
  }

  public func open(path: String, columns: [ColumnSchema], properties: [String: String]) throws
    -> any TableSource
  {
    var options = CSVOptions()
    // Kusto's externaldata takes the first record as data unless it is told otherwise.
    options.hasHeader = properties["ignoreFirstRecord"]?.lowercased() == "true"
    options.allText = true
    return DeclaredTable(
      try CSVTable(path: path, options: options, fileSystem: fileSystem), columns: columns)
  }

  public func openFolder(_ path: String) throws -> [(name: String, table: any TableSource)] {
    var tables: [(name: String, table: any TableSource)] = []
    for file in try fileSystem.list(path).sorted() where !file.hasPrefix(".") {
      // What cannot be read as a table is not one: the folder may hold anything.
      guard let table = try? CSVTable(path: "\(path)/\(file)", fileSystem: fileSystem) else { continue }
      tables.append((SessionText.tableName(ofPath: file), table))
    }
    return tables
  }

  public func load(_ table: any TableSource, context: ExecutionContext) throws -> any TableSource {
    let places = Array(table.schema.columns.indices)
    let scan = try table.scan(ScanRequest(columns: places, workers: context.workers), context: context)
    var chunks: [Chunk] = []
    while let chunk = try scan.next(worker: 0) {
      try context.memory.reserve(chunk.byteCount)
      chunks.append(chunk)
    }
    let rows = Chunk.concatenate(chunks, types: table.schema.columns.map(\.type))
    return ColumnTable(
      schema: table.schema, columns: rows.columns, rows: rows.rowCount, provenance: table.provenance,
      description: table.description)
  }

  public func replacement(for table: any TableSource, after error: any Error) -> (any TableSource)? {
    guard let change = error as? SchemaChange, let file = table as? any FileTable, file.owns(change) else {
      return nil
    }
    return file.widened(for: change)
  }

  public func remarks(on table: any TableSource) -> [String] {
    (table as? any FileTable)?.takeMessages() ?? []
  }
}
