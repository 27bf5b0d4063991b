extension Parser {
  mutating func parseAs(_ role: Role) {
    let start = mark()
    bump(.keyword)
    parseParameters([])
    parseName(.name, "a name for the result")
    finish(start, .asOperator, role)
  }
}

/// `as name`: names the table so far.
public struct AsOperator: SyntaxView {
  public static let kind = SyntaxKind.asOperator
  public let node: SyntaxNode
  public init(unchecked node: SyntaxNode) { self.node = node }

  /// The settings after the operator's name, such as `hint.strategy=shuffle`.
  public var parameters: [NamedParameter] { node.views(.parameter) }

  /// The name.
  public var name: Name? { Name(node.child(.name)) }
}
