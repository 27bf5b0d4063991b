/// `f(a, b = c)`.
public struct CallExpression: SyntaxView {
  public static let kind = SyntaxKind.callExpression
  public let node: SyntaxNode
  public init(unchecked node: SyntaxNode) { self.node = node }

  /// The function's name.
  public var callee: Name? { Name(node.child(.callee)) }
  /// The function's name as text; empty after a mistake.
  public var name: String { callee?.name ?? "" }
  /// The arguments; a named one is ``Expression/named(_:)``, a table or pipe may be among them.
  public var arguments: [Expression] { node.expressions(.argument) }
}

/// `a.b`: a property of a dynamic value, or a part of a table's address.
public struct MemberExpression: SyntaxView {
  public static let kind = SyntaxKind.memberExpression
  public let node: SyntaxNode
  public init(unchecked node: SyntaxNode) { self.node = node }

  /// What the member is taken from.
  public var source: Expression { node.expression(.source) }
  /// The member: a name, or a call in `cluster(…).database(…)`.
  public var member: Expression { node.expression(.member) }
}

/// `a[0]`, `a["key"]`, `a.[key]`.
public struct IndexExpression: SyntaxView {
  public static let kind = SyntaxKind.indexExpression
  public let node: SyntaxNode
  public init(unchecked node: SyntaxNode) { self.node = node }

  /// What is indexed.
  public var source: Expression { node.expression(.source) }
  /// The index.
  public var index: Expression { node.expression(.index) }
}

/// `( expression )`; the expression may be a pipe.
public struct ParenthesizedExpression: SyntaxView {
  public static let kind = SyntaxKind.parenthesizedExpression
  public let node: SyntaxNode
  public init(unchecked node: SyntaxNode) { self.node = node }

  /// What stands in the brackets.
  public var expression: Expression { node.expression(.expression) }
}

/// `x = a + b`, or `(x, y) = f()`.
public struct NamedExpression: SyntaxView {
  public static let kind = SyntaxKind.namedExpression
  public let node: SyntaxNode
  public init(unchecked node: SyntaxNode) { self.node = node }

  /// The names; several only when written in brackets.
  public var names: [Name] { node.views(.name) }
  /// The first name.
  public var name: Name? { Name(node.child(.name)) }
  /// Whether the names stand in brackets.
  public var isCompound: Bool { node.token(.open) != nil }
  /// The value.
  public var value: Expression { node.expression(.value) }
}

/// `x desc nulls last`, in sort, top and their like.
public struct OrderedExpression: SyntaxView {
  public static let kind = SyntaxKind.orderedExpression
  public let node: SyntaxNode
  public init(unchecked node: SyntaxNode) { self.node = node }

  /// The key; may be named in top-nested.
  public var expression: Expression { node.expression(.expression) }
  /// Whether `asc` is written (true) or `desc` (false); nil when neither is.
  public var isAscending: Bool? {
    for token in node.tokens(.keyword) {
      switch token.text.lowercased() {
      case "asc": return true
      case "desc": return false
      default: break
      }
    }
    return nil
  }
  /// Whether `nulls first` is written (true) or `nulls last` (false); nil when neither is.
  public var nullsFirst: Bool? {
    for token in node.tokens(.keyword) {
      switch token.text.lowercased() {
      case "first": return true
      case "last": return false
      default: break
      }
    }
    return nil
  }
}

/// `typeof(long)`; for plug-ins also `typeof(*, x: long)`.
public struct TypeofExpression: SyntaxView {
  public static let kind = SyntaxKind.typeofExpression
  public let node: SyntaxNode
  public init(unchecked node: SyntaxNode) { self.node = node }

  /// The types: ``TypeName``, ``ColumnDeclaration`` or star nodes.
  public var types: [SyntaxNode] { node.children(.type) }
  /// The type when there is exactly one plain one.
  public var type: TypeName? { types.count == 1 ? TypeName(types.first) : nil }
}

/// `source | operator | operator`.
public struct PipeExpression: SyntaxView {
  public static let kind = SyntaxKind.pipeExpression
  public let node: SyntaxNode
  public init(unchecked node: SyntaxNode) { self.node = node }

  /// Where the rows come from; nil in a subquery, and where a text begins with `|`.
  public var source: Expression? { node.optionalExpression(.source) }
  /// The operators in order. Broken ones are ``TabularOperator/unknown(_:)``, missing ones are left out.
  public var operators: [TabularOperator] { node.children(.stage).compactMap { TabularOperator($0) } }
}

/// A setting: `kind=inner`, `hint.strategy=shuffle`, `title="…"`.
public struct NamedParameter: SyntaxView {
  public static let kind = SyntaxKind.namedParameter
  public let node: SyntaxNode
  public init(unchecked node: SyntaxNode) { self.node = node }

  /// The name, such as `kind` or `hint.strategy`.
  public var name: String { Name(node.child(.name))?.name ?? "" }
  /// The name's bytes.
  public var nameSpan: SourceSpan { node.child(.name)?.span ?? span }
  /// The value: a literal, a name, or an expression in brackets.
  public var value: Expression { node.expression(.value) }
  /// All values, where a list is allowed: `ycolumns=a, b`.
  public var values: [Expression] { node.expressions(.value) }
  /// The value as a word: a name's or a string's text, `true` or `false`.
  public var word: String? {
    switch value {
    case .name(let name): name.name
    case .literal(let literal): literal.stringValue ?? literal.content
    default: nil
    }
  }
}
