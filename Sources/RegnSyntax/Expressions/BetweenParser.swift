extension Parser {
  /// Reads the rest of `x between (a .. b)`; SQL's `between a and b` is understood and reported.
  mutating func parseBetween(_ start: Int, _ role: Role) {
    let left = spanSince(start)
    let word = position
    setRole(start, .left)
    bump(.operator)
    if at(.openParen), hasDotDotInBracket() {
      nested(.error) { parser in
        let open = parser.position
        parser.bump(.open)
        parser.parseAdditive(.lower)
        if parser.at(.comma) || parser.atAnyCase("and") {
          parser.reportAlways(
            Diagnostic(
              .betweenAnd, "between the ends of `between` stands `..`", at: parser.token.span,
              label: "write `..`", fixes: [Fix("write `..`", replace: parser.token.span, with: " ..")]))
          parser.bump(.separator)
        } else if !parser.bumpIf(.dotDot, .separator) {
          parser.reportExpected("`..` and the upper end")
        }
        if parser.at(.closeParen) {
          parser.reportExpected("the upper end")
          parser.missing(.upper)
        } else {
          parser.parseAdditive(.upper)
        }
        parser.expectClose(.closeParen, opened: open)
      }
    } else {
      let lowerMark = mark()
      parseAdditive(.lower)
      let lower = spanSince(lowerMark)
      let isForeign = at("and") || at("AND") || at("And") || at(.comma) && peekKind(1) != .identifier
      if isForeign || at(.dotDot) {
        bump(.separator)
        let upperMark = mark()
        parseAdditive(.upper)
        let upper = spanSince(upperMark)
        let span = SourceSpan(tokens[word].start, upper.end)
        let name = string(tokens[word]).lowercased()
        let rewritten = "\(name) (\(text[lower]) .. \(text[upper]))"
        reportAlways(
          Diagnostic(
            .betweenAnd, "the ends of `between` stand in brackets with `..` between them", at: span,
            label: "write: \(text[left]) \(rewritten)",
            fixes: [Fix("write `\(rewritten)`", replace: span, with: rewritten)]))
      } else {
        reportExpected("`(a .. b)` after `between`")
        missing(.upper)
      }
    }
    finish(start, .betweenExpression, role)
  }

  /// Whether two ends stand in the bracket that opens here, before it closes or the query goes on.
  private func hasDotDotInBracket() -> Bool {
    var depth = 0
    for index in position..<min(tokens.count, position + 500) {
      switch tokens[index].kind {
      case .openParen: depth += 1
      case .closeParen:
        depth -= 1
        if depth == 0 { return false }
      case .dotDot where depth == 1, .comma where depth == 1: return true
      case .identifier where depth == 1 && index > position && isAnd(tokens[index]): return true
      case .semicolon, .endOfFile, .pipe: return false
      default: break
      }
    }
    return false
  }

  private func isAnd(_ token: Token) -> Bool {
    token.end - token.start == 3 && text[token.span].lowercased() == "and"
  }

  /// The bytes of what was pushed since `mark`.
  func spanSince(_ mark: Int) -> SourceSpan {
    guard mark < pending.count else { return SourceSpan(token.start, token.start) }
    let first = pending[mark]
    let firstToken = first.isNode ? Int(records[Int(first.index)].firstToken) : Int(first.index)
    guard firstToken < position else { return SourceSpan(token.start, token.start) }
    return SourceSpan(tokens[firstToken].start, tokens[position - 1].end)
  }
}
