import RegnBinder
import RegnFunctions
import RegnLanguageService
import RegnPhrases
import RegnSession
import RegnSyntax

/// What Tab offers at the prompt: commands and their arguments, else what the language service says.
struct ShellCompletion {
  private let session: Session
  private let formats: [String]
  private let language: Language

  init(session: Session, formats: [String], language: Language = .en) {
    self.language = language
    self.session = session
    self.formats = formats
  }

  func candidates(_ buffer: LineEditor.Buffer) -> [LineEditor.Completion] {
    let head = String(decoding: Array(buffer.text.utf8).prefix(buffer.cursor), as: UTF8.self)
    let tail = buffer.text.utf8.dropFirst(buffer.cursor).first
    guard Shell.isCommand(head) else { return query(head, from: 0, before: tail) }
    let start = head.utf8.prefix { $0 == 0x20 || $0 == 0x09 || $0 == 0x0A }.count
    let parts = head.dropFirst(start).split(
      maxSplits: 1, omittingEmptySubsequences: false, whereSeparator: \.isWhitespace)
    let name = String(parts[0])
    guard parts.count > 1 else {
      return ShellCommand.all.filter { $0.name.hasPrefix(name) }.map {
        LineEditor.Completion(
          text: $0.name, replacing: start..<buffer.cursor, kind: said("command"),
          detail: $0.summary.text(language))
      }
    }
    let argument = String(parts[1].drop { $0 == " " })
    let place = buffer.cursor - argument.utf8.count
    func words(_ words: [(text: String, detail: Phrase)]) -> [LineEditor.Completion] {
      words.filter { $0.text.hasPrefix(argument) }.map {
        LineEditor.Completion(text: $0.text, replacing: place..<buffer.cursor, detail: said($0.detail))
      }
    }
    switch name {
    case ".explain": return query(argument, from: place, before: tail)
    case ".watch":
      // The seconds may stand before the query.
      let number = argument.prefix { $0.isNumber || $0 == "." }
      let skipped =
        number.isEmpty ? 0 : number.utf8.count + (argument.dropFirst(number.count).isEmpty ? 0 : 1)
      return query(String(argument.dropFirst(skipped)), from: place + skipped, before: tail)
    case ".pager": return words([("auto", ""), ("off", ""), ("on", "")])
    case ".session":
      return words([("save", "write the inputs to a file"), ("replay", "run a file's inputs")])
    case ".format": return words(formats.map { ($0, "") })
    case ".timing": return words([("on", ""), ("off", "")])
    case ".schema", ".source":
      return words(
        session.catalog.tableNames.map { name in
          let rows = session.catalog.table(named: name)?.rowCount
          return (name, rows.map(SessionText.said(rows:)) ?? "")
        })
    case ".help":
      return words(
        TabularOperatorName.all.map { ($0.name, $0.summary) }
          + FunctionLibrary.all.filter { !$0.name.hasPrefix("__") }.map { ($0.name, $0.summary) })
    case ".open", ".save":
      return filePaths(beginningWith: argument).map { path in
        let shown = path.dropLast(path.hasSuffix("/") ? 1 : 0).split(separator: "/").last.map(String.init)
        return LineEditor.Completion(
          text: path, replacing: place..<buffer.cursor,
          display: (shown ?? path) + (path.hasSuffix("/") ? "/" : ""))
      }
    default: return []
    }
  }

  /// What the language service offers at the end of a query that begins at an offset of the input. `next` is
  /// the byte behind the cursor: a quote that stands there already is not doubled.
  private func query(_ head: String, from start: Int, before next: UInt8?) -> [LineEditor.Completion] {
    let document = Document(SourceText(head), context: session.bindingContext)
    let list = document.completions(at: head.utf8.count)
    let lower = list.replacing.lowerBound + start
    return list.items.map { item in
      let isClosed = item.kind == .value && next != nil && item.text.utf8.last == next
      return LineEditor.Completion(
        text: item.text, replacing: lower..<list.replacing.upperBound + start + (isClosed ? 1 : 0),
        kind: said(ShellCompletion.word(item.kind)), detail: said(item.detail))
    }
  }

  private static func word(_ kind: CompletionItem.Kind) -> Phrase {
    switch kind {
    case .table: "table"
    case .column: "column"
    case .function: "function"
    case .tabularOperator: "operator"
    case .keyword: "keyword"
    case .option: "option"
    case .value: "value"
    case .variable: "variable"
    case .type: "type"
    case .file: "file"
    }
  }

  private func said(_ phrase: Phrase) -> String { phrase.text(language) }
}
