import RegnSyntax

/// A comment, with where it stands.
struct Comment {
  var text: String
  /// Whether it stands behind a token on the same line.
  var isTrailing: Bool
  /// Whether an empty line stands before it.
  var hasBlankBefore: Bool
}

/// What stands before a token besides spaces.
struct Trivia {
  var comments: [Comment] = []
  /// Whether an empty line stands before the token itself.
  var hasBlankBefore = false

  /// The trivia of each token. What stands before a comma or semicolon is given to the token behind it: the
  /// sign follows what it ends, the comments follow the sign. Kept text stays as it is.
  static func all(of tree: SyntaxTree, except kept: KeptText) -> [Trivia] {
    var all: [Trivia] = []
    all.reserveCapacity(tree.tokens.count)
    var held: [Comment] = []
    for (index, token) in tree.tokens.enumerated() {
      var trivia = read(tree, token)
      if !held.isEmpty {
        for index in trivia.comments.indices { trivia.comments[index].isTrailing = false }
        trivia.comments.insert(contentsOf: held, at: 0)
        held = []
      }
      if token.kind == .comma || token.kind == .semicolon, !kept.contains(index) {
        held = trivia.comments
        trivia = Trivia()
      }
      all.append(trivia)
    }
    return all
  }

  private static func read(_ tree: SyntaxTree, _ token: Token) -> Trivia {
    guard token.fullStart < token.start else { return Trivia() }
    let bytes = tree.text.bytes
    var trivia = Trivia()
    var at = token.fullStart
    var sawLine = at == 0
    var lines = 0
    while at < token.start {
      switch bytes[at] {
      case UInt8(ascii: "/"), UInt8(ascii: "#"), UInt8(ascii: "-"):
        let start = at
        at = commentEnd(bytes, from: start, to: token.start)
        var text = tree.text[SourceSpan(start, at)]
        while text.last == " " || text.last == "\t" { text.removeLast() }
        trivia.comments.append(Comment(text: text, isTrailing: !sawLine, hasBlankBefore: lines > 1))
        lines = 0
      case 0x0A, 0x0D:
        sawLine = true
        if bytes[at] == 0x0A || at + 1 == bytes.count || bytes[at + 1] != 0x0A { lines += 1 }
        at += 1
      default: at += 1
      }
    }
    trivia.hasBlankBefore = lines > 1
    return trivia
  }

  private static func commentEnd(_ bytes: [UInt8], from start: Int, to limit: Int) -> Int {
    var at = start + 2
    if bytes[start] == UInt8(ascii: "/"), start + 1 < limit, bytes[start + 1] == UInt8(ascii: "*") {
      while at + 1 < limit, bytes[at] != UInt8(ascii: "*") || bytes[at + 1] != UInt8(ascii: "/") { at += 1 }
      if at + 1 < limit { return at + 2 }
      // One that is never closed ends with its line.
    }
    at = start
    while at < limit, bytes[at] != 0x0A, bytes[at] != 0x0D { at += 1 }
    return at
  }
}
