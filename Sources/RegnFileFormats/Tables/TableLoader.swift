import RegnData
import Synchronization

/// Reads columns of a table with several workers.
///
/// The chunks that come are packed in parts of many rows while the rest is read: so little lies in memory as
/// it was read, and its place is used again and again.
final class TableLoader: Sendable {
  private let table: any FileTable
  /// The places of the columns that are read, and what they are.
  private let columns: [Int]
  private let schema: TableSchema
  private let context: ExecutionContext
  /// A part has so many rows at most, unless a chunk alone has more.
  private let partRows: Int
  private let reservation: Reservation
  private let state: Mutex<State>
  private let merges: [ColumnMerge]

  /// The dictionary of a column, one worker at a time.
  private final class ColumnMerge: Sendable {
    let state = Mutex(DictionaryMerge())
  }

  private struct State {
    /// What was read and is not yet in a part.
    var chunks: [Chunk] = []
    var rows = 0
    /// The sequence of each worker's last chunk: what it reads from now on comes behind it.
    var last: [Int]
    /// How many parts were begun, and those that are done, with their numbers.
    var begun = 0
    var parts: [(number: Int, first: Int, last: Int, rows: ColumnTable.Part)] = []
  }

  /// A few less than 2¹⁶: allocators hand out powers of two and few sizes between them, so that columns of a
  /// few rows more would take a quarter more memory.
  static let rowsOfAPart = 65_000

  /// - Parameter columns: the places of the columns to be read; all when nil.
  init(
    table: any FileTable, columns: [Int]? = nil, context: ExecutionContext,
    partRows: Int = TableLoader.rowsOfAPart
  ) {
    self.table = table
    self.columns = columns ?? Array(table.schema.columns.indices)
    schema = TableSchema(self.columns.map { table.schema.columns[$0] })
    self.context = context
    self.partRows = partRows
    reservation = Reservation(context.memory)
    state = Mutex(State(last: Array(repeating: -1, count: context.workers)))
    merges = schema.columns.map { _ in ColumnMerge() }
  }

  func load() throws -> LoadedTable {
    let request = ScanRequest(columns: columns, workers: context.workers)
    let scan = try table.scan(request, context: context)
    try context.parallel(workers: context.workers) { worker in
      while let chunk = try scan.next(worker: worker) {
        try self.reservation.grow(by: self.ownBytes(chunk))
        if let run = self.run(adding: chunk, by: worker) { try self.join(run.chunks, number: run.number) }
      }
      self.state.withLock { $0.last[worker] = .max }
    }
    let rest = state.withLock { state in
      defer { state.chunks = [] }
      return (chunks: state.chunks.sorted { $0.sequence < $1.sequence }, number: state.begun)
    }
    try join(rest.chunks, number: rest.number)
    return try finished()
  }

  /// Keeps a chunk; the chunks of the next part when enough rows are there that no other can come between.
  private func run(adding chunk: Chunk, by worker: Int) -> (chunks: [Chunk], number: Int)? {
    state.withLock { state in
      state.chunks.append(chunk)
      state.rows += chunk.rowCount
      state.last[worker] = chunk.sequence
      guard state.rows >= partRows, let frontier = state.last.min() else { return nil }
      let ready = state.chunks.filter { $0.sequence <= frontier }.sorted { $0.sequence < $1.sequence }
      guard ready.reduce(0, { $0 + $1.rowCount }) >= partRows else { return nil }
      var rows = 0
      let part = ready.prefix { chunk in
        defer { rows += chunk.rowCount }
        return rows == 0 || rows + chunk.rowCount <= partRows
      }
      guard let last = part.last else { return nil }
      state.chunks.removeAll { $0.sequence <= last.sequence }
      state.rows -= part.reduce(0) { $0 + $1.rowCount }
      state.begun += 1
      return (Array(part), state.begun - 1)
    }
  }

  /// Makes a part of chunks that follow one another.
  private func join(_ chunks: [Chunk], number: Int) throws {
    guard let first = chunks.first, let last = chunks.last else { return }
    var packed: [PackedColumn] = []
    for (index, column) in schema.columns.enumerated() {
      try context.checkpoint()
      // Pieces and whole stand in memory at the same time.
      let pieces = chunks.map { $0.columns[index] }
      let bytes = pieces.reduce(0) { $0 + ownBytes($1) }
      try reservation.grow(by: bytes)
      let whole = try merges[index].state.withLock { merge in
        let before = merge.byteCount
        let whole = merge.pack(pieces, type: column.type)
        try reservation.grow(by: max(0, merge.byteCount - before))
        return whole
      }
      packed.append(whole)
      try reservation.grow(by: max(0, whole.ownByteCount - bytes))
      reservation.shrink(by: max(0, bytes - whole.ownByteCount))
    }
    let rows = ColumnTable.Part(columns: packed, rowCount: chunks.reduce(0) { $0 + $1.rowCount })
    reservation.shrink(by: chunks.reduce(0) { $0 + ownBytes($1) })
    state.withLock { $0.parts.append((number, first.sequence, last.sequence, rows)) }
  }

  /// The table of all parts, and what is known of its columns.
  private func finished() throws -> LoadedTable {
    let parts = state.withLock { $0.parts.sorted { $0.number < $1.number } }
    for (part, next) in zip(parts, parts.dropFirst()) where part.last >= next.first {
      throw ExecutionError.fault("\(table.path): a worker gave rows in an order of its own")
    }
    // All parts of a column get the dictionary that knows all of its texts.
    let whole = merges.map { merge in merge.state.withLock { $0.snapshot() } }
    let rows = parts.map { part in
      ColumnTable.Part(
        columns: zip(part.rows.columns, whole).map { $0.with($1) }, rowCount: part.rows.rowCount)
    }
    let width = schema.columns.count
    let statistics = Mutex([ColumnStatistics?](repeating: nil, count: width))
    let next = Atomic<Int>(0)
    try context.parallel(workers: min(context.workers, max(width, 1))) { _ in
      while true {
        let index = next.wrappingAdd(1, ordering: .relaxed).oldValue
        guard index < width else { return }
        try self.context.checkpoint()
        let found = PackedColumn.statistics(ofParts: rows.map { $0.columns[index] })
        statistics.withLock { $0[index] = found }
      }
    }
    let loaded = ColumnTable(
      schema: schema, parts: rows, provenance: table.provenance, description: table.description)
    try reservation.resize(to: loaded.residentByteCount)
    return LoadedTable(table: loaded, statistics: statistics.withLock { $0 }.compactMap { $0 })
  }

  private func ownBytes(_ chunk: Chunk) -> Int { chunk.columns.reduce(0) { $0 + ownBytes($1) } }

  /// The bytes of a column without those of a dictionary, which chunks share.
  private func ownBytes(_ column: Column) -> Int {
    if case .dictionary(let codes, _) = column.storage { return codes.byteCount }
    return column.byteCount
  }
}
