import RegnData

/// Computes columns over all rows at once, in order: what window functions need.
struct WindowOperator {
  let expressions: [CompiledExpression]
  let types: [ScalarType]
  let context: ExecutionContext

  /// Runs the pipeline to its end: its rows with the computed columns behind theirs. Rows that do not fit
  /// into memory are set aside in `space`, if there is one, but for what the columns are computed of.
  func run(_ pipeline: Pipeline, space: SpillSpace?) throws -> any ReadyRows {
    let width = 16 * expressions.count
    let (collected, isWhole) = try collectSome(of: pipeline, context: context) { rows, bytes in
      space.map { 2 * bytes + rows * width <= $0.room } ?? true
    }
    if let space, !isWhole {
      return try SpilledWindow(self, space: space).run(pipeline, after: collected)
    }
    let input = try collected.joined(types: types, context: context)
    let computed = try compute(input.rows, reservation: input.reservation)
    let rows = input.rows.with(columns: input.rows.columns + computed)
    return ChunkSource(cutting: rows, keeping: input.reservation, context: context)
  }

  /// The computed columns; the reservation grows by them.
  func compute(_ rows: Chunk, reservation: Reservation) throws -> [Column] {
    try expressions.map { expression in
      try context.checkpoint()
      // A column of fixed width takes 16 bytes a row at most; what texts take more is counted when known.
      let room = rows.rowCount * 16
      try reservation.grow(by: room)
      let column = try expression.evaluate(rows, context).flattened
      reservation.shrink(by: room)
      try reservation.grow(by: column.rowByteCount)
      return column
    }
  }
}
