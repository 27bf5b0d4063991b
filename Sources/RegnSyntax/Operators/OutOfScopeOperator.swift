extension Parser {
  /// Reads an operator that Regn does not have, so that it can be laid out. What cannot be read is swallowed
  /// up to the next `|` without a word: that the operator is missing is all there is to say.
  mutating func parseOutOfScope(_ role: Role) {
    let start = mark()
    readQuietly { parser in
      let name = parser.string(parser.token)
      parser.bump(.keyword)
      parser.parseRestOfOutOfScope(name)
      return parser.atBoundary
    } otherwise: { parser in
      parser.bump(.keyword)
      while !parser.atBoundary { parser.skipOne() }
    }
    finish(start, .outOfScopeOperator, role)
  }

  private mutating func parseRestOfOutOfScope(_ name: String) {
    switch name {
    case "make-graph": parseMakeGraph()
    case "graph-match", "graph-shortest-paths": parseGraphMatch()
    case "graph-merge":
      stopWords = ["on"]
      parseUnary(.table)
      stopWords = []
      if bumpIf("on") { parseList(of: "a column") { $0.parseExpression(.on) } }
    case "graph-to-table": parseList(of: "`nodes` or `edges`") { $0.parseGraphOutput() }
    case "graph-where-nodes", "graph-where-edges": parseExpression(.condition)
    case "macro-expand": parseMacroExpand()
    case "partition-by":
      parseParameters()
      parseName(.by)
      parseSubquery()
    case "assert-schema": parseRowSchema(.schema)
    default: parseParameters()
    }
  }

  /// Reads `a --> b [with T on id, … | with_node_id=name] [partitioned-by c (subquery)]`.
  private mutating func parseMakeGraph() {
    parseParameters()
    parseName(.from)
    if !bumpIf(.edge, .operator) { reportExpected("`-->`") }
    parseName(.to)
    if bumpIf("with") {
      parseList(of: "a table of nodes") { parser in
        let table = parser.mark()
        parser.stopWords = ["on"]
        parser.parseUnary(.table)
        parser.stopWords = []
        parser.expectWord("on")
        parser.parseName(.on)
        parser.finish(table, .graphTable, .with)
      }
    }
    parseParameters()
    if bumpIf("partitioned-by") {
      parseName(.by)
      parseSubquery()
    }
  }

  /// Reads `(a)-[e*1..3]->(b), … where condition project x, …`.
  private mutating func parseGraphMatch() {
    parseParameters()
    parseList(of: "a pattern, such as `(a)-[e]->(b)`") { $0.parseGraphPath() }
    if bumpIf("where") {
      stopWords = ["project"]
      parseExpression(.condition)
      stopWords = []
    }
    if bumpIf("project") { parseList(of: "a column") { $0.parseNamedExpression(.column) } }
  }

  private mutating func parseGraphPath() {
    let start = mark()
    parseGraphNode()
    while at(.edge) || at(.edgeOpen) {
      parseGraphEdge()
      parseGraphNode()
    }
    finish(start, .graphPath, .pattern)
  }

  private mutating func parseGraphNode() {
    let start = mark()
    if !bumpIf(.openParen, .open) { reportExpected("`(` and the name of a node") }
    if atName { parseName(.name) }
    if !bumpIf(.closeParen, .close) { reportExpected("`)`") }
    finish(start, .graphNode, .element)
  }

  private mutating func parseGraphEdge() {
    let start = mark()
    if !bumpIf(.edge, .operator) {
      bump(.open)
      if atName { parseName(.name) }
      if bumpIf(.star, .operator) {
        parsePostfix(.lower)
        if !bumpIf(.dotDot, .separator) { reportExpected("`..`") }
        parsePostfix(.upper)
      }
      if !bumpIf(.edgeClose, .close) { reportExpected("`]-` or `]->`") }
    }
    finish(start, .graphEdge, .element)
  }

  /// Reads `nodes [as N] [with_node_id=x]`.
  private mutating func parseGraphOutput() {
    let start = mark()
    if !bumpIf("nodes") { expectWord("edges") }
    if bumpIf("as") { parseName(.name) }
    parseParameters()
    finish(start, .graphOutput, .output)
  }

  /// Reads `group as X (statements)` or `X in group (statements)`.
  private mutating func parseMacroExpand() {
    parseParameters()
    namesOnly = true
    parsePostfix(.source)
    namesOnly = false
    if bumpIf("as") || bumpIf("in") { parsePostfixName(.name) } else { reportExpected("`as` and a name") }
    guard at(.openParen) else { return reportExpected("`(` and a query") }
    nested(.body) { parser in
      let body = parser.mark()
      let open = parser.position
      parser.bump(.open)
      parser.parseStatements(until: .closeParen)
      parser.expectClose(.closeParen, opened: open)
      parser.finish(body, .functionBody, .body)
    }
  }

  private mutating func parsePostfixName(_ role: Role) {
    let saved = namesOnly
    namesOnly = true
    parsePostfix(role)
    namesOnly = saved
  }
}

/// An operator of KQL that Regn does not have. Of its children only the keywords can be relied on: what could
/// not be read holds loose tokens, with the role `error`. What could be read has, besides expressions,
/// `graphPath` (graphNode and graphEdge in turn), `graphTable` (`T on id`), `graphOutput` (`nodes as N`), and
/// a functionBody in round brackets for macro-expand.
public struct OutOfScopeOperator: SyntaxView {
  public static let kind = SyntaxKind.outOfScopeOperator
  public let node: SyntaxNode
  public init(unchecked node: SyntaxNode) { self.node = node }

  /// The operator's name, such as `make-graph`.
  public var name: String { node.token(.keyword)?.text ?? "" }
}

/// What follows `|` but is no operator; reported by the parser.
public struct UnknownOperator: SyntaxView {
  public static let kind = SyntaxKind.unknownOperator
  public let node: SyntaxNode
  public init(unchecked node: SyntaxNode) { self.node = node }
}
