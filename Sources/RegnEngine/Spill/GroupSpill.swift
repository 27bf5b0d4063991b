import RegnData
import Synchronization

/// The rows of an aggregate that outgrows its memory: from then on they are set aside, parted by their keys,
/// and each part is grouped by itself when all are there. Groups that were found before stay, and are taken
/// in part by part.
final class GroupSpill: Sendable {
  private let plan: AggregateOperator
  private let space: SpillSpace?
  private let workers: Int
  /// What was in use when the aggregate began.
  private let before: Int
  private let parts = Mutex<RowPartitions?>(nil)
  private let started = Atomic<Bool>(false)
  /// One worker at a time takes in groups that were found before: that settles their states, too.
  private let merging = Mutex(())

  init(_ plan: AggregateOperator, space: SpillSpace?, workers: Int) {
    self.plan = plan
    self.space = space
    self.workers = workers
    before = plan.context.memory.usedBytes
  }

  /// Whether rows are set aside.
  var isSpilling: Bool { started.load(ordering: .acquiring) }

  /// Whether rows are to be set aside from now on: groups and rows that wait take a third of the room, as
  /// they will take as much again when they are finished.
  func begins() throws -> Bool {
    guard let space else { return false }
    if isSpilling { return true }
    guard plan.context.memory.usedBytes - before > space.room / 3 else { return false }
    try parts.withLock { parts in
      if parts == nil { parts = try partitions(space, level: 0, workers: workers) }
    }
    started.store(true, ordering: .releasing)
    return true
  }

  private func partitions(_ space: SpillSpace, level: Int, workers: Int) throws -> RowPartitions {
    try RowPartitions(
      types: plan.keyTypes + plan.aggregates.flatMap(\.types) + [.long], level: level, space: space,
      workers: workers)
  }

  /// Sets rows aside: the plan's columns of them.
  func add(_ columns: [Column], rows: Int, firstRow: Int64, worker: Int) throws {
    let places = Buffer<Int64>(count: rows) { target in
      for row in 0..<rows { target[row] = firstRow + Int64(row) }
    }
    let chunk = Chunk(
      columns: columns + [Column(type: .long, storage: .int64(places))], rowCount: rows, sequence: 0)
    try parts.withLock { $0 }?.add(chunk, keys: Array(columns.prefix(plan.keys.count)), worker: worker)
  }

  /// The groups in the order of their first rows, with those that the workers found before rows were set
  /// aside.
  func finish(_ partials: [PartialAggregation]) throws -> any ReadyRows {
    guard let space, let parts = try parts.withLock({ try $0?.finish() }) else {
      throw ExecutionError.fault("groups were set aside without a place")
    }
    let outputs = plan.keyTypes + plan.aggregates.flatMap(\.outputs)
    let byFirstRow = SortOperator.Key(
      expression: .column(outputs.count), type: .long, descending: false, nullsFirst: false)
    let sorter = RowSorter(
      SortOperator(keys: [byFirstRow], types: outputs + [.long], context: plan.context),
      space: space.half.half, workers: workers)
    let found = try partials.map { try FoundGroups($0) }
    let nextPart = AtomicCounter()
    try plan.context.parallel(workers: workers) { [self] worker in
      while case let part = nextPart.take(), part < parts.count {
        try group(
          parts[part], level: 1, prefix: UInt64(part), found, space: space, to: sorter, worker: worker)
      }
    }
    return FirstColumns(outputs.count, of: try sorter.finish(limit: nil))
  }

  /// Groups the rows of a part, in smaller ones where they do not fit, and takes in what was found before of
  /// keys whose hashes begin so.
  private func group(
    _ rows: [SpilledRows], level: Int, prefix: UInt64, _ found: [FoundGroups], space: SpillSpace,
    to sorter: RowSorter, worker: Int
  ) throws {
    let partial = try PartialAggregation(plan)
    let room = space.room / (4 * workers)
    var finer: RowPartitions?
    var reader = try OrderedPieces(rows)
    while let piece = try reader.next() {
      try plan.context.checkpoint()
      let columns = Array(piece.rows.columns.dropLast())
      if let finer {
        try finer.add(piece.rows, keys: Array(columns.prefix(plan.keys.count)), worker: 0)
        continue
      }
      try withExtendedLifetime(piece.offsets) {
        try partial.update(
          columns, rows: piece.rows.rowCount, firstRow: piece.firstRow, offsets: piece.offsets.base)
      }
      if level < RowPartitions.levels, partial.byteCount > room {
        finer = try partitions(space, level: level, workers: 1)
      }
    }
    if let finer {
      let all = found + [try FoundGroups(partial)]
      for (part, rows) in try finer.finish().enumerated() {
        try group(
          rows, level: level + 1, prefix: prefix << 4 | UInt64(part), all, space: space, to: sorter,
          worker: worker)
      }
      return
    }
    try merging.withLock { _ in
      for groups in found { try partial.merge(groups, level: level, prefix: prefix) }
    }
    guard partial.count > 0 else { return }
    let finished = try partial.finish()
    let firstRows = Column(type: .long, storage: .int64(Buffer(finished.firstRows)))
    let chunk = finished.rows.with(columns: finished.rows.columns + [firstRows])
    for start in stride(from: 0, to: chunk.rowCount, by: Chunk.preferredRowCount) {
      try sorter.add(
        chunk.slice(start..<min(start + Chunk.preferredRowCount, chunk.rowCount)), worker: worker)
    }
  }
}

/// Groups that were found before rows were set aside, with the hashes of their keys.
struct FoundGroups: @unchecked Sendable {
  // Only read, but for the states, which are settled by one worker at a time.
  let partial: PartialAggregation
  let keys: [Column]
  private let hashes: Buffer<UInt64>
  private let reservation: Reservation

  init(_ partial: PartialAggregation) throws {
    self.partial = partial
    let count = partial.count
    keys = partial.table.keyColumns()
    reservation = try Reservation(
      partial.plan.context.memory, bytes: count * 8 + keys.reduce(0) { $0 + $1.rowByteCount })
    let columns = keys
    hashes = Buffer(count: count) { KeyHash.write(columns, rows: count, to: $0) }
  }

  /// The groups whose keys' hashes begin with that many hexadecimal digits of a prefix.
  func groups(level: Int, prefix: UInt64) -> [UInt32] {
    let shift = UInt64(64 - 4 * level)
    return (0..<UInt32(hashes.count)).filter { hashes.base[Int($0)] >> shift == prefix }
  }
}

extension PartialAggregation {
  /// Takes in those groups of others whose keys' hashes begin with a prefix.
  func merge(_ other: FoundGroups, level: Int, prefix: UInt64) throws {
    let chosen = other.groups(level: level, prefix: prefix)
    guard !chosen.isEmpty else { return }
    try plan.context.checkpoint()
    var mapping = [UInt32](repeating: GroupRows.noGroup, count: other.partial.count)
    var groups = [UInt32](repeating: 0, count: chosen.count)
    let keys = chosen.withUnsafeBufferPointer { rows in other.keys.map { $0.gather(rows) } }
    try groups.withUnsafeMutableBufferPointer { groups in
      guard let base = groups.baseAddress else { return }
      try table.insert(keys, rows: chosen.count, into: base)
    }
    try grow(to: table.count)
    for (theirs, group) in zip(chosen, groups) {
      mapping[Int(theirs)] = group
      firstRows[Int(group)] = min(firstRows[Int(group)], other.partial.firstRows[Int(theirs)])
    }
    try mapping.withUnsafeBufferPointer { mapping in
      for (state, otherState) in zip(states, other.partial.states) {
        try state.merge(otherState, mapping: mapping)
      }
    }
    try account()
  }
}

/// Rows that several workers set aside, in pieces of one chunk each, in the order in which they came.
private struct OrderedPieces {
  struct Piece {
    let rows: Chunk
    /// The number of the chunk's first row, and each row's distance from it.
    let firstRow: Int64
    let offsets: Buffer<UInt32>
  }

  private struct Cursor {
    let rows: SpilledRows
    var nextBlock = 0
    var chunk = Chunk(columns: [], rowCount: 0, sequence: 0)
    var places = Buffer<Int64>([])
    var row = 0

    /// Reads the next block where the last has ended; false at the end of all.
    mutating func load() throws -> Bool {
      if row < chunk.rowCount { return true }
      guard nextBlock < rows.blocks.count else { return false }
      chunk = try rows.chunk(nextBlock)
      places = chunk.columns.last?.longs ?? places
      row = 0
      nextBlock += 1
      return true
    }
  }

  private var cursors: [Cursor] = []

  init(_ rows: [SpilledRows]) throws {
    for rows in rows {
      var cursor = Cursor(rows: rows)
      if try cursor.load() { cursors.append(cursor) }
    }
  }

  mutating func next() throws -> Piece? {
    guard
      let index = cursors.indices.min(by: {
        cursors[$0].places[cursors[$0].row] < cursors[$1].places[cursors[$1].row]
      })
    else { return nil }
    let (places, start) = (cursors[index].places, cursors[index].row)
    let chunk = places[start] >> 32
    var end = start + 1
    while end < places.count, places[end] >> 32 == chunk { end += 1 }
    let piece = Piece(
      rows: cursors[index].chunk.slice(start..<end), firstRow: chunk << 32,
      offsets: Buffer(count: end - start) { target in
        for row in start..<end { target[row - start] = UInt32(truncatingIfNeeded: places[row]) }
      })
    cursors[index].row = end
    if try !cursors[index].load() { cursors.remove(at: index) }
    return piece
  }
}
