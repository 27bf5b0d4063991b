import ArgumentParser
import RegnSyntax

/// `regn query TEXT | -`
struct QueryCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "query", abstract: "Run a query given as text, or read from standard input.")

  @Argument(help: "The query; - reads it from standard input.")
  var text: String

  @OptionGroup var options: SharedOptions

  func run() throws {
    try Runner(options).run(
      try text == "-" ? options.readStandardInput() : SourceText(text, fileName: "<query>"))
  }
}
