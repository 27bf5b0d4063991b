import RegnBinder
import RegnData

// What one side of a join has shown spares the other side rows: those that no row there can be paired with.
extension Engine {
  /// A side of a join without the rows whose keys none of `rows`, the other side, has. Unchanged where to
  /// find them costs as much as it spares: where the side has no steps that are dear for each row, only scans
  /// of tables in memory leave out rows, by bitmaps of keys.
  ///
  /// - Parameters:
  ///   - asksIfWorthIt: whether only keys count of which the other side is known to lack at least half.
  func narrowed(
    _ plan: LogicalPlan, on keys: [BoundExpression], to rows: Chunk, _ rowKeys: [CompiledExpression],
    asksIfWorthIt: Bool
  ) throws -> LogicalPlan {
    let isCostly = plan.holdsCostlySteps
    guard isCostly || plan.readsMemory else { return plan }
    var narrowed = plan
    for (key, rowKey) in zip(keys, rowKeys) {
      guard case .column(let id, let type) = key, isCostly || KeyBitmap.applies(to: type) else { continue }
      var most = Int.max
      if asksIfWorthIt || !isCostly {
        guard rows.rowCount <= Self.mostNarrowingRows, let known = valueCount(of: id, in: plan) else {
          continue
        }
        most = known / 2
      }
      let set = try ValueSet(rowKey.evaluate(rows, context).flattened, context: context)
      guard set.count <= most else { continue }
      if !isCostly { guard case .bitmap = set else { continue } }
      // Stands for the keys in the plan; its set is made here, not by a query.
      let stand = SharedPlan(
        name: PlanPrinter.keysOfTheOtherSide,
        plan: .values(ValuesStep(columns: [], rows: Chunk(columns: [], rowCount: 0, sequence: 0))),
        isMaterialized: true, depth: 1)
      results.sets[ObjectIdentifier(stand)] = set
      heldPlans.append(stand)
      narrowed = .filter(
        FilterStep(input: narrowed, predicate: .inQuery(key, stand, caseInsensitive: false)))
    }
    return PushFilters.apply(narrowed, context).rewritten { step in
      guard case .filter(let filter) = step,
        case .inQuery(.column(let id, _), let stand, _) = filter.predicate,
        heldPlans.contains(where: { $0 === stand }),
        case .bitmap(let bitmap)? = results.sets[ObjectIdentifier(stand)]
      else { return step }
      return scanning(filter.input, for: bitmap, in: id) ?? step
    }
  }

  /// A scan of a table in memory, below filters perhaps, that leaves out rows by their keys; nil for other
  /// plans.
  private func scanning(_ plan: LogicalPlan, for bitmap: KeyBitmap, in id: ColumnID) -> LogicalPlan? {
    switch plan {
    case .scan(var step):
      guard let place = step.columns.firstIndex(where: { $0.id == id }),
        step.source.applies(keysOf: step.places[place])
      else { return nil }
      step.keys.append((step.places[place], bitmap))
      return .scan(step)
    case .filter(var step):
      guard let input = scanning(step.input, for: bitmap, in: id) else { return nil }
      step.input = input
      return .filter(step)
    default: return nil
    }
  }

  /// Making a set of more rows costs more than it can be known to spare.
  private static let mostNarrowingRows = 1 << 18
}

extension JoinKind {
  /// Whether rows of the left side that have no match leave no trace.
  var dropsUnmatchedLeft: Bool {
    switch self {
    case .inner, .innerunique, .leftsemi, .rightsemi, .rightouter, .rightanti: true
    case .leftouter, .fullouter, .leftanti: false
    }
  }
}

extension LogicalPlan {
  /// Whether it reads a table in memory, and passes its rows through filters and projections alone.
  fileprivate var readsMemory: Bool {
    switch self {
    case .scan(let step): step.source.residentByteCount > 0
    case .filter, .project: inputs[0].readsMemory
    default: false
    }
  }

  /// Whether groups are made or tables joined below steps that let a filter through.
  fileprivate var holdsCostlySteps: Bool {
    switch self {
    case .aggregate(let step): !step.keys.isEmpty
    case .join: true
    case .filter, .project: inputs[0].holdsCostlySteps
    case .sort(let step): step.limit == nil && step.input.holdsCostlySteps
    default: false
    }
  }
}
