extension Parser {
  mutating func parseMakeSeries(_ role: Role) {
    let start = mark()
    bump(.keyword)
    parseParameters(["kind"])
    stopWords = ["on", "by", "default"]
    parseList(of: "an aggregate") { parser in
      let aggregate = parser.mark()
      parser.parseNamedExpression(.expression)
      if parser.bumpIf("default") {
        if !parser.bumpIf(.equal, .operator) { parser.reportExpected("`=` and a default") }
        parser.parseUnary(.defaultValue)
      }
      parser.finish(aggregate, .seriesAggregate, .aggregate)
    }
    expectWord("on")
    stopWords = ["from", "to", "step", "in", "by"]
    parseNamedWithoutIn(.on)
    if at("in") {
      bump(.keyword)
      parsePostfix(.range)
    } else {
      if bumpIf("from") { parseAdditive(.from) }
      if bumpIf("to") { parseAdditive(.to) }
      if expectWord("step") { parseAdditive(.step) } else { missing(.step) }
    }
    stopWords = []
    if bumpIf("by") { parseList(of: "a column to group by") { $0.parseNamedExpression(.by) } }
    finish(start, .makeSeriesOperator, role)
  }

  /// Reads `[name =] expression` where `in` follows as a word of the operator.
  private mutating func parseNamedWithoutIn(_ role: Role) {
    let start = mark()
    if at(.identifier), peekKind(1) == .equal {
      parseName(.name)
      bump(.operator)
      parseAdditive(.value)
      finish(start, .namedExpression, role)
    } else {
      parseAdditive(role)
    }
  }
}

/// `make-series sum(x) default=0 on t from a to b step c by d`: arrays over equal steps.
public struct MakeSeriesOperator: SyntaxView {
  public static let kind = SyntaxKind.makeSeriesOperator
  public let node: SyntaxNode
  public init(unchecked node: SyntaxNode) { self.node = node }

  /// The settings after the operator's name, such as `hint.strategy=shuffle`.
  public var parameters: [NamedParameter] { node.views(.parameter) }

  /// The aggregates with their defaults.
  public var aggregates: [SeriesAggregate] { node.views(.aggregate) }
  /// The axis, named or not.
  public var on: Expression { node.expression(.on) }
  /// The start, after `from`.
  public var from: Expression? { node.optionalExpression(.from) }
  /// The end, after `to`, not included.
  public var to: Expression? { node.optionalExpression(.to) }
  /// The step.
  public var step: Expression? { node.optionalExpression(.step) }
  /// The older form of start, stop and step: `in range(start, stop, step)`.
  public var range: Expression? { node.optionalExpression(.range) }
  /// What the groups are made by, named or not.
  public var by: [Expression] { node.expressions(.by) }
}

/// An aggregate of make-series: `name = sum(x) default = 0`.
public struct SeriesAggregate: SyntaxView {
  public static let kind = SyntaxKind.seriesAggregate
  public let node: SyntaxNode
  public init(unchecked node: SyntaxNode) { self.node = node }

  /// The aggregate, named or not.
  public var expression: Expression { node.expression(.expression) }
  /// The value where there are no rows; null when absent.
  public var defaultValue: Expression? { node.optionalExpression(.defaultValue) }
}
