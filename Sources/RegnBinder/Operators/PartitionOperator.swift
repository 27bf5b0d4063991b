import RegnData
import RegnSyntax

extension Binder {
  /// `partition by key (subquery)`: the subquery's answers for the rows of each key, one after another.
  ///
  /// Kusto's `legacy` strategy ends with an error beyond 64 keys; here there is no such limit, so that hints
  /// only steer.
  func bindPartition(_ view: PartitionOperator, _ input: BoundTable) -> BoundTable? {
    guard let key = bind(view.by, scope(input)) else { return nil }
    let parameter = groupParameter(input)
    let group = parameter.table
    let outer = environment
    defer { environment = outer }
    // A subquery with a source of its own may name the key: its value is that of the group's rows.
    if let name = automaticName(view.by) {
      let value = BoundTable(
        plan: .project(
          ProjectStep(
            input: .limit(LimitStep(input: group.plan, count: 1)),
            outputs: [(.new(name, key.type), renamed(key, from: input.columns, to: group.columns))])))
      environment.define(
        name,
        .scalar(
          .scalarQuery(
            SharedPlan(name: name, plan: value.plan, isMaterialized: true, depth: input.depth + 2), key.type))
      )
    }
    guard let body = bindTable(view.query, input: group) else { return nil }
    return BoundTable(
      plan: .apply(
        ApplyStep(input: input.plan, keys: [key], parameter: parameter.shared, body: body.plan)),
      depth: max(input.depth, body.depth) + 1)
  }

  /// A stand-in for the rows of a group of a table: an empty table of its columns.
  func groupParameter(_ table: BoundTable) -> (shared: SharedPlan, table: BoundTable) {
    let rows = Chunk(
      columns: table.columns.map { Column(type: $0.type, values: []) }, rowCount: 0, sequence: 0)
    let shared = SharedPlan(
      name: "the rows of a group", plan: .values(ValuesStep(columns: table.columns, rows: rows)),
      isMaterialized: true, depth: table.depth)
    let columns = table.columns.map { PlanColumn.new($0.name, $0.type, origin: $0.origin) }
    for column in columns { remember(column) }
    let reference = ReferenceStep(shared: shared, columns: columns, inner: table.columns.map(\.id))
    return (
      shared,
      BoundTable(
        plan: .reference(reference), isSerialized: table.isSerialized, depth: table.depth + 1,
        name: table.name)
    )
  }

  /// An expression over the columns that stand for others, place by place.
  private func renamed(
    _ expression: BoundExpression, from: [PlanColumn], to: [PlanColumn]
  ) -> BoundExpression {
    let meaning = Dictionary(
      zip(from.map(\.id), to.map(\.id)), uniquingKeysWith: { first, _ in first })
    return expression.rewritten { part in
      if case .column(let id, let type) = part, let other = meaning[id] { return .column(other, type) }
      return part
    }
  }
}
