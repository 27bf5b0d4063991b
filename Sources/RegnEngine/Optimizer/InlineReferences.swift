import RegnBinder
import RegnData
import RegnPhrases

/// Puts a shared plan that only one place uses into that place, so that filters and columns reach through it.
enum InlineReferences: Rewrite {
  static let title: Phrase = "queries used once are put in place"

  static func apply(_ plan: LogicalPlan, _ context: ExecutionContext) -> LogicalPlan {
    var uses: [ObjectIdentifier: Int] = [:]
    var pending = [plan]
    while let step = pending.popLast() {
      pending.append(contentsOf: step.inputs + step.bodies)
      var met = step.expressionPlans
      if case .reference(let reference) = step { met.append(reference.shared) }
      for shared in met {
        uses[ObjectIdentifier(shared), default: 0] += 1
        if uses[ObjectIdentifier(shared)] == 1 { pending.append(shared.plan) }
      }
    }
    return plan.rewrittenFromTop { inline($0, uses) }
  }

  private static func inline(_ plan: LogicalPlan, _ uses: [ObjectIdentifier: Int]) -> LogicalPlan {
    guard case .reference(let step) = plan, uses[ObjectIdentifier(step.shared)] == 1,
      !step.shared.isMaterialized
    else { return plan }
    let types = Dictionary(
      step.shared.plan.columns.map { ($0.id, $0.type) }, uniquingKeysWith: { first, _ in first })
    let outputs = zip(step.columns, step.inner).map { column, inner in
      (column: column, expression: BoundExpression.column(inner, types[inner] ?? column.type))
    }
    return .project(ProjectStep(input: step.shared.plan, outputs: outputs))
  }
}
