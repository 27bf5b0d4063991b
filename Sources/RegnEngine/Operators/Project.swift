import RegnData

/// Computes the output columns of each chunk.
struct ProjectStage: Stage {
  let expressions: [CompiledExpression]
  let context: ExecutionContext

  func process(_ chunk: Chunk, worker: Int) throws -> Chunk? {
    // Several columns of long texts are counted as they come, not when all are there.
    let reservation = Reservation(context.memory)
    var columns: [Column] = []
    columns.reserveCapacity(expressions.count)
    for expression in expressions {
      let column = try expression.evaluate(chunk, context)
      switch (expression, column.storage) {
      case (.column, _): break
      case (_, .strings), (_, .dynamic): try reservation.grow(by: column.rowByteCount)
      default: break
      }
      columns.append(column)
    }
    return withExtendedLifetime(reservation) { chunk.with(columns: columns) }
  }
}
