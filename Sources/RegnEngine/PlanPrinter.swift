import RegnBinder
import RegnData
import RegnPhrases

/// Writes plans and expressions as text, for `explain`.
public enum PlanPrinter {
  /// The plan as an indented outline, the last step first, each step's inputs below it. Steps have the same
  /// names in every language; remarks are in the language.
  public static func text(_ plan: LogicalPlan, _ language: Language = .en) -> String {
    var lines: [String] = []
    var sharedPlans: [SharedPlan] = []
    write(plan, depth: 0, &lines, &sharedPlans, language)
    var index = 0
    while index < sharedPlans.count {
      let shared = sharedPlans[index]
      lines.append(("shared \(name(shared)), computed once:" as Phrase).text(language))
      write(shared.plan, depth: 1, &lines, &sharedPlans, language)
      index += 1
    }
    return lines.joined(separator: "\n")
  }

  private static func write(
    _ plan: LogicalPlan, depth: Int, _ lines: inout [String], _ sharedPlans: inout [SharedPlan],
    _ language: Language
  ) {
    lines.append(String(repeating: "  ", count: depth) + headline(plan).text(language))
    var met = plan.expressionPlans
    if case .reference(let step) = plan { met.append(step.shared) }
    for shared in met where !sharedPlans.contains(where: { $0 === shared }) { sharedPlans.append(shared) }
    for body in plan.bodies {
      lines.append(String(repeating: "  ", count: depth + 1) + "do")
      write(body, depth: depth + 2, &lines, &sharedPlans, language)
    }
    for input in plan.inputs { write(input, depth: depth + 1, &lines, &sharedPlans, language) }
  }

  private static func name(_ shared: SharedPlan) -> String { shared.name.isEmpty ? "query" : shared.name }

  /// What stands for the keys of a join's other side.
  static let keysOfTheOtherSide = "the keys of the other side"

  /// One line for a step: its name and what it computes.
  static func headline(_ plan: LogicalPlan) -> Phrase {
    let names = Names(plan)
    switch plan {
    case .scan(let step):
      let line = "scan \(step.table) [\(step.columns.map(\.name).joined(separator: ", "))]"
      let columns = step.source.schema.columns
      let tests =
        step.predicates.map { predicate in
          "\(columns[predicate.column].name) \(symbol(predicate.test)) "
            + predicate.constants.map(literal).joined(separator: ", ")
        } + step.keys.map { "\(columns[$0.column].name) in (\(keysOfTheOtherSide))" }
      if !tests.isEmpty {
        return "\(line) where \(tests.joined(separator: " and ")) (inside the scan)"
      }
      return Phrase(verbatim: line)
    case .values(let step):
      return step.rows.rowCount == 1 ? "values, 1 row" : "values, \(step.rows.rowCount) rows"
    case .range(let step): return Phrase(verbatim: "range \(step.column.name)")
    case .reference(let step): return "reference to \(name(step.shared))"
    case .filter(let step): return Phrase(verbatim: "filter \(names.text(step.predicate))")
    case .project(let step): return Phrase(verbatim: "project " + list(step.outputs, names))
    case .window(let step): return Phrase(verbatim: "window " + list(step.outputs, names))
    case .aggregate(let step):
      let folds = step.aggregates.map { aggregate in
        let outputs = aggregate.outputs.map(\.name).joined(separator: ", ")
        let arguments = aggregate.arguments.map(names.text).joined(separator: ", ")
        return "\(outputs) = \(aggregate.function.name)(\(arguments))"
      }
      var line = "aggregate"
      if !folds.isEmpty { line += " " + folds.joined(separator: ", ") }
      if !step.keys.isEmpty { line += " by " + list(step.keys, names) }
      return Phrase(verbatim: line)
    case .sort(let step):
      let keys = step.keys.map { "\(names.text($0.expression)) \($0.descending ? "desc" : "asc")" }
      let line = keys.joined(separator: ", ")
      return Phrase(verbatim: step.limit.map { "top \($0) by \(line)" } ?? "sort by \(line)")
    case .limit(let step): return Phrase(verbatim: "take \(step.count)")
    case .join(let step):
      let keys = zip(step.leftKeys, step.rightKeys).map { "\(names.text($0)) == \(names.text($1))" }
      return "hash join (\(step.kind.rawValue)) on \(keys.joined(separator: ", ")), right side in memory"
    case .union(let step): return "union of \(step.inputs.count)"
    case .expand(let step):
      return Phrase(verbatim: "mv-expand " + step.items.map(\.column.name).joined(separator: ", "))
    case .parse(let step):
      return Phrase(verbatim: "parse " + step.captured.map(\.name).joined(separator: ", "))
    case .sample(let step): return Phrase(verbatim: "sample \(step.count)")
    case .apply(let step):
      return "for each \(step.keys.map(names.text).joined(separator: ", ")), one after another"
    case .sequence(let step):
      return "match \(step.steps.count) steps in sequence, row by row"
    }
  }

  private static func list(
    _ outputs: [(column: PlanColumn, expression: BoundExpression)], _ names: Names
  ) -> String {
    outputs.map { output in
      let text = names.text(output.expression)
      return text == output.column.name ? text : "\(output.column.name) = \(text)"
    }.joined(separator: ", ")
  }

  private static func symbol(_ test: ScanPredicate.Test) -> String {
    switch test {
    case .equal: "=="
    case .notEqual: "!="
    case .less: "<"
    case .lessOrEqual: "<="
    case .greater: ">"
    case .greaterOrEqual: ">="
    case .oneOf: "in"
    }
  }

  /// A value as a KQL literal.
  static func literal(_ value: Value) -> String {
    switch value {
    case .null(let type): "\(type.rawValue)(null)"
    case .bool(let value): "\(value)"
    case .int(let value): "\(value)"
    case .long(let value): "\(value)"
    case .real(let value): "\(value)"
    case .decimal(let value): "decimal(\(value))"
    case .string(let value): "\"\(value)\""
    case .datetime(let value): "datetime(\(value))"
    case .timespan(let value): "timespan(\(value))"
    case .guid(let value): "guid(\(value))"
    case .dynamic: "dynamic(…)"
    }
  }

  /// The names of the columns that a step's inputs put out.
  private struct Names {
    private var names: [ColumnID: String] = [:]

    init(_ plan: LogicalPlan) {
      for input in plan.inputs { for column in input.columns { names[column.id] = column.name } }
    }

    func text(_ expression: BoundExpression) -> String {
      switch expression {
      case .constant(let value): return literal(value)
      case .column(let id, _): return names[id] ?? "\(id)"
      case .convert(let inner, let type): return "to\(type.rawValue)(\(text(inner)))"
      case .scalarQuery(let plan, _): return "toscalar(\(PlanPrinter.name(plan)))"
      case .inQuery(let value, let plan, _): return "\(text(value)) in (\(PlanPrinter.name(plan)))"
      case .call(let call):
        let arguments = call.arguments.map(text)
        if let symbol = PlanPrinter.operators[call.function.name], !symbol.hasPrefix("in"),
          arguments.count == 2
        {
          return "(\(arguments[0]) \(symbol) \(arguments[1]))"
        }
        switch (call.function.name, arguments.count) {
        case ("__negate", 1): return "-\(arguments[0])"
        case ("__index", 2): return "\(arguments[0])[\(arguments[1])]"
        case ("__between", 3): return "(\(arguments[0]) between (\(arguments[1]) .. \(arguments[2])))"
        case ("__in", 2...), ("__in_insensitive", 2...), ("has_any", 2...), ("has_all", 2...):
          let symbol = PlanPrinter.operators[call.function.name] ?? call.function.name
          return "(\(arguments[0]) \(symbol) (\(arguments.dropFirst().joined(separator: ", "))))"
        default: return "\(call.function.name)(\(arguments.joined(separator: ", ")))"
        }
      }
    }
  }

  private static let operators = [
    "__add": "+", "__subtract": "-", "__multiply": "*", "__divide": "/", "__modulo": "%", "__equal": "==",
    "__not_equal": "!=", "__less": "<", "__less_or_equal": "<=", "__greater": ">",
    "__greater_or_equal": ">=", "__and": "and", "__or": "or", "__equal_insensitive": "=~",
    "__not_equal_insensitive": "!~", "__has": "has", "__has_cs": "has_cs", "__hasprefix": "hasprefix",
    "__hasprefix_cs": "hasprefix_cs", "__hassuffix": "hassuffix", "__hassuffix_cs": "hassuffix_cs",
    "__contains": "contains", "__contains_cs": "contains_cs", "__startswith": "startswith",
    "__startswith_cs": "startswith_cs", "__endswith": "endswith", "__endswith_cs": "endswith_cs",
    "__matches_regex": "matches regex", "__in": "in", "__in_insensitive": "in~",
  ]
}
