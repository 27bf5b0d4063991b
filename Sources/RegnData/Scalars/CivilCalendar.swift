/// Days of the proleptic Gregorian calendar, counted from 0001-01-01 (day 0, a Monday).
public enum CivilCalendar {
  /// The day after the last one: 10000-01-01.
  public static let dayLimit = 3_652_059

  /// Whether the year has a 29 February.
  @inlinable
  public static func isLeap(year: Int) -> Bool {
    year & 3 == 0 && (year % 100 != 0 || year % 400 == 0)
  }

  /// The days in a month, or 0 when there is no such month.
  @inlinable
  public static func daysIn(month: Int, ofYear year: Int) -> Int {
    switch month {
    case 2: isLeap(year: year) ? 29 : 28
    case 4, 6, 9, 11: 30
    case 1...12: 31
    default: 0
    }
  }

  /// The day's number. The date must be one of the years 1 to 9999; see `days(validYear:month:day:)`.
  ///
  /// Years are taken to begin on 1 March, so that the leap day is the last of its year.
  @inlinable
  public static func days(year: Int, month: Int, day: Int) -> Int {
    let shifted = month <= 2 ? year - 1 : year
    let monthFromMarch = month <= 2 ? month + 9 : month - 3
    let dayOfYear = (153 * monthFromMarch + 2) / 5 + day - 1
    return shifted * 365 + shifted / 4 - shifted / 100 + shifted / 400 + dayOfYear - 306
  }

  /// The day's number, or nil when the calendar has no such date in the years 1 to 9999.
  @inlinable
  public static func days(validYear year: Int, month: Int, day: Int) -> Int? {
    guard year >= 1, year <= 9999, day >= 1, day <= daysIn(month: month, ofYear: year) else { return nil }
    return days(year: year, month: month, day: day)
  }

  /// The date of a day's number, which must be at least 0.
  @inlinable
  public static func date(ofDays days: Int) -> (year: Int, month: Int, day: Int) {
    // Counted from 0000-03-01, in cycles of 400 years.
    let shifted = UInt32(truncatingIfNeeded: days &+ 306)
    let era = shifted / 146_097
    let dayOfEra = shifted % 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let monthFromMarch = (5 * dayOfYear + 2) / 153
    let day = dayOfYear - (153 * monthFromMarch + 2) / 5 + 1
    let month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
    let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
    return (Int(year), Int(month), Int(day))
  }

  /// 0 for Sunday to 6 for Saturday, as KQL counts.
  @inlinable
  public static func dayOfWeek(ofDays days: Int) -> Int {
    (days + 1) % 7
  }

  /// The week of ISO 8601: weeks begin on Monday, and the first of a year holds its first Thursday.
  public static func isoWeek(ofDays days: Int) -> Int {
    // The Thursday of the same week says to which year the week belongs.
    let thursday = days - days % 7 + 3
    let firstDay = Self.days(year: date(ofDays: thursday).year, month: 1, day: 1)
    return (thursday - firstDay) / 7 + 1
  }
}
