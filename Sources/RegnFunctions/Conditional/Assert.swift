import RegnData

/// Ends the query with RG0607 and the message where the condition does not hold.
let assertFunction = FunctionDefinition(
  "assert", category: .conditional,
  summary: "True where the condition holds; else the query ends with the message.",
  signatures: [
    .scalar(
      [Parameter("condition", .bool, constant: true), Parameter("message", .string, constant: true)],
      result: .type(.bool)
    ) { arguments, context in
      let condition = arguments[0]
      let answers = condition.bools
      for row in 0..<context.rows where condition.isNull(row) || !answers.base[row &* condition.stride] {
        let message = String(decoding: arguments[1].stringBytes(0), as: UTF8.self)
        throw ExecutionError(code: "RG0607", message: "an assertion failed: \(message)")
      }
      return Column(value: .bool(true), count: context.rows)
    }
  ],
  examples: [FunctionExample("print x = assert(1 < 2, 'one is less than two')", "x\ntrue")])
