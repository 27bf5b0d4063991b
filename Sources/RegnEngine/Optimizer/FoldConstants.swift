import RegnBinder
import RegnData
import RegnFunctions
import RegnPhrases

/// Computes what does not depend on rows, and drops filters that let everything pass. Runs behind the moving
/// of filters, which puts constants in the place of columns.
enum FoldConstants: Rewrite {
  static let title: Phrase = "constants are computed once"

  static func apply(_ plan: LogicalPlan, _ context: ExecutionContext) -> LogicalPlan {
    plan.rewritten { step in
      let folded = step.mapExpressions { expression in expression.rewritten { fold($0, context) } }
      if case .filter(let filter) = folded, filter.predicate.constantValue == .bool(true) {
        return filter.input
      }
      return folded
    }
  }

  /// The value of a call whose arguments are constants; anything else as it is. What would fail is left to
  /// fail when the query runs.
  static func fold(_ expression: BoundExpression, _ context: ExecutionContext) -> BoundExpression {
    let one = Chunk(columns: [], rowCount: 1, sequence: 0)
    switch expression {
    case .call(let call):
      guard call.function.kind == .scalar, call.signature.isDeterministic,
        case .scalar(let kernel) = call.signature.kernel,
        call.arguments.allSatisfy({ $0.constantValue != nil })
      else { return expression }
      let parts = call.arguments.compactMap { $0.constantValue.map { CompiledExpression.constant($0) } }
      let compiled = CompiledExpression.call(kernel, parts, isDeterministic: true, type: call.type)
      guard let column = try? compiled.evaluate(one, context) else { return expression }
      return .constant(column.value(0))
    case .convert(let inner, let type):
      guard let value = inner.constantValue,
        let column = try? CompiledExpression.convert(.constant(value), type).evaluate(one, context)
      else { return expression }
      return .constant(column.value(0))
    default: return expression
    }
  }
}

extension LogicalPlan {
  /// The step with `transform` applied to each expression that it computes.
  func mapExpressions(_ transform: (BoundExpression) -> BoundExpression) -> LogicalPlan {
    switch self {
    case .filter(var step):
      step.predicate = transform(step.predicate)
      return .filter(step)
    case .project(var step):
      step.outputs = step.outputs.map { ($0.column, transform($0.expression)) }
      return .project(step)
    case .window(var step):
      step.outputs = step.outputs.map { ($0.column, transform($0.expression)) }
      return .window(step)
    case .aggregate(var step):
      step.keys = step.keys.map { ($0.column, transform($0.expression)) }
      step.aggregates = step.aggregates.map { aggregate in
        BoundAggregate(
          function: aggregate.function, signature: aggregate.signature,
          arguments: aggregate.arguments.map(transform), outputs: aggregate.outputs)
      }
      return .aggregate(step)
    case .sort(var step):
      for index in step.keys.indices { step.keys[index].expression = transform(step.keys[index].expression) }
      return .sort(step)
    case .join(var step):
      step.leftKeys = step.leftKeys.map(transform)
      step.rightKeys = step.rightKeys.map(transform)
      return .join(step)
    case .union(var step):
      step.expressions = step.expressions.map { $0.map(transform) }
      return .union(step)
    case .expand(var step):
      for index in step.items.indices {
        step.items[index].expression = transform(step.items[index].expression)
      }
      return .expand(step)
    case .parse(var step):
      step.source = transform(step.source)
      return .parse(step)
    case .apply(var step):
      step.keys = step.keys.map(transform)
      return .apply(step)
    case .sequence(var step):
      for index in step.steps.indices {
        step.steps[index].condition = transform(step.steps[index].condition)
        step.steps[index].assignments = step.steps[index].assignments.map {
          ($0.declared, transform($0.expression))
        }
      }
      return .sequence(step)
    case .scan, .values, .range, .reference, .limit, .sample: return self
    }
  }
}
