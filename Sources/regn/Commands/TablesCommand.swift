import ArgumentParser
import Glibc
import RegnData
import RegnFileFormats
import RegnPhrases
import RegnSession
import RegnSyntax

/// `regn tables [NAME | FILE]`
struct TablesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "tables",
    abstract: "List the tables at hand, or one table's columns, types, counts, source and licence.")

  @Argument(help: "A table, or a file.", completion: .custom { words, _, _ in Candidates.tables(words) })
  var name: String?

  @Flag(help: "Tell why a file of delimited text is read as it is: what was tried, and what spoke for it.")
  var why = false

  @OptionGroup var options: SharedOptions

  func validate() throws {
    if why, name == nil { throw ValidationError("--why tells of one table: regn tables NAME --why") }
  }

  func run() throws {
    let session = try options.makeSession()
    guard var name else {
      return try show(
        SessionText.tables(session, width: width, language), or: SessionTables.list(session, language))
    }
    if session.catalog.table(named: name) == nil, access(name, F_OK) == 0 {
      let path = name
      name = FileTables.tableName(of: path)
      do { try session.openTable(name, path: path) } catch let error as ExecutionError {
        options.reporter.complain(error)
        throw ExitStatus.failed
      }
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
    if why {
      let reasons = session.reasons(for: table, language)
      let none: Phrase = "\(name) is read from no file of delimited text, so nothing was to be found out"
      return try options.write(
        reasons.isEmpty ? none.text(language) + "\n" : reasons.joined(separator: "\n"))
    }
    defer { for remark in session.remarks(on: table) { options.reporter.remark(remark) } }
    try show(
      SessionText.schema(name, table, width: width, language),
      or: SessionTables.columns(name, table, language))
  }

  private var language: Language { options.locale ?? .en }

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
