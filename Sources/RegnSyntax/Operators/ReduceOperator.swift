extension Parser {
  mutating func parseReduce(_ role: Role) {
    let start = mark()
    bump(.keyword)
    parseParameters(["kind"])
    expectWord("by")
    stopWords = ["with"]
    parseNamedExpression(.by)
    stopWords = []
    if bumpIf("with") { parseParameters(["threshold", "characters"]) }
    finish(start, .reduceOperator, role)
  }
}

/// `reduce by text with threshold=0.3, characters="-"`: groups of similar texts.
public struct ReduceOperator: SyntaxView {
  public static let kind = SyntaxKind.reduceOperator
  public let node: SyntaxNode
  public init(unchecked node: SyntaxNode) { self.node = node }

  /// The settings after the operator's name, such as `hint.strategy=shuffle`.
  public var parameters: [NamedParameter] { node.views(.parameter) }

  /// The text.
  public var by: Expression { node.expression(.by) }
}
