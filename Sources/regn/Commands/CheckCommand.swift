import ArgumentParser
import RegnSyntax

/// `regn check FILE… | -`
struct CheckCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check", abstract: "Say what is wrong or doubtful in scripts, without running them.")

  @Argument(
    help: "Scripts; - reads one from standard input.", completion: .file(extensions: ["kql", "csl"]))
  var files: [String]

  @OptionGroup var options: SharedOptions

  func run() throws {
    let session = try options.makeSession()
    var found = false
    for file in files {
      let text = try file == "-" ? options.readStandardInput() : readSource(file, options.reporter)
      let diagnostics = session.check(text)
      options.reporter.show(diagnostics, in: text)
      found = found || !diagnostics.isEmpty
    }
    if found { throw ExitStatus.rejected }
  }
}
