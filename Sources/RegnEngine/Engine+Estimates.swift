import RegnBinder
import RegnData

// What is known of a plan's rows before it runs.
extension Engine {
  /// The rows that a plan reads at most, as far as that is known without running it, and whether it gives as
  /// many. What several places share is looked at once, however often they refer to it.
  func estimate(_ plan: LogicalPlan) -> PlanEstimate {
    switch plan {
    case .scan(let step): return PlanEstimate(rows: step.source.rowCount, isExact: step.predicates.isEmpty)
    case .values(let step): return PlanEstimate(rows: step.rows.rowCount, isExact: true)
    case .reference(let step):
      let shared = ObjectIdentifier(step.shared)
      if let known = results.estimates[shared] { return known }
      let found = estimate(step.shared.plan)
      results.estimates[shared] = found
      return found
    case .project(let step): return estimate(step.input)
    case .window(let step): return estimate(step.input)
    case .sort(let step): return estimate(step.input)
    case .parse(let step): return estimate(step.input)
    case .filter(let step): return PlanEstimate(rows: estimate(step.input).rows, isExact: false)
    case .aggregate(let step): return PlanEstimate(rows: estimate(step.input).rows, isExact: false)
    case .sample(let step): return PlanEstimate(rows: estimate(step.input).rows, isExact: false)
    case .join(let step):
      guard let left = estimate(step.left).rows, let right = estimate(step.right).rows else {
        return PlanEstimate(rows: nil, isExact: false)
      }
      return PlanEstimate(rows: max(left, right), isExact: false)
    case .union(let step):
      let parts = step.inputs.map(estimate)
      let rows = parts.reduce(0 as Int?) { total, part in
        if let total, let rows = part.rows { total + rows } else { nil }
      }
      return PlanEstimate(rows: rows, isExact: parts.allSatisfy(\.isExact))
    case .limit(let step): return PlanEstimate(rows: step.count, isExact: false)
    case .range, .expand, .apply, .sequence: return PlanEstimate(rows: nil, isExact: false)
    }
  }

  /// How many rows a scan of a table in memory gives, judged by what is known of the columns that it tests;
  /// nil for other plans, and where nothing is known.
  func likelyRows(_ plan: LogicalPlan) -> Double? {
    switch plan {
    case .scan(let step):
      guard step.source.residentByteCount > 0, let rows = step.source.rowCount else { return nil }
      var likely = Double(rows)
      for predicate in step.predicates {
        guard let known = step.source.statistics(ofColumn: predicate.column),
          let share = known.share(passing: predicate)
        else { return nil }
        likely *= share
      }
      return likely
    case .project(let step): return likelyRows(step.input)
    default: return nil
    }
  }

  /// The number of values that a column has at most, where it comes as it is from a table in memory.
  func valueCount(of id: ColumnID, in plan: LogicalPlan) -> Int? {
    switch plan {
    case .scan(let step):
      guard step.source.residentByteCount > 0, let place = step.columns.firstIndex(where: { $0.id == id }),
        let known = step.source.statistics(ofColumn: step.places[place])
      else { return nil }
      if let count = known.distinctCount { return count }
      guard let low = known.minimum?.integer, let high = known.maximum?.integer else { return nil }
      return Int(clamping: Int128(high) - Int128(low) + 1)
    case .filter, .sort, .limit, .sample: return valueCount(of: id, in: plan.inputs[0])
    case .project(let step):
      let output = step.outputs.first { $0.column.id == id }
      guard case .column(let inner, _)? = output?.expression else { return nil }
      return valueCount(of: inner, in: step.input)
    case .aggregate(let step):
      let key = step.keys.first { $0.column.id == id }
      guard case .column(let inner, _)? = key?.expression else { return nil }
      return valueCount(of: inner, in: step.input)
    case .join(let step):
      if let output = step.leftOutputs.first(where: { $0.column.id == id }) {
        return valueCount(of: output.from, in: step.left)
      }
      guard let output = step.rightOutputs.first(where: { $0.column.id == id }) else { return nil }
      return valueCount(of: output.from, in: step.right)
    default: return nil
    }
  }
}

/// The rows that a plan reads at most; nil when not known.
struct PlanEstimate {
  let rows: Int?
  /// Whether it gives as many.
  let isExact: Bool
}

extension ColumnStatistics {
  /// The share of the rows that a predicate lets pass, were the values spread evenly; nil where too little is
  /// known of them.
  fileprivate func share(passing predicate: ScanPredicate) -> Double? {
    guard rowCount > 0 else { return 0 }
    let present = 1 - Double(nullCount) / Double(rowCount)
    func equal() -> Double? {
      if let values {
        let wanted = Set(
          predicate.constants.compactMap { if case .string(let text) = $0 { text } else { nil } })
        if wanted.count == Set(predicate.constants).count {
          let rows = values.reduce(0) { $0 + (wanted.contains($1.value) ? $1.count : 0) }
          return Double(rows) / Double(rowCount)
        }
      }
      return distinctCount.map { min(Double(predicate.constants.count) / Double(max($0, 1)), 1) * present }
    }
    /// Where the constant lies between the least and the greatest value, from 0 to 1.
    func place() -> Double? {
      guard let low = minimum?.place, let high = maximum?.place, let place = predicate.constants.first?.place
      else { return nil }
      return low < high ? min(max((place - low) / (high - low), 0), 1) : nil
    }
    switch predicate.test {
    case .equal, .oneOf: return equal()
    case .notEqual: return equal().map { max(present - $0, 0) }
    case .less, .lessOrEqual: return place().map { $0 * present }
    case .greater, .greaterOrEqual: return place().map { (1 - $0) * present }
    }
  }
}

extension Value {
  /// Where it lies among numbers or among times; nil for what has no such place.
  fileprivate var place: Double? {
    switch self {
    case .datetime(let time): Double(time.ticks)
    case .timespan(let span): Double(span.ticks)
    default: double
    }
  }
}
