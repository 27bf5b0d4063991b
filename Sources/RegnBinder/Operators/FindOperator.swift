import RegnData
import RegnSyntax

extension Binder {
  /// `find in (tables) where condition`: the rows of any of the tables for which the condition holds, with
  /// their table's name.
  ///
  /// Without `project` the columns are those that the condition names and those that all tables have; what is
  /// left of a row stands in a bag in `pack_`. A table that lacks a column of the condition has no rows to
  /// give.
  func bindFind(_ view: FindOperator, _ input: BoundTable?) -> BoundTable? {
    checkOptions(view.parameters, of: "find")
    if input != nil {
      report(
        .argumentCount, "find begins a query: it looks through tables by itself", at: view.span,
        label: "name them in brackets: find in (…) where …")
      return nil
    }
    let source = view.parameters.first { $0.name == "withsource" }?.word ?? "source_"
    guard let tables = searchedTables(view.tables, at: view.span), !tables.isEmpty else { return nil }
    var matches: [(table: BoundTable, named: Set<ColumnID>)] = []
    for table in tables {
      let before = diagnostics.count
      let isOnly = tables.count == 1
      if !isOnly { silence += 1 }
      defer { if !isOnly { silence -= 1 } }
      guard let predicate = searchCondition(view.condition, scope(table), false) else {
        if isOnly, diagnostics.count > before { return nil }
        continue
      }
      let filtered = table.adding(.filter(FilterStep(input: table.plan, predicate: predicate)))
      // A term that any column may have names none.
      let names = columnNames(in: view.condition)
      matches.append((filtered, Set(table.columns.filter { names.contains($0.name) }.map(\.id))))
    }
    guard !matches.isEmpty else {
      report(
        .unknownColumn, "no table has the columns of this condition", at: view.condition.span,
        label: "the tables are \(tables.map(\.name).joined(separator: ", "))")
      return nil
    }
    var parts: [BoundTable] = []
    for (number, match) in matches.enumerated() {
      guard
        let part = view.columns.isEmpty
          ? smartProjection(match.table, matches.map(\.table), match.named, source, number)
          : findProjection(view.columns, match.table, matches.map(\.table), source, number)
      else { return nil }
      parts.append(part)
    }
    let all = union(parts, isInner: false, source: nil)
    let bags = all.columns.filter { $0.name == "pack_" }
    return project(passing(all.columns.filter { $0.name != "pack_" } + bags), over: all)
  }

  /// The names in an expression that can be columns.
  private func columnNames(in expression: Expression) -> Set<String> {
    var names: Set<String> = []
    var pending = [expression.node]
    while let node = pending.popLast() {
      if let name = Name(node) { names.insert(name.name) }
      pending.append(contentsOf: node.children)
    }
    return names
  }

  private func sourceName(_ table: BoundTable, _ number: Int) -> String {
    Binder.quoted(table.name.isEmpty ? "union_arg\(number)" : table.name)
  }

  /// A bag of columns; null where there are none.
  private func packed(_ columns: [PlanColumn]) -> String {
    guard !columns.isEmpty else { return "dynamic(null)" }
    let pairs = columns.map { "\(Binder.quoted($0.name)), \(Binder.written($0.name))" }
    return "bag_pack(\(pairs.joined(separator: ", ")))"
  }

  private func smartProjection(
    _ table: BoundTable, _ all: [BoundTable], _ named: Set<ColumnID>, _ source: String, _ number: Int
  ) -> BoundTable? {
    let shown = table.columns.filter { column in
      named.contains(column.id)
        || all.allSatisfy { $0.columns.contains { $0.name == column.name && $0.type == column.type } }
    }
    let rest = table.columns.filter { column in !shown.contains { $0.id == column.id } }
    let columns = shown.map { Binder.written($0.name) }
    let outputs =
      ["\(Binder.written(source)) = \(sourceName(table, number))"] + columns + ["pack_ = \(packed(rest))"]
    return expand("__table | project \(outputs.joined(separator: ", "))", over: ["__table": table])
  }

  private func findProjection(
    _ columns: [SyntaxNode], _ table: BoundTable, _ all: [BoundTable], _ source: String, _ number: Int
  ) -> BoundTable? {
    var outputs = ["\(Binder.written(source)) = \(sourceName(table, number))"]
    var shown: Set<String> = []
    var packs = false
    for node in columns {
      var name: String?
      var type: ScalarType?
      if let declaration = ColumnDeclaration(node) {
        name = declaration.name?.name
        type = declaration.type.flatMap(scalarType)
      } else if let written = Name(node) {
        name = written.name
      } else if let call = CallExpression(node), call.name == "pack_all" {
        packs = true
      } else {
        report(
          .unknownColumn, "find shows columns by name, and pack_all()", at: node.span,
          label: "compute in a step of its own: | extend …")
        return nil
      }
      guard let name else { continue }
      shown.insert(name)
      let column = Binder.written(name)
      if table.columns.contains(where: { $0.name == name }) {
        outputs.append(type.map { "\(column) = to\($0.rawValue)(\(column))" } ?? column)
      } else if let type = type ?? all.lazy.flatMap(\.columns).first(where: { $0.name == name })?.type {
        outputs.append("\(column) = \(type == .string ? "''" : "\(type.rawValue)(null)")")
      }
    }
    if packs { outputs.append("pack_ = \(packed(table.columns.filter { !shown.contains($0.name) }))") }
    return expand("__table | project \(outputs.joined(separator: ", "))", over: ["__table": table])
  }
}
