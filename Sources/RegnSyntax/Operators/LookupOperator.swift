extension Parser {
  mutating func parseLookup(_ role: Role) { parseJoinLike(role, .lookupOperator) }
}

/// `lookup kind=leftouter (other) on a`.
public struct LookupOperator: SyntaxView {
  public static let kind = SyntaxKind.lookupOperator
  public let node: SyntaxNode
  public init(unchecked node: SyntaxNode) { self.node = node }

  /// The settings after the operator's name, such as `hint.strategy=shuffle`.
  public var parameters: [NamedParameter] { node.views(.parameter) }

  /// The table looked up in.
  public var table: Expression { node.expression(.table) }
  /// The conditions: names of columns of both sides, or comparisons of `$left.x` and `$right.y`.
  public var on: [Expression] { node.expressions(.on) }
}
