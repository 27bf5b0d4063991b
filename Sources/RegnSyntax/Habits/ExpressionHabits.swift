import RegnPhrases

// Ways of writing expressions that come from SQL, C or a spreadsheet: understood, and answered once with
// KQL's way.
extension Parser {
  private mutating func reportWord(
    _ code: DiagnosticCode, _ message: Phrase, write replacement: String, at span: SourceSpan? = nil
  ) {
    let span = span ?? token.span
    reportAlways(
      Diagnostic(
        code, message, at: span, label: "write `\(replacement)`",
        fixes: [Fix("write `\(replacement)`", replace: span, with: replacement)]))
  }

  /// Reports the current word, which is a word of the grammar but for its case.
  mutating func reportUpperCase() {
    // One mistake, however many words of a statement share it.
    let word = string(token)
    let lower = word.lowercased()
    guard let first = upperCaseReport else {
      upperCaseReport = diagnostics.count
      return reportWord(.upperCaseKeyword, "KQL's words are written in lower case", write: lower)
    }
    if diagnostics[first].fixes[0].edits.last?.span.start ?? 0 >= token.start { return }
    diagnostics[first].fixes[0].edits.append(TextEdit(token.span, lower))
    diagnostics[first].fixes[0].title = "write them in lower case"
    if diagnostics[first].fixes[0].edits.count <= 9 {
      let others = diagnostics[first].fixes[0].edits.dropFirst().map { "`\(text[$0.span])`" }
      diagnostics[first].notes = ["the same goes for \(others.joined(separator: ", "))"]
    }
  }

  mutating func reportForeignOr(_ bars: SourceSpan) {
    reportWord(.foreignLogic, "`||` is written `or` in KQL", write: "or", at: bars)
  }

  mutating func reportForeignAnd() {
    if at(.ampersandAmpersand) {
      reportWord(.foreignLogic, "`&&` is written `and` in KQL", write: "and")
    } else if !at("and") {
      reportUpperCase()
    }
  }

  /// Reports the `!` before an operand that was read.
  mutating func reportBang(_ bang: SourceSpan, operand: SourceSpan, isNegated: Bool) {
    let call =
      !isNegated
      ? text[operand] : topKind == .parenthesizedExpression ? "not\(text[operand])" : "not(\(text[operand]))"
    let isShort = call.utf8.count <= 80 && !call.contains("\n")
    reportAlways(
      Diagnostic(
        .foreignLogic, "`!` is written `not(…)` in KQL", at: bang,
        label: isShort ? "write: \(call)" : "write `not(…)`",
        fixes: [Fix("write `not(…)`", replace: SourceSpan(bang.start, operand.end), with: call)]))
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

  /// Reports a comparison of what was read since `start` with what stands behind `middle`, which is the right
  /// side of a comparison already.
  mutating func reportChainedComparison(_ sign: SourceSpan, since start: Int, middle: SourceSpan) {
    let whole = spanSince(start)
    let first = text[SourceSpan(whole.start, middle.end)]
    let written = "\(first) and \(text[middle]) \(text[SourceSpan(sign.start, whole.end)])"
    let isShort = written.utf8.count <= 80 && !written.contains("\n")
    reportAlways(
      Diagnostic(
        .chainedComparison, "comparisons do not chain", at: sign,
        label: isShort ? "write: \(written)" : "join two comparisons with `and`",
        fixes: [Fix("join them with `and`", replace: whole, with: written)]))
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
        var replacement = likeOperator(string(peek(ahead + 1)), negated: negated)
        var replaced = span
        if negated, replacement.hasPrefix("matches") {
          let left = spanSince(start)
          replacement = "not(\(text[left]) \(replacement))"
          replaced = SourceSpan(left.start, span.end)
        }
        reportAlways(
          Diagnostic(
            .like, "KQL has no LIKE; it has startswith, endswith, contains, has and matches regex", at: span,
            label: "write: \(replacement)",
            fixes: [Fix("write `\(replacement)`", replace: replaced, with: replacement)]))
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
        let isBracketed = parser.topKind == .parenthesizedExpression
        let call = isBracketed ? "not\(parser.text[span])" : "not(\(parser.text[span]))"
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

  /// Reads on behind a string that a quote within it ended: `"she said "hello" to me"`. False when nothing of
  /// the kind is here.
  mutating func parseBehindInnerQuote(_ start: Int, _ role: Role) -> Bool {
    let before = tokens[position - 1]
    guard at(.identifier), isGlued(ahead: 0), let quote = text[before.span].last,
      quote == "'" || quote == "\"",
      before.end - before.start > 1, !atAny(["and", "or", "by", "in", "to", "with", "on", "asc", "desc"]),
      !atAny(Parser.stringOperators), !atAny(Parser.listOperators)
    else { return false }
    let span = SourceSpan(before.end - 1, before.end)
    reportAlways(
      Diagnostic(
        .doubledQuote, "this \(quote) ends the string; within one it is written \\\(quote)", at: span,
        label: "write \\\(quote)", fixes: [Fix("write \\\(quote)", replace: span, with: "\\\(quote)")]))
    while at(.identifier) || at(.stringLiteral), !startsLine(), isGlued(ahead: 0) || at(.identifier) {
      bump(.error)
    }
    finish(start, .error, role)
    lastReported = position
    return true
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

}
