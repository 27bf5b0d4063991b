extension Parser {
  mutating func parsePartition(_ role: Role) {
    let start = mark()
    bump(.keyword)
    parseParameters()
    expectWord("by")
    namesOnly = true
    parsePostfix(.by)
    namesOnly = false
    if at("in") { bump(.keyword) }
    parseSubquery()
    finish(start, .partitionOperator, role)
  }
}

/// `partition by x (top 1 by y)`: a subquery for each value of a column.
public struct PartitionOperator: SyntaxView {
  public static let kind = SyntaxKind.partitionOperator
  public let node: SyntaxNode
  public init(unchecked node: SyntaxNode) { self.node = node }

  /// The settings after the operator's name, such as `hint.strategy=shuffle`.
  public var parameters: [NamedParameter] { node.views(.parameter) }

  /// The column.
  public var by: Expression { node.expression(.by) }
  /// The subquery: a pipe without a source, or within braces one with.
  public var query: Expression { node.expression(.query) }
}
