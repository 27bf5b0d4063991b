import ArgumentParser
import Glibc
import RegnCourse
import RegnPhrases
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
      ExplainCommand.self, ImportCommand.self, LearnCommand.self, LSPCommand.self, HelpCommand.self,
      CompletionsCommand.self,
      ManualCommand.self,
    ])

  @OptionGroup var options: SharedOptions

  func run() throws {
    if isatty(STDIN_FILENO) == 0 {
      return try Runner(options).run(try options.readStandardInput())
    }
    try Regn.openPrompt(options, Classroom(language: options.courseLanguage))
  }

  /// Opens the prompt, with a lesson of the course or without. Throws `ExitStatus`.
  static func openPrompt(_ options: SharedOptions, _ classroom: Classroom, lesson: Lesson? = nil) throws {
    guard Terminal.standardOutput.isTerminal else {
      throw ValidationError(
        "The prompt needs a terminal to write to. For results elsewhere: --output FILE, or regn query.")
    }
    if let table = options.tableOnStandardInput {
      throw ValidationError(
        "The table \(table) cannot be read from standard input: that is where you type.")
    }
    let session = try options.makeSession()
    let output = options.output == nil ? nil : try options.makeOutput()
    let status = Shell.run(
      session: session,
      display: TerminalDisplay(options: options, control: session.control, output: output),
      settings: ShellSettings(
        format: (options.format ?? .table).rawValue, timing: options.timing, maxRows: options.maxRows,
        language: options.locale ?? .en),
      color: Terminal.standardError.usesColor(options.color),
      banner: "Regn \(regnVersion) — "
        + (lesson == nil
          ? Phrase("costs of Denmark's 98 municipalities. Try `.help` or `.learn`.").text(
            options.locale ?? .en)
          : classroom.words.course),
      preload: options.preload, classroom: classroom, lesson: lesson?.name)
    do {
      try output?.end()
    } catch let failure as WriteFailure {
      throw output?.status(of: failure) ?? .failed
    }
    if status != 0 { throw ExitStatus(code: status) }
  }
}
