import RegnPhrases

// Numbers as people write them elsewhere: grouped digits, decimal commas, codes with points, units, per cent.
extension Parser {
  /// Reads a number that is not written as KQL writes it, if one is here; reports it once and pushes one
  /// error node.
  mutating func parseForeignNumber(_ role: Role) -> Bool {
    parseDottedNumber(role) || parseSpacedNumber(role) || parseCountedUnit(role) || parsePercentage(role)
  }

  private mutating func finishForeignNumber(_ length: Int, _ diagnostic: Diagnostic, _ role: Role) -> Bool {
    reportAlways(diagnostic)
    let start = mark()
    for _ in 0..<length { bump(.error) }
    finish(start, .error, role)
    return true
  }

  private func groupedDigits(_ span: SourceSpan, plain number: String) -> Diagnostic {
    Diagnostic(
      .decimalComma, "the digits of a number stand together in KQL, and its decimal point is `.`", at: span,
      label: "write \(number)", fixes: [Fix("write \(number)", replace: span, with: number)],
      severity: .error)
  }

  /// `1.299.000` with thousands apart, and codes such as `6.45.51`, which are text.
  private mutating func parseDottedNumber(_ role: Role) -> Bool {
    guard at(.realLiteral) else { return false }
    var length = 1
    while peekKind(length) == .dot, isGlued(ahead: length), isGlued(ahead: length + 1),
      peekKind(length + 1) == .longLiteral || peekKind(length + 1) == .realLiteral
    {
      length += 2
    }
    guard length > 1 else { return false }
    var span = SourceSpan(token.start, peek(length - 1).end)
    let written = text[span]
    let groups = written.split(separator: ".", omittingEmptySubsequences: false)
    let isGrouped =
      groups.dropFirst().allSatisfy { $0.utf8.count == 3 && isDigits($0) } && groups[0].utf8.count <= 3
      && isDigits(groups[0])
    guard isGrouped else {
      return finishForeignNumber(
        length,
        Diagnostic(
          .invalidNumber, "`\(written)` is no number", at: span, label: "text goes in quotes: \"\(written)\"",
          fixes: [Fix("put it in quotes", replace: span, with: "\"\(written)\"")]), role)
    }
    var number = groups.joined()
    if let decimals = decimals(after: length) {
      number += "." + decimals
      length += 2
      span = SourceSpan(span.start, peek(length - 1).end)
    }
    return finishForeignNumber(length, groupedDigits(span, plain: number), role)
  }

  /// `1 299 000`.
  private mutating func parseSpacedNumber(_ role: Role) -> Bool {
    guard at(.longLiteral), token.end - token.start <= 3 else { return false }
    var length = 1
    while peekKind(length) == .longLiteral, peek(length).end - peek(length).start == 3,
      isDigits(string(peek(length))), !startsLine(ahead: length), !isGlued(ahead: length)
    {
      length += 1
    }
    guard length > 1 else { return false }
    var number = (0..<length).map { string(peek($0)) }.joined()
    if let decimals = decimals(after: length) {
      number += "." + decimals
      length += 2
    }
    let span = SourceSpan(token.start, peek(length - 1).end)
    return finishForeignNumber(length, groupedDigits(span, plain: number), role)
  }

  /// The digits of `,50` right behind the token before `length`.
  private func decimals(after length: Int) -> String? {
    guard peekKind(length) == .comma, isGlued(ahead: length), isGlued(ahead: length + 1),
      peekKind(length + 1) == .longLiteral
    else { return nil }
    let digits = string(peek(length + 1))
    return isDigits(digits) ? digits : nil
  }

  private func isDigits(_ text: some StringProtocol) -> Bool {
    !text.isEmpty && text.utf8.allSatisfy { $0 >= 0x30 && $0 <= 0x39 }
  }

  /// `5 days`: a unit of time stands right behind its number.
  private mutating func parseCountedUnit(_ role: Role) -> Bool {
    guard allowsUnits, at(.longLiteral) || at(.realLiteral), peekKind(1) == .identifier,
      !startsLine(ahead: 1), !isGlued(ahead: 1)
    else { return false }
    switch peekKind(2) {
    case .openParen, .openBracket, .dot, .equal, .colon: return false
    default: break
    }
    let number = string(token)
    let word = string(peek(1))
    let span = SourceSpan(token.start, peek(1).end)
    let message: Phrase = "a length of time is a number and its unit, with no space between them"
    if let unit = Parser.timeUnits[word.lowercased()] {
      let written =
        unit == "w" ? (Int(number).map { "\($0.multipliedReportingOverflow(by: 7).0)d" }) : number + unit
      let fixes = written.map { [Fix("write \($0)", replace: span, with: $0)] } ?? []
      return finishForeignNumber(
        2,
        Diagnostic(
          .invalidNumber, message, at: span,
          label: written.map { "write \($0)" } ?? "write it in days, such as 7d",
          fixes: fixes), role)
    }
    guard let unit = Parser.calendarUnits[word.lowercased()] else { return false }
    return finishForeignNumber(
      2,
      Diagnostic(
        .invalidNumber, "\(unit)s are of different lengths, so KQL has no unit for them", at: span,
        label: "write days, such as 365d, or count from a date: datetime_add('\(unit)', \(number), date)"),
      role)
  }

  /// Words for units of time and what KQL writes; weeks are written in days.
  private static let timeUnits: [String: String] = [
    "day": "d", "days": "d", "dag": "d", "dage": "d", "hour": "h", "hours": "h", "hrs": "h", "timer": "h",
    "minute": "m", "minutes": "m", "mins": "m", "min": "m", "minut": "m", "minutter": "m", "second": "s",
    "seconds": "s", "secs": "s", "sec": "s", "sekund": "s", "sekunder": "s", "ms": "ms", "milliseconds": "ms",
    "d": "d", "h": "h", "m": "m", "s": "s", "week": "w", "weeks": "w", "uge": "w", "uger": "w",
  ]

  private static let calendarUnits: [String: String] = [
    "month": "month", "months": "month", "måned": "month", "måneder": "month", "quarter": "quarter",
    "quarters": "quarter", "kvartal": "quarter", "kvartaler": "quarter", "year": "year", "years": "year",
    "år": "year",
  ]

  /// `25%`.
  private mutating func parsePercentage(_ role: Role) -> Bool {
    guard at(.longLiteral) || at(.realLiteral), peekKind(1) == .percent,
      !beginsOperand(ahead: 2) || atAny(["and", "or", "by", "on", "asc", "desc"], ahead: 2)
    else { return false }
    let span = SourceSpan(token.start, peek(1).end)
    let parts = string(token).split(separator: ".", omittingEmptySubsequences: false)
    guard parts.allSatisfy({ isDigits($0) }) else { return false }
    let digits = "00" + parts[0]
    var number = digits.dropLast(2) + "." + digits.suffix(2) + (parts.count > 1 ? parts[1] : "")
    while number.hasSuffix("0"), !number.hasSuffix(".0") { number.removeLast() }
    while number.hasPrefix("0"), !number.hasPrefix("0.") { number.removeFirst() }
    return finishForeignNumber(
      2,
      Diagnostic(
        .invalidNumber, "a percentage is written as a fraction; `%` is the rest of a division", at: span,
        label: "write \(number)", fixes: [Fix("write \(number)", replace: span, with: String(number))]), role)
  }

  // MARK: Decimal commas

  /// Reports `1,5` as the value of a column.
  mutating func noteDecimalComma() {
    guard let (span, number) = decimalComma() else { return }
    reportAlways(
      Diagnostic(
        .decimalComma, "these are two values; a decimal point is written `.` in KQL", at: span,
        label: "for one number write \(number)", fixes: [Fix("write \(number)", replace: span, with: number)])
    )
  }

  /// The bytes of `1,5` or `1.299,50` around the comma here, when the second number ends what stands there,
  /// and the number as KQL writes it.
  func decimalComma() -> (span: SourceSpan, number: String)? {
    guard at(.comma), isGlued(ahead: 0), isGlued(ahead: 1), position > 0, peekKind(1) == .longLiteral
    else { return nil }
    var whole = string(tokens[position - 1])
    switch tokens[position - 1].kind {
    case .longLiteral: break
    case .realLiteral:
      let parts = whole.split(separator: ".", omittingEmptySubsequences: false)
      guard parts.count == 2, parts[0].utf8.count <= 3, parts[1].utf8.count == 3,
        parts.allSatisfy({ isDigits($0) })
      else { return nil }
      whole = parts.joined()
    default: return nil
    }
    switch peekKind(2) {
    case .pipe, .semicolon, .endOfFile, .closeParen, .identifier: break
    case .comma where peekKind(3) == .identifier: break
    default: return nil
    }
    let number = whole + "." + string(peek(1))
    return (SourceSpan(tokens[position - 1].start, peek(1).end), number)
  }
}
