/// A child of a node: another node or a token.
public enum SyntaxElement: Sendable {
  /// A node.
  case node(SyntaxNode)
  /// A token.
  case token(SyntaxToken)
}

/// A light handle of a node: its tree and its number in it.
public struct SyntaxNode: Sendable, Hashable {
  /// The tree it belongs to.
  public let tree: SyntaxTree
  /// Its number in the tree; children have lower numbers than their parents.
  public let index: Int32

  init(tree: SyntaxTree, index: Int32) {
    self.tree = tree
    self.index = index
  }

  public static func == (left: SyntaxNode, right: SyntaxNode) -> Bool {
    left.index == right.index && left.tree === right.tree
  }
  public func hash(into hasher: inout Hasher) { hasher.combine(index) }

  private var record: NodeRecord { tree.records[Int(index)] }

  /// What it is.
  public var kind: SyntaxKind { record.kind }
  /// The part it plays in its parent.
  public var role: Role { record.role }
  /// The node it lies in; nil for the root.
  public var parent: SyntaxNode? {
    let parent = record.parent
    return parent < 0 ? nil : SyntaxNode(tree: tree, index: parent)
  }

  /// The numbers of the tokens it covers.
  public var tokenRange: Range<Int> {
    let record = record
    return Int(record.firstToken)..<Int(max(record.firstToken, record.endToken))
  }

  /// The bytes it covers, without the trivia before its first token. A node without tokens has an empty span
  /// at the end of the token before it.
  public var span: SourceSpan {
    let range = tokenRange
    guard !range.isEmpty else {
      let place = range.lowerBound > 0 ? tree.tokens[range.lowerBound - 1].end : 0
      return SourceSpan(place, place)
    }
    return SourceSpan(tree.tokens[range.lowerBound].start, tree.tokens[range.upperBound - 1].end)
  }

  /// The bytes it covers with the trivia before its first token.
  public var fullSpan: SourceSpan {
    let range = tokenRange
    guard !range.isEmpty else { return span }
    return SourceSpan(tree.tokens[range.lowerBound].fullStart, tree.tokens[range.upperBound - 1].end)
  }

  /// The text of ``span``.
  public var text: String { tree.text[span] }

  /// Its children, nodes and tokens, in the order of the text.
  public var elements: [SyntaxElement] {
    let record = record
    let start = Int(record.firstElement)
    return tree.elements[start..<(start + Int(record.elementCount))].map(element)
  }

  private func element(_ record: ElementRecord) -> SyntaxElement {
    record.isNode
      ? .node(SyntaxNode(tree: tree, index: record.index))
      : .token(SyntaxToken(tree: tree, index: record.index))
  }

  private var elementRecords: ArraySlice<ElementRecord> {
    let record = record
    let start = Int(record.firstElement)
    return tree.elements[start..<(start + Int(record.elementCount))]
  }

  /// Its child nodes.
  public var children: [SyntaxNode] {
    elementRecords.compactMap { $0.isNode ? SyntaxNode(tree: tree, index: $0.index) : nil }
  }

  /// Its own tokens, without those of its child nodes.
  public var tokens: [SyntaxToken] {
    elementRecords.compactMap { $0.isNode ? nil : SyntaxToken(tree: tree, index: $0.index) }
  }

  /// The first child node that plays a part.
  public func child(_ role: Role) -> SyntaxNode? {
    for element in elementRecords where element.isNode && element.role == role {
      return SyntaxNode(tree: tree, index: element.index)
    }
    return nil
  }

  /// All child nodes that play a part.
  public func children(_ role: Role) -> [SyntaxNode] {
    elementRecords.compactMap {
      $0.isNode && $0.role == role ? SyntaxNode(tree: tree, index: $0.index) : nil
    }
  }

  /// The first of its own tokens that plays a part.
  public func token(_ role: Role) -> SyntaxToken? {
    for element in elementRecords where !element.isNode && element.role == role {
      return SyntaxToken(tree: tree, index: element.index)
    }
    return nil
  }

  /// All of its own tokens that play a part.
  public func tokens(_ role: Role) -> [SyntaxToken] {
    elementRecords.compactMap {
      !$0.isNode && $0.role == role ? SyntaxToken(tree: tree, index: $0.index) : nil
    }
  }

  /// Whether one of its own keywords is `word`.
  public func hasKeyword(_ word: String) -> Bool { keyword(word) != nil }

  /// Its own keyword `word`, if it is there.
  public func keyword(_ word: String) -> SyntaxToken? { tokens(.keyword).first { $0.text == word } }

  /// Whether it or a node below it is an `error` or `missing` node.
  public var isBroken: Bool {
    var waiting = [self]
    while let node = waiting.popLast() {
      if node.kind == .error || node.kind == .missing { return true }
      waiting += node.children
    }
    return false
  }
}

/// A light handle of a token: its tree and its number in it.
public struct SyntaxToken: Sendable, Hashable {
  /// The tree it belongs to.
  public let tree: SyntaxTree
  /// Its number among the tokens of the tree.
  public let index: Int32

  init(tree: SyntaxTree, index: Int32) {
    self.tree = tree
    self.index = index
  }

  public static func == (left: SyntaxToken, right: SyntaxToken) -> Bool {
    left.index == right.index && left.tree === right.tree
  }
  public func hash(into hasher: inout Hasher) { hasher.combine(index) }

  private var token: Token { tree.tokens[Int(index)] }

  /// What it is.
  public var kind: TokenKind { token.kind }
  /// Its own bytes.
  public var span: SourceSpan { token.span }
  /// Its trivia and its own bytes.
  public var fullSpan: SourceSpan { token.fullSpan }
  /// Its own text.
  public var text: String { tree.text[token.span] }
  /// The white space and comments before it.
  public var leadingTrivia: String { tree.text[token.triviaSpan] }
}

/// A typed view of a node of one kind.
public protocol SyntaxView: Sendable, Hashable {
  /// The kind of its node.
  static var kind: SyntaxKind { get }
  /// The node seen.
  var node: SyntaxNode { get }
  /// Makes the view of a node that is known to be of the kind.
  init(unchecked node: SyntaxNode)
}

extension SyntaxView {
  /// The view of a node, or nil when it is of another kind.
  public init?(_ node: SyntaxNode?) {
    guard let node, node.kind == Self.kind else { return nil }
    self.init(unchecked: node)
  }

  /// The bytes of the node, without leading trivia.
  public var span: SourceSpan { node.span }
  /// The node's text, without leading trivia.
  public var text: String { node.text }
}
