extension Parser {
  mutating func parseParseKv(_ role: Role) {
    let start = mark()
    bump(.keyword)
    stopWords = ["as"]
    parseExpression(.expression)
    stopWords = []
    expectWord("as")
    parseRowSchema(.schema)
    if at("with") { parseWithClause() }
    finish(start, .parseKvOperator, role)
  }
}

/// `parse-kv text as (a: long, b: string) with (pair_delimiter=";")`.
public struct ParseKvOperator: SyntaxView {
  public static let kind = SyntaxKind.parseKvOperator
  public let node: SyntaxNode
  public init(unchecked node: SyntaxNode) { self.node = node }

  /// The text that is taken apart.
  public var expression: Expression { node.expression(.expression) }
  /// The keys looked for, with their types.
  public var schema: RowSchema? { RowSchema(node.child(.schema)) }
  /// The properties after `with`.
  public var properties: [NamedParameter] { node.child(.with)?.views(.parameter) ?? [] }
}
