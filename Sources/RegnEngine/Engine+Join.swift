import RegnBinder
import RegnData

extension Engine {
  /// A pipeline of the pairs of a join. The right side stands in memory and the left one streams; the other
  /// way round where the left turns out to be much smaller.
  func join(_ step: JoinStep) throws -> Pipeline {
    guard let left = try startLeft(step) else { return try joinOnRight(step, left: nil) }
    switch left {
    case .whole(let rows, let columns): return try joinOnLeft(step, rows, columns)
    case .part(let pipeline): return try joinOnRight(step, left: pipeline)
    }
  }

  private func joinOnRight(_ step: JoinStep, left started: Pipeline?) throws -> Pipeline {
    let (collected, right, isWhole) = try collectRight(step)
    guard isWhole else { return try joinInParts(step, right: right, left: started) }
    var input = collected
    if step.kind == .leftouter || step.kind == .fullouter { input = input.admittingEmpty }
    let rightKeys = try step.rightKeys.map { try compile($0, over: right.columns) }
    var left: Pipeline
    if let started {
      left = started
    } else if step.kind.dropsUnmatchedLeft {
      left = try build(
        narrowed(step.left, on: step.leftKeys, to: input.rows, rightKeys, asksIfWorthIt: true))
    } else {
      left = try build(step.left)
    }
    if step.kind == .innerunique {
      let (first, isWhole) = try firstOfEachKey(left, step.leftKeys)
      left = first
      if !isWhole {
        let rows = ChunkSource(cutting: input, context: context)
        return try joinInParts(
          step, right: Pipeline(columns: right.columns, ready: rows, context: context), left: left)
      }
    }
    let table = try JoinTable(
      input, keys: rightKeys, types: step.rightKeys.map(\.type), context: context)
    let matched =
      step.kind.keepsUnmatchedRight || step.kind == .rightsemi
      ? try MatchedRows(count: table.rows.rowCount, memory: context.memory) : nil
    let leftPlaces = places(of: step.leftOutputs.map { $0.from }, in: left.columns)
    let rightPlaces = places(of: step.rightOutputs.map { $0.from }, in: right.columns)
    let outputs = step.leftOutputs.map { $0.column } + step.rightOutputs.map { $0.column }
    let stage = JoinStage(
      build: table, keys: try step.leftKeys.map { try compile($0, over: left.columns) }, kind: step.kind,
      probePlaces: leftPlaces, buildPlaces: rightPlaces, buildIsLeft: false, matched: matched,
      context: context)
    let pairs = left.adding(stage, columns: outputs)
    guard let matched else { return pairs }
    let count = table.rows.rowCount
    let missing = step.leftOutputs.map { Column.nulls($0.column.type, count: count) }
    return try adding(
      missing + rightPlaces.map { table.rows.columns[$0] }, of: table,
      marked: step.kind == .rightsemi, in: matched, to: pairs)
  }

  /// The pairs of a join, then the rows of its table that were matched or that were not, which is known only
  /// when all pairs are made. `columns` are the rows as they come out.
  func adding(
    _ columns: [Column], of table: JoinTable, marked: Bool, in matched: MatchedRows, to pairs: Pipeline
  ) throws -> Pipeline {
    let found = try collect(pairs, context: context)
    let count = table.rows.rowCount
    let memory = try Reservation(context.memory, bytes: count * 4)
    let rest = Buffer(matched.rows(marked: marked))
    try memory.resize(to: rest.byteCount)
    let rows = Chunk(columns: columns, rowCount: count, sequence: 0)
    let source = ConsecutiveScans(
      [
        ChunkSource(found, context: context),
        GatherSource(rows, order: rest, keeping: table.reservations + [memory], context: context),
      ], workers: context.workers)
    return Pipeline(
      columns: pairs.columns, source: source, expectedRows: found.rowCount + rest.count, context: context)
  }

  func places(of ids: [ColumnID], in columns: [PlanColumn]) -> [Int] {
    ids.compactMap { id in columns.firstIndex { $0.id == id } }
  }

  /// The rows of the right side as one chunk. Where a table of them would not fit into memory: none, and a
  /// pipeline of all of them.
  private func collectRight(_ step: JoinStep) throws -> (
    rows: JoinedRows, pipeline: Pipeline, isWhole: Bool
  ) {
    let right = try build(step.right)
    let (collected, isWhole) = try collectForTable(right, keys: step.rightKeys.count)
    guard isWhole else {
      let none = Chunk.concatenate([], types: right.types)
      return (
        JoinedRows(rows: none, reservation: Reservation(context.memory)), resumed(right, after: collected),
        false
      )
    }
    return (try collected.joined(types: right.types, context: context), right, true)
  }

  /// Collects a pipeline's rows, as long as a table of them fits into memory where others can be set aside.
  private func collectForTable(_ pipeline: Pipeline, keys: Int) throws -> (CollectedRows, isWhole: Bool) {
    let room = keys == 0 ? .max : spillSpace?.room ?? .max
    return try collectSome(of: pipeline, context: context) { rows, bytes in
      room == .max || JoinTable.need(rows: rows, bytes: bytes, keys: keys) <= room
    }
  }

  /// Rows that were taken from a pipeline, then its others.
  func resumed(_ pipeline: Pipeline, after rows: CollectedRows) -> Pipeline {
    Pipeline(
      columns: pipeline.columns,
      source: ConsecutiveScans(
        [ChunkSource(rows, context: context), pipeline], workers: context.workers),
      expectedRows: pipeline.expectedRows, context: context)
  }

  /// The first row of each key, in order: what innerunique joins of its left side. All rows where they do not
  /// fit into memory.
  private func firstOfEachKey(_ pipeline: Pipeline, _ keys: [BoundExpression]) throws -> (
    Pipeline, isWhole: Bool
  ) {
    let (collected, isWhole) = try collectForTable(pipeline, keys: keys.count)
    guard isWhole else { return (resumed(pipeline, after: collected), false) }
    let input = try collected.joined(types: pipeline.types, context: context)
    let first = try firstOfEachKey(
      input, keys: try keys.map { try compile($0, over: pipeline.columns) }, types: keys.map(\.type))
    return (Pipeline(columns: pipeline.columns, ready: first, context: context), true)
  }

  /// The first row of each key, in order.
  func firstOfEachKey(_ input: JoinedRows, keys: [CompiledExpression], types: [ScalarType]) throws
    -> GatherSource
  {
    let (first, memory) = try firstRows(input.rows, keys, types)
    return GatherSource(
      input.rows, order: Buffer(first), keeping: [input.reservation, memory], context: context)
  }

  /// The numbers of the first row of each key, ascending, and the memory that they take.
  func firstRows(
    _ rows: Chunk, _ keys: [CompiledExpression], _ types: [ScalarType]
  ) throws -> (first: [UInt32], memory: Reservation) {
    let table = try GroupTable(types: types, memory: context.memory)
    let memory = Reservation(context.memory)
    var first: [UInt32] = []
    let size = Chunk.preferredRowCount
    try withUnsafeTemporaryAllocation(of: UInt32.self, capacity: size) { groups in
      guard let base = groups.baseAddress else { return }
      for start in stride(from: 0, to: rows.rowCount, by: size) {
        try context.checkpoint()
        let part = rows.slice(start..<min(start + size, rows.rowCount))
        let columns = try keys.map { try $0.evaluate(part, context) }
        let known = table.count
        try table.insert(columns, rows: part.rowCount, into: base)
        try memory.grow(by: (table.count - known) * 4)
        for row in 0..<part.rowCount where Int(base[row]) == first.count {
          first.append(UInt32(start + row))
        }
      }
    }
    return (first, memory)
  }
}
