extension Parser {
  /// Reads the names, with wildcards, of project-away and project-keep.
  mutating func parseColumnList(_ role: Role, _ kind: SyntaxKind) {
    let start = mark()
    bump(.keyword)
    parseList(of: "the name of a column") { $0.parseWildcardName(.column) }
    finish(start, kind, role)
  }
}

/// `project-away a, b*`: leaves columns out.
public struct ProjectAwayOperator: SyntaxView {
  public static let kind = SyntaxKind.projectAwayOperator
  public let node: SyntaxNode
  public init(unchecked node: SyntaxNode) { self.node = node }

  /// The names; ``Expression/wildcard(_:)`` where `*` occurs.
  public var columns: [Expression] { node.expressions(.column) }
}

/// `project-keep a, b*`: keeps only these columns, in the table's order.
public struct ProjectKeepOperator: SyntaxView {
  public static let kind = SyntaxKind.projectKeepOperator
  public let node: SyntaxNode
  public init(unchecked node: SyntaxNode) { self.node = node }

  /// The names; ``Expression/wildcard(_:)`` where `*` occurs.
  public var columns: [Expression] { node.expressions(.column) }
}
