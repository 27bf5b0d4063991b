extension Parser {
  mutating func parseSummarize(_ role: Role) {
    let start = mark()
    bump(.keyword)
    parseParameters([])
    stopWords = ["by", "BY", "By", "group", "GROUP", "Group"]
    if !at("by") || peekKind(1) == .equal, !isForeignGroupBy {
      if atBoundary {
        reportExpected("an aggregate, or `by`", label: "such as: summarize count() by column")
      } else {
        parseList(of: "an aggregate") { $0.parseNamedExpression(.aggregate) }
      }
    }
    stopWords = []
    reportGroupByInSummarize()
    if bumpIf("by") { parseList(of: "a column to group by") { $0.parseNamedExpression(.by) } }
    finish(start, .summarizeOperator, role)
  }
}

/// `summarize total = sum(x) by y, bin(z, 10)`: one row for each group.
public struct SummarizeOperator: SyntaxView {
  public static let kind = SyntaxKind.summarizeOperator
  public let node: SyntaxNode
  public init(unchecked node: SyntaxNode) { self.node = node }

  /// The settings after the operator's name, such as `hint.strategy=shuffle`.
  public var parameters: [NamedParameter] { node.views(.parameter) }

  /// The aggregates, named or not; may be none when there are groups.
  public var aggregates: [Expression] { node.expressions(.aggregate) }
  /// What the groups are made by, named or not; none makes one group of all rows.
  public var by: [Expression] { node.expressions(.by) }
  /// Whether the word `by` is there.
  public var hasBy: Bool { node.hasKeyword("by") }
}
