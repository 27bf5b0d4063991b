extension Parser {
  mutating func parseSerialize(_ role: Role) { parseNamedList(role, .serializeOperator, optional: true) }
}

/// `serialize x = row_number()`: fixes the order of rows, and adds columns.
public struct SerializeOperator: SyntaxView {
  public static let kind = SyntaxKind.serializeOperator
  public let node: SyntaxNode
  public init(unchecked node: SyntaxNode) { self.node = node }

  /// The columns to add; may be none.
  public var columns: [Expression] { node.expressions(.column) }
}
