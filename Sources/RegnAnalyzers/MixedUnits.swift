import RegnBinder
import RegnSyntax

/// Adding, subtracting or comparing columns whose units differ.
let mixedUnits = Analyzer(
  code: DiagnosticCode("RG0710", .warning, "figures of different units together")
) { analysis in
  var seen: Set<SourceSpan> = []
  return analysis.steps.flatMap { step -> [Diagnostic] in
    step.operation.node.descendants.compactMap { node in
      guard let binary = BinaryExpression(node), let operation = binary.operator, asksForOneUnit(operation),
        let left = unitColumn(binary.left, step.input), let right = unitColumn(binary.right, step.input),
        left.unit != right.unit, seen.insert(binary.span).inserted
      else { return nil }
      return Diagnostic(
        mixedUnits.code, "\(left.name) is in \(left.unit), and \(right.name) in \(right.unit)",
        at: binary.operatorSpan, label: "bring both to one unit first")
    }
  }
}

private func asksForOneUnit(_ operation: BinaryOperator) -> Bool {
  switch operation {
  case .add, .subtract, .equal, .notEqual, .less, .lessOrEqual, .greater, .greaterOrEqual: true
  default: false
  }
}

private func unitColumn(_ expression: Expression, _ input: BoundTable) -> PlanColumn? {
  guard case .name(let name) = expression.unparenthesized, let column = input.column(name.name),
    !column.unit.isEmpty
  else { return nil }
  return column
}
