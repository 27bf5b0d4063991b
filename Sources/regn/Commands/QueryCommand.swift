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
    let source = text == "-" ? try readSource("-", name: "<query>") : SourceText(text, fileName: "<query>")
    try Runner(options).run(source)
  }
}
