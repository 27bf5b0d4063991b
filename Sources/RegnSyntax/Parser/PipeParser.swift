extension Parser {
  /// Reads an expression, or a pipe that begins with one or with an operator that makes a table.
  mutating func parsePipeOrExpression(_ role: Role) {
    let start = mark()
    if !parseSourceOperator(role) { parseExpression(role) }
    parsePipeRest(start, role)
  }

  /// Wraps what lies above `start` in a pipe if operators follow.
  mutating func parsePipeRest(_ start: Int, _ role: Role) {
    guard at(.pipe) || atOperatorWithoutPipe() else { return }
    setRole(start, .source)
    parseStages()
    finish(start, .pipeExpression, role)
  }

  /// Reads the operator that a query may begin with: print, range, union, find, search, evaluate, datatable …
  mutating func parseSourceOperator(_ role: Role) -> Bool {
    guard at(.identifier) else { return false }
    if at("print"), ![.comma, .closeParen, .equal].contains(peekKind(1)),
      peekKind(1) != .dot || peekKind(2) == .longLiteral,
      peekKind(1) != .openBracket || !isGlued(ahead: 1)
    {
      parsePrint(role)
    } else if at("range"), peekKind(1) == .identifier || atQuotedName(ahead: 1) {
      parseRange(role)
    } else if at("union"),
      peekKind(1) == .identifier || peekKind(1) == .openParen || peekKind(1) == .star
        || peekKind(1) == .openBracket
    {
      parseUnion(role)
    } else if at("find"),
      peekKind(1) == .identifier || peekKind(1) == .stringLiteral || peekKind(1) == .openParen
    {
      parseFind(role)
    } else if at("search"), beginsOperand(ahead: 1) {
      parseSearch(role)
    } else if at("evaluate"), peekKind(1) == .identifier {
      parseEvaluate(role)
    } else if at("macro-expand") {
      parseOutOfScope(role)
    } else {
      return false
    }
    return true
  }

  /// Reads `| operator` until something else comes.
  mutating func parseStages() {
    var count = 0
    while true {
      if at(.pipe) {
        bump(.pipe)
      } else if atOperatorWithoutPipe() {
        reportMissingPipe()
      } else {
        return
      }
      count += 1
      if count == SyntaxTree.maximumStages + 1 {
        reportAlways(
          Diagnostic(
            .tooManyOperators, "this pipe has more than \(SyntaxTree.maximumStages) operators",
            at: token.span,
            label: "name a part with `let`"))
      }
      parseStage()
    }
  }

  /// Reads one operator and what should not follow it.
  private mutating func parseStage() {
    parseOperator(.stage)
    if atBoundary || atNewStatement || atOperatorWithoutPipe() { return }
    if !reportForeign() { reportExpected("`|` or the end of the query") }
    let saved = stopWords
    stopWords = []
    skipToBoundary(stopAtComma: false)
    stopWords = saved
  }

  /// Reads `( operators )`, whose first operator may stand without `|`: the subqueries of mv-apply, fork,
  /// partition, facet. A source may come first, too. Pushes the brackets and one expression with the role
  /// `query`.
  mutating func parseSubquery() {
    guard at(.openParen) || at(.openBrace) else {
      reportExpected("`(` and a subquery")
      return missing(.query)
    }
    nested(.query) { parser in
      let close: TokenKind = parser.at(.openParen) ? .closeParen : .closeBrace
      let open = parser.position
      let saved = parser.stopWords
      parser.stopWords = []
      parser.bump(.open)
      let start = parser.mark()
      if parser.at(close) {
        parser.reportExpected("an operator")
        parser.missing(.query)
      } else if parser.at(.identifier), TabularOperatorName.isName(parser.string(parser.token)),
        parser.peekKind(1) != .pipe || parser.at("count") || parser.at("serialize") || parser.at("getschema")
      {
        parser.parseStage()
        parser.parseStages()
        parser.finish(start, .pipeExpression, .query)
      } else if parser.at(.pipe) {
        parser.parseStages()
        parser.finish(start, .pipeExpression, .query)
      } else {
        parser.parsePipeOrExpression(.query)
      }
      parser.expectClose(close, opened: open)
      parser.stopWords = saved
    }
  }

  /// Whether an operator evidently begins here although no `|` came before.
  func atOperatorWithoutPipe() -> Bool {
    guard at(.identifier), !isInsideName else { return false }
    let first = bytes[token.start]
    if first >= 0x41, first <= 0x5A { return atUpperCaseOperator() }
    guard first >= 0x61, first <= 0x7A else { return false }
    switch peekKind(1) {
    case .equal, .equalEqual, .bangEqual, .lessGreater, .equalTilde, .bangTilde, .less, .lessEqual, .greater,
      .greaterEqual, .dot, .comma, .colon, .closeParen, .closeBracket, .closeBrace, .plus, .slash, .percent,
      .arrow, .dotDot, .wordOperator:
      return false
    default: break
    }
    let name = string(token)
    guard let known = TabularOperatorName.named(name), known.canFollowWithoutPipe else { return false }
    switch peekKind(1) {
    case .pipe, .semicolon, .endOfFile:
      return name == "count" || name == "getschema" || name == "serialize" || name == "consume"
    // `limit * 2` is a product; only operators that choose columns take a star.
    case .star: return name.hasPrefix("project") || name == "distinct" || name == "search" || name == "find"
    case .openParen:
      return !known.isFunctionToo && (startsLine() || tokens[position - 1].kind != .identifier || true)
    case .identifier where atAny(Parser.stringOperators + Parser.listOperators, ahead: 1) && name != "search":
      return name == "find"
    default: return true
    }
  }

  /// Whether a word such as `WHERE` or `LIMIT` and what it applies to stand here.
  private func atUpperCaseOperator() -> Bool {
    guard token.end - token.start >= 4, beginsOperand(ahead: 1), peekKind(1) != .minus, peekKind(1) != .star
    else { return false }
    let lower = string(token).lowercased()
    guard ["where", "limit", "take", "summarize", "project", "extend", "join", "union"].contains(lower) else {
      return (lower == "order" || lower == "sort") && atAnyCase("by", ahead: 1)
    }
    return true
  }

  private var isInsideName: Bool { position > 0 && tokens[position - 1].kind == .dot }

  mutating func reportMissingPipe() {
    let place = token.start
    let lower = string(token).lowercased()
    if lower != string(token) {
      return report(
        Diagnostic(
          .upperCaseKeyword, "KQL's operators stand after `|` and are written in lower case", at: token.span,
          label: "write: | \(lower)",
          fixes: [Fix("write `| \(lower)`", replace: token.span, with: "| \(lower)")]))
    }
    report(
      Diagnostic(
        .missingPipe, "expected `|` before `\(string(token))`", at: token.span,
        label: "write: | \(string(token))",
        fixes: [Fix("add `|`", replace: SourceSpan(place, place), with: "| ")]))
  }
}
