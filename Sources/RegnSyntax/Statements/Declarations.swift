/// The name of a type: `long`, `string` …
public struct TypeName: SyntaxView {
  public static let kind = SyntaxKind.typeName
  public let node: SyntaxNode
  public init(unchecked node: SyntaxNode) { self.node = node }

  /// The name as written.
  public var name: String { node.text }
}

/// `name: type`.
public struct ColumnDeclaration: SyntaxView {
  public static let kind = SyntaxKind.columnDeclaration
  public let node: SyntaxNode
  public init(unchecked node: SyntaxNode) { self.node = node }

  /// The column.
  public var name: Name? { Name(node.child(.name)) }
  /// Its type.
  public var type: TypeName? { TypeName(node.child(.type)) }
}

/// `(a: long, b: string, *)`.
public struct RowSchema: SyntaxView {
  public static let kind = SyntaxKind.rowSchema
  public let node: SyntaxNode
  public init(unchecked node: SyntaxNode) { self.node = node }

  /// The columns.
  public var columns: [ColumnDeclaration] { node.views(.column) }
  /// Whether `*` stands among them: any further columns.
  public var hasStar: Bool { node.children(.column).contains { $0.kind == .star } }
}

/// A parameter: `x: long = 5`, or `T: (a: long, *)` for a table.
public struct ParameterDeclaration: SyntaxView {
  public static let kind = SyntaxKind.parameterDeclaration
  public let node: SyntaxNode
  public init(unchecked node: SyntaxNode) { self.node = node }

  /// Its name.
  public var name: Name? { Name(node.child(.name)) }
  /// Its type when scalar.
  public var type: TypeName? { TypeName(node.child(.type)) }
  /// Its columns when a table.
  public var schema: RowSchema? { RowSchema(node.child(.schema)) }
  /// Its default.
  public var defaultValue: Expression? { node.optionalExpression(.value) }
}
