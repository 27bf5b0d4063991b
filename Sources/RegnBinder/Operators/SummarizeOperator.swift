import RegnData
import RegnFunctions
import RegnPhrases
import RegnSyntax

extension Binder {
  func bindSummarize(_ view: SummarizeOperator, _ input: BoundTable) -> BoundTable? {
    checkOptions(view.parameters, of: "summarize")
    let rows = scope(input)
    var chooser = NameChooser()
    let found = bindKeys(view.by, rows, input, &chooser)
    let keys = found ?? []
    let plainKeys = keys.compactMap { key -> ColumnID? in
      if case .column(let id, _) = key.expression { id } else { nil }
    }
    let collector = AggregateCollector(keys: Set(plainKeys))
    let grouped = Scope(
      input.columns, owner: rows.owner, isSerialized: input.isSerialized, aggregates: collector)
    var outputs: [(column: PlanColumn, expression: BoundExpression)] = []
    var failed = found == nil
    var given = Set(keys.map { $0.column.name })
    for expression in view.aggregates {
      if case .named(let named) = expression {
        for name in named.names where !given.insert(name.name).inserted {
          report(
            .duplicateColumn, "two columns are named \(name.name)", at: name.span,
            label: "give one another name")
          failed = true
        }
      }
      guard let results = bindAggregateItem(expression, grouped, collector, keys, input) else {
        failed = true
        continue
      }
      for result in results {
        outputs.append(
          (.new(chooser.choose(result.name), result.expression.type), result.expression))
      }
    }
    guard !failed else { return nil }
    let aggregate = LogicalPlan.aggregate(
      AggregateStep(input: input.plan, keys: keys, aggregates: collector.aggregates))
    let grouping = BoundTable(plan: aggregate, depth: input.depth + 1, name: "")
    return project(passing(keys.map { $0.column }) + outputs, over: grouping)
  }

  /// The keys after `by`.
  private func bindKeys(
    _ expressions: [Expression], _ scope: Scope, _ input: BoundTable, _ chooser: inout NameChooser
  ) -> [(column: PlanColumn, expression: BoundExpression)]? {
    var keys: [(column: PlanColumn, expression: BoundExpression)] = []
    var failed = false
    for expression in expressions {
      var value = expression
      var name = automaticName(expression)
      if case .named(let named) = expression {
        value = named.value
        name = named.name?.name
      }
      if case .star = value {
        for column in input.columns {
          keys.append(
            output(chooser.choose(column.name), .column(column.id, column.type), from: input.columns))
        }
        continue
      }
      guard let bound = bind(value, scope) else {
        failed = true
        continue
      }
      if bound.type == .dynamic {
        report(
          .notComparable, "rows cannot be grouped by a dynamic value", at: value.span,
          label: "convert it: tostring(\(value.text))",
          fixes: [Fix("Convert it to text", replace: value.span, with: "tostring(\(value.text))")])
        failed = true
        continue
      }
      keys.append(output(chooser.choose(name), bound, from: input.columns))
    }
    return failed ? nil : keys
  }

  /// One item of summarize: an aggregate (perhaps of several columns), or an expression over aggregates.
  private func bindAggregateItem(
    _ expression: Expression, _ scope: Scope, _ collector: AggregateCollector,
    _ keys: [(column: PlanColumn, expression: BoundExpression)], _ input: BoundTable
  ) -> [(name: String?, expression: BoundExpression)]? {
    var value = expression
    var names: [String] = []
    if case .named(let named) = expression {
      value = named.value
      names = named.names.map(\.name)
    }
    if case .call(let call) = value.unparenthesized, environment.binding(call.name) == nil,
      let function = FunctionLibrary.function(named: call.name), function.kind == .aggregate
    {
      guard let outputs = bindAggregate(function, call, scope, named: names.count == 1 ? names[0] : nil)
      else { return nil }
      return outputs.enumerated().map { place, column in
        let own = column.name.isEmpty ? nil : column.name
        let name = names.count > 1 && place < names.count ? names[place] : own
        return (name, .column(column.id, column.type))
      }
    }
    guard let bound = bind(value, scope) else { return nil }
    let known = Set(collector.aggregates.flatMap { $0.outputs.map(\.id) })
    var result = bound
    // A key may be named beside aggregates: it is the same in all rows of a group.
    let keyMeaning = keys.compactMap { key -> (ColumnID, PlanColumn)? in
      if case .column(let id, _) = key.expression { return (id, key.column) }
      return nil
    }
    result = result.rewritten { part in
      if case .column(let id, let type) = part, let key = keyMeaning.first(where: { $0.0 == id }) {
        return .column(key.1.id, type)
      }
      return part
    }
    let keyColumns = Set(keys.map { $0.column.id })
    let loose = result.columns.subtracting(known).subtracting(keyColumns)
    if let first = loose.first {
      let column: Phrase =
        input.columns.first { $0.id == first }.map { Phrase(verbatim: $0.name) } ?? "this column"
      let isNumber = input.columns.first { $0.id == first }?.type.isNumeric ?? false
      report(
        .columnOutsideAggregate, "\(column) may have many values in a group of rows", at: value.span,
        label: isNumber
          ? "for a group of each write it after `by`; else fold it: sum(\(column)), max(\(column)) …"
          : "for a group of each write it after `by`; else fold it: max(\(column)), take_any(\(column)) …")
      return nil
    }
    return [(names.first ?? automaticName(expression), result)]
  }

  func bindCount(_ view: CountOperator, _ input: BoundTable) -> BoundTable? {
    guard let function = FunctionLibrary.function(named: "count"),
      let match = resolve(function, [], spans: [], at: view.span, shown: "count()")
    else { return nil }
    let column = PlanColumn.new(view.alias?.name ?? "Count", match.type)
    let aggregate = BoundAggregate(
      function: function, signature: match.signature, arguments: [], outputs: [column])
    return BoundTable(
      plan: .aggregate(AggregateStep(input: input.plan, keys: [], aggregates: [aggregate])),
      depth: input.depth + 1)
  }

  func bindDistinct(_ view: DistinctOperator, _ input: BoundTable) -> BoundTable? {
    var chooser = NameChooser()
    guard let keys = bindKeys(view.columns, scope(input), input, &chooser) else { return nil }
    return BoundTable(
      plan: .aggregate(AggregateStep(input: input.plan, keys: keys, aggregates: [])), depth: input.depth + 1,
      name: input.name)
  }
}
