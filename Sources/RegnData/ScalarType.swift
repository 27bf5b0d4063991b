/// KQL's scalar data types.
public enum ScalarType: String, Sendable, Hashable, CaseIterable, BitwiseCopyable {
  case bool
  case int
  case long
  case real
  case decimal
  case string
  case datetime
  case timespan
  case guid
  case dynamic

  /// The type that a KQL type name or one of its aliases stands for, or nil.
  public init?(name: String) {
    switch name {
    case "boolean": self = .bool
    case "double": self = .real
    case "time": self = .timespan
    case "date": self = .datetime
    case "uuid", "uniqueid": self = .guid
    case "int32": self = .int
    case "int64": self = .long
    default: self.init(rawValue: name)
    }
  }

  /// Whether values of the type are numbers: int, long, real or decimal.
  public var isNumeric: Bool {
    switch self {
    case .int, .long, .real, .decimal: true
    default: false
    }
  }

  /// Whether values of the type are stored as 64-bit ticks of 100 nanoseconds.
  public var isTicks: Bool { self == .datetime || self == .timespan }

  /// Whether `<` and `sort` are defined over the type (all but dynamic in comparisons).
  public var isOrdered: Bool { self != .dynamic }

  /// The name of the .NET type that Kusto's v1 response gives for a column of this type.
  public var dataTypeName: String {
    switch self {
    case .bool: "SByte"
    case .int: "Int32"
    case .long: "Int64"
    case .real: "Double"
    case .decimal: "SqlDecimal"
    case .string: "String"
    case .datetime: "DateTime"
    case .timespan: "TimeSpan"
    case .guid: "Guid"
    case .dynamic: "Object"
    }
  }
}
