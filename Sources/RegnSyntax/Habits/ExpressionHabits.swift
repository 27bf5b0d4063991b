// Ways of writing expressions that come from SQL, C or a spreadsheet: understood, and answered once with
// KQL's way.
extension Parser {
  private mutating func reportWord(
    _ code: DiagnosticCode, _ message: String, write replacement: String, at span: SourceSpan? = nil
  ) {
    let span = span ?? token.span
    reportAlways(
      Diagnostic(
        code, message, at: span, label: "write `\(replacement)`",
        fixes: [Fix("write `\(replacement)`", replace: span, with: replacement)]))
  }

  /// Reports the current word, which is a word of the grammar but for its case.
  mutating func reportUpperCase() {
    // ORDER BY, NULLS LAST: one mistake.
    if lastUpperCase == position - 1 {
      lastUpperCase = position
      return
    }
    lastUpperCase = position
    reportWord(.upperCaseKeyword, "KQL's words are written in lower case", write: string(token).lowercased())
  }

  mutating func reportForeignOr() {
    if at(.barBar) {
      let touchesString = tokens[max(0, position - 1)].kind == .stringLiteral || peekKind(1) == .stringLiteral
      if touchesString {
        reportAlways(
          Diagnostic(
            .concatenation, "`||` does not join strings in KQL", at: token.span,
            label: "write `strcat(a, b)`, or `or` between conditions"))
      } else {
        reportWord(.foreignLogic, "`||` is written `or` in KQL", write: "or")
      }
    } else if !at("or") {
      reportUpperCase()
    }
  }

  mutating func reportForeignAnd() {
    if at(.ampersandAmpersand) {
      reportWord(.foreignLogic, "`&&` is written `and` in KQL", write: "and")
    } else if !at("and") {
      reportUpperCase()
    }
  }

  mutating func reportBang() {
    reportAlways(
      Diagnostic(.foreignLogic, "`!` is written `not(…)` in KQL", at: token.span, label: "write `not(…)`"))
  }

  /// Reports `=` and `<>` between two operands, and a comparison with NULL.
  mutating func reportEqualityHabit(_ start: Int) {
    let isNegated = at(.bangEqual) || at(.lessGreater)
    if peekKind(1) == .identifier, atAnyCase("null", ahead: 1), peekKind(2) != .openParen, peekKind(2) != .dot
    {
      let left = spanSince(start)
      let call = "\(isNegated ? "isnotnull" : "isnull")(\(text[left]))"
      let span = SourceSpan(left.start, peek(1).end)
      reportAlways(
        Diagnostic(
          .nullWord, "a null is tested with `isnull()`, never with `\(string(token))`",
          at: SourceSpan(token.start, peek(1).end), label: "write: \(call)",
          fixes: [Fix("write `\(call)`", replace: span, with: call)]))
      // The word itself has been dealt with.
      lastNull = position + 1
    } else if at(.equal) {
      reportWord(.equalForEquality, "`=` gives a name; `==` compares", write: "==")
    } else if at(.lessGreater) {
      reportWord(.notEqualSign, "`<>` is written `!=` in KQL", write: "!=")
    }
  }

  mutating func reportChainedComparison() {
    guard at(.less) || at(.lessEqual) || at(.greater) || at(.greaterEqual) || at(.equalEqual) else { return }
    reportAlways(
      Diagnostic(
        .chainedComparison, "comparisons do not chain", at: token.span,
        label: at(.less) || at(.lessEqual)
          ? "write: x between (a .. b), or: a < x and x < b" : "write: a == b and b == c"))
  }

  /// Reads an operator that SQL writes otherwise, if one is here: IS NULL, LIKE, NOT LIKE, NOT IN, NOT
  /// BETWEEN, and KQL's own in upper case.
  mutating func parseForeignEquality(_ start: Int, _ role: Role) -> Bool {
    if atAnyCase("is"),
      atAnyCase("null", ahead: 1) || atAnyCase("not", ahead: 1) && atAnyCase("null", ahead: 2)
    {
      let negated = atAnyCase("not", ahead: 1)
      let left = spanSince(start)
      let words = SourceSpan(token.start, peek(negated ? 2 : 1).end)
      let call = "\(negated ? "isnotnull" : "isnull")(\(text[left]))"
      reportAlways(
        Diagnostic(
          .isNull, "a null is tested with `isnull()` or `isnotnull()` in KQL", at: words,
          label: "write: \(call)",
          fixes: [Fix("write `\(call)`", replace: SourceSpan(left.start, words.end), with: call)]))
      for _ in 0..<(negated ? 3 : 2) { bump(.error) }
      finish(start, .error, role)
      return true
    }
    let negated = (atAnyCase("not") || at(.bang)) && peekKind(1) == .identifier
    let ahead = negated ? 1 : 0
    if atAnyCase("like", ahead: ahead) || atAnyCase("ilike", ahead: ahead), beginsOperand(ahead: ahead + 1) {
      let span = SourceSpan(token.start, peek(ahead + 1).end)
      if peekKind(ahead + 1) == .stringLiteral {
        let replacement = likeOperator(string(peek(ahead + 1)), negated: negated)
        reportAlways(
          Diagnostic(
            .like, "KQL has no LIKE; it has startswith, endswith, contains, has and matches regex", at: span,
            label: "write: \(replacement)",
            fixes: [Fix("write `\(replacement)`", replace: span, with: replacement)]))
      } else {
        reportAlways(
          Diagnostic(
            .like, "KQL has no LIKE; it has startswith, endswith, contains, has and matches regex", at: span))
      }
      for _ in 0...ahead { bump(.error) }
      parseUnary(.right)
      finish(start, .error, role)
      return true
    }
    if negated {
      guard
        atAnyCase("in", ahead: 1) || atAnyCase("between", ahead: 1) || atAny(Parser.stringOperators, ahead: 1)
      else { return false }
      let word = string(peek(1)).lowercased()
      reportWord(
        .notWord, "`not \(word)` is written `!\(word)` in KQL", write: "!\(word)",
        at: SourceSpan(token.start, peek(1).end))
      bump(.operator)
      let isBetween = atAnyCase("between")
      if isBetween {
        parseBetween(start, role)
      } else if peekKind(1) == .openParen {
        setRole(start, .left)
        bump(.operator)
        parseArguments(inCallOf: nil)
        finish(start, .error, role)
      } else {
        setRole(start, .left)
        bump(.operator)
        parseUnary(.right)
        finish(start, .error, role)
      }
      return true
    }
    if at(.identifier), at("IN") || at("In") {
      guard peekKind(1) == .openParen else { return false }
      reportUpperCase()
      setRole(start, .left)
      bump(.operator)
      parseArguments(inCallOf: nil)
      finish(start, .error, role)
      return true
    }
    if at(.identifier), bytes[token.start] < 0x61 || !isLowerCase(token) {
      let lower = string(token).lowercased()
      if Parser.stringOperatorNames.contains(lower), beginsOperand(ahead: 1) {
        reportUpperCase()
        setRole(start, .left)
        bump(.operator)
        parseUnary(.right)
        finish(start, .error, role)
        return true
      }
    }
    return false
  }

  private func isLowerCase(_ token: Token) -> Bool {
    bytes[token.start..<token.end].allSatisfy { !(0x41...0x5A).contains($0) }
  }

  private static let stringOperatorNames = Set(stringOperators.map { "\($0)" })

  /// Reads a word that means something in SQL but not in KQL: NULL, NOT x, CASE WHEN.
  mutating func parseForeignWord(_ role: Role) -> Bool {
    let start = mark()
    switch kind {
    case .identifier where atAnyCase("null"):
      switch peekKind(1) {
      case .openParen, .dot, .equal, .openBracket: return false
      default: break
      }
      if lastNull != position {
        reportAlways(
          Diagnostic(
            .nullWord, "a null is written with its type in KQL", at: token.span,
            label: "write `int(null)`, `datetime(null)` …; test with `isnull(x)`"))
      }
      bump(.error)
      finish(start, .error, role)
      return true
    case .identifier where atAnyCase("not"):
      if peekKind(1) == .openParen {
        guard !at("not") else { return false }
        reportWord(.notWord, "`not` is a function, written in lower case", write: "not")
        return false
      }
      guard peekKind(1) == .identifier || peekKind(1) == .stringLiteral || peekKind(1) == .typedLiteral,
        !startsLine(ahead: 1), !atStopWord(ahead: 1)
      else { return false }
      let word = token.span
      nested(role) { parser in
        parser.bump(.operator)
        let operand = parser.mark()
        parser.parseEquality(.operand)
        let span = parser.spanSince(operand)
        let call = "not(\(parser.text[span]))"
        parser.reportAlways(
          Diagnostic(
            .notWord, "`not` is a function in KQL", at: word, label: "write: \(call)",
            fixes: [Fix("write `\(call)`", replace: SourceSpan(word.start, span.end), with: call)]))
        parser.finish(start, .prefixExpression, role)
      }
      return true
    case .identifier where atAnyCase("case") && atAnyCase("when", ahead: 1):
      parseCaseWhen(role)
      return true
    default: return false
    }
  }

  private func atStopWord(ahead distance: Int) -> Bool { atAny(stopWords, ahead: distance) }

  private mutating func parseCaseWhen(_ role: Role) {
    let start = mark()
    let word = SourceSpan(token.start, peek(1).end)
    nested(role) { parser in
      let saved = parser.stopWords
      parser.bump(.error)
      var parts: [String] = []
      func read(_ parser: inout Parser) {
        let part = parser.mark()
        parser.parseExpression(.error)
        parts.append(parser.text[parser.spanSince(part)])
      }
      while parser.atAnyCase("when") {
        parser.bump(.error)
        read(&parser)
        guard parser.atAnyCase("then") else { break }
        parser.bump(.error)
        read(&parser)
      }
      if parser.atAnyCase("else") {
        parser.bump(.error)
        read(&parser)
      } else {
        parts.append("…")
      }
      let isWhole = parser.atAnyCase("end")
      if isWhole { parser.bump(.error) }
      let call = "case(\(parts.joined(separator: ", ")))"
      let span = parser.spanSince(start)
      parser.reportAlways(
        Diagnostic(
          .caseWhen, "CASE WHEN is the function `case` in KQL", at: word, label: "write: \(call)",
          fixes: isWhole && parts.last != "…" ? [Fix("write `case(…)`", replace: span, with: call)] : []))
      parser.stopWords = saved
      parser.finish(start, .error, role)
      parser.lastReported = parser.position
    }
  }

  /// Two strings side by side are one in KQL; with no space between them a quote was probably meant to be
  /// doubled.
  mutating func reportDoubledQuote() {
    var index = position
    while tokens[index + 1].kind == .stringLiteral {
      let next = tokens[index + 1]
      let quote = bytes[tokens[index].end - 1]
      if next.fullStart == next.start, quote == bytes[next.start], quote == 0x27 || quote == 0x22 {
        let sign = String(decoding: [quote], as: UTF8.self)
        let span = SourceSpan(tokens[index].end - 1, next.start + 1)
        reportAlways(
          Diagnostic(
            .doubledQuote, "a doubled quote ends one string and begins another, and the two are joined",
            at: span,
            label: "for a quote within a string write `\\\(sign)`",
            fixes: [Fix("write `\\\(sign)`", replace: span, with: "\\\(sign)")]))
        return
      }
      index += 1
    }
  }

  /// Reports `1,5` as the value of a named column.
  mutating func noteDecimalComma() {
    guard let span = decimalCommaSpan() else { return }
    let number = text[span].replacingComma()
    reportAlways(
      Diagnostic(
        .decimalComma, "these are two values; a decimal point is written `.` in KQL", at: span,
        label: "for one number write \(number)", fixes: [Fix("write \(number)", replace: span, with: number)])
    )
  }

  /// The bytes of `1,5` around the comma here, when the second number ends what stands there.
  func decimalCommaSpan() -> SourceSpan? {
    guard at(.comma), isGlued(ahead: 0), isGlued(ahead: 1), position > 0, peekKind(1) == .longLiteral,
      tokens[position - 1].kind == .longLiteral
    else { return nil }
    switch peekKind(2) {
    case .pipe, .semicolon, .endOfFile, .closeParen, .identifier: break
    case .comma where peekKind(3) == .identifier: break
    default: return nil
    }
    return SourceSpan(tokens[position - 1].start, peek(1).end)
  }
}

extension String {
  /// The text with the first comma turned into a point.
  fileprivate func replacingComma() -> String {
    guard let comma = firstIndex(of: ",") else { return self }
    return self[..<comma] + "." + self[index(after: comma)...]
  }
}
