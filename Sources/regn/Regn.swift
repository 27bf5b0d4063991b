import ArgumentParser
import Glibc
import RegnREPL
import RegnSession

/// The program's version.
let regnVersion = "0.1.0"

/// `regn`: the REPL, or the script on standard input when that is not a terminal.
struct Regn: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "regn",
    abstract: "Ask what Denmark's 98 municipalities spend, in KQL.",
    discussion: """
      Without a subcommand regn opens its REPL; when standard input is not a terminal, it runs the script \
      that it reads there. Figures are Statistics Denmark's (CC BY 4.0) unless a table says that it is \
      modelled.
      """,
    version: regnVersion,
    subcommands: [
      QueryCommand.self, RunCommand.self, CheckCommand.self, FormatCommand.self, TablesCommand.self,
      ExplainCommand.self, CompletionsCommand.self,
    ])

  @OptionGroup var options: SharedOptions

  func run() throws {
    if isatty(STDIN_FILENO) == 0 {
      let text = try readSource("-", name: "<query>")
      try Runner(options).run(text)
      return
    }
    let session = try options.makeSession()
    let display = TerminalDisplay(options: options)
    let status = Shell.run(
      session: session, display: display,
      settings: ShellSettings(format: options.formatName(interactive: true), timing: options.timing),
      color: Terminal.standardError.usesColor(options.color),
      banner: "Regn \(regnVersion) — costs of Denmark's 98 municipalities. Type a query, or `.help`.")
    if status != 0 { throw ExitStatus(code: status) }
  }
}
