import RegnBinder
import RegnData
import RegnPhrases

/// A change to a plan that keeps its meaning.
protocol Rewrite {
  /// What it does, for `explain`.
  static var title: Phrase { get }
  static func apply(_ plan: LogicalPlan, _ context: ExecutionContext) -> LogicalPlan
}

/// Makes a plan cheaper by an ordered list of small rewrites.
public enum Optimizer {
  private static let rewrites: [any (Rewrite & Sendable).Type] = [
    InlineReferences.self, PushFilters.self, FoldConstants.self, PushLimits.self, TakeSorted.self,
    PushPredicatesIntoScans.self, PruneColumns.self, OptimizeBodies.self,
  ]

  /// The plans of one statement after all rewrites; what they share stays shared.
  public static func optimize(_ plans: [LogicalPlan], context: ExecutionContext) -> [LogicalPlan] {
    applyToShared(plans.map { rewritten($0, context) }, context)
  }

  private static func rewritten(_ plan: LogicalPlan, _ context: ExecutionContext) -> LogicalPlan {
    rewrites.reduce(plan) { $1.apply($0, context) }
  }

  private static func applyToShared(_ plans: [LogicalPlan], _ context: ExecutionContext) -> [LogicalPlan] {
    var shared = OptimizeShared { rewritten($0, context) }
    return shared.apply(plans)
  }

  /// The plan after all rewrites.
  public static func optimize(_ plan: LogicalPlan, context: ExecutionContext) -> LogicalPlan {
    optimize([plan], context: context).first ?? plan
  }

  /// As `optimize`, for a plan that runs several times: what it shares with others is left apart.
  static func optimizeShared(_ plan: LogicalPlan, context: ExecutionContext) -> LogicalPlan {
    rewrites.filter { $0 != InlineReferences.self }.reduce(plan) { $1.apply($0, context) }
  }

  /// As `optimize`, and says which rewrites changed the plan.
  public static func explain(_ plan: LogicalPlan, context: ExecutionContext) -> (
    plan: LogicalPlan, changes: [Phrase]
  ) {
    var current = plan
    var text = PlanPrinter.text(plan)
    var changes: [Phrase] = []
    for rewrite in rewrites {
      current = rewrite.apply(current, context)
      let after = PlanPrinter.text(current)
      if after != text { changes.append(rewrite.title) }
      text = after
    }
    current = applyToShared([current], context).first ?? current
    if PlanPrinter.text(current) != text { changes.append(OptimizeShared.title) }
    return (current, changes)
  }
}

extension LogicalPlan {
  /// The plan with `transform` applied to every step, inputs first.
  func rewritten(_ transform: (LogicalPlan) -> LogicalPlan) -> LogicalPlan {
    let inputs = inputs
    if inputs.isEmpty { return transform(self) }
    return transform(withInputs(inputs.map { $0.rewritten(transform) }))
  }

  /// The plan with `transform` applied to every step, the last step first.
  func rewrittenFromTop(_ transform: (LogicalPlan) -> LogicalPlan) -> LogicalPlan {
    let changed = transform(self)
    let inputs = changed.inputs
    if inputs.isEmpty { return changed }
    return changed.withInputs(inputs.map { $0.rewrittenFromTop(transform) })
  }
}
