import RegnData

/// A kind of file that tables are read from. To add one: a file with its reader, and a line in `all`.
public struct FileReader: Sendable {
  /// What a user calls the format.
  public let name: String
  /// The endings of file names, in lower case, by which files of a folder are taken for this format.
  public let extensions: [String]
  /// Whether a file is of this format, by its first bytes (behind a byte order mark).
  public let recognises: @Sendable (_ head: UTF8Bytes) -> Bool
  /// Opens the file's table.
  public let open:
    @Sendable (_ input: FileInput, _ options: CSVOptions) throws(ExecutionError) -> any FileTable

  public init(
    name: String, extensions: [String], recognises: @escaping @Sendable (_ head: UTF8Bytes) -> Bool,
    open:
      @escaping @Sendable (_ input: FileInput, _ options: CSVOptions) throws(ExecutionError) ->
      any FileTable
  ) {
    self.name = name
    self.extensions = extensions
    self.recognises = recognises
    self.open = open
  }

  /// All formats. The first that recognises a file reads it; one that none recognises is read as its name
  /// says, and else as delimited text.
  public static let all: [FileReader] = [parquet, px, jsonStat, json, excel, csv]

  /// The format of a file, by what it holds and then by its name. Errors: RG0617.
  public static func reader(of input: FileInput) throws(ExecutionError) -> FileReader {
    let head = try input.head()
    let suffix = FileTables.suffix(of: input.name)
    return all.first { reader in head.withUnsafeBufferPointer { reader.recognises($0) } }
      ?? all.first { $0.extensions.contains(suffix) } ?? csv
  }

  /// The endings of the names of packed files, which are unpacked before they are recognised.
  static let packedExtensions = ["gz", "zip"]

  /// Delimited text of any dialect, which nothing but its not being anything else tells.
  public static let csv = FileReader(
    name: "CSV", extensions: ["csv", "tsv", "tab", "psv", "txt", "skv"], recognises: { _ in false },
    open: { (input, options) throws(ExecutionError) in try CSVTable(input, options: options) })

  /// Columns of Apache Parquet.
  public static let parquet = FileReader(
    name: "Parquet", extensions: ["parquet", "parq", "pq"], recognises: ParquetTable.recognises
  ) { (input, _) throws(ExecutionError) in try ParquetTable(input) }

  /// The tables of PC-Axis.
  public static let px = FileReader(name: "PX", extensions: ["px"], recognises: PXHeader.isBegun(in:)) {
    (input, _) throws(ExecutionError) in try PXTable(input)
  }

  /// Tables of statistics in JSON-stat.
  public static let jsonStat = FileReader(
    name: "JSON-stat", extensions: ["jsonstat"], recognises: JSONStatReader.recognises
  ) { (input, _) throws(ExecutionError) in try JSONStatReader.open(input) }

  /// Excel workbooks, a sheet a table.
  public static let excel = FileReader(
    name: "Excel", extensions: ["xlsx", "xlsm"], recognises: WorkbookTable.recognises
  ) { (input, options) throws(ExecutionError) in try WorkbookTable(input, options: options) }

  /// Records: an object a line, or a list of objects.
  public static let json = FileReader(
    name: "JSON", extensions: ["json", "ndjson", "jsonl"], recognises: JSONTable.recognises
  ) { (input, options) throws(ExecutionError) in try JSONTable(input, blockSize: options.blockSize) }
}
