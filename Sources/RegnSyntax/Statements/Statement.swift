/// A statement, as a closed list: a `switch` over it must know them all.
public enum Statement: Sendable, Hashable {
  /// See ``QueryStatement``.
  case query(QueryStatement)
  /// See ``LetStatement``.
  case `let`(LetStatement)
  /// See ``SetStatement``.
  case set(SetStatement)
  /// See ``DeclareStatement``.
  case declare(DeclareStatement)
  /// `alias`, `declare pattern`, `restrict` or a management command, which Regn does not have.
  case outOfScope(SyntaxNode)

  /// The statement in a node; nil when the node is none.
  public init?(_ node: SyntaxNode) {
    switch node.kind {
    case .queryStatement: self = .query(QueryStatement(unchecked: node))
    case .letStatement: self = .let(LetStatement(unchecked: node))
    case .setStatement: self = .set(SetStatement(unchecked: node))
    case .declareStatement: self = .declare(DeclareStatement(unchecked: node))
    case .aliasStatement, .patternStatement, .restrictStatement, .commandStatement: self = .outOfScope(node)
    default: return nil
    }
  }

  /// The statement's node.
  public var node: SyntaxNode {
    switch self {
    case .query(let view): view.node
    case .let(let view): view.node
    case .set(let view): view.node
    case .declare(let view): view.node
    case .outOfScope(let node): node
    }
  }

  /// The bytes of the statement, without leading trivia and the `;` after it.
  public var span: SourceSpan { node.span }
}

/// A whole text: statements separated by `;`.
public struct QueryBlock: SyntaxView {
  public static let kind = SyntaxKind.queryBlock
  public let node: SyntaxNode
  public init(unchecked node: SyntaxNode) { self.node = node }

  /// The statements in order.
  public var statements: [Statement] { node.children(.statement).compactMap { Statement($0) } }
}

/// A query, or any expression that stands as a statement.
public struct QueryStatement: SyntaxView {
  public static let kind = SyntaxKind.queryStatement
  public let node: SyntaxNode
  public init(unchecked node: SyntaxNode) { self.node = node }

  /// The query: a pipe, or a source alone.
  public var expression: Expression { node.expression(.expression) }
}

/// `let name = value`.
public struct LetStatement: SyntaxView {
  public static let kind = SyntaxKind.letStatement
  public let node: SyntaxNode
  public init(unchecked node: SyntaxNode) { self.node = node }

  /// The name.
  public var name: Name? { Name(node.child(.name)) }
  /// The value, scalar or tabular; nil when it is a function.
  public var value: Expression? {
    node.child(.value).flatMap { $0.kind == .functionDeclaration ? nil : Expression($0) }
  }
  /// The value when it is a function.
  public var function: FunctionDeclaration? { FunctionDeclaration(node.child(.value)) }
}

/// `(x: long = 1) { x + 1 }`, `view () { T }`.
public struct FunctionDeclaration: SyntaxView {
  public static let kind = SyntaxKind.functionDeclaration
  public let node: SyntaxNode
  public init(unchecked node: SyntaxNode) { self.node = node }

  /// Whether `view` stands before it.
  public var isView: Bool { node.hasKeyword("view") }
  /// The parameters.
  public var parameters: [ParameterDeclaration] { node.views(.parameter) }
  /// The body.
  public var body: FunctionBody? { FunctionBody(node.child(.body)) }
}

/// `{ let a = 1; a + x }`.
public struct FunctionBody: SyntaxView {
  public static let kind = SyntaxKind.functionBody
  public let node: SyntaxNode
  public init(unchecked node: SyntaxNode) { self.node = node }

  /// All statements; the last one that is a query gives the result.
  public var statements: [Statement] { node.children(.statement).compactMap { Statement($0) } }
  /// The result.
  public var result: Expression? {
    if case .query(let query)? = statements.last { return query.expression }
    return nil
  }
}

/// `set name = value`.
public struct SetStatement: SyntaxView {
  public static let kind = SyntaxKind.setStatement
  public let node: SyntaxNode
  public init(unchecked node: SyntaxNode) { self.node = node }

  /// The option.
  public var name: Name? { Name(node.child(.name)) }
  /// Its value; nil for `set name`.
  public var value: Expression? { node.optionalExpression(.value) }
}

/// `declare query_parameters(x: long = 5)`.
public struct DeclareStatement: SyntaxView {
  public static let kind = SyntaxKind.declareStatement
  public let node: SyntaxNode
  public init(unchecked node: SyntaxNode) { self.node = node }

  /// The parameters.
  public var parameters: [ParameterDeclaration] { node.views(.parameter) }
}
