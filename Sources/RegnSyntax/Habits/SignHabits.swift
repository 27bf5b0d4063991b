import RegnPhrases

// Signs that other languages compute with: `a ^ b`, `a ** b`, `a & b`, `a || b`, `a ? b : c`, `a ?? b`.
extension Parser {
  /// Reports a call that does what a foreign sign does.
  private mutating func reportSign(
    _ code: DiagnosticCode, _ message: Phrase, at span: SourceSpan, write call: String,
    replace whole: SourceSpan
  ) {
    let isShort = call.utf8.count <= 80 && !call.contains("\n")
    let name = call.prefix { $0 != "(" }
    reportAlways(
      Diagnostic(
        code, message, at: span, label: isShort ? "write: \(call)" : "write `\(name)(…)`",
        fixes: [Fix("write `\(name)(…)`", replace: whole, with: call)]))
  }

  /// Reads `a ^ b` and `a ** b` behind their left operand.
  mutating func parseForeignPower(_ start: Int, _ role: Role) {
    while at(.caret) || at(.star) && peekKind(1) == .star && isGlued(ahead: 1) && beginsOperand(ahead: 2) {
      if isChainTooLong(start, role) { return }
      let left = spanSince(start)
      let length = at(.caret) ? 1 : 2
      let sign = SourceSpan(token.start, peek(length - 1).end)
      setRole(start, .left)
      for _ in 0..<length { bump(.error) }
      let operand = mark()
      if at(.minus) || at(.plus) { parseUnary(.right) } else { parsePostfix(.right) }
      let right = spanSince(operand)
      reportSign(
        .foreignOperator, "`\(text[sign])` is the function `pow` in KQL", at: sign,
        write: "pow(\(text[left]), \(text[right]))", replace: SourceSpan(left.start, right.end))
      finish(start, .binaryExpression, role)
    }
  }

  /// Reports a chain `a & b & …` whose operands are known, the signs among them.
  mutating func reportAmpersand(_ signs: [SourceSpan], _ operands: [SourceSpan]) {
    guard let sign = signs.first, let first = operands.first, let last = operands.last else { return }
    let message: Phrase = "text is joined with `strcat` in KQL"
    if signs.count + 1 == operands.count {
      let call = "strcat(\(operands.map { text[$0] }.joined(separator: ", ")))"
      reportSign(
        .concatenation, message, at: sign, write: call, replace: SourceSpan(first.start, last.end))
    } else {
      reportAlways(Diagnostic(.concatenation, message, at: sign, label: "write: strcat(a, b)"))
    }
  }

  /// Whether the operands above `start` are text rather than conditions: a string is among them, and nothing
  /// that is compared.
  func joinsText(since start: Int) -> Bool {
    var hasText = false
    for entry in pending[start...] where entry.isNode {
      let record = records[Int(entry.index)]
      switch record.kind {
      case .literal: hasText = hasText || tokens[Int(record.firstToken)].kind == .stringLiteral
      case .name, .callExpression, .memberExpression, .indexExpression: break
      default: return false
      }
    }
    return hasText
  }

  /// Reports a chain of `||` that joins text, the operands of which lie above `start`.
  mutating func reportBarBar(_ sign: SourceSpan, since start: Int) {
    let parts = pending[start...].filter(\.isNode).map { entry -> String in
      let record = records[Int(entry.index)]
      guard record.firstToken < record.endToken else { return "…" }
      return text[SourceSpan(tokens[Int(record.firstToken)].start, tokens[Int(record.endToken) - 1].end)]
    }
    reportSign(
      .concatenation, "`||` does not join text in KQL", at: sign,
      write: "strcat(\(parts.joined(separator: ", ")))", replace: spanSince(start))
  }

  /// Reads `f"… {x} …"`, a string with values within, which KQL joins by strcat.
  mutating func parseFormattedString(_ role: Role) -> Bool {
    guard at("f") || at("F") || at("$"), peekKind(1) == .stringLiteral, isGlued(ahead: 1) else {
      return false
    }
    let literal = string(peek(1))
    guard let quote = literal.first, quote == "'" || quote == "\"", literal.last == quote,
      literal.utf8.count > 1
    else { return false }
    var parts: [String] = []
    var piece = ""
    var depth = 0
    func end(isValue: Bool) {
      // A format behind `:` is left out.
      let value = isValue ? String(piece.prefix { $0 != ":" }) : "\(quote)\(piece)\(quote)"
      if !piece.isEmpty { parts.append(value) }
      piece = ""
    }
    for character in literal.dropFirst().dropLast() {
      switch character {
      case "{" where depth == 0:
        end(isValue: false)
        depth = 1
      case "}" where depth == 1:
        end(isValue: true)
        depth = 0
      default: piece.append(character)
      }
    }
    guard depth == 0 else { return false }
    end(isValue: false)
    let span = SourceSpan(token.start, peek(1).end)
    reportSign(
      .foreignOperator, "KQL has no strings with values in braces; text is joined with `strcat`", at: span,
      write: "strcat(\(parts.joined(separator: ", ")))", replace: span)
    let start = mark()
    bump(.error)
    bump(.error)
    finish(start, .error, role)
    return true
  }

  /// Reads `? b : c` and `?? b` behind their first operand.
  mutating func parseForeignChoice(_ start: Int, _ role: Role) {
    while at(.question) {
      if isChainTooLong(start, role) { return }
      let first = text[spanSince(start)]
      let sign = token.span
      nested(.error) { parser in
        let inner = parser.mark()
        let saved = parser.allowsColon
        parser.allowsColon = false
        func operand() -> String {
          let operand = parser.mark()
          parser.parseExpression(.error)
          return parser.text[parser.spanSince(operand)]
        }
        parser.bump(.error)
        if parser.at(.question), parser.isGlued(ahead: 0) {
          let span = SourceSpan(sign.start, parser.token.end)
          parser.bump(.error)
          let second = operand()
          parser.reportSign(
            .foreignOperator, "`??` is the function `coalesce` in KQL", at: span,
            write: "coalesce(\(first), \(second))", replace: parser.spanSince(start))
        } else {
          let second = operand()
          var third = "…"
          if parser.at(.colon) {
            parser.bump(.error)
            third = operand()
          }
          parser.reportSign(
            .foreignOperator, "`? :` is the function `iff` in KQL", at: sign,
            write: "iff(\(first), \(second), \(third))", replace: parser.spanSince(start))
        }
        parser.allowsColon = saved
        parser.finish(inner, .error, .error)
      }
      finish(start, .error, role)
    }
  }
}
