extension Parser {
  mutating func parseProject(_ role: Role) { parseNamedList(role, .projectOperator) }
}

/// `project a, x = b`: chooses and makes columns.
public struct ProjectOperator: SyntaxView {
  public static let kind = SyntaxKind.projectOperator
  public let node: SyntaxNode
  public init(unchecked node: SyntaxNode) { self.node = node }

  /// The columns of the result, named or not.
  public var columns: [Expression] { node.expressions(.column) }
}
