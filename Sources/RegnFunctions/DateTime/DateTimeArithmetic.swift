import RegnData

let dateTimeAddFunction = FunctionDefinition(
  "datetime_add", category: .dateTime,
  summary: "The datetime later by a number of years, months, days or other periods.",
  signatures: [
    .scalar(
      [Parameter("period", .string), Parameter("amount", .long), Parameter("datetime", .datetime)],
      result: .type(.datetime)
    ) { arguments, context in
      var units = try DateTimeUnits(
        arguments[0], by: "datetime_add",
        among: [
          .year, .quarter, .month, .week, .day, .hour, .minute, .second, .millisecond, .microsecond,
          .nanosecond,
        ])
      let (amounts, instants) = (arguments[1], arguments[2])
      let (counts, ticks) = (amounts.longs, instants.longs)
      return try rowsOptional(context, to: .datetime) { row -> Int64? in
        let unit = try units.unit(row)
        if amounts.isNull(row) || instants.isNull(row) { return nil }
        return add(
          counts.base[row &* amounts.stride], unit, to: DateTime(ticks: ticks.base[row &* instants.stride]))?
          .ticks
      }
    }
  ],
  examples: [
    FunctionExample(
      "print x = datetime_add('month', 1, datetime(2024-01-31))", "x\n2024-02-29T00:00:00.0000000Z")
  ])

private func add(_ amount: Int64, _ unit: DateTimeUnit, to instant: DateTime) -> DateTime? {
  switch unit {
  case .year: return instant.addingYears(Int(amount))
  case .quarter:
    let (months, overflow) = Int(amount).multipliedReportingOverflow(by: 3)
    return overflow ? nil : instant.addingMonths(months)
  case .month: return instant.addingMonths(Int(amount))
  case .nanosecond: return instant.adding(Timespan(ticks: amount / 100))
  default:
    guard let length = unit.ticks else { return nil }
    let (span, overflow) = amount.multipliedReportingOverflow(by: length)
    return overflow ? nil : instant.adding(Timespan(ticks: span))
  }
}

/// Counts the boundaries between two instants: from 23:59 to 00:01 is one day (reference page's examples).
let dateTimeDiffFunction = FunctionDefinition(
  "datetime_diff", category: .dateTime,
  summary: "How many calendar boundaries of a period lie between two datetimes.",
  signatures: [
    .scalar(
      [Parameter("period", .string), Parameter("datetime1", .datetime), Parameter("datetime2", .datetime)],
      result: .type(.long)
    ) { arguments, context in
      var units = try DateTimeUnits(
        arguments[0], by: "datetime_diff",
        among: [
          .year, .quarter, .month, .week, .day, .hour, .minute, .second, .millisecond, .microsecond,
          .nanosecond,
        ])
      let (later, earlier) = (arguments[1], arguments[2])
      let (a, b) = (later.longs, earlier.longs)
      return try rowsOptional(context, to: .long) { row -> Int64? in
        let unit = try units.unit(row)
        if later.isNull(row) || earlier.isNull(row) { return nil }
        return boundary(unit, a.base[row &* later.stride]) - boundary(unit, b.base[row &* earlier.stride])
      }
    }
  ],
  examples: [
    FunctionExample("print x = datetime_diff('month', datetime(2017-01-01), datetime(2015-12-30))", "x\n13"),
    FunctionExample(
      "print x = datetime_diff('day', datetime(2017-10-29), datetime(2017-09-30 23:59))", "x\n29"),
  ])

/// The number of the period that holds an instant, counted from some origin.
private func boundary(_ unit: DateTimeUnit, _ ticks: Int64) -> Int64 {
  let instant = DateTime(ticks: ticks)
  switch unit {
  case .year: return Int64(instant.year)
  case .quarter: return Int64(instant.year * 4 + instant.quarter)
  case .month: return Int64(instant.year * 12 + instant.month)
  // Day 0 is a Monday; weeks begin on Sunday.
  case .week: return Int64((instant.days + 1) / 7)
  case .nanosecond: return ticks &* 100
  default: return ticks / (unit.ticks ?? 1)
  }
}

let dateTimePartFunction = FunctionDefinition(
  "datetime_part", aliases: ["datepart"], category: .dateTime,
  summary: "A named part of a datetime as a number.",
  signatures: [
    .scalar([Parameter("part", .string), Parameter("date", .datetime)], result: .type(.long)) {
      arguments, context in
      var units = try DateTimeUnits(
        arguments[0], by: "datetime_part",
        among: [
          .year, .quarter, .month, .weekOfYear, .sundayWeek, .day, .dayOfYear, .hour, .minute, .second,
          .millisecond, .microsecond, .nanosecond,
        ])
      let instants = arguments[1]
      let ticks = instants.longs
      return try rowsOptional(context, to: .long) { row -> Int64? in
        let unit = try units.unit(row)
        if instants.isNull(row) { return nil }
        return Int64(part(unit, of: DateTime(ticks: ticks.base[row &* instants.stride])))
      }
    }
  ],
  examples: [
    FunctionExample("print x = datetime_part('week_of_year', datetime(2017-10-30 01:02:03.7654321))", "x\n44")
  ])

private func part(_ unit: DateTimeUnit, of instant: DateTime) -> Int {
  switch unit {
  case .year: instant.year
  case .quarter: instant.quarter
  case .month: instant.month
  case .weekOfYear, .week: instant.weekOfYear
  case .sundayWeek: instant.sundayWeekOfYear
  case .day: instant.day
  case .dayOfYear: instant.dayOfYear
  case .hour: instant.hour
  case .minute: instant.minute
  case .second: instant.second
  case .millisecond: instant.millisecond
  case .microsecond: instant.microsecond
  case .nanosecond: instant.nanosecond
  }
}
