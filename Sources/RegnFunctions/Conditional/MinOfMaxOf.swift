import RegnData

let minOfFunction = FunctionDefinition(
  "min_of", category: .conditional, summary: "The smallest of the arguments that are not null.",
  signatures: [
    .scalar([Parameter("arg", .common)], variadic: .init(last: 1, times: 2...64), result: .common) {
      arguments, context in
      try extreme(arguments, LessRule.self, context)
    }
  ],
  examples: [FunctionExample("print x = min_of(10, 1, -3, 17)", "x\n-3")])

let maxOfFunction = FunctionDefinition(
  "max_of", category: .conditional, summary: "The largest of the arguments that are not null.",
  signatures: [
    .scalar([Parameter("arg", .common)], variadic: .init(last: 1, times: 2...64), result: .common) {
      arguments, context in
      try extreme(arguments, GreaterRule.self, context)
    }
  ],
  examples: [FunctionExample("print x = max_of(10, 1, -3, 17)", "x\n17")])

private func extreme<Rule: ComparisonRule>(
  _ arguments: [Column], _ rule: Rule.Type, _ context: KernelContext
) throws -> Column {
  var best = arguments[0]
  for column in arguments.dropFirst() {
    let isBetter = try compare(rule, column, best, context)
    let answers = isBetter.bools
    let choices = Choices(rows: context.rows)
    for row in 0..<context.rows {
      let takes = isBetter.isNull(row) ? best.isNull(row) : answers.base[row &* isBetter.stride]
      choices[row] = takes ? 1 : 0
    }
    best = choose([best, column], choices, context)
  }
  return spread(best, context)
}
