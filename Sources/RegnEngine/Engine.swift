import RegnBinder
import RegnData
import RegnFunctions

/// The rows that a statement answers.
public struct QueryResult: Sendable {
  public let columns: [PlanColumn]
  /// The rows in order.
  public let chunks: [Chunk]
  /// Stands for the rows in the budget, as long as the result is kept.
  private let reservation: Reservation

  init(columns: [PlanColumn], rows: CollectedRows) {
    self.columns = columns
    chunks = rows.chunks
    reservation = rows.reservation
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
    /// How many rows shared plans have, before they run.
    var estimates: [ObjectIdentifier: PlanEstimate] = [:]
  }

  var results = Results()
  /// Plans that only stand for results: kept as long as these, which are known by their plans' addresses.
  var heldPlans: [SharedPlan] = []
  /// The right sides of joins below this number of rows are hashed whatever the left is.
  var smallRight = 100_000
  /// The bytes that a step keeps before it sets rows aside, for tests; nil for most of what is free.
  var spillRoom: Int?
  /// What each step did, for `explain --analyze`; nil when nobody asks.
  private let profile: Profile?
  /// Counts what the step that is built sets aside in files.
  private var spilled = SpillTally()

  public init(context: ExecutionContext, profile: Profile? = nil) {
    self.context = context
    self.profile = profile
  }

  /// Runs a plan to its end. Throws `ExecutionError`, or what a table source throws.
  public func run(_ plan: LogicalPlan) throws -> QueryResult {
    if case .limit(let step) = plan {
      let pipeline = try build(step.input)
      return QueryResult(
        columns: plan.columns, rows: try collectFirst(step.count, of: pipeline, context: context))
    }
    let pipeline = try build(plan)
    return QueryResult(columns: plan.columns, rows: try collect(pipeline, context: context))
  }

  // MARK: - Steps

  func build(_ plan: LogicalPlan) throws -> Pipeline {
    try context.checkpoint()
    let outer = spilled
    let own = SpillTally()
    spilled = own
    defer { spilled = outer }
    guard let profile else { return try buildStep(plan) }
    let stage = profile.begin(own)
    let pipeline = try buildStep(plan)
    profile.end(plan)
    return pipeline.adding(stage, columns: pipeline.columns, measuredBy: profile)
  }

  /// Where the step that is built sets rows aside; nil where it cannot.
  var spillSpace: SpillSpace? { SpillSpace(context, tally: spilled, room: spillRoom) }

  private func buildStep(_ plan: LogicalPlan) throws -> Pipeline {
    switch plan {
    case .scan(let step):
      let request = ScanRequest(
        columns: step.places, predicates: step.predicates, keys: step.keys, workers: context.workers)
      return Pipeline(
        columns: step.columns, source: try step.source.scan(request, context: context),
        expectedRows: step.source.rowCount, context: context)
    case .values(let step):
      return Pipeline(
        columns: step.columns, ready: ChunkSource(cutting: step.rows, keeping: nil, context: context),
        context: context)
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
      return Pipeline(
        columns: plan.columns, ready: try operation.run(input, space: spillSpace), context: context)
    case .aggregate(let step):
      return Pipeline(columns: plan.columns, ready: try aggregate(step), context: context)
    case .sort(let step):
      let input = try build(step.input)
      let keys = try step.keys.map { key in
        SortOperator.Key(
          expression: try compile(key.expression, over: input.columns), type: key.expression.type,
          descending: key.descending, nullsFirst: key.nullsFirst)
      }
      let operation = SortOperator(keys: keys, types: input.types, context: context)
      return Pipeline(
        columns: plan.columns, ready: try operation.run(input, limit: step.limit, space: spillSpace),
        context: context)
    case .limit(let step):
      let input = try build(step.input)
      let rows = try collectFirst(step.count, of: input, context: context)
      return Pipeline(columns: plan.columns, ready: ChunkSource(rows, context: context), context: context)
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
      return Pipeline(
        columns: step.columns, source: ConsecutiveScans(inputs, workers: context.workers),
        expectedRows: expected, context: context)
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
      let input = try build(step.input)
      return Pipeline(
        columns: plan.columns, ready: try sample(step.count, of: input, context: context), context: context)
    case .apply(let step): return try apply(step)
    case .sequence(let step): return try sequence(step)
    }
  }

  private func reference(_ step: ReferenceStep) throws -> Pipeline {
    let result = try sharedResult(step.shared)
    let places = Dictionary(
      uniqueKeysWithValues: result.columns.enumerated().map { ($0.element.id, $0.offset) })
    let chosen = step.inner.compactMap { places[$0] }
    let chunks = result.chunks.map { chunk in chunk.with(columns: chosen.map { chunk.columns[$0] }) }
    return Pipeline(columns: step.columns, ready: ChunkSource(chunks, context: context), context: context)
  }

  func sharedResult(_ plan: SharedPlan) throws -> QueryResult {
    if let known = results.shared[ObjectIdentifier(plan)] { return known }
    let result = try run(plan.plan)
    results.shared[ObjectIdentifier(plan)] = result
    return result
  }

  private func aggregate(_ step: AggregateStep) throws -> any ReadyRows {
    let input = try build(step.input)
    let folds = try step.aggregates.map { aggregate in
      guard case .aggregate(let factory) = aggregate.signature.kernel else {
        throw ExecutionError.fault("\(aggregate.function.name) is not an aggregate")
      }
      return AggregateOperator.Fold(
        factory: factory, arguments: try aggregate.arguments.map { try compile($0, over: input.columns) },
        types: aggregate.arguments.map(\.type), constants: aggregate.arguments.map(\.constantValue),
        outputs: aggregate.outputs.map(\.type))
    }
    let operation = AggregateOperator(
      keys: try step.keys.map { try compile($0.expression, over: input.columns) },
      keyTypes: step.keys.map { $0.expression.type }, aggregates: folds, context: context)
    return try operation.run(input, space: spillSpace)
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
        throw ExecutionError.fault("a step asks for a column that its input lacks")
      }
      return .column(place)
    case .call(let call):
      guard case .scalar(let kernel) = call.signature.kernel else {
        throw ExecutionError.fault("\(call.function.name) is an aggregate outside of summarize")
      }
      let arguments = try call.arguments.map { try compile($0, places) }
      let isDeterministic = call.signature.isDeterministic && call.function.kind == .scalar
      let compiled = CompiledExpression.call(
        kernel, arguments, isDeterministic: isDeterministic, type: call.type)
      guard isDeterministic, arguments.allSatisfy(\.isConstant) else { return compiled }
      // Judged once and before the rows: what fails here fails even where no row comes.
      let one = Chunk(columns: [], rowCount: 1, sequence: 0)
      return .constant(try compiled.evaluate(one, context).value(0))
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
    // The query's rows are there while its values are put together, and gone when the set is made.
    let copy = try Reservation(
      context.memory, bytes: result.chunks.reduce(0) { $0 + $1.columns[0].rowByteCount })
    defer { copy.shrink(by: copy.bytes) }
    var column = Column.concatenate(result.chunks.map { $0.columns[0] }, type: result.columns[0].type)
    if caseInsensitive, column.type == .string, let lower = FunctionLibrary.function(named: "tolower"),
      case .scalar(let kernel) = lower.signatures[0].kernel
    {
      column = try kernel(
        [column.flattened], KernelContext(rows: column.count, firstRow: 0, execution: context))
    }
    let made = try ValueSet(column.flattened, context: context)
    results.sets[ObjectIdentifier(plan)] = made
    return made
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
      guard steps >= 0 else { return empty(column) }
      // More than could ever be asked for: the rows are made as they are needed.
      let total = Int(min(steps, 1e15)) + 1
      return Pipeline(
        columns: [column],
        source: RealRangeSource(start: start, step: by, total: total, context: context),
        expectedRows: total, context: context)
    }
    guard let start = bounds[0].ticks, let stop = bounds[1].ticks, let by = bounds[2].ticks, by != 0,
      by > 0 ? start <= stop : start >= stop
    else { return empty(column) }
    let distance = by > 0 ? Int128(stop) - Int128(start) : Int128(start) - Int128(stop)
    let total = Int(clamping: distance / Int128(by.magnitude) + 1)
    return Pipeline(
      columns: [column],
      source: RangeSource(start: start, step: by, total: total, type: column.type, context: context),
      expectedRows: total, context: context)
  }

  private func empty(_ column: PlanColumn) -> Pipeline {
    Pipeline(columns: [column], ready: ChunkSource([], context: context), context: context)
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
