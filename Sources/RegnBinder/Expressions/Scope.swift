import RegnData
import RegnSyntax

/// The columns that an expression may name, and what else is allowed where it stands.
struct Scope {
  let columns: [PlanColumn]
  private let byName: [String: PlanColumn]
  /// What the columns belong to, for messages: a table's name or `the rows here`.
  let owner: String
  /// Whether the rows have an order, so that window functions mean something.
  let isSerialized: Bool
  /// Where aggregates are gathered; nil where none may stand.
  let aggregates: AggregateCollector?
  /// The two sides of a join's condition.
  let sides: (left: [PlanColumn], right: [PlanColumn])?
  /// The rows that the steps of a `scan` remember, by the step's name: `step.column` reads one.
  let records: [String: [PlanColumn]]

  init(
    _ columns: [PlanColumn], owner: String, isSerialized: Bool = false,
    aggregates: AggregateCollector? = nil, sides: (left: [PlanColumn], right: [PlanColumn])? = nil,
    records: [String: [PlanColumn]] = [:]
  ) {
    self.columns = columns
    byName = Dictionary(columns.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
    self.owner = owner
    self.isSerialized = isSerialized
    self.aggregates = aggregates
    self.sides = sides
    self.records = records
  }

  /// The columns of a table.
  init(_ table: BoundTable, aggregates: AggregateCollector? = nil) {
    self.init(
      table.columns, owner: table.name.isEmpty ? "the rows at this point" : table.name,
      isSerialized: table.isSerialized, aggregates: aggregates)
  }

  /// No columns: `let`, parameters, counts.
  static var none: Scope { Scope([], owner: "") }

  /// The column of an exact name.
  func column(_ name: String) -> PlanColumn? { byName[name] }

  var names: [String] { columns.map(\.name) }
}

/// The aggregates of one `summarize`.
final class AggregateCollector {
  private(set) var aggregates: [BoundAggregate] = []
  /// The input's columns that are keys as they are.
  let keys: Set<ColumnID>

  init(keys: Set<ColumnID> = []) { self.keys = keys }

  func add(_ aggregate: BoundAggregate) { aggregates.append(aggregate) }
}
