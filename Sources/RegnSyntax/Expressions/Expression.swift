/// An expression, scalar or tabular, as a closed list: a `switch` over it must know them all.
public indirect enum Expression: Sendable, Hashable {
  /// See ``Name``.
  case name(Name)
  /// See ``WildcardName``.
  case wildcard(WildcardName)
  /// See ``StarExpression``.
  case star(StarExpression)
  /// See ``LiteralExpression``.
  case literal(LiteralExpression)
  /// See ``DynamicLiteral``.
  case dynamic(DynamicLiteral)
  /// See ``PrefixExpression``.
  case prefix(PrefixExpression)
  /// See ``BinaryExpression``.
  case binary(BinaryExpression)
  /// See ``LogicalExpression``.
  case logical(LogicalExpression)
  /// See ``InExpression``.
  case `in`(InExpression)
  /// See ``BetweenExpression``.
  case between(BetweenExpression)
  /// See ``CallExpression``.
  case call(CallExpression)
  /// See ``MemberExpression``.
  case member(MemberExpression)
  /// See ``IndexExpression``.
  case index(IndexExpression)
  /// See ``ParenthesizedExpression``.
  case parenthesized(ParenthesizedExpression)
  /// See ``NamedExpression``.
  case named(NamedExpression)
  /// See ``OrderedExpression``.
  case ordered(OrderedExpression)
  /// See ``TypeofExpression``.
  case typeof(TypeofExpression)
  /// See ``PipeExpression``.
  case pipe(PipeExpression)
  /// A pipe of one operator that makes a table by itself: print, range, union, datatable …
  case tabular(TabularOperator)
  /// Text that is no expression; reported by the parser.
  case error(SyntaxNode)
  /// Nothing where an expression should be; reported by the parser.
  case missing(SyntaxNode)

  /// The expression in a node; a node of another kind counts as an error.
  public init(_ node: SyntaxNode) {
    switch node.kind {
    case .name: self = .name(Name(unchecked: node))
    case .wildcardName: self = .wildcard(WildcardName(unchecked: node))
    case .star: self = .star(StarExpression(unchecked: node))
    case .literal: self = .literal(LiteralExpression(unchecked: node))
    case .dynamicLiteral: self = .dynamic(DynamicLiteral(unchecked: node))
    case .prefixExpression: self = .prefix(PrefixExpression(unchecked: node))
    case .binaryExpression: self = .binary(BinaryExpression(unchecked: node))
    case .logicalExpression: self = .logical(LogicalExpression(unchecked: node))
    case .inExpression: self = .`in`(InExpression(unchecked: node))
    case .betweenExpression: self = .between(BetweenExpression(unchecked: node))
    case .callExpression: self = .call(CallExpression(unchecked: node))
    case .memberExpression: self = .member(MemberExpression(unchecked: node))
    case .indexExpression: self = .index(IndexExpression(unchecked: node))
    case .parenthesizedExpression: self = .parenthesized(ParenthesizedExpression(unchecked: node))
    case .namedExpression: self = .named(NamedExpression(unchecked: node))
    case .orderedExpression: self = .ordered(OrderedExpression(unchecked: node))
    case .typeofExpression: self = .typeof(TypeofExpression(unchecked: node))
    case .pipeExpression: self = .pipe(PipeExpression(unchecked: node))
    case .missing: self = .missing(node)
    default:
      if let table = TabularOperator(node) { self = .tabular(table) } else { self = .error(node) }
    }
  }

  /// The expression's node.
  public var node: SyntaxNode {
    switch self {
    case .name(let view): view.node
    case .wildcard(let view): view.node
    case .star(let view): view.node
    case .literal(let view): view.node
    case .dynamic(let view): view.node
    case .prefix(let view): view.node
    case .binary(let view): view.node
    case .logical(let view): view.node
    case .`in`(let view): view.node
    case .between(let view): view.node
    case .call(let view): view.node
    case .member(let view): view.node
    case .index(let view): view.node
    case .parenthesized(let view): view.node
    case .named(let view): view.node
    case .ordered(let view): view.node
    case .typeof(let view): view.node
    case .pipe(let view): view.node
    case .tabular(let table): table.node
    case .error(let node), .missing(let node): node
    }
  }

  /// The bytes of the expression, without leading trivia.
  public var span: SourceSpan { node.span }
  /// The text of the expression, without leading trivia.
  public var text: String { node.text }

  /// The expression within any brackets around it.
  public var unparenthesized: Expression {
    var inner = self
    while case .parenthesized(let view) = inner { inner = view.expression }
    return inner
  }

  /// The expression behind a name and `=`, if there is one.
  public var unnamed: Expression { if case .named(let named) = self { named.value } else { self } }
}

extension SyntaxNode {
  /// The child that plays a part, as an expression; `missing` when there is none.
  public func expression(_ role: Role) -> Expression {
    guard let child = child(role) else { return .missing(self) }
    return Expression(child)
  }

  /// The child that plays a part, as an expression; nil when there is none.
  public func optionalExpression(_ role: Role) -> Expression? { child(role).map { Expression($0) } }

  /// The children that play a part, as expressions.
  public func expressions(_ role: Role) -> [Expression] { children(role).map { Expression($0) } }

  /// The children that play a part and are of the view's kind.
  public func views<View: SyntaxView>(_ role: Role) -> [View] { children(role).compactMap { View($0) } }
}
