import RegnBinder
import RegnData
import RegnPhrases

/// Makes the plans cheaper that a step runs itself, once for each of its groups.
///
/// What such a plan shares with others stays shared: put in place, it would run again for each group.
enum OptimizeBodies: Rewrite {
  static let title: Phrase = "what runs for each group is made cheaper"

  static func apply(_ plan: LogicalPlan, _ context: ExecutionContext) -> LogicalPlan {
    plan.rewritten { step in
      guard case .apply(var apply) = step else { return step }
      apply.body = Optimizer.optimizeShared(apply.body, context: context)
      return .apply(apply)
    }
  }
}
