extension Parser {
  mutating func parseParse(_ role: Role) {
    let start = mark()
    bump(.keyword)
    parseParameters(["kind", "flags"])
    stopWords = ["with"]
    parseExpression(.expression)
    stopWords = []
    if expectWord("with") {
      var parts = 0
      while !atBoundary, !atNewStatement {
        if at(.star) {
          let star = mark()
          bump(.operator)
          finish(star, .star, .pattern)
        } else if at(.stringLiteral) {
          let text = mark()
          bump(.value)
          finish(text, .literal, .pattern)
        } else if atName {
          if startsLine(), peekKind(1) != .colon, atOperatorWithoutPipe() { break }
          let column = mark()
          parseName(.name)
          if bumpIf(.colon, .separator) { parseTypeName(.type) }
          finish(column, .parsedColumn, .pattern)
        } else if at(.comma) {
          bump(.separator)
        } else {
          reportExpected("`*`, a string, or a column in the pattern")
          skipToBoundary()
          break
        }
        parts += 1
      }
      if parts == 0 { reportExpected("a pattern, such as `* \"id=\" id: long`") }
    }
    finish(start, .parseOperator, role)
  }
}

/// `parse kind=simple text with * "id=" id: long "," *`, and `parse-where`.
public struct ParseOperator: SyntaxView {
  public static let kind = SyntaxKind.parseOperator
  public let node: SyntaxNode
  public init(unchecked node: SyntaxNode) { self.node = node }

  /// The settings after the operator's name, such as `hint.strategy=shuffle`.
  public var parameters: [NamedParameter] { node.views(.parameter) }

  /// Whether rows that do not match are left out: `parse-where`.
  public var isWhere: Bool { node.hasKeyword("parse-where") }
  /// The text that is taken apart.
  public var expression: Expression { node.expression(.expression) }
  /// The pattern: `star` nodes, string `literal` nodes and ``ParsedColumn`` nodes, in order.
  public var pattern: [SyntaxNode] { node.children(.pattern) }
}

/// A column in a pattern of parse: `id` or `id: long`.
public struct ParsedColumn: SyntaxView {
  public static let kind = SyntaxKind.parsedColumn
  public let node: SyntaxNode
  public init(unchecked node: SyntaxNode) { self.node = node }

  /// Its name.
  public var name: Name? { Name(node.child(.name)) }
  /// Its type; string when absent.
  public var type: TypeName? { TypeName(node.child(.type)) }
}
