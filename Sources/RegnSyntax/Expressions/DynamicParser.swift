import RegnPhrases

extension Parser {
  /// Reads `dynamic( JSON )`. Strings may stand in either quotes, and literals of other types may be nested.
  mutating func parseDynamicLiteral(_ role: Role) {
    let start = mark()
    nested(role) { parser in
      parser.bump(.keyword)
      let open = parser.position
      parser.bump(.open)
      if parser.at(.closeParen) {
        parser.reportExpected("a JSON value")
        parser.missing(.value)
      } else {
        parser.parseJSON(.value)
      }
      parser.expectClose(.closeParen, opened: open)
      parser.finish(start, .dynamicLiteral, role)
    }
  }

  private mutating func parseJSON(_ role: Role) {
    let start = mark()
    switch kind {
    case .openBracket:
      nested(role) { parser in
        let open = parser.position
        parser.bump(.open)
        parser.parseJSONItems(.closeBracket) { $0.parseJSON(.element) }
        parser.expectClose(.closeBracket, opened: open)
        parser.finish(start, .jsonArray, role)
      }
    case .openBrace:
      nested(role) { parser in
        let open = parser.position
        parser.bump(.open)
        parser.parseJSONItems(.closeBrace) { $0.parseJSONProperty() }
        parser.expectClose(.closeBrace, opened: open)
        parser.finish(start, .jsonObject, role)
      }
    case .minus, .plus:
      bump(.operator)
      if at(.longLiteral) || at(.realLiteral) || at(.timespanLiteral) {
        let number = mark()
        bump(.value)
        finish(number, .literal, .operand)
      } else {
        reportExpected("a number")
        missing(.operand)
      }
      finish(start, .prefixExpression, role)
    case .stringLiteral, .longLiteral, .realLiteral, .timespanLiteral, .typedLiteral:
      if at(.typedLiteral) { checkTypedLiteral() }
      bump(.value)
      finish(start, .literal, role)
    case .identifier where at("true") || at("false") || at("null"):
      bump(.value)
      finish(start, .literal, role)
    case .identifier where at("dynamic") && peekKind(1) == .openParen: parseDynamicLiteral(role)
    default:
      let isWord = at(.identifier)
      reportExpected(
        "a JSON value", label: isWord ? "to use a column write `pack_array(…)` or `bag_pack(…)`" : "")
      if atBoundary || at(.comma) {
        missing(role)
      } else {
        skipOne()
        finish(start, .error, role)
        lastReported = position
      }
    }
  }

  private mutating func parseJSONItems(_ close: TokenKind, _ item: (inout Parser) -> Void) {
    while !at(close), !atBoundary {
      let before = position
      item(&self)
      if bumpIf(.comma, .separator) { continue }
      if position == before { break }
      if !at(close), !atBoundary {
        reportExpected(close == .closeBrace ? "`,` or `}`" : "`,` or `]`")
        if at(.colon) { break }
        lastReported = position
      }
    }
  }

  private mutating func parseJSONProperty() {
    let start = mark()
    if at(.stringLiteral) || at(.identifier) || at(.longLiteral) {
      if !at(.stringLiteral) {
        let quoted = "\"\(string(token))\""
        reportExpected(
          "the name of a property in quotes", label: "write: \(quoted)",
          fixes: [Fix("put it in quotes", replace: token.span, with: quoted)])
      }
      bump(.name)
    } else {
      reportExpected("the name of a property in quotes")
      let bad = mark()
      if !atBoundary, !at(.comma) {
        skipOne()
        finish(bad, .error, .error)
      }
    }
    if bumpIf(.colon, .separator) {
      parseJSON(.value)
    } else {
      reportExpected("`:` and a value")
      missing(.value)
    }
    finish(start, .jsonProperty, .property)
  }

  /// `[1, 2]` or `{…}` where an expression stands: an array or object needs `dynamic(…)` around it.
  mutating func parseBareDynamic(_ role: Role) {
    let start = mark()
    let end = closing[position]
    let isArray = at(.openBracket)
    var label: Phrase = isArray ? "write `dynamic([…])`" : "write `dynamic({…})`"
    var fixes: [Fix] = []
    let span = end >= 0 ? SourceSpan(token.start, tokens[end].end) : token.span
    if end >= 0 {
      let rewritten = "dynamic(\(text[span]))"
      if rewritten.count <= 60, !rewritten.contains("\n") { label = "write: \(rewritten)" }
      fixes = [Fix("put `dynamic(…)` around it", replace: span, with: rewritten)]
    }
    report(
      Diagnostic(
        .expected, "expected a value, found \(isArray ? "an array" : "an object or a block")",
        at: token.span,
        label: label, fixes: fixes))
    skipOne()
    lastReported = position
    finish(start, .error, role)
  }
}
