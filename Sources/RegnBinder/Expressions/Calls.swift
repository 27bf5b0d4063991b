import RegnData
import RegnFunctions
import RegnSyntax

extension Binder {
  /// A call in a scalar expression.
  func bindCall(_ view: CallExpression, _ scope: Scope) -> BoundExpression? {
    let name = view.name
    let nameSpan = view.callee?.span ?? view.span
    switch environment.binding(name) {
    case .function(let function):
      switch call(function, arguments: view.arguments, scope: scope, at: view.span) {
      case .scalar(let value): return value
      case .table:
        report(
          .tableAsScalar, "\(name)() gives a table; one value is needed here", at: view.span,
          label: "for its first value write: toscalar(\(view.text))")
        return nil
      case nil: return nil
      }
    case .broken: return nil
    default: break
    }
    if let special = bindSpecialCall(view, scope) { return special.expression }
    guard let function = FunctionLibrary.function(named: name), trust > 0 || !name.hasPrefix("__") else {
      reportUnknownFunction(name, view, at: nameSpan)
      return nil
    }
    if function.kind == .aggregate {
      guard let outputs = bindAggregate(function, view, scope) else { return nil }
      guard outputs.count == 1 else {
        report(
          .argumentCount, "\(name) gives \(outputs.count) columns; it cannot be part of an expression",
          at: view.span)
        return nil
      }
      return .column(outputs[0].id, outputs[0].type)
    }
    var arguments: [BoundExpression] = []
    var failed = false
    for argument in view.arguments {
      if case .typeof(let view) = argument, let type = view.type {
        // A type as an argument (extract) is its name.
        arguments.append(.constant(.string(type.text)))
      } else if let bound = bind(argument, scope) {
        arguments.append(bound)
      } else {
        failed = true
      }
    }
    guard !failed else { return nil }
    if function.kind == .window, !scope.isSerialized {
      report(
        .notSerialized, "\(name)() needs rows in order", at: view.span,
        label: "put `| sort by …` or `| serialize` before this step")
      return nil
    }
    let result = apply(
      function, arguments, spans: view.arguments.map(\.span), at: view.span, shown: "\(name)()")
    if let result { noteUnreadText(function, view, arguments, result) }
    return result
  }

  private func reportUnknownFunction(_ name: String, _ view: CallExpression, at span: SourceSpan) {
    if OutOfScope.family(of: name) != nil { return reportOutOfScope(name, at: span) }
    if functionsBeingDefined.contains(name) {
      report(
        .unknownFunction, "a function cannot call itself: \(name) is not known within its own definition",
        at: span)
      return
    }
    for argument in view.arguments { silently { _ = bind(argument, .none) } }
    if let hint = Binder.foreignFunctions[name.lowercased()] {
      var fixes: [Fix] = []
      if hint == "percentile(x, 50)", view.arguments.count == 1 {
        let call = "percentile(\(view.arguments[0].text), 50)"
        fixes = [Fix("Change to percentile", replace: view.span, with: call)]
      } else if !hint.contains("("), !hint.contains(" ") {
        fixes = [Fix("Change to \(hint)", replace: span, with: hint)]
      }
      report(
        .unknownFunction, "no function is named \(name)", at: span, label: "in KQL it is \(hint)",
        fixes: fixes)
      return
    }
    let known = FunctionLibrary.all.flatMap { [$0.name] + $0.aliases }.filter { !$0.hasPrefix("__") }
    reportUnknown(
      .unknownFunction, "no function is named \(name)", name: name, candidates: known + environment.names,
      at: span, otherwise: "`.help` lists the functions")
  }

  /// Functions of SQL and of spreadsheets, and what does the same in KQL.
  static let foreignFunctions = [
    "length": "strlen", "len": "strlen", "upper": "toupper", "ucase": "toupper", "lower": "tolower",
    "lcase": "tolower", "substr": "substring", "mid": "substring", "concat": "strcat",
    "concatenate": "strcat", "ifnull": "coalesce", "nvl": "coalesce", "average": "avg", "mean": "avg",
    "gennemsnit": "avg", "stddev": "stdev", "var": "variance", "median": "percentile(x, 50)",
    "replace": "replace_string", "cast": "tolong(x), toreal(x), tostring(x) …", "to_date": "todatetime",
    "date": "todatetime", "year": "getyear", "month": "monthofyear", "day": "dayofmonth",
    "datediff": "datetime_diff", "dateadd": "datetime_add", "ceil": "ceiling", "power": "pow", "ln": "log",
    "string_agg": "make_list", "group_concat": "make_list", "array_agg": "make_list",
    "array_length": "array_length",
    "antal": "count", "hvis": "iff", "sumifs": "sumif", "countifs": "countif", "averageif": "avgif",
    "vlookup": "the lookup operator", "xlookup": "the lookup operator", "lopslag": "the lookup operator",
    "row_count": "count", "if": "iff", "isblank": "isempty", "first": "take_any", "last": "arg_max(x, *)",
    "uniq": "dcount", "approx_count_distinct": "dcount", "nullif": "iff",
  ]

  /// Runs `body` without reporting.
  func silently(_ body: () -> Void) {
    silence += 1
    body()
    silence -= 1
  }

  // MARK: - Calls that only the binder can answer

  private struct Special {
    let expression: BoundExpression?
  }

  private func bindSpecialCall(_ view: CallExpression, _ scope: Scope) -> Special? {
    switch view.name {
    case "toscalar":
      guard view.arguments.count == 1 else {
        report(.argumentCount, "toscalar() takes one argument", at: view.span)
        return Special(expression: nil)
      }
      switch bindAny(view.arguments[0], scope: .none) {
      case .scalar(let value): return Special(expression: value)
      case .table(let table):
        guard let first = table.columns.first else { return Special(expression: nil) }
        let plan = LogicalPlan.limit(LimitStep(input: table.plan, count: 1))
        let shared = SharedPlan(name: table.name, plan: plan, isMaterialized: true, depth: table.depth + 1)
        return Special(expression: .scalarQuery(shared, first.type))
      case nil: return Special(expression: nil)
      }
    case "column_ifexists", "columnifexists":
      guard view.arguments.count == 2 else {
        report(.argumentCount, "column_ifexists() takes a column's name and a value", at: view.span)
        return Special(expression: nil)
      }
      guard let name = bindConstant(view.arguments[0], as: .string, what: "the column's name")?.text else {
        return Special(expression: nil)
      }
      if let column = scope.column(name) { return Special(expression: .column(column.id, column.type)) }
      return Special(expression: bind(view.arguments[1], scope))
    case "pack_all": return Special(expression: bindPackAll(view, scope))
    case "pack_array":
      guard view.arguments.count == 1, case .star = view.arguments[0] else { return nil }
      let columns = scope.columns.map { BoundExpression.column($0.id, $0.type) }
      if columns.isEmpty { return Special(expression: emptyValue("[]")) }
      return Special(
        expression: apply("pack_array", columns, spans: columns.map { _ in view.span }, at: view.span))
    case "column_names_of":
      guard view.arguments.count == 1 else {
        report(.argumentCount, "column_names_of() takes a table", at: view.span)
        return Special(expression: nil)
      }
      guard let table = bindTable(view.arguments[0]) else { return Special(expression: nil) }
      var writer = DynamicWriter()
      writer.beginArray()
      for column in table.columns { writer.append(string: column.name) }
      writer.endArray()
      return Special(expression: .constant(.dynamic(writer.bytes)))
    case "bin_auto": return Special(expression: bindBinAuto(view, scope))
    case "bag_pack_columns":
      var parts: [BoundExpression] = []
      for argument in view.arguments {
        guard let bound = bind(argument, scope) else { return Special(expression: nil) }
        parts.append(.constant(.string(automaticName(argument) ?? "Column")))
        parts.append(bound)
      }
      return Special(expression: apply("bag_pack", parts, spans: parts.map { _ in view.span }, at: view.span))
    default: return nil
    }
  }

  /// `pack_all()`: a bag of all columns; with `true` without those that are null or empty in a row.
  private func bindPackAll(_ view: CallExpression, _ scope: Scope) -> BoundExpression? {
    guard view.arguments.count <= 1 else {
      report(.argumentCount, "pack_all() takes at most one argument", at: view.span)
      return nil
    }
    var ignoresEmpty = false
    if let written = view.arguments.first {
      guard let value = bindConstant(written, as: .bool, what: "whether empty values are left out") else {
        return nil
      }
      ignoresEmpty = value == .bool(true)
    }
    let columns = scope.columns.flatMap { column in
      [BoundExpression.constant(.string(column.name)), .column(column.id, column.type)]
    }
    if columns.isEmpty { return emptyValue("{}") }
    return apply(
      ignoresEmpty ? "__bag_pack_filled" : "bag_pack", columns, spans: columns.map { _ in view.span },
      at: view.span)
  }

  private func emptyValue(_ json: String) -> BoundExpression? {
    DynamicValue(json: json).map { .constant(.dynamic($0.encoded)) }
  }

  /// `bin_auto(x)`: `bin_at` with the size and the fixed point that `set` statements gave.
  private func bindBinAuto(_ view: CallExpression, _ scope: Scope) -> BoundExpression? {
    guard view.arguments.count == 1 else {
      report(.argumentCount, "bin_auto() takes one argument", at: view.span, label: "write: bin_auto(value)")
      return nil
    }
    guard let value = bind(view.arguments[0], scope) else { return nil }
    guard let size = environment.setting("query_bin_auto_size") else {
      report(
        .argumentCount, "bin_auto() needs the size of the bins", at: view.span,
        label: "before the query write: set query_bin_auto_size = 1d;")
      return nil
    }
    let span = view.arguments[0].span
    guard let start = environment.setting("query_bin_auto_at") else {
      return apply("bin", [value, .constant(size)], spans: [span, view.span], at: view.span)
    }
    return apply(
      "bin_at", [value, .constant(size), .constant(start)], spans: [span, view.span, view.span], at: view.span
    )
  }

  // MARK: - Applying functions

  /// A call of a function of the library by name.
  func apply(
    _ name: String, _ arguments: [BoundExpression], spans: [SourceSpan], at span: SourceSpan,
    symbol: String? = nil
  ) -> BoundExpression? {
    guard let function = FunctionLibrary.function(named: name) else {
      report(.notImplemented, "`\(symbol ?? name)` is not implemented yet", at: span)
      return nil
    }
    return apply(function, arguments, spans: spans, at: span, shown: symbol.map { "`\($0)`" } ?? "\(name)()")
  }

  /// A call of a function: its best form, the arguments converted, computed now when all are constant.
  func apply(
    _ function: FunctionDefinition, _ arguments: [BoundExpression], spans: [SourceSpan], at span: SourceSpan,
    shown: String
  ) -> BoundExpression? {
    guard countPart(at: span), let match = resolve(function, arguments, spans: spans, at: span, shown: shown)
    else { return nil }
    let call = BoundCall(
      function: function, signature: match.signature, arguments: match.arguments, type: match.type)
    let result = folded(.call(call))
    if case .call = result, !canUseConstants(call, spans: spans, at: span) { return nil }
    return result
  }

  /// The value of a call of constants, computed now; anything else as it is.
  private func folded(_ expression: BoundExpression) -> BoundExpression {
    guard case .call(let call) = expression, call.function.kind == .scalar, call.signature.isDeterministic,
      case .scalar(let kernel) = call.signature.kernel
    else { return expression }
    var columns: [Column] = []
    for argument in call.arguments {
      guard let value = argument.constantValue else { return expression }
      columns.append(Column(value: value, count: 1))
    }
    let context = KernelContext(rows: 1, firstRow: 0, execution: constantContext)
    guard let column = try? kernel(columns, context) else { return expression }
    return .constant(column.value(0))
  }

  /// The expression as a value of another type, where KQL converts by itself; reports where it does not.
  func convert(_ expression: BoundExpression, to type: ScalarType, at span: SourceSpan) -> BoundExpression? {
    if expression.type == type { return expression }
    guard conversionCost(from: expression.type, to: type) != nil || isConstantFit(expression, type) else {
      report(
        .incompatibleTypes, "\(expression.type.withArticle) stands where \(type.withArticle) is needed",
        at: span,
        label: "to convert it write: to\(type.rawValue)(\(tree.text[span]))",
        fixes: [
          Fix(
            "Convert it",
            edits: [
              TextEdit(SourceSpan(span.start, span.start), "to\(type.rawValue)("),
              TextEdit(SourceSpan(span.end, span.end), ")"),
            ])
        ])
      return nil
    }
    return converted(expression, to: type)
  }

  /// A literal that another type can hold exactly, such as 5 as an int or a real.
  private func isConstantFit(_ expression: BoundExpression, _ type: ScalarType) -> Bool {
    guard let value = expression.constantValue else { return false }
    if value.isNull { return true }
    switch (value, type) {
    case (.long(let number), .int): return Int32(exactly: number) != nil
    case (.real, .decimal), (.decimal, .real): return true
    default: return false
    }
  }

  /// The conversion itself, done now for a constant.
  func converted(_ expression: BoundExpression, to type: ScalarType) -> BoundExpression {
    if expression.type == type { return expression }
    if let value = expression.constantValue {
      let context = KernelContext(rows: 1, firstRow: 0, execution: constantContext)
      return .constant(Conversion.convert(value, to: type, context))
    }
    return .convert(expression, type)
  }
}
