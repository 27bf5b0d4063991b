import RegnBinder
import RegnData
import RegnSession
import RegnSyntax

/// A command of the REPL: a word that begins with a dot.
struct ShellCommand: Sendable {
  let name: String
  /// What follows the name, for help.
  let arguments: String
  let summary: String

  /// All commands, sorted by name.
  static let all: [ShellCommand] = [
    ShellCommand(name: ".edit", arguments: "", summary: "edit the last query in $EDITOR"),
    ShellCommand(
      name: ".explain", arguments: "[QUERY]", summary: "how the last query, or the given one, runs"),
    ShellCommand(name: ".fix", arguments: "", summary: "apply the suggested change to the last input"),
    ShellCommand(name: ".format", arguments: "[FORMAT]", summary: "show or choose the output format"),
    ShellCommand(name: ".help", arguments: "[NAME]", summary: "help on commands, an operator or a function"),
    ShellCommand(name: ".history", arguments: "[N]", summary: "the last inputs"),
    ShellCommand(name: ".last", arguments: "", summary: "show the last result again"),
    ShellCommand(name: ".learn", arguments: "[LESSON]", summary: "the lessons of the course, or one of them"),
    ShellCommand(name: ".max-rows", arguments: "[N]", summary: "show or choose how many rows a table shows"),
    ShellCommand(name: ".open", arguments: "PATH [as NAME]", summary: "open a file as a table"),
    ShellCommand(name: ".quit", arguments: "", summary: "leave (also Control-D)"),
    ShellCommand(name: ".save", arguments: "PATH", summary: "write the last result to a file"),
    ShellCommand(name: ".schema", arguments: "TABLE", summary: "a table's columns, types and units"),
    ShellCommand(name: ".source", arguments: "TABLE", summary: "where a table's figures come from"),
    ShellCommand(name: ".tables", arguments: "", summary: "the tables at hand"),
    ShellCommand(name: ".timing", arguments: "[on|off]", summary: "say the time of each statement, or not"),
  ]
}

extension Shell {
  /// Runs a command; an unknown one is answered with the nearest.
  func command(_ line: String) {
    let parts = line.split(maxSplits: 1, whereSeparator: \.isWhitespace)
    let name = String(parts.first ?? "")
    let argument = parts.count > 1 ? trimmed(String(parts[1])) : ""
    if courseCommand(name, argument) { return }
    switch name {
    case ".help": help(argument)
    case ".learn": learn(argument)
    case ".tables": display.write(SessionText.tables(session, width: display.width))
    case ".schema": described(argument, name) { SessionText.schema(argument, $0, width: display.width) }
    case ".source": described(argument, name) { SessionText.source(argument, $0, width: display.width) }
    case ".open": open(argument)
    case ".format": format(argument)
    case ".save": save(argument)
    case ".timing": timing(argument)
    case ".max-rows": maxRows(argument)
    case ".history": showHistory(argument)
    case ".last":
      guard let lastResult else { return display.complain("there is no result yet\n") }
      attempt { try display.show(lastResult, seconds: nil, settings: settings) }
    case ".edit": edit()
    case ".fix":
      guard let fix = pendingFix else { return display.complain("there is no change to apply\n") }
      display.write(fix + "\n")
      remember(fix)
      handle(fix)
    case ".explain": explain(argument.isEmpty ? lastInput : argument)
    case ".quit", ".exit": isDone = true
    default:
      var message = "there is no command \(name)"
      if let near = nearest(name, in: commandNames) { message += "; did you mean \(near)?" }
      display.complain(message + "\n  .help lists the commands\n")
    }
  }

  private func trimmed(_ text: String) -> String {
    String(text.drop { $0.isWhitespace }.reversed().drop { $0.isWhitespace }.reversed())
  }

  private func described(_ table: String, _ command: String, _ text: (any TableSource) -> String) {
    guard !table.isEmpty else { return display.complain("which table? write: \(command) costs\n") }
    guard let source = session.catalog.table(named: table) else {
      var message = "no table is named \(table)"
      if let near = nearest(table, in: session.catalog.tableNames) { message += "; did you mean \(near)?" }
      return display.complain(message + "\n  .tables lists them\n")
    }
    display.write(text(source))
  }

  private func open(_ argument: String) {
    guard !argument.isEmpty else { return display.complain("which file? write: .open PATH as NAME\n") }
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
      display.write(SessionText.opened(name, table, width: display.width))
    }
  }

  private func format(_ argument: String) {
    if argument.isEmpty {
      display.write("\(settings.format)  (one of \(display.formats.joined(separator: ", ")))\n")
    } else if display.formats.contains(argument) {
      settings.format = argument
    } else {
      let near = nearest(argument, in: display.formats).map { "; did you mean \($0)?" } ?? ""
      display.complain(
        "there is no format \(argument)\(near)\n  it is one of \(display.formats.joined(separator: ", "))\n")
    }
  }

  private func save(_ path: String) {
    guard !path.isEmpty else {
      return display.complain("where? write: .save PATH, such as .save result.csv\n")
    }
    guard let lastResult else { return display.complain("there is no result yet\n") }
    attempt {
      try display.save(lastResult, to: expandingHome(path))
      let rows = lastResult.rowCount
      display.write("\(SessionText.grouped(rows)) row\(rows == 1 ? "" : "s") written to \(path)\n")
    }
  }

  private func explain(_ query: String) {
    guard !query.isEmpty else { return display.complain("there is no query yet\n") }
    attempt {
      let plan = try session.explain(SourceText(query, fileName: "<input>"), analyze: false) { event in
        guard case .diagnostics(let diagnostics, let text) = event else { return }
        display.complain(renderer.render(diagnostics, in: text))
      }
      if let plan { display.write(plan + "\n") }
    }
  }

  private func timing(_ argument: String) {
    switch argument {
    case "": settings.timing.toggle()
    case "on": settings.timing = true
    case "off": settings.timing = false
    default: return display.complain("timing is on or off\n")
    }
    display.write("timing is \(settings.timing ? "on" : "off")\n")
  }

  private func maxRows(_ argument: String) {
    if argument.isEmpty { return display.write("tables show at most \(settings.maxRows) rows\n") }
    guard let count = Int(argument), count >= 0 else {
      return display.complain("how many rows? write: .max-rows 500\n")
    }
    settings.maxRows = count
  }

  private func showHistory(_ argument: String) {
    guard let count = argument.isEmpty ? 20 : Int(argument), count >= 0 else {
      return display.complain("how many inputs? write: .history 50\n")
    }
    for entry in history.suffix(count) { display.write(visibleLines(entry) + "\n") }
  }

  private func edit() {
    guard let edited = editInEditor(lastInput) else {
      return display.complain(
        "the editor ended with an error, so nothing was changed\n  $VISUAL or $EDITOR names the editor\n")
    }
    prefill = trimmed(edited)
  }

  /// Does what may fail, and says why it did.
  private func attempt(_ body: () throws -> Void) {
    do {
      try body()
    } catch let error as ExecutionError {
      complain(error)
    } catch {
      display.complain("\(error)\n")
    }
  }

  private func help(_ name: String) {
    if name.isEmpty {
      var text = "Type a query; Tab completes; a line that begins with | goes on from the last query.\n\n"
      let width = ShellCommand.all.map { $0.name.count + $0.arguments.count + 1 }.max() ?? 0
      for command in ShellCommand.all {
        let head = "\(command.name) \(command.arguments)"
        text += "  \(head)\(String(repeating: " ", count: width - head.count + 2))\(command.summary)\n"
      }
      text += "\n.help NAME explains an operator or a function, such as .help summarize or .help percentile\n"
      return display.write(wordWrapped(text, width: display.width))
    }
    if let text = SessionText.help(name, width: display.width) { return display.write(text) }
    display.complain(SessionText.noHelp(name, others: ShellCommand.all.map(\.name)))
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
