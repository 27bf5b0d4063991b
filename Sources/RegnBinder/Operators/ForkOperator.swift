import RegnData
import RegnSyntax

extension Binder {
  /// The results of `fork`: one for each branch, over rows that are computed once.
  func bindFork(_ view: ForkOperator, _ input: BoundTable) -> [BoundTable]? {
    let shared = Binder.share(input, name: "", isMaterialized: true)
    var results: [BoundTable] = []
    var failed = false
    for branch in view.branches {
      guard var table = bindTable(branch.query, input: reference(shared, name: input.name)) else {
        failed = true
        continue
      }
      if let name = branch.name?.name { table.name = name }
      results.append(table)
    }
    return failed || results.isEmpty ? nil : results
  }
}
