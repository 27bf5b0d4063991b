import RegnData
import RegnPhrases
import RegnSyntax

extension Binder {
  func bindJoin(_ view: JoinOperator, _ left: BoundTable) -> BoundTable? {
    checkOptions(view.parameters, of: "join")
    let word = option("kind", of: view.parameters, in: "join", synonyms: Binder.foreignJoins)
    let isUnknownKind = word == nil && view.parameters.contains { $0.name == "kind" }
    let kind: JoinKind
    switch word {
    case "anti", "leftantisemi": kind = .leftanti
    case "rightantisemi": kind = .rightanti
    default: kind = word.flatMap { JoinKind(rawValue: $0) } ?? .innerunique
    }
    let other = bindTable(view.table)
    guard let keys = bindJoinKeys(view.on, left, other ?? .unknown(), at: view.span), let right = other else {
      return nil
    }
    if isUnknownKind { return nil }
    return join(
      left, right, kind, keys, kind.keepsLeft ? left.columns : [], kind.keepsRight ? right.columns : [])
  }

  /// What SQL and other languages call KQL's kinds of join.
  private static let foreignJoins = [
    "outer": "fullouter", "full": "fullouter", "left": "leftouter", "right": "rightouter",
    "left_outer": "leftouter", "right_outer": "rightouter", "full_outer": "fullouter",
    "left_anti": "leftanti",
    "left_semi": "leftsemi", "exists": "leftsemi", "except": "leftanti",
  ]

  func bindLookup(_ view: LookupOperator, _ left: BoundTable) -> BoundTable? {
    checkOptions(view.parameters, of: "lookup")
    let word = option("kind", of: view.parameters, in: "lookup", synonyms: ["left": "leftouter"])
    let isUnknownKind = word == nil && view.parameters.contains { $0.name == "kind" }
    let other = bindTable(view.table)
    guard let keys = bindJoinKeys(view.on, left, other ?? .unknown(), at: view.span), let right = other else {
      return nil
    }
    if isUnknownKind { return nil }
    let keyIDs = Set(keys.flatMap { $0.right.columns })
    return join(
      left, right, word == "inner" ? .inner : .leftouter, keys, left.columns,
      right.columns.filter { !keyIDs.contains($0.id) })
  }

  private func joined(_ column: PlanColumn, name: String) -> (column: PlanColumn, from: ColumnID) {
    let output = PlanColumn.new(name, column.type, origin: column.origin)
    remember(output)
    return (output, column.id)
  }

  /// The join of two tables, of which the named columns come out.
  private func join(
    _ left: BoundTable, _ right: BoundTable, _ kind: JoinKind, _ keys: [JoinKey],
    _ leftColumns: [PlanColumn], _ rightColumns: [PlanColumn]
  ) -> BoundTable {
    let columns = leftColumns + rightColumns
    let outputs = zip(columns, distinctNames(columns.map(\.name))).map { joined($0, name: $1) }
    var table = BoundTable(
      plan: .join(
        JoinStep(
          left: left.plan, right: right.plan, kind: kind, leftKeys: keys.map(\.left),
          rightKeys: keys.map(\.right), leftOutputs: Array(outputs.prefix(leftColumns.count)),
          rightOutputs: Array(outputs.dropFirst(leftColumns.count)))),
      depth: max(left.depth, right.depth) + 1)
    table.gaps = left.gaps.union(right.gaps)
    return table
  }

  private struct JoinKey {
    let left: BoundExpression
    let right: BoundExpression
  }

  /// The pairs of keys after `on`: a name that both sides have, or `$left.a == $right.b`.
  private func bindJoinKeys(
    _ conditions: [Expression], _ left: BoundTable, _ right: BoundTable, at span: SourceSpan
  ) -> [JoinKey]? {
    let outer = gaps
    defer { gaps = outer }
    gaps = left.gaps.union(right.gaps)
    var keys: [JoinKey] = []
    var failed = false
    for condition in conditions.flatMap(parts) {
      guard let key = bindJoinKey(condition, left, right) else {
        failed = true
        continue
      }
      keys.append(key)
    }
    if conditions.isEmpty,
      tree.diagnostics.contains(where: { span.start <= $0.span.start && $0.span.end <= span.end + 1 })
    {
      // The parser has asked for `on`.
      return nil
    }
    if keys.isEmpty, !failed {
      report(
        .joinKeyMissing, "a join needs `on` and the columns to join by", at: span,
        label: commonColumns(left, right).first.map { "for example: on \($0)" }
          ?? keyHint(left.columns.first?.name, right.columns.first?.name))
      return nil
    }
    return failed ? nil : keys
  }

  /// How keys of two names are written.
  private func keyHint(_ left: String?, _ right: String?) -> Phrase {
    "keys of two names: $left.\(left ?? "a") == $right.\(right ?? "b")"
  }

  /// The conditions of a chain of `and`.
  private func parts(_ condition: Expression) -> [Expression] {
    switch condition {
    case .logical(let view) where !view.isOr: view.operands.flatMap(parts)
    case .parenthesized(let view): parts(view.expression)
    default: [condition]
    }
  }

  private func commonColumns(_ left: BoundTable, _ right: BoundTable) -> [String] {
    left.columns.map(\.name).filter { name in right.columns.contains { $0.name == name } }
  }

  private func bindJoinKey(_ condition: Expression, _ left: BoundTable, _ right: BoundTable) -> JoinKey? {
    if case .name(let name) = condition {
      let inLeft = left.columns.first { $0.name == name.name }
      let inRight = right.columns.first { $0.name == name.name }
      guard let inLeft, let inRight else {
        let side: Phrase =
          inLeft == nil ? (inRight == nil ? "either side" : "the left side") : "the right side"
        let common = commonColumns(left, right)
        reportUnknown(
          .unknownColumn, "no column named `\(name.name)` on \(side) of the join", name: name.name,
          candidates: common, at: name.span,
          otherwise: common.isEmpty
            ? keyHint(inLeft?.name ?? left.columns.first?.name, inRight?.name ?? right.columns.first?.name)
            : "both sides have \(common.joined(separator: ", "))")
        return nil
      }
      return pair(
        .column(inLeft.id, inLeft.type), .column(inRight.id, inRight.type), name.name, at: condition.span)
    }
    guard case .binary(let view) = condition, view.operator == .equal, !view.isNegated else {
      report(
        .joinKeyMissing, "rows are joined by equal columns", at: condition.span,
        label: "write a column's name, or $left.a == $right.b")
      return nil
    }
    let scope = Scope([], owner: "the join", sides: (left.columns, right.columns))
    guard let first = bind(view.left, scope), let second = bind(view.right, scope) else { return nil }
    let leftIDs = Set(left.columns.map(\.id))
    let rightIDs = Set(right.columns.map(\.id))
    if first.columns.isSubset(of: leftIDs), second.columns.isSubset(of: rightIDs) {
      return pair(first, second, view.text, at: condition.span)
    }
    if first.columns.isSubset(of: rightIDs), second.columns.isSubset(of: leftIDs) {
      return pair(second, first, view.text, at: condition.span)
    }
    report(
      .joinKeyMissing, "each side of `==` must name columns of one side of the join", at: condition.span,
      label: "write: $left.a == $right.b")
    return nil
  }

  private func pair(
    _ left: BoundExpression, _ right: BoundExpression, _ what: String, at span: SourceSpan
  ) -> JoinKey? {
    if left.type == .dynamic || right.type == .dynamic {
      report(
        .notComparable, "rows cannot be joined by a dynamic value", at: span,
        label: "convert it in a column before: tostring(…)")
      return nil
    }
    guard let type = commonType([left.type, right.type]) else {
      report(
        .incompatibleTypes,
        "\(left.type.withArticle) on the left and \(right.type.withArticle) on the right cannot be joined",
        at: span, label: "convert one of them in a column before: tostring(…)")
      return nil
    }
    return JoinKey(left: converted(left, to: type), right: converted(right, to: type))
  }
}
