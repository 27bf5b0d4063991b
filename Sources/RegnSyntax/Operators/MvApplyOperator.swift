extension Parser {
  mutating func parseMvApply(_ role: Role) {
    let start = mark()
    bump(.keyword)
    parseParameters(["with_itemindex", "id"])
    parseExpandedColumns(["limit", "on"])
    if bumpIf("limit") { parseAdditive(.count) }
    expectWord("on")
    parseSubquery()
    finish(start, .mvApplyOperator, role)
  }
}

/// `mv-apply x to typeof(long) on (top 2 by x)`: a subquery over each row's elements.
public struct MvApplyOperator: SyntaxView {
  public static let kind = SyntaxKind.mvApplyOperator
  public let node: SyntaxNode
  public init(unchecked node: SyntaxNode) { self.node = node }

  /// The settings after the operator's name, such as `hint.strategy=shuffle`.
  public var parameters: [NamedParameter] { node.views(.parameter) }

  /// What is expanded, side by side.
  public var columns: [ExpandedColumn] { node.views(.column) }
  /// The most elements of one row.
  public var limit: Expression? { node.optionalExpression(.count) }
  /// The subquery, a pipe without a source.
  public var query: Expression { node.expression(.query) }
}
