extension Parser {
  mutating func parseWhere(_ role: Role) {
    let start = mark()
    bump(.keyword)
    parseParameters([])
    if atBoundary || atOperatorWithoutPipe() {
      reportExpected("a condition", label: "such as: where column == value")
      missing(.condition)
    } else {
      parseExpression(.condition)
    }
    finish(start, .whereOperator, role)
  }
}

/// `where condition`, or `filter condition`: keeps the rows for which the condition is true.
public struct WhereOperator: SyntaxView {
  public static let kind = SyntaxKind.whereOperator
  public let node: SyntaxNode
  public init(unchecked node: SyntaxNode) { self.node = node }

  /// The condition.
  public var condition: Expression { node.expression(.condition) }
}
