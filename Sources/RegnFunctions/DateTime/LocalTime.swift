import RegnData

let utcToLocalFunction = FunctionDefinition(
  "datetime_utc_to_local", category: .dateTime,
  summary: "A time in UTC as the clocks of a time zone show it.",
  signatures: [
    .scalar([Parameter("from", .datetime), Parameter("timezone", .string)], result: .type(.datetime)) {
      arguments, context in
      try shift(arguments, context, by: "datetime_utc_to_local") { zone, minute in zone.offset(at: minute) }
    }
  ],
  examples: [
    FunctionExample(
      "print x = datetime_utc_to_local(datetime(2024-07-01 12:00), 'Europe/Copenhagen')",
      "x\n2024-07-01T14:00:00.0000000Z")
  ])

let localToUTCFunction = FunctionDefinition(
  "datetime_local_to_utc", category: .dateTime, summary: "A time on the clocks of a time zone in UTC.",
  signatures: [
    .scalar([Parameter("from", .datetime), Parameter("timezone", .string)], result: .type(.datetime)) {
      arguments, context in
      try shift(arguments, context, by: "datetime_local_to_utc") { zone, minute in
        -zone.offset(atLocal: minute)
      }
    }
  ],
  examples: [
    FunctionExample(
      "print x = datetime_local_to_utc(datetime(2020-02-02 20:02:20), 'Europe/Paris')",
      "x\n2020-02-02T19:02:20.0000000Z")
  ])

/// Moves each datetime by the minutes that its zone gives for it.
private func shift(
  _ arguments: [Column], _ context: KernelContext, by function: String,
  _ offset: (ZoneRules, _ minute: Int) -> Int
) throws -> Column {
  let zones = arguments[1].strings
  let ticks = arguments[0].longs
  var zone: ZoneRules?
  var last: [UInt8] = []
  return try rowsOptional(context, to: .datetime) { row -> Int64? in
    let name = zones.bytes(row &* arguments[1].stride)
    if zone == nil || !(arguments[1].isConstant || last.elementsEqual(name)) {
      zone = try TimeZones.zone(name, function: function)
      last = Array(name)
    }
    guard let zone, !arguments[0].isNull(row) else { return nil }
    let instant = ticks.base[row &* arguments[0].stride]
    let distance = instant - DateTime.unixEpoch.ticks
    var minute = distance / Timespan.ticksPerMinute
    if distance % Timespan.ticksPerMinute < 0 { minute -= 1 }
    let span = Int64(offset(zone, Int(minute))) * Timespan.ticksPerMinute
    return DateTime(ticks: instant).adding(Timespan(ticks: span))?.ticks
  }
}

let listTimeZonesFunction = FunctionDefinition(
  "datetime_list_timezones", category: .dateTime, summary: "The names of the time zones, as an array.",
  signatures: [
    .scalar([], result: .type(.dynamic)) { _, context in
      var writer = DynamicWriter()
      writer.beginArray()
      for name in TimeZones.names { writer.append(string: name) }
      writer.endArray()
      return Column(value: .dynamic(writer.bytes), count: context.rows)
    }
  ],
  examples: [
    FunctionExample("print x = array_index_of(datetime_list_timezones(), 'Europe/Copenhagen') > 0", "x\ntrue")
  ])
