import ArgumentParser
import RegnData
import RegnSession
import RegnSyntax

/// `regn tables [NAME]`
struct TablesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "tables",
    abstract: "List the tables at hand, or one table's columns, types, counts, source and licence.")

  @Argument(help: "A table.", completion: .custom { words, _, _ in Candidates.tables(words) })
  var name: String?

  @OptionGroup var options: SharedOptions

  func run() throws {
    let session = try options.makeSession()
    guard let name else {
      return try show(
        SessionText.tables(session, width: width, options.locale ?? .en), or: SessionTables.list(session))
    }
    guard let table = session.catalog.table(named: name) else {
      let near = nearest(name, in: session.catalog.tableNames)
      options.reporter.complain(
        ExecutionError(
          code: "RG0201",
          message: near.map { "no table is named \(name); did you mean \($0)?" }
            ?? "no table is named \(name)",
          hint: near == nil ? "regn tables lists them" : ""))
      throw ExitStatus.rejected
    }
    try show(
      SessionText.schema(name, table, width: width, options.locale ?? .en),
      or: SessionTables.columns(name, table))
  }

  /// The terminal's width, when the text goes to one.
  private var width: Int? {
    let terminal = Terminal.standardOutput
    return terminal.isTerminal && options.output == nil ? terminal.width : nil
  }

  /// Writes the text for people, or the table in the format asked for.
  private func show(_ text: String, or table: ResultTable) throws {
    guard let format = options.format, format != .table else { return try options.write(text) }
    let output = try options.makeOutput()
    do {
      try output.write(table, seconds: nil)
      try output.end()
    } catch let failure as WriteFailure {
      throw output.status(of: failure)
    }
  }
}
