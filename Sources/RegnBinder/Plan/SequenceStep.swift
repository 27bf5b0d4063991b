import RegnData

/// Goes over ordered rows one by one and matches each against steps that remember what they matched before
/// (`scan`).
public struct SequenceStep: Sendable {
  /// Which matches of a step are put out.
  public enum Output: String, Sendable, CaseIterable {
    case all, last, none
  }

  /// One step. Its expressions read the input's columns, the declared columns (of the row being matched), and
  /// the remembered columns of any step up to itself.
  public struct Step: Sendable {
    public let output: Output
    public var condition: BoundExpression
    /// What is assigned to declared columns (by number), in this order.
    public var assignments: [(declared: Int, expression: BoundExpression)]
    /// How the step's remembered row is read: the input's columns, then the declared ones.
    public let remembered: [PlanColumn]

    public init(
      output: Output, condition: BoundExpression,
      assignments: [(declared: Int, expression: BoundExpression)], remembered: [PlanColumn]
    ) {
      self.output = output
      self.condition = condition
      self.assignments = assignments
      self.remembered = remembered
    }
  }

  public var input: LogicalPlan
  /// The columns that steps assign to, with the value that a row has when none does.
  public let declared: [(column: PlanColumn, value: Value)]
  /// Holds the number of the match that a row belongs to, from 0.
  public let matchID: PlanColumn?
  public var steps: [Step]

  public init(
    input: LogicalPlan, declared: [(column: PlanColumn, value: Value)], matchID: PlanColumn?, steps: [Step]
  ) {
    self.input = input
    self.declared = declared
    self.matchID = matchID
    self.steps = steps
  }

  public var columns: [PlanColumn] {
    input.columns + declared.map { $0.column } + (matchID.map { [$0] } ?? [])
  }
}
