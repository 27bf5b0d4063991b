import RegnData
import RegnSyntax

extension Binder {
  func bindUnion(_ view: UnionOperator, _ input: BoundTable?) -> BoundTable? {
    checkOptions(view.parameters, of: "union")
    let kind = option("kind", of: view.parameters, in: "union")
    if kind == nil, view.parameters.contains(where: { $0.name == "kind" }) { return nil }
    let isFuzzy = view.parameters.first { $0.name == "isfuzzy" }?.word == "true"
    let source = view.parameters.first { $0.name == "withsource" }?.word
    var tables: [BoundTable] = input.map { [$0] } ?? []
    var failed = false
    for expression in view.tables {
      let before = diagnostics.count
      let found = legs(expression)
      tables += found
      guard found.isEmpty else { continue }
      // What does not exist is left out of a fuzzy union; any other mistake stays one (union-operator).
      if isFuzzy, diagnostics[before...].allSatisfy({ $0.code == .unknownTable }) {
        for missing in takeBack(after: before) {
          report(
            missing.code, "\(missing.message); the union goes without it", at: missing.span,
            label: missing.label, fixes: missing.fixes, severity: .warning)
        }
      } else {
        failed = true
      }
    }
    guard !failed else { return nil }
    guard !tables.isEmpty else {
      report(.unknownTable, "no table of this union exists", at: view.span)
      return nil
    }
    return union(tables, isInner: kind == "inner", source: source)
  }

  /// The tables that an item of a union stands for: several for a pattern, none after a mistake.
  private func legs(_ expression: Expression) -> [BoundTable] {
    guard case .wildcard(let wildcard) = expression else { return bindTable(expression).map { [$0] } ?? [] }
    let found = tables(at: wildcard.span) { wildcard.matches($0) }
    if found.isEmpty {
      report(
        .unknownTable, "no table's name fits `\(wildcard.pattern)`", at: wildcard.span,
        label: "of what `let` defines only `view () { … }` is found by a wildcard")
    }
    return found
  }

  /// The tables of the catalog and the views that have a name of some kind; a view hides a table of its name.
  func tables(at span: SourceSpan, named isWanted: (String) -> Bool) -> [BoundTable] {
    var tables: [BoundTable] = []
    for name in Set(catalog.tableNames + environment.names).sorted() where isWanted(name) {
      if let binding = environment.binding(name) {
        if case .function(let function) = binding, function.declaration.isView,
          let table = callTable(function, arguments: [], at: span)
        {
          tables.append(table)
        }
      } else if let table = catalog.table(named: name) {
        tables.append(scan(name, table))
      }
    }
    return tables
  }

  /// The rows of all tables: every column of any (outer) or only those of all (inner). Columns of one name
  /// and different types stand apart, with the type behind the name.
  func union(_ tables: [BoundTable], isInner: Bool, source: String?) -> BoundTable {
    struct Slot: Hashable {
      let name: String
      let type: ScalarType
    }
    var slots: [Slot] = []
    for table in tables {
      for column in table.columns {
        let slot = Slot(name: column.name, type: column.type)
        if !slots.contains(slot) { slots.append(slot) }
      }
    }
    if isInner {
      slots = slots.filter { slot in
        tables.allSatisfy { $0.columns.contains { $0.name == slot.name && $0.type == slot.type } }
      }
    }
    // Columns of one name stand together, where the first of them stood.
    let slotsOfName = Dictionary(grouping: slots, by: \.name)
    slots = slots.flatMap { slot in slotsOfName[slot.name]?.first == slot ? slotsOfName[slot.name] ?? [] : []
    }
    let wanted = slots.map { slot in
      slotsOfName[slot.name]?.count == 1 ? slot.name : "\(slot.name)_\(slot.type.rawValue)"
    }
    let first = source == nil ? 0 : 1
    let names = distinctNames(
      (source.map { [$0] } ?? []) + wanted,
      made: Set(slots.indices.filter { wanted[$0] != slots[$0].name }.map { $0 + first }))
    var columns: [PlanColumn] = []
    if source != nil { columns.append(.new(names[0], .string)) }
    for (slot, name) in zip(slots, names.dropFirst(first)) {
      let holders = tables.compactMap { table in
        table.columns.first { $0.name == slot.name && $0.type == slot.type }
      }
      let column = PlanColumn.new(name, slot.type, origin: holders.count == 1 ? holders[0].origin : nil)
      remember(column)
      columns.append(column)
    }
    let expressions = tables.enumerated().map { number, table in
      var row: [BoundExpression] = []
      if source != nil {
        row.append(.constant(.string(table.name.isEmpty ? "union_arg\(number)" : table.name)))
      }
      for slot in slots {
        if let column = table.columns.first(where: { $0.name == slot.name && $0.type == slot.type }) {
          row.append(.column(column.id, column.type))
        } else {
          row.append(.constant(slot.type == .string ? .string("") : .null(slot.type)))
        }
      }
      return row
    }
    return BoundTable(
      plan: .union(UnionStep(inputs: tables.map(\.plan), columns: columns, expressions: expressions)),
      depth: (tables.map(\.depth).max() ?? 0) + 1)
  }
}
