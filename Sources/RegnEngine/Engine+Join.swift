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
    let right = try build(step.right)
    let fillsRight = step.kind == .leftouter || step.kind == .fullouter
    var input = try collect(right, context: context).joined(types: right.types, context: context)
    if fillsRight {
      input = JoinedRows(
        rows: input.rows.with(columns: input.rows.columns.map(\.admittingEmpty)),
        reservation: input.reservation)
    }
    let table = try JoinTable(
      input, keys: try step.rightKeys.map { try compile($0, over: right.columns) },
      types: step.rightKeys.map(\.type), context: context)
    var left = try started ?? build(step.left)
    if step.kind == .innerunique { left = try firstOfEachKey(left, step.leftKeys) }
    let needsMatches: Bool =
      switch step.kind {
      case .rightouter, .fullouter, .rightanti, .rightsemi: true
      default: false
      }
    let matched =
      needsMatches ? try MatchedRows(count: table.rows.rowCount, memory: context.memory) : nil
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

  /// The first row of each key, in order: what innerunique joins of its left side.
  private func firstOfEachKey(_ pipeline: Pipeline, _ keys: [BoundExpression]) throws -> Pipeline {
    let input = try collect(pipeline, context: context).joined(types: pipeline.types, context: context)
    let (first, memory) = try firstRows(
      input.rows, try keys.map { try compile($0, over: pipeline.columns) }, keys.map(\.type))
    return Pipeline(
      columns: pipeline.columns,
      ready: GatherSource(
        input.rows, order: Buffer(first), keeping: [input.reservation, memory], context: context),
      context: context)
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
