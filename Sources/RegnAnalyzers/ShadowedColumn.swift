import RegnBinder
import RegnSyntax

/// A parameter or a `let` with the name of a column: where the column is in reach, the name means the column.
let shadowedColumn = Analyzer(
  code: DiagnosticCode("RG0705", .warning, "a column hides a name of the script")
) { analysis in
  var names: [String: Name] = [:]
  for statement in analysis.statements {
    switch statement {
    case .let(let view):
      if let name = view.name, !isTable(view) { names[name.name] = name }
    case .declare(let view):
      for parameter in view.parameters { if let name = parameter.name { names[name.name] = name } }
    default: break
    }
  }
  guard !names.isEmpty else { return [] }
  var found: [Diagnostic] = []
  var reported: Set<String> = []
  for step in analysis.steps {
    for node in ownExpressions(of: step.operation) {
      guard let use = Name(node), let definition = names[use.name], step.input.column(use.name) != nil,
        node.parent?.kind != .memberExpression, reported.insert(use.name).inserted
      else { continue }
      found.append(
        Diagnostic(
          shadowedColumn.code, "\(use.name) is the column here, not the value that the script gave this name",
          at: use.span, label: "give the value another name, such as chosen_\(use.name)",
          related: definition.node.tree === analysis.tree
            ? [Diagnostic.Related(definition.span, "the value is defined here")] : []))
    }
  }
  return found
}

private func isTable(_ view: LetStatement) -> Bool {
  switch view.value {
  case .pipe, .tabular: true
  default: false
  }
}

/// The nodes of an operator without those of tables in brackets, whose columns are others.
private func ownExpressions(of operation: TabularOperator) -> [SyntaxNode] {
  var nodes: [SyntaxNode] = []
  var pending = [operation.node]
  while let node = pending.popLast() {
    if node != operation.node, node.kind == .pipeExpression { continue }
    nodes.append(node)
    // The name before `=` is one that the operator gives.
    pending.append(
      contentsOf: node.children.filter { !(node.kind == .namedExpression && $0.role == .name) }.reversed())
  }
  return nodes
}
