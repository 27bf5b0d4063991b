import RegnPhrases

extension Parser {
  /// Whether a name begins here: an identifier, or `[` string `]`.
  var atName: Bool { at(.identifier) || atQuotedName() }

  func atQuotedName(ahead distance: Int = 0) -> Bool {
    peekKind(distance) == .openBracket && peekKind(distance + 1) == .stringLiteral
      && peekKind(distance + 2) == .closeBracket
  }

  /// Reads a name; pushes `missing` and reports when none is there.
  mutating func parseName(_ role: Role, _ what: Phrase = "a name") {
    let start = mark()
    if at(.identifier) {
      bump(.name)
    } else if atQuotedName() {
      bump(.open)
      bump(.name)
      bump(.close)
    } else {
      reportExpected(what)
      return missing(role)
    }
    finish(start, .name, role)
  }

  mutating func parsePrimary(_ role: Role) {
    let start = mark()
    switch kind {
    case .longLiteral, .realLiteral, .timespanLiteral:
      if parseForeignNumber(role) { return }
      bump(.value)
      finish(start, .literal, role)
    case .typedLiteral:
      checkTypedLiteral()
      bump(.value)
      finish(start, .literal, role)
    case .stringLiteral:
      reportDoubledQuote()
      while at(.stringLiteral) { bump(.value) }
      if parseBehindInnerQuote(start, role) { return }
      finish(start, .literal, role)
    case .openParen: parseParenthesized(role)
    case .openBracket where atQuotedName():
      parseName(role)
      if at(.openParen), !namesOnly { finishCall(start, role) }
    case .openBracket, .openBrace: parseBareDynamic(role)
    case .star:
      bump(.operator)
      finish(start, .star, role)
    case .identifier: parseWord(role)
    case .dot where peekKind(1) == .longLiteral && isGlued(ahead: 1):
      let span = SourceSpan(token.start, peek(1).end)
      let number = "0" + text[span]
      report(
        Diagnostic(
          .invalidNumber, "a number begins with a digit", at: span, label: "write: \(number)",
          fixes: [Fix("write \(number)", replace: span, with: number)]))
      bump(.value)
      bump(.value)
      finish(start, .error, role)
    default:
      reportExpected("a value")
      if at(.unknown) {
        bump(.error)
        lastReported = position
        finish(start, .error, role)
      } else {
        missing(role)
      }
    }
  }

  private mutating func parseParenthesized(_ role: Role) {
    let start = mark()
    nested(role) { parser in
      let open = parser.position
      parser.bump(.open)
      let saved = parser.stopWords
      parser.stopWords = []
      if parser.at(.closeParen) {
        parser.reportExpected("a value in the brackets")
        parser.missing(.expression)
      } else {
        parser.parsePipeOrExpression(.expression)
      }
      parser.expectClose(.closeParen, opened: open)
      parser.stopWords = saved
      parser.finish(start, .parenthesizedExpression, role)
    }
  }

  private mutating func parseWord(_ role: Role) {
    let start = mark()
    if at("true") || at("false") {
      bump(.value)
      return finish(start, .literal, role)
    }
    if at("dynamic"), peekKind(1) == .openParen { return parseDynamicLiteral(role) }
    if at("typeof"), peekKind(1) == .openParen { return parseTypeof(role) }
    if parseForeignWord(role) || parseFormattedString(role) { return }
    if (at("and") || at("or")) && !isLoneName || atStopWordBeforeOperand {
      reportExpected("a value")
      return missing(role)
    }
    if at("datatable"), peekKind(1) == .openParen { return parseDatatable(role) }
    if at("externaldata"), peekKind(1) == .openParen { return parseExternaldata(role) }
    if at("entity_group"), peekKind(1) == .openBracket { return parseEntityGroup(role) }
    parseName(role)
    if at(.openParen), !namesOnly { finishCall(start, role) }
  }

  /// Reads `entity_group [ cluster(…).database(…), … ]`, written like a call but for the brackets.
  private mutating func parseEntityGroup(_ role: Role) {
    let start = mark()
    parseName(.callee)
    nested(.error) { parser in
      let open = parser.position
      let saved = parser.namesOnly
      parser.namesOnly = false
      parser.bump(.open)
      while !parser.atBoundary {
        let before = parser.position
        parser.parseExpression(.argument)
        if !parser.bumpIf(.comma, .separator) || parser.position == before { break }
      }
      parser.namesOnly = saved
      parser.expectClose(.closeBracket, opened: open)
    }
    finish(start, .callExpression, role)
  }

  /// Whether the word here stands alone, so that it can only be a name.
  private var isLoneName: Bool { !beginsOperand(ahead: 1) && peekKind(1) != .equalEqual }

  /// Turns the callee above `start` and the arguments that follow into a call.
  mutating func finishCall(_ start: Int, _ role: Role) {
    setRole(start, .callee)
    let callee = position > 0 ? tokens[position - 1] : token
    reportCallHabits(callee)
    parseArguments(inCallOf: callee)
    finish(start, .callExpression, role)
  }

  /// Reads `(`, arguments, `)`.
  mutating func parseArguments(inCallOf callee: Token?) {
    nested(.error) { parser in
      let open = parser.position
      let saved = (parser.stopWords, parser.allowsColon, parser.namesOnly)
      parser.stopWords = []
      parser.allowsColon = false
      parser.namesOnly = false
      parser.bump(.open)
      var saidSemicolon = false
      while !parser.at(.closeParen) {
        let before = parser.position
        if parser.at(.comma) || parser.atBoundary {
          if parser.position > open + 1, !parser.at(.comma),
            parser.tokens[parser.position - 1].kind == .comma,
            parser.at(.endOfFile) == false, parser.at(.closeParen) == false
          {
            parser.reportExpected("an argument")
          } else if parser.at(.comma) {
            parser.reportExpected("an argument")
            parser.missing(.argument)
          }
          if parser.atBoundary, !parser.at(.closeParen) { break }
        } else {
          parser.parseArgument()
        }
        parser.swallowCellRange()
        if parser.bumpIf(.comma, .separator) {
          if parser.at(.closeParen) {
            let comma = parser.tokens[parser.position - 1].span
            parser.report(
              Diagnostic(
                .trailingSeparator, "expected an argument after the comma, found `)`", at: comma,
                label: "remove it, or go on", fixes: [Fix("remove the comma", replace: comma, with: "")]))
          }
          continue
        }
        if parser.at(.semicolon), parser.isSemicolonInCall() {
          parser.reportSemicolonInCall(said: &saidSemicolon)
          parser.bump(.separator)
          continue
        }
        if parser.at(.closeParen) || parser.atBoundary || parser.atNewStatement { break }
        if parser.beginsOperand(), !parser.startsLine() || parser.closing[open] > parser.position {
          // Two arguments without a comma between them.
          let end = parser.tokens[parser.position - 1].end
          parser.report(
            Diagnostic(
              .expected, "expected `,` or `)`, found \(parser.found())", at: parser.token.span,
              label: "add `,`",
              fixes: [Fix("add `,`", replace: SourceSpan(end, end), with: ",")]))
          if parser.position == before { parser.skipToBoundary() }
          parser.lastReported = parser.position
          continue
        }
        break
      }
      (parser.stopWords, parser.allowsColon, parser.namesOnly) = saved
      parser.expectClose(.closeParen, opened: open)
    }
  }

  /// Reads one argument: `name = value`, or an expression, which may be a pipe.
  mutating func parseArgument() {
    if at(.identifier) || atQuotedName() {
      let nameLength = at(.identifier) ? 1 : 3
      if peekKind(nameLength) == .equal {
        let start = mark()
        parseName(.name)
        bump(.operator)
        parsePipeOrExpression(.value)
        return finish(start, .namedExpression, .argument)
      }
    }
    parsePipeOrExpression(.argument)
  }

  /// Reads an expression that may be named: `x = a + b`, `(x, y) = f()`, `a + b`.
  mutating func parseNamedExpression(_ role: Role) {
    let start = mark()
    let nameLength = at(.identifier) ? 1 : atQuotedName() ? 3 : 0
    if nameLength > 0, peekKind(nameLength) == .equal {
      parseName(.name)
    } else if at(.openParen), let length = compoundNameLength(), peekKind(length) == .equal {
      bump(.open)
      while !at(.closeParen) {
        parseName(.name)
        bumpIf(.comma, .separator)
      }
      bump(.close)
    } else {
      parseExpression(role)
      return noteDecimalComma()
    }
    bump(.operator)
    parseExpression(.value)
    noteDecimalComma()
    finish(start, .namedExpression, role)
  }

  /// The number of tokens in `(a, b, …)` when only names stand in the brackets.
  private func compoundNameLength() -> Int? {
    var distance = 1
    while true {
      if peekKind(distance) == .identifier {
        distance += 1
      } else if atQuotedName(ahead: distance) {
        distance += 3
      } else {
        return nil
      }
      if peekKind(distance) == .comma {
        distance += 1
      } else {
        return peekKind(distance) == .closeParen ? distance + 1 : nil
      }
    }
  }

  private mutating func parseTypeof(_ role: Role) {
    let start = mark()
    bump(.keyword)
    let open = position
    bump(.open)
    while !atBoundary {
      let before = position
      if at(.star) {
        let star = mark()
        bump(.operator)
        finish(star, .star, .type)
      } else if at(.identifier), peekKind(1) == .colon {
        parseColumnDeclaration(.type)
      } else {
        parseTypeName(.type)
      }
      if !bumpIf(.comma, .separator) || position == before { break }
    }
    expectClose(.closeParen, opened: open)
    finish(start, .typeofExpression, role)
  }

  /// Reads `name: type`.
  mutating func parseColumnDeclaration(_ role: Role) {
    let start = mark()
    parseName(.name, "the name of a column")
    if bumpIf(.colon, .separator) {
      parseTypeName(.type)
    } else {
      reportExpected("`:` and a type", label: "such as `\(string(tokens[max(0, position - 1)])): long`")
    }
    finish(start, .columnDeclaration, role)
  }

  mutating func parseTypeName(_ role: Role) {
    let start = mark()
    guard at(.identifier) else {
      reportExpected("a type, such as `long` or `string`")
      return missing(role)
    }
    bump(.name)
    finish(start, .typeName, role)
  }

  /// Reads `(a: long, b: string, *)`.
  mutating func parseRowSchema(_ role: Role) {
    let start = mark()
    guard at(.openParen) else {
      reportExpected("`(` and a list of columns, such as `(name: string)`")
      return missing(role)
    }
    let open = position
    bump(.open)
    while !atBoundary {
      let before = position
      if at(.star) {
        let star = mark()
        bump(.operator)
        finish(star, .star, .column)
      } else {
        parseColumnDeclaration(.column)
      }
      if bumpIf(.comma, .separator) { continue }
      if position == before || !atName { break }
      reportExpected("`,`")
    }
    expectClose(.closeParen, opened: open)
    finish(start, .rowSchema, role)
  }
}
