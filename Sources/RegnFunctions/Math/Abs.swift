import RegnData

let absFunction = FunctionDefinition(
  "abs", category: .math,
  summary: "The value without its sign.",
  signatures: [
    .scalar([Parameter("x", .oneOf([.int, .long]))], result: .type(.long)) { arguments, context in
      map(arguments[0], context, to: .long) { (x: Int64) in x < 0 ? 0 &- x : x }
    },
    .scalar([Parameter("x", .type(.timespan))], result: .type(.timespan)) { arguments, context in
      map(arguments[0], context, to: .timespan) { (x: Int64) in x < 0 ? 0 &- x : x }
    },
    .scalar([Parameter("x", .type(.decimal))], result: .type(.decimal)) { arguments, context in
      map(arguments[0], context, to: .decimal) { (x: Decimal) in x.coefficient < 0 ? x.negated : x }
    },
    .scalar([Parameter("x", .real)], result: .type(.real)) { arguments, context in
      map(arguments[0], context, to: .real) { (x: Double) in x.magnitude }
    },
  ],
  examples: [FunctionExample("print x = abs(-5)", "x\n5")])
