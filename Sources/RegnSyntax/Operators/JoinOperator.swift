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
    } else if atAnyCase("using"), beginsOperand(ahead: 1) {
      report(
        Diagnostic(
          .foreignOperator, "the columns to join on stand after `on` in KQL", at: token.span,
          label: "write `on`", fixes: [Fix("write `on`", replace: token.span, with: "on")]))
      bump(.error)
      parseList(of: "a column to join on") { $0.parseExpression(.on) }
    } else if at("on") || atAnyCase("on") {
      expectWord("on")
      parseList(of: "a column to join on") { $0.parseJoinCondition() }
    } else if atBoundary || atOperatorWithoutPipe() {
      reportExpected("`on` and the columns to join on", label: "such as: on code")
    } else if atName, !startsLine() {
      expectWord("on")
      parseList(of: "a column to join on") { $0.parseJoinCondition() }
    }
    finish(start, kind, role)
  }

  /// Reads one condition of a join; SQL's `costs.code = population.code and …` is understood and reported.
  private mutating func parseJoinCondition() {
    var conditions: [String] = []
    var length = 0
    while let condition = sqlCondition(ahead: length) {
      conditions.append(condition)
      length += 7
      guard atAnyCase("and", ahead: length), sqlCondition(ahead: length + 1) != nil else { break }
      length += 1
    }
    guard length > 0 else { return parseExpression(.on) }
    let span = SourceSpan(token.start, peek(length - 1).end)
    let written = conditions.joined(separator: ", ")
    reportAlways(
      Diagnostic(
        .sqlJoin, "a column of both tables is named once; else the tables are called `$left` and `$right`",
        at: span, label: "write: \(written)", fixes: [Fix("write \(written)", replace: span, with: written)]))
    let start = mark()
    for _ in 0..<length { bump(.error) }
    finish(start, .error, .on)
  }

  /// The condition `a.x = b.y` that stands so far ahead, as KQL writes it.
  private func sqlCondition(ahead: Int) -> String? {
    let kinds = (0..<7).map { peekKind(ahead + $0) }
    guard kinds[0] == .identifier, kinds[1] == .dot, kinds[2] == .identifier, kinds[4] == .identifier,
      kinds[3] == .equal || kinds[3] == .equalEqual, kinds[5] == .dot, kinds[6] == .identifier,
      !string(peek(ahead)).hasPrefix("$"), !string(peek(ahead + 4)).hasPrefix("$")
    else { return nil }
    let left = string(peek(ahead + 2))
    let right = string(peek(ahead + 6))
    return left == right ? left : "$left.\(left) == $right.\(right)"
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
