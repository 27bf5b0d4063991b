import Glibc
import RegnData
import RegnPhrases
import RegnREPL
import RegnSession
import RegnSyntax

/// Runs a script for the commands `query` and `run` and for a script on standard input.
struct Runner {
  private let options: SharedOptions
  private let reporter: Reporter

  /// Whether pages and documents are reports, with the script's prose and queries; otherwise they hold the
  /// results alone.
  private let makesReport: Bool

  init(_ options: SharedOptions, makesReport: Bool = false) {
    self.options = options
    self.makesReport = makesReport
    reporter = options.reporter
  }

  /// Runs a script to its end, and hands each result on beside writing it. Throws `ExitStatus` when it is not
  /// done.
  func run(_ text: SourceText, onResult: (ResultTable) -> Void = { _ in }) throws {
    let session = try options.makeSession()
    try checkParameters(of: text)
    // Before Control-C is watched for: opening a pipe waits for who reads it.
    var report = ScriptReport(text)
    let output = try options.makeOutput(session.control) { look in
      guard makesReport else { return }
      look.title = report.title ?? Runner.title(of: text)
      look.colophon = colophon(of: text)
    }
    let status: ExitStatus? = try Runner.watched(session, reporter.language) { line in
      if options.preload, let status = preload(session, line) {
        output.discard()
        return status
      }
      return try run(text, session, output, line, &report, onResult)
    }
    if let status { throw status }
  }

  /// Runs something that may take long: Control-C stops it, and a progress line tells of it. A second
  /// Control-C ends the program at once.
  static func watched<Result>(
    _ session: Session, _ language: Language = .en, _ body: (ProgressLine) throws -> Result
  ) rethrows -> Result {
    let control = session.control
    return try InterruptMonitor.run(
      onInterrupt: {
        if control.isCancelled {
          OutputFile.discardAll()
          _exit(ExitStatus.interrupted.code)
        }
        control.cancel()
      },
      body: { try ProgressLine.show(control, language, body) })
  }

  /// The title of a report that gives itself none: its file's name without folders and ending, if it has one.
  private static func title(of text: SourceText) -> String {
    if text.fileName.hasPrefix("<") { return "" }
    let name = text.fileName.split(separator: "/").last ?? ""
    return String(name.lastIndex(of: ".").map { name[..<$0] } ?? name)
  }

  /// The last line of a report: when it was made, with what, from what.
  private func colophon(of text: SourceText) -> String {
    let moment = DateTime.current.description.prefix(16).replacing("T", with: " ")
    var line: [Phrase] = ["Made \(moment) UTC with Regn \(regnVersion)"]
    if !text.fileName.hasPrefix("<") {
      line.append(" from \(text.fileName.split(separator: "/").last ?? "")")
    }
    let values = options.parameterValues.sorted { $0.key < $1.key }.map { "\($0.key) = \($0.value)" }
    if !values.isEmpty { line.append(", where \(values.joined(separator: ", "))") }
    return line.joined().text(options.locale ?? .en) + "."
  }

  /// Refuses values of parameters that the script does not declare: they are most likely misspelt, and the
  /// answer would be that of the default. Throws `ExitStatus`.
  private func checkParameters(of text: SourceText) throws {
    let given = options.parameterValues.keys.sorted()
    guard !given.isEmpty else { return }
    let declared = Parser.parse(text).root.statements.flatMap { statement -> [String] in
      guard case .declare(let declaration) = statement else { return [] }
      return declaration.parameters.compactMap { $0.name?.name }
    }
    for name in given where !declared.contains(name) {
      var hint: Phrase = "it declares \(declared.joined(separator: ", "))"
      if let near = nearest(name, in: declared) {
        hint = "did you mean \(near)?"
      } else if declared.isEmpty {
        hint = "write: declare query_parameters(\(name): string); before the query"
      }
      reporter.complain(
        ExecutionError(code: "RG0632", message: "the script declares no parameter \(name)", hint: hint))
      throw ExitStatus.usage
    }
  }

  private func preload(_ session: Session, _ line: ProgressLine) -> ExitStatus? {
    do {
      try session.preload { event in line.hidden { tell(event) } }
      return nil
    } catch {
      return status(of: error)
    }
  }

  private func run(
    _ text: SourceText, _ session: Session, _ output: Output, _ line: ProgressLine,
    _ report: inout ScriptReport, _ onResult: (ResultTable) -> Void
  ) throws -> ExitStatus? {
    var results = 0
    do {
      let outcome = try session.run(text) { event in
        try line.hidden {
          if case .answers(let span) = event {
            return try output.write(makesReport ? report.parts(to: span.end) : [])
          }
          guard case .result(let result, let seconds) = event else { return tell(event) }
          results += 1
          onResult(result)
          try output.write(result, seconds: Terminal.standardOutput.isTerminal ? seconds : nil)
          if options.timing {
            reporter.line("result \(results): \(result.rowCount) rows in \(decimals(seconds)) s")
          }
        }
      }
      if outcome == .done {
        if makesReport { try output.write(report.rest()) }
        try output.end()
      } else {
        output.discard()
      }
      switch outcome {
      case .done:
        if results == 0 { reporter.remark("the script holds no query, so there is no result") }
        return nil
      case .rejected: return .rejected
      case .failed: return .failed
      case .interrupted: return .interrupted
      }
    } catch let failure as WriteFailure {
      return output.status(of: failure)
    } catch {
      output.discard()
      return status(of: error)
    }
  }

  /// What `body` gives. When it throws, says why and throws `ExitStatus`.
  func answering<Result>(_ body: () throws -> Result) throws -> Result {
    do { return try body() } catch { throw status(of: error) }
  }

  /// Says why something ended early, and how the program ends.
  private func status(of error: any Error) -> ExitStatus {
    let failure =
      error as? ExecutionError ?? ExecutionError(code: "RG0699", message: Phrase(verbatim: "\(error)"))
    if failure.code == ExecutionError.cancelled.code {
      reporter.line(Phrase("interrupted").text(reporter.language))
      return .interrupted
    }
    reporter.complain(failure)
    return .failed
  }

  /// Says on standard error what a session has to say beside results.
  func tell(_ event: SessionEvent) {
    switch event {
    case .answers, .result: break
    case .diagnostics(let diagnostics, let text): reporter.show(diagnostics, in: text)
    case .loaded(let name, let rows, let seconds):
      if options.timing { reporter.line("loaded \(name): \(rows) rows in \(decimals(seconds)) s") }
    case .remark(let text): reporter.remark(text)
    case .failure(let error, let span, let text):
      if error.code == ExecutionError.cancelled.code {
        reporter.line(Phrase("interrupted").text(reporter.language))
      } else {
        reporter.complain(error, at: (span, text))
      }
    }
  }
}

/// Seconds with six decimals.
func decimals(_ seconds: Double) -> String {
  let microseconds = Int((seconds * 1e6).rounded())
  let fraction = String(microseconds % 1_000_000)
  return "\(microseconds / 1_000_000)." + String(repeating: "0", count: 6 - fraction.count) + fraction
}
