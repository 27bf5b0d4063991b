import RegnData
import RegnPhrases

let binaryAndFunction = binary(
  "binary_and", "The bits that both numbers have.", FunctionExample("print x = binary_and(6, 3)", "x\n2")
) { $0 & $1 }

let binaryOrFunction = binary(
  "binary_or", "The bits that at least one of the numbers has.",
  FunctionExample("print x = binary_or(6, 3)", "x\n7")
) { $0 | $1 }

let binaryXorFunction = binary(
  "binary_xor", "The bits that just one of the numbers has.",
  FunctionExample("print x = binary_xor(6, 3)", "x\n5")
) { $0 ^ $1 }

/// A negative count gives null, a count of 64 or more its remainder (reference page).
let binaryShiftLeftFunction = binary(
  "binary_shift_left", "The number's bits moved to the left; null for a negative count.",
  FunctionExample("print x = binary_shift_left(1, 2)", "x\n4")
) { $1 < 0 ? nil : $0 &<< $1 }

let binaryShiftRightFunction = binary(
  "binary_shift_right", "The number's bits moved to the right, its sign kept; null for a negative count.",
  FunctionExample("print x = binary_shift_right(8, 2)", "x\n2")
) { $1 < 0 ? nil : $0 &>> $1 }

let binaryNotFunction = FunctionDefinition(
  "binary_not", category: .math, summary: "The number with every bit inverted.",
  signatures: [
    .scalar([Parameter("value", .long)], result: .type(.long)) { arguments, context in
      map(arguments[0], context, to: .long) { (x: Int64) in ~x }
    }
  ],
  examples: [FunctionExample("print x = binary_not(100)", "x\n-101")])

let bitsetCountOnesFunction = FunctionDefinition(
  "bitset_count_ones", category: .math, summary: "How many bits of the number are set.",
  signatures: [
    .scalar([Parameter("value", .long)], result: .type(.long)) { arguments, context in
      map(arguments[0], context, to: .long) { (x: Int64) in Int64(x.nonzeroBitCount) }
    }
  ],
  examples: [FunctionExample("print x = bitset_count_ones(42)", "x\n3")])

private func binary(
  _ name: String, _ summary: Phrase, _ example: FunctionExample,
  _ combine: @escaping @Sendable (Int64, Int64) -> Int64?
) -> FunctionDefinition {
  FunctionDefinition(
    name, category: .math, summary: summary,
    signatures: [
      .scalar([Parameter("value1", .long), Parameter("value2", .long)], result: .type(.long)) {
        arguments, context in
        mapOptional(arguments[0], arguments[1], context, to: .long) { (a: Int64, b: Int64) in combine(a, b) }
      }
    ],
    examples: [example])
}
