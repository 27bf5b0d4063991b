extension Parser {
  mutating func parseTopHitters(_ role: Role) {
    let start = mark()
    bump(.keyword)
    parseCountExpression(["of"])
    expectWord("of")
    stopWords = ["by"]
    parseNamedExpression(.of)
    stopWords = []
    if bumpIf("by") { parseNamedExpression(.by) }
    finish(start, .topHittersOperator, role)
  }
}

/// `top-hitters 5 of x by y`: the most frequent values.
public struct TopHittersOperator: SyntaxView {
  public static let kind = SyntaxKind.topHittersOperator
  public let node: SyntaxNode
  public init(unchecked node: SyntaxNode) { self.node = node }

  /// The number of values.
  public var count: Expression { node.expression(.count) }
  /// The values.
  public var of: Expression { node.expression(.of) }
  /// The weight; 1 a row when absent.
  public var by: Expression? { node.optionalExpression(.by) }
}
