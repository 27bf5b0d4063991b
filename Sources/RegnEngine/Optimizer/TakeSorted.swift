import RegnBinder
import RegnData
import RegnPhrases

/// Sorts only as far as a following `take` asks.
enum TakeSorted: Rewrite {
  static let title: Phrase = "sort and take become top"

  static func apply(_ plan: LogicalPlan, _ context: ExecutionContext) -> LogicalPlan {
    plan.rewritten { step in
      guard case .limit(let limit) = step, case .sort(var sort) = limit.input else { return step }
      sort.limit = min(limit.count, sort.limit ?? .max)
      return .sort(sort)
    }
  }
}
