import RegnAnalyzers
import RegnBinder
import RegnData
import RegnEngine
import RegnPhrases
import RegnSyntax
import Synchronization

/// What a session may use, and what it was given.
public struct SessionOptions: Sendable {
  /// Workers a query may use.
  public var threads: Int
  /// Bytes that operators may keep at one time.
  public var memoryLimit: Int
  /// How long a statement may take; nil for any time.
  public var timeout: Duration?
  /// The folder for temporary files of rows that do not fit into memory; nil for none.
  public var temporaryFolder: String?
  /// Values of query parameters, as text.
  public var parameters: [String: String]
  /// What `now()` means; nil for the time at which a statement starts. Tests fix it.
  public var now: DateTime?
  /// Where `rand()` begins; nil for somewhere else each time.
  public var randomSeed: UInt64?
  /// The checkpoint at which a statement is cancelled, for tests; 0 for none.
  public var cancelAtCheckpoint = 0
  /// Whether plans are rewritten before they run; tests compare both.
  public var optimizes = true

  public init(
    threads: Int = 1, memoryLimit: Int = .max / 2, timeout: Duration? = nil, temporaryFolder: String? = nil,
    parameters: [String: String] = [:]
  ) {
    self.threads = threads
    self.memoryLimit = memoryLimit
    self.timeout = timeout
    self.temporaryFolder = temporaryFolder
    self.parameters = parameters
  }
}

/// Something that a session has to say while it runs a text.
public enum SessionEvent: Sendable {
  /// Mistakes and remarks, each with its place in the text.
  case diagnostics([Diagnostic], SourceText)
  /// The results that follow are a statement's, which stands there in the text.
  case answers(SourceSpan)
  /// The answer of a tabular statement, and the seconds that the statement took.
  case result(ResultTable, seconds: Double)
  /// A table was read into memory.
  case loaded(name: String, rows: Int, seconds: Double)
  /// What reading a table met.
  case remark(Phrase)
  /// A statement failed while running; `span` is the statement's.
  case failure(ExecutionError, span: SourceSpan, SourceText)
}

/// How the run of a text ended.
public enum SessionOutcome: Sendable, Hashable {
  case done
  /// The text has mistakes; nothing was run.
  case rejected
  /// A statement failed while running; those before it were answered.
  case failed
  /// The user interrupted a statement.
  case interrupted
}

/// A conversation: texts in, results out; tables, `let`s, parameters and settings are kept from one text to
/// the next. The one interpreter behind every way in.
public final class Session {
  public let catalog: SessionCatalog
  public var options: SessionOptions
  private let opener: any TableOpener
  private(set) var environment = Environment()
  /// The last query, for a text that begins with `|`.
  private(set) var lastQuery: BoundTable?
  /// The limits that `set` gave.
  private var lowered = LoweredLimits()
  private let running = RunningStatement()

  /// - Parameter library: tables at hand without being named; nil for none.
  public init(
    options: SessionOptions = SessionOptions(), opener: any TableOpener = NoFiles(),
    library: (any TableLibrary)? = nil
  ) {
    self.options = options
    self.opener = opener
    catalog = SessionCatalog(opener: opener, library: library)
  }

  // MARK: - Tables

  /// Opens a file, or the files of a glob, as a table of a name. Throws `ExecutionError`.
  @discardableResult
  public func openTable(_ name: String, path: String) throws -> any TableSource {
    let table = try opener.open(path: path)
    catalog.bindNamed(name, to: table)
    return table
  }

  /// Opens a table anew whose files have changed. Throws `ExecutionError`.
  public func reopenTable(_ name: String, path: String) throws {
    if !catalog.giveBack(name) { try openTable(name, path: path) }
  }

  /// Why a table's files are read as they are; empty when nothing had to be found out.
  public func reasons(for table: any TableSource, _ language: Language = .en) -> [String] {
    opener.reasons(for: table, language)
  }

  /// What reading a table met since last asked.
  public func remarks(on table: any TableSource) -> [Phrase] { opener.remarks(on: table) }

  /// Opens every readable file of a folder; says why others could not be opened. Throws `ExecutionError`.
  public func openFolder(_ path: String) throws -> [ExecutionError] {
    let folder = try opener.openFolder(path)
    for (name, table) in folder.tables { catalog.bindNamed(name, to: table) }
    return folder.skipped
  }

  /// The tables that are read from files, sorted by name, with the path each was opened with and its files.
  public var fileTables: [(name: String, path: String, files: [String])] {
    catalog.boundNames.compactMap { name in
      catalog.table(named: name).flatMap(opener.files).map { (name, $0.path, $0.files) }
    }
  }

  /// Binds a table that is already at hand.
  public func bind(_ name: String, to table: any TableSource) { catalog.bindNamed(name, to: table) }

  /// Reads every table that is not built in into memory, saying so for each. Throws `ExecutionError`.
  public func preload(_ report: (SessionEvent) throws -> Void) throws {
    for name in catalog.boundNames {
      let start = ContinuousClock.now
      while let table = catalog.table(named: name) {
        let context = makeContext()
        do {
          let loaded = try whileRunning(context) { try opener.load(table, context: context) }
          for remark in opener.remarks(on: table) { try report(.remark(remark)) }
          catalog.bind(name, to: loaded)
          try report(
            .loaded(name: name, rows: loaded.rowCount ?? 0, seconds: start.duration(to: .now).inSeconds))
          break
        } catch {
          guard let wider = opener.replacement(for: table, after: error) else { throw error }
          catalog.bind(name, to: wider)
        }
      }
    }
  }

  // MARK: - Running

  /// Stops the running statement at its next checkpoint, and those that follow it in the same text. When
  /// nothing runs, the next text is stopped. Safe from any thread.
  public func cancel() { running.cancel() }

  /// Takes back a `cancel` that came too late to stop what it was meant for.
  public func forgetCancellation() { running.forgetCancellation() }

  /// What the running statement has done so far; nil when none runs. Safe from any thread.
  public var progress: Progress? { running.progress }

  /// What a thread needs to cancel and watch the running statement.
  public var control: SessionControl { SessionControl(running: running) }

  private func makeContext() -> ExecutionContext {
    ExecutionContext(
      workers: options.threads,
      memory: MemoryBudget(
        limit: lowered.memoryLimit(within: options), kept: catalog.residentByteCount + opener.heldByteCount),
      now: options.now ?? .current, randomSeed: options.randomSeed ?? UInt64.random(in: 1 ... .max),
      cancelAtCheckpoint: options.cancelAtCheckpoint,
      deadline: lowered.timeout(within: options).map { ContinuousClock.now.advanced(by: $0) },
      temporaryFolder: options.temporaryFolder)
  }

  /// Runs the statements of a text in order. All are bound before any runs: a text with a mistake runs
  /// nothing. What `report` throws ends the run and is thrown on.
  public func run(_ text: SourceText, report: (SessionEvent) throws -> Void) throws -> SessionOutcome {
    defer { running.forgetCancellation() }
    var script: BoundScript
    do {
      script = try bindReading(text)
    } catch let failure as ExecutionError {
      try report(.failure(failure, span: SourceSpan(0, text.bytes.count), text))
      return failure.code == ExecutionError.cancelled.code ? .interrupted : .failed
    }
    if !script.diagnostics.isEmpty { try report(.diagnostics(script.diagnostics, text)) }
    guard let first = script.statements else { return .rejected }
    var statements = first
    var index = 0
    /// How many results there were before.
    var number = 0
    while index < statements.count {
      guard case .query(let tables, let span) = statements[index] else {
        if case .setting(let name, let value, let span) = statements[index],
          let note = lowered.apply(name, value, span, within: options)
        {
          try report(.diagnostics([note], text))
        }
        index += 1
        continue
      }
      do {
        try answer(tables, at: span, number: number, report)
        number += tables.count
        index += 1
      } catch let stop as ReportStopped {
        throw stop.error
      } catch {
        // A file turned out to need wider columns: bind everything again and take this statement up anew.
        if widen(after: error) {
          script = try bindReading(text)
          guard let again = script.statements else {
            try report(.diagnostics(script.diagnostics, text))
            return .rejected
          }
          statements = again
          continue
        }
        let failure = lowered.explained(
          error as? ExecutionError ?? ExecutionError.fault("\(error)"), within: options)
        try report(.failure(failure, span: span, text))
        return failure.code == ExecutionError.cancelled.code ? .interrupted : .failed
      }
    }
    environment = script.environment
    if let query = script.lastQuery { lastQuery = Binder.share(query, name: "") }
    return .done
  }

  /// The mistakes and remarks of a text, and, where it has no mistakes, what is doubtful in it; without
  /// running it.
  public func check(_ text: SourceText) -> [Diagnostic] {
    let script = bind(text)
    guard script.statements != nil else { return script.diagnostics }
    let doubts = ScriptAnalyzers.diagnostics(in: script.tree, steps: script.steps)
    return (script.diagnostics + doubts).sorted {
      ($0.span.start, $0.code.id) < ($1.span.start, $1.code.id)
    }
  }

  /// Answers a query: its tables are computed together, then reported one by one.
  private func answer(
    _ tables: [BoundTable], at span: SourceSpan, number: Int, _ report: (SessionEvent) throws -> Void
  ) throws {
    let context = makeContext()
    let engine = Engine(context: context)
    var answers: [(result: ResultTable, seconds: Double)] = []
    let plans =
      options.optimizes ? Optimizer.optimize(tables.map(\.plan), context: context) : tables.map(\.plan)
    for (table, plan) in zip(tables, plans) {
      let start = ContinuousClock.now
      let result = try whileRunning(context) { try engine.run(plan) }
      let shown = ResultTable(
        name: table.name.isEmpty ? "Table_\(number + answers.count)" : table.name,
        columns: result.columns.map(\.described), chunks: result.chunks, sources: table.plan.sources,
        render: table.render)
      answers.append((shown, start.duration(to: .now).inSeconds))
    }
    do {
      var scanned: [String] = []
      for name in tables.flatMap(\.plan.scannedTables) where !scanned.contains(name) { scanned.append(name) }
      for name in scanned {
        if let source = catalog.table(named: name) {
          for remark in opener.remarks(on: source) { try report(.remark(remark)) }
        }
      }
      for remark in opener.remarksOnNamedFiles() { try report(.remark(remark)) }
      try report(.answers(span))
      for answer in answers { try report(.result(answer.result, seconds: answer.seconds)) }
    } catch { throw ReportStopped(error: error) }
  }

  /// Runs `body` as the statement that can be cancelled and watched.
  private func whileRunning<Result>(
    _ context: ExecutionContext, _ body: () throws -> Result
  ) rethrows -> Result {
    running.begin(context)
    defer { running.end() }
    return try body()
  }

  /// An error of the receiver of events, which is not the query's.
  private struct ReportStopped: Error {
    let error: any Error
  }

  private func widen(after error: any Error) -> Bool {
    var isWider = opener.makesRoom(after: error)
    // Several names may stand for one file; which of them was read, the error does not tell.
    for name in catalog.boundNames {
      if let table = catalog.table(named: name), let wider = opener.replacement(for: table, after: error) {
        catalog.bind(name, to: wider)
        isWider = true
      }
    }
    return isWider
  }

  // MARK: - Binding

  /// A text with its statements bound.
  struct BoundScript {
    /// Nil when the text has mistakes.
    let statements: [BoundStatement]?
    let diagnostics: [Diagnostic]
    let environment: Environment
    let tree: SyntaxTree
    let steps: [BoundStep]

    /// The table of the last query.
    var lastQuery: BoundTable? {
      for statement in (statements ?? []).reversed() {
        if case .query(let tables, _) = statement { return tables.last }
      }
      return nil
    }
  }

  /// As `bind`, and reads rows where the columns of a plug-in depend on them. Throws what reading throws.
  private func bindReading(_ text: SourceText) throws -> BoundScript {
    while true {
      let context = makeContext()
      var failure: (any Error)?
      let script = bind(text) { plan in
        do {
          return try self.whileRunning(context) {
            try Engine(context: context).run(Optimizer.optimize(plan, context: context)).rows
          }
        } catch {
          failure = error
          throw error
        }
      }
      guard let failure else { return script }
      // A file turned out to need wider columns: once more, with those.
      guard widen(after: failure) else { throw failure }
    }
  }

  func bind(_ text: SourceText, readRows: Binder.RowReader? = nil) -> BoundScript {
    let context = bindingContext
    let tree = context.parse(text)
    let binder = context.binder(for: tree, environment: environment, readRows: readRows)
    var statements: [BoundStatement] = []
    var failed = tree.hasErrors
    for statement in tree.root.statements {
      if let bound = binder.bind(statement) { statements.append(bound) } else { failed = true }
    }
    failed = failed || binder.diagnostics.contains { $0.severity == .error }
    let diagnostics = (tree.diagnostics + binder.diagnostics).sorted {
      ($0.span.start, $0.code.id) < ($1.span.start, $1.code.id)
    }
    return BoundScript(
      statements: failed ? nil : statements, diagnostics: diagnostics,
      environment: binder.currentEnvironment, tree: tree, steps: binder.steps)
  }

  /// Whether a text that begins with `|` can go on from an earlier query.
  public var hasLastQuery: Bool { lastQuery != nil }

  /// The names that earlier texts defined with `let`, sorted.
  public var definedNames: [String] { environment.names }

  // MARK: - Plans

  /// How the last query of a text would run: its plan after the rewrites, and which of them changed it. With
  /// `analyze` the query runs, and each step's rows are told. Nil when the text has mistakes, which are
  /// reported. Remarks are in the language. Throws `ExecutionError` when running fails.
  public func explain(
    _ text: SourceText, analyze: Bool, _ language: Language = .en, report: (SessionEvent) throws -> Void
  ) throws -> String? {
    defer { running.forgetCancellation() }
    var script = try bindReading(text)
    if !script.diagnostics.isEmpty { try report(.diagnostics(script.diagnostics, text)) }
    while true {
      guard let statements = script.statements else { return nil }
      let queries = statements.flatMap { statement -> [BoundTable] in
        if case .query(let tables, _) = statement { tables } else { [] }
      }
      do {
        return try queries.map { try explain($0, analyze: analyze, language) }.joined(separator: "\n\n")
      } catch {
        // A file turned out to need wider columns.
        guard widen(after: error) else { throw error }
        script = try bindReading(text)
      }
    }
  }

  private func explain(_ table: BoundTable, analyze: Bool, _ language: Language) throws -> String {
    func said(_ phrase: Phrase) -> String { phrase.text(language) }
    let context = makeContext()
    let (plan, changes) = Optimizer.explain(table.plan, context: context)
    var text = PlanPrinter.text(plan, language)
    if !changes.isEmpty { text += "\n\n" + said("rewrites: \(changes.joined(separator: "; "))") }
    guard analyze else { return text }
    let start = ContinuousClock.now
    let profile = Profile(memory: context.memory)
    let result = try whileRunning(context) { try Engine(context: context, profile: profile).run(plan) }
    let seconds = start.duration(to: .now).inSeconds
    text += "\n\n\(said("measured:"))\n" + profile.text(language)
    let rows = SessionText.said(rows: result.rowCount)
    return text
      + said(
        """
          \(rows) in \(seconds.withDecimals(6)) s, at most \(grouped: context.memory.peakBytes) bytes kept \
        by operators
        """)
  }
}
