import RegnBinder
import RegnData

/// Matches ordered rows, one by one, against steps that remember what they matched (`scan`).
///
/// Expressions that read only the row itself are computed for all rows at once; the others for one row at a
/// time, over a chunk of that row and of the remembered values.
struct SequenceOperator {
  /// A value that an expression reads, by where it comes from.
  enum Source: Hashable {
    case input(Int)
    case declared(Int)
    /// Column `column` (of the input's, then the declared) as step `step` remembers it.
    case remembered(step: Int, column: Int)
  }

  /// An expression, over a chunk of what it reads.
  struct Expression {
    let compiled: CompiledExpression
    let sources: [Source]
    let type: ScalarType
  }

  struct Step {
    let output: SequenceStep.Output
    let condition: Expression
    let assignments: [(declared: Int, expression: Expression)]
  }

  let steps: [Step]
  /// The types of the input's columns.
  let inputTypes: [ScalarType]
  let declared: [(type: ScalarType, value: Value)]
  let numbersMatches: Bool
  let context: ExecutionContext

  /// A row that a step matched: its number, and the declared columns' values.
  private struct Match {
    var row: Int
    var declared: [Value]
  }

  /// What a step remembers: a match for each step up to itself, and the number of the sequence.
  private struct State {
    var matches: [Match?]
    var matchID: Int64
    /// A match that is put out only if no further match of the step follows it.
    var pending: Match?
  }

  private struct Answers {
    var rows: [UInt32] = []
    var declared: [[Value]]
    var matchIDs: [Int64] = []

    mutating func append(_ match: Match, _ matchID: Int64) {
      rows.append(UInt32(match.row))
      for index in declared.indices { declared[index].append(match.declared[index]) }
      matchIDs.append(matchID)
    }
  }

  /// The matches in the order in which they were made: the input's columns of each, the declared columns, and
  /// the number of the match if asked for.
  func run(_ pipeline: Pipeline) throws -> JoinedRows {
    let input = try collect(pipeline, context: context).joined(types: inputTypes, context: context)
    let rows = input.rows
    let reservation = Reservation(context.memory)
    var answers = Answers(declared: declared.map { _ in [] })
    var states = [State?](repeating: nil, count: steps.count)
    var nextID: Int64 = 0
    let conditions = try steps.map { try rowwise($0.condition, rows) }
    let empty = declared.map { $0.value }
    for row in 0..<rows.rowCount {
      if row & 0x3FF == 0 {
        try context.checkpoint()
        try reservation.grow(by: 0x400 * (16 + declared.count * 48))
      }
      for index in steps.indices.reversed() {
        let current = Match(row: row, declared: empty)
        func holds(_ state: State?) throws -> Bool {
          if let known = conditions[index] { return known[row] }
          return try value(steps[index].condition, current, state, rows) == .bool(true)
        }
        if index > 0, let before = states[index - 1] {
          var promoted = before
          promoted.pending = nil
          if try holds(promoted) {
            if let last = states[index]?.pending { answers.append(last, states[index]?.matchID ?? 0) }
            if let last = before.pending { answers.append(last, before.matchID) }
            states[index - 1] = nil
            try take(current, index, &promoted, rows, &answers)
            states[index] = promoted
            continue
          }
        }
        guard index == 0 || states[index] != nil else { continue }
        guard try holds(states[index]) else { continue }
        var state =
          states[index] ?? State(matches: [Match?](repeating: nil, count: steps.count), matchID: nextID)
        if states[index] == nil { nextID += 1 }
        try take(current, index, &state, rows, &answers)
        states[index] = state
      }
    }
    for state in states {
      if let state, let last = state.pending { answers.append(last, state.matchID) }
    }
    let room = rows.spreadByteCount / max(rows.rowCount, 1) * answers.rows.count
    let kept = try Reservation(context.memory, bytes: room)
    let result = chunk(answers, rows)
    try kept.resize(to: result.keptByteCount)
    return withExtendedLifetime((reservation, input)) { JoinedRows(rows: result, reservation: kept) }
  }

  /// Computes the assignments of a match, remembers it, and puts it out as its step asks.
  private func take(
    _ match: Match, _ index: Int, _ state: inout State, _ rows: Chunk, _ answers: inout Answers
  ) throws {
    var match = match
    for assignment in steps[index].assignments {
      match.declared[assignment.declared] = try value(assignment.expression, match, state, rows)
    }
    state.matches[index] = match
    switch steps[index].output {
    case .all: answers.append(match, state.matchID)
    case .last: state.pending = match
    case .none: break
    }
  }

  /// The condition for every row, when it reads nothing but the row; else nil.
  private func rowwise(_ expression: Expression, _ rows: Chunk) throws -> [Bool]? {
    let places = expression.sources.compactMap { source -> Int? in
      if case .input(let place) = source { place } else { nil }
    }
    guard places.count == expression.sources.count else { return nil }
    let column = try expression.compiled.evaluate(
      rows.with(columns: places.map { rows.columns[$0] }), context)
    return (0..<rows.rowCount).map { column.value($0) == .bool(true) }
  }

  private func value(_ expression: Expression, _ match: Match, _ state: State?, _ rows: Chunk) throws -> Value
  {
    let columns = expression.sources.map { source -> Column in
      switch source {
      case .input(let place): rows.columns[place].slice(match.row..<match.row + 1)
      case .declared(let index): Column(value: match.declared[index], count: 1)
      case .remembered(let step, let column):
        if column < inputTypes.count {
          state?.matches[step].map { rows.columns[column].slice($0.row..<$0.row + 1) }
            ?? Column.nulls(inputTypes[column], count: 1)
        } else {
          Column(
            value: state?.matches[step]?.declared[column - inputTypes.count]
              ?? declared[column - inputTypes.count].value, count: 1)
        }
      }
    }
    return try expression.compiled.evaluate(Chunk(columns: columns, rowCount: 1, sequence: 0), context).value(
      0)
  }

  private func chunk(_ answers: Answers, _ rows: Chunk) -> Chunk {
    var columns = answers.rows.withUnsafeBufferPointer { numbers in rows.columns.map { $0.gather(numbers) } }
    for (index, values) in answers.declared.enumerated() {
      columns.append(Column(type: declared[index].type, values: values))
    }
    if numbersMatches {
      columns.append(Column(type: .long, storage: .int64(Buffer(answers.matchIDs))))
    }
    return Chunk(columns: columns, rowCount: answers.rows.count, sequence: 0)
  }
}

extension Engine {
  /// Runs a `scan` over the input's rows in order.
  func sequence(_ step: SequenceStep) throws -> Pipeline {
    let input = try build(step.input)
    var sources: [ColumnID: SequenceOperator.Source] = [:]
    for (place, column) in input.columns.enumerated() { sources[column.id] = .input(place) }
    for (index, declared) in step.declared.enumerated() { sources[declared.column.id] = .declared(index) }
    for (number, part) in step.steps.enumerated() {
      for (place, column) in part.remembered.enumerated() {
        sources[column.id] = .remembered(step: number, column: place)
      }
    }
    func compiled(_ expression: BoundExpression) throws -> SequenceOperator.Expression {
      let read = expression.columns.sorted { $0.number < $1.number }
      let places = Dictionary(uniqueKeysWithValues: read.enumerated().map { ($0.element, $0.offset) })
      return SequenceOperator.Expression(
        compiled: try compile(expression, places), sources: read.compactMap { sources[$0] },
        type: expression.type)
    }
    let operation = SequenceOperator(
      steps: try step.steps.map { part in
        SequenceOperator.Step(
          output: part.output, condition: try compiled(part.condition),
          assignments: try part.assignments.map { ($0.declared, try compiled($0.expression)) })
      },
      inputTypes: input.types, declared: step.declared.map { ($0.column.type, $0.value) },
      numbersMatches: step.matchID != nil, context: context)
    return Pipeline(
      columns: step.columns, ready: ChunkSource(cutting: try operation.run(input), context: context),
      context: context)
  }
}
