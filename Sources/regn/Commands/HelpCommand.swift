import ArgumentParser
import RegnSession

/// `regn help [NAME]`
struct HelpCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "help", abstract: "Explain an operator, a function or a statement of KQL.",
    discussion: "Without a name, lists regn's commands; with one of these, tells its options.")

  @Argument(
    help: "A name such as summarize, percentile, has or let; or a command of regn.",
    completion: .custom { _, _, _ in Candidates.help })
  var name: [String] = []

  /// Of these, `--locale` means something here: entries on functions are in its language, pages in English.
  @OptionGroup(visibility: .hidden) var options: SharedOptions

  func run() throws {
    guard !name.isEmpty else { throw CleanExit.helpRequest(Regn.self) }
    let name = name.joined(separator: " ")
    let locale = options.locale ?? .en
    let commands = Regn.configuration.subcommands
    if let command = commands.first(where: { $0.configuration.commandName == name }) {
      throw CleanExit.helpRequest(command)
    }
    if let text = SessionText.help(name, width: Terminal.standardOutput.width, locale) {
      return try Terminal.answer(text)
    }
    let others = commands.compactMap { $0.configuration.commandName }
    Terminal.standardError.write(SessionText.noHelp(name, others: others).text(locale) + "\n")
    throw ExitStatus.rejected
  }
}
