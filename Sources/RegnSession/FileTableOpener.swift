import RegnData
import RegnFileFormats
import RegnPhrases

/// Opens files in the formats that RegnFileFormats reads. What a user binds as a table is opened wherever it
/// lies; what a query names is held to `FileAccess`.
public struct FileTableOpener: TableOpener {
  private let fileSystem: any FileSystem
  private let access: FileAccess
  private let reading: CSVOptions
  private let memory: MemoryBudget
  private let cache: ColumnCache?
  private let named = NamedFiles()

  /// - Parameters:
  ///   - reading: how delimited text is read that a user binds as a table.
  ///   - allowsAll: whether queries may read any file.
  ///   - memoryLimit: the most bytes that files may keep in memory at one time.
  ///   - cache: where columns are kept that were read; nil for nowhere.
  public init(
    fileSystem: any FileSystem = PosixFileSystem(), reading: CSVOptions = CSVOptions(),
    allowsAll: Bool = false, memoryLimit: Int = .max / 2, cache: ColumnCache? = nil
  ) {
    self.fileSystem = fileSystem
    self.reading = reading
    self.cache = cache
    memory = MemoryBudget(limit: memoryLimit)
    access = FileAccess(fileSystem: fileSystem, allowsAll: allowsAll)
  }

  private var tables: FileTables {
    FileTables(fileSystem: fileSystem, options: reading, memory: memory, cache: cache)
  }

  public func open(path: String) throws -> any TableSource {
    let table = try tables.open(path)
    access.allow(table.detections.map(\.path))
    return table
  }

  public func open(path: String, script: String, columns: [ColumnSchema], properties: [String: String]) throws
    -> any TableSource
  {
    let path = try access.checked(path, script: script)
    let input = try FileInput(path, fileSystem: fileSystem, memory: memory)
    let format = properties["format"]?.lowercased()
    var options = CSVOptions()
    options.delimiter = format.flatMap { Self.delimiters[$0] }.map { [$0] }
    let reader: FileReader
    if let format, options.delimiter == nil {
      guard let other = Self.formats[format] else {
        let known = (Array(Self.delimiters.keys) + Array(Self.formats.keys)).sorted().joined(separator: ", ")
        throw ExecutionError(
          code: "RG0614", message: "externaldata cannot read the format \(format)",
          hint: "it reads \(known)")
      }
      reader = other
    } else {
      reader = format == nil ? try FileReader.reader(of: input) : .csv
    }
    let isDelimited = reader.name == FileReader.csv.name
    // Kusto's externaldata takes the first record as data unless it is told otherwise.
    let hasHeader = properties["ignoreFirstRecord"]?.lowercased() == "true"
    if isDelimited {
      options.headerRows = hasHeader ? 1 : 0
      options.allText = true
    }
    let table = named.opened(
      try tables.open(input, as: reader, options), form: "\(reader.name) \(format ?? "") \(hasHeader)")
    return isDelimited
      ? DeclaredTable(inOrder: table, columns: columns)
      : try DeclaredTable(byName: table, columns: columns, path: path)
  }

  /// The other formats that a query may name: Kusto's names, and those of Regn's output.
  private static let formats: [String: FileReader] = [
    "excel": .excel, "json": .json, "jsonstat": .jsonStat, "multijson": .json, "ndjson": .json,
    "parquet": .parquet, "px": .px, "xlsx": .excel,
  ]

  /// The formats of delimited text that a query may name, each with its delimiter.
  private static let delimiters: [String: UInt8] = [
    "csv": UInt8(ascii: ","), "psv": UInt8(ascii: "|"), "scsv": UInt8(ascii: ";"), "tsv": UInt8(ascii: "\t"),
  ]

  public func openFolder(_ path: String) throws -> (
    tables: [(name: String, table: any TableSource)], skipped: [ExecutionError]
  ) {
    let folder = try tables.openFolder(path)
    access.allow([path])
    return (folder.tables.map { ($0.name, $0.table) }, folder.skipped)
  }

  public func load(_ table: any TableSource, context: ExecutionContext) throws -> any TableSource {
    guard let file = table as? any FileTable else { return table }
    return try file.load(context: context).loaded
  }

  public func replacement(for table: any TableSource, after error: any Error) -> (any TableSource)? {
    guard let change = error as? SchemaChange, let file = table as? any FileTable, file.owns(change) else {
      return nil
    }
    return file.widened(for: change)
  }

  public func makesRoom(after error: any Error) -> Bool {
    (error as? SchemaChange).map(named.makeRoom) ?? false
  }

  public func remarksOnNamedFiles() -> [Phrase] { named.takeMessages() }

  public func files(of table: any TableSource) -> (path: String, files: [String])? {
    (table as? any FileTable).map { ($0.path, $0.files) }
  }

  public func paths(beginningWith text: String, script: String) -> [String] {
    access.paths(beginningWith: text, script: script)
  }

  public var heldByteCount: Int { memory.usedBytes }

  public func remarks(on table: any TableSource) -> [Phrase] {
    (table as? any FileTable)?.takeMessages() ?? []
  }

  public func reasons(for table: any TableSource, _ language: Language) -> [String] {
    guard let file = table as? any FileTable else { return [] }
    return file.detections.map { "\($0.path)\n" + $0.detection.explanation(language) }
  }
}
