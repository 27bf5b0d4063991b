extension Parser {
  mutating func parseTake(_ role: Role) {
    let start = mark()
    bump(.keyword)
    parseParameters([])
    parseCountExpression()
    finish(start, .takeOperator, role)
  }
}

/// `take 5`, or `limit 5`: so many rows, whichever.
public struct TakeOperator: SyntaxView {
  public static let kind = SyntaxKind.takeOperator
  public let node: SyntaxNode
  public init(unchecked node: SyntaxNode) { self.node = node }

  /// The number of rows.
  public var count: Expression { node.expression(.count) }
}
