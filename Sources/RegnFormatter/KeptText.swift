import RegnSyntax

/// What is kept as it is: statements with a mistake in them, management commands, and what was swallowed of
/// an operator or statement that Regn does not have.
struct KeptText {
  /// Whether each token lies in kept text.
  private var isKept: [Bool]
  /// The first tokens of the statements that are kept as a whole.
  private var statements: Set<Int> = []

  init(_ tree: SyntaxTree) {
    isKept = Array(repeating: false, count: tree.tokens.count)
    let errors = tree.diagnostics.filter { $0.severity == .error }
    var elements: [SyntaxElement] = []
    for element in tree.root.node.elements {
      if case .token = element {
        note(statement: elements, in: tree, errors)
        elements = []
      } else {
        elements.append(element)
      }
    }
    var waiting = [tree.root.node]
    while let node = waiting.popLast() {
      if node.isKeptAsItIs { keep(node.tokenRange) } else { waiting += node.children }
    }
  }

  /// Whether the statement that begins with a token has a mistake in it.
  func isStatement(at token: Int) -> Bool { statements.contains(token) }

  /// Whether a token lies in kept text.
  func contains(_ token: Int) -> Bool { isKept[token] }

  /// What stands between two semicolons is one statement, or more when there is a mistake.
  private mutating func note(statement: [SyntaxElement], in tree: SyntaxTree, _ errors: [Diagnostic]) {
    let nodes = statement.compactMap { if case .node(let node) = $0 { node } else { nil } }
    let ranges = nodes.map(\.tokenRange).filter { !$0.isEmpty }
    guard let first = ranges.first, let last = ranges.last else { return }
    let range = first.lowerBound..<last.upperBound
    let (start, end) = (tree.tokens[range.lowerBound].fullStart, tree.tokens[range.upperBound - 1].end)
    // Behind the last diagnostic that there is room for, anything may be wrong.
    let isUnknown = tree.diagnostics.last.map { $0.code == .tooManyMistakes && end >= $0.span.start } ?? false
    let isBroken =
      isUnknown || errors.contains { $0.span.start <= end && $0.span.end >= start }
      || nodes.contains { $0.isBroken }
    guard isBroken else { return }
    statements.insert(range.lowerBound)
    keep(range)
  }

  private mutating func keep(_ range: Range<Int>) {
    for token in range { isKept[token] = true }
  }
}

extension SyntaxNode {
  /// Whether it is no part of the grammar that can be laid out.
  var isKeptAsItIs: Bool {
    switch kind {
    case .commandStatement, .unknownOperator, .error: true
    case .outOfScopeOperator, .aliasStatement, .patternStatement, .restrictStatement: !tokens(.error).isEmpty
    default: false
    }
  }
}
