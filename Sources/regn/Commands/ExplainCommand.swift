import ArgumentParser
import Glibc
import RegnData
import RegnSyntax

/// `regn explain TEXT | FILE`
struct ExplainCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "explain", abstract: "Show how a query runs: its steps, and what is done inside the scan.")

  @Argument(help: "A query, or the path of a script; - reads standard input.")
  var query: String

  @Flag(help: "Run it, and tell the rows out of each step.")
  var analyze = false

  @OptionGroup var options: SharedOptions

  func run() throws {
    let isFile =
      query == "-" || query.hasSuffix(".kql") || query.hasSuffix(".csl") || access(query, F_OK) == 0
    let text =
      isFile
      ? try readSource(query, name: query == "-" ? "<query>" : query) : SourceText(query, fileName: "<query>")
    let session = try options.makeSession()
    let runner = try Runner(options)
    do {
      guard
        let plan = try session.explain(
          text, analyze: analyze,
          report: { event in
            if case .diagnostics(let diagnostics, let text) = event { runner.show(diagnostics, in: text) }
          })
      else { throw ExitStatus.rejected }
      Terminal.standardOutput.write(plan + "\n")
    } catch let error as ExecutionError {
      Terminal.standardError.complain(error)
      throw ExitStatus.failed
    }
  }
}
