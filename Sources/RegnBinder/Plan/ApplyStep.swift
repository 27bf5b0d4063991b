import RegnData

/// Runs a plan over each group of the input's rows apart (`partition`, `mv-apply`). The answers stand one
/// after another, in the order in which the groups first occur.
public struct ApplyStep: Sendable {
  public var input: LogicalPlan
  /// What the rows are grouped by; null is a group of its own.
  public var keys: [BoundExpression]
  /// Stands for the rows of a group in `body`, under the columns of its (empty) plan, which are the input's.
  public let parameter: SharedPlan
  public var body: LogicalPlan
  /// Columns of a group's first row that stand before the body's, the same in each row of its answer.
  public let carried: [(column: PlanColumn, from: ColumnID)]

  public init(
    input: LogicalPlan, keys: [BoundExpression], parameter: SharedPlan, body: LogicalPlan,
    carried: [(column: PlanColumn, from: ColumnID)] = []
  ) {
    self.input = input
    self.keys = keys
    self.parameter = parameter
    self.body = body
    self.carried = carried
  }

  public var columns: [PlanColumn] { carried.map { $0.column } + body.columns }
}
