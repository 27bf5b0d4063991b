import ArgumentParser
import RegnManual
import RegnSyntax

/// `regn manual`: writes the pages of the manual that are made from what the program knows. For those who
/// work on Regn; `make docs` runs it.
struct ManualCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "manual", abstract: "Write the generated pages of the manual.", shouldDisplay: false)

  @Argument(help: "The folder of the project.")
  var folder: String

  func run() throws {
    let names = try readSource("\(folder)/data/reference-names.csv")
    for page in GeneratedPages.all(referenceNames: names.string) {
      try replaceFile("\(folder)/docs/manual/\(page.path)", with: page.text)
    }
  }
}
