import RegnData
import RegnPhrases

/// Opens files as tables. The session knows no file format; who starts it gives it one of these.
public protocol TableOpener: Sendable {
  /// The table in a file, or in the files of a glob as one; `-` is standard input. Throws `ExecutionError`.
  func open(path: String) throws -> any TableSource

  /// The table in a file with columns declared by the query, for `externaldata`. A relative path begins at
  /// the folder of `script`, the name of the text that asks for it. Throws `ExecutionError`, too when the
  /// text may not read the file.
  func open(path: String, script: String, columns: [ColumnSchema], properties: [String: String]) throws
    -> any TableSource

  /// Every readable file of a folder as a table, with its name, and why others could not be opened. Throws
  /// `ExecutionError`.
  func openFolder(_ path: String) throws -> (
    tables: [(name: String, table: any TableSource)], skipped: [ExecutionError]
  )

  /// A table's whole content in memory. Throws `ExecutionError`.
  func load(_ table: any TableSource, context: ExecutionContext) throws -> any TableSource

  /// What must stand for `table` after a scan of it threw `error`: the same file with wider columns. Nil when
  /// the error means something else, or another table.
  func replacement(for table: any TableSource, after error: any Error) -> (any TableSource)?

  /// Whether files that queries name are opened otherwise from now on, with room for what made a scan of one
  /// throw `error`.
  func makesRoom(after error: any Error) -> Bool

  /// What reading files that queries name met since last asked.
  func remarksOnNamedFiles() -> [Phrase]

  /// The path that a table was opened with, and the files that it is made of; nil when it is not read from
  /// files.
  func files(of table: any TableSource) -> (path: String, files: [String])?

  /// The paths that begin as a text does and that `script` may name, sorted; folders end in `/`.
  func paths(beginningWith text: String, script: String) -> [String]

  /// The bytes that files keep in memory: what was unpacked, came through a pipe, or was read as a whole.
  var heldByteCount: Int { get }

  /// What reading `table` met since last asked, one message each: short rows, text kept in `_extra`.
  func remarks(on table: any TableSource) -> [Phrase]

  /// Why a table's files are read as they are, a text of several lines for each file of delimited text.
  func reasons(for table: any TableSource, _ language: Language) -> [String]
}

extension TableOpener {
  public var heldByteCount: Int { 0 }
  public func makesRoom(after error: any Error) -> Bool { false }
  public func remarksOnNamedFiles() -> [Phrase] { [] }
}

/// Opens nothing, for sessions over built-in tables alone.
public struct NoFiles: TableOpener {
  public init() {}

  private static let refusal = ExecutionError(
    code: "RG0610", message: "files cannot be opened here", hint: "use the built-in tables")

  public func open(path: String) throws -> any TableSource { throw NoFiles.refusal }
  public func open(path: String, script: String, columns: [ColumnSchema], properties: [String: String]) throws
    -> any TableSource
  { throw NoFiles.refusal }
  public func openFolder(_ path: String) throws -> (
    tables: [(name: String, table: any TableSource)], skipped: [ExecutionError]
  ) { throw NoFiles.refusal }
  public func load(_ table: any TableSource, context: ExecutionContext) throws -> any TableSource { table }
  public func replacement(for table: any TableSource, after error: any Error) -> (any TableSource)? { nil }
  public func files(of table: any TableSource) -> (path: String, files: [String])? { nil }
  public func paths(beginningWith text: String, script: String) -> [String] { [] }
  public func remarks(on table: any TableSource) -> [Phrase] { [] }
  public func reasons(for table: any TableSource, _ language: Language) -> [String] { [] }
}
