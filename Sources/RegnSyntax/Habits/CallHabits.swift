extension Parser {
  /// Reports calls as other languages write them, before their arguments are read: `COUNT(*)`, `IF(…)`,
  /// `COUNT(DISTINCT x)`, `datetime(x)`.
  mutating func reportCallHabits(_ callee: Token) {
    guard callee.kind == .identifier else { return }
    let name = string(callee)
    let lower = name.lowercased()
    if lower == "count" {
      if peekKind(1) == .star, peekKind(2) == .closeParen {
        let span = SourceSpan(callee.start, peek(2).end)
        reportAlways(
          Diagnostic(
            .countStar, "`count()` has no argument in KQL", at: span, label: "write `count()`",
            fixes: [Fix("write `count()`", replace: span, with: "count()")]))
      } else if atAnyCase("distinct", ahead: 1), peekKind(2) == .identifier {
        let end = closing[position]
        let span = end >= 0 ? SourceSpan(callee.start, tokens[end].end) : callee.span
        let inner = end >= 0 ? text[SourceSpan(peek(2).start, tokens[end].start)] : "x"
        reportAlways(
          Diagnostic(
            .countStar, "different values are counted with `dcount` or `count_distinct`", at: span,
            label: "write: count_distinct(\(inner))",
            fixes: end >= 0
              ? [Fix("write `count_distinct`", replace: span, with: "count_distinct(\(inner))")] : []))
        lastReported = position + 2
      }
    } else if lower == "if" {
      reportAlways(
        Diagnostic(
          .ifFunction, "the function is `iff(condition, then, otherwise)` in KQL", at: callee.span,
          label: "write `iff`", fixes: [Fix("write `iff`", replace: callee.span, with: "iff")]))
    } else if literalType(named: name) != nil, let number = decimalCommaInLiteral() {
      let span = SourceSpan(callee.start, peek(4).end)
      reportAlways(
        Diagnostic(
          .decimalComma, "a decimal point is written `.` in KQL", at: span, label: "write \(name)(\(number))",
          fixes: [Fix("write \(number)", replace: SourceSpan(peek(1).start, peek(3).end), with: number)],
          severity: .error))
    } else if literalType(named: name) != nil {
      let function = conversion(for: name)
      reportAlways(
        Diagnostic(
          .literalCall, "`\(name)(…)` holds a literal; to convert a value there is `\(function)`",
          at: callee.span,
          label: "write `\(function)`",
          fixes: [Fix("write `\(function)`", replace: callee.span, with: function)]))
    }
  }

  /// The number in `(1,5)` here.
  private func decimalCommaInLiteral() -> String? {
    guard at(.openParen), peekKind(1) == .longLiteral, peekKind(2) == .comma, peekKind(3) == .longLiteral,
      peekKind(4) == .closeParen
    else { return nil }
    return string(peek(1)) + "." + string(peek(3))
  }

  private func conversion(for type: String) -> String {
    switch literalType(named: type) {
    case .datetime: "todatetime"
    case .timespan: "totimespan"
    case .guid: "toguid"
    case .int: "toint"
    case .real: "todouble"
    case .decimal: "todecimal"
    case .bool: "tobool"
    default: "tolong"
    }
  }

  /// Reports a typed literal whose content cannot be of its type. Datetimes and timespans have too many forms
  /// to be judged here; only names are reported.
  mutating func checkTypedLiteral() {
    let literal = string(token)
    let name = String(literal.prefix { $0.isLetter })
    guard let type = literalType(named: name) else { return }
    let content = typedLiteralContent(literal)
    let lower = content.lowercased()
    if lower == "null" { return }
    let isQuoted = literal.contains("\"") || literal.contains("'")
    let isGood: Bool
    switch type {
    case .long, .int:
      let digits = lower.hasPrefix("-") || lower.hasPrefix("+") ? lower.dropFirst() : lower[...]
      let isNumber =
        digits.hasPrefix("0x")
        ? digits.dropFirst(2).allSatisfy(\.isHexDigit) && digits.count > 2
        : !digits.isEmpty && digits.allSatisfy(\.isNumber)
      isGood = isNumber
    case .real:
      isGood =
        ["nan", "inf", "+inf", "-inf"].contains(lower) || Double(content) != nil && !lower.contains("x")
    case .decimal: isGood = Double(content) != nil && !lower.contains("x") && !lower.contains("n")
    case .bool: isGood = lower == "true" || lower == "false" || Int64(lower) != nil
    case .guid:
      let digits = lower.filter { $0 != "-" && $0 != "{" && $0 != "}" }
      isGood = digits.count == 32 && digits.allSatisfy(\.isHexDigit)
    case .datetime, .timespan:
      let isWord = content.first.map { $0.isLetter || $0 == "_" } ?? false
      let isDate =
        type == .datetime && content.contains(where: \.isNumber)
        && content.contains(where: { " ,-/:".contains($0) })
      isGood = isQuoted || !isWord || isDate || content.isEmpty
    default: isGood = true
    }
    if isGood { return }
    let function = conversion(for: name)
    let isName = content.first.map { $0.isLetter || $0 == "_" } ?? false
    let call = "\(function)(\(content))"
    reportAlways(
      Diagnostic(
        .invalidLiteral, "`\(content)` is not a literal of type \(type.rawValue)", at: token.span,
        label: isName ? "to convert a value write `\(call)`" : "",
        fixes: isName ? [Fix("write `\(call)`", replace: token.span, with: call)] : []))
  }

  /// Swallows the rest of a spreadsheet's range after an argument: `A1:A3`.
  mutating func swallowCellRange() {
    guard at(.colon), position > 0, peekKind(1) == .identifier || peekKind(1) == .longLiteral else { return }
    let first = tokens[position - 1]
    guard first.kind == .identifier || first.kind == .longLiteral else { return }
    let span = SourceSpan(first.start, peek(1).end)
    reportAlways(
      Diagnostic(
        .cellRange, "`\(text[span])` is a spreadsheet's range; KQL speaks of whole columns", at: span,
        label: "write the name of a column: table | summarize sum(column)"))
    let error = mark()
    bump(.error)
    bump(.error)
    finish(error, .error, .error)
    lastReported = position
  }

  /// Whether the `;` here stands between the arguments of a call that is closed on the same line.
  func isSemicolonInCall() -> Bool {
    guard beginsOperand(ahead: 1) || peekKind(1) == .typedLiteral, !startsLine(ahead: 1) else { return false }
    if at("let", ahead: 1) || at("set", ahead: 1) { return false }
    var depth = 0
    for distance in 1..<200 {
      let kind = peekKind(distance)
      if kind == .endOfFile || kind == .pipe || startsLine(ahead: distance) { return false }
      if kind.isOpening { depth += 1 }
      if kind.isClosing {
        if depth == 0 { return kind == .closeParen }
        depth -= 1
      }
    }
    return false
  }

  /// Reports the `;` here, once for all of a call.
  mutating func reportSemicolonInCall(said: inout Bool) {
    if said { return }
    said = true
    var edits = [TextEdit(token.span, ",")]
    var depth = 0
    var distance = 1
    while distance < 200 {
      let next = peek(distance)
      if next.kind.isOpening { depth += 1 }
      if next.kind.isClosing { depth -= 1 }
      if depth < 0 || next.kind == .endOfFile { break }
      if next.kind == .semicolon, depth == 0 { edits.append(TextEdit(next.span, ",")) }
      distance += 1
    }
    reportAlways(
      Diagnostic(
        .semicolonInCall, "arguments are separated by `,` in KQL", at: token.span, label: "write `,`",
        fixes: [Fix("write `,`", edits: edits)]))
  }
}
