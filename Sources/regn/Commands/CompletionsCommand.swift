import ArgumentParser

/// `regn completions SHELL`
struct CompletionsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "completions", abstract: "Print a completion script for bash, zsh or fish.")

  /// The shells that completions are made for.
  enum Shell: String, ExpressibleByArgument, CaseIterable {
    case bash, zsh, fish
  }

  @Argument(help: "bash, zsh or fish.")
  var shell: Shell

  func run() throws {
    try Terminal.answer(
      Regn.completionScript(for: CompletionShell(rawValue: shell.rawValue) ?? .bash))
  }
}
