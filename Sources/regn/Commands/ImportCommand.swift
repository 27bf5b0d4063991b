import ArgumentParser

/// `regn import …`
struct ImportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "import", abstract: "Fetch tables from elsewhere; every command knows them by name then.",
    subcommands: [ImportStatBankCommand.self])
}
