import RegnBinder
import RegnData
import RegnLanguageService
import RegnPhrases
import RegnPresentation
import RegnSession
import RegnSyntax
import Synchronization

/// How results are to be shown, as far as the user of the REPL changes it.
public struct ShellSettings: Sendable {
  /// The output format's name, such as `table` or `csv`.
  public var format: String
  /// Whether a line with the time of each statement is shown on standard error.
  public var timing: Bool
  /// The rows shown in table format.
  public var maxRows: Int
  /// When results are shown in the pager first.
  public var pager = PagerMode.auto
  /// Whether a row is shown as a block of lines.
  public var asRecords = false

  /// What everything is said in.
  public var language: Language

  public init(
    format: String = "table", timing: Bool = false, maxRows: Int = 100, language: Language = .en
  ) {
    self.language = language
    self.format = format
    self.timing = timing
    self.maxRows = maxRows
  }
}

/// What the REPL shows results with; who starts it decides how and where.
public protocol ShellDisplay {
  /// The names of the formats.
  var formats: [String] { get }
  /// The terminal's width in cells; nil when lines may be of any length.
  var width: Int? { get }
  /// Shows a result on the terminal; `seconds` is the time it took, when it was just made. Throws
  /// `ExecutionError`.
  func show(_ result: ResultTable, seconds: Double?, settings: ShellSettings) throws
  /// Whether results are shown on the terminal, and not written to a file.
  var showsOnTerminal: Bool { get }
  /// The cells of a result as they are shown.
  func cells(of result: ResultTable) -> ResultCells
  /// Writes a text to a file, which is complete or untouched. Throws `ExecutionError`.
  func save(_ text: String, to path: String) throws
  /// Writes a result to a file, in the format that the path's ending names. Throws `ExecutionError`.
  func save(_ result: ResultTable, to path: String) throws
  /// Shows a text on standard output.
  func write(_ text: String)
  /// Shows a text on standard error.
  func complain(_ text: String)
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
  /// The result before the last.
  var previousResult: ResultTable?
  /// The whole query that `|` goes on from.
  private(set) var lastQuery = ""
  /// The last query that was given, whether it could be run or not, for `.edit` and `.explain`.
  private(set) var lastInput = ""
  /// The last input with its first fix applied, when there is one at hand.
  var pendingFix: String?
  /// What the next prompt starts with.
  var prefill = ""
  var isDone = false
  /// The course, which `.learn` enters.
  let classroom: Classroom
  /// The inputs so far that can be repeated, and how many failed.
  var transcript: (inputs: [String], failed: Int) = ([], 0)
  /// Whether the input that runs, or ran last, did not do what was asked for.
  var hasFailed = false
  /// Whether Control-C came while the last query ran.
  private(set) var wasInterrupted = false
  /// Whether inputs come from a file or a clock rather than from the user.
  var isUnattended = false
  /// Whether the inputs of a file are being run.
  var isReplaying = false
  /// Whether the last line on the screen is the input, behind the prompt.
  var isInputAbove = false
  let color: Bool
  let editor: LineEditor?

  /// A shell over a session; with an editor it takes part in what is typed ahead, and has a history.
  init(
    session: Session, display: any ShellDisplay, settings: ShellSettings, color: Bool,
    editor: LineEditor? = nil, classroom: Classroom = Classroom()
  ) {
    self.classroom = classroom
    self.session = session
    self.display = display
    self.settings = settings
    self.editor = editor
    self.color = color
  }

  /// What shows diagnostics; the window's width may change.
  var renderer: DiagnosticRenderer {
    DiagnosticRenderer(color: color, width: display.width, language: language)
  }

  /// Runs the REPL on the terminal until Control-D or `.quit`. Returns the exit status.
  ///
  /// - Parameters:
  ///   - preload: whether all tables are read into memory first.
  ///   - classroom: the course.
  ///   - lesson: the lesson to begin with; nil for none.
  public static func run(
    session: Session, display: any ShellDisplay, settings: ShellSettings, color: Bool, banner: String,
    preload: Bool = false, classroom: Classroom = Classroom(), lesson: String? = nil
  ) -> Int32 {
    let completion = ShellCompletion(session: session, formats: display.formats, language: settings.language)
    guard
      let editor = LineEditor(
        historyFile: LineHistory.defaultPath(), prompt: Shell.prompt, continuationPrompt: "    | ",
        color: color, language: settings.language,
        completer: { courseCandidates($0, classroom) + completion.candidates($0) },
        hint: { buffer in
          let head = String(decoding: Array(buffer.text.utf8).prefix(buffer.cursor), as: UTF8.self)
          return isCommand(head) && !SyntaxPainter.takesQuery(head)
            ? nil : CallHint.line(head, settings.language)
        },
        painter: { SyntaxPainter.pieces($0) },
        isComplete: { text in
          isCommand(text) || !RegnSyntax.isComplete(SourceText(text)).needsMore ? .complete : .incomplete
        })
    else {
      display.complain("the terminal cannot be used for line editing\n")
      return 3
    }
    let shell = Shell(
      session: session, display: display, settings: settings, color: color, editor: editor,
      classroom: classroom)
    display.write(wordWrapped(banner, width: display.width) + "\n\n")
    for warning in editor.takeWarnings() { display.complain("warning: \(warning)\n") }
    if preload { shell.preload() }
    if let lesson { shell.learn(lesson) }
    while !shell.isDone {
      editor.prompt = classroom.prompt ?? "regn> "
      let start = shell.prefill
      shell.prefill = ""
      switch editor.readInput(prefill: start) {
      case .endOfFile: return 0
      case .interrupted: continue
      case .text(let text):
        shell.isInputAbove = true
        shell.handle(text)
      }
      for warning in editor.takeWarnings() { display.complain("warning: \(warning)\n") }
    }
    return 0
  }

  static let prompt = "regn> "

  /// Whether an input is a command rather than a query.
  static func isCommand(_ text: String) -> Bool { text.first { !$0.isWhitespace } == "." }

  /// Runs one input: a command or a query. Whether it did what was asked for.
  @discardableResult
  func handle(_ input: String) -> Bool {
    // A backslash at the end of a line only asked for the next one.
    let text = input.split(separator: "\n", omittingEmptySubsequences: false)
      .map { $0.hasSuffix("\\") ? String($0.dropLast()) : String($0) }.joined(separator: "\n")
    let trimmed = text.drop { $0.isWhitespace }
    if trimmed.isEmpty { return true }
    hasFailed = false
    wasInterrupted = false
    var isKept = true
    if Shell.isCommand(text) {
      isKept = ShellCommand.isRepeatable(String(trimmed))
      command(String(trimmed))
    } else {
      query(text)
    }
    if isKept {
      if hasFailed { transcript.failed += 1 } else { transcript.inputs.append(trimmingLineBreaks(text)) }
    }
    return !hasFailed
  }

  /// Says why an input cannot be done.
  func refuse(_ text: Phrase) {
    hasFailed = true
    display.complain(wordWrapped(said(text) + "\n", width: display.width))
  }

  /// What everything is said in.
  var language: Language { settings.language }

  /// A phrase in the language of the prompt.
  func said(_ phrase: Phrase) -> String { phrase.text(language) }

  /// Tells something, in a line.
  func tell(_ phrase: Phrase) { display.write(said(phrase) + "\n") }

  /// The inputs so far, oldest first.
  var history: [String] { editor?.history.entries ?? [] }

  /// Adds an input that was not typed to the history.
  func remember(_ input: String) { editor?.remember(input) }

  // MARK: - Queries

  private func query(_ text: String) {
    let goesOn = text.first { !$0.isWhitespace } == "|"
    if goesOn, !session.hasLastQuery {
      refuse(
        "there is no query yet that `|` could go on from; begin with a table, such as `costs`")
      return
    }
    let whole = goesOn ? Shell.joined(lastQuery, text) : text
    lastInput = whole
    pendingFix = nil
    let source = SourceText(text, fileName: "<input>")
    let outcome = watched { try session.run(source, report: $0) } ?? .failed
    if outcome != .done { hasFailed = true }
    if outcome == .done, Shell.holdsQuery(source) {
      lastQuery = whole
      judgeAnswer()
    }
  }

  private func preload() {
    _ = watched {
      try session.preload($0)
      return .done
    }
  }

  /// Runs something that may take long: Control-C stops it, and a progress line tells of it.
  func watched(_ body: ((SessionEvent) throws -> Void) throws -> SessionOutcome) -> SessionOutcome? {
    session.forgetCancellation()
    if editor?.takeTypedInterrupt() ?? false {
      display.complain(said("interrupted") + "\n")
      wasInterrupted = true
      return .interrupted
    }
    let control = session.control
    let isStopped = Flag()
    var outcome: SessionOutcome?
    do {
      outcome = try InterruptMonitor.run(
        onInterrupt: {
          isStopped.raise()
          control.cancel()
        },
        body: {
          try ProgressLine.show(control, language) { line in
            try body { event in try line.hidden { try self.receive(event) } }
          }
        })
    } catch let error as ExecutionError where error.code == ExecutionError.cancelled.code {
      outcome = .interrupted
    } catch let error as ExecutionError {
      complain(error)
    } catch {
      display.complain("\(error)\n")
    }
    session.forgetCancellation()
    // Control-C may come when the answer is there; then it stops what would follow.
    if isStopped.isRaised { wasInterrupted = true }
    if outcome == .interrupted {
      wasInterrupted = true
      editor?.dropTypedAhead()
      display.complain(said("interrupted") + "\n")
    }
    return outcome
  }

  /// A query and the stages that go on from it, as one text.
  private static func joined(_ query: String, _ stages: String) -> String {
    var start = query[...]
    while let last = start.last, last.isWhitespace || last == ";" { start.removeLast() }
    return start + "\n" + stages
  }

  /// Whether the text asks for rows, and does not only define names.
  private static func holdsQuery(_ text: SourceText) -> Bool {
    Parser.parse(text, options: Parser.Options(allowsLeadingPipe: true)).root.statements.contains {
      if case .query = $0 { true } else { false }
    }
  }

  /// Shows what the session has to say.
  func receive(_ event: SessionEvent) throws {
    defer { isInputAbove = false }
    switch event {
    case .diagnostics(let diagnostics, let text):
      if standsAbove(text) {
        display.complain(
          renderer.render(diagnostics, below: text, indent: displayWidth(Shell.prompt)))
      } else {
        display.complain(renderer.render(diagnostics, in: text))
      }
      pendingFix = diagnostics.lazy.compactMap { $0.fixes.first }.first?.applied(to: text)
      if pendingFix != nil { display.complain("  " + said("(.fix applies the change)") + "\n") }
    case .answers: break
    case .result(let result, let seconds):
      keep(result)
      page(result)
      try display.show(result, seconds: seconds, settings: settings)
    case .loaded(let name, let rows, let seconds):
      guard settings.timing else { break }
      display.complain("loaded \(name): \(rows) rows in \(seconds.withDecimals(3)) s\n")
    case .remark(let text): display.complain(renderer.render(code: "", severity: .note, message: text))
    case .failure(let error, _, _):
      if error.code != ExecutionError.cancelled.code { complain(error) }
    }
  }

  /// Whether a text is on the screen behind the prompt, in the row above.
  private func standsAbove(_ text: SourceText) -> Bool {
    guard isInputAbove, text.lineCount == 1, let width = display.width else { return false }
    let shown = text.string
    return shown.unicodeScalars.allSatisfy { $0.value >= 0x20 } && displayWidth(Shell.prompt + shown) < width
  }

  /// Makes a result the last, which `_` names.
  func keep(_ result: ResultTable) {
    // What is too long to be compared need not be kept.
    previousResult = lastResult.flatMap { $0.rowCount <= ResultDifference.mostRows ? $0 : nil }
    lastResult = result
    session.bind(
      "_",
      to: ColumnTable(
        schema: TableSchema(result.columns), columns: result.rows.columns.map(\.flattened),
        rows: result.rowCount, provenance: provenance(of: result), description: "the last result"))
  }

  /// Shows a result in the pager, when it is to be. The usual table follows and stays on the screen.
  func page(_ result: ResultTable) {
    guard let editor, editor.isEditing, settings.pager != .off, settings.format == "table",
      !settings.asRecords, display.showsOnTerminal, result.render == nil, !result.columns.isEmpty,
      result.rowCount > 0, !isUnattended,
      // Who typed on does not wait for a screen of rows.
      !editor.terminal.hasWaitingKeys
    else { return }
    // The table has four lines more than rows, and beneath it stand its source and the prompt.
    guard settings.pager == .on || result.rowCount + 6 > editor.terminal.size.rows else { return }
    let control = session.control
    var pager = Pager(display.cells(of: result), on: editor.terminal, color: color, language)
    pager.run(isStopped: { control.isCancelled })
  }

  /// Where a result's figures come from, as one source: modelled as soon as any of them is.
  private func provenance(of result: ResultTable) -> Provenance {
    if result.sources.isEmpty { return Provenance(publisher: "the last result") }
    if result.sources.count == 1 { return result.sources[0] }
    let lines = result.sources.map { source in
      var source = source
      source.isModelled = false
      return source.sourceLine
    }
    return Provenance(publisher: lines.joined(separator: " · "), isModelled: result.isModelled)
  }

  /// Says why something failed.
  func complain(_ error: ExecutionError) {
    hasFailed = true
    display.complain(
      renderer.render(code: error.code, severity: .error, message: error.message, hint: error.hint))
  }
}

/// Something that another thread tells once.
private final class Flag: Sendable {
  private let raised = Atomic(false)

  var isRaised: Bool { raised.load(ordering: .acquiring) }

  func raise() { raised.store(true, ordering: .releasing) }
}
