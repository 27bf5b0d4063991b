import RegnData

let rowCumsumFunction = FunctionDefinition(
  "row_cumsum", kind: .window, category: .window,
  summary: "The sum of the values up to the row, begun anew wherever a condition is true.",
  signatures: [
    .scalar(
      [Parameter("term", .oneOf([.int, .long])), Restart.parameter], result: .type(.long),
      isDeterministic: false
    ) { arguments, context in runningIntegers(arguments, context, type: .long) },
    .scalar(
      [Parameter("term", .timespan), Restart.parameter], result: .type(.timespan), isDeterministic: false
    ) {
      arguments, context in runningIntegers(arguments, context, type: .timespan)
    },
    .scalar(
      [Parameter("term", .type(.decimal)), Restart.parameter], result: .type(.decimal), isDeterministic: false
    ) { arguments, context in
      let values = arguments[0].decimals
      let restart = Restart(arguments, at: 1)
      var sum = Decimal.zero
      return try rowsOptional(context, to: .decimal) { row -> Decimal? in
        if restart[row] { sum = .zero }
        guard !arguments[0].isNull(row) else { return sum }
        guard let next = sum.adding(values.base[row &* arguments[0].stride]) else {
          throw ExecutionError.decimalOverflow
        }
        sum = next
        return sum
      }
    },
    .scalar([Parameter("term", .real), Restart.parameter], result: .type(.real), isDeterministic: false) {
      arguments, context in
      let values = arguments[0].reals
      let restart = Restart(arguments, at: 1)
      var sum = DoubleDouble()
      return rowsOptional(context, to: .real) { row -> Double? in
        if restart[row] { sum = DoubleDouble() }
        if !arguments[0].isNull(row) { sum.add(values.base[row &* arguments[0].stride]) }
        return sum.value
      }
    },
  ],
  examples: [
    FunctionExample("range x from 1 to 3 step 1 | serialize s = row_cumsum(x)", "x,s\n1,1\n2,3\n3,6")
  ])

private func runningIntegers(_ arguments: [Column], _ context: KernelContext, type: ScalarType) -> Column {
  let values = arguments[0].longs
  let restart = Restart(arguments, at: 1)
  var sum: Int64 = 0
  let sums = Buffer<Int64>(count: context.rows) { target in
    for row in 0..<context.rows {
      if restart[row] { sum = 0 }
      if !arguments[0].isNull(row) { sum &+= values.base[row &* arguments[0].stride] }
      target[row] = sum
    }
  }
  return Column(type: type, storage: .int64(sums))
}
