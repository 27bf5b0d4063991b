extension Parser {
  mutating func parseRange(_ role: Role) {
    let start = mark()
    bump(.keyword)
    parseName(.name, "a name for the column")
    let saved = stopWords
    stopWords = ["from", "to", "step"]
    for (word, part) in [("from", Role.from), ("to", .to), ("step", .step)] as [(StaticString, Role)] {
      if word.description == "step", atBoundary {
        let end = tokens[position - 1].end
        reportExpected(
          "`step`", label: "write: step 1",
          fixes: [Fix("add `step 1`", replace: SourceSpan(end, end), with: " step 1")])
        missing(part)
      } else if expectWord(word) {
        parseAdditive(part)
      } else {
        missing(part)
      }
    }
    stopWords = saved
    finish(start, .rangeOperator, role)
  }
}

/// `range x from 1 to 10 step 1`: a table of one column.
public struct RangeOperator: SyntaxView {
  public static let kind = SyntaxKind.rangeOperator
  public let node: SyntaxNode
  public init(unchecked node: SyntaxNode) { self.node = node }

  /// The column.
  public var name: Name? { Name(node.child(.name)) }
  /// The first value.
  public var from: Expression { node.expression(.from) }
  /// The last value, included when a step meets it.
  public var to: Expression { node.expression(.to) }
  /// The step.
  public var step: Expression { node.expression(.step) }
}
