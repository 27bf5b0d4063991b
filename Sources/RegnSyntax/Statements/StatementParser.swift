import RegnPhrases

extension Parser {
  /// Reads the whole text: statements separated by `;`.
  mutating func parseQueryBlock() {
    let start = mark()
    while true {
      parseStatements(until: .endOfFile)
      if isAtEnd { break }
      // A closing bracket that nothing opened.
      report(
        Diagnostic(
          .unmatchedBracket, "`\(string(token))` closes nothing", at: token.span, label: "remove it",
          fixes: [Fix("remove it", replace: token.span, with: "")]))
      let error = mark()
      while kind.isClosing { bump(.error) }
      if !atBoundary, !atNewStatement {
        while !atBoundary || at(.pipe), !isAtEnd { skipOne() }
      } else if at(.pipe) {
        while !at(.semicolon), !kind.isClosing, !isAtEnd { skipOne() }
      }
      finish(error, .error, .error)
      lastReported = position
    }
    // The end of the text is an element of the root, so that trailing comments are in the tree.
    pending.append(Pending(role: .none, isNode: false, index: Int32(position), height: 0))
    position += 1
    finish(start, .queryBlock, .none)
    position -= 1
  }

  /// Reads statements up to a closing bracket or the end.
  mutating func parseStatements(until end: TokenKind) {
    while !isAtEnd, !kind.isClosing {
      if bumpIf(.semicolon, .separator) { continue }
      let before = position
      parseStatement()
      if position == before, !atBoundary || at(.pipe) {
        reportExpected("a statement")
        let error = mark()
        skipOne()
        finish(error, .error, .error)
        lastReported = position
      }
      if isAtEnd || at(.semicolon) || kind.isClosing { continue }
      if atNewStatement {
        let place = tokens[position - 1].end
        if lastReported != position {
          report(
            Diagnostic(
              .missingSemicolon, "expected `;` between two statements", at: SourceSpan(place, place),
              label: "add `;`", fixes: [Fix("add `;`", replace: SourceSpan(place, place), with: ";")]))
        }
        continue
      }
      if !reportForeign() { reportExpected(expectedAfterStatement) }
      let error = mark()
      while !isAtEnd, !at(.semicolon), !kind.isClosing, !atNewStatement { skipOne() }
      if pending.count > error { finish(error, .error, .error) }
      lastReported = position
    }
  }

  private var expectedAfterStatement: Phrase { "`|`, `;` or the end of the query" }

  private mutating func parseStatement() {
    let start = mark()
    upperCaseReport = nil
    if at("let"), atQuotedName(ahead: 1) || peekKind(1) == .identifier || peekKind(1) == .equal {
      return parseLet()
    }
    if at("set"), peekKind(1) == .identifier,
      peekKind(2) == .equal || peekKind(2) == .semicolon
        || peekKind(2) == .endOfFile
    {
      bump(.keyword)
      parseName(.name)
      if bumpIf(.equal, .operator) { parseExpression(.value) }
      return finish(start, .setStatement, .statement)
    }
    if at("declare") {
      if at("pattern", ahead: 1) { return parsePattern() }
      if at("query_parameters", ahead: 1) {
        bump(.keyword)
        bump(.keyword)
        if at(.openParen) { parseParameterList(.parameter) } else { reportExpected("`(` and parameters") }
        return finish(start, .declareStatement, .statement)
      }
    }
    if at("alias"), at("database", ahead: 1) { return parseAlias() }
    if at("restrict"), at("access", ahead: 1) { return parseRestrict() }
    if at(.dot), peekKind(1) == .identifier {
      return swallowStatement(.commandStatement)
    }
    if parseForeignStatement() { return }
    parseQueryStatement()
  }

  mutating func swallowStatement(_ kind: SyntaxKind) {
    let start = mark()
    bump(.keyword)
    while !isAtEnd, !at(.semicolon), !self.kind.isClosing { skipOne() }
    finish(start, kind, .statement)
  }

  mutating func parseQueryStatement() {
    let start = mark()
    let query = mark()
    if at(.pipe) || atOperatorAtStart {
      if at(.pipe), options.allowsLeadingPipe {
        // The session knows the table.
      } else {
        let name = at(.pipe) ? "|" : string(token)
        report(
          Diagnostic(
            .missingSource, "a query begins with its table", at: token.span,
            label: at(.pipe) ? "write the name of a table before `|`" : "write: table | \(name) …"))
      }
      if at(.pipe) {
        parseStages()
      } else {
        parseOperator(.stage)
        parseStages()
      }
      finish(query, .pipeExpression, .expression)
    } else {
      parsePipeOrExpression(.expression)
    }
    finish(start, .queryStatement, .statement)
  }

  /// Whether the statement begins with an operator that needs a table before it.
  private var atOperatorAtStart: Bool {
    guard at(.identifier), atOperatorWithoutPipe() else { return false }
    if at("search") || at("find") || at("union") || at("evaluate") { return false }
    switch peekKind(1) {
    case .pipe, .semicolon, .endOfFile, .openParen, .openBracket, .minus, .star: return false
    default: return !atAny(["and", "or"] + Parser.stringOperators, ahead: 1)
    }
  }

  private mutating func parseLet() {
    let start = mark()
    bump(.keyword)
    let name = at(.identifier) ? string(token) : "f"
    parseName(.name)
    if parseForeignFunction(named: name) { return finish(start, .letStatement, .statement) }
    if at(.equal) {
      bump(.operator)
      if parseForeignFunction(named: name) { return finish(start, .letStatement, .statement) }
    } else if at(.equalEqual) || at(.colon) && peekKind(1) == .equal {
      report(
        Diagnostic(
          .expected, "expected `=` after the name, found \(found())", at: token.span, label: "write `=`"))
      let error = mark()
      while at(.equalEqual) || at(.colon) || at(.equal) { bump(.error) }
      finish(error, .error, .error)
      lastReported = position
    } else {
      let isNext = !atBoundary && !startsLine()
      reportExpected(
        "`=` after the name", label: isNext ? "write: = \(string(token))" : "",
        fixes: isNext ? [Fix("add `=`", replace: SourceSpan(token.start, token.start), with: "= ")] : [])
    }
    if atFunctionDeclaration() {
      parseFunctionDeclaration()
    } else if atBoundary && !at(.pipe) {
      reportExpected("a value")
      missing(.value)
    } else {
      parsePipeOrExpression(.value)
    }
    finish(start, .letStatement, .statement)
  }

  /// Whether `(parameters) {` or `view (…) {` begins here.
  private func atFunctionDeclaration() -> Bool {
    if at("view"), peekKind(1) == .openParen { return true }
    guard at(.openParen) else { return false }
    let end = closing[position]
    if end >= 0, end + 1 < tokens.count, tokens[end + 1].kind == .openBrace { return true }
    // A broken declaration is recognised by its first parameter.
    return peekKind(1) == .identifier && peekKind(2) == .colon
  }

  private mutating func parseFunctionDeclaration() {
    let start = mark()
    bumpIf("view")
    parseParameterList(.parameter)
    if at(.openBrace) {
      nested(.body) { parser in
        let body = parser.mark()
        let open = parser.position
        parser.bump(.open)
        parser.parseStatements(until: .closeBrace)
        parser.expectClose(.closeBrace, opened: open)
        parser.finish(body, .functionBody, .body)
      }
    } else if !atBoundary, !atNewStatement {
      var end = position
      while ![.semicolon, .endOfFile, .closeBrace].contains(tokens[end].kind) { end += 1 }
      let body = SourceSpan(token.start, tokens[end - 1].end)
      let label: Phrase =
        text[body].utf8.count <= 60 && !text[body].contains("\n") ? "write: { \(text[body]) }" : ""
      reportExpected(
        "`{` and the function's body", label: label,
        fixes: [
          Fix(
            "put braces around the body",
            edits: [
              TextEdit(SourceSpan(body.start, body.start), "{ "),
              TextEdit(SourceSpan(body.end, body.end), " }"),
            ])
        ])
      let error = mark()
      while position < end { bump(.error) }
      finish(error, .error, .error)
      lastReported = position
    } else {
      reportExpected("`{` and the function's body")
    }
    finish(start, .functionDeclaration, .value)
  }

  /// Reads `(x: long = 5, T: (a: long, *))`; pushes the brackets and the parameters.
  mutating func parseParameterList(_ role: Role) {
    let open = position
    bump(.open)
    while !atBoundary {
      let before = position
      let start = mark()
      parseName(.name, "the name of a parameter")
      if bumpIf(.colon, .separator) {
        if at(.openParen) { parseRowSchema(.schema) } else { parseTypeName(.type) }
      } else if position > before {
        reportExpected("`:` and a type", label: "such as `\(string(tokens[position - 1])): long`")
      }
      if bumpIf(.equal, .operator) { parseExpression(.value) }
      finish(start, .parameterDeclaration, role)
      if bumpIf(.comma, .separator) { continue }
      if position == before || !atName { break }
      reportExpected("`,`")
    }
    expectClose(.closeParen, opened: open)
  }
}
