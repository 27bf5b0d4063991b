/// `-x`, `+x`; `!x` and `not x` after the parser has reported them.
public struct PrefixExpression: SyntaxView {
  public static let kind = SyntaxKind.prefixExpression
  public let node: SyntaxNode
  public init(unchecked node: SyntaxNode) { self.node = node }

  /// The sign.
  public var operatorToken: SyntaxToken? { node.token(.operator) }
  /// What it applies to.
  public var operand: Expression { node.expression(.operand) }
}

/// The operators of ``BinaryExpression``, without the `!` of their negated forms.
public enum BinaryOperator: String, Sendable, Hashable {
  case add = "+"
  case subtract = "-"
  case multiply = "*"
  case divide = "/"
  case modulo = "%"
  /// `==`; also `=` after the parser has reported it.
  case equal = "=="
  /// `!=`; also `<>` after the parser has reported it.
  case notEqual = "!="
  case less = "<"
  case lessOrEqual = "<="
  case greater = ">"
  case greaterOrEqual = ">="
  /// `=~`, equal but for case; `!~` is its negated form.
  case equalIgnoringCase = "=~"
  case has
  case hasCS = "has_cs"
  case hasPrefix = "hasprefix"
  case hasPrefixCS = "hasprefix_cs"
  case hasSuffix = "hassuffix"
  case
    hasSuffixCS = "hassuffix_cs"
  case contains
  case containsCS = "contains_cs"
  case startsWith = "startswith"
  case
    startsWithCS = "startswith_cs"
  case endsWith = "endswith"
  case endsWithCS = "endswith_cs"
  case matchesRegex = "matches regex"
  /// `column: "x"` in search; the same as has.
  case colon = ":"
}

/// `a + b`, `a == b`, `a has b` …; chains lean left and are at most ``SyntaxTree/maximumChain`` long.
public struct BinaryExpression: SyntaxView {
  public static let kind = SyntaxKind.binaryExpression
  public let node: SyntaxNode
  public init(unchecked node: SyntaxNode) { self.node = node }

  /// The left operand.
  public var left: Expression { node.expression(.left) }
  /// The right operand.
  public var right: Expression { node.expression(.right) }
  /// The first token of the operator.
  public var operatorToken: SyntaxToken? { node.token(.operator) }
  /// The bytes of the operator; `matches regex` is two words.
  public var operatorSpan: SourceSpan {
    let tokens = node.tokens(.operator)
    guard let first = tokens.first, let last = tokens.last else { return span }
    return SourceSpan(first.span.start, last.span.end)
  }
  /// The operator without its negation; nil after a mistake.
  public var `operator`: BinaryOperator? {
    guard let token = operatorToken else { return nil }
    switch token.kind {
    case .equal: return .equal
    case .lessGreater: return .notEqual
    case .bangTilde: return .equalIgnoringCase
    case .wordOperator: return BinaryOperator(rawValue: String(token.text.dropFirst()))
    default: return token.text == "matches" ? .matchesRegex : BinaryOperator(rawValue: token.text)
    }
  }
  /// Whether the operator is a negated form: `!has`, `!~`. `!=` is an operator of its own.
  public var isNegated: Bool {
    guard let token = operatorToken else { return false }
    return token.kind == .wordOperator || token.kind == .bangTilde
  }
}

/// A chain of `and`, or a chain of `or`, of any length: all operands are children of one node.
public struct LogicalExpression: SyntaxView {
  public static let kind = SyntaxKind.logicalExpression
  public let node: SyntaxNode
  public init(unchecked node: SyntaxNode) { self.node = node }

  /// The operands, two or more.
  public var operands: [Expression] { node.expressions(.operand) }
  /// Whether it is a chain of `or`.
  public var isOr: Bool {
    guard let token = node.token(.operator) else { return false }
    return token.kind == .barBar || token.text.lowercased() == "or"
  }
  /// The tokens between the operands.
  public var operatorTokens: [SyntaxToken] { node.tokens(.operator) }
}

/// The operators of ``InExpression``, without the `!` of their negated forms.
public enum ListOperator: String, Sendable, Hashable {
  case `in`
  /// `in~`, but for case.
  case inIgnoringCase = "in~"
  case hasAny = "has_any"
  case hasAll = "has_all"
}

/// `x in (a, b)`, `x !in~ (…)`, `x has_any (…)`; an argument may be a pipe.
public struct InExpression: SyntaxView {
  public static let kind = SyntaxKind.inExpression
  public let node: SyntaxNode
  public init(unchecked node: SyntaxNode) { self.node = node }

  /// What is looked for.
  public var left: Expression { node.expression(.left) }
  /// The values, arrays or pipes looked in.
  public var arguments: [Expression] { node.expressions(.argument) }
  /// The operator's token.
  public var operatorToken: SyntaxToken? { node.token(.operator) }
  /// The operator without its negation; nil after a mistake.
  public var `operator`: ListOperator? {
    operatorToken.flatMap {
      ListOperator(rawValue: $0.text.hasPrefix("!") ? String($0.text.dropFirst()) : $0.text)
    }
  }
  /// Whether it is `!in` or `!in~`.
  public var isNegated: Bool { operatorToken?.text.hasPrefix("!") ?? false }
}

/// `x between (a .. b)`, `x !between (a .. b)`.
public struct BetweenExpression: SyntaxView {
  public static let kind = SyntaxKind.betweenExpression
  public let node: SyntaxNode
  public init(unchecked node: SyntaxNode) { self.node = node }

  /// What is compared.
  public var left: Expression { node.expression(.left) }
  /// The lower end.
  public var lower: Expression { node.expression(.lower) }
  /// The upper end.
  public var upper: Expression { node.expression(.upper) }
  /// The operator's token.
  public var operatorToken: SyntaxToken? { node.token(.operator) }
  /// Whether it is `!between`.
  public var isNegated: Bool { operatorToken?.text.hasPrefix("!") ?? false }
}
