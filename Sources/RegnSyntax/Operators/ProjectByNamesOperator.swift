extension Parser {
  mutating func parseProjectByNames(_ role: Role) { parseNamedList(role, .projectByNamesOperator) }
}

/// `project-by-names dynamic(["a", "b"])`: chooses columns by their names.
public struct ProjectByNamesOperator: SyntaxView {
  public static let kind = SyntaxKind.projectByNamesOperator
  public let node: SyntaxNode
  public init(unchecked node: SyntaxNode) { self.node = node }

  /// The names: strings, arrays of strings, or column names.
  public var columns: [Expression] { node.expressions(.column) }
}
