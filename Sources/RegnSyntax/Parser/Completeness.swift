/// Whether a text that is being typed is whole, or why it is not.
public enum Completeness: Hashable, Sendable {
  /// The text can be run (or is wrong in a way that more text does not mend).
  case complete
  /// A bracket is open: the sign that closes it.
  case openBracket(String)
  /// A string of several lines is open.
  case openString
  /// The text ends with a word or sign that something must follow: `|`, `,`, `==`, `and`, `by` …
  case trailing(String)
  /// The text ends with a backslash: the user asks for a further line.
  case continued

  /// Whether more text is needed.
  public var needsMore: Bool { self != .complete }
}

/// Says whether a text that is being typed is whole. An unclosed string on one line counts as whole: a
/// further line would not close it.
public func isComplete(_ text: SourceText) -> Completeness {
  let (tokens, diagnostics) = Lexer.tokens(of: text)
  if diagnostics.contains(where: { $0.code == .unclosedMultilineString }) { return .openString }
  let real = tokens.dropLast()
  guard let last = real.last else { return .complete }
  // A backslash is no token of KQL; as the last one it asks for more.
  if last.kind == .unknown, text[last.span] == "\\" { return .continued }
  var open: [TokenKind] = []
  for token in real {
    if token.kind.isOpening {
      open.append(token.kind)
    } else if token.kind.isClosing {
      _ = open.popLast()
    }
  }
  if let bracket = open.last {
    return .openBracket(bracket == .openParen ? ")" : bracket == .openBracket ? "]" : "}")
  }
  let word = text[last.span]
  switch last.kind {
  case .pipe, .comma, .plus, .minus, .slash, .percent, .equal, .equalEqual, .bangEqual, .lessGreater,
    .equalTilde,
    .bangTilde, .less, .lessEqual, .greater, .greaterEqual, .arrow, .dotDot, .dot, .colon, .wordOperator:
    return .trailing(word)
  case .identifier where wordsThatGoOn.contains(word):
    // After `|` and a comma such a word may be a column or the operator's own name.
    return real.count > 1 ? .trailing(word) : .complete
  default: return .complete
  }
}

/// Words after which a query cannot end.
private let wordsThatGoOn: Set<String> = [
  "and", "or", "by", "on", "in", "has", "contains", "startswith", "endswith", "between", "where", "extend",
  "project",
  "summarize", "join", "lookup", "union", "let", "with",
]
