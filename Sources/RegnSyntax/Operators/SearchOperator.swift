extension Parser {
  mutating func parseSearch(_ role: Role) {
    let start = mark()
    bump(.keyword)
    parseParameters(["kind"])
    if at("in"), peekKind(1) == .openParen { parseTablesInBrackets() }
    parseParameters(["kind"])
    let saved = allowsColon
    allowsColon = true
    parseExpression(.condition)
    allowsColon = saved
    finish(start, .searchOperator, role)
  }
}

/// `search kind=case_sensitive in (T, U*) "word" and column: "other"`.
public struct SearchOperator: SyntaxView {
  public static let kind = SyntaxKind.searchOperator
  public let node: SyntaxNode
  public init(unchecked node: SyntaxNode) { self.node = node }

  /// The settings after the operator's name, such as `hint.strategy=shuffle`.
  public var parameters: [NamedParameter] { node.views(.parameter) }

  /// The tables searched; none means all, or the input.
  public var tables: [Expression] { node.expressions(.table) }
  /// The condition; a lone string means that any column has it, `column: "x"` is a binary expression with
  /// `:`.
  public var condition: Expression { node.expression(.condition) }
}
