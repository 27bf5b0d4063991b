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
    parseUnary(role)
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
