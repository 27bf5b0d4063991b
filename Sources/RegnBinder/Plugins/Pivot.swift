import RegnData
import RegnFunctions
import RegnSyntax

extension Binder {
  /// `pivot(column, aggregate, keys…)`: a column for each value of a column, holding what the aggregate gives
  /// for the rows with that value.
  ///
  /// The new columns stand in the order in which their values first occur. A cell without rows holds what the
  /// aggregate gives for no rows: 0 for counts and sums, null for others.
  func bindPivot(_ plugin: PluginCall, _ input: BoundTable) -> BoundTable? {
    var arguments = plugin.positional
    guard !arguments.isEmpty else {
      report(
        .argumentCount, "pivot() needs the column whose values become columns", at: plugin.call.span,
        label: "for example: evaluate pivot(year, sum(amount))")
      return nil
    }
    let pivot = arguments.removeFirst()
    guard let pivotValue = bind(pivot, scope(input)) else { return nil }
    var aggregate = (text: "count()", columns: Set<ColumnID>(), empty: "0" as String?)
    if let first = arguments.first, case .call(let call) = first.unparenthesized,
      FunctionLibrary.function(named: call.name)?.kind == .aggregate
    {
      arguments.removeFirst()
      guard let folded = pivotAggregate(call, input) else { return nil }
      aggregate = folded
    }
    guard let keys = pivotKeys(arguments, input, without: pivotValue.columns.union(aggregate.columns)) else {
      return nil
    }
    let keyNames = keys.map { Binder.written($0.name) }
    guard
      let grouped = expand(
        "__input | summarize __value = \(aggregate.text) by "
          + (keyNames + ["__pivot = tostring(\(pivot.text))"]).joined(separator: ", "),
        over: ["__input": input])
    else { return nil }
    guard let values = pivotValues(plugin, keys, grouped, pivotValue) else { return nil }
    guard !values.isEmpty else {
      return expand("__grouped | distinct " + keyNames.joined(separator: ", "), over: ["__grouped": grouped])
    }
    var chooser = NameChooser()
    for key in keys { chooser.take(key.name) }
    let columns = values.map { value in
      let name = Binder.written(chooser.choose(value.isEmpty ? nil : value))
      return "\(name) = take_anyif(__value, __pivot == \(Binder.quoted(value)))"
    }
    let by = keyNames.isEmpty ? "" : " by " + keyNames.joined(separator: ", ")
    guard
      let wide = expand(
        "__grouped | summarize \(columns.joined(separator: ", "))\(by)", over: ["__grouped": grouped])
    else { return nil }
    guard let empty = aggregate.empty else { return wide }
    let filled = wide.columns.dropFirst(keys.count).map { column in
      let name = Binder.written(column.name)
      return "\(name) = coalesce(\(name), to\(column.type.rawValue)(\(empty)))"
    }
    return expand("__wide | extend " + filled.joined(separator: ", "), over: ["__wide": wide])
  }

  /// The aggregate of a pivot: its text, the columns that it reads, and what a cell without rows holds.
  private func pivotAggregate(_ call: CallExpression, _ input: BoundTable) -> (
    text: String, columns: Set<ColumnID>, empty: String?
  )? {
    let collector = AggregateCollector()
    let rows = Scope(input.columns, owner: scope(input).owner, aggregates: collector)
    guard bind(.call(call), rows) != nil else { return nil }
    let columns = collector.aggregates.flatMap { $0.arguments }.reduce(into: Set<ColumnID>()) {
      $0.formUnion($1.columns)
    }
    let startsAtZero = ["count", "dcount", "count_distinct", "sum", "countif", "sumif"].contains(call.name)
    return (call.text, columns, startsAtZero ? "0" : nil)
  }

  /// The columns that stay as they are: those named, else all that neither make columns nor are folded.
  private func pivotKeys(_ named: [Expression], _ input: BoundTable, without used: Set<ColumnID>)
    -> [PlanColumn]?
  {
    if named.isEmpty { return input.columns.filter { !used.contains($0.id) && $0.type != .dynamic } }
    var keys: [PlanColumn] = []
    for expression in named {
      guard let bound = bind(expression, scope(input)) else { return nil }
      guard case .column(let id, _) = bound, let column = input.columns.first(where: { $0.id == id }) else {
        report(.unknownColumn, "pivot() keeps columns by name", at: expression.span)
        return nil
      }
      keys.append(column)
    }
    return keys
  }

  /// The values that become columns: those that the schema declares, else those of the rows, else (where
  /// nothing may run) those that the table's statistics know.
  private func pivotValues(
    _ plugin: PluginCall, _ keys: [PlanColumn], _ grouped: BoundTable, _ pivot: BoundExpression
  ) -> [String]? {
    if let schema = plugin.schema, !schema.hasStar {
      let names = schema.columns.compactMap { $0.name?.name }
      return names.filter { name in !keys.contains { $0.name == name } }
    }
    if let distinct = expand("__grouped | distinct __pivot", over: ["__grouped": grouped]),
      let rows = rows(of: distinct.plan), let column = rows.columns.first
    {
      return (0..<rows.rowCount).map { column.value($0).text ?? "" }
    }
    if case .column(let id, _) = pivot, let origin = origins[id],
      let values = origin.source.statistics(ofColumn: origin.column)?.values
    {
      return values.map(\.value)
    }
    return nil
  }
}
