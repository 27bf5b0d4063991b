import RegnBinder
import RegnData
import RegnSyntax

/// A percentile within groups that hold about one row each is that row: no benchmark of anything.
let percentileOfOneRow = Analyzer(
  code: DiagnosticCode("RG0708", .warning, "a percentile over one row")
) { analysis in
  analysis.steps.flatMap { step -> [Diagnostic] in
    guard case .summarize(let view) = step.operation, !view.by.isEmpty else { return [] }
    let percentiles = view.aggregates.flatMap { $0.calls }.filter { $0.name.hasPrefix("percentile") }
    guard !percentiles.isEmpty, let rows = rowsOfAGroup(view, step.input), rows < 1.5 else {
      return []
    }
    let keys = view.by.map(\.text).joined(separator: ", ")
    return percentiles.map { call in
      Diagnostic(
        percentileOfOneRow.code, "each group has about one row, so the percentile is that row", at: call.span,
        label: "group by something wider than \(keys), such as a peer group")
    }
  }
}

/// A column of a table.
private struct ColumnKey: Hashable {
  let table: String
  let column: Int

  init?(_ column: PlanColumn) {
    guard let origin = column.origin else { return nil }
    table = origin.table
    self.column = origin.column
  }
}

/// About how many rows a group has: the rows of the largest table, parted evenly by each of its columns that
/// groups or that a filter holds to one value; nil where that is not known.
private func rowsOfAGroup(_ view: SummarizeOperator, _ input: BoundTable) -> Double? {
  var columns = input.plan.fixedColumns
  for expression in view.by {
    guard case .name(let name) = expression.unnamed, let column = input.column(name.name) else { return nil }
    columns.append(column)
  }
  guard var rows = input.columns.compactMap({ $0.statistics?.rowCount }).max().map(Double.init) else {
    return nil
  }
  var seen: Set<ColumnKey> = []
  for column in columns {
    guard let key = ColumnKey(column), let distinct = column.statistics?.distinctCount else { return nil }
    if distinct > 0, seen.insert(key).inserted { rows /= Double(distinct) }
  }
  return rows
}
