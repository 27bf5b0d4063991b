import RegnBinder
import RegnData
import RegnFunctions

/// The rows that a statement answers.
public struct QueryResult: Sendable {
  public let columns: [PlanColumn]
  /// The rows in order.
  public let chunks: [Chunk]

  public init(columns: [PlanColumn], chunks: [Chunk]) {
    self.columns = columns
    self.chunks = chunks
  }

  public var rowCount: Int { chunks.reduce(0) { $0 + $1.rowCount } }

  /// All rows as one chunk.
  public var rows: Chunk { Chunk.concatenate(chunks, types: columns.map(\.type)) }
}

/// Runs the plan of one statement.
///
/// Building a pipeline runs everything below it that must see all its rows (aggregates, sorts, the build side
/// of joins); what remains streams, chunk by chunk, through as many workers as the context allows.
public final class Engine {
  let context: ExecutionContext
  /// What plans that several places refer to have answered.
  struct Results {
    /// The rows of shared plans that have run.
    var shared: [ObjectIdentifier: QueryResult] = [:]
    /// The values of queries used as scalars, and the sets of those used with `in`.
    var scalars: [ObjectIdentifier: Value] = [:]
    var sets: [ObjectIdentifier: ValueSet] = [:]
  }

  var results = Results()
  /// What each step did, for `explain --analyze`; nil when nobody asks.
  private let profile: Profile?

  public init(context: ExecutionContext, profile: Profile? = nil) {
    self.context = context
    self.profile = profile
  }

  /// Runs a plan to its end. Throws `ExecutionError`, or what a table source throws.
  public func run(_ plan: LogicalPlan) throws -> QueryResult {
    if case .limit(let step) = plan {
      let pipeline = try build(step.input)
      return QueryResult(
        columns: plan.columns, chunks: try collectFirst(step.count, of: pipeline, context: context))
    }
    let pipeline = try build(plan)
    return QueryResult(columns: plan.columns, chunks: try collect(pipeline, context: context))
  }

  // MARK: - Steps

  func build(_ plan: LogicalPlan) throws -> Pipeline {
    try context.checkpoint()
    let pipeline = try buildStep(plan)
    guard let profile else { return pipeline }
    return pipeline.adding(profile.counter(of: plan), columns: pipeline.columns)
  }

  private func buildStep(_ plan: LogicalPlan) throws -> Pipeline {
    switch plan {
    case .scan(let step):
      let request = ScanRequest(
        columns: step.places, predicates: step.predicates, workers: context.workers)
      return Pipeline(
        columns: step.columns, source: try step.source.scan(request, context: context),
        expectedRows: step.source.rowCount)
    case .values(let step): return ready(step.rows, step.columns)
    case .range(let step): return try range(step)
    case .reference(let step): return try reference(step)
    case .filter(let step):
      let input = try build(step.input)
      let predicate = try compile(step.predicate, over: input.columns)
      return input.adding(FilterStage(predicate: predicate, context: context), columns: input.columns)
    case .project(let step):
      let input = try build(step.input)
      let expressions = try step.outputs.map { try compile($0.expression, over: input.columns) }
      return input.adding(
        ProjectStage(expressions: expressions, context: context), columns: step.outputs.map { $0.column })
    case .window(let step):
      let input = try build(step.input)
      let expressions = try step.outputs.map { try compile($0.expression, over: input.columns) }
      let operation = WindowOperator(expressions: expressions, types: input.types, context: context)
      return ready(try operation.run(input), plan.columns)
    case .aggregate(let step): return ready(try aggregate(step), plan.columns)
    case .sort(let step):
      let input = try build(step.input)
      let keys = try step.keys.map { key in
        SortOperator.Key(
          expression: try compile(key.expression, over: input.columns), descending: key.descending,
          nullsFirst: key.nullsFirst)
      }
      let operation = SortOperator(keys: keys, types: input.types, context: context)
      return ready(try operation.run(input, limit: step.limit), plan.columns)
    case .limit(let step):
      let input = try build(step.input)
      let chunks = try collectFirst(step.count, of: input, context: context)
      return Pipeline(
        columns: plan.columns, source: ChunkSource(chunks, context: context),
        expectedRows: chunks.reduce(0) { $0 + $1.rowCount })
    case .join(let step): return try join(step)
    case .union(let step):
      let inputs = try zip(step.inputs, step.expressions).map { input, expressions in
        let pipeline = try build(input)
        let compiled = try expressions.map { try compile($0, over: pipeline.columns) }
        return pipeline.adding(
          ProjectStage(expressions: compiled, context: context), columns: step.columns)
      }
      let expected = inputs.reduce(0 as Int?) { total, input in
        if let total, let rows = input.expectedRows { total + rows } else { nil }
      }
      return Pipeline(columns: step.columns, source: UnionSource(inputs), expectedRows: expected)
    case .expand(let step):
      let input = try build(step.input)
      let stage = ExpandStage(
        items: try step.items.map { (try compile($0.expression, over: input.columns), $0.column.type) },
        withIndex: step.indexColumn != nil, bagsAsArrays: step.bagsAsArrays, limit: step.limit ?? .max,
        context: context)
      return input.adding(stage, columns: plan.columns)
    case .parse(let step):
      let input = try build(step.input)
      let stage = try ParseStage(
        step, source: try compile(step.source, over: input.columns), context: context)
      return input.adding(stage, columns: plan.columns)
    case .sample(let step):
      return ready(try sample(step.count, of: build(step.input), context: context), plan.columns)
    case .apply(let step): return try apply(step)
    case .sequence(let step): return try sequence(step)
    }
  }

  /// A pipeline over rows that stand ready.
  func ready(_ chunk: Chunk, _ columns: [PlanColumn]) -> Pipeline {
    Pipeline(
      columns: columns, source: ChunkSource(cutting: chunk, context: context), expectedRows: chunk.rowCount)
  }

  private func reference(_ step: ReferenceStep) throws -> Pipeline {
    let result = try sharedResult(step.shared)
    let places = Dictionary(
      uniqueKeysWithValues: result.columns.enumerated().map { ($0.element.id, $0.offset) })
    let chosen = step.inner.compactMap { places[$0] }
    let chunks = result.chunks.map { chunk in chunk.with(columns: chosen.map { chunk.columns[$0] }) }
    return Pipeline(
      columns: step.columns, source: ChunkSource(chunks, context: context), expectedRows: result.rowCount)
  }

  func sharedResult(_ plan: SharedPlan) throws -> QueryResult {
    if let known = results.shared[ObjectIdentifier(plan)] { return known }
    let result = try run(plan.plan)
    results.shared[ObjectIdentifier(plan)] = result
    return result
  }

  private func aggregate(_ step: AggregateStep) throws -> Chunk {
    let input = try build(step.input)
    let folds = try step.aggregates.map { aggregate in
      guard case .aggregate(let factory) = aggregate.signature.kernel else {
        throw ExecutionError(code: "RG0699", message: "\(aggregate.function.name) is not an aggregate")
      }
      return AggregateOperator.Fold(
        factory: factory, arguments: try aggregate.arguments.map { try compile($0, over: input.columns) },
        types: aggregate.arguments.map(\.type), constants: aggregate.arguments.map(\.constantValue))
    }
    let operation = AggregateOperator(
      keys: try step.keys.map { try compile($0.expression, over: input.columns) },
      keyTypes: step.keys.map { $0.expression.type }, aggregates: folds, context: context)
    return try operation.run(input)
  }

  // MARK: - Expressions

  /// The expression over a pipeline's columns. Queries inside it run now.
  func compile(_ expression: BoundExpression, over columns: [PlanColumn]) throws
    -> CompiledExpression
  {
    let places = Dictionary(
      columns.enumerated().map { ($0.element.id, $0.offset) }, uniquingKeysWith: { first, _ in first })
    return try compile(expression, places)
  }

  func compile(_ expression: BoundExpression, _ places: [ColumnID: Int]) throws
    -> CompiledExpression
  {
    switch expression {
    case .constant(let value): return .constant(value)
    case .column(let id, _):
      guard let place = places[id] else {
        throw ExecutionError(code: "RG0699", message: "a step asks for a column that its input lacks")
      }
      return .column(place)
    case .call(let call):
      guard case .scalar(let kernel) = call.signature.kernel else {
        throw ExecutionError(
          code: "RG0699", message: "\(call.function.name) is an aggregate outside of summarize")
      }
      return .call(
        kernel, try call.arguments.map { try compile($0, places) },
        isDeterministic: call.signature.isDeterministic && call.function.kind == .scalar, type: call.type)
    case .convert(let inner, let type): return .convert(try compile(inner, places), type)
    case .scalarQuery(let plan, let type): return .constant(try scalar(plan, type))
    case .inQuery(let value, let plan, let caseInsensitive):
      return .member(try compile(value, places), try set(plan, caseInsensitive: caseInsensitive))
    }
  }

  func scalar(_ plan: SharedPlan, _ type: ScalarType) throws -> Value {
    if let known = results.scalars[ObjectIdentifier(plan)] { return known }
    let result = try run(plan.plan)
    let first = result.chunks.first { $0.rowCount > 0 && !$0.columns.isEmpty }
    let value = first?.columns[0].value(0) ?? (type == .string ? .string("") : .null(type))
    results.scalars[ObjectIdentifier(plan)] = value
    return value
  }

  func set(_ plan: SharedPlan, caseInsensitive: Bool) throws -> ValueSet {
    if let known = results.sets[ObjectIdentifier(plan)] { return known }
    let result = try run(plan.plan)
    var column = Column.concatenate(result.chunks.map { $0.columns[0] }, type: result.columns[0].type)
    if caseInsensitive, column.type == .string, let lower = FunctionLibrary.function(named: "tolower"),
      case .scalar(let kernel) = lower.signatures[0].kernel
    {
      column = try kernel(
        [column.flattened], KernelContext(rows: column.count, firstRow: 0, execution: context))
    }
    let made = ValueSet(column.flattened)
    results.sets[ObjectIdentifier(plan)] = made
    return made
  }

  // MARK: - Joins

  private func join(_ step: JoinStep) throws -> Pipeline {
    let right = try build(step.right)
    let rightRows = Chunk.concatenate(try collect(right, context: context), types: right.types)
    let rightKeys = try step.rightKeys.map {
      try compile($0, over: right.columns).evaluate(rightRows, context).flattened
    }
    let table = try JoinTable(
      rows: rightRows, keys: rightKeys, types: step.rightKeys.map(\.type), context: context)
    var left = try build(step.left)
    if step.kind == .innerunique {
      left = ready(try firstOfEachKey(left, step.leftKeys), left.columns)
    }
    let needsMatches: Bool =
      switch step.kind {
      case .rightouter, .fullouter, .rightanti, .rightsemi: true
      default: false
      }
    let matched = needsMatches ? MatchedRows(count: rightRows.rowCount) : nil
    let leftPlaces = places(of: step.leftOutputs.map { $0.from }, in: left.columns)
    let rightPlaces = places(of: step.rightOutputs.map { $0.from }, in: right.columns)
    let outputs = step.leftOutputs.map { $0.column } + step.rightOutputs.map { $0.column }
    let stage = JoinStage(
      build: table, keys: try step.leftKeys.map { try compile($0, over: left.columns) }, kind: step.kind,
      leftPlaces: leftPlaces, rightPlaces: rightPlaces, matched: matched, context: context)
    let pairs = left.adding(stage, columns: outputs)
    guard let matched else { return pairs }
    // Unmatched rows of the right side are known only when every left row has passed.
    var chunks = try collect(pairs, context: context)
    let rest = matched.rows(marked: step.kind == .rightsemi)
    let last = (chunks.last?.sequence ?? 0) + 1
    chunks.append(
      rest.withUnsafeBufferPointer { rows in
        let missing = step.leftOutputs.map { Column.nulls($0.column.type, count: rows.count).flattened }
        return Chunk(
          columns: missing + rightPlaces.map { rightRows.columns[$0].gather(rows) }, rowCount: rows.count,
          sequence: last)
      })
    return Pipeline(
      columns: outputs, source: ChunkSource(chunks.filter { $0.rowCount > 0 }, context: context),
      expectedRows: chunks.reduce(0) { $0 + $1.rowCount })
  }

  func places(of ids: [ColumnID], in columns: [PlanColumn]) -> [Int] {
    ids.compactMap { id in columns.firstIndex { $0.id == id } }
  }

  /// The first row of each key, in order: what innerunique joins of its left side.
  private func firstOfEachKey(_ pipeline: Pipeline, _ keys: [BoundExpression]) throws -> Chunk {
    let rows = Chunk.concatenate(try collect(pipeline, context: context), types: pipeline.types)
    let columns = try keys.map {
      try compile($0, over: pipeline.columns).evaluate(rows, context).flattened
    }
    let table = GroupTable(types: keys.map(\.type))
    var groups = [UInt32](repeating: 0, count: rows.rowCount)
    var first: [UInt32] = []
    groups.withUnsafeMutableBufferPointer { buffer in
      guard let base = buffer.baseAddress else { return }
      table.insert(columns, rows: rows.rowCount, into: base)
      for row in 0..<rows.rowCount where Int(base[row]) == first.count { first.append(UInt32(row)) }
    }
    return first.withUnsafeBufferPointer { rows.gather($0) }
  }

  // MARK: - Range

  private func range(_ step: RangeStep) throws -> Pipeline {
    let one = Chunk(columns: [], rowCount: 1, sequence: 0)
    let bounds = try [step.start, step.stop, step.step].map {
      try compile($0, [:]).evaluate(one, context).value(0)
    }
    let column = step.column
    if column.type == .real {
      guard let start = bounds[0].double, let stop = bounds[1].double, let by = bounds[2].double, by != 0,
        start.isFinite, stop.isFinite, by.isFinite
      else { return empty(column) }
      let steps = ((stop - start) / by * (1 + 1e-15)).rounded(.down)
      guard steps >= 0, steps < 1e15 else { return empty(column) }
      let total = Int(steps) + 1
      return Pipeline(
        columns: [column],
        source: RealRangeSource(start: start, step: by, total: total, context: context),
        expectedRows: total)
    }
    guard let start = bounds[0].ticks, let stop = bounds[1].ticks, let by = bounds[2].ticks, by != 0,
      by > 0 ? start <= stop : start >= stop
    else { return empty(column) }
    let distance = by > 0 ? Int128(stop) - Int128(start) : Int128(start) - Int128(stop)
    let total = Int(clamping: distance / Int128(by.magnitude) + 1)
    return Pipeline(
      columns: [column],
      source: RangeSource(start: start, step: by, total: total, type: column.type, context: context),
      expectedRows: total)
  }

  private func empty(_ column: PlanColumn) -> Pipeline {
    Pipeline(columns: [column], source: ChunkSource([], context: context), expectedRows: 0)
  }
}

extension Value {
  /// The integer of an int or long, or the ticks of a datetime or timespan.
  var ticks: Int64? {
    switch self {
    case .datetime(let value): value.ticks
    case .timespan(let value): value.ticks
    default: integer
    }
  }
}
