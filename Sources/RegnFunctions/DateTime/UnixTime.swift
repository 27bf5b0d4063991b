import RegnData
import RegnPhrases

let unixSecondsFunction = unixTime(
  "seconds", "seconds", unitsPerTick: nil, ticksPerUnit: Timespan.ticksPerSecond, "1546300800")
let unixMillisecondsFunction = unixTime(
  "milliseconds", "milliseconds", unitsPerTick: nil, ticksPerUnit: Timespan.ticksPerMillisecond,
  "1546300800000")
let unixMicrosecondsFunction = unixTime(
  "microseconds", "microseconds", unitsPerTick: nil, ticksPerUnit: Timespan.ticksPerMicrosecond,
  "1546300800000000")
let unixNanosecondsFunction = unixTime(
  "nanoseconds", "nanoseconds", unitsPerTick: 100, ticksPerUnit: 1, "1546300800000000000")

private func unixTime(
  _ unit: String, _ said: Phrase, unitsPerTick: Int64?, ticksPerUnit: Int64, _ sample: String
) -> FunctionDefinition {
  let name = "unixtime_\(unit)_todatetime"
  /// The instant so many units after 1970, and some ticks more where a tick is shorter than a unit.
  @Sendable func instant(_ count: Int64, plus rest: Int64 = 0) -> Int64? {
    if let unitsPerTick {
      let ticks = count >= 0 ? count / unitsPerTick : -((-1 - count) / unitsPerTick) - 1
      return DateTime(checkingTicks: DateTime.unixEpoch.ticks + ticks)?.ticks
    }
    let (span, tooLarge) = count.multipliedReportingOverflow(by: ticksPerUnit)
    let (instant, overflow) = span.addingReportingOverflow(DateTime.unixEpoch.ticks + rest)
    return tooLarge || overflow ? nil : DateTime(checkingTicks: instant)?.ticks
  }
  return FunctionDefinition(
    name, category: .dateTime,
    summary: "The datetime that lies a number of \(said) after the start of 1970 in UTC.",
    signatures: [
      .scalar([Parameter(unit, .oneOf([.int, .long]))], result: .type(.datetime)) { arguments, context in
        mapOptional(arguments[0], context, to: .datetime) { (count: Int64) in instant(count) }
      },
      .scalar([Parameter(unit, .real)], result: .type(.datetime)) { arguments, context in
        mapOptional(arguments[0], context, to: .datetime) { (count: Double) -> Int64? in
          // Whole units are counted exactly: a real has not the digits for the ticks of all dates.
          let units = count.rounded(.down)
          guard let whole = Int64(exactly: units) else { return nil }
          return instant(whole, plus: Int64(((count - units) * Double(ticksPerUnit)).rounded()))
        }
      },
    ],
    examples: [FunctionExample("print x = \(name)(\(sample))", "x\n2019-01-01T00:00:00.0000000Z")])
}
