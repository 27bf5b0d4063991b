import RegnBinder
import RegnData
import Synchronization

/// The build side of a join: its rows, and for each key the rows that have it.
final class JoinTable: Sendable {
  let rows: Chunk
  /// The rows of key g are `order[starts[g] ..< starts[g + 1]]`, in the input's order.
  let starts: Buffer<UInt32>
  let order: Buffer<UInt32>
  private let table: FrozenGroupTable
  /// Stand for the rows, and for their order.
  let reservations: [Reservation]

  /// The memory that so many rows take while the table is made of them, more or less: twice, and for each its
  /// place, its group and its keys.
  static func need(rows: Int, bytes: Int, keys: Int) -> Int { 2 * bytes + rows * (72 + 24 * keys) }

  /// Groups the rows by their keys. Rows with a null key match nothing. Throws `ExecutionError` when the
  /// budget is used up.
  init(_ input: JoinedRows, keys: [CompiledExpression], types: [ScalarType], context: ExecutionContext) throws
  {
    let rows = input.rows
    let count = rows.rowCount
    let table = try GroupTable(types: types, memory: context.memory, forLookup: true)
    let ordering = try Reservation(context.memory, bytes: count * 4)
    // While the table is built: the group of each row.
    let working = try Reservation(context.memory, bytes: count * 4)
    let groups = UnsafeMutablePointer<UInt32>.allocate(capacity: max(count, 1))
    defer {
      groups.deallocate()
      working.shrink(by: working.bytes)
    }
    let size = Chunk.preferredRowCount
    for start in stride(from: 0, to: count, by: size) {
      try context.checkpoint()
      let part = rows.slice(start..<min(start + size, count))
      let columns = try keys.map { try $0.evaluate(part, context) }
      try table.insert(columns, rows: part.rowCount, into: groups + start)
      for column in columns where column.mayHaveNulls {
        for row in 0..<part.rowCount where column.isNull(row) { groups[start + row] = Column.noRow }
      }
    }
    try ordering.grow(by: (table.count + 1) * 4)
    try working.grow(by: table.count * 4)
    var next = [UInt32](repeating: 0, count: table.count)
    for row in 0..<count where groups[row] != Column.noRow { next[Int(groups[row])] += 1 }
    starts = Buffer(count: table.count + 1) { starts in
      var place: UInt32 = 0
      for group in 0..<table.count {
        starts[group] = place
        place += next[group]
        next[group] = starts[group]
      }
      starts[table.count] = place
    }
    try context.checkpoint()
    order = Buffer<UInt32>(count: Int(starts[table.count])) { target in
      for row in 0..<count where groups[row] != Column.noRow {
        let group = Int(groups[row])
        target[Int(next[group])] = UInt32(row)
        next[group] += 1
      }
    }
    self.rows = rows
    self.table = FrozenGroupTable(table)
    reservations = [input.reservation, ordering]
  }

  /// The key group of each row; `Column.noRow` where no row of the build side has it. Any number of workers
  /// may ask at the same time.
  func lookup(_ keys: [Column], rows: Int, into groups: UnsafeMutablePointer<UInt32>) {
    table.lookup(keys, rows: rows, into: groups)
  }
}

/// Pairs each probe row with the build rows of its key.
struct JoinStage: Stage {
  let build: JoinTable
  /// The keys of the probe's rows.
  let keys: [CompiledExpression]
  let kind: JoinKind
  /// The places of the output columns in the probe's and the build's chunks.
  let probePlaces: [Int]
  let buildPlaces: [Int]
  /// Whether the rows in memory are the left side's: their columns come first, and those without a match are
  /// for whoever asks `matched` in the end.
  let buildIsLeft: Bool
  /// Whether a build row was ever matched, for the kinds that ask; shared by the workers.
  let matched: MatchedRows?
  let context: ExecutionContext

  func process(_ chunk: Chunk, worker: Int) throws -> Chunk? {
    let rows = chunk.rowCount
    let keyColumns = try keys.map { try $0.evaluate(chunk, context) }
    return try withUnsafeTemporaryAllocation(of: UInt32.self, capacity: max(rows, 1)) { groups in
      guard let base = groups.baseAddress else { return nil }
      build.lookup(keyColumns, rows: rows, into: base)
      switch kind {
      case .leftsemi where buildIsLeft, .leftanti where buildIsLeft:
        mark(base, rows: rows)
        return nil
      case .leftsemi: return keep(chunk, where: { base[$0] != Column.noRow })
      case .leftanti: return keep(chunk, where: { base[$0] == Column.noRow })
      default: return try pair(chunk, base)
      }
    }
  }

  /// Marks all build rows of the groups that were met.
  private func mark(_ groups: UnsafeMutablePointer<UInt32>, rows: Int) {
    guard let matched else { return }
    let starts = build.starts.base
    for row in 0..<rows where groups[row] != Column.noRow {
      let group = Int(groups[row])
      let (first, end) = (Int(starts[group]), Int(starts[group + 1]))
      // One mark tells of all of them.
      if matched.isMarked(build.order.base[first]) { continue }
      matched.mark(UnsafeBufferPointer(start: build.order.base + first, count: end - first))
    }
  }

  private func keep(_ chunk: Chunk, where holds: (Int) -> Bool) -> Chunk? {
    var kept: [UInt32] = []
    for row in 0..<chunk.rowCount where holds(row) { kept.append(UInt32(row)) }
    return kept.withUnsafeBufferPointer { rows in
      Chunk(
        columns: probePlaces.map { chunk.columns[$0].gather(rows) }, rowCount: kept.count,
        sequence: chunk.sequence)
    }
  }

  private func pair(_ chunk: Chunk, _ groups: UnsafeMutablePointer<UInt32>) throws -> Chunk? {
    let keepsUnmatched = !buildIsLeft && (kind == .leftouter || kind == .fullouter)
    let starts = build.starts
    var total = 0
    for row in 0..<chunk.rowCount {
      if groups[row] == Column.noRow {
        total += keepsUnmatched ? 1 : 0
      } else {
        let group = Int(groups[row])
        total += Int(starts.base[group + 1] - starts.base[group])
      }
    }
    guard total > 0 else { return nil }
    guard total < Int(UInt32.max) else { throw ExecutionError.tooManyRows }
    // A key that is common on both sides multiplies: the pairs are counted before they are made.
    let reservation = try Reservation(context.memory, bytes: total * 8)
    let pairs = BufferPair(count: total)
    var place = 0
    for row in 0..<chunk.rowCount {
      if groups[row] == Column.noRow {
        if keepsUnmatched {
          pairs.probe[place] = UInt32(row)
          pairs.build[place] = Column.noRow
          place += 1
        }
      } else {
        let group = Int(groups[row])
        let first = Int(starts.base[group])
        let count = Int(starts.base[group + 1]) - first
        (pairs.probe + place).initialize(repeating: UInt32(row), count: count)
        (pairs.build + place).initialize(from: build.order.base + first, count: count)
        place += count
        if count > 0xFFFF || row & 0xFFF == 0 { try context.checkpoint() }
      }
    }
    let probeRows = UnsafeBufferPointer(start: UnsafePointer(pairs.probe), count: total)
    let buildRows = UnsafeBufferPointer(start: UnsafePointer(pairs.build), count: total)
    if let matched { matched.mark(buildRows) }
    if kind == .rightsemi || kind == .rightanti { return nil }
    let probe = probePlaces.map { chunk.columns[$0] }
    let kept = buildPlaces.map { build.rows.columns[$0] }
    try reservation.grow(by: total * (probe + kept).reduce(0) { $0 + $1.rowWidth + 1 })
    var fromProbe: [Column] = []
    var fromBuild: [Column] = []
    for column in probe {
      try context.checkpoint()
      fromProbe.append(column.gather(probeRows))
    }
    for column in kept {
      try context.checkpoint()
      fromBuild.append(keepsUnmatched ? column.gather(orNull: buildRows) : column.gather(buildRows))
    }
    return withExtendedLifetime(reservation) {
      Chunk(
        columns: buildIsLeft ? fromBuild + fromProbe : fromProbe + fromBuild, rowCount: total,
        sequence: chunk.sequence)
    }
  }
}

/// Row numbers in pairs, freed together.
private final class BufferPair {
  let probe: UnsafeMutablePointer<UInt32>
  let build: UnsafeMutablePointer<UInt32>

  init(count: Int) {
    probe = .allocate(capacity: count)
    build = .allocate(capacity: count)
  }

  deinit {
    probe.deallocate()
    build.deallocate()
  }
}

/// Which rows of the build side some probe row matched. Workers mark at the same time.
final class MatchedRows: @unchecked Sendable {
  // A mark is only ever set, so that it does not matter who comes first: plain stores of whole bytes.
  private let marks: UnsafeMutablePointer<Atomic<UInt8>>
  private let count: Int
  private let reservation: Reservation

  /// Marks for `count` rows. Throws `ExecutionError` when the budget is used up.
  init(count: Int, memory: MemoryBudget) throws {
    reservation = try Reservation(memory, bytes: count)
    self.count = count
    marks = .allocate(capacity: max(count, 1))
    for row in 0..<count { (marks + row).initialize(to: Atomic(0)) }
  }

  deinit {
    marks.deinitialize(count: count)
    marks.deallocate()
  }

  /// Marks rows; `Column.noRow` among them is passed over.
  func mark(_ rows: UnsafeBufferPointer<UInt32>) {
    for row in rows where row != Column.noRow { marks[Int(row)].store(1, ordering: .relaxed) }
  }

  /// Whether a row is marked by now.
  func isMarked(_ row: UInt32) -> Bool { marks[Int(row)].load(ordering: .relaxed) == 1 }

  /// The rows that are marked, or that are not. Called when no worker marks any more.
  func rows(marked: Bool) -> [UInt32] {
    (0..<UInt32(count)).filter { (marks[Int($0)].load(ordering: .relaxed) == 1) == marked }
  }
}
