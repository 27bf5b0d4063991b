import RegnData
import RegnSyntax

extension Binder {
  /// One item of extend, project, print: its written names and what it computes.
  private struct Item {
    let name: String?
    let origin: NameOrigin
    let expression: BoundExpression
    let span: SourceSpan
    /// What several items take their values from; computed once, in a step before them.
    var whole: (column: PlanColumn, expression: BoundExpression)?
  }

  /// Where an item has its name from.
  private enum NameOrigin {
    /// Before a `=`.
    case written
    /// The column's that it is.
    case column
    /// The function's, for one of the values that it gives.
    case part
    /// A function's argument, or nowhere.
    case derived

    /// Whether the name gives way to another item's.
    var givesWay: Bool { self == .part || self == .derived }
  }

  /// With `keepsUnnamed`, a call that gives several columns gives those too that get no written name.
  private func bindItems(_ expressions: [Expression], _ scope: Scope, keepsUnnamed: Bool = false) -> [Item]? {
    var items: [Item] = []
    var failed = false
    for expression in expressions {
      var value = expression
      var name = automaticName(expression)
      var origin = NameOrigin.derived
      if case .name = expression.unparenthesized { origin = .column }
      if case .named(let named) = expression {
        value = named.value
        name = named.name?.name
        origin = .written
      }
      if let parts = bindParts(expression, scope, keepsUnnamed: keepsUnnamed) {
        guard let parts else {
          failed = true
          continue
        }
        items += parts.enumerated().map { place, part in
          Item(
            name: part.name, origin: part.isNamed ? .written : .part, expression: part.expression,
            span: expression.span, whole: place == 0 ? part.whole : nil)
        }
        continue
      }
      if case .star = value {
        for column in scope.columns {
          items.append(
            Item(
              name: column.name, origin: .column, expression: .column(column.id, column.type),
              span: value.span))
        }
        continue
      }
      guard let bound = bind(value, scope) else {
        failed = true
        continue
      }
      items.append(Item(name: name, origin: origin, expression: bound, span: expression.span))
    }
    return failed ? nil : items
  }

  func bindExtend(_ view: ExtendOperator, _ input: BoundTable) -> BoundTable? {
    extend(view.columns, input)
  }

  /// The input's columns and more; a name that is there already is replaced in its place.
  func extend(_ expressions: [Expression], _ input: BoundTable) -> BoundTable? {
    guard let items = bindItems(expressions, scope(input)) else { return nil }
    var outputs = passing(input.columns)
    var chooser = NameChooser()
    for column in input.columns { chooser.take(column.name) }
    var added: Set<String> = []
    for item in items {
      if !item.origin.givesWay, let name = item.name, added.contains(name) {
        report(
          .duplicateColumn, "two columns are named \(name)", at: item.span,
          label: "give each a name of its own")
        return nil
      }
      if let name = item.name, !added.contains(name),
        let place = outputs.firstIndex(where: { $0.column.name == name })
      {
        added.insert(name)
        outputs[place] = output(name, item.expression, from: input.columns)
        continue
      }
      let name = chooser.choose(item.name)
      added.insert(name)
      outputs.append(output(name, item.expression, from: input.columns))
    }
    return project(outputs, over: computing(items, over: input))
  }

  /// The input with what several items take their values from.
  private func computing(_ items: [Item], over input: BoundTable) -> BoundTable {
    let wholes = items.compactMap(\.whole)
    return wholes.isEmpty ? input : project(passing(input.columns) + wholes, over: input)
  }

  func bindProject(_ view: ProjectOperator, _ input: BoundTable) -> BoundTable? {
    guard let items = bindItems(view.columns, scope(input), keepsUnnamed: true) else { return nil }
    var chooser = NameChooser()
    var declared: Set<String> = []
    var outputs: [(column: PlanColumn, expression: BoundExpression)] = []
    for item in items {
      if !item.origin.givesWay, let name = item.name, !declared.insert(name).inserted {
        report(
          .duplicateColumn, "two columns are named \(name)", at: item.span,
          label: "give one another name: x = …")
        return nil
      }
      outputs.append(output(chooser.choose(item.name), item.expression, from: input.columns))
    }
    return project(outputs, over: computing(items, over: input))
  }

  /// A projection; window functions are computed in a step before it.
  func project(
    _ outputs: [(column: PlanColumn, expression: BoundExpression)], over input: BoundTable
  ) -> BoundTable {
    let windows = outputs.filter { $0.expression.usesWindow }
    guard !windows.isEmpty else {
      return input.adding(.project(ProjectStep(input: input.plan, outputs: outputs)))
    }
    var computed: [(column: PlanColumn, expression: BoundExpression)] = []
    let final = outputs.map { output in
      guard output.expression.usesWindow else { return output }
      let column = PlanColumn.new(output.column.name, output.expression.type)
      computed.append((column, output.expression))
      return (column: output.column, expression: BoundExpression.column(column.id, column.type))
    }
    let window = LogicalPlan.window(WindowStep(input: input.plan, outputs: computed))
    return input.adding(.project(ProjectStep(input: window, outputs: final)))
  }

  func bindPrint(_ view: PrintOperator) -> BoundTable? {
    let one = BoundTable(
      plan: .values(ValuesStep(columns: [], rows: Chunk(columns: [], rowCount: 1, sequence: 0))))
    guard let items = bindItems(view.columns, .none) else { return nil }
    var chooser = NameChooser()
    var declared: Set<String> = []
    var outputs: [(column: PlanColumn, expression: BoundExpression)] = []
    for (place, item) in items.enumerated() {
      // Unnamed columns of print are numbered by their place, whatever they are made of.
      let name = item.origin == .derived || item.origin == .column ? nil : item.name
      if let name, !item.origin.givesWay, !declared.insert(name).inserted {
        report(
          .duplicateColumn, "two columns are named \(name)", at: item.span,
          label: "give each a name of its own")
        return nil
      }
      outputs.append(
        (.new(chooser.choose(name ?? "print_\(place)"), item.expression.type), item.expression))
    }
    return project(outputs, over: computing(items, over: one))
  }

  // MARK: - By name

  /// The columns that names and wildcards choose, in the order of the table; reports names that choose none.
  private func chosen(_ names: [Expression], from columns: [PlanColumn], owner: String) -> Set<ColumnID>? {
    var found: Set<ColumnID> = []
    var failed = false
    for expression in names {
      let matching = self.matching(expression, columns)
      if matching.isEmpty {
        let text = expression.text
        if case .name(let name) = expression {
          reportUnknown(
            .unknownColumn, "no column named `\(name.name)` in \(owner)", name: name.name,
            candidates: columns.map(\.name), at: expression.span)
          failed = true
        } else if case .wildcard = expression {
          // A pattern that fits nothing chooses nothing.
        } else {
          report(.unknownColumn, "`\(text)` is not the name of a column", at: expression.span)
          failed = true
        }
      }
      for column in matching { found.insert(column.id) }
    }
    return failed ? nil : found
  }

  private func matching(_ expression: Expression, _ columns: [PlanColumn]) -> [PlanColumn] {
    switch expression {
    case .name(let name): columns.filter { $0.name == name.name }
    case .wildcard(let wildcard): columns.filter { wildcard.matches($0.name) }
    case .star: columns
    case .ordered(let ordered): matching(ordered.expression, columns)
    default: []
    }
  }

  func bindProjectAway(_ view: ProjectAwayOperator, _ input: BoundTable) -> BoundTable? {
    guard let away = chosen(view.columns, from: input.columns, owner: scope(input).owner) else { return nil }
    return project(passing(input.columns.filter { !away.contains($0.id) }), over: input)
  }

  func bindProjectKeep(_ view: ProjectKeepOperator, _ input: BoundTable) -> BoundTable? {
    guard let kept = chosen(view.columns, from: input.columns, owner: scope(input).owner) else { return nil }
    return project(passing(input.columns.filter { kept.contains($0.id) }), over: input)
  }

  func bindProjectRename(_ view: ProjectRenameOperator, _ input: BoundTable) -> BoundTable? {
    var names: [ColumnID: String] = [:]
    for expression in view.columns {
      guard case .named(let named) = expression, let new = named.name?.name, case .name(let old) = named.value
      else {
        report(
          .argumentCount, "project-rename takes new = old", at: expression.span,
          label: "write: new_name = column")
        return nil
      }
      guard let column = input.columns.first(where: { $0.name == old.name }) else {
        reportUnknown(
          .unknownColumn, "no column named `\(old.name)` in \(scope(input).owner)", name: old.name,
          candidates: input.columns.map(\.name), at: old.span)
        return nil
      }
      names[column.id] = new
    }
    let final = input.columns.map { names[$0.id] ?? $0.name }
    for (place, name) in final.enumerated() where final[..<place].contains(name) {
      report(
        .duplicateColumn, "two columns would be named \(name)", at: view.span,
        label: "give each a name of its own")
      return nil
    }
    return project(
      zip(input.columns, final).map { output($1, .column($0.id, $0.type), from: input.columns) }, over: input)
  }

  func bindProjectReorder(_ view: ProjectReorderOperator, _ input: BoundTable) -> BoundTable? {
    var order: [PlanColumn] = []
    for item in view.columns {
      var matching = self.matching(item.expression, input.columns)
      if matching.isEmpty, case .name(let name) = item.expression {
        reportUnknown(
          .unknownColumn, "no column named `\(name.name)` in \(scope(input).owner)", name: name.name,
          candidates: input.columns.map(\.name), at: name.span)
        return nil
      }
      if let ascending = item.isAscending {
        matching.sort { ascending ? $0.name < $1.name : $0.name > $1.name }
      }
      for column in matching where !order.contains(where: { $0.id == column.id }) { order.append(column) }
    }
    let rest = input.columns.filter { column in !order.contains { $0.id == column.id } }
    return project(passing(order + rest), over: input)
  }
}
