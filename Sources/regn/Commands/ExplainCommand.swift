import ArgumentParser
import Glibc
import RegnData
import RegnSession
import RegnSyntax

/// `regn explain TEXT | FILE`
struct ExplainCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "explain", abstract: "Show how a query runs: its steps, and what is done inside the scan.")

  @Argument(
    help: "A query, or the path of a script; - reads standard input.",
    completion: .file(extensions: ["kql", "csl"]))
  var query: String

  @Flag(help: "Run it, and tell of each step the rows, the time and the memory.")
  var analyze = false

  @OptionGroup var options: SharedOptions

  func run() throws {
    let isFile = query.hasSuffix(".kql") || query.hasSuffix(".csl") || access(query, F_OK) == 0
    let text =
      try query == "-"
      ? options.readStandardInput()
      : isFile ? readSource(query, options.reporter) : SourceText(query, fileName: "<query>")
    let session = try options.makeSession()
    let runner = Runner(options)
    let plan = try runner.answering {
      try Runner.watched(session) { line in
        if options.preload { try session.preload { event in line.hidden { runner.tell(event) } } }
        return try session.explain(text, analyze: analyze, options.locale ?? .en) { event in
          line.hidden { runner.tell(event) }
        }
      }
    }
    guard let plan else { throw ExitStatus.rejected }
    try options.write(plan + "\n")
  }
}
