import RegnPhrases

// Statements that are no KQL at all: SQL, spreadsheet formulas, names and functions defined without `let`.
extension Parser {
  /// Recognises a statement of another language; swallows and reports it.
  mutating func parseForeignStatement() -> Bool {
    if at(.equal), peekKind(1) != .endOfFile { return parseFormula() }
    guard at(.identifier) else { return false }
    if peekKind(1) == .equal { return parseNameWithoutLet() }
    if atAnyCase("select"),
      beginsOperand(ahead: 1) || peekKind(1) == .typedLiteral || peekKind(1) == .endOfFile
    {
      return parseSQL()
    }
    if atAnyCase("from"), peekKind(1) == .identifier { return parseFromFirst() }
    if atAnyCase("with"), peekKind(1) == .identifier, atAnyCase("as", ahead: 2), peekKind(3) == .openParen {
      return parseForeignSteps()
    }
    return parseSQLChange()
  }

  /// The number of the token that ends the statement here: `;` or an empty line outside brackets, or the end.
  private func statementEnd() -> Int {
    var end = position
    var depth = 0
    while tokens[end].kind != .endOfFile {
      if tokens[end].kind.isOpening { depth += 1 }
      if tokens[end].kind.isClosing { depth -= 1 }
      if depth <= 0, tokens[end].kind == .semicolon || end > position && hasBlankLine(before: end) { break }
      end += 1
    }
    return max(end, position + 1)
  }

  private func hasBlankLine(before index: Int) -> Bool {
    let token = tokens[index]
    var lines = 0
    for at in token.fullStart..<token.start where bytes[at] == 0x0A { lines += 1 }
    return lines >= 2
  }

  private mutating func swallowForeignStatement(upTo end: Int) {
    let start = mark()
    let error = mark()
    while position < end, !isAtEnd { bump(.error) }
    finish(error, .error, .expression)
    finish(start, .queryStatement, .statement)
    lastReported = position
  }

  // MARK: SQL

  private mutating func parseSQL() -> Bool {
    let end = statementEnd()
    let word = token.span
    let whole = SourceSpan(word.start, tokens[end - 1].end)
    var label: Phrase = "write: table | where … | summarize … by … | project …"
    var fixes: [Fix] = []
    if let query = SQLRewriter(text: text, tokens: Array(tokens[position..<end])).query() {
      label = query.utf8.count <= 200 ? "write: \(query)" : "it can be rewritten as KQL"
      fixes = [Fix("rewrite as KQL", replace: whole, with: query)]
    }
    report(
      Diagnostic(
        .sqlQuery, "this is SQL; in KQL a query begins with its table and flows through `|`", at: word,
        label: label, fixes: fixes))
    swallowForeignStatement(upTo: end)
    return true
  }

  /// `from costs where …`.
  private mutating func parseFromFirst() -> Bool {
    let end = statementEnd()
    let span = SourceSpan(token.start, peek(1).end)
    let table = string(peek(1))
    let isAlone = peekKind(2) == .pipe || end == position + 2
    report(
      Diagnostic(
        .sqlQuery, "in KQL a query begins with the name of its table alone", at: span,
        label: isAlone ? "write: \(table)" : "write: \(table) | where … | project …",
        fixes: isAlone ? [Fix("write `\(table)`", replace: span, with: table)] : []))
    guard isAlone else {
      swallowForeignStatement(upTo: end)
      return true
    }
    let start = mark()
    bump(.error)
    parsePipeOrExpression(.expression)
    finish(start, .queryStatement, .statement)
    return true
  }

  /// `with step as (select …) select …`.
  private mutating func parseForeignSteps() -> Bool {
    let end = statementEnd()
    report(
      Diagnostic(
        .sqlQuery, "this is SQL; in KQL a step is named with `let`",
        at: SourceSpan(token.start, peek(2).end),
        label: "write: let \(string(peek(1))) = table | where …; \(string(peek(1))) | …"))
    swallowForeignStatement(upTo: end)
    return true
  }

  /// `INSERT INTO`, `UPDATE t SET`, `DELETE FROM`, `CREATE TABLE`, `DROP TABLE`.
  private mutating func parseSQLChange() -> Bool {
    let isChange =
      atAnyCase("insert") && atAnyCase("into", ahead: 1)
      || atAnyCase("delete") && atAnyCase("from", ahead: 1)
      || atAnyCase("update") && atAnyCase("set", ahead: 2)
      || (atAnyCase("create") || atAnyCase("drop") || atAnyCase("alter"))
        && (atAnyCase("table", ahead: 1) || atAnyCase("view", ahead: 1))
    guard isChange else { return false }
    let end = statementEnd()
    report(
      Diagnostic(
        .sqlQuery, "`\(string(token))` changes data; queries only read it", at: token.span,
        label: "to give a result a name write: let name = table | …"))
    swallowForeignStatement(upTo: end)
    return true
  }

  // MARK: Spreadsheets

  /// Functions of spreadsheets, in English and Danish, that fold many values into one.
  private static let folding: [String: String] = [
    "sum": "sum", "average": "avg", "middel": "avg", "gennemsnit": "avg", "min": "min", "max": "max",
    "maks": "max", "count": "count", "counta": "count", "tæl": "count", "tælv": "count",
    "median": "percentile",
    "sumif": "sumif", "sumifs": "sumif", "countif": "countif", "countifs": "countif", "sum.hvis": "sumif",
    "tæl.hvis": "countif", "stdev": "stdev",
  ]

  /// `=SUM(A1:A3)` at the start of a statement.
  private mutating func parseFormula() -> Bool {
    var end = position
    while tokens[end].kind != .endOfFile, tokens[end].kind != .pipe {
      if end > position, hasBlankLine(before: end) { break }
      if tokens[end].kind == .semicolon, closingDepth(from: position, to: end) == 0 { break }
      end += 1
    }
    var label: Phrase = "write: table | extend x = column + column"
    var fixes: [Fix] = []
    if peekKind(1) == .identifier, peekKind(2) == .openParen {
      let name = string(peek(1)).lowercased()
      if let own = Parser.folding[name] {
        label =
          own == "count"
          ? "write: table | count"
          : own == "percentile"
            ? "write: table | summarize percentile(column, 50)" : "write: table | summarize \(own)(column)"
        // A structured reference names its table and column: =SUM(costs[amount]).
        if peekKind(3) == .identifier, peekKind(4) == .openBracket, peekKind(5) == .identifier,
          peekKind(6) == .closeBracket, peekKind(7) == .closeParen, position + 8 == end,
          ["sum", "avg", "min", "max"].contains(own)
        {
          let query = "\(string(peek(3))) | summarize \(own)(\(string(peek(5))))"
          label = "write: \(query)"
          fixes = [Fix("rewrite as KQL", replace: SourceSpan(token.start, peek(7).end), with: query)]
        }
      } else {
        let own = name == "hvis" || name == "if" ? "iff" : name
        label = "write: table | extend x = \(own)(…)"
      }
    }
    report(
      Diagnostic(
        .formulaStart, "this is a spreadsheet formula; a query begins with a table", at: token.span,
        label: label, fixes: fixes))
    while tokens[end].kind == .pipe {
      end += 1
      while ![.endOfFile, .pipe, .semicolon].contains(tokens[end].kind) { end += 1 }
    }
    swallowForeignStatement(upTo: end)
    return true
  }

  private func closingDepth(from start: Int, to end: Int) -> Int {
    var depth = 0
    for index in start..<end {
      if tokens[index].kind.isOpening { depth += 1 }
      if tokens[index].kind.isClosing { depth -= 1 }
    }
    return depth
  }

  // MARK: Definitions

  /// `x = 5` as a statement.
  private mutating func parseNameWithoutLet() -> Bool {
    let name = string(token)
    report(
      Diagnostic(
        .expected, "expected `let` before a name that is given a value, found `\(name)`", at: token.span,
        label: "write: let \(name) = …",
        fixes: [Fix("add `let`", replace: SourceSpan(token.start, token.start), with: "let ")]))
    let start = mark()
    parseName(.name)
    bump(.operator)
    if atBoundary { missing(.value) } else { parsePipeOrExpression(.value) }
    finish(start, .letStatement, .statement)
    return true
  }

  /// Reports a function defined as other languages do, behind `let` and its name, and swallows it:
  /// `let f(x) = x + 1`, `let f = x => x + 1`. False when it is none.
  mutating func parseForeignFunction(named name: String) -> Bool {
    let first = position
    var parameters = ""
    var body = position
    if at(.openParen), closing[position] >= 0 {
      parameters = typedParameters(position + 1, closing[position])
      body = closing[position] + 1
    } else if at(.identifier), peekKind(1) == .arrow {
      parameters = typedParameters(position, position + 1)
      body = position + 1
    } else {
      return false
    }
    guard [.equal, .arrow].contains(tokens[body].kind) else { return false }
    let end = statementEnd()
    guard body + 1 < end else { return false }
    let value = text[SourceSpan(tokens[body + 1].start, tokens[end - 1].end)]
    let written = "(\(parameters)) { \(value) }"
    let isBehindEqual = tokens[first - 1].kind == .equal
    let isShort = written.utf8.count <= 80 && !written.contains("\n")
    report(
      Diagnostic(
        .expected,
        "expected a function as KQL writes it: its parameters with their types, its body in braces",
        at: tokens[body].span,
        label: isShort ? "write: let \(name) = \(written)" : "write: let f = (x: long) { … }",
        fixes: [
          Fix(
            "write it as a KQL function",
            replace: SourceSpan(
              isBehindEqual ? tokens[first].start : tokens[first - 1].end, tokens[end - 1].end),
            with: (isBehindEqual ? "" : " = ") + written)
        ]))
    let error = mark()
    while position < end, !isAtEnd { bump(.error) }
    finish(error, .error, .error)
    lastReported = position
    return true
  }

  /// Parameters with a type each, `long` where none is written.
  private func typedParameters(_ start: Int, _ end: Int) -> String {
    var parts: [String] = []
    var at = start
    while at < end {
      var next = at
      while next < end, tokens[next].kind != .comma { next += 1 }
      if next > at {
        let part = text[SourceSpan(tokens[at].start, tokens[next - 1].end)]
        parts.append(part.contains(":") ? part : part + ": long")
      }
      at = next + 1
    }
    return parts.joined(separator: ", ")
  }
}
