import ArgumentParser
import RegnSyntax

/// `regn run FILE.kql`
struct RunCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "run", abstract: "Run a saved script.",
    discussion: "Query parameters are given with --param KEY=VALUE, or after -- as KEY=VALUE.")

  @Argument(help: "The script.", completion: .file(extensions: ["kql", "csl"]))
  var file: String

  @OptionGroup var options: SharedOptions

  func run() throws {
    try Runner(options, makesReport: true).run(
      try file == "-" ? options.readStandardInput() : readSource(file, options.reporter))
  }
}
