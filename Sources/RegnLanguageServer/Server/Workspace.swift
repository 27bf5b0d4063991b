import RegnData
import RegnFileFormats
import RegnLanguageService
import RegnPhrases
import RegnSession
import RegnSyntax

/// The tables at hand, and the folders that the client works in.
final class Workspace {
  let configuration: ServerConfiguration
  private let files = PosixFileSystem()
  /// The session whose tables documents are understood with.
  private(set) var session: Session
  private(set) var settings = Settings()
  /// The paths of the folders.
  var folders: [String] = []
  /// Scripts that were looked into, by path.
  private var scripts: [String: (status: FileStatus, document: Document)] = [:]

  init(_ configuration: ServerConfiguration) {
    self.configuration = configuration
    session = configuration.makeSession(configuration.session)
  }

  /// What documents are understood with.
  var context: BindingContext { session.bindingContext }

  var maxRows: Int { settings.maxRows ?? configuration.maxRows }

  // MARK: - Tables

  /// Opens all tables anew with the settings; gives what went wrong, one sentence each.
  func open(_ settings: Settings) -> [Phrase] {
    self.settings = settings
    scripts = [:]
    opened = tableFiles
    var options = configuration.session
    options.parameters.merge(settings.parameters) { $1 }
    if let threads = settings.threads { options.threads = threads }
    session = configuration.makeSession(options)
    var problems: [Phrase] = []
    func tell(_ error: any Error) {
      guard let error = error as? ExecutionError else { return problems.append(Phrase(verbatim: "\(error)")) }
      problems.append(error.sentence)
    }
    for data in dataFolders {
      do { for skipped in try session.openFolder(data) { tell(skipped) } } catch { tell(error) }
    }
    for (name, path) in tablePaths {
      do { try session.openTable(name, path: path) } catch { tell(error) }
    }
    if configuration.preloads { do { try session.preload { _ in } } catch { tell(error) } }
    return problems
  }

  /// Takes a table whose file turned out to need wider columns while a query ran.
  func replace(_ name: String, with table: any TableSource) {
    scripts = [:]
    session.bind(name, to: table)
  }

  /// The folders whose files are tables.
  private var dataFolders: [String] {
    let own = configuration.data.map { absolute($0, from: configuration.folder) }
    return [own, settings.data.map { absolute($0, from: root) }].compactMap { $0 }
  }

  /// The files bound as tables, later ones instead of earlier ones of the same name.
  private var tablePaths: [(name: String, path: String)] {
    configuration.tables.map { ($0.name, absolute($0.path, from: configuration.folder)) }
      + settings.tables.sorted { $0.key < $1.key }.map { ($0.key, absolute($0.value, from: root)) }
  }

  /// Where paths of the settings count from.
  private var root: String { folders.first ?? configuration.folder }

  /// A path from the root of the file system, without `.` and `..`.
  private func absolute(_ path: String, from folder: String) -> String {
    var parts: [Substring] = []
    for part in (path.hasPrefix("/") ? path : folder + "/" + path).split(separator: "/") where part != "." {
      if part == ".." { _ = parts.popLast() } else { parts.append(part) }
    }
    return "/" + parts.joined(separator: "/")
  }

  /// The folder of a path, with its `/`, and the name in it.
  private func split(_ path: String) -> (folder: String, name: String) {
    guard let slash = path.lastIndex(of: "/") else { return ("/", path) }
    return (String(path[...slash]), String(path[path.index(after: slash)...]))
  }

  private func isPattern(_ name: String) -> Bool { name.contains { "*?[".contains($0) } }

  /// Whether a file that was changed, made or deleted is one that tables come from.
  func holdsTable(_ path: String) -> Bool {
    if dataFolders.contains(where: { path.hasPrefix($0 + "/") }) { return true }
    return tablePaths.contains { table in
      let (folder, name) = split(table.path)
      // The files of a glob are those of its folder, to be sure.
      return table.path == path || isPattern(name) && path.hasPrefix(folder)
    }
  }

  /// The files to watch: a folder, nil for those of the workspace, and the pattern of names in it.
  var watched: [(folder: String?, pattern: String)] {
    var found: [(folder: String?, pattern: String)] = [(nil, "**/*.{kql,csl}")]
    for data in dataFolders { found.append((data, "**/*")) }
    for (_, path) in tablePaths {
      let (folder, name) = split(path)
      found.append((folder, name))
    }
    return found
  }

  /// The files that tables come from, as they were when the tables were opened.
  private var opened: [String: FileStatus?] = [:]

  /// Whether a file that tables come from is not as it was when they were opened.
  var hasChanged: Bool { opened != tableFiles }

  private var tableFiles: [String: FileStatus?] {
    var found: [String: FileStatus?] = [:]
    for (_, path) in tablePaths where !isPattern(path) { found[path] = .some(files.status(path)) }
    for folder in dataFolders {
      for name in (try? files.list(folder)) ?? [] {
        found[folder + "/" + name] = .some(files.status(folder + "/" + name))
      }
    }
    return found
  }

  // MARK: - Scripts

  /// The most scripts that are looked into, and the most folders.
  private static let mostScripts = 500
  private static let mostFolders = 2_000
  /// The largest script that is looked into, in bytes.
  private static let largestScript = 1 << 20

  /// The scripts of the folders that are not open, in order of path.
  func otherScripts(than open: Set<String>) -> [(path: String, document: Document)] {
    var found: [(path: String, document: Document)] = []
    for path in scriptPaths() where !open.contains(path) {
      if let document = script(path) { found.append((path, document)) }
    }
    return found
  }

  private func scriptPaths() -> [String] {
    var paths: [String] = []
    var pending = Array(folders.reversed())
    var looked = 0
    while let folder = pending.popLast(), looked < Workspace.mostFolders {
      looked += 1
      var inner: [String] = []
      for name in (try? files.list(folder)) ?? [] where !name.hasPrefix(".") && name != "node_modules" {
        let path = folder + "/" + name
        if name.hasSuffix(".kql") || name.hasSuffix(".csl") {
          paths.append(path)
          if paths.count == Workspace.mostScripts { return paths }
        } else if !name.contains("."), files.status(path)?.kind == .directory {
          inner.append(path)
        }
      }
      pending += inner.reversed()
    }
    return paths
  }

  private func script(_ path: String) -> Document? {
    guard let status = files.status(path), status.kind == .regular, status.size <= Workspace.largestScript
    else { return nil }
    if let known = scripts[path], known.status == status { return known.document }
    guard let file = try? files.open(path, memory: MemoryBudget(limit: 0)) else { return nil }
    var bytes = [UInt8](repeating: 0, count: status.size)
    var count = 0
    while count < bytes.count {
      let read = bytes.withUnsafeMutableBytes { target in
        (try? file.read(into: UnsafeMutableRawBufferPointer(rebasing: target[count...]), at: count)) ?? 0
      }
      if read == 0 { break }
      count += read
    }
    let document = Document(
      SourceText(bytes: Array(bytes.prefix(count)), fileName: path), context: context)
    scripts[path] = (status, document)
    return document
  }
}
