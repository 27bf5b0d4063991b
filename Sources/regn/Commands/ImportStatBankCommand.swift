import ArgumentParser
import Glibc
import RegnData
import RegnPhrases
import RegnREPL
import RegnStatBank

/// The languages of the StatBank.
enum StatBankLanguage: String, ExpressibleByArgument, CaseIterable {
  case da, en
}

extension Transfer: ExpressibleByArgument {}

/// `regn import statbank TABLE [VARIABLE=VALUES …]`
struct ImportStatBankCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "statbank", abstract: "Fetch a table of Statistics Denmark's StatBank.",
    discussion: """
      VALUES are codes or texts with commas between them (101,Aarhus), * for all, patterns (*K1), \
      conditions ('>=2016', '>=2016<=2020') and, of the time, rules such as (1) for the latest period and \
      (-n+3) for the latest three. Of a variable that is left out the total is taken where there is one, \
      of the time the latest period, of any other all values. --variables lists what there is to choose \
      from. --timeout, --color and --diagnostics work as everywhere.
      """)

  @Argument(help: ArgumentHelp("The table's number, such as FOLK1A.", valueName: "table"))
  var table: String

  @Argument(help: ArgumentHelp("Values of a variable; may be repeated.", valueName: "variable=values"))
  var values: [String] = []

  @Flag(help: "List the table's variables and some of their values; fetch nothing.")
  var variables = false

  @Option(help: ArgumentHelp("Language of texts: en (default) or da.", valueName: "code"))
  var lang: StatBankLanguage = .en

  @Option(help: ArgumentHelp("Call the table so; default: its number.", valueName: "name"))
  var name: String?

  @Option(
    help: ArgumentHelp("Store it in this folder; default: $XDG_DATA_HOME/regn/tables.", valueName: "dir"),
    completion: .directory)
  var into: String?

  @Option(
    help: ArgumentHelp(
      "csv: every row, a million cells at once; bulk: any number, but no rows of 0. Default: what suits.",
      valueName: "way"))
  var transfer: Transfer?

  @Option(
    name: .customLong("part-cells"),
    help: ArgumentHelp("The most cells asked for at once; default: what is allowed.", valueName: "n"))
  var partCells: Int?

  @Option(
    name: .customLong("max-cells"), help: ArgumentHelp("The most cells asked for at all.", valueName: "n"))
  var maxCells = 100_000_000

  @Option(help: ArgumentHelp("How often to try again when the connection fails.", valueName: "n"))
  var retries = 3

  @Option(
    help: ArgumentHelp(
      "The time before it is tried again; it doubles with each. Default: 1s.", valueName: "duration"))
  var wait: TimeLimit?

  @Option(
    help: ArgumentHelp(
      "Address of the API; default: $REGN_STATBANK_URL, else \(StatBankClient.publicAddress).",
      valueName: "url"))
  var api: String?

  /// Of these, `--timeout`, `--color`, `--diagnostics` and `--output` mean something here.
  @OptionGroup(visibility: .hidden) var options: SharedOptions

  func validate() throws {
    if retries < 0 || retries > 20 { throw ValidationError("--retries must be between 0 and 20.") }
    if let partCells, partCells < 1 { throw ValidationError("--part-cells must be 1 or more.") }
    if maxCells < 1 { throw ValidationError("--max-cells must be 1 or more.") }
    guard address.hasPrefix("https://") || address.hasPrefix("http://") else {
      throw ValidationError("The address of the API must begin with https:// or http://, not '\(address)'.")
    }
  }

  func run() throws {
    let reporter = options.reporter
    let stop = ImportStop(timeout: options.timeout?.duration)
    do {
      let text = try InterruptMonitor.run(
        onInterrupt: {
          // The second one does not wait for anything.
          guard stop.interrupt() else { return }
          OutputFile.discardAll()
          _exit(ExitStatus.interrupted.code)
        }, body: { try answer(reporter, stop) })
      try options.write(text.text(reporter.language) + "\n")
    } catch let error as ExecutionError {
      if error.code == ExecutionError.cancelled.code {
        reporter.line("interrupted")
        throw ExitStatus.interrupted
      }
      reporter.complain(error)
      throw error.code == "RG0650" ? ExitStatus.usage : ExitStatus.failed
    }
  }

  private func answer(_ reporter: Reporter, _ stop: ImportStop) throws -> Phrase {
    guard let tables = into.map({ ImportedTables(folder: $0) }) ?? .standard else {
      throw ExecutionError(
        code: "RG0630", message: "there is no home folder to store tables in",
        hint: "name a folder: --into DIR")
    }
    let progress = ImportProgress()
    let tell = { (text: Phrase) in
      progress.hide()
      reporter.remark(text)
    }
    let client = StatBankClient(
      address: address, language: lang.rawValue,
      transport: CurlTransport(address: address, stop: stop, tick: progress.update), attempts: retries + 1,
      firstWait: wait?.duration ?? .seconds(1), tell: tell)
    if variables {
      return Phrase(verbatim: VariableList.text(try client.tableInfo(table), reporter.language))
    }
    return try StatBankImport(
      client: client, address: address, language: lang.rawValue, tables: tables, name: name,
      transfer: transfer, partCells: partCells, maxCells: maxCells, progress: progress, tell: tell
    ).run(table, values)
  }

  private var address: String {
    var address = api ?? environment("REGN_STATBANK_URL") ?? ""
    if address.isEmpty { address = StatBankClient.publicAddress }
    while address.hasSuffix("/") { address.removeLast() }
    return address
  }
}
