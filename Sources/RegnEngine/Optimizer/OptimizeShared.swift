import RegnBinder
import RegnData
import RegnPhrases

/// Makes the plans cheaper that several places refer to, and computes of them only the columns that some
/// place asks for. They stay shared: every place refers to the same new plan.
struct OptimizeShared {
  private let rewrite: (LogicalPlan) -> LogicalPlan
  /// The columns of each shared plan that places ask for; nil for all.
  private var needed: [ObjectIdentifier: Set<ColumnID>?] = [:]
  private var found: [ObjectIdentifier: SharedPlan] = [:]
  /// What stands for the rows of a group: not a plan to be changed.
  private var parameters: Set<ObjectIdentifier> = []

  init(rewrite: @escaping (LogicalPlan) -> LogicalPlan) { self.rewrite = rewrite }

  static let title: Phrase = "what several places share is made cheaper"

  /// The plans, referring to cheaper shared plans.
  mutating func apply(_ plans: [LogicalPlan]) -> [LogicalPlan] {
    for plan in plans { look(at: plan) }
    var cheaper: [ObjectIdentifier: LogicalPlan] = [:]
    // A plan is only reached through deeper ones, so when its turn comes every place that asks is known.
    while let next = found.values.filter({ cheaper[ObjectIdentifier($0)] == nil })
      .max(by: { $0.depth < $1.depth })
    {
      let id = ObjectIdentifier(next)
      var plan = rewrite(next.plan)
      if case .some(.some(let columns)) = needed[id] { plan = PruneColumns.prune(plan, columns) }
      cheaper[id] = plan
      look(at: plan)
    }
    guard !cheaper.isEmpty else { return plans }
    var made: [ObjectIdentifier: SharedPlan] = [:]
    for shared in found.values.sorted(by: { $0.depth < $1.depth }) {
      let id = ObjectIdentifier(shared)
      let plan = replaced(cheaper[id] ?? shared.plan, made)
      made[id] = SharedPlan(
        name: shared.name, plan: plan, isMaterialized: shared.isMaterialized, depth: shared.depth)
    }
    return plans.map { replaced($0, made) }
  }

  private mutating func look(at plan: LogicalPlan) {
    var pending = [plan]
    while let step = pending.popLast() {
      pending.append(contentsOf: step.inputs + step.bodies)
      if case .apply(let apply) = step { parameters.insert(ObjectIdentifier(apply.parameter)) }
      if case .reference(let reference) = step { ask(reference.shared, for: Set(reference.inner)) }
      for shared in step.expressionPlans { ask(shared, for: nil) }
    }
    for parameter in parameters { found[parameter] = nil }
  }

  private mutating func ask(_ shared: SharedPlan, for columns: Set<ColumnID>?) {
    let id = ObjectIdentifier(shared)
    found[id] = shared
    switch (needed[id], columns) {
    case (nil, let columns): needed[id] = .some(columns)
    case (.some(.some(let known)), .some(let more)): needed[id] = .some(known.union(more))
    default: needed[id] = .some(nil)
    }
  }

  private func replaced(_ plan: LogicalPlan, _ made: [ObjectIdentifier: SharedPlan]) -> LogicalPlan {
    plan.rewritten { step in
      var step = step
      if case .reference(var reference) = step, let other = made[ObjectIdentifier(reference.shared)] {
        reference.shared = other
        return .reference(reference)
      }
      if case .apply(var apply) = step {
        apply.body = replaced(apply.body, made)
        step = .apply(apply)
      }
      guard !step.expressionPlans.isEmpty else { return step }
      return step.mapExpressions { expression in
        expression.rewritten { part in
          switch part {
          case .scalarQuery(let shared, let type):
            .scalarQuery(made[ObjectIdentifier(shared)] ?? shared, type)
          case .inQuery(let value, let shared, let caseInsensitive):
            .inQuery(value, made[ObjectIdentifier(shared)] ?? shared, caseInsensitive: caseInsensitive)
          default: part
          }
        }
      }
    }
  }
}
