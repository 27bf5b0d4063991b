import RegnData
import RegnPhrases

/// Functions over columns' names and whole tables, in order of name. The binder answers their calls, since it
/// knows the columns; they stand here so that help, completion and suggestions know them.
let metadataFunctions: [FunctionDefinition] = [
  bagPackColumnsFunction, binAutoFunction, columnIfExistsFunction, columnNamesOfFunction,
  materializeFunction, packAllFunction, toScalarFunction,
]

private let bagPackColumnsFunction = answeredByBinder(
  "bag_pack_columns", summary: "A bag with a property for each of the columns, called after it.",
  [Parameter("column", .any)], variadic: .init(), result: .type(.dynamic),
  example: FunctionExample(
    "print sted = 'Ribe', kr = 5 | project b = bag_pack_columns(sted, kr)",
    "b\n\"{\"\"sted\"\":\"\"Ribe\"\",\"\"kr\"\":5}\""))

private let binAutoFunction = answeredByBinder(
  "bin_auto", category: .math,
  summary:
    "The value rounded down to a bin whose size, and the start of one bin, `set` statements have given.",
  [Parameter("value", .oneOf([.int, .long, .real, .decimal, .datetime, .timespan]))], result: .sameAs(0),
  example: FunctionExample(
    "set query_bin_auto_size = 10; set query_bin_auto_at = 5; print x = bin_auto(27)", "x\n25"))

private let columnIfExistsFunction = answeredByBinder(
  "column_ifexists", aliases: ["columnifexists"],
  summary: "The column of the name, or another value where the table has no such column.",
  [Parameter("columnName", .string, constant: true), Parameter("defaultValue", .any)], result: .sameAs(1),
  example: FunctionExample(
    "print kr = 5 | project a = column_ifexists('kr', 0), b = column_ifexists('dkk', 0)", "a,b\n5,0"))

private let columnNamesOfFunction = answeredByBinder(
  "column_names_of", summary: "The names of a table's columns, as an array.", [Parameter("table", .table)],
  result: .type(.dynamic),
  example: FunctionExample(
    "print x = column_names_of(population)",
    "x\n\"[\"\"code\"\",\"\"municipality\"\",\"\"year\"\",\"\"population\"\"]\""))

private let materializeFunction = answeredByBinder(
  "materialize", summary: "The table itself, computed once however often a query uses it.",
  [Parameter("table", .table)], result: .computed { _, _ in nil },
  example: FunctionExample(
    "let t = materialize(range x from 1 to 3 step 1 | extend r = rand()); t | join t on x, r | count",
    "Count\n3"))

private let packAllFunction = answeredByBinder(
  "pack_all",
  summary: "A bag of all columns of a row, each under its name; without those that are empty if asked for.",
  [Parameter("ignore_null_empty", .bool, default: .bool(false), constant: true)], result: .type(.dynamic),
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
  _ name: String, aliases: [String] = [], category: FunctionCategory = .metadata, summary: Phrase,
  _ parameters: [Parameter], variadic: Signature.Variadic? = nil, result: ResultType, example: FunctionExample
) -> FunctionDefinition {
  FunctionDefinition(
    name, aliases: aliases, category: category, summary: summary,
    signatures: [
      .scalar(parameters, variadic: variadic, result: result) { _, _ in
        throw ExecutionError(code: "RG0699", message: "\(name)() was not answered before the query ran")
      }
    ],
    examples: [example])
}
