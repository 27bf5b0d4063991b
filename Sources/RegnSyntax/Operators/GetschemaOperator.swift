extension Parser {
  mutating func parseGetschema(_ role: Role) {
    let start = mark()
    bump(.keyword)
    parseParameters()
    finish(start, .getschemaOperator, role)
  }
}

/// `getschema`: the columns and their types, as a table.
public struct GetschemaOperator: SyntaxView {
  public static let kind = SyntaxKind.getschemaOperator
  public let node: SyntaxNode
  public init(unchecked node: SyntaxNode) { self.node = node }
}
