extension Parser {
  mutating func parseRender(_ role: Role) {
    let start = mark()
    bump(.keyword)
    if at(.identifier) {
      parseName(.name)
    } else {
      reportExpected("a kind of chart", label: "such as: render barchart")
      missing(.name)
    }
    if at("with") { parseWithClause() } else { parseParameters() }
    finish(start, .renderOperator, role)
  }
}

/// `render barchart with (title="…", xcolumn=a, ycolumns=b, c)`.
public struct RenderOperator: SyntaxView {
  public static let kind = SyntaxKind.renderOperator
  public let node: SyntaxNode
  public init(unchecked node: SyntaxNode) { self.node = node }

  /// The kind of chart.
  public var chart: Name? { Name(node.child(.name)) }
  /// The properties after `with`.
  public var properties: [NamedParameter] {
    node.child(.with)?.views(.parameter) ?? node.views(.parameter)
  }
}
