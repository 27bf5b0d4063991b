import RegnData
import Synchronization

/// Sorted parts of rows in a file, and their merging.
final class SortedRuns: Sendable {
  let sort: NumberedSort
  private let space: SpillSpace
  private let file: SpillFile
  private let runs = Mutex<[SpilledRows]>([])

  private var context: ExecutionContext { space.context }
  private var order: SortOperator { sort.kept }

  /// No parts yet. Throws `ExecutionError` (RG0660) when no file can be made.
  init(_ sort: SortOperator, space: SpillSpace) throws {
    self.sort = NumberedSort(sort)
    self.space = space
    file = try space.makeFile()
  }

  /// Sorts numbered rows and sets them aside. Safe from any thread. Throws `ExecutionError`.
  func add(_ chunks: [Chunk]) throws {
    guard !chunks.isEmpty else { return }
    let copy = Reservation(context.memory)
    if chunks.count > 1 { try copy.grow(by: chunks.reduce(0) { $0 + $1.spreadByteCount }) }
    let rows = Chunk.concatenate(chunks, types: order.types)
    let sorted = try order.order(rows, workers: 1)
    var run = SpilledRows(in: file, types: order.types, dictionaries: space.dictionaries)
    let size = space.blockRows(of: rows)
    for start in stride(from: 0, to: rows.rowCount, by: size) {
      try context.checkpoint()
      let part = sorted.order.slice(start..<min(start + size, rows.rowCount))
      try run.append(rows.gather(part))
    }
    let made = run
    withExtendedLifetime(copy) { runs.withLock { $0.append(made) } }
  }

  /// All rows in order, or the first `limit` of them, as they were before they were numbered. Where there are
  /// more parts than can be read at the same time they are merged to fewer first.
  func merged(limit: Int?, workers: Int) throws -> any ReadyRows {
    var runs = runs.withLock { runs in
      defer { runs = [] }
      return runs
    }
    let keyBytes = order.keys.count * 40
    let widest = runs.reduce(0) { widest, run in
      let rows = run.blocks.reduce(0) { max($0, $1.rowCount) }
      return max(widest, run.largestBlock + rows * keyBytes)
    }
    let fanIn = min(max(space.room / 2 / max(widest, 1), 2), 64)
    while runs.count > fanIn {
      let file = try space.makeFile()
      let groups = stride(from: 0, to: runs.count, by: fanIn).map { start in
        Array(runs[start..<min(start + fanIn, runs.count)])
      }
      // As many at a time as there is memory for.
      let next = AtomicCounter()
      let made = Mutex<[SpilledRows]>([])
      try context.parallel(workers: min(workers, groups.count, max(1, 64 / fanIn))) { _ in
        while case let index = next.take(), index < groups.count {
          let merger = try RunMerger(groups[index], order: self.order)
          var run = SpilledRows(in: file, types: self.order.types, dictionaries: self.space.dictionaries)
          while let chunk = try merger.next(rows: self.space.blockRows(of: groups[index])) {
            try self.context.checkpoint()
            try run.append(chunk)
          }
          let whole = run
          made.withLock { $0.append(whole) }
        }
      }
      runs = made.withLock { $0 }
    }
    return try MergeSource(
      RunMerger(runs, order: order), sort: sort, limit: limit, space: space,
      rowBytes: runs.reduce(0) { $0 + $1.byteCount } / max(runs.reduce(0) { $0 + $1.rowCount }, 1))
  }
}

/// Rows that are merged from sorted parts as they are asked for.
final class MergeSource: ReadyRows {
  private struct State {
    let merger: RunMerger
    var left: Int
    var sequence = 0
  }

  private let state: Mutex<State>
  private let sort: NumberedSort
  private let context: ExecutionContext
  private let chunkRows: Int
  let rowCount: Int

  init(_ merger: sending RunMerger, sort: NumberedSort, limit: Int?, space: SpillSpace, rowBytes: Int) {
    self.sort = sort
    context = space.context
    rowCount = min(merger.rowCount, limit ?? .max)
    // Some of what is left holds the rows that are put together, once in the parts' order and once in theirs.
    chunkRows = min(max(space.room / 16 / max(rowBytes, 1), 256), Chunk.preferredRowCount)
    state = Mutex(State(merger: merger, left: rowCount))
  }

  var sequenceLimit: Int { (rowCount + chunkRows - 1) / chunkRows }

  func next(worker: Int) throws -> Chunk? {
    try context.checkpoint()
    return try state.withLock { state in
      guard state.left > 0, let chunk = try state.merger.next(rows: min(chunkRows, state.left)) else {
        return nil
      }
      state.left -= chunk.rowCount
      defer { state.sequence += 1 }
      return Chunk(
        columns: sort.rows.unnumbered(chunk).columns, rowCount: chunk.rowCount, sequence: state.sequence)
    }
  }
}
