import RegnSyntax
import Testing

/// The text that the tokens below a node give back, found by walking the tree.
func joined(_ tree: SyntaxTree) -> [UInt8] {
  var bytes: [UInt8] = []
  var waiting: [SyntaxElement] = [.node(tree.root.node)]
  while let element = waiting.popLast() {
    switch element {
    case .token(let token): bytes += tree.text.bytes[token.fullSpan.start..<token.fullSpan.end]
    case .node(let node): waiting += node.elements.reversed()
    }
  }
  return bytes
}

/// The height of a tree, without recursion: children have lower numbers than their parents.
func height(_ tree: SyntaxTree) -> Int {
  var waiting = [(tree.root.node, 1)]
  var highest = 0
  while let (node, depth) = waiting.popLast() {
    highest = max(highest, depth)
    for child in node.children { waiting.append((child, depth + 1)) }
  }
  return highest
}

/// Checks what holds for every tree: nothing lost, the height kept, spans within spans.
func check(_ bytes: [UInt8], _ location: SourceLocation = #_sourceLocation) {
  let tree = Parser.parse(SourceText(bytes: bytes))
  let back = joined(tree)
  if back != bytes {
    Issue.record(
      "lost bytes of: \(String(decoding: bytes.prefix(400), as: UTF8.self))", sourceLocation: location)
  }
  #expect(height(tree) <= SyntaxTree.maximumHeight, sourceLocation: location)
  for diagnostic in tree.diagnostics {
    #expect(diagnostic.span.start >= 0 && diagnostic.span.end <= bytes.count, sourceLocation: location)
  }
}

/// A small random generator with a fixed seed, so that a failure can be repeated.
struct Random: RandomNumberGenerator {
  var state: UInt64
  init(_ seed: UInt64) { state = seed &* 0x9E37_79B9_7F4A_7C15 | 1 }
  mutating func next() -> UInt64 {
    state ^= state << 13
    state ^= state >> 7
    state ^= state << 17
    return state
  }
}

/// An expression with all its groups in brackets: `(a + (b * c))`.
func grouped(_ expression: Expression) -> String {
  switch expression {
  case .binary(let view):
    let word = view.node.tokens(.operator).map(\.text).joined(separator: " ")
    return "(\(grouped(view.left)) \(word) \(grouped(view.right)))"
  case .logical(let view):
    return "(" + view.operands.map(grouped).joined(separator: view.isOr ? " or " : " and ") + ")"
  case .prefix(let view): return "(\(view.operatorToken?.text ?? "")\(grouped(view.operand)))"
  case .in(let view):
    return
      "(\(grouped(view.left)) \(view.operatorToken?.text ?? "") [\(view.arguments.map(grouped).joined(separator: ", "))])"
  case .between(let view):
    return
      "(\(grouped(view.left)) \(view.operatorToken?.text ?? "") [\(grouped(view.lower)) .. \(grouped(view.upper))])"
  case .call(let view): return "\(view.name)(\(view.arguments.map(grouped).joined(separator: ", ")))"
  case .member(let view): return "\(grouped(view.source)).\(grouped(view.member))"
  case .index(let view): return "\(grouped(view.source))[\(grouped(view.index))]"
  case .parenthesized(let view): return grouped(view.expression)
  case .named(let view): return "\(view.names.map(\.name).joined(separator: ",")) = \(grouped(view.value))"
  case .name(let view): return view.name
  case .error: return "<error>"
  case .missing: return "<missing>"
  default: return expression.text
  }
}

/// The expression of a text that is one `where`: `T | where …`.
func condition(_ text: String) -> String {
  let tree = Parser.parse("T | where " + text)
  guard case .query(let query)? = tree.root.statements.first, case .pipe(let pipe) = query.expression,
    case .where(let view)? = pipe.operators.first
  else { return "<no where>" }
  return grouped(view.condition)
}

/// The codes and underlined texts of the diagnostics of a text.
func diagnostics(_ text: String) -> [String] {
  let tree = Parser.parse(text)
  return tree.diagnostics.map { "\($0.code.id) \(tree.text[$0.span])" }
}
