extension Parser {
  mutating func parseSort(_ role: Role) {
    let start = mark()
    bump(.keyword)
    parseParameters([])
    expectWord("by")
    parseList(of: "a column to sort by") { $0.parseOrdered(.by) }
    finish(start, .sortOperator, role)
  }
}

/// `sort by a desc, b asc nulls last`, or `order by …`.
public struct SortOperator: SyntaxView {
  public static let kind = SyntaxKind.sortOperator
  public let node: SyntaxNode
  public init(unchecked node: SyntaxNode) { self.node = node }

  /// The settings after the operator's name, such as `hint.strategy=shuffle`.
  public var parameters: [NamedParameter] { node.views(.parameter) }

  /// The keys, the first the most significant; descending unless they say otherwise.
  public var keys: [OrderedExpression] { node.views(.by) }
}
