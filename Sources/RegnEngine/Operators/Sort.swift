import RegnData

/// Orders rows by keys, equal ones as they came.
struct SortOperator: Sendable {
  struct Key: Sendable {
    let expression: CompiledExpression
    let type: ScalarType
    let descending: Bool
    let nullsFirst: Bool
  }

  let keys: [Key]
  let types: [ScalarType]
  let context: ExecutionContext

  /// Sorts all rows of the pipeline; keeps the first `limit`, if given. Rows that do not fit into memory are
  /// set aside in `space`, if there is one.
  func run(_ pipeline: Pipeline, limit: Int?, space: SpillSpace?) throws -> any ReadyRows {
    if let limit, limit <= Chunk.preferredRowCount {
      let best = try TopOperator(sort: self, limit: limit).run(pipeline)
      return ChunkSource(cutting: best, context: context)
    }
    let sorter = RowSorter(self, space: space, workers: pipeline.workers)
    try context.parallel(workers: pipeline.workers) { worker in
      while let chunk = try pipeline.next(worker: worker) { try sorter.add(chunk, worker: worker) }
    }
    return try sorter.finish(limit: limit)
  }

  /// The numbers of the rows of `chunk` in order, and the memory that they take.
  func order(_ chunk: Chunk, workers: Int) throws -> (order: Buffer<UInt32>, reservation: Reservation) {
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
    try working.grow(by: rows * 2 * MergeSort.entrySize)
    let order = try MergeSort(keys: normalized, rows: rows, context: context).run(workers: workers)
    return (order, reservation)
  }
}
