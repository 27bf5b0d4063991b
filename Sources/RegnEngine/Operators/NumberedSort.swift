import RegnData

/// An order over numbered rows, in which equal ones stand as they came.
struct NumberedSort: Sendable {
  let rows: NumberedRows
  /// The order over numbered rows.
  let kept: SortOperator

  init(_ sort: SortOperator) {
    rows = NumberedRows(
      sort.types, keys: sort.keys.map { ($0.expression, $0.type) }, context: sort.context)
    var keys = zip(sort.keys, rows.keys).map { key, expression in
      SortOperator.Key(
        expression: expression, type: key.type, descending: key.descending, nullsFirst: key.nullsFirst)
    }
    keys.append(
      SortOperator.Key(
        expression: .column(rows.place), type: .long, descending: false, nullsFirst: false))
    kept = SortOperator(keys: keys, types: rows.types, context: sort.context)
  }
}
