extension Parser {
  mutating func parseFork(_ role: Role) {
    let start = mark()
    bump(.keyword)
    while at(.openParen) || atName {
      let branch = mark()
      if atName {
        parseName(.name)
        if !bumpIf(.equal, .operator) { reportExpected("`=` and a subquery in brackets") }
      }
      parseSubquery()
      finish(branch, .forkBranch, .branch)
      bumpIf(.comma, .separator)
      if atOperatorWithoutPipe() { break }
    }
    if pending.count == start + 1 { reportExpected("subqueries in brackets") }
    finish(start, .forkOperator, role)
  }
}

/// `fork a = (where x) (count)`: several results of one input.
public struct ForkOperator: SyntaxView {
  public static let kind = SyntaxKind.forkOperator
  public let node: SyntaxNode
  public init(unchecked node: SyntaxNode) { self.node = node }

  /// The subqueries.
  public var branches: [ForkBranch] { node.views(.branch) }
}

/// A subquery of fork, named or not.
public struct ForkBranch: SyntaxView {
  public static let kind = SyntaxKind.forkBranch
  public let node: SyntaxNode
  public init(unchecked node: SyntaxNode) { self.node = node }

  /// The name of its result.
  public var name: Name? { Name(node.child(.name)) }
  /// The subquery, a pipe without a source.
  public var query: Expression { node.expression(.query) }
}
