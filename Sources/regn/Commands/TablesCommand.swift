import ArgumentParser
import RegnSession
import RegnSyntax

/// `regn tables [NAME]`
struct TablesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "tables",
    abstract: "List the tables at hand, or one table's columns, types, counts, source and licence.")

  @Argument(help: "A table.")
  var name: String?

  @OptionGroup var options: SharedOptions

  func run() throws {
    let session = try options.makeSession()
    guard let name else { return Terminal.standardOutput.write(SessionText.tables(session)) }
    guard let table = session.catalog.table(named: name) else {
      var message = "error[RG0201]: no table is named \(name)"
      if let near = nearest(name, in: session.catalog.tableNames) { message += "; did you mean \(near)?" }
      Terminal.standardError.write(message + "\n")
      throw ExitStatus.rejected
    }
    Terminal.standardOutput.write(SessionText.schema(name, table))
  }
}
