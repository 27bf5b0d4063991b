import RegnBinder
import RegnData
import RegnDataset
import Synchronization

/// The tables of a session: those it was given, then the built-in ones.
public final class SessionCatalog: Catalog {
  private let opener: any TableOpener
  private let bound = Mutex<[String: any TableSource]>([:])

  init(opener: any TableOpener) { self.opener = opener }

  public func table(named name: String) -> (any TableSource)? {
    bound.withLock { $0[name] } ?? Dataset.open(name)
  }

  public var tableNames: [String] {
    let own = bound.withLock { Array($0.keys) }
    return Set(own + Dataset.tables.map(\.name)).sorted()
  }

  /// The names of the tables that are not built in, sorted.
  public var boundNames: [String] { bound.withLock { $0.keys.sorted() } }

  /// The bytes that the tables given to the session keep in memory.
  var residentByteCount: Int { bound.withLock { $0.values.reduce(0) { $0 + $1.residentByteCount } } }

  public func externalTable(
    path: String, script: String, columns: [ColumnSchema], properties: [String: String]
  ) throws -> any TableSource {
    try opener.open(path: path, script: script, columns: columns, properties: properties)
  }

  /// Lets a name stand for a table; it hides a built-in one.
  func bind(_ name: String, to table: any TableSource) { bound.withLock { $0[name] = table } }
}
