import RegnBinder
import RegnData
import RegnPhrases

/// Gives a table's scan the simple predicates that it can test itself.
enum PushPredicatesIntoScans: Rewrite {
  static let title: Phrase = "simple predicates are tested inside the scan"

  static func apply(_ plan: LogicalPlan, _ context: ExecutionContext) -> LogicalPlan {
    plan.rewritten { step in
      guard case .filter(let filter) = step, case .scan(var scan) = filter.input else { return step }
      var rest: [BoundExpression] = []
      for conjunct in PushFilters.conjuncts(of: filter.predicate) {
        let predicates = simple(conjunct, scan)
        if !predicates.isEmpty, predicates.allSatisfy(scan.source.applies) {
          scan.predicates += predicates
        } else {
          rest.append(conjunct)
        }
      }
      return PushFilters.filter(.scan(scan), rest)
    }
  }

  private static let tests: [String: (test: ScanPredicate.Test, mirrored: ScanPredicate.Test)] = [
    "__equal": (.equal, .equal), "__not_equal": (.notEqual, .notEqual),
    "__less": (.less, .greater), "__less_or_equal": (.lessOrEqual, .greaterOrEqual),
    "__greater": (.greater, .less), "__greater_or_equal": (.greaterOrEqual, .lessOrEqual),
  ]

  /// The predicates that say the same together; none where there are none such.
  private static func simple(_ expression: BoundExpression, _ scan: ScanStep) -> [ScanPredicate] {
    if case .call(let call) = expression, call.function.name == "__between", call.arguments.count == 3,
      let place = place(call.arguments[0], scan)
    {
      let type = scan.source.schema.columns[place].type
      let bounds = call.arguments.dropFirst().compactMap { $0.constantValue.flatMap { exact($0, as: type) } }
      guard bounds.count == 2 else { return [] }
      return [
        ScanPredicate(column: place, test: .greaterOrEqual, constants: [bounds[0]]),
        ScanPredicate(column: place, test: .lessOrEqual, constants: [bounds[1]]),
      ]
    }
    return comparison(expression, scan).map { [$0] } ?? []
  }

  private static func comparison(_ expression: BoundExpression, _ scan: ScanStep) -> ScanPredicate? {
    guard case .call(let call) = expression else { return nil }
    if call.function.name == "__in", let first = call.arguments.first, let place = place(first, scan) {
      let type = scan.source.schema.columns[place].type
      var constants: [Value] = []
      for argument in call.arguments.dropFirst() {
        guard let constant = argument.constantValue.flatMap({ exact($0, as: type) }) else { return nil }
        constants.append(constant)
      }
      return ScanPredicate(column: place, test: .oneOf, constants: constants)
    }
    guard let tests = tests[call.function.name], call.arguments.count == 2 else { return nil }
    if let place = place(call.arguments[0], scan), let constant = call.arguments[1].constantValue,
      let value = exact(constant, as: scan.source.schema.columns[place].type)
    {
      return ScanPredicate(column: place, test: tests.test, constants: [value])
    }
    if let place = place(call.arguments[1], scan), let constant = call.arguments[0].constantValue,
      let value = exact(constant, as: scan.source.schema.columns[place].type)
    {
      return ScanPredicate(column: place, test: tests.mirrored, constants: [value])
    }
    return nil
  }

  /// The table column that the expression reads, also through a widening conversion.
  private static func place(_ expression: BoundExpression, _ scan: ScanStep) -> Int? {
    switch expression {
    case .column(let id, _):
      return scan.columns.firstIndex { $0.id == id }.map { scan.places[$0] }
    case .convert(.column(let id, let from), let type)
    where (from == .int && type == .long) || (from == .int && type == .decimal)
      || (from == .long && type == .decimal):
      return scan.columns.firstIndex { $0.id == id }.map { scan.places[$0] }
    default: return nil
    }
  }

  /// The constant as a value of the column's type, when it is exactly one.
  private static func exact(_ value: Value, as type: ScalarType) -> Value? {
    if value.isNull { return nil }
    if value.type == type { return value }
    switch (type, value) {
    case (.int, .long(let number)): return Int32(exactly: number).map { .int($0) }
    case (.long, .int(let number)): return .long(Int64(number))
    case (.decimal, .long(let number)): return .decimal(Decimal(coefficient: Int128(number), scale: 0))
    case (.decimal, .int(let number)): return .decimal(Decimal(coefficient: Int128(number), scale: 0))
    default: return nil
    }
  }
}
