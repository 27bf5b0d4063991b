import RegnBinder
import RegnData
import RegnLanguageService
import RegnSession
import RegnSyntax

/// How results are to be shown, as far as the user of the REPL changes it.
public struct ShellSettings: Sendable {
  /// The output format's name, such as `table` or `csv`.
  public var format: String
  /// Whether a line with the time of each statement is shown on standard error.
  public var timing: Bool

  public init(format: String = "table", timing: Bool = false) {
    self.format = format
    self.timing = timing
  }
}

/// What the REPL shows results with; who starts it decides how and where.
public protocol ShellDisplay {
  /// The names of the formats.
  var formats: [String] { get }
  /// Shows a result on the terminal.
  func show(_ result: ResultTable, seconds: Double, settings: ShellSettings) throws
  /// Writes a result to a file, in the format that the path's ending names. Throws `ExecutionError`.
  func save(_ result: ResultTable, to path: String) throws
  /// Shows a text on standard output.
  func write(_ text: String)
  /// Shows a text on standard error.
  func complain(_ text: String)
  /// Runs `body` with a progress line on the terminal when it takes long.
  func withProgress<Result>(_ control: SessionControl, _ body: () throws -> Result) rethrows -> Result
}

/// The conversation at the prompt: reads inputs, runs queries and commands, and keeps what they leave.
///
/// To be used from the main thread only, as the line editor is.
public final class Shell {
  let session: Session
  let display: any ShellDisplay
  var settings: ShellSettings
  /// The last result, which `_` names.
  var lastResult: ResultTable?
  /// The last query's text, for `.last` and `.edit`.
  var lastQuery = ""
  /// The last input with a fix at hand, and the input that the fix makes of it.
  var pendingFix: String?
  /// What the next prompt starts with.
  var prefill = ""
  var isDone = false
  let renderer: DiagnosticRenderer
  let history: () -> [String]
  let banner: String

  /// A shell over a session. `history` gives the inputs so far, for `.history`.
  public init(
    session: Session, display: any ShellDisplay, settings: ShellSettings, color: Bool, banner: String,
    history: @escaping () -> [String] = { [] }
  ) {
    self.session = session
    self.display = display
    self.settings = settings
    self.banner = banner
    renderer = DiagnosticRenderer(color: color)
    self.history = history
  }

  /// Runs the REPL on the terminal until Control-D or `.quit`. Returns the exit status.
  public static func run(
    session: Session, display: any ShellDisplay, settings: ShellSettings, color: Bool, banner: String
  ) -> Int32 {
    let path = LineHistory.defaultPath()
    let provider = CompletionProvider(session)
    guard
      let editor = LineEditor(
        historyFile: path, prompt: "regn> ", continuationPrompt: "    | ",
        completer: { Shell.complete($0, provider) },
        isComplete: { text in
          text.hasPrefix(".") || !isComplete(SourceText(text)).needsMore ? .complete : .incomplete
        })
    else {
      display.complain("the terminal cannot be used for line editing\n")
      return 3
    }
    let shell = Shell(
      session: session, display: display, settings: settings, color: color, banner: banner,
      history: { path.map { LineHistory(path: $0).entries } ?? [] })
    display.write(banner + "\n\n")
    for warning in editor.takeWarnings() { display.complain("warning: \(warning)\n") }
    while !shell.isDone {
      let start = shell.prefill
      shell.prefill = ""
      switch editor.readInput(prefill: start) {
      case .endOfFile: return 0
      case .interrupted: continue
      case .text(let text): shell.handle(text)
      }
    }
    return 0
  }

  /// Runs one input: a command or a query.
  public func handle(_ input: String) {
    // A backslash at the end of a line only asked for the next one.
    let text = input.split(separator: "\n", omittingEmptySubsequences: false)
      .map { $0.hasSuffix("\\") ? String($0.dropLast()) : String($0) }.joined(separator: "\n")
    let trimmed = text.drop { $0.isWhitespace }
    if trimmed.isEmpty { return }
    if trimmed.hasPrefix(".") {
      command(String(trimmed))
    } else {
      query(text)
    }
  }

  // MARK: - Queries

  private func query(_ text: String) {
    if text.drop(while: \.isWhitespace).hasPrefix("|"), !session.hasLastQuery {
      display.complain(
        "there is no query yet that `|` could go on from; begin with a table, such as `costs`\n")
      return
    }
    lastQuery = text
    pendingFix = nil
    let source = SourceText(text, fileName: "<input>")
    let control = session.control
    let outcome: SessionOutcome
    do {
      outcome = try InterruptMonitor.run(
        onInterrupt: { control.cancel() },
        body: { try display.withProgress(control) { try session.run(source) { try self.receive($0) } } })
    } catch let error as ExecutionError {
      complain(error)
      return
    } catch {
      display.complain("\(error)\n")
      return
    }
    if outcome == .interrupted { display.complain("interrupted\n") }
  }

  private func receive(_ event: SessionEvent) throws {
    switch event {
    case .diagnostics(let diagnostics, let text):
      display.complain(renderer.render(diagnostics, in: text))
      pendingFix = diagnostics.lazy.compactMap { $0.fixes.first }.first?.applied(to: text)
      if pendingFix != nil { display.complain("  (.fix applies the change)\n") }
    case .result(let result, let seconds):
      lastResult = result
      session.bind(
        "_",
        to: ColumnTable(
          schema: TableSchema(result.columns), columns: result.rows.columns.map(\.flattened),
          rows: result.rowCount, provenance: result.sources.first ?? Provenance(publisher: "the last result"),
          description: "the last result"))
      try display.show(result, seconds: seconds, settings: settings)
    case .loaded(let name, let rows, let seconds):
      display.complain("loaded \(name): \(rows) rows in \(seconds) s\n")
    case .remark(let text): display.complain("note: \(text)\n")
    case .failure(let error, _, _):
      if error.code != ExecutionError.cancelled.code { complain(error) }
    }
  }

  func complain(_ error: ExecutionError) {
    display.complain("error[\(error.code)]: \(error.message)\n")
    if !error.hint.isEmpty { display.complain("  \(error.hint)\n") }
  }

  // MARK: - Completion

  private static func complete(_ buffer: LineEditor.Buffer, _ provider: CompletionProvider)
    -> [LineEditor.Completion]
  {
    if buffer.text.hasPrefix("."), !buffer.text.contains(" ") {
      return ShellCommand.all.filter { $0.name.hasPrefix(buffer.text) }.map {
        LineEditor.Completion(text: $0.name, replacing: 0..<buffer.cursor, detail: $0.summary)
      }
    }
    var text = buffer.text
    var shift = 0
    for command in [".schema ", ".source ", ".explain "] where text.hasPrefix(command) {
      text = String(text.dropFirst(command.count))
      shift = command.utf8.count
    }
    let list = provider.completions(in: text, at: buffer.cursor - shift)
    let range = (list.replacing.lowerBound + shift)..<(list.replacing.upperBound + shift)
    return list.items.map { LineEditor.Completion(text: $0.text, replacing: range, detail: $0.detail) }
  }
}
