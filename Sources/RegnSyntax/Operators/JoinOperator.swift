extension Parser {
  mutating func parseJoin(_ role: Role) { parseJoinLike(role, .joinOperator) }

  /// Reads `join` or `lookup`: settings, the other table, `on` and conditions.
  mutating func parseJoinLike(_ role: Role, _ kind: SyntaxKind) {
    let start = mark()
    bump(.keyword)
    parseParameters()
    stopWords = ["on", "where"]
    if atStopWord || atBoundary {
      reportExpected("the table to join, in brackets if it is a pipe")
      missing(.table)
    } else {
      parseUnary(.table)
    }
    stopWords = []
    if at("where") {
      bump(.keyword)
      parseExpression(.on)
    } else if at("on") || atAnyCase("on") {
      expectWord("on")
      parseList(of: "a column to join on") { $0.parseExpression(.on) }
    } else if atBoundary {
      reportExpected("`on` and the columns to join on")
    }
    finish(start, kind, role)
  }
}

/// `join kind=inner (other) on a, $left.b == $right.c`.
public struct JoinOperator: SyntaxView {
  public static let kind = SyntaxKind.joinOperator
  public let node: SyntaxNode
  public init(unchecked node: SyntaxNode) { self.node = node }

  /// The settings after the operator's name, such as `hint.strategy=shuffle`.
  public var parameters: [NamedParameter] { node.views(.parameter) }

  /// The other table.
  public var table: Expression { node.expression(.table) }
  /// The conditions: names of columns of both sides, or comparisons of `$left.x` and `$right.y`.
  public var on: [Expression] { node.expressions(.on) }
}
