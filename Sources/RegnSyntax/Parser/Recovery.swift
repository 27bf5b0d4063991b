import RegnPhrases

extension Parser {
  /// Whether the current token ends whatever is being read at this level.
  var atBoundary: Bool {
    switch kind {
    case .endOfFile, .pipe, .semicolon, .closeParen, .closeBracket, .closeBrace: return true
    default: return false
    }
  }

  /// Whether a new statement evidently begins here although no `;` came before.
  var atNewStatement: Bool {
    guard startsLine() else { return false }
    if at("let"), peekKind(1) == .identifier || peekKind(1) == .openBracket, peekKind(2) == .equal {
      return true
    }
    if at("let"), peekKind(1) == .openBracket { return true }
    if at("set"), peekKind(1) == .identifier { return true }
    if at("declare"), at("query_parameters", ahead: 1) || at("pattern", ahead: 1) { return true }
    return followsBlankLine() && (at(.identifier) || at(.openBracket))
  }

  /// Swallows tokens into an error node up to a comma, a boundary, a word that ends the list, or a new
  /// statement.
  mutating func skipToBoundary(stopAtComma: Bool = true) {
    let start = mark()
    while !atBoundary, !(stopAtComma && at(.comma)), !atStopWord, !atNewStatement, !atOperatorWithoutPipe() {
      skipOne()
    }
    if pending.count > start {
      finish(start, .error, .error)
      // What was skipped has been reported; what follows at once is part of the same mistake.
      lastReported = position
    }
  }

  /// Swallows one token, or a bracket that is closed before `;` with all it holds.
  mutating func skipOne() {
    let end = kind.isOpening ? closing[position] : -1
    guard end >= 0 else { return bump(.error) }
    while position <= end, !isAtEnd { bump(.error) }
  }

  /// For each opening bracket the number of the token that closes it, else -1. A `;` outside braces closes
  /// none.
  static func matchBrackets(_ tokens: [Token]) -> [Int] {
    var closing = [Int](repeating: -1, count: tokens.count)
    var open: [Int] = []
    for (index, token) in tokens.enumerated() {
      switch token.kind {
      case .openParen, .openBracket, .openBrace: open.append(index)
      case .semicolon:
        while let last = open.last, tokens[last].kind != .openBrace { open.removeLast() }
      case .closeParen, .closeBracket, .closeBrace:
        guard let last = open.last else { break }
        let wanted: TokenKind =
          switch tokens[last].kind {
          case .openParen: .closeParen
          case .openBracket: .closeBracket
          default: .closeBrace
          }
        if wanted == token.kind {
          closing[last] = index
          open.removeLast()
        }
      default: break
      }
    }
    return closing
  }

  var atStopWord: Bool {
    guard at(.identifier), !stopWords.isEmpty else { return false }
    return atAny(stopWords)
  }

  /// Takes the bracket that closes `open`, or says that it is missing.
  mutating func expectClose(_ close: TokenKind, opened open: Int) {
    if bumpIf(close, .close) { return }
    let sign = close == .closeParen ? ")" : close == .closeBracket ? "]" : "}"
    let opening = tokens[open]
    guard
      at(.endOfFile) || at(.semicolon) || kind.isClosing || at(.pipe) || atNewStatement
        || lastReported == position
    else {
      // Something else stands in the bracket; skip it and look again.
      reportExpected(close == .closeParen ? "`,` or `)`" : "`\(sign)`")
      let saved = stopWords
      stopWords = []
      let start = mark()
      while !atBoundary, !atNewStatement { skipOne() }
      if pending.count > start { finish(start, .error, .error) }
      stopWords = saved
      if bumpIf(close, .close) { return }
      lastReported = position
      return
    }
    let place = position > 0 ? tokens[position - 1].end : 0
    // A string that is not closed has taken the bracket in.
    if position > 0, unclosedStrings.contains(tokens[position - 1].start) { return }
    report(
      Diagnostic(
        .unclosedBracket, "`\(string(opening))` is not closed", at: opening.span, label: "opened here",
        fixes: [Fix("add `\(sign)`", replace: SourceSpan(place, place), with: sign)],
        related: [Diagnostic.Related(SourceSpan(place, place), "`\(sign)` is missing here at the latest")]))
  }

  /// Reads `element` separated by commas until a boundary or a word that ends the list. `element` must push
  /// one node; when it does not move on, the rest up to the next comma is skipped.
  mutating func parseList(of what: Phrase, _ element: (inout Parser) -> Void) {
    while true {
      let before = position
      let wasComma = before > 0 && tokens[before - 1].kind == .comma
      if (atBoundary || atStopWordBeforeOperand || at(.comma)) && !(atBoundary && at(.pipe) && !wasComma) {
        if wasComma {
          let comma = tokens[before - 1].span
          report(
            Diagnostic(
              at(.comma) ? .expected : .trailingSeparator,
              "expected \(what) after the comma, found \(found())", at: comma,
              label: "remove it, or go on", fixes: [Fix("remove the comma", replace: comma, with: "")]))
        } else {
          let isFirst = before > 0 && tokens[before - 1].kind == .identifier
          reportExpected(what, label: isFirst ? "such as: \(string(tokens[before - 1])) column" : "")
        }
        missing(.error)
      } else {
        element(&self)
        if position == before, !atBoundary, !at(.comma) {
          reportExpected(what)
          skipToBoundary()
        }
      }
      if bumpIf(.comma, .separator) { continue }
      if atBoundary || atStopWord || atNewStatement || atOperatorWithoutPipe() { return }
      if at(.identifier) || at(.openBracket), !startsLine(), peekKind(1) == .equal {
        let end = tokens[position - 1].end
        report(
          Diagnostic(
            .expected, "expected `,` before `\(string(token))`", at: token.span, label: "add `,`",
            fixes: [Fix("add `,`", replace: SourceSpan(end, end), with: ",")]))
        continue
      }
      reportUnexpected(after: what)
      let skipped = position
      skipToBoundary()
      if bumpIf(.comma, .separator) { continue }
      if position == skipped || atBoundary || atStopWord || atNewStatement || atOperatorWithoutPipe() {
        return
      }
    }
  }

  var atStopWordBeforeOperand: Bool { atStopWord && beginsOperand(ahead: 1) }

  /// Reports a token that cannot follow what was read.
  mutating func reportUnexpected(after what: Phrase) {
    if reportForeign() { return }
    reportExpected("`,` or `|`")
  }
}
