import RegnData
import RegnPhrases

let dayOfMonthFunction = part(
  "dayofmonth", "The day of the month, from 1.", { $0.day }, "print x = dayofmonth(datetime(2015-12-14))",
  "14")

let dayOfYearFunction = part(
  "dayofyear", "The day of the year, from 1.", { $0.dayOfYear }, "print x = dayofyear(datetime(2015-12-14))",
  "348")

let getMonthFunction = part(
  "getmonth", "The month, 1 to 12.", { $0.month }, "print x = getmonth(datetime(2015-10-12))", "10")

let getYearFunction = part(
  "getyear", "The year.", { $0.year }, "print x = getyear(datetime(2015-10-12))", "2015")

let hourOfDayFunction = part(
  "hourofday", "The hour of the day, 0 to 23.", { $0.hour },
  "print x = hourofday(datetime(2015-12-14 18:54))", "18")

let monthOfYearFunction = part(
  "monthofyear", "The month, 1 to 12.", { $0.month }, "print x = monthofyear(datetime(2015-12-14))", "12")

/// ISO 8601: the first week of a year holds its first Thursday, and weeks begin on Monday.
let weekOfYearFunction = FunctionDefinition(
  "week_of_year", category: .dateTime, summary: "The number of the week by ISO 8601, 1 to 53.",
  signatures: [
    .scalar([Parameter("date", .datetime)], result: .type(.long)) { arguments, context in
      map(arguments[0], context, to: .long) { (ticks: Int64) in Int64(DateTime(ticks: ticks).weekOfYear) }
    }
  ],
  examples: [
    FunctionExample(
      "print x = week_of_year(datetime(2020-12-31)), y = week_of_year(datetime(1999-12-31))", "x,y\n53,52")
  ])

/// Obsolete; the reference page of week_of_year tells what it counts.
let sundayWeekOfYearFunction = FunctionDefinition(
  "weekofyear", category: .dateTime,
  summary: """
    The number of the week, weeks from Sunday and the first with the year's first Wednesday; prefer \
    `week_of_year`.
    """,
  signatures: [
    .scalar([Parameter("date", .datetime)], result: .type(.long)) { arguments, context in
      map(arguments[0], context, to: .long) { (ticks: Int64) in
        Int64(DateTime(ticks: ticks).sundayWeekOfYear)
      }
    }
  ],
  examples: [
    FunctionExample(
      "print x = weekofyear(datetime(2021-01-03)), y = week_of_year(datetime(2021-01-03))", "x,y\n1,53")
  ])

extension DateTime {
  /// The number of the week from Sunday, week 1 being the one with the year's first Wednesday.
  var sundayWeekOfYear: Int {
    let (wednesday, overflow) = ticks.addingReportingOverflow(Int64(3 - dayOfWeek) * Timespan.ticksPerDay)
    // The calendar's ends have no Wednesday of their own.
    guard !overflow, let middle = DateTime(checkingTicks: wednesday) else { return dayOfYear / 7 + 1 }
    return (middle.dayOfYear - 1) / 7 + 1
  }
}

let dayOfWeekFunction = FunctionDefinition(
  "dayofweek", category: .dateTime, summary: "The days since the last Sunday, as a timespan.",
  signatures: [
    .scalar([Parameter("date", .datetime)], result: .type(.timespan)) { arguments, context in
      map(arguments[0], context, to: .timespan) { (ticks: Int64) in
        Int64(DateTime(ticks: ticks).dayOfWeek) * Timespan.ticksPerDay
      }
    }
  ],
  examples: [FunctionExample("print x = dayofweek(datetime(2015-12-14))", "x\n1.00:00:00")])

private func part(
  _ name: String, _ summary: Phrase, _ value: @escaping @Sendable (DateTime) -> Int, _ query: String,
  _ answer: String
) -> FunctionDefinition {
  FunctionDefinition(
    name, category: .dateTime, summary: summary,
    signatures: [
      .scalar([Parameter("date", .datetime)], result: .type(.int)) { arguments, context in
        map(arguments[0], context, to: .int) { (ticks: Int64) in
          Int32(truncatingIfNeeded: value(DateTime(ticks: ticks)))
        }
      }
    ],
    examples: [FunctionExample(query, "x\n\(answer)")])
}
