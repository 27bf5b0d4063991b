extension Parser {
  mutating func parseScan(_ role: Role) {
    let start = mark()
    bump(.keyword)
    parseParameters(["with_match_id"])
    if at("order") || at("partition") {
      while at("order") || at("partition") {
        let isOrder = at("order")
        bump(.keyword)
        expectWord("by")
        stopWords = ["partition", "declare", "with", "order"]
        parseList(of: "a column") { isOrder ? $0.parseOrdered(.by) : $0.parseExpression(.column) }
        stopWords = []
      }
    }
    if bumpIf("declare") {
      if at(.openParen) { parseParameterList(.parameter) } else { reportExpected("`(` and declarations") }
    }
    parseParameters(["with_match_id"])
    expectWord("with")
    guard at(.openParen) else {
      reportExpected("`(` and steps")
      return finish(start, .scanOperator, role)
    }
    let open = position
    bump(.open)
    while at("step") || atAnyCase("step") {
      parseScanStep()
      if !bumpIf(.semicolon, .separator) { break }
    }
    expectClose(.closeParen, opened: open)
    finish(start, .scanOperator, role)
  }

  /// Reads `step name [output=all|last|none]: condition => a = x, b = y`.
  private mutating func parseScanStep() {
    let start = mark()
    expectWord("step")
    parseName(.name, "the name of the step")
    bumpIf("optional")
    parseParameters(["output"])
    if !bumpIf(.colon, .separator) { reportExpected("`:` and a condition") }
    allowsArrow = true
    parseExpression(.condition)
    allowsArrow = false
    if bumpIf(.arrow, .operator) {
      parseList(of: "an assignment") { $0.parseNamedExpression(.assignment) }
    }
    finish(start, .scanStep, .step)
  }
}

/// `scan declare (n: long = 0) with (step s: true => n = s.n + 1;)`: states over ordered rows.
public struct ScanOperator: SyntaxView {
  public static let kind = SyntaxKind.scanOperator
  public let node: SyntaxNode
  public init(unchecked node: SyntaxNode) { self.node = node }

  /// The settings after the operator's name, such as `hint.strategy=shuffle`.
  public var parameters: [NamedParameter] { node.views(.parameter) }

  /// The columns declared, with their types and defaults.
  public var declarations: [ParameterDeclaration] {
    node.children(.parameter).compactMap { ParameterDeclaration($0) }
  }
  /// The keys after `order by`.
  public var orderBy: [OrderedExpression] { node.views(.by) }
  /// The columns after `partition by`.
  public var partitionBy: [Expression] { node.expressions(.column) }
  /// The steps.
  public var steps: [ScanStep] { node.views(.step) }
}

/// A step of scan: `step s output=all: x > 1 => n = s.n + 1`.
public struct ScanStep: SyntaxView {
  public static let kind = SyntaxKind.scanStep
  public let node: SyntaxNode
  public init(unchecked node: SyntaxNode) { self.node = node }

  /// The settings after the operator's name, such as `hint.strategy=shuffle`.
  public var parameters: [NamedParameter] { node.views(.parameter) }

  /// Its name.
  public var name: Name? { Name(node.child(.name)) }
  /// Whether the step may be passed over.
  public var isOptional: Bool { node.hasKeyword("optional") }
  /// The condition.
  public var condition: Expression { node.expression(.condition) }
  /// The assignments after `=>`, named expressions.
  public var assignments: [Expression] { node.expressions(.assignment) }
}
