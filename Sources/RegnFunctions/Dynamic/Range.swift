import RegnData

/// KQL's limit to the elements of `range` and `repeat`.
private let maximumCount = 1_048_576

private func integerRange(
  _ type: ScalarType, _ append: @escaping @Sendable (Int64, inout DynamicWriter) -> Void
) -> ScalarKernel {
  { arguments, context in
    let readers = arguments.map { LongReader($0) }
    var growth = GrowthGuard(context)
    return try dynamicRows(context) { row, writer in
      guard let start = readers[0][row], let stop = readers[1][row] else { return false }
      let step: Int64
      if readers.count > 2 {
        guard let given = readers[2][row] else { return false }
        step = given
      } else {
        step = type == .long ? 1 : 36_000_000_000
      }
      if step == 0 { return false }
      writer.beginArray()
      var value = start
      for _ in 0..<maximumCount {
        if step > 0 ? value > stop : value < stop { break }
        append(value, &writer)
        let (next, overflow) = value.addingReportingOverflow(step)
        if overflow { break }
        value = next
      }
      writer.endArray()
      try growth.count(writer.bytes.count)
      return true
    }
  }
}

let rangeFunction = FunctionDefinition(
  "range", category: .dynamic,
  summary: "An array of numbers or times at equal distances, at most 1,048,576.",
  signatures: [
    .scalar(
      [Parameter("start", .long), Parameter("stop", .long), Parameter("step", .long, optional: true)],
      result: .type(.dynamic), integerRange(.long) { $1.append($0) }),
    .scalar(
      [
        Parameter("start", .datetime), Parameter("stop", .datetime),
        Parameter("step", .timespan, optional: true),
      ],
      result: .type(.dynamic), integerRange(.datetime) { $1.append(DateTime(ticks: $0)) }),
    .scalar(
      [
        Parameter("start", .timespan), Parameter("stop", .timespan),
        Parameter("step", .timespan, optional: true),
      ],
      result: .type(.dynamic), integerRange(.timespan) { $1.append(Timespan(ticks: $0)) }),
    .scalar(
      [Parameter("start", .real), Parameter("stop", .real), Parameter("step", .real, optional: true)],
      result: .type(.dynamic)
    ) { arguments, context in
      let values = arguments.map { $0.reals }
      var growth = GrowthGuard(context)
      return try dynamicRows(context) { row, writer in
        if arguments.contains(where: { $0.isNull(row) }) { return false }
        let start = values[0].base[row &* arguments[0].stride]
        let stop = values[1].base[row &* arguments[1].stride]
        let step = values.count > 2 ? values[2].base[row &* arguments[2].stride] : 1
        guard step != 0, start.isFinite, stop.isFinite, step.isFinite else { return false }
        writer.beginArray()
        for index in 0..<maximumCount {
          // A product rounds once, a running sum at each step.
          let value = start + Double(index) * step
          if step > 0 ? value > stop : value < stop { break }
          writer.append(value)
        }
        writer.endArray()
        try growth.count(writer.bytes.count)
        return true
      }
    },
  ],
  examples: [
    FunctionExample("print x = range(1, 8, 3)", "x\n\"[1,4,7]\""),
    FunctionExample("print x = range(1h, 2h)", "x\n\"[\"\"01:00:00\"\",\"\"02:00:00\"\"]\""),
  ])

let repeatFunction = FunctionDefinition(
  "repeat", category: .dynamic, summary: "An array of one value some times over, at most 1,048,576.",
  signatures: [
    .scalar([Parameter("value", .any), Parameter("count", .long)], result: .type(.dynamic)) {
      arguments, context in
      let value = DynamicEncoder(arguments[0])
      let counts = LongReader(arguments[1])
      var growth = GrowthGuard(context)
      var one = DynamicWriter()
      return try dynamicRows(context) { row, writer in
        guard let count = counts[row], count >= 0 else { return false }
        one.removeAll()
        value.append(row, to: &one)
        let times = Int(min(count, Int64(maximumCount)))
        try growth.count(times * one.bytes.count)
        writer.beginArray()
        for _ in 0..<times { one.withValue { writer.append($0) } }
        writer.endArray()
        return true
      }
    }
  ],
  examples: [FunctionExample("print x = repeat(1, 3)", "x\n\"[1,1,1]\"")])
