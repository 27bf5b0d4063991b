extension Parser {
  mutating func parseFind(_ role: Role) {
    let start = mark()
    bump(.keyword)
    parseParameters()
    if at("in"), peekKind(1) == .openParen { parseTablesInBrackets() }
    parseParameters()
    bumpIf("where")
    stopWords = ["project", "project-smart", "project-away"]
    if atStopWord || atBoundary {
      reportExpected("a condition")
      missing(.condition)
    } else {
      parseExpression(.condition)
    }
    stopWords = []
    if at("project") || at("project-away") {
      bump(.keyword)
      parseList(of: "a column") { parser in
        if parser.at(.identifier), parser.peekKind(1) == .colon {
          parser.parseColumnDeclaration(.column)
        } else {
          parser.parseExpression(.column)
        }
      }
    } else {
      bumpIf("project-smart")
    }
    finish(start, .findOperator, role)
  }

  /// Reads `in (T, U*)`.
  mutating func parseTablesInBrackets() {
    bump(.keyword)
    let open = position
    bump(.open)
    while !atBoundary {
      let before = position
      parseTableReference(.table)
      if !bumpIf(.comma, .separator) || position == before { break }
    }
    expectClose(.closeParen, opened: open)
  }
}

/// `find withsource=t in (T, U*) where condition project a, b: long`.
public struct FindOperator: SyntaxView {
  public static let kind = SyntaxKind.findOperator
  public let node: SyntaxNode
  public init(unchecked node: SyntaxNode) { self.node = node }

  /// The settings after the operator's name, such as `hint.strategy=shuffle`.
  public var parameters: [NamedParameter] { node.views(.parameter) }

  /// The tables searched; none means all.
  public var tables: [Expression] { node.expressions(.table) }
  /// The condition.
  public var condition: Expression { node.expression(.condition) }
  /// The columns after `project`: names, ``ColumnDeclaration`` nodes or `pack_all()`.
  public var columns: [SyntaxNode] { node.children(.column) }
}
