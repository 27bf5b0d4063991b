import RegnBinder
import RegnData
import RegnPhrases

/// Takes rows before columns are computed for them.
enum PushLimits: Rewrite {
  static let title: Phrase = "take moves below projections"

  static func apply(_ plan: LogicalPlan, _ context: ExecutionContext) -> LogicalPlan {
    plan.rewrittenFromTop { step in
      guard case .limit(var limit) = step, case .project(var project) = limit.input else { return step }
      limit.input = project.input
      project.input = .limit(limit)
      return .project(project)
    }
  }
}
