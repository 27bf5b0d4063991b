import RegnBinder
import RegnSyntax

/// A `let` that nothing uses.
let unusedLet = Analyzer(code: DiagnosticCode("RG0704", .warning, "a let that nothing uses")) { analysis in
  let statements = analysis.tree.root.statements
  return statements.enumerated().compactMap { number, statement in
    guard case .let(let view) = statement, let name = view.name else { return nil }
    // Underscores at the front say that a name may go unused.
    guard !name.name.hasPrefix("_") else { return nil }
    for later in statements[(number + 1)...] {
      let own: SyntaxNode? = if case .let(let other) = later { other.name?.node } else { nil }
      for node in later.node.descendants where node != own {
        if let use = Name(node), use.name == name.name { return nil }
        if let wildcard = WildcardName(node), wildcard.matches(name.name) { return nil }
        // search and find without tables look into views.
        if node.kind == .searchOperator || node.kind == .findOperator { return nil }
      }
    }
    return remark(onUnused: view, name, in: analysis.tree)
  }
}

/// What is said of a `let` that nothing uses.
func remark(onUnused view: LetStatement, _ name: Name, in tree: SyntaxTree) -> Diagnostic {
  Diagnostic(
    unusedLet.code, "nothing uses \(name.name)", at: name.span, label: "leave it out, or use it below",
    fixes: [Fix("Leave it out", replace: wholeStatement(view.node, in: tree), with: "")])
}

/// A statement with the `;` behind it and the rest of its line.
private func wholeStatement(_ node: SyntaxNode, in tree: SyntaxTree) -> SourceSpan {
  let bytes = tree.text.bytes
  var end = node.span.end
  while end < bytes.count, bytes[end] == 0x20 || bytes[end] == 0x3B { end += 1 }
  if end < bytes.count, bytes[end] == 0x0A { end += 1 }
  return SourceSpan(node.span.start, end)
}
