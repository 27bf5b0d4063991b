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
  func run(_ input: Pipeline, workers: Int) throws -> GatherSource {
    let filter = try Filter(self, workers: workers)
    let rows = try collect(input.adding(filter, columns: input.columns), context: context)
    do {
      let places = try filter.winners(among: rows.chunks) ?? winners(rows, workers, .form)
      return try gather(places, of: rows, input.types)
    } catch is FormsDiffer {
      return try gather(winners(rows, workers, .type), of: rows, input.types)
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
    return try Partial.winners(of: partials.takeAll())
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
    private let isFilter: Bool
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
    /// The rows of the last chunk that were not passed over.
    private var taken: [UInt32] = []

    /// - Parameter chunkCount: how many chunks there are; nil where all but the promising rows are left out,
    ///   and places count these.
    init(_ plan: GroupedTop, _ scope: NormalizedKey.Scope, chunkCount: Int?) throws {
      self.plan = plan
      isFilter = chunkCount == nil
      self.scope = scope
      table = try GroupTable(types: plan.keyTypes, memory: plan.context.memory)
      reservation = try Reservation(plan.context.memory, bytes: (chunkCount ?? 0) * 8)
      keysOfChunk = Array(repeating: nil, count: chunkCount ?? 0)
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
      let working = try Reservation(plan.context.memory, bytes: plan.sort.count * chunk.rowCount * 8)
      defer { working.shrink(by: working.bytes) }
      let keys = try keys(of: chunk)
      if scope == .form, !haveFormsOfOthers(keys) { throw FormsDiffer() }
      if !areDecidedByWords(keys) {
        try reservation.grow(by: keys.count * chunk.rowCount * 8)
        keysOfChunk[index] = keys
      }
      _ = try take(chunk, keys, index: index)
    }

    /// The rows of a chunk that are among the best of their groups so far, or may be; nil where that cannot
    /// be said. Chunks come in order.
    func promising(_ chunk: Chunk) throws -> ArraySlice<UInt32>? {
      let working = try Reservation(plan.context.memory, bytes: plan.sort.count * chunk.rowCount * 8)
      defer { working.shrink(by: working.bytes) }
      let keys = try keys(of: chunk)
      guard areDecidedByWords(keys), haveFormsOfOthers(keys) else { return nil }
      let count = try take(chunk, keys, index: chunk.sequence)
      return taken[..<count]
    }

    private func keys(of chunk: Chunk) throws -> [NormalizedKey] {
      try plan.context.checkpoint()
      return try plan.sort.map { key in
        try NormalizedKey(
          key.expression.evaluate(chunk, plan.context), descending: key.descending,
          nullsFirst: key.nullsFirst, workers: 1, context: plan.context, comparedWithin: scope)
      }
    }

    private func areDecidedByWords(_ keys: [NormalizedKey]) -> Bool {
      keys.count == 1 && keys[0].isDecidedByWords
    }

    private func haveFormsOfOthers(_ keys: [NormalizedKey]) -> Bool {
      let forms = keys.compactMap(\.form)
      guard forms.count == keys.count, self.forms ?? forms == forms else { return false }
      self.forms = forms
      return true
    }

    /// Offers a chunk's rows to their groups; answers how many were not passed over, which `taken` holds.
    private func take(_ chunk: Chunk, _ keys: [NormalizedKey], index: Int) throws -> Int {
      let grouping = try plan.keys.map { try $0.evaluate(chunk, plan.context) }
      let rows = chunk.rowCount
      if groups.count < rows {
        groups = [UInt32](repeating: 0, count: rows)
        taken = groups
      }
      let known = table.count
      return try groups.withUnsafeMutableBufferPointer { buffer in
        guard let base = buffer.baseAddress else { return 0 }
        try table.insert(grouping, rows: rows, into: base)
        try grow(to: table.count)
        // New groups are numbered as they are met.
        var next = known
        for row in 0..<(table.count > known ? rows : 0) where Int(base[row]) == next {
          firstRows[next] = Int64(bitPattern: Place.of(chunk: index, row: row))
          next += 1
          if next == table.count { break }
        }
        return withExtendedLifetime(keys) {
          take(UnsafeBufferPointer(start: base, count: rows), keys[0].words.base, chunk: index)
        }
      }
    }

    private func take(
      _ groups: UnsafeBufferPointer<UInt32>, _ words: UnsafePointer<UInt64>, chunk: Int
    ) -> Int {
      let first = Place.of(chunk: chunk)
      // A worker's chunks come in order: where words decide, an equal one comes too late.
      let slack: UInt64 = storedKeys(chunk) == nil ? 1 : 0
      var count = 0
      best.withUnsafeMutableBufferPointer { best in
        counts.withUnsafeMutableBufferPointer { counts in
          worst.withUnsafeMutableBufferPointer { worst in
            taken.withUnsafeMutableBufferPointer { taken in
              for row in 0..<groups.count {
                let group = Int(groups[row])
                guard words[row] <= worst[group] else { continue }
                let place = first | UInt64(truncatingIfNeeded: isFilter ? count : row)
                offer(Candidate(word: words[row], place: place), to: group, slack, best, counts, worst)
                taken[count] = UInt32(truncatingIfNeeded: row)
                count += 1
              }
            }
          }
        }
      }
      return count
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

    private func storedKeys(_ chunk: Int) -> [NormalizedKey]? {
      keysOfChunk.indices.contains(chunk) ? keysOfChunk[chunk] : nil
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
      if let keys = storedKeys(Place.chunk(place)), let others = storedKeys(Place.chunk(other)) {
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

    /// The places of the best rows of all workers, group after group in the order of their first rows.
    static func winners(of partials: consuming [Partial]) throws -> [UInt64] {
      var others = partials
      guard !others.isEmpty else { return [] }
      let whole = others.removeFirst()
      while !others.isEmpty { try whole.merge(others.removeFirst()) }
      return whole.winners()
    }

    private func winners() -> [UInt64] {
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

extension GroupedTop {
  /// Lets only those rows pass that are among the first of their groups, so far as the worker has seen: so
  /// that few of many are kept in memory until all are known.
  struct Filter: Stage {
    /// One for each worker.
    private let seen: [Seen]

    /// What a worker has seen. Only its own thread uses it.
    private final class Seen: @unchecked Sendable {
      var partial: Partial?
      var last = -1
      var rows = 0

      init(_ partial: Partial) { self.partial = partial }
    }

    /// After so many rows a worker stops where more than half of a chunk's rows still pass.
    private static let trial = 16 * Chunk.preferredRowCount

    init(_ plan: GroupedTop, workers: Int) throws {
      seen = try (0..<workers).map { _ in Seen(try Partial(plan, .form, chunkCount: nil)) }
    }

    /// The places of the best rows among those that passed; nil where a worker stopped. Called once, when all
    /// have passed.
    func winners(among chunks: [Chunk]) throws -> [UInt64]? {
      let partials = seen.compactMap(\.partial)
      for seen in seen { seen.partial = nil }
      guard partials.count == seen.count else { return nil }
      // Until now the chunks went by their sequence.
      let indices = Dictionary(
        chunks.enumerated().map { ($1.sequence, $0) }, uniquingKeysWith: { first, _ in first })
      return try Partial.winners(of: partials).map { place in
        Place.of(chunk: indices[Place.chunk(place)] ?? 0, row: Place.row(place))
      }
    }

    func process(_ chunk: Chunk, worker: Int) throws -> Chunk? {
      let seen = seen[worker]
      guard let partial = seen.partial else { return chunk }
      guard chunk.sequence > seen.last, let rows = try partial.promising(chunk) else {
        seen.partial = nil
        return chunk
      }
      seen.last = chunk.sequence
      seen.rows += chunk.rowCount
      if seen.rows > Self.trial, rows.count * 2 > chunk.rowCount { seen.partial = nil }
      if rows.count == chunk.rowCount { return chunk }
      if rows.isEmpty { return nil }
      let rest = rows.withUnsafeBufferPointer { chunk.gather($0) }
      return rest.with(columns: rest.columns.map(\.compacted))
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
