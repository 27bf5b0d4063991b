import RegnBinder
import RegnData

extension Engine {
  /// Runs the step's body over each group of the input, one after another.
  func apply(_ step: ApplyStep) throws -> Pipeline {
    let input = try build(step.input)
    if let first = step.firstRows { return try firstRows(first, step, input) }
    let collected = try collect(input, context: context)
    let whole = try collected.joined(types: input.types, context: context)
    let rows = whole.rows
    let groups = try RowGroups(
      rows, keys: try step.keys.map { try compile($0, over: input.columns) }, types: step.keys.map(\.type),
      context: context)
    let known = columns(of: step.parameter, in: input)
    let knownPlaces = places(of: known.map(\.id), in: input.columns)
    let carriedPlaces = places(of: step.carried.map { $0.from }, in: input.columns)
    try prepare(step.body, without: step.parameter)
    let prepared = results
    defer { results = prepared }
    var answers: [Chunk] = []
    let kept = Reservation(context.memory)
    for group in 0..<groups.count {
      try context.checkpoint()
      let part = groups.withRows(of: group) { rows.gather($0) }
      results = prepared
      let given = try Reservation(context.memory, bytes: part.rowByteCount)
      results.shared[ObjectIdentifier(step.parameter)] = QueryResult(
        columns: known,
        rows: CollectedRows(
          chunks: [part.with(columns: knownPlaces.map { part.columns[$0] })], reservation: given))
      for answer in try run(step.body).chunks where answer.rowCount > 0 {
        let carried = carriedPlaces.map { place in
          Column(value: part.columns[place].value(0), count: answer.rowCount)
        }
        let chunk = Chunk(
          columns: carried + answer.columns, rowCount: answer.rowCount, sequence: answers.count)
        try kept.grow(by: chunk.rowByteCount)
        answers.append(chunk)
      }
    }
    let columns = step.columns
    let joined = try CollectedRows(chunks: answers, reservation: kept).joined(
      types: columns.map(\.type), context: context)
    return Pipeline(columns: columns, ready: ChunkSource(cutting: joined, context: context), context: context)
  }

  /// The columns of a group's rows that the input gives: those that the body asks for, at least.
  private func columns(of parameter: SharedPlan, in input: Pipeline) -> [PlanColumn] {
    parameter.plan.columns.filter { column in input.columns.contains { $0.id == column.id } }
  }

  /// The first rows of each group, and the rest of the body over all of them at once.
  private func firstRows(
    _ first: ApplyStep.FirstRows, _ step: ApplyStep, _ input: Pipeline
  ) throws -> Pipeline {
    // The body knows the input's columns by names of its own.
    let known = zip(first.reference.columns, first.reference.inner)
    let columns = known.compactMap { pair in
      input.columns.firstIndex { $0.id == pair.1 }.map { (column: pair.0, place: $0) }
    }
    let places = Dictionary(
      columns.map { ($0.column.id, $0.place) }, uniquingKeysWith: { first, _ in first })
    let operation = GroupedTop(
      keys: try step.keys.map { try compile($0, over: input.columns) }, keyTypes: step.keys.map(\.type),
      sort: try first.sort.keys.map { key in
        SortOperator.Key(
          expression: try compile(key.expression, places), type: key.expression.type,
          descending: key.descending, nullsFirst: key.nullsFirst)
      }, limit: first.limit, context: context)
    let source = try operation.run(input, workers: context.workers)
    let given = Pipeline(columns: input.columns, ready: source, context: context)
    let chunks = try collect(given, context: context)
    let prepared = results
    defer { results = prepared }
    let inner = self.columns(of: step.parameter, in: input)
    let wanted = self.places(of: inner.map(\.id), in: input.columns)
    results.shared[ObjectIdentifier(step.parameter)] = QueryResult(
      columns: inner,
      rows: CollectedRows(
        chunks: chunks.chunks.map { chunk in chunk.with(columns: wanted.map { chunk.columns[$0] }) },
        reservation: chunks.reservation))
    let answer = try collect(build(first.rest), context: context)
    return Pipeline(
      columns: step.columns, ready: ChunkSource(answer, context: context), context: context)
  }

  /// Computes what a body asks for and does not depend on its parameter, so that it is computed once.
  private func prepare(_ body: LogicalPlan, without parameter: SharedPlan) throws {
    for step in body.steps {
      if case .reference(let reference) = step, !reference.shared.depends(on: parameter) {
        _ = try sharedResult(reference.shared)
      }
      for expression in step.expressions {
        try expression.walkThrowing { part in
          switch part {
          case .scalarQuery(let plan, let type) where !plan.depends(on: parameter): _ = try scalar(plan, type)
          case .inQuery(_, let plan, let caseInsensitive) where !plan.depends(on: parameter):
            _ = try set(plan, caseInsensitive: caseInsensitive)
          default: break
          }
        }
      }
    }
  }
}

extension LogicalPlan {
  /// The plan's steps and those of its inputs, itself first.
  fileprivate var steps: [LogicalPlan] {
    var steps: [LogicalPlan] = []
    var pending = [self]
    while let step = pending.popLast() {
      steps.append(step)
      pending.append(contentsOf: step.inputs + step.bodies)
    }
    return steps
  }
}

extension SharedPlan {
  /// Whether the plan is `parameter`, or reads it.
  fileprivate func depends(on parameter: SharedPlan) -> Bool {
    if self === parameter { return true }
    return plan.steps.contains { step in
      if case .reference(let reference) = step, reference.shared.depends(on: parameter) { return true }
      return step.expressionPlans.contains { $0.depends(on: parameter) }
    }
  }
}

extension BoundExpression {
  /// As `walk`, with a body that may throw.
  fileprivate func walkThrowing(_ visit: (BoundExpression) throws -> Void) rethrows {
    try visit(self)
    for child in children { try child.walkThrowing(visit) }
  }
}
