import RegnData

/// Computes columns over all rows at once, in order: what window functions need.
struct WindowOperator {
  let expressions: [CompiledExpression]
  let types: [ScalarType]
  let context: ExecutionContext

  /// Runs the pipeline to its end: its rows with the computed columns behind theirs.
  func run(_ pipeline: Pipeline) throws -> JoinedRows {
    let input = try collect(pipeline, context: context).joined(types: types, context: context)
    var columns = input.rows.columns
    for expression in expressions {
      try context.checkpoint()
      // A column of fixed width takes 16 bytes a row at most; what texts take more is counted when known.
      let room = input.rows.rowCount * 16
      try input.reservation.grow(by: room)
      let column = try expression.evaluate(input.rows, context).flattened
      input.reservation.shrink(by: room)
      try input.reservation.grow(by: column.rowByteCount)
      columns.append(column)
    }
    return JoinedRows(rows: input.rows.with(columns: columns), reservation: input.reservation)
  }
}
