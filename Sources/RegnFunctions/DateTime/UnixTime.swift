import RegnData

let unixSecondsFunction = unixTime(
  "seconds", unitsPerTick: nil, ticksPerUnit: Timespan.ticksPerSecond, "1546300800")
let unixMillisecondsFunction = unixTime(
  "milliseconds", unitsPerTick: nil, ticksPerUnit: Timespan.ticksPerMillisecond, "1546300800000")
let unixMicrosecondsFunction = unixTime(
  "microseconds", unitsPerTick: nil, ticksPerUnit: Timespan.ticksPerMicrosecond, "1546300800000000")
let unixNanosecondsFunction = unixTime(
  "nanoseconds", unitsPerTick: 100, ticksPerUnit: 1, "1546300800000000000")

private func unixTime(
  _ unit: String, unitsPerTick: Int64?, ticksPerUnit: Int64, _ sample: String
) -> FunctionDefinition {
  let name = "unixtime_\(unit)_todatetime"
  let epoch = DateTime.unixEpoch.ticks
  return FunctionDefinition(
    name, category: .dateTime,
    summary: "The datetime that lies a number of \(unit) after the start of 1970 in UTC.",
    signatures: [
      .scalar([Parameter(unit, .oneOf([.int, .long]))], result: .type(.datetime)) { arguments, context in
        mapOptional(arguments[0], context, to: .datetime) { (count: Int64) -> Int64? in
          var ticks = count
          if let unitsPerTick {
            ticks = count >= 0 ? count / unitsPerTick : (count - unitsPerTick + 1) / unitsPerTick
          }
          let (span, tooLarge) = ticks.multipliedReportingOverflow(by: ticksPerUnit)
          let (instant, overflow) = span.addingReportingOverflow(epoch)
          return tooLarge || overflow ? nil : DateTime(checkingTicks: instant)?.ticks
        }
      },
      .scalar([Parameter(unit, .real)], result: .type(.datetime)) { arguments, context in
        mapOptional(arguments[0], context, to: .datetime) { (count: Double) -> Int64? in
          let span = (count * Double(ticksPerUnit) / Double(unitsPerTick ?? 1)).rounded()
          guard let ticks = Int64(exactly: span) else { return nil }
          let (instant, overflow) = ticks.addingReportingOverflow(epoch)
          return overflow ? nil : DateTime(checkingTicks: instant)?.ticks
        }
      },
    ],
    examples: [FunctionExample("print x = \(name)(\(sample))", "x\n2019-01-01T00:00:00.0000000Z")])
}
