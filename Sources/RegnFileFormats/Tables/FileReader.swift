import RegnData

/// A kind of file that tables are read from. To add one: a file with its reader, and a line in `all`.
public struct FileReader: Sendable {
  /// What a user calls the format.
  public let name: String
  /// The endings of file names, in lower case, by which files of a folder are taken for this format.
  public let extensions: [String]
  /// Whether a file is of this format, by its first bytes; nil when only the name can tell.
  public let recognises: (@Sendable (_ head: [UInt8]) -> Bool)?
  /// Opens the file's table.
  public let open: @Sendable (_ path: String, _ settings: FileTables) throws(ExecutionError) -> any FileTable

  public init(
    name: String, extensions: [String], recognises: (@Sendable (_ head: [UInt8]) -> Bool)? = nil,
    open: @escaping @Sendable (_ path: String, _ settings: FileTables) throws(ExecutionError) -> any FileTable
  ) {
    self.name = name
    self.extensions = extensions
    self.recognises = recognises
    self.open = open
  }

  /// All formats, asked in this order; the last takes what no other does.
  public static let all: [FileReader] = [csv]

  /// Delimited text of any dialect.
  static let csv = FileReader(name: "CSV", extensions: ["csv", "tsv", "tab", "psv", "txt", "skv"]) {
    (path, settings) throws(ExecutionError) in
    try CSVTable(
      path: path, options: settings.options, fileSystem: settings.fileSystem, spoolLimit: settings.spoolLimit)
  }
}
