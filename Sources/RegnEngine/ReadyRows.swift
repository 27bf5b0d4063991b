import RegnData

/// Rows that stand ready in memory.
protocol ReadyRows: TableScan {
  var rowCount: Int { get }
}

/// Chunks that stand ready in memory.
final class ChunkSource: ReadyRows {
  private let chunks: [Chunk]
  private let nextChunk = AtomicCounter()
  private let context: ExecutionContext
  /// Stands for the chunks' memory, unless someone else keeps them anyway.
  private let reservation: Reservation?

  init(_ chunks: [Chunk], keeping reservation: Reservation? = nil, context: ExecutionContext) {
    self.chunks = chunks
    self.reservation = reservation
    self.context = context
  }

  /// Rows that a step kept.
  convenience init(_ rows: CollectedRows, context: ExecutionContext) {
    self.init(rows.chunks, keeping: rows.reservation, context: context)
  }

  /// Rows that a step kept, cut into morsels.
  convenience init(cutting rows: JoinedRows, context: ExecutionContext) {
    self.init(cutting: rows.rows, keeping: rows.reservation, context: context)
  }

  /// Rows of one chunk, cut into morsels.
  convenience init(cutting chunk: Chunk, keeping reservation: Reservation?, context: ExecutionContext) {
    let size = Chunk.preferredRowCount
    let parts = stride(from: 0, to: chunk.rowCount, by: size).map { start in
      chunk.slice(start..<min(start + size, chunk.rowCount))
    }
    self.init(parts, keeping: reservation, context: context)
  }

  var rowCount: Int { chunks.reduce(0) { $0 + $1.rowCount } }

  var sequenceLimit: Int { chunks.count }

  func next(worker: Int) throws -> Chunk? {
    try context.checkpoint()
    let index = nextChunk.take()
    guard index < chunks.count else { return nil }
    let chunk = chunks[index]
    return Chunk(columns: chunk.columns, rowCount: chunk.rowCount, sequence: index)
  }
}

/// Rows of one chunk in another order: each morsel is put together by the worker that asks for it.
final class GatherSource: ReadyRows {
  private let rows: Chunk
  private let order: Buffer<UInt32>
  private let nextMorsel = AtomicCounter()
  private let context: ExecutionContext
  /// Stand for the memory of the rows and of their order.
  private let reservations: [Reservation]

  /// The rows of a chunk whose numbers are `order`.
  init(_ rows: Chunk, order: Buffer<UInt32>, keeping reservations: [Reservation], context: ExecutionContext) {
    self.rows = rows
    self.order = order
    self.reservations = reservations
    self.context = context
  }

  var rowCount: Int { order.count }

  var sequenceLimit: Int { (order.count + Chunk.preferredRowCount - 1) / Chunk.preferredRowCount }

  func next(worker: Int) throws -> Chunk? {
    try context.checkpoint()
    let index = nextMorsel.take()
    let start = index * Chunk.preferredRowCount
    guard start < order.count else { return nil }
    let part = order.slice(start..<min(start + Chunk.preferredRowCount, order.count))
    let chunk = rows.gather(part)
    return Chunk(columns: chunk.columns, rowCount: chunk.rowCount, sequence: index)
  }
}
