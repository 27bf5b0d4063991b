import RegnData
import Synchronization

/// Orders rows by keys, equal ones as they came.
struct SortOperator {
  struct Key {
    let expression: CompiledExpression
    let descending: Bool
    let nullsFirst: Bool
  }

  let keys: [Key]
  let types: [ScalarType]
  let context: ExecutionContext

  /// Sorts all rows of the pipeline; keeps the first `limit`, if given.
  func run(_ pipeline: Pipeline, limit: Int?) throws -> any ReadyRows {
    if let limit, limit <= Chunk.preferredRowCount {
      let best = try top(limit, of: pipeline)
      return ChunkSource(cutting: best, context: context)
    }
    let input = try collect(pipeline, context: context).joined(types: types, context: context)
    var sorted = try order(input.rows, workers: pipeline.workers)
    if let limit, limit < sorted.order.count { sorted.order = sorted.order.slice(0..<limit) }
    return GatherSource(
      input.rows, order: sorted.order, keeping: [input.reservation, sorted.reservation], context: context)
  }

  /// Keeps only candidates for the first `limit` rows on the way, so that memory does not grow with the
  /// input.
  private func top(_ limit: Int, of pipeline: Pipeline) throws -> JoinedRows {
    let candidates = Mutex<[JoinedRows]>([])
    try context.parallel(workers: pipeline.workers) { worker in
      var pending: [Chunk] = []
      var reservation = Reservation(context.memory)
      var dictionaries = DictionaryTally()
      var rows = 0
      while let chunk = try pipeline.next(worker: worker) {
        // The original place goes along as the last column, so that equal rows keep their order.
        try reservation.grow(
          by: chunk.rowByteCount + chunk.rowCount * 8 + dictionaries.newBytes(chunk))
        pending.append(numbered(chunk))
        rows += chunk.rowCount
        if rows > 2 * limit + 4 * Chunk.preferredRowCount {
          let best = try cut(CollectedRows(chunks: pending, reservation: reservation), to: limit)
          pending = [best.rows]
          reservation = best.reservation
          dictionaries = DictionaryTally()
          rows = best.rows.rowCount
        }
      }
      if !pending.isEmpty {
        let best = try cut(CollectedRows(chunks: pending, reservation: reservation), to: limit)
        candidates.withLock { $0.append(best) }
      }
    }
    let best = candidates.withLock { $0 }
    guard !best.isEmpty else {
      return JoinedRows(
        rows: Chunk.concatenate([], types: types), reservation: Reservation(context.memory))
    }
    let all = try Reservation(context.memory, bytes: best.reduce(0) { $0 + $1.rows.keptByteCount })
    let result = try cut(CollectedRows(chunks: best.map(\.rows), reservation: all), to: limit)
    return JoinedRows(
      rows: result.rows.with(columns: Array(result.rows.columns.dropLast())), reservation: result.reservation)
  }

  private func numbered(_ chunk: Chunk) -> Chunk {
    let first = chunk.firstRow
    let places = Buffer<Int64>(count: chunk.rowCount) { target in
      for row in 0..<chunk.rowCount { target[row] = first + Int64(row) }
    }
    return chunk.with(columns: chunk.columns + [Column(type: .long, storage: .int64(places))])
  }

  /// The first `limit` rows of numbered chunks in order, copied, so that they keep nothing else alive.
  private func cut(_ chunks: CollectedRows, to limit: Int) throws -> JoinedRows {
    let all = try chunks.joined(types: types + [.long], context: context)
    let sorted = try order(all.rows, workers: 1, tieColumn: types.count)
    let kept = sorted.order.slice(0..<min(limit, sorted.order.count))
    let share = all.rows.spreadByteCount / max(all.rows.rowCount, 1) * kept.count
    let reservation = try Reservation(context.memory, bytes: share)
    let rows = all.rows.gather(kept.pointer)
    try reservation.resize(to: rows.keptByteCount)
    return JoinedRows(rows: rows, reservation: reservation)
  }

  /// The numbers of the rows of `chunk` in order, and the memory that they take.
  private func order(_ chunk: Chunk, workers: Int, tieColumn: Int? = nil) throws -> (
    order: Buffer<UInt32>, reservation: Reservation
  ) {
    try context.checkpoint()
    let rows = chunk.rowCount
    let reservation = try Reservation(context.memory, bytes: rows * 4)
    let working = Reservation(context.memory)
    var normalized: [NormalizedKey] = []
    for key in keys {
      try context.checkpoint()
      // The words, and a computed column.
      try working.grow(by: rows * 16)
      let column = try key.expression.evaluate(chunk, context)
      normalized.append(
        try NormalizedKey(
          column, descending: key.descending, nullsFirst: key.nullsFirst, workers: workers, context: context))
    }
    if let tieColumn {
      try working.grow(by: rows * 8)
      normalized.append(
        try NormalizedKey(
          chunk.columns[tieColumn], descending: false, nullsFirst: false, workers: 1, context: context))
    }
    try working.grow(by: rows * 2 * MergeSort.entrySize)
    let order = try MergeSort(keys: normalized, rows: rows, context: context).run(workers: workers)
    return (order, reservation)
  }
}
