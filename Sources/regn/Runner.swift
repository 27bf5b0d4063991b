import Glibc
import RegnData
import RegnREPL
import RegnSession
import RegnSyntax

/// Runs a script for the commands `query` and `run` and for a script on standard input.
struct Runner {
  private let options: SharedOptions

  init(_ options: SharedOptions) throws { self.options = options }

  /// Shows diagnostics on standard error, in the form asked for.
  func show(_ diagnostics: [Diagnostic], in text: SourceText) {
    guard !diagnostics.isEmpty else { return }
    switch options.diagnostics {
    case .json:
      for diagnostic in diagnostics { Terminal.standardError.write(diagnostic.json(in: text) + "\n") }
    case .text:
      let renderer = DiagnosticRenderer(color: Terminal.standardError.usesColor(options.color))
      Terminal.standardError.write(renderer.render(diagnostics, in: text))
    }
  }

  /// Runs a script to its end. Throws `ExitStatus` when it is not done.
  func run(_ text: SourceText) throws {
    let session = try options.makeSession()
    let control = session.control
    let status = try InterruptMonitor.run(
      onInterrupt: { control.cancel() },
      body: { try ProgressLine.show(control) { try run(text, session) } })
    if let status { throw status }
  }

  private func run(_ text: SourceText, _ session: Session) throws -> ExitStatus? {
    if options.preload {
      do {
        try session.preload { try receive($0, nil, ResultCounter()) }
      } catch let error as ExecutionError {
        Terminal.standardError.complain(error)
        return error.code == ExecutionError.cancelled.code ? .interrupted : .failed
      }
    }
    let output = try options.makeOutput()
    let counter = ResultCounter()
    do {
      let outcome = try session.run(text) { try receive($0, output, counter) }
      switch outcome {
      case .done:
        try output.end()
        return nil
      case .rejected:
        output.discard()
        return .rejected
      case .failed:
        output.discard()
        return .failed
      case .interrupted:
        output.discard()
        return .interrupted
      }
    } catch let failure as WriteFailure {
      return output.status(of: failure)
    }
  }

  private func receive(_ event: SessionEvent, _ output: Output?, _ counter: ResultCounter) throws {
    switch event {
    case .diagnostics(let diagnostics, let text): show(diagnostics, in: text)
    case .result(let result, let seconds):
      counter.count += 1
      try output?.write(result, seconds: Terminal.standardOutput.isTerminal ? seconds : nil)
      if options.timing {
        Terminal.standardError.write(
          "result \(counter.count): \(result.rowCount) rows in \(decimals(seconds)) s\n")
      }
    case .loaded(let name, let rows, let seconds):
      if options.timing {
        Terminal.standardError.write("loaded \(name): \(rows) rows in \(decimals(seconds)) s\n")
      }
    case .remark(let text): Terminal.standardError.write("note: \(text)\n")
    case .failure(let error, _, _):
      if error.code == ExecutionError.cancelled.code {
        Terminal.standardError.write("interrupted\n")
      } else {
        Terminal.standardError.complain(error)
      }
    }
  }
}

/// Counts the results of a script.
private final class ResultCounter {
  var count = 0
}

/// Seconds with six decimals.
func decimals(_ seconds: Double) -> String {
  let microseconds = Int((seconds * 1e6).rounded())
  let fraction = String(microseconds % 1_000_000)
  return "\(microseconds / 1_000_000)." + String(repeating: "0", count: 6 - fraction.count) + fraction
}
