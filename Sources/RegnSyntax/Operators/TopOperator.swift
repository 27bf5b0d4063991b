extension Parser {
  mutating func parseTop(_ role: Role) {
    let start = mark()
    bump(.keyword)
    parseParameters([])
    parseCountExpression(["by"])
    expectWord("by")
    parseList(of: "a column to sort by") { $0.parseOrdered(.by) }
    finish(start, .topOperator, role)
  }

  /// Reads the number of rows that top, take and their like begin with.
  mutating func parseCountExpression(_ words: [StaticString] = []) {
    let saved = (stopWords, allowsUnits)
    stopWords = words
    allowsUnits = false
    if atStopWord || atBoundary {
      reportExpected("a number of rows", label: "such as 10")
      missing(.count)
    } else {
      parseAdditive(.count)
    }
    (stopWords, allowsUnits) = saved
  }
}

/// `top 5 by x desc`: the first rows in an order.
public struct TopOperator: SyntaxView {
  public static let kind = SyntaxKind.topOperator
  public let node: SyntaxNode
  public init(unchecked node: SyntaxNode) { self.node = node }

  /// The settings after the operator's name, such as `hint.strategy=shuffle`.
  public var parameters: [NamedParameter] { node.views(.parameter) }

  /// The number of rows.
  public var count: Expression { node.expression(.count) }
  /// The keys; descending unless they say otherwise.
  public var keys: [OrderedExpression] { node.views(.by) }
}
