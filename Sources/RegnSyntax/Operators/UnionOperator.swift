extension Parser {
  mutating func parseUnion(_ role: Role) {
    let start = mark()
    bump(.keyword)
    parseParameters()
    parseList(of: "a table") { $0.parseTableReference(.table) }
    finish(start, .unionOperator, role)
  }

  /// Reads a table's name, which may have wildcards, or a call, or a pipe in brackets.
  mutating func parseTableReference(_ role: Role) {
    let isWildcard =
      at(.star) || at(.identifier) && peekKind(1) == .star && isGlued(ahead: 1)
    if isWildcard { return parseWildcardName(role, "the name of a table") }
    let saved = wildcardMember
    wildcardMember = wildcardMemberAhead()
    parseUnary(role)
    wildcardMember = saved
  }

  /// The token of `T*` in `database("x").T*`, or -1.
  private func wildcardMemberAhead() -> Int {
    var index = position
    while tokens[index].kind == .identifier, tokens[index + 1].kind == .openParen, closing[index + 1] > 0,
      tokens[closing[index + 1] + 1].kind == .dot
    {
      index = closing[index + 1] + 2
    }
    let isWildcard =
      index > position && tokens[index].kind == .identifier && tokens[index + 1].kind == .star
      && tokens[index].end == tokens[index + 1].start
    return isWildcard ? index : -1
  }
}

/// `union kind=outer withsource=name T, U*, (V | …)`: the rows of all tables.
public struct UnionOperator: SyntaxView {
  public static let kind = SyntaxKind.unionOperator
  public let node: SyntaxNode
  public init(unchecked node: SyntaxNode) { self.node = node }

  /// The settings after the operator's name, such as `hint.strategy=shuffle`.
  public var parameters: [NamedParameter] { node.views(.parameter) }

  /// The tables; ``Expression/wildcard(_:)`` where `*` occurs.
  public var tables: [Expression] { node.expressions(.table) }
}
