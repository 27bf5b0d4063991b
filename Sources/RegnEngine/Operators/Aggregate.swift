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

  /// Runs the pipeline to its end. Gives one chunk: the keys, then the aggregates' columns; groups stand in
  /// the order of their first rows.
  func run(_ pipeline: Pipeline) throws -> any ReadyRows {
    let workers = pipeline.workers
    let partials = PerWorker<PartialAggregation>()
    try context.parallel(workers: workers) { worker in
      let partial = try PartialAggregation(self)
      while let chunk = try pipeline.next(worker: worker) { try partial.update(chunk) }
      partials.leave(partial, by: worker)
    }
    // A worker's groups are gone once they are taken over.
    var ordered = partials.takeAll()
    let whole = ordered.removeFirst()
    while !ordered.isEmpty { try whole.merge(ordered.removeFirst()) }
    return try whole.finish(reorder: workers > 1)
  }
}

/// The groups that one worker has met, and their running states.
final class PartialAggregation {
  private let plan: AggregateOperator
  private let table: GroupTable
  private let states: [any AggregateState]
  /// For each group the number of its first row.
  private var firstRows: [Int64] = []
  private var groups: [UInt32] = []
  /// Stands for the states; the table has its own.
  private let reservation: Reservation

  init(_ plan: AggregateOperator) throws {
    self.plan = plan
    reservation = Reservation(plan.context.memory)
    table = try GroupTable(types: plan.keyTypes, memory: plan.context.memory)
    states = try plan.aggregates.map { try $0.factory($0.types, $0.constants) }
    if plan.keys.isEmpty { try grow(to: 1) }
  }

  private func grow(to count: Int) throws {
    guard count > firstRows.count else { return }
    firstRows.append(contentsOf: repeatElement(.max, count: count - firstRows.count))
    for state in states { try state.grow(to: count) }
  }

  /// Takes in the rows of a chunk.
  func update(_ chunk: Chunk) throws {
    try plan.context.checkpoint()
    let rows = chunk.rowCount
    if plan.keys.isEmpty {
      if firstRows[0] == .max { firstRows[0] = chunk.firstRow }
      try fold(chunk, GroupRows(numbers: nil, count: rows, firstRow: chunk.firstRow))
    } else {
      let keys = try plan.keys.map { try $0.evaluate(chunk, plan.context) }
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
            firstRows[next] = chunk.firstRow + Int64(row)
            next += 1
            if next == table.count { break }
          }
        }
        try fold(chunk, GroupRows(numbers: base, count: rows, firstRow: chunk.firstRow))
      }
    }
    try account()
  }

  private func fold(_ chunk: Chunk, _ groups: GroupRows) throws {
    for (state, aggregate) in zip(states, plan.aggregates) {
      let arguments = try aggregate.arguments.map { try $0.evaluate(chunk, plan.context) }
      try state.update(arguments, groups: groups)
    }
  }

  private func account() throws {
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

  /// The groups. With `reorder` they are put in the order of their first rows (one worker alone numbers them
  /// so from the beginning).
  func finish(reorder: Bool) throws -> any ReadyRows {
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
      columns += try state.finish(groups: count).map { $0.flattened }
    }
    let chunk = Chunk(columns: columns, rowCount: count, sequence: 0)
    try kept.resize(to: chunk.keptByteCount)
    guard reorder, count > 1 else { return ChunkSource(cutting: chunk, keeping: kept, context: context) }
    let ordering = try Reservation(context.memory, bytes: count * 4)
    let first = firstRows
    let order = Buffer((0..<UInt32(count)).sorted { first[Int($0)] < first[Int($1)] })
    return GatherSource(chunk, order: order, keeping: [kept, ordering], context: context)
  }
}
