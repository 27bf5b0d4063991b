extension Parser {
  mutating func parseSample(_ role: Role) {
    let start = mark()
    bump(.keyword)
    parseParameters([])
    parseCountExpression()
    finish(start, .sampleOperator, role)
  }
}

/// `sample 5`: so many rows, taken at random.
public struct SampleOperator: SyntaxView {
  public static let kind = SyntaxKind.sampleOperator
  public let node: SyntaxNode
  public init(unchecked node: SyntaxNode) { self.node = node }

  /// The number of rows.
  public var count: Expression { node.expression(.count) }
}
