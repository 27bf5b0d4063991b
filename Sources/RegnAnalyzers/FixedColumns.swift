import RegnBinder
import RegnData

extension LogicalPlan {
  /// The columns of tables that filters on the way hold to one value: `year` after `where year == 2024`.
  var fixedColumns: [PlanColumn] {
    var fixed: [PlanColumn] = []
    var seen: Set<ObjectIdentifier> = []
    var pending = [self]
    while let step = pending.popLast() {
      pending.append(contentsOf: step.inputs)
      switch step {
      case .reference(let reference):
        if seen.insert(ObjectIdentifier(reference.shared)).inserted { pending.append(reference.shared.plan) }
      case .filter(let filter):
        let ids = filter.predicate.columnsHeldToOneValue
        fixed += filter.input.columns.filter { ids.contains($0.id) }
      default: break
      }
    }
    return fixed
  }
}

extension BoundExpression {
  /// The columns that must equal a constant for the predicate to hold.
  fileprivate var columnsHeldToOneValue: Set<ColumnID> {
    guard case .call(let call) = self else { return [] }
    switch call.function.name {
    case "__and": return call.arguments.reduce(into: []) { $0.formUnion($1.columnsHeldToOneValue) }
    case "__equal":
      guard call.arguments.contains(where: { $0.columns.isEmpty }) else { return [] }
      return call.arguments.reduce(into: []) { if let id = $1.plainColumn { $0.insert(id) } }
    default: return []
    }
  }

  /// The column that the expression is, also through a conversion.
  private var plainColumn: ColumnID? {
    switch self {
    case .column(let id, _): id
    case .convert(let inner, _): inner.plainColumn
    default: nil
    }
  }
}
