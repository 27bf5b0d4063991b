import ArgumentParser
import RegnSyntax

/// `regn check FILE… | -`
struct CheckCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check", abstract: "Say what is wrong or doubtful in scripts, without running them.")

  @Argument(help: "Scripts; - reads one from standard input.")
  var files: [String]

  @OptionGroup var options: SharedOptions

  func run() throws {
    let runner = try Runner(options)
    var found = false
    for file in files {
      let text = try readSource(file, name: file == "-" ? "<query>" : file)
      let session = try options.makeSession()
      let diagnostics = session.check(text)
      runner.show(diagnostics, in: text)
      found = found || !diagnostics.isEmpty
    }
    if found { throw ExitStatus.rejected }
  }
}
