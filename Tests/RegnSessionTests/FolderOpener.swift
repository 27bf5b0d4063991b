import RegnData
import RegnSession

/// Opens the files of a folder by paths that begin there; messages name them so, too.
struct FolderOpener: TableOpener {
  let folder: String
  let inner: any TableOpener

  private func full(_ path: String) -> String { path.hasPrefix("/") ? path : "\(folder)/\(path)" }

  private func naming<Result>(_ open: () throws -> Result) throws -> Result {
    do {
      return try open()
    } catch let error as ExecutionError {
      throw ExecutionError(
        code: error.code, message: error.message.replacing("\(folder)/", with: ""), hint: error.hint)
    }
  }

  func open(path: String) throws -> any TableSource { try naming { try inner.open(path: full(path)) } }

  func open(path: String, columns: [ColumnSchema], properties: [String: String]) throws -> any TableSource {
    try naming { try inner.open(path: full(path), columns: columns, properties: properties) }
  }

  func openFolder(_ path: String) throws -> (
    tables: [(name: String, table: any TableSource)], skipped: [ExecutionError]
  ) { try naming { try inner.openFolder(full(path)) } }

  func load(_ table: any TableSource, context: ExecutionContext) throws -> any TableSource {
    try inner.load(table, context: context)
  }

  func replacement(for table: any TableSource, after error: any Error) -> (any TableSource)? {
    inner.replacement(for: table, after: error)
  }

  func remarks(on table: any TableSource) -> [String] { inner.remarks(on: table) }
}
