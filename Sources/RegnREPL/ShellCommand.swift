import RegnBinder
import RegnData
import RegnPhrases
import RegnSession
import RegnSyntax

/// A command of the REPL: a word that begins with a dot.
struct ShellCommand: Sendable {
  let name: String
  /// What follows the name, for help.
  let arguments: Phrase
  let summary: Phrase

  private init(_ name: String, _ arguments: Phrase, _ summary: Phrase) {
    self.name = name
    self.arguments = arguments
    self.summary = summary
  }

  /// All commands, sorted by name.
  static let all: [ShellCommand] = [
    ShellCommand(".diff", "", "what differs between the last two results"),
    ShellCommand(".edit", "", "edit the last query in $EDITOR"),
    ShellCommand(".explain", "[QUERY]", "how the last query, or the given one, runs"),
    ShellCommand(".fix", "", "apply the suggested change to the last input"),
    ShellCommand(".format", "[FORMAT]", "show or choose the output format"),
    ShellCommand(".help", "[NAME]", "help on commands, an operator or a function"),
    ShellCommand(".history", "[N]", "the last inputs"),
    ShellCommand(".last", "", "show the last query and its result again"),
    ShellCommand(".learn", "[LESSON]", "the lessons of the course, or one of them"),
    ShellCommand(".max-rows", "[N]", "show or choose how many rows a table shows"),
    ShellCommand(".open", "PATH [as NAME]", "open a file as a table"),
    ShellCommand(".pager", "[auto|on|off]", "show long results on a screen of their own, or not"),
    ShellCommand(".quit", "", "leave (also Control-D)"),
    ShellCommand(".rows", "[N]", "the last result with a line for each value"),
    ShellCommand(".save", "PATH", "write the last result to a file"),
    ShellCommand(".schema", "TABLE", "a table's columns, types and units"),
    ShellCommand(".session", "save|replay FILE", "write the inputs to a file, or run those of one"),
    ShellCommand(".source", "[TABLE]", "sources of the last result, or of a table"),
    ShellCommand(".tables", "", "the tables at hand"),
    ShellCommand(".timing", "[on|off]", "say the time of each statement, or not"),
    ShellCommand(".watch", "[SECONDS] [QUERY]", "run a query again and again, and say what changes"),
  ]

  /// Whether a command does the same when it is given again, so that it belongs to a session that is saved.
  /// What `.fix` and `.edit` gave is there as the query that it became.
  static func isRepeatable(_ line: String) -> Bool {
    let name = line.prefix { !$0.isWhitespace }
    return ![".edit", ".exit", ".fix", ".history", ".learn", ".quit", ".session", ".watch"].contains(name)
  }
}

extension Shell {
  /// Runs a command; an unknown one is answered with the nearest.
  func command(_ line: String) {
    isInputAbove = false
    let parts = line.split(maxSplits: 1, whereSeparator: \.isWhitespace)
    let name = String(parts.first ?? "")
    let argument = parts.count > 1 ? trimmed(String(parts[1])) : ""
    if courseCommand(name, argument) { return }
    switch name {
    case ".diff": showDifference()
    case ".edit": edit()
    case ".explain": explain(argument)
    case ".fix": fix()
    case ".format": format(argument)
    case ".help": help(argument)
    case ".history": showHistory(argument)
    case ".last": showLast()
    case ".learn": learn(argument)
    case ".max-rows": maxRows(argument)
    case ".open": open(argument)
    case ".pager": pager(argument)
    case ".quit", ".exit": isDone = true
    case ".rows": showRecords(argument)
    case ".save": save(argument)
    case ".schema":
      described(argument, name) { SessionText.schema(argument, $0, width: display.width, language) }
    case ".session": sessionFile(argument)
    case ".source": source(argument)
    case ".tables": display.write(SessionText.tables(session, width: display.width, language))
    case ".timing": timing(argument)
    case ".watch": watch(argument)
    default:
      refuse(
        nearest(name, in: commandNames).map { "there is no command \(name); did you mean \($0)?" }
          ?? "there is no command \(name)")
      display.complain("  " + said(".help lists the commands") + "\n")
    }
  }

  func trimmed(_ text: String) -> String {
    String(text.drop { $0.isWhitespace }.reversed().drop { $0.isWhitespace }.reversed())
  }

  /// An input as it is shown: in colours, and so that it cannot steer the terminal.
  func shown(_ input: String) -> String {
    painted(SyntaxPainter.pieces(visibleLines(input)), color: color)
  }

  private func fix() {
    guard let fix = pendingFix else { return refuse("there is no change to apply") }
    display.write(shown(fix) + "\n")
    remember(fix)
    handle(fix)
  }

  private func showLast() {
    guard let lastResult else { return refuse("there is no result yet") }
    if settings.format == "table", !lastQuery.isEmpty { display.write(shown(lastQuery) + "\n") }
    page(lastResult)
    attempt { try display.show(lastResult, seconds: nil, settings: settings) }
  }

  private func showRecords(_ argument: String) {
    guard let lastResult else { return refuse("there is no result yet") }
    guard let count = argument.isEmpty ? 10 : Int(argument), count >= 0 else {
      return refuse("how many rows? write: .rows 20")
    }
    var settings = settings
    settings.format = "table"
    settings.asRecords = true
    settings.maxRows = count
    attempt { try display.show(lastResult, seconds: nil, settings: settings) }
  }

  private func showDifference() {
    guard let lastResult, let previousResult else {
      return refuse(
        "there are no two results that could be compared: run a query twice, or two queries")
    }
    do {
      let difference = try ResultDifference(
        from: display.cells(of: previousResult), to: display.cells(of: lastResult))
      display.write(difference.text(lines: settings.maxRows, width: display.width, language))
    } catch {
      refuse("the last two results cannot be compared: \(error.reason)")
    }
  }

  private func source(_ table: String) {
    guard table.isEmpty else {
      return described(table, ".source") { SessionText.source(table, $0, width: display.width, language) }
    }
    guard let lastResult else {
      return refuse("there is no result yet whose source could be told; or write: .source costs")
    }
    guard !lastResult.sources.isEmpty else {
      return tell("the last result comes from no table")
    }
    display.write(
      lastResult.sources.map { SessionText.source($0, width: display.width, language) }.joined(
        separator: "\n"))
  }

  private func pager(_ argument: String) {
    if argument.isEmpty { return tell("the pager is \(settings.pager.rawValue)") }
    guard let mode = PagerMode(rawValue: argument) else {
      return refuse("the pager is auto, on or off; write: .pager off")
    }
    settings.pager = mode
  }

  private func described(_ table: String, _ command: String, _ text: (any TableSource) -> String) {
    guard !table.isEmpty else { return refuse("which table? write: \(command) costs") }
    guard let source = session.catalog.table(named: table) else {
      refuse(
        nearest(table, in: session.catalog.tableNames).map {
          "no table is named \(table); did you mean \($0)?"
        }
          ?? "no table is named \(table)")
      return display.complain("  " + said(".tables lists them") + "\n")
    }
    display.write(text(source))
  }

  private func open(_ argument: String) {
    guard !argument.isEmpty else { return refuse("which file? write: .open PATH as NAME") }
    var path = argument
    var name = ""
    if let range = argument.lastRange(of: " as ") {
      path = trimmed(String(argument[..<range.lowerBound]))
      name = trimmed(String(argument[range.upperBound...]))
    }
    if path.count > 1, let quote = path.first, quote == "\"" || quote == "'", path.last == quote {
      path = String(path.dropFirst().dropLast())
    }
    path = expandingHome(path)
    if name.isEmpty { name = SessionText.tableName(ofPath: path) }
    attempt {
      let table = try session.openTable(name, path: path)
      display.write(SessionText.opened(name, table, width: display.width, language))
    }
  }

  private func format(_ argument: String) {
    if argument.isEmpty {
      tell("\(settings.format)  (one of \(display.formats.joined(separator: ", ")))")
    } else if display.formats.contains(argument) {
      settings.format = argument
    } else {
      refuse(
        nearest(argument, in: display.formats).map { "there is no format \(argument); did you mean \($0)?" }
          ?? "there is no format \(argument)")
      display.complain("  " + said("it is one of \(display.formats.joined(separator: ", "))") + "\n")
    }
  }

  private func save(_ path: String) {
    guard !path.isEmpty else {
      return refuse("where? write: .save PATH, such as .save result.csv")
    }
    guard let lastResult else { return refuse("there is no result yet") }
    attempt {
      try display.save(lastResult, to: expandingHome(path))
      let rows = lastResult.rowCount
      tell(rows == 1 ? "1 row written to \(path)" : "\(grouped: rows) rows written to \(path)")
    }
  }

  private func explain(_ argument: String) {
    let query = argument.isEmpty ? lastInput : argument
    guard !query.isEmpty else { return refuse("there is no query yet") }
    // Which query it is, is not plain otherwise.
    if argument.isEmpty { display.write(shown(query) + "\n") }
    attempt {
      let text = SourceText(query, fileName: "<input>")
      let plan = try session.explain(text, analyze: false, language) { event in
        guard case .diagnostics(let diagnostics, let text) = event else { return }
        display.complain(renderer.render(diagnostics, in: text))
      }
      if let plan { display.write(plan + "\n") } else { hasFailed = true }
    }
  }

  private func timing(_ argument: String) {
    switch argument {
    case "": settings.timing.toggle()
    case "on": settings.timing = true
    case "off": settings.timing = false
    default: return refuse("timing is on or off")
    }
    tell(settings.timing ? "timing is on" : "timing is off")
  }

  private func maxRows(_ argument: String) {
    if argument.isEmpty { return tell("tables show at most \(settings.maxRows) rows") }
    guard let count = Int(argument), count >= 0 else {
      return refuse("how many rows? write: .max-rows 500")
    }
    settings.maxRows = count
  }

  private func showHistory(_ argument: String) {
    guard let count = argument.isEmpty ? 20 : Int(argument), count >= 0 else {
      return refuse("how many inputs? write: .history 50")
    }
    for entry in history.suffix(count) { display.write(shown(entry) + "\n") }
  }

  private func edit() {
    guard let edited = editInEditor(lastInput) else {
      return refuse(
        "the editor ended with an error, so nothing was changed; $VISUAL or $EDITOR names the editor")
    }
    prefill = trimmed(edited)
  }

  /// Does what may fail, and says why it did.
  func attempt(_ body: () throws -> Void) {
    do {
      try body()
    } catch let error as ExecutionError {
      complain(error)
    } catch {
      refuse(Phrase(verbatim: "\(error)"))
    }
  }

  private func help(_ name: String) {
    if name.isEmpty {
      var text =
        said("Type a query; Tab completes; a line that begins with | goes on from the last query.") + "\n\n"
      let heads = ShellCommand.all.map { "\($0.name) \(said($0.arguments))" }
      let width = heads.reduce(0) { max($0, $1.count) }
      for (command, head) in zip(ShellCommand.all, heads) {
        text += "  \(head)\(String(repeating: " ", count: width - head.count + 2))\(said(command.summary))\n"
      }
      text += "\n"
      text += said(
        ".help NAME explains an operator or a function, such as .help summarize or .help percentile")
      text += "\n"
      return display.write(wordWrapped(text, width: display.width))
    }
    if let text = SessionText.help(name, width: display.width, language) { return display.write(text) }
    refuse(SessionText.noHelp(name, others: ShellCommand.all.map(\.name)))
  }
}

extension String {
  /// The last place at which a text stands.
  fileprivate func lastRange(of text: String) -> Range<String.Index>? {
    var index = endIndex
    while index > startIndex {
      index = self.index(before: index)
      if self[index...].hasPrefix(text) { return index..<self.index(index, offsetBy: text.count) }
    }
    return nil
  }
}
