// Statements that Regn does not have. They are read so that they can be laid out; one that cannot be read is
// swallowed, as its first words say all.
extension Parser {
  /// Reads `alias database name = expression`.
  mutating func parseAlias() {
    parseOutOfScopeStatement(.aliasStatement) { parser in
      parser.bump(.keyword)
      parser.bump(.keyword)
      parser.parseName(.name)
      if !parser.bumpIf(.equal, .operator) { parser.reportExpected("`=`") }
      parser.parseExpression(.value)
    }
  }

  /// Reads `restrict access to (tables)`.
  mutating func parseRestrict() {
    parseOutOfScopeStatement(.restrictStatement) { parser in
      parser.bump(.keyword)
      parser.bump(.keyword)
      parser.expectWord("to")
      let open = parser.position
      if !parser.bumpIf(.openParen, .open) { return parser.reportExpected("`(` and tables") }
      parser.parseList(of: "a table") { $0.parseTableReference(.table) }
      parser.expectClose(.closeParen, opened: open)
    }
  }

  /// Reads `declare pattern name [= (a: string)[b: string] { ("x").["y"] = { query }; … }]`.
  mutating func parsePattern() {
    parseOutOfScopeStatement(.patternStatement) { parser in
      parser.bump(.keyword)
      parser.bump(.keyword)
      parser.parseName(.name)
      guard parser.bumpIf(.equal, .operator) else { return }
      guard parser.at(.openParen) else { return parser.reportExpected("`(` and parameters") }
      parser.parseParameterList(.parameter)
      if parser.at(.openBracket) {
        let open = parser.position
        parser.bump(.open)
        parser.parseColumnDeclaration(.parameter)
        parser.expectClose(.closeBracket, opened: open)
      }
      let open = parser.position
      guard parser.bumpIf(.openBrace, .open) else { return parser.reportExpected("`{`") }
      while parser.at(.openParen) {
        parser.parsePatternCase()
        if !parser.bumpIf(.semicolon, .separator) { break }
      }
      parser.expectClose(.closeBrace, opened: open)
    }
  }

  private mutating func parsePatternCase() {
    let start = mark()
    parseArguments(inCallOf: nil)
    if bumpIf(.dot, .separator) {
      let open = position
      if !bumpIf(.openBracket, .open) { reportExpected("`[`") }
      parseExpression(.index)
      expectClose(.closeBracket, opened: open)
    }
    if !bumpIf(.equal, .operator) { reportExpected("`=`") }
    guard at(.openBrace) else {
      reportExpected("`{` and a query")
      return finish(start, .patternCase, .branch)
    }
    nested(.body) { parser in
      let body = parser.mark()
      let open = parser.position
      parser.bump(.open)
      parser.parseStatements(until: .closeBrace)
      parser.expectClose(.closeBrace, opened: open)
      parser.finish(body, .functionBody, .body)
    }
    finish(start, .patternCase, .branch)
  }

  private mutating func parseOutOfScopeStatement(_ kind: SyntaxKind, _ read: (inout Parser) -> Void) {
    let start = mark()
    var isRead = false
    readQuietly { parser in
      read(&parser)
      isRead = parser.isAtEnd || parser.at(.semicolon) || parser.kind.isClosing || parser.atNewStatement
      return isRead
    } otherwise: { _ in
    }
    if isRead { finish(start, kind, .statement) } else { swallowStatement(kind) }
  }

  /// Runs `read`; when it gives a diagnostic or says false, everything is as before and `otherwise` runs.
  mutating func readQuietly(_ read: (inout Parser) -> Bool, otherwise: (inout Parser) -> Void) {
    let heights = (pending.count, records.count, elements.count, diagnostics.count)
    let state = (position, lastReported, stopWords, upperCaseReport, saidTooDeep)
    let isRead = read(&self)
    stopWords = state.2
    if isRead, diagnostics.count == heights.3 { return }
    pending.removeSubrange(heights.0...)
    records.removeSubrange(heights.1...)
    elements.removeSubrange(heights.2...)
    diagnostics.removeSubrange(heights.3...)
    (position, lastReported, stopWords, upperCaseReport, saidTooDeep) = state
    otherwise(&self)
    lastReported = position
  }
}
