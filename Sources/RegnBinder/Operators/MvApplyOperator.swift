import RegnData
import RegnSyntax

extension Binder {
  /// `mv-apply arrays on (subquery)`: expands each row as mv-expand does, and runs the subquery over the rows
  /// that it became. The row's own columns stand before those that the subquery makes.
  func bindMvApply(_ view: MvApplyOperator, _ input: BoundTable) -> BoundTable? {
    checkOptions(view.parameters, of: "mv-apply")
    let rowName = Binder.hiddenName("row", in: input.columns)
    guard let numbered = expand("__input | serialize \(rowName) = row_number()", over: ["__input": input]),
      let row = numbered.columns.last,
      let expansion = bindExpansion(
        view.columns, limit: view.limit, parameters: view.parameters, of: "mv-apply", numbered)
    else { return nil }
    let expanded = expansion.table
    let parameter = groupParameter(expanded)
    // The subquery sees the expanded row without its number.
    let visible = parameter.table.adding(
      .project(
        ProjectStep(
          input: parameter.table.plan, outputs: passing(parameter.table.columns.filter { $0.name != rowName })
        )))
    guard let body = bindTable(view.query, input: visible) else { return nil }
    let kept = input.columns.compactMap { column in
      expansion.replaced.contains(column.name) ? nil : expanded.columns.first { $0.name == column.name }
    }
    let made = Set(body.columns.map(\.name))
    let carried = kept.filter { !made.contains($0.name) }
      .map { (column: PlanColumn.new($0.name, $0.type, origin: $0.origin), from: $0.id) }
    for column in carried { remember(column.column) }
    let step = ApplyStep(
      input: expanded.plan, keys: [.column(row.id, row.type)], parameter: parameter.shared, body: body.plan,
      carried: carried)
    let applied = BoundTable(plan: .apply(step), depth: max(expanded.depth, body.depth) + 1)
    let available = step.columns
    var outputs = kept.compactMap { column in available.first { $0.name == column.name } }
    outputs += body.columns.filter { column in !outputs.contains { $0.id == column.id } }
    return project(passing(outputs), over: applied)
  }

  /// A name that none of the columns has, for a column that nobody sees.
  static func hiddenName(_ name: String, in columns: [PlanColumn]) -> String {
    var name = "__" + name
    while columns.contains(where: { $0.name == name }) { name += "_" }
    return name
  }
}
