extension Parser {
  mutating func parsePrint(_ role: Role) { parseNamedList(role, .printOperator, example: "1 + 1") }
}

/// `print x = 1, 2`: a table of one row.
public struct PrintOperator: SyntaxView {
  public static let kind = SyntaxKind.printOperator
  public let node: SyntaxNode
  public init(unchecked node: SyntaxNode) { self.node = node }

  /// The columns of the row, named or not.
  public var columns: [Expression] { node.expressions(.column) }
}
