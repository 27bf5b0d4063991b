extension Parser {
  mutating func parseConsume(_ role: Role) {
    let start = mark()
    bump(.keyword)
    parseParameters()
    finish(start, .consumeOperator, role)
  }
}

/// `consume`: reads all rows and gives none.
public struct ConsumeOperator: SyntaxView {
  public static let kind = SyntaxKind.consumeOperator
  public let node: SyntaxNode
  public init(unchecked node: SyntaxNode) { self.node = node }

  /// The settings after the operator's name, such as `hint.strategy=shuffle`.
  public var parameters: [NamedParameter] { node.views(.parameter) }
}
