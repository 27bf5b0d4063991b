import RegnData

/// Functions over columns' names and whole tables, in order of name. The binder answers their calls, since it
/// knows the columns; they stand here so that help, completion and suggestions know them.
let metadataFunctions: [FunctionDefinition] = [
  bagPackColumnsFunction, columnIfExistsFunction, materializeFunction, packAllFunction, toScalarFunction,
]

private let bagPackColumnsFunction = answeredByBinder(
  "bag_pack_columns", summary: "A bag with a property for each of the columns, called after it.",
  [Parameter("column", .any)], variadic: .init(), result: .type(.dynamic),
  example: FunctionExample(
    "print sted = 'Ribe', kr = 5 | project b = bag_pack_columns(sted, kr)",
    "b\n\"{\"\"sted\"\":\"\"Ribe\"\",\"\"kr\"\":5}\""))

private let columnIfExistsFunction = answeredByBinder(
  "column_ifexists", aliases: ["columnifexists"],
  summary: "The column of the name, or another value where the table has no such column.",
  [Parameter("columnName", .string, constant: true), Parameter("defaultValue", .any)], result: .sameAs(1),
  example: FunctionExample(
    "print kr = 5 | project a = column_ifexists('kr', 0), b = column_ifexists('dkk', 0)", "a,b\n5,0"))

private let materializeFunction = answeredByBinder(
  "materialize", summary: "The table itself, computed once however often it is used.",
  [Parameter("table", .table)], result: .computed { _, _ in nil },
  example: FunctionExample(
    "let t = materialize(range x from 1 to 3 step 1 | extend r = rand()); t | join t on x, r | count",
    "Count\n3"))

private let packAllFunction = answeredByBinder(
  "pack_all", summary: "A bag of all columns of a row, each under its name.", [], result: .type(.dynamic),
  example: FunctionExample(
    "print sted = 'Ribe', kr = 5 | project b = pack_all()",
    "b\n\"{\"\"sted\"\":\"\"Ribe\"\",\"\"kr\"\":5}\""))

private let toScalarFunction = answeredByBinder(
  "toscalar",
  summary: "The first value of the first column of a table, as a value that an expression can use.",
  [Parameter("table", .table)], result: .computed { _, _ in nil },
  example: FunctionExample(
    "let most = toscalar(municipalities | summarize max(population)); print x = most", "x\n671714"))

private func answeredByBinder(
  _ name: String, aliases: [String] = [], summary: String, _ parameters: [Parameter],
  variadic: Signature.Variadic? = nil, result: ResultType, example: FunctionExample
) -> FunctionDefinition {
  FunctionDefinition(
    name, aliases: aliases, category: .metadata, summary: summary,
    signatures: [
      .scalar(parameters, variadic: variadic, result: result) { _, _ in
        throw ExecutionError(code: "RG0699", message: "\(name)() was not answered before the query ran")
      }
    ],
    examples: [example])
}
