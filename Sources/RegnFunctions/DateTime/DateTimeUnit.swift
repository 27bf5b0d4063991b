import RegnData

/// The units that `datetime_add`, `datetime_diff` and `datetime_part` name.
enum DateTimeUnit: String, CaseIterable {
  case year, quarter, month
  case weekOfYear = "week_of_year"
  /// Weeks from Sunday, counted from the one with the year's first Wednesday (obsolete, not ISO 8601).
  case sundayWeek = "weekofyear"
  case week, day
  case dayOfYear = "dayofyear"
  case hour, minute, second, millisecond, microsecond, nanosecond

  /// The unit of a name in any case, or nil.
  init?(_ bytes: Bytes) {
    var word: [UInt8] = []
    word.reserveCapacity(bytes.count)
    for byte in bytes { word.append(byte &- 0x41 < 26 ? byte | 0x20 : byte) }
    self.init(rawValue: String(decoding: word, as: UTF8.self))
  }

  /// The unit that a constant names. Throws RG0606 when there is no such unit, or the function has no use
  /// for it.
  static func named(_ bytes: Bytes, by function: String, among units: [DateTimeUnit]) throws -> DateTimeUnit {
    if let unit = DateTimeUnit(bytes), units.contains(unit) { return unit }
    throw ExecutionError(
      code: "RG0606",
      message: "\(function) knows no part named `\(String(decoding: bytes.prefix(40), as: UTF8.self))`",
      hint: "the parts are \(units.filter { $0 != .sundayWeek }.map(\.rawValue).joined(separator: ", "))")
  }

  /// The unit's length in ticks, where it has a fixed one; a nanosecond's is a hundredth.
  var ticks: Int64? {
    switch self {
    case .week: 7 * Timespan.ticksPerDay
    case .day: Timespan.ticksPerDay
    case .hour: Timespan.ticksPerHour
    case .minute: Timespan.ticksPerMinute
    case .second: Timespan.ticksPerSecond
    case .millisecond: Timespan.ticksPerMillisecond
    case .microsecond: Timespan.ticksPerMicrosecond
    default: nil
    }
  }
}

/// The unit of each row of a text column: looked up once for a constant, else again only when it changes.
struct DateTimeUnits {
  private let column: Column
  private let strings: StringArray
  private let function: String
  private let units: [DateTimeUnit]
  private var last: DateTimeUnit?
  private var lastBytes: [UInt8] = []

  init(_ column: Column, by function: String, among units: [DateTimeUnit]) throws {
    self.column = column
    self.function = function
    self.units = units
    strings = column.strings
    if column.isConstant, column.count > 0 {
      last = try DateTimeUnit.named(strings.bytes(0), by: function, among: units)
    }
  }

  /// The unit that row `row` names.
  mutating func unit(_ row: Int) throws -> DateTimeUnit {
    if column.isConstant, let last { return last }
    let bytes = strings.bytes(row &* column.stride)
    if let last, lastBytes.elementsEqual(bytes) { return last }
    let unit = try DateTimeUnit.named(bytes, by: function, among: units)
    last = unit
    lastBytes = Array(bytes)
    return unit
  }
}
