import RegnData
import Synchronization

/// Rows that a step keeps in memory, chunk by chunk, with the budget's memory for them.
struct CollectedRows: Sendable {
  /// The rows in order.
  let chunks: [Chunk]
  /// Stands for the rows: whoever keeps them keeps it.
  let reservation: Reservation

  var rowCount: Int { chunks.reduce(0) { $0 + $1.rowCount } }

  /// All rows as one chunk, of columns of these types. Gives up the chunks.
  consuming func joined(types: [ScalarType], context: ExecutionContext) throws -> JoinedRows {
    guard rowCount < Int(UInt32.max) else { throw ExecutionError.tooManyRows }
    if chunks.count == 1 { return JoinedRows(rows: chunks[0], reservation: reservation) }
    let copy = try Reservation(context.memory, bytes: chunks.reduce(0) { $0 + $1.spreadByteCount })
    var columns: [Column] = []
    for index in types.indices {
      try context.checkpoint()
      columns.append(Column.concatenate(chunks.map { $0.columns[index] }, type: types[index]))
    }
    let rows = Chunk(columns: columns, rowCount: rowCount, sequence: 0)
    try copy.resize(to: rows.keptByteCount)
    return JoinedRows(rows: rows, reservation: copy)
  }
}

/// Rows that a step keeps in memory as one chunk, with the budget's memory for them.
struct JoinedRows: Sendable {
  let rows: Chunk
  /// Stands for the rows: whoever keeps them keeps it.
  let reservation: Reservation
}

/// Collects all chunks of a pipeline, in its order. Throws `ExecutionError` when the budget is used up.
func collect(_ pipeline: Pipeline, context: ExecutionContext) throws -> CollectedRows {
  let reservation = Reservation(context.memory)
  let kept = Mutex<(chunks: [Chunk], dictionaries: DictionaryTally)>(([], DictionaryTally()))
  try context.parallel(workers: pipeline.workers) { worker in
    while let chunk = try pipeline.next(worker: worker) {
      try reservation.grow(by: chunk.rowByteCount)
      try kept.withLock { kept in
        kept.chunks.append(chunk)
        try reservation.grow(by: kept.dictionaries.newBytes(chunk))
      }
    }
  }
  return CollectedRows(
    chunks: kept.withLock { $0.chunks }.sorted { $0.sequence < $1.sequence }, reservation: reservation)
}

extension Chunk {
  /// The bytes of the rows when every column has an element for each.
  var spreadByteCount: Int {
    columns.reduce(0) { $0 + $1.rowByteCount * ($1.isConstant ? max($1.count, 1) : 1) }
  }
}
