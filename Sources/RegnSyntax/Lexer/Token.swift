/// What a token is.
public enum TokenKind: UInt8, Hashable, Sendable {
  /// The end of the text; carries the trivia after the last real token.
  case endOfFile
  /// A name or a word of the grammar; which of the two is for the parser to say. Operator names with hyphens
  /// such as `project-away` are one token.
  case identifier
  /// A whole number: `42`, `0x1F`.
  case longLiteral
  /// A number with a fraction or an exponent: `1.5`, `1e10`.
  case realLiteral
  /// A number with a unit of time: `1d`, `2.5h`.
  case timespanLiteral
  /// A type name with its raw content in parentheses: `datetime(2024-12-31)`, `long(1)`, `guid(…)`.
  case typedLiteral
  /// A string of any form, unclosed ones too.
  case stringLiteral
  /// `in~`, or a word with `!` before it: `!in`, `!in~`, `!has`, `!between` …
  case wordOperator
  case pipe, comma, semicolon, colon, dot, dotDot
  case openParen, closeParen, openBracket, closeBracket, openBrace, closeBrace
  case plus, minus, star, slash, percent
  case equal, equalEqual, bangEqual, lessGreater, equalTilde, bangTilde
  case less, lessEqual, greater, greaterEqual, arrow
  /// Edges of a graph's pattern: `-->`, `<--` and `--`; `-[` and `<-[`; `]-` and `]->`.
  case edge, edgeOpen, edgeClose
  /// Signs that belong to other languages, and `?`, `@`, `~`, `&`, `^`.
  case bang, ampersand, ampersandAmpersand, barBar, question, at, tilde, caret
  /// A character or byte that begins no token.
  case unknown

  /// Whether the token opens a bracket.
  public var isOpening: Bool { self == .openParen || self == .openBracket || self == .openBrace }
  /// Whether the token closes a bracket.
  public var isClosing: Bool { self == .closeParen || self == .closeBracket || self == .closeBrace }
}

/// A token: the trivia before it (white space, comments) and its own bytes. Every byte of a text belongs to
/// exactly one token.
public struct Token: Hashable, Sendable {
  /// What it is.
  public var kind: TokenKind
  /// The offset of its leading trivia.
  public var fullStart: Int
  /// The offset of its own first byte.
  public var start: Int
  /// The offset after its last byte.
  public var end: Int

  /// Its own bytes.
  public var span: SourceSpan { SourceSpan(start, end) }
  /// Its trivia and its own bytes.
  public var fullSpan: SourceSpan { SourceSpan(fullStart, end) }
  /// The white space and comments before it.
  public var triviaSpan: SourceSpan { SourceSpan(fullStart, start) }
}
