extension Parser {
  mutating func parseProjectRename(_ role: Role) { parseNamedList(role, .projectRenameOperator) }
}

/// `project-rename new = old`: gives columns other names.
public struct ProjectRenameOperator: SyntaxView {
  public static let kind = SyntaxKind.projectRenameOperator
  public let node: SyntaxNode
  public init(unchecked node: SyntaxNode) { self.node = node }

  /// The renamings: named expressions whose value is the old name.
  public var columns: [Expression] { node.expressions(.column) }
}
