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

  /// The same rows with an empty text in each dictionary: see `Column.admittingEmpty`.
  var admittingEmpty: JoinedRows {
    JoinedRows(rows: rows.with(columns: rows.columns.map(\.admittingEmpty)), reservation: reservation)
  }
}

/// Collects all chunks of a pipeline, in its order. Throws `ExecutionError` when the budget is used up.
func collect(_ pipeline: Pipeline, context: ExecutionContext) throws -> CollectedRows {
  try collectSome(of: pipeline, context: context) { _, _ in true }.rows
}

/// Collects the chunks of a pipeline until it ends, or until it has given so many rows, and bytes of them in
/// one piece, that they do not fit.
func collectSome(
  of pipeline: Pipeline, context: ExecutionContext, while fits: @escaping @Sendable (Int, Int) -> Bool
) throws -> (rows: CollectedRows, isWhole: Bool) {
  struct Kept {
    var chunks: [Chunk] = []
    var dictionaries = DictionaryTally()
    var rows = 0
    var bytes = 0
    var fits = true
  }
  let reservation = Reservation(context.memory)
  let kept = Mutex(Kept())
  try context.parallel(workers: pipeline.workers) { worker in
    while kept.withLock({ $0.fits }), let chunk = try pipeline.next(worker: worker) {
      let bytes = chunk.byteCounts
      try reservation.grow(by: bytes.kept)
      try kept.withLock { kept in
        kept.chunks.append(chunk)
        kept.rows += chunk.rowCount
        kept.bytes += bytes.spread
        kept.fits = fits(kept.rows, kept.bytes)
        try reservation.grow(by: kept.dictionaries.newBytes(chunk))
      }
    }
  }
  let (chunks, isWhole) = kept.withLock { ($0.chunks, $0.fits) }
  return (
    CollectedRows(chunks: chunks.sorted { $0.sequence < $1.sequence }, reservation: reservation), isWhole
  )
}

extension Chunk {
  /// The bytes of the rows when every column has an element for each.
  var spreadByteCount: Int { byteCounts.spread }

  /// The bytes that keeping the rows costs, and those when every column has an element for each.
  var byteCounts: (kept: Int, spread: Int) {
    var kept = with(columns: []).rowByteCount
    var spread = 0
    for column in columns {
      let bytes = column.rowByteCount
      kept += bytes
      spread += bytes * (column.isConstant ? max(column.count, 1) : 1)
    }
    return (kept, spread)
  }
}
