import RegnData

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

let multiplyOperator = FunctionDefinition(
  "__multiply", category: .math, summary: "The product of two numbers, or of a timespan and a number.",
  signatures: [
    .scalar(integerOperands, result: .type(.long)) { arguments, context in
      map(arguments[0], arguments[1], context, to: .long) { (a: Int64, b: Int64) in a &* b }
    },
    .scalar(realOperands, result: .type(.real)) { arguments, context in
      map(arguments[0], arguments[1], context, to: .real) { (a: Double, b: Double) in a * b }
    },
    .scalar(decimalOperands, result: .type(.decimal)) { arguments, context in
      try multiplyDecimals(arguments[0], arguments[1], context)
    },
    .scalar(operands(.timespan, .long), result: .type(.timespan)) { arguments, context in
      scaleTimespans(arguments[0], by: arguments[1], context)
    },
    .scalar(operands(.timespan, .real), result: .type(.timespan)) { arguments, context in
      mapOptional(arguments[0], arguments[1], context, to: .timespan) { (span: Int64, factor: Double) in
        Int64(exactly: (Double(span) * factor).rounded())
      }
    },
    .scalar(operands(.long, .timespan), result: .type(.timespan)) { arguments, context in
      scaleTimespans(arguments[1], by: arguments[0], context)
    },
    .scalar(operands(.real, .timespan), result: .type(.timespan)) { arguments, context in
      mapOptional(arguments[0], arguments[1], context, to: .timespan) { (factor: Double, span: Int64) in
        Int64(exactly: (Double(span) * factor).rounded())
      }
    },
  ] + dynamicForms { $0 * $1 },
  examples: [FunctionExample("print x = 1s * 5", "x\n00:00:05")])

private func scaleTimespans(_ spans: Column, by factors: Column, _ context: KernelContext) -> Column {
  mapOptional(spans, factors, context, to: .timespan) { (span: Int64, factor: Int64) -> Int64? in
    let (product, overflow) = span.multipliedReportingOverflow(by: factor)
    return overflow ? nil : product
  }
}

/// Integers divide to an integer, cut off toward zero; by zero gives null. Reals follow IEEE 754.
let divideOperator = FunctionDefinition(
  "__divide", category: .math,
  summary: "The quotient of two numbers; of integers, without the remainder.",
  signatures: [
    .scalar(integerOperands, result: .type(.long)) { arguments, context in
      mapNonzero(arguments[0], arguments[1], context, to: .long) { a, b in
        a.dividedReportingOverflow(by: b).partialValue
      }
    },
    .scalar(realOperands, result: .type(.real)) { arguments, context in
      map(arguments[0], arguments[1], context, to: .real) { (a: Double, b: Double) in a / b }
    },
    .scalar(decimalOperands, result: .type(.decimal)) { arguments, context in
      try divideDecimals(arguments[0], arguments[1], context)
    },
    .scalar(operands(.timespan, .timespan), result: .type(.real)) { arguments, context in
      map(arguments[0], arguments[1], context, to: .real) { (a: Int64, b: Int64) in Double(a) / Double(b) }
    },
    .scalar(operands(.timespan, .long), result: .type(.timespan)) { arguments, context in
      mapNonzero(arguments[0], arguments[1], context, to: .timespan) { a, b in
        a.dividedReportingOverflow(by: b).partialValue
      }
    },
    .scalar(operands(.timespan, .real), result: .type(.timespan)) { arguments, context in
      mapOptional(arguments[0], arguments[1], context, to: .timespan) { (span: Int64, divisor: Double) in
        Int64(exactly: (Double(span) / divisor).rounded())
      }
    },
    .scalar(operands(.datetime, .timespan), result: .type(.real)) { arguments, context in
      map(arguments[0], arguments[1], context, to: .real) { (a: Int64, b: Int64) in Double(a) / Double(b) }
    },
  ] + dynamicForms { $0 / $1 },
  examples: [
    FunctionExample("print x = 7 / 2, y = 7.0 / 2", "x,y\n3,3.5"),
    FunctionExample("print x = 10m / 1s", "x\n600"),
  ])

/// The result lies between zero and the divisor's magnitude, for negative values too (reference page on
/// numerical operators).
let moduloOperator = FunctionDefinition(
  "__modulo", category: .math, summary: "What remains of a division, never negative.",
  signatures: [
    .scalar(integerOperands, result: .type(.long)) { arguments, context in
      mapNonzero(arguments[0], arguments[1], context, to: .long, nonNegativeRemainder)
    },
    .scalar(realOperands, result: .type(.real)) { arguments, context in
      map(arguments[0], arguments[1], context, to: .real) { (a: Double, b: Double) in
        realRemainder(a, b)
      }
    },
    .scalar(decimalOperands, result: .type(.decimal)) { arguments, context in
      try moduloDecimals(arguments[0], arguments[1], context)
    },
    .scalar(operands(.timespan, .timespan), result: .type(.timespan)) { arguments, context in
      mapNonzero(arguments[0], arguments[1], context, to: .timespan, nonNegativeRemainder)
    },
    .scalar(operands(.datetime, .timespan), result: .type(.timespan)) { arguments, context in
      mapNonzero(arguments[0], arguments[1], context, to: .timespan, nonNegativeRemainder)
    },
  ] + dynamicForms { realRemainder($0, $1) },
  examples: [FunctionExample("print x = 14 % 12, y = -14 % 12, z = 14 % -12", "x,y,z\n2,10,2")])

@inline(__always)
private func realRemainder(_ a: Double, _ b: Double) -> Double {
  let rest = fmod(a, b)
  return rest < 0 ? rest + b.magnitude : rest
}

@inline(__always)
private func nonNegativeRemainder(_ a: Int64, _ b: Int64) -> Int64 {
  let rest = b == -1 ? 0 : a % b
  return rest < 0 ? rest &+ (b < 0 ? 0 &- b : b) : rest
}

/// Applies `transform` to pairs of integers; null where either is, and where the right one is zero.
@inline(__always)
private func mapNonzero(
  _ a: Column, _ b: Column, _ context: KernelContext, to type: ScalarType,
  _ transform: (Int64, Int64) -> Int64
) -> Column {
  if let divisor = b.constantLong, divisor != 0 {
    if divisor > 0 {
      // With a positive constant the overflow test of min / -1 drops out of the loop.
      return map(a, context, to: type) { (x: Int64) in transform(x, max(divisor, 1)) }
    }
    return map(a, context, to: type) { (x: Int64) in transform(x, divisor) }
  }
  return mapOptional(a, b, context, to: type) { (x: Int64, y: Int64) -> Int64? in
    y == 0 ? nil : transform(x, y)
  }
}
