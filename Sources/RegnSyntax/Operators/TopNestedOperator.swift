extension Parser {
  mutating func parseTopNested(_ role: Role) {
    let start = mark()
    while true {
      let level = mark()
      if at("top-nested") { bump(.keyword) } else { reportExpected("`top-nested`") }
      if !at("of") { parseCountExpression(["of"]) }
      expectWord("of")
      stopWords = ["with", "by"]
      parseNamedExpression(.of)
      if bumpIf("with") {
        expectWord("others")
        if bumpIf(.equal, .operator) {
          parseAdditive(.defaultValue)
        } else {
          reportExpected("`=` and a value")
        }
      }
      stopWords = []
      if expectWord("by") { parseOrdered(.by) } else { missing(.by) }
      finish(level, .topNestedLevel, .level)
      guard at(.comma), at("top-nested", ahead: 1) else { break }
      bump(.separator)
    }
    finish(start, .topNestedOperator, role)
  }
}

/// `top-nested 2 of a by sum(x), top-nested 3 of b by count()`: the first of the first.
public struct TopNestedOperator: SyntaxView {
  public static let kind = SyntaxKind.topNestedOperator
  public let node: SyntaxNode
  public init(unchecked node: SyntaxNode) { self.node = node }

  /// The levels, the outermost first; the words `top-nested` belong to them.
  public var levels: [TopNestedLevel] { node.views(.level) }
}

/// A level of top-nested: `2 of a with others = "rest" by sum(x) desc`.
public struct TopNestedLevel: SyntaxView {
  public static let kind = SyntaxKind.topNestedLevel
  public let node: SyntaxNode
  public init(unchecked node: SyntaxNode) { self.node = node }

  /// The number of values; all when absent.
  public var count: Expression? { node.optionalExpression(.count) }
  /// The values, named or not.
  public var of: Expression { node.expression(.of) }
  /// The value that stands for the others.
  public var others: Expression? { node.optionalExpression(.defaultValue) }
  /// The aggregate, named or not, with its order.
  public var by: OrderedExpression? { OrderedExpression(node.child(.by)) }
}
