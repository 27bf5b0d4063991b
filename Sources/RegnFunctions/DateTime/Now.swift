import RegnData

/// All calls in one statement give the same instant.
let nowFunction = FunctionDefinition(
  "now", category: .dateTime, summary: "The time at which the statement began, in UTC, moved by an offset.",
  signatures: [
    .scalar(
      [Parameter("offset", .timespan, default: .timespan(Timespan(ticks: 0)))], result: .type(.datetime)
    ) { arguments, context in
      let now = context.execution.now
      return mapOptional(arguments[0], context, to: .datetime) { (span: Int64) in
        now.adding(Timespan(ticks: span))?.ticks
      }
    }
  ],
  examples: [FunctionExample("print x = now() - now(-1d)", "x\n1.00:00:00")])

let agoFunction = FunctionDefinition(
  "ago", category: .dateTime, summary: "The time a timespan before the statement began, in UTC.",
  signatures: [
    .scalar([Parameter("timespan", .timespan)], result: .type(.datetime)) { arguments, context in
      let now = context.execution.now
      return mapOptional(arguments[0], context, to: .datetime) { (span: Int64) in
        now.subtracting(Timespan(ticks: span))?.ticks
      }
    }
  ],
  examples: [FunctionExample("print x = now() - ago(1h)", "x\n01:00:00")])
