import RegnData
import Synchronization

extension AggregateOperator {
  /// What the first rows show: whether groups are about as many as rows. The first worker that has seen
  /// enough decides for all.
  final class Trial: Sendable {
    /// How many rows a worker groups before it judges.
    static let rows = 8 * Chunk.preferredRowCount
    private static let (open, whole, parted) = (0, 1, 2)
    private let verdict = Atomic<Int>(open)

    var isWhole: Bool { verdict.load(ordering: .relaxed) == Self.whole }
    var isParted: Bool { verdict.load(ordering: .relaxed) == Self.parted }

    /// Judges by what one worker has seen.
    func judge(rows: Int, groups: Int) {
      guard rows >= Self.rows else { return }
      let judgement = groups > rows / 2 ? Self.parted : Self.whole
      _ = verdict.compareExchange(expected: Self.open, desired: judgement, ordering: .relaxed)
    }
  }

  /// What one worker makes of its rows: groups, or rows that are parted for being grouped later.
  final class WorkerGroups {
    private let plan: AggregateOperator
    private let trial: Trial
    private let spill: GroupSpill
    private let worker: Int
    private(set) var partial: PartialAggregation
    private var rows: PartedRows
    /// What was grouped before it was known whether to part it: then it is taken up again.
    private var tried: [(columns: [Column], rows: Int, firstRow: Int64)] = []
    private var triedRows = 0

    init(_ plan: AggregateOperator, _ trial: Trial, _ spill: GroupSpill, worker: Int) throws {
      self.plan = plan
      self.trial = trial
      self.spill = spill
      self.worker = worker
      partial = try PartialAggregation(plan)
      rows = PartedRows(plan.context.memory)
    }

    func take(_ chunk: Chunk) throws {
      let columns = try plan.columns(of: chunk)
      if try spill.begins() {
        try setAside()
        return try spill.add(columns, rows: chunk.rowCount, firstRow: chunk.firstRow, worker: worker)
      }
      if trial.isParted {
        try partTried()
        try rows.add(columns, keyCount: plan.keys.count, rows: chunk.rowCount, firstRow: chunk.firstRow)
        return
      }
      try partial.update(columns, rows: chunk.rowCount, firstRow: chunk.firstRow)
      guard !trial.isWhole, !plan.keys.isEmpty else {
        tried = []
        return
      }
      // Others may have decided by now that rows are parted: then these are, too.
      tried.append((columns, chunk.rowCount, chunk.firstRow))
      triedRows += chunk.rowCount
      trial.judge(rows: triedRows, groups: partial.count)
    }

    private func partTried() throws {
      guard !tried.isEmpty else { return }
      partial = try PartialAggregation(plan)
      for part in tried {
        try rows.add(part.columns, keyCount: plan.keys.count, rows: part.rows, firstRow: part.firstRow)
      }
      tried = []
    }

    /// Sets aside all rows that are not grouped yet; the groups of the others.
    @discardableResult
    func setAside() throws -> PartialAggregation {
      tried = []
      let kept = rows
      rows = PartedRows(plan.context.memory)
      for part in kept.chunks {
        // As they came.
        let order = Buffer<UInt32>(count: part.places.count) { order in
          for index in 0..<part.places.count { order[Int(part.places[index])] = UInt32(index) }
        }
        try spill.add(
          part.chunk.gather(order).columns, rows: order.count, firstRow: part.firstRow, worker: worker
        )
      }
      return partial
    }

    /// All rows, parted.
    func parted() throws -> PartedRows {
      try partTried()
      return rows
    }
  }
}

/// Groups rows that are parted by their keys: each part by itself, by whichever worker comes to it.
final class PartedAggregation: Sendable {
  private let plan: AggregateOperator
  /// The rows in the order in which they came.
  private let rows: Mutex<[PartedRows.Rows]>

  init(_ plan: AggregateOperator, _ parts: [[PartedRows.Rows]]) {
    self.plan = plan
    rows = Mutex(parts.flatMap { $0 }.sorted { $0.firstRow < $1.firstRow })
  }

  /// The groups in the order of their first rows. Throws `ExecutionError`.
  func run(workers: Int) throws -> any ReadyRows {
    let nextPart = AtomicCounter()
    let finished = PerWorker<FinishedGroups>()
    try plan.context.parallel(workers: workers) { [self] _ in
      while case let part = nextPart.take(), part < PartedRows.count {
        finished.leave(try group(part), by: part)
      }
    }
    rows.withLock { $0 = [] }
    return MergedGroups(finished.takeAll(), types: plan.types, context: plan.context)
  }

  private func group(_ part: Int) throws -> FinishedGroups {
    let rows = rows.withLock { $0 }
    // About as many groups as rows, as the first rows have shown.
    let partial = try PartialAggregation(plan, expecting: rows.reduce(0) { $0 + $1.range(part).count })
    for rows in rows {
      let range = rows.range(part)
      guard !range.isEmpty else { continue }
      let columns = rows.chunk.columns.map { $0.slice(range) }
      try partial.update(
        columns, rows: range.count, firstRow: rows.firstRow, offsets: rows.places.base + range.lowerBound)
    }
    return try partial.finish()
  }
}
