import RegnData
import Synchronization

/// The first rows in an order, found without keeping many more than them: what does not stand before the
/// worst of the best so far is passed over.
struct TopOperator {
  private let sort: NumberedSort
  private let limit: Int

  private var context: ExecutionContext { sort.kept.context }

  init(sort: SortOperator, limit: Int) {
    self.sort = NumberedSort(sort)
    self.limit = limit
  }

  /// Runs the pipeline to its end.
  func run(_ pipeline: Pipeline) throws -> JoinedRows {
    let candidates = Mutex<[JoinedRows]>([])
    try context.parallel(workers: pipeline.workers) { worker in
      var pending: [Chunk] = []
      var reservation = Reservation(context.memory)
      var dictionaries = DictionaryTally()
      var rows = 0
      var bound: Bound?
      func cutPending() throws {
        let best = try cut(CollectedRows(chunks: pending, reservation: reservation))
        pending = [best.rows]
        reservation = best.reservation
        dictionaries = DictionaryTally()
        rows = best.rows.rowCount
        if rows == limit, limit > 0 { bound = try Bound(last: best.rows, of: sort.kept) }
      }
      while let chunk = try pipeline.next(worker: worker) {
        var numbered = try sort.rows.numbered(chunk)
        if let bound { numbered = try bound.filter(numbered, sort.kept) }
        guard numbered.rowCount > 0 else { continue }
        try reservation.grow(by: numbered.rowByteCount + dictionaries.newBytes(numbered))
        pending.append(numbered)
        rows += numbered.rowCount
        if rows > max(2 * limit, Chunk.preferredRowCount) || (bound == nil && rows > 2 * limit) {
          try cutPending()
        }
      }
      guard rows > 0 else { return }
      try cutPending()
      let best = JoinedRows(rows: pending[0], reservation: reservation)
      candidates.withLock { $0.append(best) }
    }
    let best = candidates.withLock { $0 }
    guard !best.isEmpty else {
      return JoinedRows(
        rows: Chunk.concatenate([], types: sort.rows.inputTypes), reservation: Reservation(context.memory))
    }
    let all = try Reservation(context.memory, bytes: best.reduce(0) { $0 + $1.rows.keptByteCount })
    let result = try cut(CollectedRows(chunks: best.map(\.rows), reservation: all))
    return JoinedRows(rows: sort.rows.unnumbered(result.rows), reservation: result.reservation)
  }

  /// The first rows of numbered chunks in order, copied, so that they keep nothing else alive.
  private func cut(_ chunks: CollectedRows) throws -> JoinedRows {
    let all = try chunks.joined(types: sort.kept.types, context: context)
    let sorted = try sort.kept.order(all.rows, workers: 1)
    let order = sorted.order.slice(0..<min(limit, sorted.order.count))
    let share = all.rows.spreadByteCount / max(all.rows.rowCount, 1) * order.count
    let reservation = try Reservation(context.memory, bytes: share)
    let rows = all.rows.gather(order)
    let own = rows.with(columns: rows.columns.map(\.compacted))
    try reservation.resize(to: own.keptByteCount)
    return JoinedRows(rows: own, reservation: reservation)
  }

  /// The first key of the last row that is still among the best, as a word.
  private struct Bound {
    private let word: UInt64
    private let form: NormalizedKey.Form

    /// Nil when the words of other chunks cannot be compared with it.
    init?(last rows: Chunk, of order: SortOperator) throws {
      let key = order.keys[0]
      let last = try key.expression.evaluate(rows, order.context).slice(rows.rowCount - 1..<rows.rowCount)
      let normalized = try NormalizedKey(
        last, descending: key.descending, nullsFirst: key.nullsFirst, workers: 1, context: order.context)
      guard let form = normalized.form else { return nil }
      self.form = form
      // One more, as the extreme words give way to nulls where there are some.
      word = normalized.words[0] == .max ? .max : normalized.words[0] + 1
    }

    /// The rows of a chunk that may be among the best: all whose first key does not stand behind the bound.
    func filter(_ chunk: Chunk, _ order: SortOperator) throws -> Chunk {
      let key = order.keys[0]
      let normalized = try NormalizedKey(
        key.expression.evaluate(chunk, order.context), descending: key.descending, nullsFirst: key.nullsFirst,
        workers: 1, context: order.context)
      guard normalized.form == form else { return chunk }
      let words = normalized.words.base
      return withUnsafeTemporaryAllocation(of: UInt32.self, capacity: max(chunk.rowCount, 1)) { rows in
        var count = 0
        for row in 0..<chunk.rowCount {
          rows[count] = UInt32(truncatingIfNeeded: row)
          count &+= words[row] <= word ? 1 : 0
        }
        if count == chunk.rowCount { return chunk }
        return chunk.gather(UnsafeBufferPointer(rebasing: rows[0..<count]))
      }
    }
  }
}
