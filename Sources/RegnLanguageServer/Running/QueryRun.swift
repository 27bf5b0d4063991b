import RegnData
import RegnLanguageService
import RegnPhrases
import RegnPresentation
import RegnSession
import RegnSyntax
import Synchronization

/// A statement that is run, or whose plan is made, beside the main loop: in a session of its own over the
/// same tables.
final class QueryRun: Sendable {
  let id: RequestID
  let command: ServerCommand
  let uri: String
  /// The number of the statement; nil for the whole document.
  let statement: Int?
  /// What is run.
  let script: SourceText
  /// The document's text when it was asked for.
  let document: SourceText
  /// Whether the client is to show the result.
  let isShown: Bool
  private let options: SessionOptions
  private let configuration: ServerConfiguration
  private let tables: [(name: String, table: any TableSource)]
  private let maxRows: Int
  private let language: Language
  private let state = Mutex<(control: SessionControl?, isCancelled: Bool)>((nil, false))

  /// How it ended.
  enum Outcome: Sendable {
    case done(Answer)
    /// Why there is no answer.
    case refused(Phrase)
    case cancelled
  }

  /// What it gave.
  struct Answer: Sendable {
    var markdown = ""
    /// The rows of each result.
    var rowCounts: [Int] = []
    /// The first result as a text of the language.
    var datatable: String?
    /// Tables whose files turned out to need wider columns.
    var widened: [(name: String, table: any TableSource)] = []
  }

  init(
    id: RequestID, command: ServerCommand, uri: String, statement: Int?, script: SourceText,
    document: SourceText, isShown: Bool, language: Language, workspace: Workspace
  ) {
    self.id = id
    self.command = command
    self.uri = uri
    self.statement = statement
    self.script = script
    self.document = document
    self.isShown = isShown
    self.language = language
    options = workspace.session.options
    configuration = workspace.configuration
    let catalog = workspace.session.catalog
    tables = catalog.boundNames.compactMap { name in catalog.table(named: name).map { (name, $0) } }
    maxRows = workspace.maxRows
  }

  /// Stops it. Safe from any thread.
  func cancel() {
    state.withLock { state in
      state.isCancelled = true
      state.control?.cancel()
    }
  }

  /// A few words on how far it is, and how many in a hundred when that is known.
  var progress: (message: String, percentage: Int?)? {
    guard let now = state.withLock({ $0.control })?.progress?.now else { return nil }
    var percentage: Int?
    if now.expectedBytes > 0 {
      percentage = min(100, now.bytes * 100 / now.expectedBytes)
    } else if now.expectedRows > 0 {
      percentage = min(100, now.rows * 100 / now.expectedRows)
    }
    return ("\(SessionText.grouped(now.rows)) rows", percentage)
  }

  // MARK: - Running, on the thread that it is given

  /// Runs to the end.
  func execute() -> Outcome {
    let session = configuration.makeSession(options)
    for (name, table) in tables { session.bind(name, to: table) }
    let isCancelled = state.withLock { state in
      state.control = session.control
      return state.isCancelled
    }
    if isCancelled { return .cancelled }
    defer { state.withLock { $0.control = nil } }
    var notes = Notes()
    do {
      var answer = try command == .explain ? explain(session, &notes) : run(session, &notes)
      if state.withLock({ $0.isCancelled }) { return .cancelled }
      guard answer != nil else { return .refused(notes.failure ?? "the query could not be run") }
      for (name, table) in tables {
        if let now = session.catalog.table(named: name), now.schema != table.schema {
          answer?.widened.append((name, now))
        }
      }
      return answer.map { .done($0) } ?? .cancelled
    } catch {
      if state.withLock({ $0.isCancelled }) { return .cancelled }
      return .refused((error as? ExecutionError)?.sentence ?? Phrase(verbatim: "\(error)"))
    }
  }

  /// What a session said beside results.
  private struct Notes {
    var remarks: [Phrase] = []
    var failure: Phrase?

    mutating func take(_ event: SessionEvent) {
      switch event {
      case .remark(let text): remarks.append(text)
      case .failure(let error, _, _): failure = failure ?? error.sentence
      case .diagnostics(let diagnostics, let text):
        for diagnostic in diagnostics {
          let place = text.position(at: diagnostic.span.start)
          let sentence: Phrase =
            diagnostic.label.isEmpty
            ? "line \(place.line): \(diagnostic.message)"
            : "line \(place.line): \(diagnostic.message); \(diagnostic.label)"
          if diagnostic.severity == .error {
            failure = failure ?? sentence
          } else {
            remarks.append(sentence)
          }
        }
      case .answers, .result, .loaded: break
      }
    }
  }

  private func explain(_ session: Session, _ notes: inout Notes) throws -> Answer? {
    guard let plan = try session.explain(script, analyze: false, language, report: { notes.take($0) })
    else {
      return nil
    }
    guard !plan.isEmpty else {
      notes.failure = QueryRun.noQuery
      return nil
    }
    return Answer(markdown: "```text\n\(plan)\n```\n")
  }

  private static let noQuery: Phrase = "this holds no query, so there is no result"

  private func run(_ session: Session, _ notes: inout Notes) throws -> Answer? {
    var answer = Answer()
    let outcome = try session.run(script) { event in
      notes.take(event)
      guard case .result(let result, let seconds) = event else { return }
      if answer.rowCounts.isEmpty, command == .insertResult {
        guard result.rowCount <= QueryRun.mostInserted else {
          notes.failure =
            """
            the result has \(SessionText.grouped(result.rowCount)) rows; \
            at most \(SessionText.grouped(QueryRun.mostInserted)) are put into a text; add | take
            """
          return
        }
        answer.datatable = Document.datatable(of: result)
      }
      answer.rowCounts.append(result.rowCount)
      if !answer.markdown.isEmpty { answer.markdown += "\n" }
      answer.markdown += try OutputFormat.markdown.text([result.first(maxRows)])
      guard command == .run else { return }
      let count = result.rowCount
      answer.markdown +=
        "\n\(SessionText.grouped(count)) row\(count == 1 ? "" : "s") in \(inSeconds(seconds)) s"
      answer.markdown += count > maxRows ? "; the first \(SessionText.grouped(maxRows)) are shown\n" : "\n"
    }
    guard outcome == .done, notes.failure == nil else { return nil }
    guard !answer.rowCounts.isEmpty else {
      notes.failure = QueryRun.noQuery
      return nil
    }
    if command == .run { for remark in notes.remarks { answer.markdown += "\n> \(remark.text(language))\n" } }
    return answer
  }

  /// The most rows of which a text is made.
  private static let mostInserted = 1_000

  private func inSeconds(_ seconds: Double) -> String {
    let thousandths = Int((seconds * 1_000).rounded())
    let fraction = String(thousandths % 1_000)
    return "\(thousandths / 1_000)." + String(repeating: "0", count: 3 - fraction.count) + fraction
  }
}

extension ExecutionError {
  /// What happened and what can be done, in one sentence.
  var sentence: Phrase { hint.isEmpty ? message : "\(message); \(hint)" }
}

extension ResultTable {
  /// The result with no more than its first rows.
  fileprivate func first(_ count: Int) -> ResultTable {
    guard rowCount > count else { return self }
    var left = count
    var kept: [Chunk] = []
    for chunk in chunks where left > 0 {
      kept.append(chunk.rowCount <= left ? chunk : chunk.slice(0..<left))
      left -= min(left, chunk.rowCount)
    }
    return ResultTable(name: name, columns: columns, chunks: kept, sources: sources, render: render)
  }
}
