import RegnData

/// Rows set aside in files, parted by their keys: rows of equal keys lie in one part.
final class RowPartitions: Sendable {
  static let count = 16
  /// Beyond this level rows are not parted again: where that has not helped it will not.
  static let levels = 5

  /// How many times the rows were parted before: each time other bits of their hashes decide.
  private let level: Int
  private let types: [ScalarType]
  private let space: SpillSpace
  private let own: [Own]

  /// The rows of one worker, part by part. Only that worker touches it, and who finishes.
  private final class Own: @unchecked Sendable {
    /// What is not yet written.
    var chunks: [[Chunk]] = Array(repeating: [], count: RowPartitions.count)
    var bytes = [Int](repeating: 0, count: RowPartitions.count)
    let reservation: Reservation
    var written: [SpilledRows]

    init(_ none: SpilledRows, _ memory: MemoryBudget) {
      written = Array(repeating: none, count: RowPartitions.count)
      reservation = Reservation(memory)
    }
  }

  /// No rows of these types yet. Throws `ExecutionError` (RG0660) when no file can be made.
  init(types: [ScalarType], level: Int, space: SpillSpace, workers: Int) throws {
    self.level = level
    self.types = types
    self.space = space
    let none = SpilledRows(in: try space.makeFile(), types: types, dictionaries: space.dictionaries)
    own = (0..<workers).map { _ in Own(none, space.context.memory) }
  }

  /// Takes in rows with the columns of their keys. Throws `ExecutionError`.
  func add(_ chunk: Chunk, keys: [Column], worker: Int) throws {
    let rows = chunk.rowCount
    guard rows > 0 else { return }
    let own = own[worker]
    let shift = UInt64(60 - 4 * level)
    try withUnsafeTemporaryAllocation(of: UInt32.self, capacity: rows) { order in
      guard let order = order.baseAddress else { return }
      let ends = KeyHash.part(keys, rows: rows, count: RowPartitions.count, shift: shift, to: order)
      var start = 0
      for part in ends.indices where ends[part] > start {
        let chosen = UnsafeBufferPointer(start: order + start, count: ends[part] - start)
        start = ends[part]
        let picked = chunk.gather(chosen)
        try append(picked.with(columns: picked.columns.map(\.compacted)), to: part, own)
      }
    }
  }

  private func append(_ chunk: Chunk, to part: Int, _ own: Own) throws {
    let bytes = chunk.byteCounts.spread
    try own.reservation.grow(by: bytes)
    own.chunks[part].append(chunk)
    own.bytes[part] += bytes
    if own.bytes[part] >= space.blockBytes { try flush(part, own) }
  }

  private func flush(_ part: Int, _ own: Own) throws {
    guard !own.chunks[part].isEmpty else { return }
    try space.context.checkpoint()
    let chunks = own.chunks[part].enumerated().map { index, chunk in
      Chunk(columns: chunk.columns, rowCount: chunk.rowCount, sequence: index)
    }
    let whole = Chunk.concatenate(chunks, types: types)
    own.chunks[part] = []
    let size = space.blockRows(of: whole)
    for start in stride(from: 0, to: whole.rowCount, by: size) {
      try own.written[part].append(whole.slice(start..<min(start + size, whole.rowCount)))
    }
    own.reservation.shrink(by: own.bytes[part])
    own.bytes[part] = 0
  }

  /// The rows of each part, by the workers that handed them in, in their order. No worker hands in rows any
  /// more.
  func finish() throws -> [[SpilledRows]] {
    for own in own {
      for part in 0..<RowPartitions.count { try flush(part, own) }
    }
    return (0..<RowPartitions.count).map { part in
      own.map { $0.written[part] }.filter { $0.rowCount > 0 }
    }
  }

  /// As `finish`, with the rows of all workers together.
  func finishTogether() throws -> [SpilledRows] {
    let none = own[0].written[0].none
    return try finish().map { $0.reduce(into: none) { $0.append($1) } }
  }
}

/// Reads rows that were set aside, block by block.
final class SpillSource: ReadyRows {
  private let rows: SpilledRows
  private let nextBlock = AtomicCounter()
  private let context: ExecutionContext

  init(_ rows: SpilledRows, context: ExecutionContext) {
    self.rows = rows
    self.context = context
  }

  var rowCount: Int { rows.rowCount }

  var sequenceLimit: Int { rows.blocks.count }

  func next(worker: Int) throws -> Chunk? {
    try context.checkpoint()
    let index = nextBlock.take()
    return index < rows.blocks.count ? try rows.chunk(index) : nil
  }
}

/// Rows with only their first columns.
final class FirstColumns: ReadyRows {
  private let rows: any ReadyRows
  private let count: Int

  init(_ count: Int, of rows: any ReadyRows) {
    self.rows = rows
    self.count = count
  }

  var rowCount: Int { rows.rowCount }

  var sequenceLimit: Int { rows.sequenceLimit }

  func next(worker: Int) throws -> Chunk? {
    try rows.next(worker: worker).map { $0.with(columns: Array($0.columns.prefix(count))) }
  }
}
