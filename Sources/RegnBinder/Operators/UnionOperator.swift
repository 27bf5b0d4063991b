import RegnData
import RegnSyntax

extension Binder {
  func bindUnion(_ view: UnionOperator, _ input: BoundTable?) -> BoundTable? {
    checkOptions(view.parameters, known: ["kind", "withsource", "isfuzzy"], of: "union")
    let kind = option("kind", of: view.parameters, allowed: ["outer", "inner"])
    if kind == nil, view.parameters.contains(where: { $0.name == "kind" }) { return nil }
    let isFuzzy = view.parameters.first { $0.name == "isfuzzy" }?.word == "true"
    let source = view.parameters.first { $0.name == "withsource" }?.word
    var tables: [BoundTable] = input.map { [$0] } ?? []
    var failed = false
    for expression in view.tables {
      if case .wildcard(let wildcard) = expression {
        let found = tablesNamed(like: wildcard)
        if found.isEmpty {
          report(
            .unknownTable, "no table's name fits `\(wildcard.pattern)`", at: wildcard.span,
            label: "of what `let` defines only `view () { … }` is found by a wildcard")
          failed = true
        }
        tables += found
        continue
      }
      if isFuzzy {
        silence += 1
        defer { silence -= 1 }
        if let table = bindTable(expression) { tables.append(table) }
      } else if let table = bindTable(expression) {
        tables.append(table)
      } else {
        failed = true
      }
    }
    guard !failed, !tables.isEmpty else { return nil }
    return union(tables, isInner: kind == "inner", source: source)
  }

  /// The tables of the catalog and the views whose names fit a pattern; a view hides a table of its name.
  func tablesNamed(like wildcard: WildcardName) -> [BoundTable] {
    var tables: [BoundTable] = []
    for name in Set(catalog.tableNames + environment.names).sorted() where wildcard.matches(name) {
      if let binding = environment.binding(name) {
        if case .function(let function) = binding, function.declaration.isView,
          let table = callTable(function, arguments: [], at: wildcard.span)
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
    let typesOfName = Dictionary(grouping: slots, by: \.name).mapValues(\.count)
    var chooser = NameChooser()
    var columns: [PlanColumn] = []
    if let source { columns.append(.new(chooser.choose(source), .string)) }
    for slot in slots {
      let wanted = typesOfName[slot.name] == 1 ? slot.name : "\(slot.name)_\(slot.type.rawValue)"
      let holders = tables.compactMap { table in
        table.columns.first { $0.name == slot.name && $0.type == slot.type }
      }
      let column = PlanColumn.new(
        chooser.choose(wanted), slot.type, origin: holders.count == 1 ? holders[0].origin : nil)
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
