/// `*`: all columns, in `count(*)`, `distinct *`, `arg_max(x, *)`, or any column, in `search`.
public struct StarExpression: SyntaxView {
  public static let kind = SyntaxKind.star
  public let node: SyntaxNode
  public init(unchecked node: SyntaxNode) { self.node = node }
}

/// `dynamic( JSON )`.
public struct DynamicLiteral: SyntaxView {
  public static let kind = SyntaxKind.dynamicLiteral
  public let node: SyntaxNode
  public init(unchecked node: SyntaxNode) { self.node = node }

  /// The JSON value: ``JSONValue``.
  public var value: JSONValue { node.child(.value).map { JSONValue($0) } ?? .error(node) }
  /// The bytes between the brackets; they may hold more than strict JSON: single quotes, `datetime(…)`,
  /// comments.
  public var content: SourceSpan {
    guard let open = node.token(.open) else { return SourceSpan(span.end, span.end) }
    return SourceSpan(open.span.end, node.token(.close)?.span.start ?? span.end)
  }
}

/// A value within `dynamic(…)`.
public indirect enum JSONValue: Sendable, Hashable {
  /// A string, number, bool, null, or a literal of another type.
  case literal(LiteralExpression)
  /// A number with a sign; the operand is a literal.
  case signed(PrefixExpression)
  /// The elements of an array.
  case array([SyntaxNode])
  /// The properties of an object: nodes of kind `jsonProperty`, see ``JSONProperty``.
  case object([JSONProperty])
  /// A `dynamic(…)` within.
  case dynamic(DynamicLiteral)
  /// What is no value; reported by the parser.
  case error(SyntaxNode)

  /// The value in a node; the elements of arrays are such nodes.
  public init(_ node: SyntaxNode) {
    switch node.kind {
    case .literal: self = .literal(LiteralExpression(unchecked: node))
    case .prefixExpression: self = .signed(PrefixExpression(unchecked: node))
    case .jsonArray: self = .array(node.children(.element))
    case .jsonObject: self = .object(node.views(.property))
    case .dynamicLiteral: self = .dynamic(DynamicLiteral(unchecked: node))
    default: self = .error(node)
    }
  }
}

/// A property of an object within `dynamic(…)`.
public struct JSONProperty: SyntaxView {
  public static let kind = SyntaxKind.jsonProperty
  public let node: SyntaxNode
  public init(unchecked node: SyntaxNode) { self.node = node }

  /// The name, as UTF-8.
  public var name: [UInt8] {
    guard let token = node.token(.name) else { return [] }
    let bytes = node.tree.text.bytes[token.span.start..<token.span.end]
    return token.kind == .stringLiteral ? stringLiteralValue(bytes) : Array(bytes)
  }
  /// The value.
  public var value: JSONValue { node.child(.value).map { JSONValue($0) } ?? .error(node) }
}
