import RegnData

/// Keeps the rows for which the predicate is true.
struct FilterStage: Stage {
  let predicate: CompiledExpression
  let context: ExecutionContext
  var makesColumns: Bool { false }

  func process(_ chunk: Chunk, worker: Int) throws -> Chunk? {
    let column = try predicate.evaluate(chunk, context)
    if column.isConstant {
      return !column.isNull(0) && column.bools[0] ? chunk : nil
    }
    let bools = column.bools
    return withUnsafeTemporaryAllocation(of: UInt32.self, capacity: max(chunk.rowCount, 1)) { rows in
      guard let base = rows.baseAddress else { return nil }
      // Writing every row number and moving on only where it counts keeps the loop free of branches.
      var kept = 0
      if let validity = column.validity {
        for row in 0..<chunk.rowCount {
          base[kept] = UInt32(truncatingIfNeeded: row)
          kept &+= bools.base[row] && validity.base[row] ? 1 : 0
        }
      } else {
        for row in 0..<chunk.rowCount {
          base[kept] = UInt32(truncatingIfNeeded: row)
          kept &+= bools.base[row] ? 1 : 0
        }
      }
      if kept == chunk.rowCount { return chunk }
      if kept == 0 { return nil }
      let rest = chunk.gather(UnsafeBufferPointer(start: base, count: kept))
      return kept * 4 < chunk.rowCount ? rest.with(columns: rest.columns.map(\.compacted)) : rest
    }
  }
}
