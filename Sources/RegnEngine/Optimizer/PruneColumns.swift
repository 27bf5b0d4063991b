import RegnBinder
import RegnData
import RegnPhrases

/// Drops columns that nothing above asks for, down to what a scan reads.
enum PruneColumns: Rewrite {
  static let title: Phrase = "only the columns that are needed are read"

  static func apply(_ plan: LogicalPlan, _ context: ExecutionContext) -> LogicalPlan {
    prune(plan, Set(plan.columns.map(\.id)))
  }

  static func prune(_ plan: LogicalPlan, _ needed: Set<ColumnID>) -> LogicalPlan {
    func reads(_ expressions: [BoundExpression]) -> Set<ColumnID> {
      expressions.reduce(into: []) { $0.formUnion($1.columns) }
    }
    switch plan {
    case .scan(var step):
      let kept = step.columns.indices.filter { needed.contains(step.columns[$0].id) }
      step.places = kept.map { step.places[$0] }
      step.columns = kept.map { step.columns[$0] }
      return .scan(step)
    case .values(var step):
      let kept = step.columns.indices.filter { needed.contains(step.columns[$0].id) }
      step.rows = step.rows.with(columns: kept.map { step.rows.columns[$0] })
      step.columns = kept.map { step.columns[$0] }
      return .values(step)
    case .range: return plan
    case .reference(var step):
      let kept = step.columns.indices.filter { needed.contains(step.columns[$0].id) }
      step.inner = kept.map { step.inner[$0] }
      step.columns = kept.map { step.columns[$0] }
      return .reference(step)
    case .filter(var step):
      step.input = prune(step.input, needed.union(step.predicate.columns))
      return .filter(step)
    case .project(var step):
      step.outputs = step.outputs.filter { needed.contains($0.column.id) }
      step.input = prune(step.input, reads(step.outputs.map { $0.expression }))
      return .project(step)
    case .window(var step):
      step.outputs = step.outputs.filter { needed.contains($0.column.id) }
      step.input = prune(step.input, needed.union(reads(step.outputs.map { $0.expression })))
      return .window(step)
    case .aggregate(var step):
      step.aggregates = step.aggregates.filter { $0.outputs.contains { needed.contains($0.id) } }
      let arguments = step.aggregates.flatMap { $0.arguments }
      step.input = prune(step.input, reads(arguments + step.keys.map { $0.expression }))
      return .aggregate(step)
    case .sort(var step):
      step.input = prune(step.input, needed.union(reads(step.keys.map { $0.expression })))
      return .sort(step)
    case .limit, .sample:
      return plan.withInputs(plan.inputs.map { prune($0, needed) })
    case .join(var step):
      step.leftOutputs = step.leftOutputs.filter { needed.contains($0.column.id) }
      step.rightOutputs = step.rightOutputs.filter { needed.contains($0.column.id) }
      step.left = prune(step.left, reads(step.leftKeys).union(step.leftOutputs.map { $0.from }))
      step.right = prune(step.right, reads(step.rightKeys).union(step.rightOutputs.map { $0.from }))
      return .join(step)
    case .union(var step):
      let kept = step.columns.indices.filter { needed.contains(step.columns[$0].id) }
      step.columns = kept.map { step.columns[$0] }
      step.expressions = step.expressions.map { row in kept.map { row[$0] } }
      step.inputs = zip(step.inputs, step.expressions).map { prune($0, reads($1)) }
      return .union(step)
    case .expand(var step):
      step.input = prune(step.input, needed.union(reads(step.items.map { $0.expression })))
      return .expand(step)
    case .apply(var step):
      step.body = prune(step.body, Set(step.body.columns.map(\.id)))
      let asked = asked(of: step.parameter, by: step.body).union(step.carried.map { $0.from })
      step.input = prune(step.input, asked.union(reads(step.keys)))
      return .apply(step)
    case .sequence:
      return plan.withInputs(plan.inputs.map { prune($0, Set($0.columns.map(\.id))) })
    case .parse(var step):
      step.input = prune(step.input, needed.union(step.source.columns))
      return .parse(step)
    }
  }

  /// The columns of a group's rows that a body asks for, in whatever it refers to.
  private static func asked(of parameter: SharedPlan, by body: LogicalPlan) -> Set<ColumnID> {
    var asked: Set<ColumnID> = []
    var seen: Set<ObjectIdentifier> = [ObjectIdentifier(parameter)]
    var pending = [body]
    func follow(_ shared: SharedPlan) {
      if seen.insert(ObjectIdentifier(shared)).inserted { pending.append(shared.plan) }
    }
    while let step = pending.popLast() {
      pending.append(contentsOf: step.inputs + step.bodies)
      if case .reference(let reference) = step {
        if reference.shared === parameter { asked.formUnion(reference.inner) }
        follow(reference.shared)
      }
      for shared in step.expressionPlans { follow(shared) }
    }
    return asked
  }
}
