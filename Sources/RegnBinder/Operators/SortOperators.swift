import RegnData
import RegnSyntax

extension Binder {
  /// Keys of sort and top: descending unless said otherwise; nulls last when descending, first when
  /// ascending.
  private func bindSortKeys(_ keys: [OrderedExpression], _ input: BoundTable) -> [SortKey]? {
    var result: [SortKey] = []
    var failed = false
    for key in keys {
      guard let bound = bind(key.expression, scope(input)) else {
        failed = true
        continue
      }
      if bound.type == .dynamic {
        report(
          .notComparable, "rows cannot be sorted by a dynamic value", at: key.expression.span,
          label: "convert it: tolong(…), toreal(…) or tostring(…)")
        failed = true
        continue
      }
      let descending = key.isAscending != true
      result.append(
        SortKey(expression: bound, descending: descending, nullsFirst: key.nullsFirst ?? !descending))
    }
    return failed ? nil : result
  }

  func bindSort(_ view: SortOperator, _ input: BoundTable) -> BoundTable? {
    guard let keys = bindSortKeys(view.keys, input) else { return nil }
    return sorted(input, keys: keys, limit: nil)
  }

  /// Sorts; keys that are window functions are computed before.
  private func sorted(_ input: BoundTable, keys: [SortKey], limit: Int?) -> BoundTable {
    var keys = keys
    var plan = input.plan
    for place in keys.indices where keys[place].expression.usesWindow {
      let (lifted, expression) = lifted(
        keys[place].expression, over: BoundTable(plan: plan, isSerialized: input.isSerialized))
      plan = lifted
      keys[place].expression = expression
    }
    let sort = LogicalPlan.sort(SortStep(input: plan, keys: keys, limit: limit))
    guard plan.columns.count > input.columns.count else { return input.adding(sort, isSerialized: true) }
    return input.adding(
      .project(ProjectStep(input: sort, outputs: passing(input.columns))), isSerialized: true)
  }

  func bindTop(_ view: TopOperator, _ input: BoundTable) -> BoundTable? {
    guard let keys = bindSortKeys(view.keys, input), let count = bindCount(view.count) else { return nil }
    return sorted(input, keys: keys, limit: count)
  }

  func bindTake(_ view: TakeOperator, _ input: BoundTable) -> BoundTable? {
    guard let count = bindCount(view.count) else { return nil }
    return input.adding(.limit(LimitStep(input: input.plan, count: count)))
  }

  func bindSerialize(_ view: SerializeOperator, _ input: BoundTable) -> BoundTable? {
    var ordered = input
    ordered.isSerialized = true
    return view.columns.isEmpty ? ordered : extend(view.columns, ordered)
  }

  func bindSample(_ view: SampleOperator, _ input: BoundTable) -> BoundTable? {
    guard let count = bindCount(view.count) else { return nil }
    return input.adding(.sample(SampleStep(input: input.plan, count: count)), isSerialized: false)
  }

  func bindSampleDistinct(_ view: SampleDistinctOperator, _ input: BoundTable) -> BoundTable? {
    guard let count = bindCount(view.count), let value = bind(view.of, scope(input)) else { return nil }
    var chooser = NameChooser()
    let key = output(chooser.choose(automaticName(view.of)), value, from: input.columns)
    let distinct = LogicalPlan.aggregate(AggregateStep(input: input.plan, keys: [key], aggregates: []))
    return BoundTable(plan: .limit(LimitStep(input: distinct, count: count)), depth: input.depth + 2)
  }
}
