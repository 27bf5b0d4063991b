extension Parser {
  mutating func parseMvExpand(_ role: Role) {
    let start = mark()
    bump(.keyword)
    parseParameters(["bagexpansion", "kind", "with_itemindex"])
    parseExpandedColumns(["limit"])
    if bumpIf("limit") { parseAdditive(.count) }
    finish(start, .mvExpandOperator, role)
  }

  /// Reads `[name =] expression [to typeof(type)]`, separated by commas, up to one of the words.
  mutating func parseExpandedColumns(_ words: [StaticString]) {
    let saved = stopWords
    stopWords = words + ["to"]
    parseList(of: "a column with arrays") { parser in
      let column = parser.mark()
      parser.parseNamedExpression(.expression)
      if parser.bumpIf("to") {
        if parser.at("typeof"), parser.peekKind(1) == .openParen {
          parser.parsePrimary(.type)
        } else {
          parser.reportExpected("`typeof(…)` after `to`")
          parser.missing(.type)
        }
      }
      parser.finish(column, .expandedColumn, .column)
    }
    stopWords = saved
  }
}

/// `mv-expand with_itemindex=i x to typeof(long) limit 10`: a row for each element.
public struct MvExpandOperator: SyntaxView {
  public static let kind = SyntaxKind.mvExpandOperator
  public let node: SyntaxNode
  public init(unchecked node: SyntaxNode) { self.node = node }

  /// The settings after the operator's name, such as `hint.strategy=shuffle`.
  public var parameters: [NamedParameter] { node.views(.parameter) }

  /// Whether it is written in the old form `mvexpand`.
  public var isLegacy: Bool { node.hasKeyword("mvexpand") }
  /// What is expanded, side by side.
  public var columns: [ExpandedColumn] { node.views(.column) }
  /// The most rows that one row becomes.
  public var limit: Expression? { node.optionalExpression(.count) }
}

/// A column of mv-expand or mv-apply: `x`, `y = x`, `x to typeof(long)`.
public struct ExpandedColumn: SyntaxView {
  public static let kind = SyntaxKind.expandedColumn
  public let node: SyntaxNode
  public init(unchecked node: SyntaxNode) { self.node = node }

  /// The arrays, named or not.
  public var expression: Expression { node.expression(.expression) }
  /// The type of the elements, after `to`.
  public var type: TypeofExpression? { TypeofExpression(node.child(.type)) }
}
