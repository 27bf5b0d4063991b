import RegnData
import RegnFunctions
import RegnSyntax

extension Binder {
  /// The results of `facet`: that of the subquery after `with`, then for each column its values and how many
  /// rows have each.
  func bindFacet(_ view: FacetOperator, _ input: BoundTable) -> [BoundTable]? {
    let shared = Binder.share(input, name: "", isMaterialized: true)
    var results: [BoundTable] = []
    var failed = false
    if let query = view.query {
      if let table = bindTable(query, input: reference(shared, name: input.name)) {
        results.append(table)
      } else {
        failed = true
      }
    }
    for expression in view.by {
      if let table = countsOfValues(expression, in: reference(shared, name: input.name)) {
        results.append(table)
      } else {
        failed = true
      }
    }
    return failed || results.isEmpty ? nil : results
  }

  /// Each value of a column with its number of rows, in a column named `count_` and the column's name.
  private func countsOfValues(_ expression: Expression, in table: BoundTable) -> BoundTable? {
    guard let value = bind(expression, scope(table)),
      let function = FunctionLibrary.function(named: "count"),
      let match = resolve(function, [], spans: [], at: expression.span, shown: "count()")
    else { return nil }
    let name = automaticName(expression) ?? "Column1"
    let key = output(name, value, from: table.columns)
    let count = BoundAggregate(
      function: function, signature: match.signature, arguments: [],
      outputs: [.new("count_\(name)", match.type)])
    return BoundTable(
      plan: .aggregate(AggregateStep(input: table.plan, keys: [key], aggregates: [count])),
      depth: table.depth + 1)
  }
}
