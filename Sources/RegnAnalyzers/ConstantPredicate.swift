import RegnBinder
import RegnData
import RegnSyntax

/// A condition that is true or false whatever the rows hold.
let constantPredicate = Analyzer(
  code: DiagnosticCode("RG0707", .warning, "a condition that is always the same")
) { analysis in
  analysis.steps.compactMap { step in
    guard case .where(let view) = step.operation else { return nil }
    if case .filter(let filter) = step.output.plan, let value = filter.predicate.constantValue {
      // `where true` is written on purpose.
      if case .literal = view.condition.unparenthesized { return nil }
      return Diagnostic(
        constantPredicate.code, "this condition is \(word(value)) for every row", at: view.condition.span,
        label: value == .bool(true) ? "it keeps all rows" : "it keeps no row")
    }
    return contradiction(view.condition)
  }
}

private func word(_ value: Value) -> String {
  switch value {
  case .bool(true): "true"
  case .bool(false): "false"
  default: "null"
  }
}

/// Two equalities of one `and` that cannot hold together: `x == 1 and x == 2`.
private func contradiction(_ condition: Expression) -> Diagnostic? {
  for node in condition.node.descendants {
    guard let logical = LogicalExpression(node), !logical.isOr else { continue }
    var known: [String: (text: String, span: SourceSpan)] = [:]
    for operand in logical.operands {
      guard case .binary(let binary) = operand.unparenthesized, binary.operator == .equal, !binary.isNegated,
        case .name(let name) = binary.left.unparenthesized,
        case .literal(let literal) = binary.right.unparenthesized
      else { continue }
      if let other = known[name.name], other.text != literal.text {
        return Diagnostic(
          constantPredicate.code, "\(name.name) cannot be both \(other.text) and \(literal.text)",
          at: binary.span,
          label: "for either of them write: \(name.name) in (\(other.text), \(literal.text))",
          related: [Diagnostic.Related(other.span, "the other condition")])
      }
      known[name.name] = (literal.text, binary.span)
    }
  }
  return nil
}
