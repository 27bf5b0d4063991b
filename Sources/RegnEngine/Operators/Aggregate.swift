import RegnBinder
import RegnData

/// Groups a pipeline's rows and folds each group.
struct AggregateOperator {
  let keys: [CompiledExpression]
  let keyTypes: [ScalarType]
  let aggregates: [Fold]
  let context: ExecutionContext

  /// One aggregate: what makes its state, and its arguments.
  struct Fold {
    let factory: AggregateFactory
    let arguments: [CompiledExpression]
    let types: [ScalarType]
    let constants: [Value?]
    /// The types of the columns that it gives.
    let outputs: [ScalarType]
  }

  /// The types of the columns that come out: the keys, then the aggregates' columns.
  var types: [ScalarType] { keyTypes + aggregates.flatMap(\.outputs) }

  /// Runs the pipeline to its end. Gives one chunk: the keys, then the aggregates' columns; groups stand in
  /// the order of their first rows.
  ///
  /// Each worker finds groups of its own, which are merged. Where the first rows show that there are about as
  /// many groups as rows, that would be doing everything twice, in tables that fit into no cache: then the
  /// rows are parted by their keys first, and each part is grouped by one worker.
  ///
  /// What does not fit into memory is set aside in `space`, if there is one.
  func run(_ pipeline: Pipeline, space: SpillSpace?) throws -> any ReadyRows {
    let trial = Trial()
    let spill = GroupSpill(self, space: keys.isEmpty ? nil : space, workers: pipeline.workers)
    let results = PerWorker<WorkerGroups>()
    try context.parallel(workers: pipeline.workers) { worker in
      let groups = try WorkerGroups(self, trial, spill, worker: worker)
      while let chunk = try pipeline.next(worker: worker) { try groups.take(chunk) }
      results.leave(groups, by: worker)
    }
    // A worker's groups are gone once they are taken over.
    var ordered = results.takeAll()
    if spill.isSpilling {
      let partials = try ordered.map { try $0.setAside() }
      ordered = []
      return try spill.finish(partials.filter { $0.count > 0 })
    }
    if trial.isParted {
      let parts = try ordered.map { try $0.parted().chunks }
      ordered = []
      return try PartedAggregation(self, parts).run(workers: pipeline.workers)
    }
    let whole = ordered.removeFirst().partial
    while !ordered.isEmpty { try whole.merge(ordered.removeFirst().partial) }
    return try whole.finish(reorder: pipeline.workers > 1)
  }

  /// The columns that grouping a chunk's rows needs: the keys, then the aggregates' arguments.
  func columns(of chunk: Chunk) throws -> [Column] {
    var columns = try keys.map { try $0.evaluate(chunk, context) }
    for aggregate in aggregates {
      for argument in aggregate.arguments { columns.append(try argument.evaluate(chunk, context)) }
    }
    return columns
  }
}

/// The groups that one worker has met, and their running states.
final class PartialAggregation {
  let plan: AggregateOperator
  let table: GroupTable
  let states: [any AggregateState]
  /// For each group the number of its first row.
  var firstRows: [Int64] = []
  private var groups: [UInt32] = []
  /// Stands for the states; the table has its own.
  private let reservation: Reservation

  /// No groups yet, and room for so many.
  init(_ plan: AggregateOperator, expecting groups: Int = 0) throws {
    self.plan = plan
    reservation = Reservation(plan.context.memory)
    table = try GroupTable(types: plan.keyTypes, memory: plan.context.memory, expecting: groups)
    states = try plan.aggregates.map { try $0.factory($0.types, $0.constants) }
    if plan.keys.isEmpty { try grow(to: 1) }
  }

  func grow(to count: Int) throws {
    guard count > firstRows.count else { return }
    firstRows.append(contentsOf: repeatElement(.max, count: count - firstRows.count))
    for state in states { try state.grow(to: count) }
  }

  /// The number of groups.
  var count: Int { firstRows.count }

  /// Takes in rows: the plan's columns of them, and their numbers (see `GroupRows`).
  func update(
    _ columns: [Column], rows: Int, firstRow: Int64, offsets: UnsafePointer<UInt32>? = nil
  ) throws {
    try plan.context.checkpoint()
    if plan.keys.isEmpty {
      if firstRows[0] == .max { firstRows[0] = firstRow }
      try fold(columns, GroupRows(numbers: nil, count: rows, firstRow: firstRow, offsets: offsets))
    } else {
      let keys = Array(columns.prefix(plan.keys.count))
      if groups.count < rows { groups = [UInt32](repeating: 0, count: rows) }
      let known = table.count
      try groups.withUnsafeMutableBufferPointer { buffer in
        guard let base = buffer.baseAddress else { return }
        try table.insert(keys, rows: rows, into: base)
        try grow(to: table.count)
        if table.count > known {
          // New groups are numbered in order of first sight, so one pass finds each one's first row.
          var next = known
          for row in 0..<rows where Int(base[row]) == next {
            firstRows[next] = firstRow + Int64(offsets.map { Int($0[row]) } ?? row)
            next += 1
            if next == table.count { break }
          }
        }
        try fold(columns, GroupRows(numbers: base, count: rows, firstRow: firstRow, offsets: offsets))
      }
    }
    try account()
  }

  private func fold(_ columns: [Column], _ groups: GroupRows) throws {
    var place = plan.keys.count
    for (state, aggregate) in zip(states, plan.aggregates) {
      let end = place + aggregate.arguments.count
      try state.update(Array(columns[place..<end]), groups: groups)
      place = end
    }
  }

  /// The bytes that the groups and their states take.
  var byteCount: Int { reservation.bytes + table.byteCount }

  func account() throws {
    try reservation.resize(to: states.reduce(firstRows.capacity * 8) { $0 + $1.byteCount })
  }

  /// Takes in the groups of another worker.
  func merge(_ other: PartialAggregation) throws {
    try plan.context.checkpoint()
    let count = other.firstRows.count
    var mapping = [UInt32](repeating: 0, count: count)
    try mapping.withUnsafeMutableBufferPointer { buffer in
      guard let base = buffer.baseAddress else { return }
      if !plan.keys.isEmpty {
        try table.insert(other.table.keyColumns(), rows: count, into: base)
        try grow(to: table.count)
      }
      for group in 0..<count {
        let target = Int(base[group])
        firstRows[target] = min(firstRows[target], other.firstRows[group])
      }
      for (state, otherState) in zip(states, other.states) {
        try state.merge(otherState, mapping: UnsafeBufferPointer(buffer))
      }
    }
    try account()
  }

  /// The groups: their keys and aggregates, and the numbers of their first rows.
  func finish() throws -> FinishedGroups {
    let context = plan.context
    try context.checkpoint()
    let count = firstRows.count
    let kept = try Reservation(context.memory, bytes: plan.keyTypes.count * count * 16)
    var columns = plan.keys.isEmpty ? [] : table.keyColumns()
    for (state, aggregate) in zip(states, plan.aggregates) {
      try context.checkpoint()
      // Before it is known: a number or an instant takes 16 bytes at most, texts and lists what their state
      // took.
      let isWide = aggregate.outputs.contains { $0 == .string || $0 == .dynamic }
      try kept.grow(by: aggregate.outputs.count * count * 16 + (isWide ? state.byteCount : 0))
      columns += try state.finish(groups: count, in: context).map { $0.flattened }
    }
    let chunk = Chunk(columns: columns, rowCount: count, sequence: 0)
    try kept.resize(to: chunk.keptByteCount)
    return FinishedGroups(rows: chunk, firstRows: firstRows, reservation: kept)
  }

  /// The groups. With `reorder` they are put in the order of their first rows (one worker alone numbers them
  /// so from the beginning).
  func finish(reorder: Bool) throws -> any ReadyRows {
    let groups = try finish()
    guard reorder, count > 1 else {
      return ChunkSource(cutting: groups.rows, keeping: groups.reservation, context: plan.context)
    }
    return try groups.inOrder(plan.context)
  }
}

/// Groups that are complete.
struct FinishedGroups: Sendable {
  /// A row for each: its keys, then its aggregates.
  let rows: Chunk
  /// For each the number of its first row.
  let firstRows: [Int64]
  /// Stands for the rows.
  let reservation: Reservation

  /// The groups in the order of their first rows.
  func inOrder(_ context: ExecutionContext) throws -> any ReadyRows {
    let ordering = try Reservation(context.memory, bytes: firstRows.count * 4)
    return GatherSource(
      rows, order: order(byFirstRows: firstRows), keeping: [reservation, ordering], context: context)
  }
}
