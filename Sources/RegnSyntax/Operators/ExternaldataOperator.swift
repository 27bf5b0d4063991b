extension Parser {
  mutating func parseExternaldata(_ role: Role) {
    let start = mark()
    bump(.keyword)
    parseRowSchema(.schema)
    if at(.openBracket) {
      let open = position
      bump(.open)
      while !atBoundary {
        let before = position
        parseExpression(.uri)
        if !bumpIf(.comma, .separator) || position == before { break }
      }
      expectClose(.closeBracket, opened: open)
    } else {
      reportExpected("`[` and the path of a file")
    }
    if at("with") { parseWithClause() }
    finish(start, .externaldataOperator, role)
  }
}

/// `externaldata(a: long) ["file.csv"] with (format="csv")`: a table from a file.
public struct ExternaldataOperator: SyntaxView {
  public static let kind = SyntaxKind.externaldataOperator
  public let node: SyntaxNode
  public init(unchecked node: SyntaxNode) { self.node = node }

  /// The columns.
  public var schema: RowSchema? { RowSchema(node.child(.schema)) }
  /// The paths.
  public var uris: [Expression] { node.expressions(.uri) }
  /// The properties after `with`.
  public var properties: [NamedParameter] { node.child(.with)?.views(.parameter) ?? [] }
}
