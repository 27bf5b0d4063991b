import ArgumentParser
import Glibc
import RegnData
import RegnLanguageServer
import RegnREPL
import RegnSession

/// `regn lsp`
struct LSPCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "lsp", abstract: "Serve editors: the Language Server Protocol on standard input and output.",
    discussion: """
      Editors start it. Tables, parameters and limits come from the options here and from the editor's \
      settings under regn.
      """)

  @Option(
    help: ArgumentHelp("Note every message in a file, with the time.", valueName: "file"),
    completion: .file())
  var log: String?

  /// What clients of other servers pass; there is no other way to speak.
  @Flag(help: .hidden)
  var stdio = false

  @OptionGroup var options: SharedOptions

  func run() throws {
    if let table = options.tableOnStandardInput {
      throw ValidationError("The table \(table) cannot be read from standard input: the editor speaks there.")
    }
    if isatty(STDIN_FILENO) != 0 {
      Terminal.standardError.write(
        "regn lsp speaks with editors, not with people; Control-D ends it. The prompt is: regn\n")
    }
    var configuration = ServerConfiguration(
      read: LSPCommand.read,
      write: { try $0.withUnsafeBufferPointer { try writeAll($0, to: STDOUT_FILENO) } },
      keep: LSPCommand.keep,
      isAlive: { process in kill(pid_t(clamping: process), 0) == 0 || errno != ESRCH })
    configuration.version = regnVersion
    configuration.session = options.sessionOptions
    if let folder = getcwd(nil, 0) {
      configuration.folder = String(cString: folder)
      free(folder)
    }
    configuration.tables = options.tablePaths
    configuration.data = options.data
    configuration.preloads = options.preload
    configuration.cache = options.makeColumnCache()
    configuration.library = ImportedTables.standard?.with(configuration.cache)
    configuration.allowsFiles = options.allowFiles
    configuration.maxRows = options.maxRows
    if let log { configuration.log = try LSPCommand.writer(ofLog: log, options.reporter) }
    let status = LanguageServer(configuration).run()
    if status != 0 { throw ExitStatus(code: status) }
  }

  /// The next bytes of standard input; none at its end.
  @Sendable private static func read() -> [UInt8] {
    var block = [UInt8](repeating: 0, count: 65_536)
    while true {
      let count = Glibc.read(STDIN_FILENO, &block, block.count)
      if count >= 0 { return Array(block.prefix(count)) }
      switch errno {
      case EINTR: continue
      case EAGAIN:
        // Another program has set the stream not to block.
        var wait = pollfd(fd: STDIN_FILENO, events: Int16(POLLIN), revents: 0)
        poll(&wait, 1, -1)
      default: return []
      }
    }
  }

  /// Keeps a text in the folder of Regn's state, or of temporary files without one; gives its path.
  @Sendable private static func keep(_ name: String, _ text: String) throws -> String {
    let state = LineHistory.defaultPath().flatMap { path in path.lastIndex(of: "/").map { path[..<$0] } }
    let folder =
      (state.map(String.init) ?? "\(environment("TMPDIR") ?? "/tmp")/regn-\(getuid())") + "/results"
    var end = folder.startIndex
    while let slash = folder[folder.index(after: end)...].firstIndex(of: "/") {
      mkdir(String(folder[..<slash]), 0o700)
      end = slash
    }
    mkdir(folder, 0o700)
    let path = "\(folder)/\(name)"
    let file = try OutputFile(path: path)
    do {
      var copy = text
      try copy.withUTF8 { try file.write($0) }
      try file.commit()
    } catch {
      file.discard()
      throw error
    }
    return path
  }

  /// What writes lines to the log, each with the time.
  private static func writer(
    ofLog path: String, _ reporter: Reporter
  ) throws -> @Sendable (String) -> Void {
    let descriptor = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else {
      reporter.complain(WriteFailure(number: errno).error(writing: path))
      throw ExitStatus.failed
    }
    return { line in Terminal(descriptor: descriptor).write("\(DateTime.current) \(line)\n") }
  }
}
