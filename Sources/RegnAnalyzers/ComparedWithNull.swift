import RegnBinder
import RegnSyntax

/// `==` with null is never true.
let comparedWithNull = Analyzer(
  code: DiagnosticCode("RG0706", .warning, "a comparison with null")
) { analysis in
  analysis.tree.root.node.descendants.compactMap { node in
    guard let binary = BinaryExpression(node), let operation = binary.operator,
      operation == .equal || operation == .notEqual
    else { return nil }
    let sides = [binary.left.unparenthesized, binary.right.unparenthesized]
    guard let null = sides.firstIndex(where: isNull), !isNull(sides[1 - null]) else { return nil }
    let other = sides[1 - null].text
    let test = operation == .equal ? "isnull(\(other))" : "isnotnull(\(other))"
    return Diagnostic(
      comparedWithNull.code,
      operation == .equal
        ? "a comparison with null is false for every value, and null for null"
        : "a value differs from null, but null from null is null",
      at: binary.span, label: "write: \(test)",
      fixes: [Fix("Ask for null: \(test)", replace: binary.span, with: test)])
  }
}

private func isNull(_ expression: Expression) -> Bool {
  switch expression {
  case .literal, .dynamic: expression.text.filter { !$0.isWhitespace }.hasSuffix("(null)")
  default: false
  }
}
