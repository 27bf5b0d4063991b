import RegnBinder
import RegnData
import RegnFunctions
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
    ShellCommand(name: ".open", arguments: "PATH [as NAME]", summary: "open a file as a table"),
    ShellCommand(name: ".quit", arguments: "", summary: "leave (also Control-D)"),
    ShellCommand(name: ".save", arguments: "PATH", summary: "write the last result to a file"),
    ShellCommand(name: ".schema", arguments: "TABLE", summary: "a table's columns, types and units"),
    ShellCommand(name: ".source", arguments: "TABLE", summary: "where a table's figures come from"),
    ShellCommand(name: ".tables", arguments: "", summary: "the tables at hand"),
    ShellCommand(name: ".timing", arguments: "", summary: "turn the time of each statement on or off"),
  ]
}

extension Shell {
  /// Runs a command; an unknown one is answered with the nearest.
  func command(_ line: String) {
    let parts = line.split(separator: " ", maxSplits: 1)
    let name = String(parts.first ?? "")
    let argument = parts.count > 1 ? trimmed(String(parts[1])) : ""
    switch name {
    case ".help": help(argument)
    case ".tables": display.write(SessionText.tables(session))
    case ".schema": described(argument, name) { SessionText.schema(argument, $0) }
    case ".source": described(argument, name) { SessionText.source(argument, $0) }
    case ".open": open(argument)
    case ".format": format(argument)
    case ".save": save(argument)
    case ".timing":
      settings.timing.toggle()
      display.write("timing is \(settings.timing ? "on" : "off")\n")
    case ".history":
      let entries = history()
      for entry in entries.suffix(Int(argument) ?? 20) { display.write(entry + "\n") }
    case ".last":
      guard let lastResult else { return display.complain("there is no result yet\n") }
      try? display.show(lastResult, seconds: 0, settings: settings)
    case ".edit":
      if let edited = editInEditor(lastQuery) { prefill = trimmed(edited) }
    case ".fix":
      guard let fix = pendingFix else { return display.complain("there is no change to apply\n") }
      display.write(fix + "\n")
      handle(fix)
    case ".explain": explain(argument.isEmpty ? lastQuery : argument)
    case ".quit", ".exit": isDone = true
    default:
      var message = "there is no command \(name)"
      if let near = nearest(name, in: ShellCommand.all.map(\.name)) { message += "; did you mean \(near)?" }
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
    if name.isEmpty { name = SessionText.tableName(ofPath: path) }
    do {
      let table = try session.openTable(name, path: path)
      display.write(SessionText.opened(name, table))
    } catch let error as ExecutionError {
      complain(error)
    } catch {
      display.complain("\(error)\n")
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
    do {
      try display.save(lastResult, to: path)
      display.write("\(lastResult.rowCount) rows written to \(path)\n")
    } catch let error as ExecutionError {
      complain(error)
    } catch {
      display.complain("\(error)\n")
    }
  }

  private func explain(_ query: String) {
    guard !query.isEmpty else { return display.complain("there is no query yet\n") }
    do {
      let text = SourceText(query, fileName: "<input>")
      if let plan = try session.explain(
        text, analyze: false,
        report: { event in
          if case .diagnostics(let diagnostics, let text) = event {
            display.complain(renderer.render(diagnostics, in: text))
          }
        })
      {
        display.write(plan + "\n")
      }
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
      return display.write(text)
    }
    if let text = SessionText.help(name) { return display.write(text) }
    let names =
      TabularOperatorName.all.map(\.name) + FunctionLibrary.all.map(\.name) + ShellCommand.all.map(\.name)
    let near = nearest(name, in: names).map { "; did you mean \($0)?" } ?? ""
    display.complain("there is no help on \(name)\(near)\n")
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
