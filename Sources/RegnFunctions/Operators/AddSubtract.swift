import RegnData

/// Integers wrap on overflow, a datetime or timespan beyond its range is null, a decimal beyond 34 digits
/// ends the query.
let addOperator = FunctionDefinition(
  "__add", category: .math, summary: "The sum of two numbers, or a datetime or timespan moved by a timespan.",
  signatures: [
    .scalar(integerOperands, result: .type(.long)) { arguments, context in
      map(arguments[0], arguments[1], context, to: .long) { (a: Int64, b: Int64) in a &+ b }
    },
    .scalar(realOperands, result: .type(.real)) { arguments, context in
      map(arguments[0], arguments[1], context, to: .real) { (a: Double, b: Double) in a + b }
    },
    .scalar(decimalOperands, result: .type(.decimal)) { arguments, context in
      try addDecimals(arguments[0], arguments[1], context, subtract: false)
    },
    .scalar(operands(.datetime, .timespan), result: .type(.datetime)) { arguments, context in
      moveDateTimes(arguments[0], by: arguments[1], context) { $0.addingReportingOverflow($1) }
    },
    .scalar(operands(.timespan, .datetime), result: .type(.datetime)) { arguments, context in
      moveDateTimes(arguments[1], by: arguments[0], context) { $0.addingReportingOverflow($1) }
    },
    .scalar(operands(.timespan, .timespan), result: .type(.timespan)) { arguments, context in
      spans(arguments[0], arguments[1], context) { $0.addingReportingOverflow($1) }
    },
  ] + dynamicForms { $0 + $1 },
  examples: [
    FunctionExample("print x = 3.14 + 1", "x\n4.140000000000001"),
    FunctionExample(
      "print x = datetime(2024-12-31) + 1d", "x\n2025-01-01T00:00:00.0000000Z"),
  ])

let subtractOperator = FunctionDefinition(
  "__subtract", category: .math,
  summary: "The difference of two numbers, timespans or datetimes, or a datetime moved back by a timespan.",
  signatures: [
    .scalar(integerOperands, result: .type(.long)) { arguments, context in
      map(arguments[0], arguments[1], context, to: .long) { (a: Int64, b: Int64) in a &- b }
    },
    .scalar(realOperands, result: .type(.real)) { arguments, context in
      map(arguments[0], arguments[1], context, to: .real) { (a: Double, b: Double) in a - b }
    },
    .scalar(decimalOperands, result: .type(.decimal)) { arguments, context in
      try addDecimals(arguments[0], arguments[1], context, subtract: true)
    },
    .scalar(operands(.datetime, .datetime), result: .type(.timespan)) { arguments, context in
      map(arguments[0], arguments[1], context, to: .timespan) { (a: Int64, b: Int64) in a &- b }
    },
    .scalar(operands(.datetime, .timespan), result: .type(.datetime)) { arguments, context in
      moveDateTimes(arguments[0], by: arguments[1], context) { $0.subtractingReportingOverflow($1) }
    },
    .scalar(operands(.timespan, .timespan), result: .type(.timespan)) { arguments, context in
      spans(arguments[0], arguments[1], context) { $0.subtractingReportingOverflow($1) }
    },
  ] + dynamicForms { $0 - $1 },
  examples: [
    FunctionExample("print x = datetime(2025-01-01) - datetime(2024-12-31 12:00)", "x\n12:00:00")
  ])

let negateOperator = FunctionDefinition(
  "__negate", category: .math, summary: "The value with the opposite sign.",
  signatures: [
    .scalar([Parameter("x", .oneOf([.int, .long]))], result: .type(.long)) { arguments, context in
      map(arguments[0], context, to: .long) { (x: Int64) in 0 &- x }
    },
    .scalar([Parameter("x", .real)], result: .type(.real)) { arguments, context in
      map(arguments[0], context, to: .real) { (x: Double) in -x }
    },
    .scalar([Parameter("x", .type(.decimal))], result: .type(.decimal)) { arguments, context in
      let zero = Column(
        constant: .scaled(Buffer([0]), scale: 0), type: .decimal, validity: nil, count: context.rows)
      return try addDecimals(zero, arguments[0], context, subtract: true)
    },
    .scalar([Parameter("x", .timespan)], result: .type(.timespan)) { arguments, context in
      map(arguments[0], context, to: .timespan) { (x: Int64) in 0 &- x }
    },
  ],
  examples: [FunctionExample("print x = -(2 + 3)", "x\n-5")])

/// The forms of an arithmetic operator with dynamic operands, which count as real numbers.
func dynamicForms(_ combine: @escaping @Sendable (Double, Double) -> Double) -> [Signature] {
  let numbers = Parameter.Accepts.oneOf([.int, .long, .real])
  let pairs: [(Parameter.Accepts, Parameter.Accepts)] = [
    (.dynamic, numbers), (numbers, .dynamic), (.dynamic, .dynamic),
  ]
  return pairs.map { left, right in
    .scalar([Parameter("left", left), Parameter("right", right)], result: .type(.real)) {
      arguments, context in
      let a = Conversion.convert(arguments[0], to: .real, context)
      let b = Conversion.convert(arguments[1], to: .real, context)
      return map(a, b, context, to: .real) { (x: Double, y: Double) in combine(x, y) }
    }
  }
}

/// Two operands of the given types.
func operands(_ left: ScalarType, _ right: ScalarType) -> [Parameter] {
  [Parameter("left", .type(left)), Parameter("right", .type(right))]
}

let integerOperands = [
  Parameter("left", .oneOf([.int, .long])), Parameter("right", .oneOf([.int, .long])),
]
let realOperands = operands(.real, .real)
let decimalOperands = operands(.decimal, .decimal)

/// Timespans from two; null where that is beyond what a timespan can hold.
@inline(__always)
private func spans(
  _ left: Column, _ right: Column, _ context: KernelContext,
  _ combine: (Int64, Int64) -> (partialValue: Int64, overflow: Bool)
) -> Column {
  var outOfRange = false
  let combined: Column = map(left, right, context, to: .timespan) { (a: Int64, b: Int64) in
    let (ticks, overflow) = combine(a, b)
    outOfRange = outOfRange || overflow
    return ticks
  }
  guard outOfRange else { return combined }
  return mapOptional(left, right, context, to: .timespan) { (a: Int64, b: Int64) -> Int64? in
    let (ticks, overflow) = combine(a, b)
    return overflow ? nil : ticks
  }
}

/// Datetimes moved by timespans; null where that leaves the years 1 to 9999.
@inline(__always)
private func moveDateTimes(
  _ instants: Column, by spans: Column, _ context: KernelContext,
  _ move: (Int64, Int64) -> (partialValue: Int64, overflow: Bool)
) -> Column {
  let maximum = DateTime.maximum.ticks
  var outOfRange = false
  let moved: Column = map(instants, spans, context, to: .datetime) { (instant: Int64, span: Int64) in
    let (ticks, overflow) = move(instant, span)
    // -1 is no instant: it marks what is out of range.
    let fits = !overflow && ticks >= 0 && ticks <= maximum
    outOfRange = outOfRange || !fits
    return fits ? ticks : -1
  }
  guard outOfRange else { return moved }
  let ticks = moved.longs
  return rowsOptional(context, to: .datetime) { row in
    moved.isNull(row) || ticks[row] < 0 ? nil : ticks[row]
  }
}
