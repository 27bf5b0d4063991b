import RegnBinder
import RegnData

// Joins whose left side is much smaller than the right: it is hashed, and the right side streams past it.
extension Engine {
  /// A left side of which so many rows were read as it takes to see whether it is the smaller one.
  enum StartedLeft {
    /// All of it, under the columns of its pipeline.
    case whole(JoinedRows, [PlanColumn])
    /// More than a smaller side has: what was read, then the rest.
    case part(Pipeline)
  }

  /// Begins with the left side where it may turn out to be the smaller one; nil where that cannot be, or
  /// where the kind of join asks for the right side in memory.
  func startLeft(_ step: JoinStep) throws -> StartedLeft? {
    switch step.kind {
    case .inner, .innerunique, .leftsemi, .leftanti, .leftouter: break
    case .rightouter, .fullouter, .rightanti, .rightsemi: return nil
    }
    let right = estimate(step.right)
    guard let rows = right.rows, rows >= smallRight else { return nil }
    // A right side that filters may be much smaller than what it reads.
    let limit = right.isExact ? rows / 2 : rows / 8
    if let likely = likelyRows(step.left), likely > 2 * Double(limit) { return nil }
    let left = try build(step.left)
    let (room, keyCount) = ((spillSpace?.room ?? .max) / 2, step.leftKeys.count)
    let (collected, isWhole) = try collectSome(of: left, context: context) { rows, bytes in
      rows <= limit && JoinTable.need(rows: rows, bytes: bytes, keys: keyCount) <= room
    }
    guard isWhole else { return .part(resumed(left, after: collected)) }
    return .whole(try collected.joined(types: left.types, context: context), left.columns)
  }

  /// The pairs of a join whose left side stands in memory.
  func joinOnLeft(_ step: JoinStep, _ rows: JoinedRows, _ columns: [PlanColumn]) throws -> Pipeline {
    var rows = rows
    let keys = try step.leftKeys.map { try compile($0, over: columns) }
    let types = step.leftKeys.map(\.type)
    if step.kind == .innerunique { rows = try firstOfEachKey(rows, keys, types) }
    let table = try JoinTable(rows, keys: keys, types: types, context: context)
    let right = try build(narrowed(step.right, on: step.rightKeys, to: rows.rows, keys, asksIfWorthIt: false))
    let matched: MatchedRows? =
      switch step.kind {
      case .leftsemi, .leftanti, .leftouter:
        try MatchedRows(count: table.rows.rowCount, memory: context.memory)
      default: nil
      }
    let leftPlaces = places(of: step.leftOutputs.map { $0.from }, in: columns)
    let rightPlaces = places(of: step.rightOutputs.map { $0.from }, in: right.columns)
    let outputs = step.leftOutputs.map { $0.column } + step.rightOutputs.map { $0.column }
    let stage = JoinStage(
      build: table, keys: try step.rightKeys.map { try compile($0, over: right.columns) }, kind: step.kind,
      probePlaces: rightPlaces, buildPlaces: leftPlaces, buildIsLeft: true, matched: matched, context: context
    )
    let pairs = right.adding(stage, columns: outputs)
    guard let matched else { return pairs }
    let missing = step.rightOutputs.map { Column.nulls($0.column.type, count: table.rows.rowCount) }
    return try adding(
      leftPlaces.map { table.rows.columns[$0] } + missing, of: table, marked: step.kind == .leftsemi,
      in: matched, to: pairs)
  }

  /// The first row of each key, in order: what innerunique joins of its left side.
  private func firstOfEachKey(
    _ input: JoinedRows, _ keys: [CompiledExpression], _ types: [ScalarType]
  ) throws -> JoinedRows {
    let (first, memory) = try firstRows(input.rows, keys, types)
    let rows = first.withUnsafeBufferPointer { input.rows.gather($0) }
    try memory.resize(to: rows.keptByteCount)
    return JoinedRows(rows: rows, reservation: memory)
  }
}
