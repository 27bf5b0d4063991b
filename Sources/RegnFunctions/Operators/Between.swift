import RegnData

/// Both ends belong to the range. A timespan as upper end of datetimes counts from the lower end.
let betweenOperator = FunctionDefinition(
  "__between", category: .conditional, summary: "Whether the value lies in a range, its ends included.",
  signatures: [
    .scalar(
      [Parameter("expr", .common), Parameter("leftRange", .common), Parameter("rightRange", .common)],
      result: .type(.bool)
    ) { arguments, context in
      try between(arguments[0], arguments[1], arguments[2], context)
    },
    .scalar(
      [
        Parameter("expr", .datetime), Parameter("leftRange", .datetime), Parameter("rightRange", .timespan),
      ], result: .type(.bool)
    ) { arguments, context in
      let upper: Column = mapOptional(arguments[1], arguments[2], context, to: .datetime) {
        (from: Int64, span: Int64) in DateTime(ticks: from).adding(Timespan(ticks: span))?.ticks
      }
      return try between(arguments[0], arguments[1], upper, context)
    },
    .scalar(
      [
        Parameter("expr", .dynamic), Parameter("leftRange", .oneOf([.int, .long])),
        Parameter("rightRange", .oneOf([.int, .long])),
      ], result: .type(.bool)
    ) { arguments, context in
      try between(numericColumn(arguments[0], context), arguments[1], arguments[2], context)
    },
  ],
  examples: [
    FunctionExample("print x = 5 between (1 .. 5), y = 5 between (6 .. 9)", "x,y\ntrue,false")
  ])

private func between(
  _ value: Column, _ low: Column, _ high: Column, _ context: KernelContext
) throws -> Column {
  if low.isConstant, high.isConstant, !low.isConstantNull, !high.isConstantNull, !value.isConstant {
    switch (value.storage, low.storage, high.storage) {
    case (.int64, .int64(let from), .int64(let to)):
      return map(value, context, to: .bool) { [from = from[0], to = to[0]] (x: Int64) in x >= from && x <= to
      }
    case (.real, .real(let from), .real(let to)):
      return map(value, context, to: .bool) { [from = from[0], to = to[0]] (x: Double) in x >= from && x <= to
      }
    default: break
    }
  }
  let above = try compare(GreaterOrEqualRule.self, value, low, context)
  let below = try compare(LessOrEqualRule.self, value, high, context)
  return connect(above, below, context, decisive: false)
}
