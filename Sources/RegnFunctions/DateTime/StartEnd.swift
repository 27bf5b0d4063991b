import RegnData
import RegnPhrases

let startOfDayFunction = boundary(
  "startofday", .day, isEnd: false, "The start of the day, moved by a number of days.",
  "2017-01-01 10:10:17", "2017-01-01T00:00:00.0000000Z")

let startOfWeekFunction = boundary(
  "startofweek", .week, isEnd: false, "The start of the week, a Sunday, moved by a number of weeks.",
  "2017-01-01 10:10:17", "2017-01-01T00:00:00.0000000Z")

let startOfMonthFunction = boundary(
  "startofmonth", .month, isEnd: false, "The start of the month, moved by a number of months.",
  "2017-01-15 10:10:17", "2017-01-01T00:00:00.0000000Z")

let startOfYearFunction = boundary(
  "startofyear", .year, isEnd: false, "The start of the year, moved by a number of years.",
  "2017-05-15 10:10:17", "2017-01-01T00:00:00.0000000Z")

let endOfDayFunction = boundary(
  "endofday", .day, isEnd: true, "The last moment of the day, moved by a number of days.",
  "2017-01-01 10:10:17", "2017-01-01T23:59:59.9999999Z")

let endOfWeekFunction = boundary(
  "endofweek", .week, isEnd: true, "The last moment of the week, a Saturday's, moved by a number of weeks.",
  "2017-01-01 10:10:17", "2017-01-07T23:59:59.9999999Z")

let endOfMonthFunction = boundary(
  "endofmonth", .month, isEnd: true, "The last moment of the month, moved by a number of months.",
  "2017-02-01 10:10:17", "2017-02-28T23:59:59.9999999Z")

let endOfYearFunction = boundary(
  "endofyear", .year, isEnd: true, "The last moment of the year, moved by a number of years.",
  "2017-01-01 10:10:17", "2017-12-31T23:59:59.9999999Z")

private func boundary(
  _ name: String, _ period: DateTime.Period, isEnd: Bool, _ summary: Phrase, _ instant: String,
  _ answer: String
) -> FunctionDefinition {
  FunctionDefinition(
    name, category: .dateTime, summary: summary,
    signatures: [
      .scalar(
        [Parameter("date", .datetime), Parameter("offset", .long, default: .long(0))],
        result: .type(.datetime)
      ) { arguments, context in
        if !isEnd, arguments[1].constantLong == 0 {
          return map(arguments[0], context, to: .datetime) { (ticks: Int64) in start(of: period, ticks) }
        }
        return mapOptional(arguments[0], arguments[1], context, to: .datetime) {
          (ticks: Int64, offset: Int64) -> Int64? in
          let instant = DateTime(ticks: ticks)
          return
            (isEnd
            ? instant.end(of: period, offset: Int(offset)) : instant.start(of: period, offset: Int(offset)))?
            .ticks
        }
      }
    ],
    examples: [FunctionExample("print x = \(name)(datetime(\(instant)))", "x\n\(answer)")])
}

/// The start of the period that holds an instant, which is never out of range but for a week's.
private func start(of period: DateTime.Period, _ ticks: Int64) -> Int64 {
  let instant = DateTime(ticks: ticks)
  let days = instant.days
  let first: Int
  switch period {
  case .day: first = days
  // The first week of all begins before time does.
  case .week: first = max(0, days - instant.dayOfWeek)
  case .month: first = days - instant.day + 1
  case .year: first = days - instant.dayOfYear + 1
  }
  return Int64(first) * Timespan.ticksPerDay
}
