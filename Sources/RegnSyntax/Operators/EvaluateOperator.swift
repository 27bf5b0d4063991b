extension Parser {
  mutating func parseEvaluate(_ role: Role) {
    let start = mark()
    bump(.keyword)
    parseParameters()
    parsePostfix(.expression)
    if bumpIf(.colon, .separator) { parseRowSchema(.schema) }
    finish(start, .evaluateOperator, role)
  }
}

/// `evaluate pivot(x) : (a: long)`: runs a plug-in.
public struct EvaluateOperator: SyntaxView {
  public static let kind = SyntaxKind.evaluateOperator
  public let node: SyntaxNode
  public init(unchecked node: SyntaxNode) { self.node = node }

  /// The settings after the operator's name, such as `hint.strategy=shuffle`.
  public var parameters: [NamedParameter] { node.views(.parameter) }

  /// The plug-in and its arguments, a call.
  public var call: Expression { node.expression(.expression) }
  /// The columns that the result is declared to have; a star stands for the input's.
  public var schema: RowSchema? { RowSchema(node.child(.schema)) }
}
