import RegnData
import RegnSyntax

extension Binder {
  /// `scan`: matches rows in order against steps that remember what they matched.
  func bindScan(_ view: ScanOperator, _ input: BoundTable) -> BoundTable? {
    guard input.isSerialized || !view.orderBy.isEmpty else {
      report(
        .notSerialized, "scan goes over rows in order", at: view.node.span,
        label: "put `| sort by …` or `| serialize` before it")
      return nil
    }
    guard view.orderBy.isEmpty, view.partitionBy.isEmpty else {
      report(
        .notImplemented, "`order by` and `partition by` within scan are not implemented", at: view.node.span,
        label: "write: | partition by … (sort by … | scan …)")
      return nil
    }
    guard let declared = bindScanDeclarations(view.declarations, input) else { return nil }
    let names = view.steps.compactMap { $0.name?.name }
    guard names.count == view.steps.count, !names.isEmpty else { return nil }
    for (place, name) in names.enumerated() where names[..<place].contains(name) {
      report(
        .duplicateColumn, "two steps are named \(name)", at: view.steps[place].name?.span ?? view.node.span)
      return nil
    }
    let current = input.columns + declared.map { $0.column }
    let remembered = names.map { _ in current.map { PlanColumn.new($0.name, $0.type) } }
    var steps: [SequenceStep.Step] = []
    var failed = false
    for (number, step) in view.steps.enumerated() {
      let known = zip(names, remembered).prefix(number + 1)
      let scope = Scope(
        current, owner: self.scope(input).owner, isSerialized: true,
        records: Dictionary(uniqueKeysWithValues: known.map { ($0, $1) }))
      guard let bound = bindScanStep(step, scope, declared.map { $0.column }, remembered[number]) else {
        failed = true
        continue
      }
      steps.append(bound)
    }
    guard !failed else { return nil }
    let matchID = view.parameters.first { $0.name == "with_match_id" }?.word.map { PlanColumn.new($0, .long) }
    let sequence = SequenceStep(input: input.plan, declared: declared, matchID: matchID, steps: steps)
    return input.adding(.sequence(sequence), isSerialized: true)
  }

  private func bindScanDeclarations(_ declarations: [ParameterDeclaration], _ input: BoundTable) -> [(
    column: PlanColumn, value: Value
  )]? {
    var declared: [(column: PlanColumn, value: Value)] = []
    for declaration in declarations {
      guard let name = declaration.name?.name, let type = declaration.type.flatMap(scalarType) else {
        return nil
      }
      if (input.columns + declared.map { $0.column }).contains(where: { $0.name == name }) {
        report(.duplicateColumn, "two columns are named \(name)", at: declaration.span)
        return nil
      }
      var value: Value = type == .string ? .string("") : .null(type)
      if let written = declaration.defaultValue {
        guard let given = bindConstant(written, as: type, what: "the default of a declared column") else {
          return nil
        }
        value = given
      }
      declared.append((.new(name, type), value))
    }
    return declared
  }

  private func bindScanStep(
    _ view: RegnSyntax.ScanStep, _ scope: Scope, _ declared: [PlanColumn], _ remembered: [PlanColumn]
  ) -> SequenceStep.Step? {
    let word = option("output", of: view.parameters, in: "step")
    if word == nil, view.parameters.contains(where: { $0.name == "output" }) { return nil }
    guard let condition = bindCondition(view.condition, scope) else { return nil }
    var assignments: [(declared: Int, expression: BoundExpression)] = []
    for assignment in view.assignments {
      guard case .named(let named) = assignment, let name = named.name else { return nil }
      guard let place = declared.firstIndex(where: { $0.name == name.name }) else {
        reportUnknown(
          .unknownColumn, "scan declares no column named \(name.name)", name: name.name,
          candidates: declared.map(\.name), at: name.span,
          otherwise: "declare it: scan declare (\(name.name): long = 0) with (…)")
        return nil
      }
      guard let value = bind(named.value, scope),
        let converted = convert(value, to: declared[place].type, at: named.value.span)
      else { return nil }
      assignments.append((place, converted))
    }
    return SequenceStep.Step(
      output: word.flatMap { SequenceStep.Output(rawValue: $0) } ?? .all, condition: condition,
      assignments: assignments, remembered: remembered)
  }
}
