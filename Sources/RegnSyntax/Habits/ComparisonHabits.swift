// Comparisons as other languages write them: `~=`, `===`, `equals`, and KQL's own with a slip of the finger.
extension Parser {
  /// Reads a comparison whose operator KQL does not have, if one follows; reports it and reads on.
  mutating func parseForeignComparison(_ start: Int, _ role: Role) -> Bool {
    guard let (length, own, isMisspelt) = foreignComparison() else { return false }
    let span = SourceSpan(token.start, peek(length - 1).end)
    let written = text[span]
    reportAlways(
      Diagnostic(
        .foreignComparison,
        isMisspelt ? "no operator named `\(written)`" : "KQL has no `\(written)`; it has `\(own)`", at: span,
        label: isMisspelt ? "did you mean `\(own)`?" : "write `\(own)`",
        fixes: [Fix("write `\(own)`", replace: span, with: own)]))
    setRole(start, .left)
    // Not as an operator: which one was meant is a guess, and types are not judged by it.
    for _ in 0..<length { bump(.error) }
    let operand = position
    if own.hasSuffix("in"), at(.openParen) {
      parseArguments(inCallOf: nil)
    } else {
      parseAdditive(.right)
    }
    if position == operand { lastReported = position }
    finish(start, .binaryExpression, role)
    return true
  }

  /// The number of tokens that a foreign operator here takes, KQL's own, and whether it is a misspelling of
  /// that.
  private func foreignComparison() -> (length: Int, own: String, isMisspelt: Bool)? {
    let isGlued = isGlued(ahead: 1)
    switch kind {
    case .tilde where peekKind(1) == .equal && isGlued: return (2, "=~", false)
    case .equalEqual where peekKind(1) == .equal && isGlued: return (2, "==", false)
    case .bangEqual where peekKind(1) == .equal && isGlued: return (2, "!=", false)
    case .equal where peekKind(1) == .bang && isGlued: return (2, "!=", false)
    case .equal where peekKind(1) == .less && isGlued: return (2, "<=", false)
    case .arrow where !allowsArrow: return (1, ">=", false)
    case .greater where peekKind(1) == .less && isGlued: return (2, "!=", false)
    case .colon where peekKind(1) == .equal && isGlued && !allowsColon: return (2, "==", false)
    case .identifier: return foreignWord()
    default: return nil
    }
  }

  private func foreignWord() -> (length: Int, own: String, isMisspelt: Bool)? {
    if atAny(["and", "or"]) || atAny(Parser.listOperators) || atAny(Parser.stringOperators) { return nil }
    guard !startsLine(), !atStopWord, !atOperatorWithoutPipe() else { return nil }
    let word = string(token).lowercased()
    if word == "is", atAnyCase("null", ahead: 1) || atAnyCase("null", ahead: 2) { return nil }
    for (words, own) in Parser.foreignPairs where word == words.first {
      if string(peek(1)).lowercased() == words.second, beginsOperand(ahead: 2) { return (2, own, false) }
    }
    guard beginsOperand(ahead: 1), peekKind(1) != .star, !startsLine(ahead: 1) else { return nil }
    if let own = Parser.foreignComparisons[word] { return (1, own, false) }
    // A word between two operands that is nearly an operator's.
    guard word.utf8.count > 3, word.utf8.count < 30,
      peekKind(1) == .stringLiteral || peekKind(1) == .openParen,
      let near = nearest(word, in: Parser.wordComparisons)
    else { return nil }
    return (1, near, true)
  }

  private static let wordComparisons =
    stringOperators.map { "\($0)" }.filter { !$0.hasPrefix("!") } + ["between", "has_any", "has_all"]

  private static let foreignPairs: [(words: (first: String, second: String), own: String)] = [
    (("is", "not"), "!="), (("is", "in"), "in"), (("starts", "with"), "startswith"),
    (("begins", "with"), "startswith"), (("ends", "with"), "endswith"), (("not", "equals"), "!="),
  ]

  private static let foreignComparisons: [String: String] = [
    "is": "==", "equals": "==", "equal": "==", "eq": "==", "er": "==", "ne": "!=", "neq": "!=", "gt": ">",
    "lt": "<", "ge": ">=", "gte": ">=", "le": "<=", "lte": "<=", "matches": "matches regex",
    "regex": "matches regex", "regexp": "matches regex", "rlike": "matches regex", "match": "matches regex",
    "includes": "contains", "include": "contains", "containing": "contains", "indeholder": "contains",
    "starts": "startswith", "starts_with": "startswith", "beginswith": "startswith",
    "begins_with": "startswith", "ends": "endswith", "ends_with": "endswith", "mod": "%", "div": "/",
    "xor": "!=", "not_in": "!in", "notin": "!in",
  ]
}
