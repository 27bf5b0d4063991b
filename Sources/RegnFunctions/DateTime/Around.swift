import RegnData

let aroundFunction = FunctionDefinition(
  "around", category: .dateTime, summary: "Whether a value is at most a distance away from a center.",
  signatures: [
    around(.oneOf([.int, .long]), delta: .oneOf([.int, .long])), around(.real, delta: .real),
    around(.datetime, delta: .timespan), around(.timespan, delta: .timespan),
  ],
  examples: [
    FunctionExample(
      "print x = around(datetime(2021-01-01 01:29), datetime(2021-01-01 01:30), 1min), y = around(5, 8, 2)",
      "x,y\ntrue,false")
  ])

private func around(
  _ accepts: Parameter.Accepts, delta deltaAccepts: Parameter.Accepts
) -> Signature {
  .scalar(
    [Parameter("value", accepts), Parameter("center", accepts), Parameter("delta", deltaAccepts)],
    result: .type(.bool)
  ) { arguments, context in
    if arguments[0].type == .real {
      let (values, centers, deltas) = (arguments[0].reals, arguments[1].reals, arguments[2].reals)
      return rowsOptional(context, to: .bool) { row -> Bool? in
        for argument in arguments where argument.isNull(row) { return nil }
        let distance = values.base[row &* arguments[0].stride] - centers.base[row &* arguments[1].stride]
        return distance.magnitude <= deltas.base[row &* arguments[2].stride]
      }
    }
    let (values, centers, deltas) = (arguments[0].longs, arguments[1].longs, arguments[2].longs)
    return rowsOptional(context, to: .bool) { row -> Bool? in
      for argument in arguments where argument.isNull(row) { return nil }
      let delta = deltas.base[row &* arguments[2].stride]
      let (distance, overflow) = values.base[row &* arguments[0].stride].subtractingReportingOverflow(
        centers.base[row &* arguments[1].stride])
      return !overflow && delta >= 0 && distance.magnitude <= delta.magnitude
    }
  }
}
