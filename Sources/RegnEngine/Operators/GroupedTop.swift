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

  /// The rows that stand first in their groups, group after group in the order in which these first occur.
  /// Throws `ExecutionError` when the budget is used up.
  func run(_ input: CollectedRows, types: [ScalarType], workers: Int) throws -> GatherSource {
    do {
      return try gather(winners(input, workers, .form), of: input, types)
    } catch is FormsDiffer {
      return try gather(winners(input, workers, .type), of: input, types)
    }
  }

  /// The chunks hold the keys of a column in several forms, which cannot be compared as they are.
  private struct FormsDiffer: Error {}

  /// The places of the best rows, with keys that can be compared within `scope`.
  private func winners(_ input: CollectedRows, _ workers: Int, _ scope: NormalizedKey.Scope) throws
    -> [UInt64]
  {
    let chunks = input.chunks
    let partials = PerWorker<Partial>()
    let next = AtomicCounter()
    let parts = input.rowCount <= 2 * Chunk.preferredRowCount ? 1 : workers
    try context.parallel(workers: parts) { worker in
      let partial = try Partial(self, scope, chunkCount: chunks.count)
      while true {
        let index = next.take()
        guard index < chunks.count else { break }
        try partial.update(chunks[index], index: index)
      }
      partials.leave(partial, by: worker)
    }
    var others = partials.takeAll()
    let whole = others.removeFirst()
    while !others.isEmpty { try whole.merge(others.removeFirst()) }
    return whole.winners()
  }

  /// The rows at `places`, in that order: first those of each chunk together, then put in order.
  private func gather(_ places: [UInt64], of input: CollectedRows, _ types: [ScalarType]) throws
    -> GatherSource
  {
    let working = try Reservation(context.memory, bytes: places.count * 12)
    defer { working.shrink(by: working.bytes) }
    let ordering = try Reservation(context.memory, bytes: places.count * 4)
    var starts = [Int](repeating: 0, count: input.chunks.count + 1)
    for place in places { starts[Place.chunk(place) + 1] += 1 }
    for chunk in input.chunks.indices { starts[chunk + 1] += starts[chunk] }
    var next = starts
    var rows = [UInt32](repeating: 0, count: places.count)
    let order = Buffer<UInt32>(count: places.count) { target in
      for (number, place) in places.enumerated() {
        let chunk = Place.chunk(place)
        rows[next[chunk]] = UInt32(truncatingIfNeeded: place)
        target[number] = UInt32(truncatingIfNeeded: next[chunk])
        next[chunk] += 1
      }
    }
    let kept = Reservation(context.memory)
    var parts: [Chunk] = []
    try rows.withUnsafeBufferPointer { rows in
      for (index, chunk) in input.chunks.enumerated() where starts[index] < starts[index + 1] {
        try context.checkpoint()
        let part = chunk.gather(UnsafeBufferPointer(rebasing: rows[starts[index]..<starts[index + 1]]))
        try kept.grow(by: part.rowByteCount)
        parts.append(part)
      }
    }
    let best = try CollectedRows(chunks: parts, reservation: kept).joined(types: types, context: context)
    // What is gathered may hold on to the texts of the chunks.
    return GatherSource(
      best.rows, order: order, keeping: [best.reservation, ordering, input.reservation], context: context)
  }

  /// A row as one number: its chunk's index in the upper half, its place in there in the lower.
  private enum Place {
    static func of(chunk: Int, row: Int = 0) -> UInt64 { UInt64(chunk) << 32 | UInt64(row) }
    static func chunk(_ place: UInt64) -> Int { Int(place >> 32) }
    static func row(_ place: UInt64) -> Int { Int(place & 0xFFFF_FFFF) }
  }

  /// A row among the best of its group: the word of its first key, and where it is.
  private struct Candidate {
    var word: UInt64
    var place: UInt64
  }

  /// The best rows of the groups that one worker has met.
  private final class Partial {
    private let plan: GroupedTop
    private let scope: NormalizedKey.Scope
    /// The forms of the keys so far, where they matter.
    private var forms: [NormalizedKey.Form]?
    private let table: GroupTable
    private let reservation: Reservation
    /// `limit` candidates for each group, of which the first `counts[group]` are rows, the best first.
    private var best: [Candidate] = []
    private var counts: [UInt32] = []
    /// The last word with which a row may come into its group: in a full one that of its last row, or the one
    /// before. Rows behind it are passed over at once.
    private var worst: [UInt64] = []
    /// The first row of each group.
    private var firstRows: [Int64] = []
    /// The keys of chunks whose order the words of the first do not decide alone.
    private var keysOfChunk: [[NormalizedKey]?]
    private var groups: [UInt32] = []

    init(_ plan: GroupedTop, _ scope: NormalizedKey.Scope, chunkCount: Int) throws {
      self.plan = plan
      self.scope = scope
      table = try GroupTable(types: plan.keyTypes, memory: plan.context.memory)
      reservation = try Reservation(plan.context.memory, bytes: chunkCount * 8)
      keysOfChunk = Array(repeating: nil, count: chunkCount)
    }

    private func grow(to count: Int) throws {
      let added = count - counts.count
      guard added > 0 else { return }
      try reservation.grow(by: added * (plan.limit * MemoryLayout<Candidate>.stride + 20))
      best.append(contentsOf: repeatElement(Candidate(word: 0, place: 0), count: added * plan.limit))
      counts.append(contentsOf: repeatElement(0, count: added))
      worst.append(contentsOf: repeatElement(.max, count: added))
      firstRows.append(contentsOf: repeatElement(.max, count: added))
    }

    func update(_ chunk: Chunk, index: Int) throws {
      let context = plan.context
      try context.checkpoint()
      let rows = chunk.rowCount
      let working = try Reservation(context.memory, bytes: plan.sort.count * rows * 8)
      defer { working.shrink(by: working.bytes) }
      let keys = try plan.sort.map { key in
        try NormalizedKey(
          key.expression.evaluate(chunk, context), descending: key.descending, nullsFirst: key.nullsFirst,
          workers: 1, context: context, comparedWithin: scope)
      }
      if scope == .form {
        let forms = keys.compactMap(\.form)
        guard forms.count == keys.count, self.forms ?? forms == forms else { throw FormsDiffer() }
        self.forms = forms
      }
      if keys.count > 1 || !keys[0].isDecidedByWords {
        try reservation.grow(by: keys.count * rows * 8)
        keysOfChunk[index] = keys
      }
      let grouping = try plan.keys.map { try $0.evaluate(chunk, context) }
      if groups.count < rows { groups = [UInt32](repeating: 0, count: rows) }
      let known = table.count
      try groups.withUnsafeMutableBufferPointer { buffer in
        guard let base = buffer.baseAddress else { return }
        try table.insert(grouping, rows: rows, into: base)
        try grow(to: table.count)
        // New groups are numbered as they are met.
        var next = known
        for row in 0..<(table.count > known ? rows : 0) where Int(base[row]) == next {
          firstRows[next] = Int64(bitPattern: Place.of(chunk: index, row: row))
          next += 1
          if next == table.count { break }
        }
        withExtendedLifetime(keys) {
          take(UnsafeBufferPointer(start: base, count: rows), keys[0].words.base, chunk: index)
        }
      }
    }

    /// Offers a chunk's rows to their groups.
    private func take(
      _ groups: UnsafeBufferPointer<UInt32>, _ words: UnsafePointer<UInt64>, chunk: Int
    ) {
      let first = Place.of(chunk: chunk)
      // A worker's chunks come in order: where words decide, an equal one comes too late.
      let slack: UInt64 = keysOfChunk[chunk] == nil ? 1 : 0
      best.withUnsafeMutableBufferPointer { best in
        counts.withUnsafeMutableBufferPointer { counts in
          worst.withUnsafeMutableBufferPointer { worst in
            for row in 0..<groups.count {
              let group = Int(groups[row])
              if words[row] <= worst[group] {
                let place = first | UInt64(truncatingIfNeeded: row)
                offer(Candidate(word: words[row], place: place), to: group, slack, best, counts, worst)
              }
            }
          }
        }
      }
    }

    /// Puts a row in its place among the best of its group, if it has one.
    private func offer(
      _ row: Candidate, to group: Int, _ slack: UInt64, _ best: UnsafeMutableBufferPointer<Candidate>,
      _ counts: UnsafeMutableBufferPointer<UInt32>, _ worst: UnsafeMutableBufferPointer<UInt64>
    ) {
      let limit = plan.limit
      let start = group * limit
      var place = Int(counts[group])
      if place == limit {
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
        let word = best[start + limit - 1].word
        worst[group] = word - min(word, slack)
      }
    }

    /// Whether a row stands before another one; of equal ones the earlier does.
    @inline(__always)
    private func isBefore(_ row: Candidate, _ other: Candidate) -> Bool {
      if row.word != other.word { return row.word < other.word }
      return isBefore(equalWord: row.place, other.place)
    }

    @inline(never)
    private func isBefore(equalWord place: UInt64, _ other: UInt64) -> Bool {
      // Where one of the two chunks needs no keys, equal words are equal values.
      if let keys = keysOfChunk[Place.chunk(place)], let others = keysOfChunk[Place.chunk(other)] {
        for (key, otherKey) in zip(keys, others) {
          let order = key.compare(Place.row(place), with: otherKey, Place.row(other))
          if order != 0 { return order < 0 }
        }
      }
      return place < other
    }

    /// Takes in the groups of another worker.
    func merge(_ other: Partial) throws {
      try plan.context.checkpoint()
      if let forms, let others = other.forms, forms != others { throw FormsDiffer() }
      for (index, keys) in other.keysOfChunk.enumerated() where keys != nil { keysOfChunk[index] = keys }
      try reservation.grow(by: other.reservation.bytes)
      other.reservation.shrink(by: other.reservation.bytes)
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
              let target = Int(mapping[group])
              firstRows[target] = min(firstRows[target], other.firstRows[group])
              for place in 0..<Int(other.counts[group]) {
                offer(other.best[start + place], to: target, 0, best, counts, worst)
              }
            }
          }
        }
      }
    }

    /// The places of the best rows, group after group in the order of their first rows.
    func winners() -> [UInt64] {
      var places: [UInt64] = []
      places.reserveCapacity(counts.reduce(0) { $0 + Int($1) })
      guard !counts.isEmpty else { return places }
      let order = order(byFirstRows: firstRows)
      for index in 0..<order.count {
        let group = Int(order[index])
        let start = group * plan.limit
        for place in start..<start + Int(counts[group]) { places.append(best[place].place) }
      }
      return places
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
