import RegnData
import RegnSyntax

extension Binder {
  func bindMvExpand(_ view: MvExpandOperator, _ input: BoundTable) -> BoundTable? {
    checkOptions(view.parameters, of: "mv-expand")
    let expansion =
      option("bagexpansion", of: view.parameters, in: "mv-expand")
      ?? option("kind", of: view.parameters, in: "mv-expand")
    var expanded = bindExpansion(
      view.columns, limit: view.limit, parameters: view.parameters, bagsAsArrays: expansion == "array",
      unlimited: view.isLegacy ? Binder.legacyExpandLimit : nil, of: "mv-expand", input)?.table
    expanded?.isSerialized = false
    return expanded
  }

  /// A row for each element of arrays, at most `unlimited` where no limit is written; an expanded column
  /// takes the place of the one of its name. Also says which names were replaced so.
  func bindExpansion(
    _ columns: [ExpandedColumn], limit written: Expression?, parameters: [NamedParameter],
    bagsAsArrays: Bool = false, unlimited: Int? = nil, of operation: String, _ input: BoundTable
  ) -> (table: BoundTable, replaced: Set<String>)? {
    let indexName = parameters.first { $0.name == "with_itemindex" }?.word
    var limit = unlimited
    if let written {
      guard let count = bindCount(written) else { return nil }
      limit = count
    }
    var items: [ExpandStep.Item] = []
    var failed = false
    var chooser = NameChooser()
    for column in input.columns { chooser.take(column.name) }
    for column in columns {
      var value = column.expression
      var name = automaticName(column.expression)
      if case .named(let named) = column.expression {
        value = named.value
        name = named.name?.name
      }
      guard let bound = bind(value, scope(input)) else {
        failed = true
        continue
      }
      guard bound.type == .dynamic else {
        report(
          .incompatibleTypes, "\(operation) takes a dynamic array or bag, not \(bound.type.withArticle)",
          at: value.span,
          label: bound.type == .string ? "for text write: split(…) or parse_json(…)" : "")
        failed = true
        continue
      }
      var type = ScalarType.dynamic
      if let written = column.type {
        guard let typeName = written.type, let named = scalarType(typeName) else { return nil }
        type = named
      }
      if let name, items.contains(where: { $0.column.name == name }) {
        report(
          .duplicateColumn, "two columns are named \(name)", at: column.span,
          label: "give each a name of its own: x = …")
        return nil
      }
      let chosen = name ?? chooser.choose(nil)
      chooser.take(chosen)
      items.append(ExpandStep.Item(expression: bound, column: .new(chosen, type)))
    }
    guard !failed, !items.isEmpty else { return nil }
    let indexColumn = indexName.map { PlanColumn.new(chooser.choose($0), .long) }
    let step = ExpandStep(
      input: input.plan, items: items, indexColumn: indexColumn, bagsAsArrays: bagsAsArrays,
      limit: limit)
    let expanded = input.adding(.expand(step))
    // An expanded column takes the place of the one of its name.
    var outputs: [PlanColumn] = []
    for column in input.columns {
      outputs.append(items.first { $0.column.name == column.name }?.column ?? column)
    }
    for item in items where !outputs.contains(where: { $0.id == item.column.id }) {
      outputs.append(item.column)
    }
    if let indexColumn { outputs.append(indexColumn) }
    let names = Set(items.map(\.column.name))
    return (
      project(passing(outputs), over: expanded), names.intersection(input.columns.map(\.name))
    )
  }

  /// The rows that the old form `mvexpand` makes of one row when it does not say (mv-expand-operator).
  private static let legacyExpandLimit = 128

  func bindParse(_ view: ParseOperator, _ input: BoundTable) -> BoundTable? {
    checkOptions(view.parameters, of: "parse")
    let word = option("kind", of: view.parameters, in: "parse")
    if word == nil, view.parameters.contains(where: { $0.name == "kind" }) { return nil }
    let kind: ParseStep.Kind
    switch word {
    case "relaxed": kind = .relaxed
    case "regex": kind = .regex(flags: view.parameters.first { $0.name == "flags" }?.word ?? "")
    default: kind = .simple
    }
    guard let bound = bind(view.expression, scope(input)) else { return nil }
    let source = converted(bound, to: .string)
    var parts: [ParsePart] = []
    for node in view.pattern {
      switch node.kind {
      case .star:
        if case .column(let column)? = parts.last, column.type == .string {
          report(
            .argumentCount, "`*` cannot follow the text \(column.name): nothing says where it ends",
            at: node.span, label: "put the text that ends it in quotes before `*`")
          return nil
        }
        parts.append(.skip)
      case .parsedColumn:
        guard let column = ParsedColumn(node), let name = column.name?.name else { return nil }
        var type = ScalarType.string
        if let written = column.type {
          guard let named = scalarType(written) else { return nil }
          type = named
        }
        if case .column? = parts.last {
          report(
            .argumentCount, "two columns with no text between them cannot be told apart", at: node.span,
            label: "put the text that stands between them in quotes")
          return nil
        }
        parts.append(.column(.new(name, type)))
      default:
        guard let literal = LiteralExpression(node), let text = literal.stringValue else { return nil }
        parts.append(.text(text))
      }
    }
    let step = ParseStep(
      input: input.plan, source: source, kind: kind, parts: parts, dropsUnmatched: view.isWhere)
    let parsed = input.adding(.parse(step))
    var outputs: [PlanColumn] = []
    let captured = step.captured
    for column in input.columns { outputs.append(captured.last { $0.name == column.name } ?? column) }
    for column in captured where !outputs.contains(where: { $0.name == column.name }) {
      outputs.append(column)
    }
    return project(passing(outputs), over: parsed)
  }

  func bindInvoke(_ view: InvokeOperator, _ input: BoundTable) -> BoundTable? {
    guard case .call(let call) = view.call else {
      report(.argumentCount, "invoke takes a call of a function", at: view.span, label: "write: invoke f(…)")
      return nil
    }
    switch environment.binding(call.name) {
    case .function(let function):
      switch self.call(function, arguments: call.arguments, input: input, scope: .none, at: call.span) {
      case .table(let table): return table
      case .scalar:
        report(.scalarAsTable, "\(call.name) gives a value, not a table", at: call.span)
        return nil
      case nil: return nil
      }
    case .broken: return nil
    default:
      reportUnknown(
        .unknownFunction, "no function defined with let is named \(call.name)", name: call.name,
        candidates: environment.names, at: call.callee?.span ?? call.span,
        otherwise: "define it before: let \(call.name) = (T: (*)) { T | … };")
      return nil
    }
  }

  func bindRender(_ view: RenderOperator, _ input: BoundTable) -> BoundTable? {
    guard let chart = view.chart?.name else { return nil }
    guard Binder.charts.contains(chart) else {
      if Binder.charts.contains(chart.lowercased() + "chart") || chart.lowercased() == "map" {
        let own = chart.lowercased() == "map" ? "tilemap" : chart.lowercased() + "chart"
        report(
          .unknownOption, "render has no kind `\(chart)`", at: view.chart?.span ?? view.span,
          label: "did you mean `\(own)`?",
          fixes: view.chart.map { [Fix("Change to `\(own)`", replace: $0.span, with: own)] } ?? [])
        return nil
      }
      reportUnknown(
        .unknownOption, "render has no kind `\(chart)`", name: chart, candidates: Binder.charts,
        at: view.chart?.span ?? view.span, otherwise: "it is one of \(Binder.charts.joined(separator: ", "))")
      return nil
    }
    checkOptions(view.properties, of: "render")
    var properties: [String: String] = [:]
    for property in view.properties {
      let words = property.values.map { value -> String in
        switch value {
        case .name(let name): name.name
        case .literal(let literal): literal.stringValue ?? literal.content
        default: value.text
        }
      }
      properties[property.name] = words.joined(separator: ",")
    }
    var table = input
    table.render = RenderRequest(kind: chart, properties: properties)
    return table
  }

  /// The kinds of render, sorted: KQL's, and Regn's tile map.
  public static let charts = [
    "anomalychart", "areachart", "barchart", "card", "columnchart", "ladderchart", "linechart", "piechart",
    "pivotchart", "plotly", "scatterchart", "stackedareachart", "table", "tilemap", "timechart", "timepivot",
    "treemap",
  ]
}
