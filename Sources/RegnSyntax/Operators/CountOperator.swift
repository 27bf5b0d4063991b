extension Parser {
  mutating func parseCount(_ role: Role) {
    let start = mark()
    bump(.keyword)
    parseParameters([])
    if bumpIf("as") { parseName(.alias, "a name for the column") }
    finish(start, .countOperator, role)
  }
}

/// `count`: the number of rows.
public struct CountOperator: SyntaxView {
  public static let kind = SyntaxKind.countOperator
  public let node: SyntaxNode
  public init(unchecked node: SyntaxNode) { self.node = node }

  /// The name given to the column with `as`; `Count` when absent.
  public var alias: Name? { Name(node.child(.alias)) }
}
