import RegnData
import RegnFileFormats
import Synchronization

/// The files that queries may name: those below the folder of the script, and those that the user has bound
/// as tables. Links and `..` are followed before a path is judged.
final class FileAccess: Sendable {
  private let fileSystem: any FileSystem
  private let allowsAll: Bool
  /// The real paths of folders and files that the user has named.
  private let allowed = Mutex<Set<String>>([])

  init(fileSystem: any FileSystem, allowsAll: Bool) {
    self.fileSystem = fileSystem
    self.allowsAll = allowsAll
  }

  /// Lets queries read files, and all that lies below folders.
  func allow(_ paths: [String]) {
    let real = paths.compactMap(fileSystem.realPath)
    allowed.withLock { $0.formUnion(real) }
  }

  /// The path at which to open a file that a script names: a relative one begins at the script's folder.
  /// Throws RG0626 when the script may not read it, whether or not it is there.
  func checked(_ path: String, script: String) throws -> String {
    let folder = script.lastIndex(of: "/").map { String(script[...$0]) } ?? ""
    let place = path.hasPrefix("/") || path == fileSystem.standardInput ? path : folder + path
    guard !allowsAll else { return place }
    // Of `FILE#SHEET` the file is judged.
    let isAllowed = destination(of: FileInput.split(place, fileSystem: fileSystem).path).map { real in
      let home = fileSystem.realPath(folder.isEmpty ? "." : folder)
      return home.map { Self.isBelow($0, real) } ?? false
        || allowed.withLock { $0.contains { Self.isBelow($0, real) } }
    }
    guard path != fileSystem.standardInput, isAllowed ?? false else {
      throw ExecutionError(
        code: "RG0626",
        message: "\(path) is outside of what a script may read: its own folder, and tables bound",
        hint: "if you trust the script: --allow-files")
    }
    return place
  }

  /// The paths that begin so and that a script may name, sorted; folders end in `/`. Hidden files only where
  /// they are asked for.
  func paths(beginningWith text: String, script: String) -> [String] {
    let folder = text.lastIndex(of: "/").map { String(text[...$0]) } ?? ""
    let start = text.dropFirst(folder.count)
    guard let place = try? checked(folder.isEmpty ? "." : folder, script: script),
      let names = try? fileSystem.list(place)
    else { return [] }
    return names.filter { $0.hasPrefix(start) && (start.hasPrefix(".") || !$0.hasPrefix(".")) }
      .compactMap { name in
        guard let path = try? checked(folder + name, script: script), let status = fileSystem.status(path)
        else { return nil }
        return folder + name + (status.kind == .directory ? "/" : "")
      }
  }

  /// The real path that a path leads to. Of one where nothing is, the part that is there is followed, and
  /// the rest added; nil when that cannot be told.
  private func destination(of path: String) -> String? {
    var known = Substring(path)
    var rest = ""
    while true {
      if let real = fileSystem.realPath(known.isEmpty ? "." : String(known)) { return real + rest }
      let slash = known.lastIndex(of: "/")
      let name = slash.map { known[known.index(after: $0)...] } ?? known
      guard !known.isEmpty, name != ".." else { return nil }
      rest = "/" + name + rest
      known = slash.map { $0 == known.startIndex ? "/" : known[..<$0] } ?? ""
    }
  }

  private static func isBelow(_ folder: String, _ path: String) -> Bool {
    folder == "/" || path == folder || path.hasPrefix(folder + "/")
  }
}
