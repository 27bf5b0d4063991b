import RegnData
import RegnSyntax

extension Binder {
  func bindWhere(_ view: WhereOperator, _ input: BoundTable) -> BoundTable? {
    guard let predicate = bindCondition(view.condition, scope(input)) else { return nil }
    let (plan, condition) = lifted(predicate, over: input)
    let filter = LogicalPlan.filter(FilterStep(input: plan, predicate: condition))
    guard plan.columns.count > input.columns.count else { return input.adding(filter) }
    return input.adding(.project(ProjectStep(input: filter, outputs: passing(input.columns))))
  }

  /// An expression that reads window functions' results from columns computed in a step before.
  func lifted(_ expression: BoundExpression, over input: BoundTable) -> (LogicalPlan, BoundExpression) {
    guard expression.usesWindow else { return (input.plan, expression) }
    let column = PlanColumn.new("", expression.type)
    let step = WindowStep(input: input.plan, outputs: [(column, expression)])
    return (.window(step), .column(column.id, column.type))
  }

  /// The columns of a table as a scope, their origins remembered for remarks about values.
  func scope(_ table: BoundTable, aggregates: AggregateCollector? = nil) -> Scope {
    for column in table.columns { remember(column) }
    return Scope(table, aggregates: aggregates)
  }

  /// Remembers which table column a plan's column shows.
  func remember(_ column: PlanColumn) {
    if let origin = column.origin { origins[column.id] = origin }
  }
}
