import RegnData
import RegnFileFormats
import RegnPhrases
import Synchronization

/// The files that queries name, as they were last opened, and what scans of them met: when the query is bound
/// anew, they are opened with room for it.
final class NamedFiles: Sendable {
  private struct Named {
    var table: any FileTable
    var changes: [SchemaChange] = []
  }

  /// By the path and how the file is read.
  private let files = Mutex<[String: Named]>([:])

  /// The table with room for what is known of the file.
  ///
  /// - Parameter form: how the file is read, if its path alone does not tell.
  func opened(_ table: any FileTable, form: String) -> any FileTable {
    files.withLock { files in
      var named = files["\(table.path)\n\(form)"] ?? Named(table: table)
      named.table = named.changes.filter { Self.fits($0, table) }.reduce(table) { $0.widened(for: $1) }
      files["\(table.path)\n\(form)"] = named
      return named.table
    }
  }

  /// Notes what a scan met; whether that changes how a file is opened.
  func makeRoom(for change: SchemaChange) -> Bool {
    files.withLock { files in
      var isWider = false
      for (key, named) in files where Self.fits(change, named.table) && !named.changes.contains(change) {
        files[key]?.changes.append(change)
        isWider = true
      }
      return isWider
    }
  }

  private static func fits(_ change: SchemaChange, _ table: any FileTable) -> Bool {
    guard table.owns(change) else { return false }
    if case .widen(let column, _) = change.change { return table.columnKinds.indices.contains(column) }
    return true
  }

  /// What reading the files met since the last call, in the order of their paths.
  func takeMessages() -> [Phrase] {
    files.withLock { files in
      files.sorted { $0.key < $1.key }.flatMap { $0.value.table.takeMessages() }
    }
  }
}
