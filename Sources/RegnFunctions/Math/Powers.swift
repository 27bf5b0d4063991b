import RegnData
import RegnPhrases

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

let sqrtFunction = realFunction(
  "sqrt", parameter: "x", "The square root; null for a negative number.",
  FunctionExample("print x = sqrt(16), y = sqrt(-1)", "x,y\n4,")
) { $0 < 0 ? nil : $0.squareRoot() }

let expFunction = realFunction(
  "exp", parameter: "x", "Euler's number raised to the value.", FunctionExample("print x = exp(0)", "x\n1")
) { exp($0) }

let exp2Function = realFunction(
  "exp2", parameter: "x", "Two raised to the value.", FunctionExample("print x = exp2(10)", "x\n1024")
) { exp2($0) }

let exp10Function = realFunction(
  "exp10", parameter: "x", "Ten raised to the value.", FunctionExample("print x = exp10(3)", "x\n1000")
) { pow(10, $0) }

let logFunction = realFunction(
  "log", parameter: "number", "The natural logarithm; null for a negative number.",
  FunctionExample("print x = log(1), y = log(-1)", "x,y\n0,")
) { $0 < 0 ? nil : log($0) }

let log2Function = realFunction(
  "log2", parameter: "number", "The logarithm to base 2; null for a negative number.",
  FunctionExample("print x = log2(8)", "x\n3")
) { $0 < 0 ? nil : log2($0) }

let log10Function = realFunction(
  "log10", parameter: "number", "The logarithm to base 10; null for a negative number.",
  FunctionExample("print x = log10(1000)", "x\n3")
) { $0 < 0 ? nil : log10($0) }

let powFunction = FunctionDefinition(
  "pow", category: .math, summary: "A number raised to a power.",
  signatures: [
    .scalar([Parameter("base", .real), Parameter("exponent", .real)], result: .type(.real)) {
      arguments, context in
      map(arguments[0], arguments[1], context, to: .real) { (x: Double, y: Double) in pow(x, y) }
    }
  ],
  examples: [FunctionExample("print x = pow(2, 3)", "x\n8")])

/// A function from real to real that is null where `value` gives nil.
func realFunction(
  _ name: String, parameter: String, _ summary: Phrase, _ example: FunctionExample,
  _ value: @escaping @Sendable (Double) -> Double?
) -> FunctionDefinition {
  FunctionDefinition(
    name, category: .math, summary: summary,
    signatures: [
      .scalar([Parameter(parameter, .real)], result: .type(.real)) { arguments, context in
        mapOptional(arguments[0], context, to: .real) { (x: Double) in value(x) }
      }
    ],
    examples: [example])
}
