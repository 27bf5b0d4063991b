extension Parser {
  mutating func parseFacet(_ role: Role) {
    let start = mark()
    bump(.keyword)
    expectWord("by")
    stopWords = ["with"]
    parseList(of: "a column") { $0.parseExpression(.by) }
    stopWords = []
    if bumpIf("with") { parseSubquery() }
    finish(start, .facetOperator, role)
  }
}

/// `facet by a, b with (take 5)`: a table of counts for each column.
public struct FacetOperator: SyntaxView {
  public static let kind = SyntaxKind.facetOperator
  public let node: SyntaxNode
  public init(unchecked node: SyntaxNode) { self.node = node }

  /// The columns.
  public var by: [Expression] { node.expressions(.by) }
  /// The subquery after `with`, a pipe without a source.
  public var query: Expression? { node.optionalExpression(.query) }
}
