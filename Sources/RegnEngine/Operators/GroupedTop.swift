import RegnBinder
import RegnData

/// The first rows of each group in an order, found in one pass over the rows: what `partition by k (top n by
/// x)` asks, without running a plan for each group.
struct GroupedTop {
  let keys: [CompiledExpression]
  let keyTypes: [ScalarType]
  let sort: [SortOperator.Key]
  let limit: Int
  let context: ExecutionContext

  /// Larger answers of each group are left to a sort of its own.
  static let maximumLimit = 64

  /// The numbers of the rows that stand first in their groups, group after group in the order in which these
  /// first occur. Throws `ExecutionError` when the budget is used up.
  func run(_ rows: Chunk, workers: Int) throws -> (order: Buffer<UInt32>, reservation: Reservation) {
    let count = rows.rowCount
    let working = try Reservation(context.memory, bytes: sort.count * count * 8)
    defer { working.shrink(by: working.bytes) }
    let normalized = try sort.map { key in
      try NormalizedKey(
        key.expression.evaluate(rows, context), descending: key.descending, nullsFirst: key.nullsFirst,
        workers: workers, context: context)
    }
    let partials = PerWorker<Partial>()
    let parts = count <= 2 * Chunk.preferredRowCount ? 1 : workers
    let share = (count + parts - 1) / parts
    try context.parallel(workers: parts) { worker in
      let partial = try Partial(self, normalized)
      let end = min((worker + 1) * share, count)
      for start in stride(from: min(worker * share, end), to: end, by: Chunk.preferredRowCount) {
        try partial.update(rows, start..<min(start + Chunk.preferredRowCount, end))
      }
      partials.leave(partial, by: worker)
    }
    // The parts follow one another, so that groups keep the order of their first rows.
    var ordered = partials.takeAll()
    let whole = ordered.removeFirst()
    while !ordered.isEmpty { try whole.merge(ordered.removeFirst()) }
    return try whole.finish()
  }

  /// The best rows of the groups that one worker has met.
  private final class Partial {
    private let plan: GroupedTop
    private let normalized: [NormalizedKey]
    private let table: GroupTable
    private let reservation: Reservation
    /// `limit` places for each group, of which the first `counts[group]` hold rows, the best first.
    private var best: [UInt32] = []
    private var counts: [UInt32] = []
    /// The first key of the last row in a full group: rows behind it are passed over at once.
    private var worst: [UInt64] = []
    private var groups: [UInt32] = []

    init(_ plan: GroupedTop, _ normalized: [NormalizedKey]) throws {
      self.plan = plan
      self.normalized = normalized
      table = try GroupTable(types: plan.keyTypes, memory: plan.context.memory)
      reservation = Reservation(plan.context.memory)
    }

    private func grow(to count: Int) throws {
      let added = count - counts.count
      guard added > 0 else { return }
      try reservation.grow(by: added * (plan.limit * 4 + 12))
      best.append(contentsOf: repeatElement(0, count: added * plan.limit))
      counts.append(contentsOf: repeatElement(0, count: added))
      worst.append(contentsOf: repeatElement(.max, count: added))
    }

    func update(_ rows: Chunk, _ range: Range<Int>) throws {
      try plan.context.checkpoint()
      let part = rows.slice(range)
      let keys = try plan.keys.map { try $0.evaluate(part, plan.context) }
      if groups.count < range.count { groups = [UInt32](repeating: 0, count: range.count) }
      try groups.withUnsafeMutableBufferPointer { buffer in
        guard let base = buffer.baseAddress else { return }
        try table.insert(keys, rows: range.count, into: base)
        try grow(to: table.count)
        take(UnsafeBufferPointer(start: base, count: range.count), firstRow: UInt32(range.lowerBound))
      }
    }

    /// Offers a run of rows to their groups.
    private func take(_ groups: UnsafeBufferPointer<UInt32>, firstRow: UInt32) {
      let words = normalized[0].words.base
      best.withUnsafeMutableBufferPointer { best in
        counts.withUnsafeMutableBufferPointer { counts in
          worst.withUnsafeMutableBufferPointer { worst in
            for place in 0..<groups.count {
              let group = Int(groups[place])
              let row = firstRow &+ UInt32(truncatingIfNeeded: place)
              if words[Int(row)] <= worst[group] { offer(row, to: group, best, counts, worst) }
            }
          }
        }
      }
    }

    /// Puts a row in its place among the best of its group, if it has one.
    private func offer(
      _ row: UInt32, to group: Int, _ best: UnsafeMutableBufferPointer<UInt32>,
      _ counts: UnsafeMutableBufferPointer<UInt32>, _ worst: UnsafeMutableBufferPointer<UInt64>
    ) {
      let limit = plan.limit
      let start = group * limit
      var place = Int(counts[group])
      if place == limit {
        // Of equal rows the earlier ones stay.
        guard isBefore(row, best[start + limit - 1]) else { return }
        place -= 1
      } else {
        counts[group] += 1
      }
      while place > 0, isBefore(row, best[start + place - 1]) {
        best[start + place] = best[start + place - 1]
        place -= 1
      }
      best[start + place] = row
      if Int(counts[group]) == limit {
        worst[group] = normalized[0].words.base[Int(best[start + limit - 1])]
      }
    }

    /// Whether a row stands before another one that came earlier.
    private func isBefore(_ row: UInt32, _ other: UInt32) -> Bool {
      for key in normalized {
        let order = key.compare(Int(row), Int(other))
        if order != 0 { return order < 0 }
      }
      return false
    }

    /// Takes in the groups of a worker whose rows come later.
    func merge(_ other: Partial) throws {
      try plan.context.checkpoint()
      let count = other.counts.count
      var mapping = [UInt32](repeating: 0, count: count)
      try mapping.withUnsafeMutableBufferPointer { buffer in
        guard let base = buffer.baseAddress else { return }
        try table.insert(other.table.keyColumns(), rows: count, into: base)
      }
      try grow(to: table.count)
      best.withUnsafeMutableBufferPointer { best in
        counts.withUnsafeMutableBufferPointer { counts in
          worst.withUnsafeMutableBufferPointer { worst in
            for group in 0..<count {
              let start = group * plan.limit
              for place in 0..<Int(other.counts[group]) {
                offer(other.best[start + place], to: Int(mapping[group]), best, counts, worst)
              }
            }
          }
        }
      }
    }

    /// The rows of all groups.
    func finish() throws -> (order: Buffer<UInt32>, reservation: Reservation) {
      let total = counts.reduce(0) { $0 + Int($1) }
      let kept = try Reservation(plan.context.memory, bytes: total * 4)
      let order = Buffer<UInt32>(count: total) { target in
        var place = 0
        for group in 0..<counts.count {
          for row in 0..<Int(counts[group]) {
            target[place] = best[group * plan.limit + row]
            place += 1
          }
        }
      }
      reservation.shrink(by: reservation.bytes)
      return (order, kept)
    }
  }
}

extension ApplyStep {
  /// What a body that keeps the first rows of each group asks, when nothing in it looks at a group as a whole
  /// besides.
  struct FirstRows {
    let sort: SortStep
    let limit: Int
    /// The columns under which the body knows the group's rows.
    let reference: ReferenceStep
    /// The body with the rows that remain in place of its sort.
    let rest: LogicalPlan
  }

  var firstRows: FirstRows? {
    guard carried.isEmpty else { return nil }
    var found: (sort: SortStep, reference: ReferenceStep)?
    var isRowByRow = true
    let rest = body.rewrittenFromTop { step in
      if found != nil { return step }
      switch step {
      case .sort(let sort):
        if case .reference(let reference) = sort.input, reference.shared === parameter {
          found = (sort, reference)
          return .reference(reference)
        }
        isRowByRow = false
      case .project, .filter, .parse: break
      default: isRowByRow = false
      }
      return step
    }
    guard let found, isRowByRow, let limit = found.sort.limit, (1...GroupedTop.maximumLimit).contains(limit),
      rest.expressionPlans.isEmpty, found.sort.keys.allSatisfy({ $0.expression.isSafeForAllGroups })
    else { return nil }
    return FirstRows(sort: found.sort, limit: limit, reference: found.reference, rest: rest)
  }
}

extension BoundExpression {
  /// Whether the expression is the same whether it is computed for a group or for all rows at once.
  fileprivate var isSafeForAllGroups: Bool {
    var isSafe = true
    walk { part in
      switch part {
      case .scalarQuery, .inQuery: isSafe = false
      default: break
      }
    }
    return isSafe && !usesWindow
  }
}
