import RegnFileFormats
import RegnSession

/// What the server is started with, and how it reaches the world.
public struct ServerConfiguration: Sendable {
  /// The program's version, as clients show it.
  public var version = ""
  /// What queries may use.
  public var session = SessionOptions()
  /// The folder that paths count from, when the client names none.
  public var folder = "/"
  /// Files bound as tables, by name.
  public var tables: [(name: String, path: String)] = []
  /// A folder, each file of which is a table.
  public var data: String?
  /// Tables at hand without being named; nil for none.
  public var library: (any TableLibrary)?
  /// Whether scripts may read any file.
  public var allowsFiles = false
  /// Whether tables are read into memory when they are opened, so that the values of large files are known.
  public var preloads = false
  /// Where columns are kept that were read from large files; nil for nowhere.
  public var cache: ColumnCache?
  /// The rows of a result that are shown.
  public var maxRows = 100
  /// Gives the next bytes from the client; none when it has gone.
  public var read: @Sendable () -> [UInt8]
  /// Writes all bytes to the client.
  public var write: @Sendable ([UInt8]) throws -> Void
  /// Takes a line of the log; nil when there is none.
  public var log: (@Sendable (String) -> Void)?
  /// Keeps a text that a client is to show as a file of a name; gives its path.
  public var keep: @Sendable (_ name: String, _ text: String) throws -> String
  /// Whether a process is there.
  public var isAlive: @Sendable (_ process: Int) -> Bool

  /// A configuration without tables.
  public init(
    read: @escaping @Sendable () -> [UInt8], write: @escaping @Sendable ([UInt8]) throws -> Void,
    keep: @escaping @Sendable (String, String) throws -> String,
    isAlive: @escaping @Sendable (Int) -> Bool = { _ in true }
  ) {
    self.read = read
    self.write = write
    self.keep = keep
    self.isAlive = isAlive
  }

  /// A session that reaches files as the server may, without tables of its own.
  func makeSession(_ options: SessionOptions) -> Session {
    Session(
      options: options,
      opener: FileTableOpener(allowsAll: allowsFiles, memoryLimit: options.memoryLimit, cache: cache),
      library: library)
  }
}
