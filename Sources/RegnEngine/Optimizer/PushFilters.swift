import RegnBinder
import RegnData
import RegnFunctions
import RegnPhrases

/// Moves filters towards the tables, so that fewer rows pass the steps between.
enum PushFilters: Rewrite {
  static let title: Phrase = "filters move towards the tables"

  static func apply(_ plan: LogicalPlan, _ context: ExecutionContext) -> LogicalPlan {
    plan.rewrittenFromTop { step in
      guard case .filter(let filter) = step else { return step }
      return push(conjuncts(of: filter.predicate), into: filter.input)
    }
  }

  /// The parts of a predicate that all must hold.
  static func conjuncts(of predicate: BoundExpression) -> [BoundExpression] {
    guard case .call(let call) = predicate, call.function.name == "__and" else { return [predicate] }
    return call.arguments.flatMap(conjuncts)
  }

  private static func push(_ predicates: [BoundExpression], into plan: LogicalPlan) -> LogicalPlan {
    var below: [BoundExpression] = []
    var here: [BoundExpression] = []
    var result = plan
    switch plan {
    case .filter(let step):
      return push(conjuncts(of: step.predicate) + predicates, into: step.input)
    case .project(var step):
      let meaning = Dictionary(
        step.outputs.map { ($0.column.id, $0.expression) }, uniquingKeysWith: { first, _ in first })
      (below, here) = split(predicates, by: meaning)
      if !below.isEmpty { step.input = push(below, into: step.input) }
      result = .project(step)
    case .sort(var step) where step.limit == nil:
      step.input = push(predicates, into: step.input)
      return .sort(step)
    case .aggregate(var step) where !step.keys.isEmpty:
      let meaning = Dictionary(
        step.keys.map { ($0.column.id, $0.expression) }, uniquingKeysWith: { first, _ in first })
      (below, here) = split(predicates, by: meaning)
      if !below.isEmpty { step.input = push(below, into: step.input) }
      result = .aggregate(step)
    case .union(var step):
      for index in step.inputs.indices {
        let meaning = Dictionary(
          zip(step.columns.map(\.id), step.expressions[index]), uniquingKeysWith: { first, _ in first })
        guard predicates.allSatisfy({ canSubstitute($0, meaning) }) else { return filter(plan, predicates) }
        step.inputs[index] = push(predicates.map { substitute($0, meaning) }, into: step.inputs[index])
      }
      return .union(step)
    case .join(var step):
      let left = meaning(of: step.leftOutputs)
      let right = meaning(of: step.rightOutputs)
      // A side whose rows may be filled with nulls must keep the rows that the predicate would drop.
      let leftStays = step.kind == .rightouter || step.kind == .fullouter
      let rightStays = step.kind == .leftouter || step.kind == .fullouter
      var toRight: [BoundExpression] = []
      here = predicates
      if !leftStays, step.kind != .innerunique { (below, here) = split(here, by: left) }
      if !rightStays { (toRight, here) = split(here, by: right) }
      if !below.isEmpty { step.left = push(below, into: step.left) }
      if !toRight.isEmpty { step.right = push(toRight, into: step.right) }
      result = .join(step)
    default: here = predicates
    }
    return filter(result, here)
  }

  /// The predicates that can be computed below, written in what the columns mean there, and those that stay.
  private static func split(_ predicates: [BoundExpression], by meaning: [ColumnID: BoundExpression]) -> (
    below: [BoundExpression], here: [BoundExpression]
  ) {
    var below: [BoundExpression] = []
    var here: [BoundExpression] = []
    for predicate in predicates {
      if canSubstitute(predicate, meaning) {
        below.append(substitute(predicate, meaning))
      } else {
        here.append(predicate)
      }
    }
    return (below, here)
  }

  private static func meaning(of outputs: [(column: PlanColumn, from: ColumnID)]) -> [ColumnID:
    BoundExpression]
  {
    Dictionary(
      outputs.map { ($0.column.id, .column($0.from, $0.column.type)) },
      uniquingKeysWith: { first, _ in first })
  }

  /// The plan under a filter for each predicate; under one for all of them when they are so many that the
  /// plan would grow high.
  static func filter(_ plan: LogicalPlan, _ predicates: [BoundExpression]) -> LogicalPlan {
    guard predicates.count > 32, let both = FunctionLibrary.function(named: "__and"),
      let signature = both.signatures.first
    else { return predicates.reduce(plan) { .filter(FilterStep(input: $0, predicate: $1)) } }
    // A balanced tree is as low as can be.
    var parts = predicates
    while parts.count > 1 {
      parts = stride(from: 0, to: parts.count, by: 2).map { place in
        guard place + 1 < parts.count else { return parts[place] }
        return .call(
          BoundCall(
            function: both, signature: signature, arguments: [parts[place], parts[place + 1]], type: .bool))
      }
    }
    return .filter(FilterStep(input: plan, predicate: parts[0]))
  }

  /// Whether every column of the predicate is known below, and computing it there again costs little and
  /// gives the same.
  private static func canSubstitute(
    _ predicate: BoundExpression, _ meaning: [ColumnID: BoundExpression]
  ) -> Bool {
    guard predicate.isDeterministic, !predicate.columns.isEmpty else { return false }
    return predicate.columns.allSatisfy { id in
      guard let expression = meaning[id] else { return false }
      switch expression {
      case .column, .constant: return true
      case .convert(let inner, _): if case .column = inner { return true } else { return false }
      default: return false
      }
    }
  }

  private static func substitute(
    _ predicate: BoundExpression, _ meaning: [ColumnID: BoundExpression]
  ) -> BoundExpression {
    predicate.rewritten { part in
      if case .column(let id, _) = part, let expression = meaning[id] { return expression }
      return part
    }
  }
}
