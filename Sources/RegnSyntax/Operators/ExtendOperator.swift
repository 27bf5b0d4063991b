extension Parser {
  mutating func parseExtend(_ role: Role) { parseNamedList(role, .extendOperator) }
}

/// `extend x = a, b`: adds columns.
public struct ExtendOperator: SyntaxView {
  public static let kind = SyntaxKind.extendOperator
  public let node: SyntaxNode
  public init(unchecked node: SyntaxNode) { self.node = node }

  /// The columns to add, named or not.
  public var columns: [Expression] { node.expressions(.column) }
}
