import Glibc
import RegnData

/// What a cell's value is once its number format has been heeded.
enum CellValue: Sendable {
  /// No value: nothing, an error, a formula without a result, a day that never was.
  case nothing, error, uncomputed, noDate
  case number, date, time, bool, text
  /// A number whose format shows it with leading zeros.
  case code

  /// Whether the cell's text is a value.
  var isValue: Bool {
    switch self {
    case .nothing, .error, .uncomputed, .noDate: false
    default: true
    }
  }
}

/// How values are written as text, so that a column's reader takes them like fields of delimited text.
struct CellWriter: Sendable {
  let countsFrom1904: Bool
  /// The mark before decimals.
  var decimalMark: UInt8 = 0x2E
  /// The order of a date's parts.
  var dateFormat = DateFormat.yearMonthDay

  /// Makes a cell's text at the end of `data`, as it was read, that of its value. Of a cell without one
  /// nothing is left. Errors: a number that is none.
  func finish(_ cell: SheetCell, in data: inout [UInt8]) throws(XMLFailure) -> CellValue {
    switch cell.kind {
    case .empty: return .nothing
    case .uncomputed: return .uncomputed
    case .text: return .text
    case .error:
      data.removeLast(data.count - cell.start)
      return .error
    case .bool:
      let isTrue = data[cell.start] == 0x31 || data[cell.start] | 0x20 == 0x74
      data.removeLast(data.count - cell.start)
      data.append(literal: isTrue ? "true" : "false")
      return .bool
    case .isoDate:
      let ticks = data[cell.start...].withUnsafeBufferPointer {
        DateText.ticks($0, format: .yearMonthDay)
      }
      guard let ticks else { return .text }
      data.removeLast(data.count - cell.start)
      append(date: ticks, to: &data)
      return .date
    case .number: return try finishNumber(cell, in: &data)
    }
  }

  private func finishNumber(_ cell: SheetCell, in data: inout [UInt8]) throws(XMLFailure) -> CellValue {
    switch cell.format {
    case .general, .percent:
      if !finishPlain(cell.start, in: &data) {
        let number = try double(cell.start, in: data)
        data.removeLast(data.count - cell.start)
        append(number: number, to: &data)
      }
      return .number
    case .code(let width):
      let number = try double(cell.start, in: data)
      guard let code = UInt64(exactly: number) else {
        data.removeLast(data.count - cell.start)
        append(number: number, to: &data)
        return .number
      }
      data.removeLast(data.count - cell.start)
      data.append(digits: code, width: width)
      return .code
    case .date, .time, .duration:
      let days = try double(cell.start, in: data)
      data.removeLast(data.count - cell.start)
      // A time of day whose days count up to our time is a date of which only the time is shown.
      if cell.format != .date, abs(days) < (cell.format == .time ? 20_000 : 10_000_000) {
        Timespan(ticks: Self.ticks(days)).append(to: &data)
        return .time
      }
      guard let ticks = date(ofSerial: days) else { return .noDate }
      append(date: ticks, to: &data)
      return .date
    }
  }

  /// Leaves a number as written if it is so short that its text is exact, but for zeros behind its decimals;
  /// says whether it was.
  private func finishPlain(_ start: Int, in data: inout [UInt8]) -> Bool {
    var place = start
    if place < data.count, data[place] == 0x2D { place += 1 }
    let first = place
    var point: Int?
    while place < data.count {
      let byte = data[place]
      if byte == 0x2E, point == nil, place > first {
        point = place
      } else if byte &- 0x30 >= 10 {
        return false
      }
      place += 1
    }
    guard place > first, place - first <= 15, data[first] != 0x30 || place - first == 1 || point == first + 1
    else { return false }
    if let point {
      while data[data.count - 1] == 0x30 { data.removeLast() }
      if data.count == point + 1 { data.removeLast() } else { data[point] = decimalMark }
    }
    // Minus nothing is nothing.
    if first > start, data.count == first + 1, data[first] == 0x30 { data.remove(at: start) }
    return true
  }

  private func double(_ start: Int, in data: [UInt8]) throws(XMLFailure) -> Double {
    let number = data[start...].withUnsafeBufferPointer { parseReal($0.trimmed) }
    guard let number, number.isFinite else {
      let shown = String(decoding: data[start...].prefix(20), as: UTF8.self)
      throw XMLFailure(offset: 0, what: "a cell holds `\(shown)`, which is no number")
    }
    return number
  }

  /// A number with as few digits as tell it from all others.
  private func append(number: Double, to data: inout [UInt8]) {
    if let whole = Int64(exactly: number), whole.magnitude < 1_000_000_000_000_000_000 {
      data.append(long: whole)
      return
    }
    let start = data.count
    data.append(real: number)
    if decimalMark != 0x2E {
      for place in start..<data.count where data[place] == 0x2E { data[place] = decimalMark }
    }
  }

  // MARK: - Dates

  /// Days as ticks, to the millisecond: a workbook's dates are no finer.
  private static func ticks(_ days: Double) -> Int64 {
    Int64((days * 86_400_000).rounded()) * 10_000
  }

  /// The ticks of a date by its number; nil for what is no day in the range of dates.
  ///
  /// In the system of 1900 day 1 is 1 January 1900 and day 60 is 29 February 1900, which never was; so all
  /// days from 61 are one more than were counted, and those before are not. In the system of 1904 day 0 is 1
  /// January 1904.
  private func date(ofSerial days: Double) -> Int64? {
    guard days > -800_000, days < 3_000_000 else { return nil }
    var start = CivilCalendar.days(year: 1899, month: 12, day: 30)
    if countsFrom1904 {
      start = CivilCalendar.days(year: 1904, month: 1, day: 1)
    } else if days >= 60, days < 61 {
      return nil
    } else if days >= 0, days < 60 {
      start += 1
    }
    return DateTime(checkingTicks: Int64(start) * Timespan.ticksPerDay + Self.ticks(days))?.ticks
  }

  /// A date in the column's order; a time behind it unless it is midnight.
  private func append(date ticks: Int64, to data: inout [UInt8]) {
    let rest = ticks % Timespan.ticksPerDay
    let date = CivilCalendar.date(ofDays: Int(ticks / Timespan.ticksPerDay))
    let parts: [(Int, Int)]
    let mark: UInt8
    switch dateFormat {
    case .yearMonthDay: (parts, mark) = ([(date.year, 4), (date.month, 2), (date.day, 2)], 0x2D)
    case .dayMonthYear: (parts, mark) = ([(date.day, 2), (date.month, 2), (date.year, 4)], 0x2D)
    case .monthDayYear: (parts, mark) = ([(date.month, 2), (date.day, 2), (date.year, 4)], 0x2F)
    }
    for (index, part) in parts.enumerated() {
      if index > 0 { data.append(mark) }
      data.append(digits: UInt64(part.0), width: part.1)
    }
    guard rest != 0 else { return }
    data.append(0x54)
    Timespan(ticks: rest).append(to: &data)
  }
}
