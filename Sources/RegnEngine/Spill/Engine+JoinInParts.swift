import RegnBinder
import RegnData

extension Engine {
  /// A pipeline of the pairs of a join whose sides do not fit into memory: both are parted by their keys, in
  /// files, and joined part by part.
  func joinInParts(_ step: JoinStep, right: consuming Pipeline, left started: Pipeline?) throws -> Pipeline {
    guard let space = spillSpace?.half else {
      throw ExecutionError.fault("a join sets rows aside where it cannot")
    }
    func side(_ columns: [PlanColumn], _ keys: [BoundExpression], _ outputs: [ColumnID]) throws
      -> JoinInParts.Side
    {
      JoinInParts.Side(
        rows: NumberedRows(
          columns.map(\.type), keys: try keys.map { (try compile($0, over: columns), $0.type) },
          context: context),
        keyTypes: keys.map(\.type), outputs: places(of: outputs, in: columns))
    }
    let rightSide = try side(right.columns, step.rightKeys, step.rightOutputs.map { $0.from })
    let rights = try JoinInParts.part(right, rightSide, level: 0, space: space)
    var left = try started ?? build(step.left)
    let leftSide = try side(left.columns, step.leftKeys, step.leftOutputs.map { $0.from })
    if step.kind == .innerunique {
      left = left.adding(
        FirstOfKeyStage(
          keys: try step.leftKeys.map { try compile($0, over: left.columns) },
          types: leftSide.keyTypes, context: context), columns: left.columns)
    }
    let lefts = try JoinInParts.part(left, leftSide, level: 0, space: space)
    let outputs = step.leftOutputs.map { $0.column } + step.rightOutputs.map { $0.column }
    let join = JoinInParts(
      engine: self, kind: step.kind, left: leftSide, right: rightSide, outputs: outputs.map(\.type),
      space: space)
    for (left, right) in zip(lefts, rights) { try join.join(left, right, level: 1) }
    let pairs = FirstColumns(outputs.count, of: try join.sorter.finish(limit: nil))
    return Pipeline(columns: outputs, ready: pairs, context: context)
  }
}

/// A join of rows that are set aside in parts. Pairs come out part by part, and are put in the order that
/// they have where all is in memory: by the left row, then by the right one, right rows without a match last.
struct JoinInParts {
  /// One side's rows as they are set aside.
  struct Side: Sendable {
    let rows: NumberedRows
    let keyTypes: [ScalarType]
    /// The places of the columns that come out.
    let outputs: [Int]
  }

  private let engine: Engine
  private let kind: JoinKind
  private let left: Side
  private let right: Side
  private let space: SpillSpace
  /// The types of the columns that come out.
  private let outputs: [ScalarType]
  /// The pairs; behind their columns the numbers of their left and of their right rows.
  let sorter: RowSorter

  private var context: ExecutionContext { engine.context }

  init(
    engine: Engine, kind: JoinKind, left: Side, right: Side, outputs: [ScalarType], space: SpillSpace
  ) {
    self.engine = engine
    self.kind = kind
    self.left = left
    self.right = right
    self.outputs = outputs
    self.space = space
    let keys = [outputs.count, outputs.count + 1].map {
      SortOperator.Key(expression: .column($0), type: .long, descending: false, nullsFirst: false)
    }
    sorter = RowSorter(
      SortOperator(keys: keys, types: outputs + [.long, .long], context: engine.context), space: space,
      workers: engine.context.workers)
  }

  /// Parts the rows of a pipeline by their keys.
  static func part(
    _ pipeline: Pipeline, _ side: Side, level: Int, space: SpillSpace, isNumbered: Bool = false
  ) throws -> [SpilledRows] {
    let context = space.context
    let parts = try RowPartitions(
      types: side.rows.types, level: level, space: space, workers: pipeline.workers)
    try context.parallel(workers: pipeline.workers) { worker in
      while let chunk = try pipeline.next(worker: worker) {
        let rows = isNumbered ? chunk : try side.rows.numbered(chunk)
        try parts.add(rows, keys: side.rows.keys.map { try $0.evaluate(rows, context) }, worker: worker)
      }
    }
    return try parts.finishTogether()
  }

  /// Joins the rows of one part, in smaller ones where they do not fit into memory.
  func join(_ lefts: SpilledRows, _ rights: SpilledRows, level: Int) throws {
    if lefts.rowCount == 0, !kind.keepsUnmatchedRight { return }
    if rights.rowCount == 0, !kind.keepsUnmatchedLeft { return }
    guard level >= RowPartitions.levels || need(lefts, rights) <= space.room else {
      func again(_ rows: SpilledRows, _ side: Side) throws -> [SpilledRows] {
        try JoinInParts.part(pipeline(rows), side, level: level, space: space, isNumbered: true)
      }
      for (left, right) in zip(try again(lefts, left), try again(rights, right)) {
        try join(left, right, level: level + 1)
      }
      return
    }
    try joinInMemory(lefts, rights)
  }

  private func need(_ lefts: SpilledRows, _ rights: SpilledRows) -> Int {
    func need(_ rows: SpilledRows) -> Int {
      JoinTable.need(rows: rows.rowCount, bytes: rows.byteCount, keys: right.keyTypes.count)
    }
    return need(rights) + (kind == .innerunique ? need(lefts) : 0)
  }

  private func pipeline(_ rows: SpilledRows) -> Pipeline {
    Pipeline(columns: [], ready: SpillSource(rows, context: context), context: context)
  }

  private func load(_ rows: SpilledRows, _ side: Side) throws -> JoinedRows {
    try collect(pipeline(rows), context: context).joined(types: side.rows.types, context: context)
  }

  private func joinInMemory(_ lefts: SpilledRows, _ rights: SpilledRows) throws {
    var input = try load(rights, right)
    if kind == .leftouter || kind == .fullouter { input = input.admittingEmpty }
    let table = try JoinTable(input, keys: right.rows.keys, types: right.keyTypes, context: context)
    var source = pipeline(lefts)
    if kind == .innerunique {
      source = Pipeline(
        columns: [],
        ready: try engine.firstOfEachKey(
          inOrder(try load(lefts, left)), keys: left.rows.keys, types: left.keyTypes), context: context)
    }
    let matched =
      kind.keepsUnmatchedRight || kind == .rightsemi
      ? try MatchedRows(count: table.rows.rowCount, memory: context.memory) : nil
    let pairs = source.adding(
      JoinStage(
        build: table, keys: left.rows.keys, kind: kind, probePlaces: left.outputs + [left.rows.place],
        buildPlaces: right.outputs + [right.rows.place], buildIsLeft: false, matched: matched,
        context: context), columns: [])
    let (sorter, leftCount) = (sorter, left.outputs.count)
    try context.parallel(workers: pairs.workers) { worker in
      while let chunk = try pairs.next(worker: worker) {
        // Both numbers last; kinds that give no right columns give no right number.
        var columns = chunk.columns
        let leftPlace = columns.remove(at: leftCount)
        if columns.count == leftCount { columns.append(Column(value: .long(0), count: chunk.rowCount)) }
        columns.insert(leftPlace, at: columns.count - 1)
        try sorter.add(chunk.with(columns: columns), worker: worker)
      }
    }
    if let matched { try addRight(matched.rows(marked: kind == .rightsemi), of: table) }
  }

  /// Hands in rows of the right side without a left one.
  private func addRight(_ rows: [UInt32], of table: JoinTable) throws {
    let leftTypes = outputs.prefix(left.outputs.count)
    for start in stride(from: 0, to: rows.count, by: Chunk.preferredRowCount) {
      let part = rows[start..<min(start + Chunk.preferredRowCount, rows.count)]
      let found = part.withUnsafeBufferPointer { table.rows.gather($0) }
      let columns =
        leftTypes.map { Column.nulls($0, count: part.count) } + right.outputs.map { found.columns[$0] }
        + [Column(value: .long(.max), count: part.count), found.columns[right.rows.place]]
      try sorter.add(Chunk(columns: columns, rowCount: part.count, sequence: 0), worker: 0)
    }
  }

  /// Numbered rows in the order of their numbers.
  private func inOrder(_ input: JoinedRows) throws -> JoinedRows {
    let key = SortOperator.Key(
      expression: .column(left.rows.place), type: .long, descending: false, nullsFirst: false)
    let sorted = try SortOperator(keys: [key], types: left.rows.types, context: context).order(
      input.rows, workers: context.workers)
    let copy = try Reservation(context.memory, bytes: input.rows.spreadByteCount)
    return JoinedRows(rows: input.rows.gather(sorted.order), reservation: copy)
  }
}

/// Keeps the first row of each key among those of its chunk: what innerunique may need of the left side.
private struct FirstOfKeyStage: Stage {
  let keys: [CompiledExpression]
  let types: [ScalarType]
  let context: ExecutionContext

  func process(_ chunk: Chunk, worker: Int) throws -> Chunk? {
    let rows = chunk.rowCount
    let columns = try keys.map { try $0.evaluate(chunk, context) }
    return withUnsafeTemporaryAllocation(of: UInt32.self, capacity: 2 * max(rows, 1)) { groups in
      guard let base = groups.baseAddress else { return nil }
      // Where there is no memory for a table all rows may go on: later ones of a key are left out in the end.
      guard let table = try? GroupTable(types: types, memory: context.memory),
        (try? table.insert(columns, rows: rows, into: base)) != nil, table.count < rows
      else { return chunk }
      let first = base + rows
      var count = 0
      for row in 0..<rows where Int(base[row]) == count {
        first[count] = UInt32(truncatingIfNeeded: row)
        count += 1
      }
      return chunk.gather(UnsafeBufferPointer(start: first, count: count))
    }
  }
}
