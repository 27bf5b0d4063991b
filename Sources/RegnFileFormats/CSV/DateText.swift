import RegnData

/// Reads dates and datetimes of the forms that files use.
enum DateText {
  /// Ticks of what is written in `text` (without white space around), or nil.
  ///
  /// The date's parts have one separator of `-`, `.` or `/`; day and month may lack a leading zero. A time
  /// `hh:mm[:ss[.fffffff]]` may follow after a space or `T`, then `Z` or an offset from UTC.
  static func ticks(_ text: UTF8Bytes, format: DateFormat) -> Int64? {
    guard text.count >= 8, let base = text.baseAddress else { return nil }
    return ticks(base, text.count, format: format)
  }

  @inline(__always)
  static func number(_ base: UnsafePointer<UInt8>, _ position: inout Int, _ end: Int, atMost: Int) -> Int {
    var value = 0
    let start = position
    while position < end, position - start < atMost, base[position] &- 0x30 < 10 {
      value = value &* 10 &+ Int(base[position] &- 0x30)
      position &+= 1
    }
    return position == start ? -1 : value
  }

  static func ticks(_ base: UnsafePointer<UInt8>, _ end: Int, format: DateFormat) -> Int64? {
    var position = 0
    var year: Int
    var month: Int
    var day: Int
    let first: Int
    if format == .yearMonthDay {
      first = number(base, &position, end, atMost: 4)
      guard position == 4 else { return nil }
    } else {
      first = number(base, &position, end, atMost: 2)
    }
    guard first >= 0, position + 1 < end else { return nil }
    let separator = base[position]
    switch format {
    case .yearMonthDay: guard separator == 0x2D || separator == 0x2F else { return nil }
    case .dayMonthYear: guard separator == 0x2D || separator == 0x2E || separator == 0x2F else { return nil }
    case .monthDayYear: guard separator == 0x2F else { return nil }
    }
    position += 1
    let second = number(base, &position, end, atMost: 2)
    // `31/12-2024` has two separators.
    let isDanish = format == .dayMonthYear && separator == 0x2F && position < end && base[position] == 0x2D
    guard second >= 0, position + 1 < end, base[position] == separator || isDanish else { return nil }
    position += 1
    let start = position
    let third = number(base, &position, end, atMost: 4)
    guard third >= 0 else { return nil }
    switch format {
    case .yearMonthDay:
      guard position - start <= 2 else { return nil }
      (year, month, day) = (first, second, third)
    case .dayMonthYear:
      guard position - start == 4 else { return nil }
      (year, month, day) = (third, second, first)
    case .monthDayYear:
      guard position - start == 4 else { return nil }
      (year, month, day) = (third, first, second)
    }
    guard let days = CivilCalendar.days(validYear: year, month: month, day: day) else { return nil }
    let midnight = Int64(days) * Timespan.ticksPerDay
    if position == end { return midnight }
    guard base[position] == 0x20 || base[position] | 0x20 == 0x74 else { return nil }
    position += 1
    return time(base, &position, end).flatMap { ticks in
      DateTime(checkingTicks: midnight + ticks)?.ticks
    }
  }

  /// Ticks since midnight in UTC: a time and an offset up to the end.
  private static func time(_ base: UnsafePointer<UInt8>, _ position: inout Int, _ end: Int) -> Int64? {
    let hour = number(base, &position, end, atMost: 2)
    guard hour >= 0, hour < 24, position < end, base[position] == 0x3A else { return nil }
    position += 1
    let minute = number(base, &position, end, atMost: 2)
    guard minute >= 0, minute < 60 else { return nil }
    var ticks = Int64(hour * 60 + minute) * Timespan.ticksPerMinute
    if position < end, base[position] == 0x3A {
      position += 1
      let second = number(base, &position, end, atMost: 2)
      guard second >= 0, second < 60 else { return nil }
      ticks += Int64(second) * Timespan.ticksPerSecond
      if position < end, base[position] == 0x2E || base[position] == 0x2C {
        position += 1
        var unit = Timespan.ticksPerSecond / 10
        let start = position
        while position < end, base[position] &- 0x30 < 10 {
          ticks += Int64(base[position] &- 0x30) * unit
          unit /= 10
          position += 1
        }
        guard position > start else { return nil }
      }
    }
    if position == end { return ticks }
    if base[position] | 0x20 == 0x7A { return position + 1 == end ? ticks : nil }
    guard base[position] == 0x2B || base[position] == 0x2D else { return nil }
    let isWest = base[position] == 0x2D
    position += 1
    let hours = number(base, &position, end, atMost: 2)
    if position < end, base[position] == 0x3A { position += 1 }
    let minutes = position < end ? number(base, &position, end, atMost: 2) : 0
    guard hours >= 0, hours <= 14, minutes >= 0, minutes < 60, position == end else { return nil }
    let offset = Int64(hours * 60 + minutes) * Timespan.ticksPerMinute
    return isWest ? ticks + offset : ticks - offset
  }
}
