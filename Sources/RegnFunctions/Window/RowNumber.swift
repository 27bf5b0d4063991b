import RegnData

let rowNumberFunction = FunctionDefinition(
  "row_number", kind: .window, category: .window,
  summary: "The row's number, counted from 1 or another start, and anew wherever a condition is true.",
  signatures: [
    .scalar(
      [Parameter("StartingIndex", .long, optional: true), Restart.parameter], result: .type(.long),
      isDeterministic: false
    ) { arguments, context in
      let start = arguments.first.map { $0.isNull(0) ? 1 : $0.longs[0] } ?? 1
      let restart = Restart(arguments, at: 1)
      var number = start
      let numbers = Buffer<Int64>(count: context.rows) { target in
        for row in 0..<context.rows {
          if restart[row] { number = start }
          target[row] = number
          number &+= 1
        }
      }
      return Column(type: .long, storage: .int64(numbers))
    }
  ],
  examples: [
    FunctionExample("range x from 3 to 1 step -1 | serialize n = row_number()", "x,n\n3,1\n2,2\n1,3")
  ])
