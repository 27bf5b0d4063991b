extension Parser {
  mutating func parseSampleDistinct(_ role: Role) {
    let start = mark()
    bump(.keyword)
    parseParameters([])
    parseCountExpression(["of"])
    expectWord("of")
    parseNamedExpression(.of)
    finish(start, .sampleDistinctOperator, role)
  }
}

/// `sample-distinct 5 of x`: so many different values of a column.
public struct SampleDistinctOperator: SyntaxView {
  public static let kind = SyntaxKind.sampleDistinctOperator
  public let node: SyntaxNode
  public init(unchecked node: SyntaxNode) { self.node = node }

  /// The number of values.
  public var count: Expression { node.expression(.count) }
  /// The column.
  public var of: Expression { node.expression(.of) }
}
