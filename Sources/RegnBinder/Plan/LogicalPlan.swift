import RegnData

/// What a query asks, step by step: each step takes the rows of its input. A closed set: a new step makes the
/// compiler point out every place that must know it.
public indirect enum LogicalPlan: Sendable {
  case scan(ScanStep)
  case values(ValuesStep)
  case range(RangeStep)
  case reference(ReferenceStep)
  case filter(FilterStep)
  case project(ProjectStep)
  case window(WindowStep)
  case aggregate(AggregateStep)
  case sort(SortStep)
  case limit(LimitStep)
  case join(JoinStep)
  case union(UnionStep)
  case expand(ExpandStep)
  case parse(ParseStep)
  case sample(SampleStep)
  case apply(ApplyStep)
  case sequence(SequenceStep)
}

/// Reads a table.
public struct ScanStep: Sendable {
  public let table: String
  public let source: any TableSource
  /// The columns read, in order, with their places in the table.
  public var columns: [PlanColumn]
  public var places: [Int]
  /// Predicates that the source applies itself.
  public var predicates: [ScanPredicate]
  /// Columns of keys, and the only ones of them that the source gives rows for.
  public var keys: [(column: Int, bitmap: KeyBitmap)] = []

  public init(
    table: String, source: any TableSource, columns: [PlanColumn], places: [Int],
    predicates: [ScanPredicate] = []
  ) {
    self.table = table
    self.source = source
    self.columns = columns
    self.places = places
    self.predicates = predicates
  }
}

/// Rows that stand in the query itself.
public struct ValuesStep: Sendable {
  public var columns: [PlanColumn]
  public var rows: Chunk

  public init(columns: [PlanColumn], rows: Chunk) {
    self.columns = columns
    self.rows = rows
  }
}

/// Numbers or instants from `start` to `stop` by `step`.
public struct RangeStep: Sendable {
  public let column: PlanColumn
  public let start: BoundExpression
  public let stop: BoundExpression
  public let step: BoundExpression

  public init(column: PlanColumn, start: BoundExpression, stop: BoundExpression, step: BoundExpression) {
    self.column = column
    self.start = start
    self.stop = stop
    self.step = step
  }
}

/// A plan that several places may refer to; it runs at most once for each statement.
public final class SharedPlan: Sendable {
  /// The name it was given by `let` or `as`; empty when it has none.
  public let name: String
  public let plan: LogicalPlan
  /// Whether the query asked to compute it once (`materialize`).
  public let isMaterialized: Bool
  /// The number of steps on the longest way through it.
  public let depth: Int

  public init(name: String, plan: LogicalPlan, isMaterialized: Bool, depth: Int) {
    self.name = name
    self.plan = plan
    self.isMaterialized = isMaterialized
    self.depth = depth
  }
}

/// The rows of a shared plan, under columns of this place's own.
public struct ReferenceStep: Sendable {
  public var shared: SharedPlan
  /// Column i stands for the shared plan's column `inner[i]`.
  public var columns: [PlanColumn]
  public var inner: [ColumnID]

  public init(shared: SharedPlan, columns: [PlanColumn], inner: [ColumnID]) {
    self.shared = shared
    self.columns = columns
    self.inner = inner
  }
}

/// Keeps the rows for which the predicate is true.
public struct FilterStep: Sendable {
  public var input: LogicalPlan
  public var predicate: BoundExpression

  public init(input: LogicalPlan, predicate: BoundExpression) {
    self.input = input
    self.predicate = predicate
  }
}

/// Computes each output column from the input's row.
public struct ProjectStep: Sendable {
  public var input: LogicalPlan
  public var outputs: [(column: PlanColumn, expression: BoundExpression)]

  public init(input: LogicalPlan, outputs: [(column: PlanColumn, expression: BoundExpression)]) {
    self.input = input
    self.outputs = outputs
  }
}

/// Keeps the input's columns and adds columns that are computed over all rows in order.
public struct WindowStep: Sendable {
  public var input: LogicalPlan
  public var outputs: [(column: PlanColumn, expression: BoundExpression)]

  public init(input: LogicalPlan, outputs: [(column: PlanColumn, expression: BoundExpression)]) {
    self.input = input
    self.outputs = outputs
  }
}

/// One aggregate of an `AggregateStep`.
public struct BoundAggregate: Sendable {
  public let function: FunctionDefinition
  public let signature: Signature
  public let arguments: [BoundExpression]
  /// The columns that it puts out, one or more.
  public let outputs: [PlanColumn]

  public init(
    function: FunctionDefinition, signature: Signature, arguments: [BoundExpression], outputs: [PlanColumn]
  ) {
    self.function = function
    self.signature = signature
    self.arguments = arguments
    self.outputs = outputs
  }
}

/// Groups by the keys and folds each group; puts out the keys, then the aggregates. Without keys there is
/// one group, also of no rows.
public struct AggregateStep: Sendable {
  public var input: LogicalPlan
  public var keys: [(column: PlanColumn, expression: BoundExpression)]
  public var aggregates: [BoundAggregate]

  public init(
    input: LogicalPlan, keys: [(column: PlanColumn, expression: BoundExpression)],
    aggregates: [BoundAggregate]
  ) {
    self.input = input
    self.keys = keys
    self.aggregates = aggregates
  }
}

/// One key of a sort.
public struct SortKey: Sendable {
  public var expression: BoundExpression
  public let descending: Bool
  public let nullsFirst: Bool

  public init(expression: BoundExpression, descending: Bool, nullsFirst: Bool) {
    self.expression = expression
    self.descending = descending
    self.nullsFirst = nullsFirst
  }
}

/// Orders the rows, equal ones as they came; keeps the first `limit`, if given.
public struct SortStep: Sendable {
  public var input: LogicalPlan
  public var keys: [SortKey]
  public var limit: Int?

  public init(input: LogicalPlan, keys: [SortKey], limit: Int?) {
    self.input = input
    self.keys = keys
    self.limit = limit
  }
}

/// Keeps the first `count` rows.
public struct LimitStep: Sendable {
  public var input: LogicalPlan
  public var count: Int

  public init(input: LogicalPlan, count: Int) {
    self.input = input
    self.count = count
  }
}

/// KQL's kinds of join.
public enum JoinKind: String, Sendable, CaseIterable {
  case innerunique, inner, leftouter, rightouter, fullouter, leftanti, rightanti, leftsemi, rightsemi

  /// Whether rows of the left input come out.
  public var keepsLeft: Bool { self != .rightanti && self != .rightsemi }
  /// Whether rows of the left come out that no right row matches, with nulls in the right's columns if any.
  public var keepsUnmatchedLeft: Bool { self == .leftouter || self == .fullouter || self == .leftanti }
  /// Whether rows of the right come out that no left row matches.
  public var keepsUnmatchedRight: Bool { self == .rightouter || self == .fullouter || self == .rightanti }
  /// Whether columns of the right input come out.
  public var keepsRight: Bool { self != .leftanti && self != .leftsemi }
}

/// Pairs the rows of two inputs whose keys are equal (nulls equal nothing).
public struct JoinStep: Sendable {
  public var left: LogicalPlan
  public var right: LogicalPlan
  public var kind: JoinKind
  /// Keys in pairs, of the same type.
  public var leftKeys: [BoundExpression]
  public var rightKeys: [BoundExpression]
  /// The left's columns that come out, then the right's, under new identities (they may be null where the
  /// inputs' are not).
  public var leftOutputs: [(column: PlanColumn, from: ColumnID)]
  public var rightOutputs: [(column: PlanColumn, from: ColumnID)]

  public init(
    left: LogicalPlan, right: LogicalPlan, kind: JoinKind, leftKeys: [BoundExpression],
    rightKeys: [BoundExpression], leftOutputs: [(column: PlanColumn, from: ColumnID)],
    rightOutputs: [(column: PlanColumn, from: ColumnID)]
  ) {
    self.left = left
    self.right = right
    self.kind = kind
    self.leftKeys = leftKeys
    self.rightKeys = rightKeys
    self.leftOutputs = leftOutputs
    self.rightOutputs = rightOutputs
  }
}

/// The rows of several inputs, one after another.
public struct UnionStep: Sendable {
  public var inputs: [LogicalPlan]
  public var columns: [PlanColumn]
  /// For input i, what stands in each output column.
  public var expressions: [[BoundExpression]]

  public init(inputs: [LogicalPlan], columns: [PlanColumn], expressions: [[BoundExpression]]) {
    self.inputs = inputs
    self.columns = columns
    self.expressions = expressions
  }
}

/// A row for each element of dynamic arrays or bags (`mv-expand`).
public struct ExpandStep: Sendable {
  public struct Item: Sendable {
    public var expression: BoundExpression
    /// The column that holds the element.
    public let column: PlanColumn

    public init(expression: BoundExpression, column: PlanColumn) {
      self.expression = expression
      self.column = column
    }
  }

  public var input: LogicalPlan
  public var items: [Item]
  /// Holds the element's number, from 0.
  public var indexColumn: PlanColumn?
  /// Whether a bag's element is a `[key, value]` array rather than a bag of one.
  public let bagsAsArrays: Bool
  /// The most elements taken of one row.
  public let limit: Int?

  public init(
    input: LogicalPlan, items: [Item], indexColumn: PlanColumn?, bagsAsArrays: Bool, limit: Int?
  ) {
    self.input = input
    self.items = items
    self.indexColumn = indexColumn
    self.bagsAsArrays = bagsAsArrays
    self.limit = limit
  }
}

/// One part of a `parse` pattern.
public enum ParsePart: Sendable {
  /// `*`: any text.
  case skip
  case text(String)
  case column(PlanColumn)
}

/// Splits a string by a pattern into columns.
public struct ParseStep: Sendable {
  public enum Kind: Sendable, Hashable {
    case simple, relaxed
    case regex(flags: String)
  }

  public var input: LogicalPlan
  public var source: BoundExpression
  public let kind: Kind
  public let parts: [ParsePart]
  /// Whether rows that do not match are left out (`parse-where`).
  public let dropsUnmatched: Bool

  public init(
    input: LogicalPlan, source: BoundExpression, kind: Kind, parts: [ParsePart], dropsUnmatched: Bool
  ) {
    self.input = input
    self.source = source
    self.kind = kind
    self.parts = parts
    self.dropsUnmatched = dropsUnmatched
  }

  /// The columns that the pattern makes.
  public var captured: [PlanColumn] {
    parts.compactMap { if case .column(let column) = $0 { column } else { nil } }
  }
}

/// `count` rows of the input by chance.
public struct SampleStep: Sendable {
  public var input: LogicalPlan
  public let count: Int

  public init(input: LogicalPlan, count: Int) {
    self.input = input
    self.count = count
  }
}

extension LogicalPlan {
  /// The columns that the step puts out, in order.
  public var columns: [PlanColumn] {
    switch self {
    case .scan(let step): return step.columns
    case .values(let step): return step.columns
    case .range(let step): return [step.column]
    case .reference(let step): return step.columns
    case .filter(let step): return step.input.columns
    case .project(let step): return step.outputs.map { $0.column }
    case .window(let step): return step.input.columns + step.outputs.map { $0.column }
    case .aggregate(let step): return step.keys.map { $0.column } + step.aggregates.flatMap { $0.outputs }
    case .sort(let step): return step.input.columns
    case .limit(let step): return step.input.columns
    case .join(let step): return step.leftOutputs.map { $0.column } + step.rightOutputs.map { $0.column }
    case .union(let step): return step.columns
    case .expand(let step):
      var columns = step.input.columns + step.items.map { $0.column }
      if let index = step.indexColumn { columns.append(index) }
      return columns
    case .parse(let step): return step.input.columns + step.captured
    case .sample(let step): return step.input.columns
    case .apply(let step): return step.columns
    case .sequence(let step): return step.columns
    }
  }

  /// The steps that this one reads.
  public var inputs: [LogicalPlan] {
    switch self {
    case .scan, .values, .range, .reference: []
    case .filter(let step): [step.input]
    case .project(let step): [step.input]
    case .window(let step): [step.input]
    case .aggregate(let step): [step.input]
    case .sort(let step): [step.input]
    case .limit(let step): [step.input]
    case .join(let step): [step.left, step.right]
    case .union(let step): step.inputs
    case .expand(let step): [step.input]
    case .parse(let step): [step.input]
    case .sample(let step): [step.input]
    case .apply(let step): [step.input]
    case .sequence(let step): [step.input]
    }
  }

  /// Plans that the step runs itself, over rows that it gives them.
  public var bodies: [LogicalPlan] { if case .apply(let step) = self { [step.body] } else { [] } }

  /// The same step over other inputs (as many as before).
  public func withInputs(_ inputs: [LogicalPlan]) -> LogicalPlan {
    switch self {
    case .scan, .values, .range, .reference: return self
    case .filter(var step):
      step.input = inputs[0]
      return .filter(step)
    case .project(var step):
      step.input = inputs[0]
      return .project(step)
    case .window(var step):
      step.input = inputs[0]
      return .window(step)
    case .aggregate(var step):
      step.input = inputs[0]
      return .aggregate(step)
    case .sort(var step):
      step.input = inputs[0]
      return .sort(step)
    case .limit(var step):
      step.input = inputs[0]
      return .limit(step)
    case .join(var step):
      step.left = inputs[0]
      step.right = inputs[1]
      return .join(step)
    case .union(var step):
      step.inputs = inputs
      return .union(step)
    case .expand(var step):
      step.input = inputs[0]
      return .expand(step)
    case .parse(var step):
      step.input = inputs[0]
      return .parse(step)
    case .sample(var step):
      step.input = inputs[0]
      return .sample(step)
    case .apply(var step):
      step.input = inputs[0]
      return .apply(step)
    case .sequence(var step):
      step.input = inputs[0]
      return .sequence(step)
    }
  }

  /// The expressions that the step itself computes.
  public var expressions: [BoundExpression] {
    switch self {
    case .scan, .values, .reference, .limit, .sample: []
    case .range(let step): [step.start, step.stop, step.step]
    case .filter(let step): [step.predicate]
    case .project(let step): step.outputs.map { $0.expression }
    case .window(let step): step.outputs.map { $0.expression }
    case .aggregate(let step): step.keys.map { $0.expression } + step.aggregates.flatMap { $0.arguments }
    case .sort(let step): step.keys.map { $0.expression }
    case .join(let step): step.leftKeys + step.rightKeys
    case .union(let step): step.expressions.flatMap { $0 }
    case .expand(let step): step.items.map { $0.expression }
    case .parse(let step): [step.source]
    case .apply(let step): step.keys
    case .sequence(let step):
      step.steps.flatMap { step in [step.condition] + step.assignments.map { $0.expression } }
    }
  }

  /// The shared plans that the step's expressions ask for.
  public var expressionPlans: [SharedPlan] {
    var plans: [SharedPlan] = []
    for expression in expressions {
      expression.walk { part in
        switch part {
        case .scalarQuery(let plan, _): plans.append(plan)
        case .inQuery(_, let plan, _): plans.append(plan)
        default: break
        }
      }
    }
    return plans
  }
}
