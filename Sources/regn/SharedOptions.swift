import ArgumentParser
import Glibc
import RegnCourse
import RegnData
import RegnFileFormats
import RegnPresentation
import RegnREPL
import RegnSession

/// When to colour.
enum ColorChoice: String, ExpressibleByArgument, CaseIterable {
  case auto, always, never
}

/// How diagnostics are written.
enum DiagnosticsForm: String, ExpressibleByArgument, CaseIterable {
  case text, json
}

/// The options that the REPL and the commands share.
struct SharedOptions: ParsableArguments {
  @Option(
    name: .customLong("table"),
    help: ArgumentHelp(
      "Bind a file, a glob or - (standard input) as a table; may be repeated.", valueName: "name=path"),
    completion: .custom { _, _, prefix in Candidates.bindings(prefix) })
  var tables: [String] = []

  @Option(
    help: ArgumentHelp("Every readable file in the folder is a table named after it.", valueName: "dir"),
    completion: .directory)
  var data: String?

  @OptionGroup var files: FileOptions

  @Flag(
    name: .customLong("allow-files"),
    help: "Let scripts read any file, and not just those below their own folder and those bound as tables.")
  var allowFiles = false

  @Option(help: ArgumentHelp("Output format: \(OutputFormat.allNames).", valueName: "format"))
  var format: OutputFormat?

  @Option(
    help: ArgumentHelp(
      "Write the results to a file: it is complete or untouched. Pipes and devices are written directly.",
      valueName: "file"), completion: .file())
  var output: String?

  @Option(
    name: .customLong("param"),
    help: ArgumentHelp("The value of a query parameter; may be repeated.", valueName: "key=value"))
  var parameters: [String] = []

  @Option(help: ArgumentHelp("Threads that a query may use; default: all cores.", valueName: "n"))
  var threads: Int?

  @Option(
    name: .customLong("memory-limit"),
    help: ArgumentHelp(
      "Memory that operators may use, such as 500MB or 2GiB; default: 80 %.", valueName: "size"))
  var memoryLimit: ByteSize?

  @Option(
    help: ArgumentHelp("The longest a statement may take, such as 500ms, 30s, 5m.", valueName: "duration"))
  var timeout: TimeLimit?

  @Option(
    name: .customLong("temp-dir"),
    help: ArgumentHelp(
      "Where rows are set aside that do not fit into memory; default: TMPDIR, else /var/tmp.",
      valueName: "dir"), completion: .directory)
  var temporaryFolder: String?

  @Flag(help: "Read all bound tables into memory before the first statement.")
  var preload = false

  @Flag(help: "Keep the columns read from large files, so that the next question finds them ready.")
  var cache = false

  @Flag(help: "Say on standard error how long each load and each statement took.")
  var timing = false

  @Option(
    name: .customLong("max-rows"),
    help: ArgumentHelp("Rows shown in table format; the count of all is always shown.", valueName: "n"))
  var maxRows: Int = 100

  @Option(help: ArgumentHelp("Colour: auto, always or never.", valueName: "when"))
  var color: ColorChoice = .auto

  @Option(help: ArgumentHelp("How diagnostics are written: text or json.", valueName: "form"))
  var diagnostics: DiagnosticsForm = .text

  @Flag(name: .customLong("csv-safe"), help: "Make CSV safe to open in a spreadsheet: no cell is a formula.")
  var csvSafe = false

  @Option(
    help: ArgumentHelp("Language of messages, numbers and dates: en (default) or da.", valueName: "locale"))
  var locale: OutputLocale?

  func validate() throws {
    if let threads, threads < 1 { throw ValidationError("--threads must be 1 or more.") }
    if let format, format.isBinary, output == nil, Terminal.standardOutput.isTerminal {
      throw ValidationError(
        "a terminal cannot show \(format.rawValue), which is no text: name a file with --output.")
    }
    if maxRows < 0 { throw ValidationError("--max-rows must be 0 or more.") }
    for pair in parameters where !pair.contains("=") {
      throw ValidationError("--param takes KEY=VALUE, not '\(pair)'.")
    }
    for pair in tables where !pair.contains("=") || pair.hasPrefix("=") {
      throw ValidationError("--table takes NAME=PATH, not '\(pair)'.")
    }
    if tables.filter({ $0.hasSuffix("=-") }).count > 1 {
      throw ValidationError("Only one table can be read from standard input.")
    }
  }

  /// A session with the tables bound. Throws `ExitStatus` after saying what failed.
  func makeSession() throws -> Session {
    let columnCache = makeColumnCache()
    let session = Session(
      options: sessionOptions,
      opener: FileTableOpener(
        reading: files.reading, allowsAll: allowFiles, memoryLimit: sessionOptions.memoryLimit,
        cache: columnCache),
      library: ImportedTables.standard?.with(columnCache))
    do {
      if let data {
        for skipped in try session.openFolder(data) { reporter.warn(skipped) }
        // A folder that imports were stored in knows where its figures come from.
        let imported = ImportedTables(folder: data).with(columnCache)
        for name in imported.names { try imported.open(name).map { session.bind(name, to: $0) } }
      }
      for (name, path) in tablePaths { try session.openTable(name, path: path) }
    } catch let error as ExecutionError {
      reporter.complain(error)
      throw ExitStatus.failed
    }
    return session
  }

  /// Where columns are kept that were read, `$XDG_CACHE_HOME/regn/columns` or `~/.cache/regn/columns`; nil
  /// where none are to be kept, and after saying why none can be.
  func makeColumnCache() -> ColumnCache? {
    guard cache else { return nil }
    let folder =
      environment("XDG_CACHE_HOME").flatMap { $0.hasPrefix("/") ? $0 : nil }
      ?? environment("HOME").flatMap { $0.hasPrefix("/") ? $0 + "/.cache" : nil }
    guard let folder else {
      reporter.remark("nothing is kept in the cache, as neither XDG_CACHE_HOME nor HOME names a folder")
      return nil
    }
    let made = ColumnCache(folder: folder + "/regn/columns", version: regnVersion, tells: timing)
    guard made.isSafe else {
      reporter.remark("nothing is kept in the cache, as others may write to \(made.folder)")
      return nil
    }
    // Each column is a file: of many tables with many columns more are open than the usual 1024.
    var files = rlimit()
    if getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &files) == 0 {
      files.rlim_cur = files.rlim_max
      setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &files)
    }
    return made
  }

  /// What queries may use, and what they are given.
  var sessionOptions: SessionOptions {
    SessionOptions(
      threads: threads ?? max(1, Int(sysconf(Int32(_SC_NPROCESSORS_ONLN)))),
      memoryLimit: memoryLimit?.bytes ?? SharedOptions.defaultMemoryLimit,
      timeout: timeout?.duration, temporaryFolder: temporaryFolder ?? SharedOptions.defaultTemporaryFolder,
      parameters: parameterValues)
  }

  /// The files bound as tables, by name, in the order in which they were given.
  var tablePaths: [(name: String, path: String)] { tables.map(SharedOptions.split) }

  /// The values given to query parameters, by name; of two for one name, the later.
  var parameterValues: [String: String] {
    Dictionary(parameters.map(SharedOptions.split), uniquingKeysWith: { $1 })
  }

  /// The name of the table that standard input is, if one is.
  var tableOnStandardInput: String? {
    tablePaths.first { $0.path == "-" }?.name
  }

  /// What says on standard error what the user should know.
  /// The language of the course: that of `--locale`, else what the environment asks for.
  var courseLanguage: CourseLanguage {
    locale.map { $0 == .da ? .da : .en } ?? Classroom.environmentLanguage
  }

  var reporter: Reporter { Reporter(form: diagnostics, color: color, language: locale ?? .en) }

  /// 80 % of the machine's memory.
  private static var defaultMemoryLimit: Int {
    let pages = sysconf(Int32(_SC_PHYS_PAGES))
    let size = sysconf(Int32(_SC_PAGESIZE))
    guard pages > 0, size > 0 else { return 4 << 30 }
    return pages / 10 * 8 * size
  }

  /// `TMPDIR`, else a folder that lies on a disk (`/tmp` often lies in memory).
  private static var defaultTemporaryFolder: String {
    if let named = environment("TMPDIR"), !named.isEmpty { return named }
    return access("/var/tmp", W_OK) == 0 ? "/var/tmp" : "/tmp"
  }

  private static func split(_ pair: String) -> (name: String, path: String) {
    guard let equal = pair.firstIndex(of: "=") else { return (pair, "") }
    return (String(pair[..<equal]), String(pair[pair.index(after: equal)...]))
  }
}

/// A number of bytes with a unit.
struct ByteSize: ExpressibleByArgument {
  let bytes: Int

  init?(argument: String) {
    let units: [(String, Double)] = [
      ("KiB", 1024), ("MiB", 1_048_576), ("GiB", 1_073_741_824), ("TiB", 1_099_511_627_776), ("KB", 1e3),
      ("MB", 1e6), ("GB", 1e9), ("TB", 1e12), ("B", 1),
    ]
    let text = argument.uppercased()
    for (unit, factor) in units where text.hasSuffix(unit.uppercased()) {
      guard let number = Double(text.dropLast(unit.count).filter { $0 != " " }), number >= 0,
        number * factor < 9e18
      else { return nil }
      bytes = Int(number * factor)
      return
    }
    guard let number = Int(text), number >= 0 else { return nil }
    bytes = number
  }
}

/// A length of time with a unit.
struct TimeLimit: ExpressibleByArgument {
  let duration: Duration

  init?(argument: String) {
    for (unit, milliseconds) in [("ms", 1.0), ("s", 1e3), ("m", 6e4), ("h", 3.6e6)]
    where argument.hasSuffix(unit) {
      guard let number = Double(argument.dropLast(unit.count)), number > 0, number * milliseconds < 1e15
      else {
        continue
      }
      duration = .microseconds(Int64(number * milliseconds * 1000))
      return
    }
    return nil
  }
}
