import RegnData
import RegnPhrases

/// How the texts of a column are read, and how wide they are stored.
public enum ColumnKind: Sendable, Hashable {
  case bool
  /// Whole numbers of at most 9 digits.
  case int
  /// Whole numbers of at most 18 digits.
  case long
  /// Numbers with at most `scale` decimals and 18 digits in all, kept exact in 64 bits.
  case scaled(Int)
  /// Exact numbers of up to 34 digits.
  case decimal
  /// Numbers with an exponent, or with more digits than a decimal has.
  case real
  case datetime(DateFormat)
  case guid
  /// Durations and times of day. No delimited text has it.
  case timespan
  /// Any value, arrays and bags among them. No delimited text has it.
  case dynamic
  case string

  /// KQL's type of the column.
  public var type: ScalarType {
    switch self {
    case .bool: .bool
    case .int: .int
    case .long: .long
    case .scaled, .decimal: .decimal
    case .real: .real
    case .datetime: .datetime
    case .guid: .guid
    case .timespan: .timespan
    case .dynamic: .dynamic
    case .string: .string
    }
  }

  /// The number of decimals of scaled integers; nil for other kinds.
  public var scale: Int? { if case .scaled(let scale) = self { scale } else { nil } }

  /// The type as it is shown: `decimal(2)` for two decimals.
  public var text: String {
    if case .scaled(let scale) = self { return "decimal(\(scale))" }
    return type.rawValue
  }

  /// What a user of a column of the kind should know of its decimals; empty of other kinds.
  var decimalsRemark: Phrase {
    guard let scale else { return "" }
    return scale == 1 ? "exact, 1 decimal" : "exact, \(scale) decimals"
  }

  /// The narrowest kind that holds the values of both; string when nothing narrower does.
  public func joined(with other: ColumnKind) -> ColumnKind {
    if self == other { return self }
    switch (self, other) {
    case (.int, .long), (.long, .int): return .long
    case (.scaled(let a), .scaled(let b)): return .scaled(max(a, b))
    // Should a whole number leave no room for the decimals in 64 bits, the value itself says so when it is
    // read.
    case (.int, .scaled), (.long, .scaled), (.scaled, .decimal), (.int, .decimal), (.long, .decimal):
      return other
    case (.scaled, .int), (.scaled, .long), (.decimal, .scaled), (.decimal, .int), (.decimal, .long):
      return self
    case (.real, .int), (.real, .long), (.real, .scaled), (.real, .decimal): return .real
    case (.int, .real), (.long, .real), (.scaled, .real), (.decimal, .real): return .real
    default: return .string
    }
  }
}

extension ColumnKind {
  /// The kind of a column that met a value of `other` which did not fit: always another than before.
  func widened(to other: ColumnKind) -> ColumnKind {
    let joined = joined(with: other)
    if joined != self { return joined }
    // The kinds agree but the value does not fit: the next wider one, exact as long as there is one.
    switch self {
    case .int: return .long
    case .long, .scaled: return .decimal
    case .decimal: return .real
    default: return .string
    }
  }
}

/// The order of a date's parts.
public enum DateFormat: UInt8, Sendable, Hashable, CaseIterable {
  /// `2024-12-31` or `2024/12/31`.
  case yearMonthDay
  /// `31-12-2024`, `31.12.2024` or `31/12/2024`.
  case dayMonthYear
  /// `12/31/2024`.
  case monthDayYear

  /// The format as it is shown.
  public var text: String {
    switch self {
    case .yearMonthDay: "yyyy-mm-dd"
    case .dayMonthYear: "dd-mm-yyyy"
    case .monthDayYear: "mm/dd/yyyy"
    }
  }
}
