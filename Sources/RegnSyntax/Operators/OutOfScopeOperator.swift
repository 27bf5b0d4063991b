/// An operator of KQL that Regn does not have, swallowed to the next `|`.
public struct OutOfScopeOperator: SyntaxView {
  public static let kind = SyntaxKind.outOfScopeOperator
  public let node: SyntaxNode
  public init(unchecked node: SyntaxNode) { self.node = node }

  /// The operator's name, such as `make-graph`.
  public var name: String { node.token(.keyword)?.text ?? "" }
}

/// What follows `|` but is no operator; reported by the parser.
public struct UnknownOperator: SyntaxView {
  public static let kind = SyntaxKind.unknownOperator
  public let node: SyntaxNode
  public init(unchecked node: SyntaxNode) { self.node = node }
}
