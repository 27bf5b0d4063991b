import RegnData
import RegnPhrases

private func argExtremeState(_ types: [ScalarType], greatest: Bool) -> any AggregateState {
  switch types[0] {
  case .int, .long, .datetime, .timespan:
    ArgExtremeState(FixedExtremes<Int64>(), types: types, greatest: greatest)
  case .real:
    ArgExtremeState(FixedExtremes<Double>(placesNaNLast: !greatest), types: types, greatest: greatest)
  case .decimal: ArgExtremeState(DecimalExtremes(), types: types, greatest: greatest)
  case .string: ArgExtremeState(StringExtremes(), types: types, greatest: greatest)
  case .bool: ArgExtremeState(FixedExtremes<Bool>(), types: types, greatest: greatest)
  case .guid: ArgExtremeState(FixedExtremes<Guid>(), types: types, greatest: greatest)
  case .dynamic: ArgExtremeState(DynamicExtremes(), types: types, greatest: greatest)
  }
}

private func argExtremeFunction(
  _ name: String, alias: String, greatest: Bool, parameter: String, summary: Phrase, answer: String
) -> FunctionDefinition {
  let extreme = Parameter(parameter, .oneOf(orderedTypes + [.dynamic]))
  let columns = ResultType.columns { types, _ in types.map { ("", $0) } }
  return FunctionDefinition(
    name, aliases: [alias], kind: .aggregate, category: .aggregation, summary: summary,
    signatures: [
      .aggregate(
        [extreme, Parameter("returned", .any)], variadic: Signature.Variadic(last: 1, times: 0...1024),
        result: columns
      ) { types, _ in argExtremeState(types, greatest: greatest) }
    ],
    examples: [
      FunctionExample(
        "datatable(x: long, name: string) [1, \"a\", 3, \"b\", 2, \"c\"] | summarize \(name)(x, name)",
        "x,name\n\(answer)")
    ], naming: .argument)
}

let argMaxFunction = argExtremeFunction(
  "arg_max", alias: "argmax", greatest: true, parameter: "ExprToMaximize",
  summary: "The greatest value, and other columns of the (first) row that has it.", answer: "3,b")

let argMinFunction = argExtremeFunction(
  "arg_min", alias: "argmin", greatest: false, parameter: "ExprToMinimize",
  summary: "The least value, and other columns of the (first) row that has it.", answer: "1,a")

let takeAnyFunction = FunctionDefinition(
  "take_any", aliases: ["any"], kind: .aggregate, category: .aggregation,
  summary: "Columns of one row: the first, for one column the first where it is neither null nor empty.",
  signatures: [
    .aggregate(
      [Parameter("expr", .any)], variadic: Signature.Variadic(last: 1, times: 1...1024),
      result: .columns { types, _ in types.map { ("", $0) } }
    ) { types, _ in FirstRowState(types: types) }
  ],
  examples: [
    FunctionExample(
      "datatable(x: long, name: string) [1, \"a\", 3, \"b\"] | summarize take_any(x, name)", "x,name\n1,a")
  ], naming: .argument)

let takeAnyifFunction = FunctionDefinition(
  "take_anyif", aliases: ["anyif"], kind: .aggregate, category: .aggregation,
  summary: "The first value that is neither null nor empty of the rows for which a predicate is true.",
  signatures: [
    .aggregate([Parameter("expr", .any), Parameter("predicate", .bool)], result: .sameAs(0)) { types, _ in
      FilteredState(FirstRowState(types: [types[0]]), predicateAt: 1)
    }
  ],
  examples: [
    FunctionExample(
      "datatable(x: long, name: string) [1, \"a\", 3, \"b\"] | summarize take_anyif(name, x > 1)", "name\nb")
  ], naming: .argument)
