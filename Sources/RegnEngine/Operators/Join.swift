import RegnBinder
import RegnData
import Synchronization

/// The build side of a join: its rows, and for each key the rows that have it.
final class JoinTable: Sendable {
  let rows: Chunk
  /// The rows of key g are `order[starts[g] ..< starts[g + 1]]`, in the input's order.
  let starts: Buffer<UInt32>
  let order: Buffer<UInt32>
  private let table: SharedGroupTable

  /// Reads the whole input and groups it by key. Rows with a null key match nothing.
  init(rows: Chunk, keys: [Column], types: [ScalarType], context: ExecutionContext) throws {
    self.rows = rows
    let count = rows.rowCount
    try context.memory.reserve(count * 12)
    let table = GroupTable(types: types)
    var groups = [UInt32](repeating: 0, count: count)
    try groups.withUnsafeMutableBufferPointer { buffer in
      guard let base = buffer.baseAddress else { return }
      var start = 0
      while start < count {
        try context.checkpoint()
        let range = start..<min(start + Chunk.preferredRowCount, count)
        table.insert(keys.map { $0.slice(range) }, rows: range.count, into: base + start)
        start = range.upperBound
      }
    }
    for key in keys where key.mayHaveNulls {
      for row in 0..<count where key.isNull(row) { groups[row] = Column.noRow }
    }
    var sizes = [UInt32](repeating: 0, count: table.count + 1)
    for group in groups where group != Column.noRow { sizes[Int(group) + 1] += 1 }
    for group in 1..<max(sizes.count, 1) { sizes[group] += sizes[group - 1] }
    starts = Buffer(sizes)
    var next = sizes
    order = Buffer<UInt32>(count: Int(sizes[sizes.count - 1])) { target in
      for row in 0..<count where groups[row] != Column.noRow {
        let group = Int(groups[row])
        target[Int(next[group])] = UInt32(row)
        next[group] += 1
      }
    }
    self.table = SharedGroupTable(table)
  }

  /// The key group of each row; `Column.noRow` where no row of the build side has it.
  func lookup(_ keys: [Column], rows: Int, into groups: UnsafeMutablePointer<UInt32>) {
    table.lookup(keys, rows: rows, into: groups)
  }
}

/// Pairs each probe row with the build rows of its key.
struct JoinStage: Stage {
  let build: JoinTable
  let keys: [CompiledExpression]
  let kind: JoinKind
  /// The places of the output columns in the probe's (left) and the build's (right) chunks.
  let leftPlaces: [Int]
  let rightPlaces: [Int]
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
      case .leftsemi: return keep(chunk, where: { base[$0] != Column.noRow })
      case .leftanti: return keep(chunk, where: { base[$0] == Column.noRow })
      default: return try pair(chunk, base)
      }
    }
  }

  private func keep(_ chunk: Chunk, where holds: (Int) -> Bool) -> Chunk? {
    var kept: [UInt32] = []
    for row in 0..<chunk.rowCount where holds(row) { kept.append(UInt32(row)) }
    return kept.withUnsafeBufferPointer { rows in
      Chunk(
        columns: leftPlaces.map { chunk.columns[$0].gather(rows) }, rowCount: kept.count,
        sequence: chunk.sequence)
    }
  }

  private func pair(_ chunk: Chunk, _ groups: UnsafeMutablePointer<UInt32>) throws -> Chunk? {
    let keepsUnmatched = kind == .leftouter || kind == .fullouter
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
    // A key that is common on both sides multiplies: the pairs are counted before they are made.
    try context.memory.reserve(total * 8)
    defer { context.memory.release(total * 8) }
    let left = BufferPair(count: total)
    var place = 0
    for row in 0..<chunk.rowCount {
      if groups[row] == Column.noRow {
        if keepsUnmatched {
          left.probe[place] = UInt32(row)
          left.build[place] = Column.noRow
          place += 1
        }
      } else {
        let group = Int(groups[row])
        for index in Int(starts.base[group])..<Int(starts.base[group + 1]) {
          left.probe[place] = UInt32(row)
          left.build[place] = build.order.base[index]
          place += 1
        }
      }
      if place & 0xFFFF == 0 { try context.checkpoint() }
    }
    if let matched { matched.mark(UnsafeBufferPointer(start: left.build, count: total)) }
    if kind == .rightsemi || kind == .rightanti { return nil }
    let probeRows = UnsafeBufferPointer(start: UnsafePointer(left.probe), count: total)
    let buildRows = UnsafeBufferPointer(start: UnsafePointer(left.build), count: total)
    let width = (leftPlaces.count + rightPlaces.count) * 8 * total
    try context.memory.reserve(width)
    defer { context.memory.release(width) }
    let columns =
      leftPlaces.map { chunk.columns[$0].gather(probeRows) }
      + rightPlaces.map { place in
        keepsUnmatched
          ? build.rows.columns[place].gather(orNull: buildRows)
          : build.rows.columns[place].gather(buildRows)
      }
    return Chunk(columns: columns, rowCount: total, sequence: chunk.sequence)
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

/// Which rows of the build side some probe row matched.
final class MatchedRows: Sendable {
  private let flags: Mutex<[Bool]>

  init(count: Int) { flags = Mutex([Bool](repeating: false, count: count)) }

  /// Marks rows; `Column.noRow` among them is passed over.
  func mark(_ rows: UnsafeBufferPointer<UInt32>) {
    nonisolated(unsafe) let rows = rows
    flags.withLock { flags in
      for row in rows where row != Column.noRow { flags[Int(row)] = true }
    }
  }

  /// The rows that are marked, or that are not.
  func rows(marked: Bool) -> [UInt32] {
    flags.withLock { flags in flags.indices.filter { flags[$0] == marked }.map { UInt32($0) } }
  }
}
