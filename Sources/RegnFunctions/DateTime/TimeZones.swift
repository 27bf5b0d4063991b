import RegnData

/// A zone's distance from UTC at any time. All times here are minutes from the start of 1970.
struct ZoneRules: Sendable {
  /// A day of the year, as "the last Sunday of March", and the local time of the change in minutes.
  struct Change: Sendable {
    let month, week, weekday, time: Int

    /// The minute of the change in a year, in local time.
    func minute(in year: Int) -> Int {
      let first = CivilCalendar.days(year: year, month: month, day: 1)
      var day = 1 + (weekday - CivilCalendar.dayOfWeek(ofDays: first) + 7) % 7 + 7 * (week - 1)
      while day > CivilCalendar.daysIn(month: month, ofYear: year) { day -= 7 }
      return (first + day - 1 - ZoneRules.epochDays) * 1440 + time
    }
  }

  static let epochDays = 719_162

  fileprivate(set) var initialOffset = 0
  fileprivate(set) var changes: [(minute: Int, offset: Int)] = []
  fileprivate(set) var standardOffset = 0
  fileprivate(set) var summer: (offset: Int, start: Change, end: Change)?

  /// The offset from UTC in minutes at a minute of UTC.
  func offset(at minute: Int) -> Int {
    if let last = changes.last, minute < last.minute {
      var (low, high) = (0, changes.count)
      while low < high {
        let middle = (low + high) / 2
        if changes[middle].minute <= minute { low = middle + 1 } else { high = middle }
      }
      return low == 0 ? initialOffset : changes[low - 1].offset
    }
    guard let summer else { return changes.last?.offset ?? standardOffset }
    let days = (minute + standardOffset) / 1440 + Self.epochDays
    let year = CivilCalendar.date(ofDays: max(0, min(days, CivilCalendar.dayLimit - 1))).year
    let start = summer.start.minute(in: year) - standardOffset
    let end = summer.end.minute(in: year) - summer.offset
    let isSummer = start < end ? minute >= start && minute < end : minute >= start || minute < end
    return isSummer ? summer.offset : standardOffset
  }

  /// The offset that a minute of local time has. Where the clocks are put back and a time comes twice, the
  /// later one counts; a time that is skipped takes the offset after it (reference page's example).
  func offset(atLocal minute: Int) -> Int {
    let before = offset(at: minute - 1440)
    let after = offset(at: minute + 1440)
    if before == after { return before }
    let isBefore = offset(at: minute - before) == before
    return isBefore && offset(at: minute - after) != after ? before : after
  }
}

/// The zones by name, read from their table when first used.
enum TimeZones {
  /// All names, sorted.
  static let names: [String] = rules.keys.sorted()

  static let rules: [String: ZoneRules] = {
    var table: [String: ZoneRules] = [:]
    for line in timeZoneData.split(separator: "\n") {
      let fields = line.split(separator: ";", omittingEmptySubsequences: false)
      guard fields.count == 5 else { continue }
      var zone = ZoneRules()
      zone.initialOffset = Int(fields[1]) ?? 0
      let rule = fields[2].split(separator: " ")
      zone.standardOffset = rule.first.flatMap { Int($0) } ?? 0
      if rule.count == 6, let offset = Int(rule[1]), let start = change(rule[2], rule[3]),
        let end = change(rule[4], rule[5])
      {
        zone.summer = (offset, start, end)
      }
      zone.changes = changes(fields[4], offsets: fields[3].split(separator: " ").compactMap { Int($0) })
      for name in fields[0].split(separator: " ") { table[String(name)] = zone }
    }
    return table
  }()

  private static func change(_ day: Substring, _ time: Substring) -> ZoneRules.Change? {
    let parts = day.split(separator: ".").compactMap { Int($0) }
    guard parts.count == 3, let time = Int(time) else { return nil }
    return ZoneRules.Change(month: parts[0], week: parts[1], weekday: parts[2], time: time)
  }

  private static func changes(_ text: Substring, offsets: [Int]) -> [(minute: Int, offset: Int)] {
    var result: [(minute: Int, offset: Int)] = []
    // 1980-01-01.
    var minute = 5_258_880
    var value = 0
    var unit = 15
    for byte in text.utf8 {
      switch byte {
      case 0x2E: unit = 1
      case 0x30...0x39: value = value * 36 + Int(byte - 0x30)
      case 0x61...0x7A: value = value * 36 + Int(byte - 0x61) + 10
      default:
        minute += value * unit
        let number = Int(byte) - 0x41
        if offsets.indices.contains(number) { result.append((minute, offsets[number])) }
        (value, unit) = (0, 15)
      }
    }
    return result
  }

  /// The zone of a name. Throws RG0606 when there is none.
  static func zone(_ name: Bytes, function: String) throws -> ZoneRules {
    let text = String(decoding: name, as: UTF8.self)
    if let zone = rules[text] { return zone }
    throw ExecutionError(
      code: "RG0606", message: "\(function) knows no time zone `\(text.prefix(60))`",
      hint: "zones have names such as Europe/Copenhagen; datetime_list_timezones() lists them")
  }
}
