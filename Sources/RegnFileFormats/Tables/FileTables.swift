import RegnData

/// Opens files, patterns and folders as tables.
public struct FileTables: Sendable {
  public let fileSystem: any FileSystem
  /// How delimited text is opened.
  public let options: CSVOptions
  /// Where bytes that are held in memory are counted: of pipes, of files that are packed or read as a whole.
  public let memory: MemoryBudget
  /// Where columns are kept that were read; nil for nowhere.
  public let cache: ColumnCache?

  public init(
    fileSystem: any FileSystem = PosixFileSystem(), options: CSVOptions = CSVOptions(),
    memory: MemoryBudget = .unlimited, cache: ColumnCache? = nil
  ) {
    self.cache = cache
    self.fileSystem = fileSystem
    self.options = options
    self.memory = memory
  }

  /// The table of a file, of all files that a pattern (`*`, `?`, `[a-z]`) names, or of standard input (`-`).
  /// Behind `#` may stand the name of a workbook's sheet.
  ///
  /// Errors: RG0610 to RG0617, RG0622 to RG0625, RG0627; RG0620 when a pattern names no file.
  public func open(_ path: String) throws(ExecutionError) -> any FileTable {
    if path == "-" || !GlobPattern.isPattern(path) || fileSystem.status(path) != nil {
      return try openFile(path)
    }
    let (pattern, part) = FileInput.split(path, fileSystem: fileSystem)
    let suffix = part.map { "#\($0)" } ?? ""
    let paths = GlobPattern.expand(pattern, in: fileSystem).map { $0 + suffix }
    guard !paths.isEmpty else {
      throw ExecutionError(
        code: "RG0620", message: "no file's name fits \(path)", hint: "check the folder's name")
    }
    if paths.count == 1 { return try openFile(paths[0]) }
    var members: [any FileTable] = []
    for path in paths { members.append(try openFile(path)) }
    return UnionTable(path: path, members: members)
  }

  private func openFile(_ path: String) throws(ExecutionError) -> any FileTable {
    let input = try FileInput(path, fileSystem: fileSystem, memory: memory)
    return try open(input, as: try FileReader.reader(of: input), options)
  }

  /// The table of an open file in a known format. Errors: RG0612 to RG0617, RG0625, RG0627.
  public func open(
    _ input: FileInput, as reader: FileReader, _ options: CSVOptions
  ) throws(ExecutionError) -> any FileTable {
    if let part = input.part, reader.name != FileReader.excel.name {
      throw FileFailure.workbook(
        input.path, "is no workbook, so it has no sheet \"\(part)\"", hint: "leave out `#\(part)`")
    }
    let table = try reader.open(input, options)
    return cache?.caching(table, input) ?? table
  }

  /// The tables of a folder: every file whose name has a known ending, named after it. What could not be
  /// opened is told, and does not keep the others from being opened. Errors: those of listing the folder.
  public func openFolder(
    _ folder: String
  ) throws(ExecutionError) -> (tables: [(name: String, table: any FileTable)], skipped: [ExecutionError]) {
    guard let status = fileSystem.status(folder) else { throw FileFailure.noSuchFile(folder) }
    guard status.kind == .directory else {
      throw ExecutionError(
        code: "RG0621", message: "\(folder) is not a directory",
        hint: "--table NAME=\(folder) binds a single file")
    }
    var tables: [(name: String, table: any FileTable)] = []
    var skipped: [ExecutionError] = []
    var names = Set<String>()
    for file in try fileSystem.list(folder) where !file.hasPrefix(".") {
      let path = folder == "." ? file : folder.hasSuffix("/") ? folder + file : folder + "/" + file
      let suffix = Self.suffix(of: file)
      guard
        FileReader.packedExtensions.contains(suffix)
          || FileReader.all.contains(where: { $0.extensions.contains(suffix) }),
        fileSystem.status(path)?.kind == .regular
      else { continue }
      do throws(ExecutionError) {
        let table = try openFile(path)
        var name = Self.tableName(of: file)
        var number = 2
        while !names.insert(name).inserted {
          name = "\(Self.tableName(of: file))_\(number)"
          number += 1
        }
        tables.append((name, table))
      } catch {
        skipped.append(error)
      }
    }
    return (tables, skipped)
  }

  /// The name of a file's table: the file's name without folder and ending, made an identifier.
  public static func tableName(of path: String) -> String {
    if path == "-" { return "stdin" }
    var stem = String(path.split(separator: "/").last ?? "")
    let isPacked = FileReader.packedExtensions.contains(suffix(of: stem))
    for _ in 0..<(isPacked ? 2 : 1) {
      if let dot = stem.lastIndex(of: "."), dot > stem.startIndex { stem = String(stem[..<dot]) }
    }
    var name = ""
    for character in stem {
      name.append(character.isLetter || character.isNumber || character == "_" ? character : "_")
    }
    if name.isEmpty { return "table" }
    return name.first?.isNumber == true ? "_" + name : name
  }

  static func suffix(of path: String) -> String {
    let name = path.split(separator: "/").last ?? ""
    guard let dot = name.lastIndex(of: "."), dot > name.startIndex else { return "" }
    return name[name.index(after: dot)...].lowercased()
  }
}
