extension Parser {
  mutating func parseDatatable(_ role: Role) {
    let start = mark()
    bump(.keyword)
    parseParameters()
    parseRowSchema(.schema)
    guard at(.openBracket) else {
      reportExpected("`[` and the values", label: "such as [1, 2]")
      return finish(start, .datatableOperator, role)
    }
    nested(.error) { parser in
      let open = parser.position
      let saved = (parser.stopWords, parser.allowsColon, parser.namesOnly)
      (parser.stopWords, parser.allowsColon, parser.namesOnly) = ([], false, false)
      parser.bump(.open)
      while !parser.atBoundary {
        let before = parser.position
        if parser.at(.comma) {
          parser.reportExpected("a value")
          parser.missing(.value)
        } else {
          parser.parseExpression(.value)
        }
        // A comma after the last value is allowed.
        if parser.bumpIf(.comma, .separator) { continue }
        if parser.position == before || !parser.beginsOperand() { break }
        let end = parser.tokens[parser.position - 1].end
        parser.report(
          Diagnostic(
            .expected, "expected `,` or `]`, found \(parser.found())", at: parser.token.span,
            label: "add `,`",
            fixes: [Fix("add `,`", replace: SourceSpan(end, end), with: ",")]))
      }
      (parser.stopWords, parser.allowsColon, parser.namesOnly) = saved
      parser.expectClose(.closeBracket, opened: open)
    }
    finish(start, .datatableOperator, role)
  }
}

/// `datatable(a: long, b: string) [1, "x", 2, "y"]`: a table written out.
public struct DatatableOperator: SyntaxView {
  public static let kind = SyntaxKind.datatableOperator
  public let node: SyntaxNode
  public init(unchecked node: SyntaxNode) { self.node = node }

  /// The columns.
  public var schema: RowSchema? { RowSchema(node.child(.schema)) }
  /// The values, row by row.
  public var values: [Expression] { node.expressions(.value) }
}
