extension DateTime {
  /// Reads a datetime in any form of KQL's reference page on the type.
  ///
  /// - ISO 8601 and its sortable kin: `2014-11-08T15:05:02.123Z`, a space for the `T`, `/` for the dashes,
  ///   the time or its seconds left out, `2014-11`, `2014`, `2014, 11, 8`; digits after the seventh decimal
  ///   round.
  /// - RFC 822 and 850: `Sat, 8 Nov 14 15:05:02 GMT`, `8-Nov-2014 15:05`; a weekday must be the right one.
  /// - American, the month first: `11/8/2014 3:05 PM`, `11-08-2014`, `Nov 8, 2014`.
  ///
  /// A zone is `Z`, `GMT`, `UTC` or an offset such as `+01:00`; without one the time is UTC. Years of two
  /// digits lie in 1950 to 2049. Nil for anything else, and for dates that the calendar does not have.
  public init?(parsing bytes: UTF8Bytes) {
    var parser = DateTimeParser(bytes.trimmed)
    guard let value = parser.parse() else { return nil }
    self = value
  }

  /// Reads a datetime; see `init(parsing:)` for bytes.
  public init?(_ text: some StringProtocol) {
    guard let value = withUTF8Bytes(of: text, { DateTime(parsing: $0) }) else { return nil }
    self = value
  }
}

private struct DateTimeParser {
  var cursor: ByteCursor

  init(_ bytes: UTF8Bytes) {
    cursor = ByteCursor(bytes)
  }

  mutating func parse() -> DateTime? {
    var weekday: Int?
    if cursor.next.isASCIILetter {
      let word = cursor.takeWord()
      if let month = Self.month(named: word) { return parseAfterLeadingMonth(month) }
      guard let found = Self.weekday(named: word) else { return nil }
      weekday = found
      let hasComma = cursor.take(0x2C)
      guard cursor.takeSpaces() || hasComma else { return nil }
    }
    guard let first = cursor.takeNumber(atMost: 4) else { return nil }
    let separator = cursor.next
    let isNumberNext = cursor.peek(1).isASCIIDigit
    switch (first.digits, separator) {
    case (4, 0x2D), (4, 0x2F), (4, 0x2E):
      guard isNumberNext else { return nil }
      cursor.position += 1
      guard let month = cursor.takeNumber(atMost: 2)?.value else { return nil }
      var day = 1
      if cursor.take(separator) {
        guard let number = cursor.takeNumber(atMost: 2)?.value else { return nil }
        day = number
      } else if !cursor.isAtEnd {
        return nil
      }
      return finish(year: first.value, month: month, day: day, weekday: weekday)
    case (4, 0x2C):
      cursor.position += 1
      cursor.takeSpaces()
      guard let month = cursor.takeNumber(atMost: 2)?.value, cursor.take(0x2C) else { return nil }
      cursor.takeSpaces()
      guard let day = cursor.takeNumber(atMost: 2)?.value else { return nil }
      return finish(year: first.value, month: month, day: day, weekday: weekday)
    case (4, 0):
      guard cursor.isAtEnd else { return nil }
      return finish(year: first.value, month: 1, day: 1, weekday: weekday)
    case (1...2, 0x2F):
      cursor.position += 1
      guard let day = cursor.takeNumber(atMost: 2)?.value, cursor.take(0x2F), let year = takeYear() else {
        return nil
      }
      return finish(year: year, month: first.value, day: day, weekday: weekday)
    case (1...2, 0x2D) where isNumberNext:
      cursor.position += 1
      guard let day = cursor.takeNumber(atMost: 2)?.value, cursor.take(0x2D),
        let year = cursor.takeNumber(atMost: 4), year.digits == 4
      else { return nil }
      return finish(year: year.value, month: first.value, day: day, weekday: weekday)
    case (1...2, _):
      let isDashed = cursor.take(0x2D)
      if !isDashed { cursor.takeSpaces() }
      guard let month = Self.month(named: cursor.takeWord()),
        isDashed ? cursor.take(0x2D) : cursor.takeSpaces(), let year = takeYear()
      else { return nil }
      return finish(year: year, month: month, day: first.value, weekday: weekday)
    default:
      return nil
    }
  }

  /// `Nov 8, 2014 15:05`, once the month has been read.
  private mutating func parseAfterLeadingMonth(_ month: Int) -> DateTime? {
    guard cursor.takeSpaces(), let day = cursor.takeNumber(atMost: 2)?.value else { return nil }
    let hasComma = cursor.take(0x2C)
    guard cursor.takeSpaces() || hasComma, let year = cursor.takeNumber(atMost: 4), year.digits == 4 else {
      return nil
    }
    return finish(year: year.value, month: month, day: day, weekday: nil)
  }

  private mutating func takeYear() -> Int? {
    guard let year = cursor.takeNumber(atMost: 4) else { return nil }
    switch year.digits {
    case 4: return year.value
    case 2: return year.value < 50 ? 2000 + year.value : 1900 + year.value
    default: return nil
    }
  }

  /// The time of day and the zone, if there are any, and the end of the text.
  private mutating func finish(year: Int, month: Int, day: Int, weekday: Int?) -> DateTime? {
    guard let days = CivilCalendar.days(validYear: year, month: month, day: day) else { return nil }
    if let weekday, CivilCalendar.dayOfWeek(ofDays: days) != weekday { return nil }
    var ticks = Int64(days) * Timespan.ticksPerDay
    if cursor.next | 0x20 == 0x74 {
      cursor.position += 1
      guard cursor.next.isASCIIDigit else { return nil }
    } else {
      cursor.takeSpaces()
    }
    if cursor.next.isASCIIDigit {
      guard let time = takeTimeOfDay() else { return nil }
      ticks += time
    }
    guard let offset = takeZone(), cursor.isAtEnd else { return nil }
    return DateTime(checkingTicks: ticks - offset)
  }

  private mutating func takeTimeOfDay() -> Int64? {
    guard var hour = cursor.takeNumber(atMost: 2)?.value, cursor.take(0x3A),
      let minute = cursor.takeNumber(atMost: 2)?.value, minute < 60
    else { return nil }
    var second = 0
    var fraction: Int64 = 0
    if cursor.take(0x3A) {
      guard let number = cursor.takeNumber(atMost: 2)?.value, number < 60 else { return nil }
      second = number
      if cursor.take(0x2E) {
        guard let ticks = cursor.takeFractionTicks() else { return nil }
        fraction = ticks
      }
    }
    cursor.takeSpaces()
    let half = cursor.next | 0x20
    if half == 0x61 || half == 0x70, cursor.peek(1) | 0x20 == 0x6D {
      guard hour >= 1, hour <= 12 else { return nil }
      hour = hour % 12 + (half == 0x70 ? 12 : 0)
      cursor.position += 2
      cursor.takeSpaces()
    }
    guard hour < 24 else { return nil }
    return Int64((hour * 60 + minute) * 60 + second) * Timespan.ticksPerSecond + fraction
  }

  /// The zone's distance from UTC in ticks, 0 if none is given; nil if it is none that is known.
  private mutating func takeZone() -> Int64? {
    let sign = cursor.next
    if sign == 0x2B || sign == 0x2D {
      cursor.position += 1
      guard let first = cursor.takeNumber(atMost: 4) else { return nil }
      var hours = first.value
      var minutes = 0
      if first.digits == 4 {
        (hours, minutes) = (first.value / 100, first.value % 100)
      } else if first.digits > 2 {
        return nil
      } else if cursor.take(0x3A) {
        guard let number = cursor.takeNumber(atMost: 2), number.digits == 2 else { return nil }
        minutes = number.value
      }
      guard hours <= 14, minutes < 60 else { return nil }
      let ticks = Int64(hours * 60 + minutes) * Timespan.ticksPerMinute
      return sign == 0x2D ? -ticks : ticks
    }
    let word = cursor.takeWord()
    if word.isEmpty || word.equalsIgnoringASCIICase("z") || word.equalsIgnoringASCIICase("gmt")
      || word.equalsIgnoringASCIICase("utc")
    {
      return 0
    }
    return nil
  }

  private static func month(named word: UTF8Bytes) -> Int? {
    let names: [12 of StaticString] = [
      "january", "february", "march", "april", "may", "june", "july", "august", "september", "october",
      "november", "december",
    ]
    for index in 0..<12 where matches(word, names[index]) { return index + 1 }
    return nil
  }

  private static func weekday(named word: UTF8Bytes) -> Int? {
    let names: [7 of StaticString] = [
      "sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday",
    ]
    for index in 0..<7 where matches(word, names[index]) { return index }
    return nil
  }

  /// Whether the word is the name or its first three letters.
  private static func matches(_ word: UTF8Bytes, _ name: StaticString) -> Bool {
    guard word.count == 3 || word.count == name.utf8CodeUnitCount else { return false }
    for index in 0..<word.count where word[index].asciiLowercased != name.utf8Start[index] { return false }
    return true
  }
}
