extension Parser {
  mutating func parseProjectReorder(_ role: Role) {
    let start = mark()
    bump(.keyword)
    parseList(of: "the name of a column") { parser in
      let column = parser.mark()
      parser.parseWildcardName(.expression)
      if parser.at("granny"), parser.peekKind(1) == .minus {
        parser.bump(.keyword)
        parser.bump(.keyword)
      }
      if parser.at("asc") || parser.at("desc") { parser.bump(.keyword) }
      parser.finish(column, .orderedExpression, .column)
    }
    finish(start, .projectReorderOperator, role)
  }
}

/// `project-reorder b, a* asc`: moves columns to the front.
public struct ProjectReorderOperator: SyntaxView {
  public static let kind = SyntaxKind.projectReorderOperator
  public let node: SyntaxNode
  public init(unchecked node: SyntaxNode) { self.node = node }

  /// The names or wildcards, each with the order in which its columns stand.
  public var columns: [OrderedExpression] { node.views(.column) }
}
