import RegnSyntax

/// What stands between two tokens in canonical layout, and the comments of a text.
struct Spacing {
  /// A comment, with whether it stands behind a token on the same line.
  struct Comment {
    var text: String
    var isTrailing: Bool
    /// Whether an empty line stands before it.
    var hasBlankBefore: Bool
  }

  private let tree: SyntaxTree
  /// The kind of the node that each token belongs to, and its role there.
  private var parents: [SyntaxKind]
  private var roles: [Role]
  private var spaces: [Bool]
  /// Running sums: cells of the tokens with the spaces before them, and comments before them.
  private var widths: [Int]
  private var commentCounts: [Int]

  init(_ tree: SyntaxTree) {
    self.tree = tree
    let count = tree.tokens.count
    parents = Array(repeating: .queryBlock, count: count)
    roles = Array(repeating: .none, count: count)
    spaces = Array(repeating: false, count: count)
    widths = Array(repeating: 0, count: count + 1)
    commentCounts = Array(repeating: 0, count: count + 1)
    var waiting = [tree.root.node]
    while let node = waiting.popLast() {
      for child in node.children { waiting.append(child) }
      for role in [Role.operator, .keyword, .separator, .open, .close, .pipe, .name, .value] {
        for token in node.tokens(role) {
          parents[Int(token.index)] = node.kind
          roles[Int(token.index)] = role
        }
      }
    }
    for index in 0..<count {
      spaces[index] = index > 0 && needsSpace(index - 1, index)
      let width = displayWidth(of: tree.text[tree.tokens[index].span])
      widths[index + 1] = widths[index] + width + (spaces[index] ? 1 : 0)
      commentCounts[index + 1] = commentCounts[index] + comments(index).count
    }
  }

  /// Whether a space stands before a token when it is on the same line as the one before.
  func hasSpace(before index: Int) -> Bool { spaces[index] }

  /// The cells of tokens on one line, without a space before the first.
  func width(_ range: Range<Int>) -> Int {
    guard !range.isEmpty else { return 0 }
    return widths[range.upperBound] - widths[range.lowerBound] - (spaces[range.lowerBound] ? 1 : 0)
  }

  /// Whether a comment stands before any of the tokens.
  func hasComment(_ range: Range<Int>) -> Bool {
    !range.isEmpty && commentCounts[range.upperBound] > commentCounts[range.lowerBound]
  }

  /// The comments before a token.
  func comments(_ index: Int) -> [Comment] {
    let token = tree.tokens[index]
    let bytes = tree.text.bytes
    var found: [Comment] = []
    var at = token.fullStart
    var sawLine = at == 0
    var lines = 0
    while at < token.start {
      switch bytes[at] {
      case UInt8(ascii: "/"), UInt8(ascii: "#"):
        let start = at
        while at < token.start, bytes[at] != 0x0A, bytes[at] != 0x0D { at += 1 }
        var text = tree.text[SourceSpan(start, at)]
        while text.last == " " || text.last == "\t" { text.removeLast() }
        found.append(Comment(text: text, isTrailing: !sawLine, hasBlankBefore: lines > 1))
        lines = 0
      case 0x0A, 0x0D:
        sawLine = true
        if bytes[at] == 0x0A { lines += 1 }
        at += 1
      default: at += 1
      }
    }
    return found
  }

  /// Whether the trivia before a token begins with an empty line.
  func startsWithBlankLine(_ index: Int) -> Bool {
    let token = tree.tokens[index]
    var lines = 0
    for at in token.fullStart..<token.start {
      switch tree.text.bytes[at] {
      case 0x0A: lines += 1
      case 0x20, 0x09, 0x0D: break
      default: return lines >= 2
      }
      if lines >= 2 { return true }
    }
    return false
  }

  private func needsSpace(_ left: Int, _ right: Int) -> Bool {
    let (before, after) = (tree.tokens[left], tree.tokens[right])
    let (parent, role) = (parents[right], roles[right])
    switch after.kind {
    case .comma, .semicolon, .closeParen, .closeBracket, .dot, .endOfFile: return false
    case .closeBrace: return parent != .jsonObject && before.kind != .openBrace
    case .colon: return parent == .evaluateOperator
    case .openParen:
      switch parent {
      case .callExpression, .dynamicLiteral, .typeofExpression: return false
      case .rowSchema where parents[left] == .datatableOperator || parents[left] == .externaldataOperator:
        return false
      case .declareStatement: return false
      default: break
      }
    case .openBracket where parent == .indexExpression: return false
    case .equal where parent == .namedParameter || parent == .seriesAggregate: return false
    case .minus where parent == .orderedExpression: return false
    default: break
    }
    switch before.kind {
    case .openParen, .openBracket, .dot: return false
    case .openBrace: return parents[left] != .jsonObject
    case .equal where parents[left] == .namedParameter || parents[left] == .seriesAggregate: return false
    case .minus, .plus, .bang:
      if parents[left] == .orderedExpression { return false }
      // `- -1` keeps its space: two signs side by side may begin a comment elsewhere.
      if parents[left] == .prefixExpression { return after.kind == .minus || after.kind == .plus }
    default: break
    }
    // The parts of one name: `T*`, `hint.strategy`.
    if parent == .wildcardName, role == .name, parents[left] == .wildcardName, after.fullStart == after.start
    {
      return false
    }
    return true
  }
}
