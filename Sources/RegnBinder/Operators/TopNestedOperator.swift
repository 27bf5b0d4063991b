import RegnData
import RegnFunctions
import RegnSyntax

extension Binder {
  /// `top-nested n of a by x, top-nested m of b by y`: the first values, within each of them the first of the
  /// next level, and so on; `with others` adds a row for what a level leaves out.
  ///
  /// Each level groups the rows that the level above chose; rows are found again by the text of their values.
  func bindTopNested(_ view: TopNestedOperator, _ input: BoundTable) -> BoundTable? {
    var levels: [NestedLevel] = []
    var chooser = NameChooser()
    for level in view.levels {
      guard let level = bindLevel(level, input, &chooser) else { return nil }
      levels.append(level)
    }
    guard !levels.isEmpty else { return nil }
    let keys = levels.enumerated().map { "__key\($0) = tostring(\($1.text))" }
    guard let rows = expand("__input | extend \(keys.joined(separator: ", "))", over: ["__input": input])
    else {
      return nil
    }
    var chosen: BoundTable?
    var others: [BoundTable] = []
    for (depth, level) in levels.enumerated() {
      guard let step = nestedStep(level, depth, rows, chosen) else { return nil }
      chosen = step.chosen
      if let rest = step.others { others.append(rest) }
    }
    guard let chosen else { return nil }
    let all = others.isEmpty ? chosen : union([chosen] + others, isInner: false, source: nil)
    let order = levels.indices.map { "__place\($0) asc nulls last" }.joined(separator: ", ")
    let columns = levels.enumerated().flatMap { number, level in
      [
        "\(Binder.written(level.name)) = __value\(number)",
        "\(Binder.written(level.total)) = __total\(number)",
      ]
    }
    return expand(
      "__all | sort by \(order) | project \(columns.joined(separator: ", "))", over: ["__all": all])
  }

  private struct NestedLevel {
    let name: String
    let text: String
    let total: String
    let aggregate: String
    let count: String?
    let isAscending: Bool
    /// The value that stands for the others, as written, and its column's type.
    let others: (text: String, type: ScalarType)?
  }

  private func bindLevel(_ view: TopNestedLevel, _ input: BoundTable, _ chooser: inout NameChooser)
    -> NestedLevel?
  {
    guard let value = bind(view.of.unnamed, scope(input)), let by = view.by else { return nil }
    if let count = view.count, bindCount(count) == nil { return nil }
    let collector = AggregateCollector()
    let rows = Scope(input.columns, owner: scope(input).owner, aggregates: collector)
    guard bind(by.expression.unnamed, rows) != nil else { return nil }
    guard !collector.aggregates.isEmpty else {
      report(
        .columnOutsideAggregate, "top-nested orders by an aggregate", at: by.expression.span,
        label: "for example: by sum(\(by.expression.unnamed.text))")
      return nil
    }
    var others: (text: String, type: ScalarType)?
    if let written = view.others {
      guard let bound = bind(written, .none), convert(bound, to: value.type, at: written.span) != nil else {
        return nil
      }
      others = (written.text, value.type)
    }
    let name = chooser.choose(automaticName(view.of))
    var total: String?
    if case .named(let named) = by.expression { total = named.name?.name }
    return NestedLevel(
      name: name, text: view.of.unnamed.text, total: chooser.choose(total ?? "aggregated_\(name)"),
      aggregate: by.expression.unnamed.text, count: view.count?.text, isAscending: by.isAscending == true,
      others: others)
  }

  /// One level: the rows of the levels above, each with what this level chose, and the rows for the others.
  private func nestedStep(
    _ level: NestedLevel, _ depth: Int, _ rows: BoundTable, _ above: BoundTable?
  ) -> (chosen: BoundTable, others: BoundTable?)? {
    let (value, total) = ("__value\(depth)", "__total\(depth)")
    let parents = (0..<depth).flatMap { ["__key\($0)", "__place\($0)", "__value\($0)", "__total\($0)"] }
    // The rows that the levels above chose, with what they chose.
    let parentKeys = (0..<depth).map { "__key\($0)" }.joined(separator: ", ")
    var within = rows
    if let above {
      guard
        let joined = expand(
          "__rows | lookup kind=inner __above on \(parentKeys)", over: ["__rows": rows, "__above": above])
      else { return nil }
      within = joined
    }
    let by = (parents + ["__key\(depth)", "\(value) = \(level.text)"]).joined(separator: ", ")
    let places = (0..<depth).map { "__place\($0) asc" } + ["\(total) \(level.isAscending ? "asc" : "desc")"]
    let restart =
      depth == 0
      ? "false" : (0..<depth).map { "prev(__place\($0)) != __place\($0)" }.joined(separator: " or ")
    let limit = level.count.map { "| where __place\(depth) <= \($0)" } ?? ""
    guard
      let chosen = expand(
        """
        __within | summarize \(total) = \(level.aggregate) by \(by)
        | sort by \(places.joined(separator: ", "))
        | extend __place\(depth) = row_number(1, \(restart)) \(limit)
        """, over: ["__within": within])
    else { return nil }
    guard let rest = level.others, level.count != nil else { return (chosen, nil) }
    let keys = (0...depth).map { "__key\($0)" }.joined(separator: ", ")
    let group = parents.isEmpty ? "" : " by " + parents.joined(separator: ", ")
    let others = expand(
      """
      __within | join kind=leftanti __chosen on \(keys)
      | summarize \(total) = \(level.aggregate), __rows = count()\(group)
      | where __rows > 0 | project-away __rows
      | extend \(value) = to\(rest.type.rawValue)(\(rest.text)), __place\(depth) = long(null)
      """, over: ["__within": within, "__chosen": chosen])
    guard let others else { return nil }
    return (chosen, others)
  }
}
