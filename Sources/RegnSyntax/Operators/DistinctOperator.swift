extension Parser {
  mutating func parseDistinct(_ role: Role) { parseNamedList(role, .distinctOperator) }
}

/// `distinct a, b` or `distinct *`: the different rows of the columns.
public struct DistinctOperator: SyntaxView {
  public static let kind = SyntaxKind.distinctOperator
  public let node: SyntaxNode
  public init(unchecked node: SyntaxNode) { self.node = node }

  /// The columns; ``Expression/star(_:)`` stands for all.
  public var columns: [Expression] { node.expressions(.column) }
}
