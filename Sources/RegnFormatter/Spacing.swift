import RegnSyntax

/// What stands between two tokens in canonical layout, how wide they are, and where a line must end.
struct Spacing {
  private let tree: SyntaxTree
  /// What is not laid out.
  let kept: KeptText
  /// The comments before each token.
  private(set) var trivia: [Trivia]
  /// The kind of the node that each token belongs to, and its role there.
  private var parents: [SyntaxKind]
  private var roles: [Role]
  private var spaces: [Bool]
  /// Running sums: cells of the tokens with the spaces before them, and places where a line must end.
  private var widths: [Int]
  private var breaks: [Int]
  /// For the end of what stands before a bracket that may be opened on the same line, the cells up to there:
  /// ` {` behind a function's parameters.
  private var followers: [Int: Int] = [:]

  init(_ tree: SyntaxTree) {
    self.tree = tree
    let count = tree.tokens.count
    kept = KeptText(tree)
    trivia = Trivia.all(of: tree, except: kept)
    parents = Array(repeating: .queryBlock, count: count)
    roles = Array(repeating: .none, count: count)
    spaces = Array(repeating: false, count: count)
    widths = Array(repeating: 0, count: count + 1)
    breaks = Array(repeating: 0, count: count + 1)
    var forced = Array(repeating: false, count: count)
    var withFollowers: [SyntaxNode] = []
    var waiting = [tree.root.node]
    while let node = waiting.popLast() {
      switch node.kind {
      case .functionDeclaration, .datatableOperator, .externaldataOperator, .outOfScopeOperator,
        .inExpression, .betweenExpression:
        withFollowers.append(node)
      case .logicalExpression, .binaryExpression:
        for sign in node.tokens(.operator).reversed() { moveComments(before: Int(sign.index)) }
      default: break
      }
      for token in Spacing.forcedBreaks(in: node) { forced[token] = true }
      for element in node.elements {
        if case .node(let child) = element { waiting.append(child) }
      }
      for role in [Role.operator, .keyword, .separator, .open, .close, .pipe, .name, .value] {
        for token in node.tokens(role) {
          parents[Int(token.index)] = node.kind
          roles[Int(token.index)] = role
        }
      }
    }
    for index in 0..<count {
      spaces[index] = index > 0 && needsSpace(index - 1, index)
      let text = tree.text[tree.tokens[index].span]
      let width = text.split(whereSeparator: \.isNewline).map { displayWidth(of: $0) }.max() ?? 0
      widths[index + 1] = widths[index] + width + (spaces[index] ? 1 : 0)
      breaks[index + 1] = breaks[index] + trivia[index].comments.count + (forced[index] ? 1 : 0)
    }
    for node in withFollowers { noteFollowers(in: node) }
  }

  /// Gives the comments behind an operator, which begins a line when there are any, to what stands before.
  private mutating func moveComments(before sign: Int) {
    if kept.contains(sign) { return }
    for var comment in trivia[sign + 1].comments {
      comment.isTrailing = comment.isTrailing && trivia[sign].comments.isEmpty
      trivia[sign].comments.append(comment)
    }
    trivia[sign + 1].comments = []
  }

  private mutating func noteFollowers(in node: SyntaxNode) {
    var open: Int?
    for element in node.elements.reversed() {
      let range =
        switch element {
        case .token(let token): Int(token.index)..<Int(token.index) + 1
        case .node(let child): child.tokenRange
        }
      guard let first = range.first else { continue }
      if let open, breaks[open + 1] == breaks[range.upperBound] {
        followers[range.upperBound] = widths[open + 1] - widths[range.upperBound]
      }
      // What is in a bracket has lines of its own when the bracket is broken.
      if case .token = element, tree.tokens[first].kind.isClosing { open = nil }
      if tree.tokens[first].kind.isOpening { open = first }
    }
  }

  /// Whether a space stands before a token when it is on the same line as the one before.
  func hasSpace(before index: Int) -> Bool { spaces[index] }

  /// The cells of tokens on one line, without a space before the first.
  func width(_ range: Range<Int>) -> Int {
    guard !range.isEmpty else { return 0 }
    return widths[range.upperBound] - widths[range.lowerBound] - (spaces[range.lowerBound] ? 1 : 0)
  }

  /// Whether a line must end before any of the tokens.
  func mustBreak(_ range: Range<Int>) -> Bool {
    !range.isEmpty && breaks[range.upperBound] > breaks[range.lowerBound]
  }

  /// The cells of what follows and must stay on the line: commas and closing brackets, or all up to an
  /// opening one.
  func tail(from index: Int) -> Int {
    if let cells = followers[index] { return cells }
    var end = index
    while end < tree.tokens.count, !spaces[end], breaks[end + 1] == breaks[end],
      tree.tokens[end].kind.isClosing || [.comma, .semicolon].contains(tree.tokens[end].kind)
    {
      end += 1
    }
    return widths[end] - widths[index]
  }

  /// The tokens that begin a line however short their node is.
  private static func forcedBreaks(in node: SyntaxNode) -> [Int] {
    switch node.kind {
    case .pipeExpression:
      guard let parent = node.parent else { return [] }
      let isForced =
        switch parent.kind {
        case .queryStatement:
          parent.parent?.kind != .functionBody || (parent.parent?.children(.statement).count ?? 0) > 1
        case .letStatement: node.children(.stage).count > 1
        default: false
        }
      return isForced ? node.tokens(.pipe).map { Int($0.index) } : []
    case .functionBody:
      let statements = node.children(.statement)
      return statements.count > 1 ? statements.map(\.tokenRange.lowerBound) : []
    case .scanOperator:
      let steps = node.children(.step)
      return steps.count > 1 ? steps.map(\.tokenRange.lowerBound) : []
    case .patternStatement: return node.children(.branch).map(\.tokenRange.lowerBound)
    default:
      return node.isKeptAsItIs && node.tokenRange.count > 1 ? [node.tokenRange.lowerBound + 1] : []
    }
  }

  private func needsSpace(_ left: Int, _ right: Int) -> Bool {
    let (before, after) = (tree.tokens[left], tree.tokens[right])
    let (parent, role) = (parents[right], roles[right])
    switch after.kind {
    case .comma, .semicolon, .closeParen, .closeBracket, .dot, .endOfFile, .edgeOpen, .edgeClose: return false
    case .edge: return parent != .graphEdge
    case .closeBrace: return parent != .jsonObject && before.kind != .openBrace
    case .colon: return parent == .evaluateOperator
    case .openParen:
      switch parent {
      case .callExpression, .dynamicLiteral, .typeofExpression: return false
      case .rowSchema where parents[left] == .datatableOperator || parents[left] == .externaldataOperator:
        return false
      case .declareStatement: return false
      case .graphNode where before.kind == .edge || before.kind == .edgeClose: return false
      default: break
      }
    case .openBracket where parent == .indexExpression || parent == .patternStatement: return false
    case .equal where parent == .namedParameter || parent == .seriesAggregate: return false
    case .minus where parent == .orderedExpression: return false
    default: break
    }
    switch before.kind {
    case .openParen, .openBracket, .dot, .edgeOpen: return false
    case .openBrace: return parents[left] != .jsonObject
    case .equal where parents[left] == .namedParameter || parents[left] == .seriesAggregate: return false
    case .minus, .plus, .bang:
      if parents[left] == .orderedExpression { return false }
      // `- -1` keeps its space: two signs side by side may begin a comment elsewhere.
      if parents[left] == .prefixExpression { return after.kind == .minus || after.kind == .plus }
    default: break
    }
    // The variable-length edge: `-[e*1..3]->`.
    if parent == .graphEdge || parents[left] == .graphEdge { return false }
    // The parts of one name: `T*`, `hint.strategy`.
    if parent == .wildcardName, role == .name, parents[left] == .wildcardName, after.fullStart == after.start
    {
      return false
    }
    return true
  }
}
