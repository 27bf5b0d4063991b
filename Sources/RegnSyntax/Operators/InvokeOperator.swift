extension Parser {
  mutating func parseInvoke(_ role: Role) {
    let start = mark()
    bump(.keyword)
    parsePostfix(.expression)
    finish(start, .invokeOperator, role)
  }
}

/// `invoke f(1)`: calls a function whose first argument is the table.
public struct InvokeOperator: SyntaxView {
  public static let kind = SyntaxKind.invokeOperator
  public let node: SyntaxNode
  public init(unchecked node: SyntaxNode) { self.node = node }

  /// The call, without the table.
  public var call: Expression { node.expression(.expression) }
}
