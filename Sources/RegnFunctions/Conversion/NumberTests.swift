import RegnData

let isNaNFunction = FunctionDefinition(
  "isnan", category: .conversion, summary: "Whether the number is not a number (NaN).",
  signatures: [
    .scalar([Parameter("number", .real)], result: .type(.bool)) { arguments, context in
      map(arguments[0], context, to: .bool) { (x: Double) in x.isNaN }
    }
  ],
  examples: [FunctionExample("print x = isnan(0.0 / 0.0), y = isnan(1.0)", "x,y\ntrue,false")])

let isInfFunction = FunctionDefinition(
  "isinf", category: .conversion, summary: "Whether the number is infinite, positive or negative.",
  signatures: [
    .scalar([Parameter("number", .real)], result: .type(.bool)) { arguments, context in
      map(arguments[0], context, to: .bool) { (x: Double) in x.isInfinite }
    }
  ],
  examples: [FunctionExample("print x = isinf(1.0 / 0.0)", "x\ntrue")])

let isFiniteFunction = FunctionDefinition(
  "isfinite", category: .conversion, summary: "Whether the number is neither infinite nor NaN.",
  signatures: [
    .scalar([Parameter("number", .real)], result: .type(.bool)) { arguments, context in
      map(arguments[0], context, to: .bool) { (x: Double) in x.isFinite }
    }
  ],
  examples: [FunctionExample("print x = isfinite(1.0 / 0.0), y = isfinite(2.5)", "x,y\nfalse,true")])
