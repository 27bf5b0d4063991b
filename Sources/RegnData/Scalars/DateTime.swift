/// KQL's datetime: an instant in UTC, in ticks of 100 ns since 0001-01-01T00:00.
///
/// The range is 0001-01-01T00:00 to 9999-12-31T23:59:59.9999999. The memberwise initialiser does not check
/// it: a column's buffer may hold anything where a value is null.
@frozen
public struct DateTime: Hashable, Comparable, Sendable, BitwiseCopyable {
  /// Units of 100 ns since 0001-01-01T00:00.
  public var ticks: Int64

  /// Takes ticks without a check of the range.
  @inlinable
  public init(ticks: Int64) {
    self.ticks = ticks
  }

  /// Takes ticks if they are within the range.
  @inlinable
  public init?(checkingTicks ticks: Int64) {
    guard ticks >= 0, ticks <= Self.maximum.ticks else { return nil }
    self.ticks = ticks
  }

  /// A date at midnight or at a time of day; nil when the calendar or the clock has no such instant.
  public init?(
    year: Int, month: Int, day: Int, hour: Int = 0, minute: Int = 0, second: Int = 0, ticks: Int64 = 0
  ) {
    guard let days = CivilCalendar.days(validYear: year, month: month, day: day),
      hour >= 0, hour < 24, minute >= 0, minute < 60, second >= 0, second < 60,
      ticks >= 0, ticks < Timespan.ticksPerSecond
    else { return nil }
    let seconds = Int64((hour * 60 + minute) * 60 + second)
    self.ticks = Int64(days) * Timespan.ticksPerDay + seconds * Timespan.ticksPerSecond + ticks
  }

  /// 0001-01-01T00:00.
  @inlinable public static var minimum: DateTime { DateTime(ticks: 0) }

  /// 9999-12-31T23:59:59.9999999.
  @inlinable public static var maximum: DateTime { DateTime(ticks: 3_155_378_975_999_999_999) }

  /// 1970-01-01T00:00.
  @inlinable public static var unixEpoch: DateTime { DateTime(ticks: 621_355_968_000_000_000) }

  @inlinable
  public static func < (left: DateTime, right: DateTime) -> Bool { left.ticks < right.ticks }

  // MARK: Arithmetic

  /// The instant later by a timespan; nil when it is out of range.
  @inlinable
  public func adding(_ span: Timespan) -> DateTime? {
    let (sum, overflow) = ticks.addingReportingOverflow(span.ticks)
    return overflow ? nil : DateTime(checkingTicks: sum)
  }

  /// The instant earlier by a timespan; nil when it is out of range.
  @inlinable
  public func subtracting(_ span: Timespan) -> DateTime? {
    let (difference, overflow) = ticks.subtractingReportingOverflow(span.ticks)
    return overflow ? nil : DateTime(checkingTicks: difference)
  }

  /// The time from `other` to this instant.
  @inlinable
  public func since(_ other: DateTime) -> Timespan {
    Timespan(ticks: ticks &- other.ticks)
  }

  /// The same day and time `months` later; a day that the month lacks becomes its last one.
  /// Nil when it is out of range.
  public func addingMonths(_ months: Int) -> DateTime? {
    let (year, month, day) = date
    let (index, overflow) = (year * 12 + month - 1).addingReportingOverflow(months)
    guard !overflow, index >= 12, index < 120_000 else { return nil }
    let newYear = index / 12
    let newMonth = index % 12 + 1
    let newDay = min(day, CivilCalendar.daysIn(month: newMonth, ofYear: newYear))
    let days = CivilCalendar.days(year: newYear, month: newMonth, day: newDay)
    return DateTime(ticks: Int64(days) * Timespan.ticksPerDay + timeOfDayTicks)
  }

  /// The same day and time `years` later; 29 February becomes the 28th where it must.
  public func addingYears(_ years: Int) -> DateTime? {
    let (months, overflow) = years.multipliedReportingOverflow(by: 12)
    return overflow ? nil : addingMonths(months)
  }

  // MARK: Parts

  /// Whole days since 0001-01-01.
  @inlinable public var days: Int { Int(ticks / Timespan.ticksPerDay) }

  /// Ticks since midnight.
  @inlinable public var timeOfDayTicks: Int64 { ticks % Timespan.ticksPerDay }

  /// Year, month and day of the month; an out-of-range value gives the nearest date.
  @inlinable
  public var date: (year: Int, month: Int, day: Int) {
    CivilCalendar.date(ofDays: min(max(days, 0), CivilCalendar.dayLimit - 1))
  }

  @inlinable public var year: Int { date.year }
  /// 1 to 12.
  @inlinable public var month: Int { date.month }
  /// The day of the month, from 1.
  @inlinable public var day: Int { date.day }
  /// 1 to 4.
  @inlinable public var quarter: Int { (date.month + 2) / 3 }
  /// 0 to 23.
  @inlinable public var hour: Int { Int(timeOfDayTicks / Timespan.ticksPerHour) }
  /// 0 to 59.
  @inlinable public var minute: Int { Int(timeOfDayTicks / Timespan.ticksPerMinute % 60) }
  /// 0 to 59.
  @inlinable public var second: Int { Int(timeOfDayTicks / Timespan.ticksPerSecond % 60) }
  /// Ticks within the second, 0 to 9,999,999.
  @inlinable public var fractionTicks: Int { Int(ticks % Timespan.ticksPerSecond) }
  /// Milliseconds within the second.
  @inlinable public var millisecond: Int { fractionTicks / 10_000 }
  /// Microseconds within the second.
  @inlinable public var microsecond: Int { fractionTicks / 10 }
  /// Nanoseconds within the second.
  @inlinable public var nanosecond: Int { fractionTicks * 100 }
  /// 0 for Sunday to 6 for Saturday.
  @inlinable public var dayOfWeek: Int { CivilCalendar.dayOfWeek(ofDays: days) }
  /// 1 to 366.
  @inlinable public var dayOfYear: Int { days - CivilCalendar.days(year: year, month: 1, day: 1) + 1 }
  /// The week of ISO 8601, 1 to 53.
  public var weekOfYear: Int { CivilCalendar.isoWeek(ofDays: days) }

  // MARK: Starts and ends of calendar periods

  /// A period of the calendar that has a start and an end.
  public enum Period: Sendable {
    case day
    /// From Sunday, as in KQL's startofweek.
    case week
    case month
    case year
  }

  /// The start of the period that holds this instant, moved by `offset` periods; nil when out of range.
  public func start(of period: Period, offset: Int = 0) -> DateTime? {
    switch period {
    case .day, .week:
      let first = period == .day ? days : days - dayOfWeek
      let (shift, tooFar) = offset.multipliedReportingOverflow(by: period == .day ? 1 : 7)
      let (day, outOfRange) = first.addingReportingOverflow(shift)
      guard !tooFar, !outOfRange, day >= 0, day < CivilCalendar.dayLimit else { return nil }
      return DateTime(ticks: Int64(day) * Timespan.ticksPerDay)
    case .month:
      let (year, month, _) = date
      return DateTime(year: year, month: month, day: 1)?.addingMonths(offset)
    case .year:
      return DateTime(year: year, month: 1, day: 1)?.addingYears(offset)
    }
  }

  /// The last tick of the period that holds this instant, moved by `offset` periods; nil when out of range.
  public func end(of period: Period, offset: Int = 0) -> DateTime? {
    let (next, overflow) = offset.addingReportingOverflow(1)
    if !overflow, let following = start(of: period, offset: next) {
      return DateTime(checkingTicks: following.ticks - 1)
    }
    // The last period of all ends where time does.
    return start(of: period, offset: offset) == nil ? nil : .maximum
  }
}

extension DateTime: ByteWritable, CustomStringConvertible {
  /// Appends the ISO 8601 form with seven decimals and `Z`: `2024-12-31T00:00:00.0000000Z`.
  public func append(to bytes: inout [UInt8]) {
    let (year, month, day) = date
    let time = timeOfDayTicks
    let seconds = Int(time / Timespan.ticksPerSecond)
    // The form has one length, so that it is laid out at once: 2024-12-31T23:59:59.1234567Z.
    withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 28) { buffer in
      func put(_ value: Int, at position: Int, digits: Int) {
        var rest = UInt32(truncatingIfNeeded: value)
        for index in stride(from: position + digits - 1, through: position, by: -1) {
          buffer[index] = UInt8(truncatingIfNeeded: rest % 10) &+ 0x30
          rest /= 10
        }
      }
      put(year, at: 0, digits: 4)
      buffer[4] = 0x2D
      put(month, at: 5, digits: 2)
      buffer[7] = 0x2D
      put(day, at: 8, digits: 2)
      buffer[10] = 0x54
      put(seconds / 3600, at: 11, digits: 2)
      buffer[13] = 0x3A
      put(seconds / 60 % 60, at: 14, digits: 2)
      buffer[16] = 0x3A
      put(seconds % 60, at: 17, digits: 2)
      buffer[19] = 0x2E
      put(fractionTicks, at: 20, digits: 7)
      buffer[27] = 0x5A
      bytes.append(contentsOf: UnsafeBufferPointer(buffer))
    }
  }

  /// Appends the date alone: `2024-12-31`.
  public func appendDate(to bytes: inout [UInt8]) {
    let (year, month, day) = date
    bytes.append(twoDigits: year / 100)
    bytes.append(twoDigits: year % 100)
    bytes.append(0x2D)
    bytes.append(twoDigits: month)
    bytes.append(0x2D)
    bytes.append(twoDigits: day)
  }

  public var description: String { text }
}

extension Array where Element == UInt8 {
  /// Appends a number below 100 as two digits.
  @inline(__always)
  mutating func append(twoDigits value: Int) {
    append(UInt8(truncatingIfNeeded: value / 10) &+ 0x30)
    append(UInt8(truncatingIfNeeded: value % 10) &+ 0x30)
  }
}
