import RegnData

let makeDateTimeFunction = FunctionDefinition(
  "make_datetime", category: .dateTime,
  summary: "The datetime of a year, month, day and time of day; null where the calendar has no such time.",
  signatures: [
    .scalar(
      [Parameter("year", .long), Parameter("month", .long), Parameter("day", .long)],
      result: .type(.datetime),
      makeDateTime),
    .scalar(
      [
        Parameter("year", .long), Parameter("month", .long), Parameter("day", .long),
        Parameter("hour", .long), Parameter("minute", .long),
        Parameter("second", .real, default: .real(0)),
      ], result: .type(.datetime), makeDateTime),
  ],
  examples: [
    FunctionExample("print x = make_datetime(2017, 10, 1)", "x\n2017-10-01T00:00:00.0000000Z"),
    FunctionExample(
      "print x = make_datetime(2017, 10, 1, 12, 11, 0.1234567)", "x\n2017-10-01T12:11:00.1234567Z"),
  ])

@Sendable
private func makeDateTime(_ arguments: [Column], _ context: KernelContext) -> Column {
  let numbers = arguments.prefix(5).map { (buffer: $0.longs, stride: $0.stride) }
  let seconds = arguments.count > 5 ? arguments[5].reals : nil
  let secondStride = arguments.count > 5 ? arguments[5].stride : 0
  return rowsOptional(context, to: .datetime) { row -> Int64? in
    for argument in arguments where argument.isNull(row) { return nil }
    func number(_ place: Int) -> Int {
      place < numbers.count ? Int(numbers[place].buffer.base[row &* numbers[place].stride]) : 0
    }
    let second = seconds.map { $0.base[row &* secondStride] } ?? 0
    guard second >= 0, second < 60 else { return nil }
    let ticks = Int64((second * 1e7).rounded())
    let whole = ticks / Timespan.ticksPerSecond
    return DateTime(
      year: number(0), month: number(1), day: number(2), hour: number(3), minute: number(4),
      second: Int(whole), ticks: ticks % Timespan.ticksPerSecond)?.ticks
  }
}

let makeTimespanFunction = FunctionDefinition(
  "make_timespan", category: .dateTime,
  summary: "The timespan of days, hours, minutes and seconds; null where one is out of its clock's range.",
  signatures: [
    .scalar(
      [Parameter("hour", .long), Parameter("minute", .long), Parameter("second", .real, default: .real(0))],
      result: .type(.timespan)
    ) { arguments, context in
      makeTimespan(days: nil, arguments, context)
    },
    .scalar(
      [
        Parameter("day", .long), Parameter("hour", .long), Parameter("minute", .long),
        Parameter("second", .real),
      ], result: .type(.timespan)
    ) { arguments, context in
      makeTimespan(days: arguments[0], Array(arguments.dropFirst()), context)
    },
  ],
  examples: [
    FunctionExample("print x = make_timespan(1, 12, 30, 55.123)", "x\n1.12:30:55.1230000"),
    FunctionExample("print x = make_timespan(12, 30)", "x\n12:30:00"),
  ])

private func makeTimespan(days: Column?, _ clock: [Column], _ context: KernelContext) -> Column {
  let dayCounts = days?.longs
  let dayStride = days?.stride ?? 0
  let (hours, minutes, seconds) = (clock[0].longs, clock[1].longs, clock[2].reals)
  return rowsOptional(context, to: .timespan) { row -> Int64? in
    if days?.isNull(row) == true || clock.contains(where: { $0.isNull(row) }) { return nil }
    let hour = hours.base[row &* clock[0].stride]
    let minute = minutes.base[row &* clock[1].stride]
    let second = seconds.base[row &* clock[2].stride]
    guard hour >= 0, hour < 24, minute >= 0, minute < 60, second >= 0, second < 60 else { return nil }
    let time = (hour * 60 + minute) * Timespan.ticksPerMinute + Int64((second * 1e7).rounded())
    guard let dayCounts else { return time }
    return Timespan(days: dayCounts.base[row &* dayStride])?.adding(Timespan(ticks: time))?.ticks
  }
}
