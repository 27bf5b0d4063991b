import RegnBinder
import RegnData
import RegnDataset
import Synchronization

/// The tables of a session: those it was given, then imported ones, then the built-in ones.
public final class SessionCatalog: Catalog {
  private let opener: any TableOpener
  private let bound = Mutex<[String: any TableSource]>([:])

  private let library: (any TableLibrary)?
  /// The names of bound tables that came from the library.
  private let borrowed = Mutex<Set<String>>([])

  init(opener: any TableOpener, library: (any TableLibrary)?) {
    self.opener = opener
    self.library = library
  }

  public func table(named name: String) -> (any TableSource)? {
    if let table = bound.withLock({ $0[name] }) { return table }
    guard let table = try? library?.open(name) else { return Dataset.open(name) }
    bind(name, to: table)
    borrowed.withLock { _ = $0.insert(name) }
    return table
  }

  /// The paths of files that begin as a text does and that a script may name, sorted; folders end in `/`.
  public func paths(beginningWith text: String, script: String) -> [String] {
    opener.paths(beginningWith: text, script: script)
  }

  /// Opens a table of the library anew when it is next asked for. Whether the name stands for one.
  func giveBack(_ name: String) -> Bool {
    guard borrowed.withLock({ $0.remove(name) }) != nil else { return false }
    bound.withLock { _ = $0.removeValue(forKey: name) }
    return true
  }

  /// Lets a name stand for a table that was named, and no longer for one of the library.
  func bindNamed(_ name: String, to table: any TableSource) {
    borrowed.withLock { _ = $0.remove(name) }
    bind(name, to: table)
  }

  public var tableNames: [String] {
    let own = bound.withLock { Array($0.keys) } + (library?.names ?? [])
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
