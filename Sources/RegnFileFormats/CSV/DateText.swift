import CRegnScan
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

  /// Ticks of a date alone, of ten bytes with all leading zeros: what most files have. Nil says nothing.
  @inline(__always)
  static func plainDate(_ base: UnsafePointer<UInt8>, format: DateFormat) -> Int64? {
    let raw = UnsafeRawPointer(base)
    let front = raw.loadUnaligned(as: UInt64.self)
    let back = UInt64(raw.loadUnaligned(fromByteOffset: 8, as: UInt16.self))
    let separator: UInt8
    // The digits as yyyymmdd, the first in the lowest byte.
    let digits: UInt64
    switch format {
    case .yearMonthDay:
      separator = base[4]
      guard base[7] == separator, separator == 0x2D || separator == 0x2F else { return nil }
      digits = front & 0xFFFF_FFFF | (front &>> 40 & 0xFFFF) &<< 32 | back &<< 48
    case .dayMonthYear:
      separator = base[2]
      guard base[5] == separator, separator == 0x2D || separator == 0x2E || separator == 0x2F else {
        return nil
      }
      digits = front &>> 48 | back &<< 16 | (front &>> 24 & 0xFFFF) &<< 32 | front &<< 48
    case .monthDayYear:
      separator = base[2]
      guard base[5] == separator, separator == 0x2F else { return nil }
      digits = front &>> 48 | back &<< 16 | (front & 0xFFFF) &<< 32 | (front &>> 24 & 0xFFFF) &<< 48
    }
    guard let number = DigitWords.value(ofEight: digits) else { return nil }
    let date = UInt32(truncatingIfNeeded: number)
    let (year, month, day) = (date / 10_000, date / 100 % 100, date % 100)
    // Every month has 28 days; what is beyond is looked up.
    guard year >= 1, month >= 1, month <= 12, day >= 1,
      day <= 28 || day <= CivilCalendar.daysIn(month: Int(month), ofYear: Int(year))
    else { return nil }
    // As CivilCalendar.days, in 32 bits without a branch: years begin on 1 March.
    let isEarly: UInt32 = month <= 2 ? 1 : 0
    let shifted = year &- isEarly
    let monthFromMarch = month &+ 12 &* isEarly &- 3
    let century = shifted / 100
    let days =
      shifted &* 365 &+ shifted / 4 &- century &+ century / 4
      &+ (153 &* monthFromMarch &+ 2) / 5 &+ day &- 307
    return Int64(days) &* Timespan.ticksPerDay
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

extension DateFormat {
  /// The order of its parts.
  var order: regn_date_order {
    switch self {
    case .yearMonthDay: regn_year_month_day
    case .dayMonthYear: regn_day_month_year
    case .monthDayYear: regn_month_day_year
    }
  }

  /// The sign between the parts of the first date of some fields, where it has one of those that dates may
  /// have; else that of most.
  func separator(of fields: FieldColumn) -> UInt8 {
    let usual: UInt8 = self == .monthDayYear ? 0x2F : 0x2D
    guard fields.rows > 0 else { return usual }
    let (start, end) = fields.bounds(0)
    guard end - start == 10 else { return usual }
    let found = fields.data[start + (self == .yearMonthDay ? 4 : 2)]
    switch (self, found) {
    case (_, 0x2F), (.yearMonthDay, 0x2D), (.dayMonthYear, 0x2D), (.dayMonthYear, 0x2E): return found
    default: return usual
    }
  }
}
