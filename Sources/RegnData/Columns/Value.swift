/// One scalar value, for literals, constants, parameters, statistics and other cold code.
public enum Value: Sendable, Hashable {
  case null(ScalarType)
  case bool(Bool)
  case int(Int32)
  case long(Int64)
  case real(Double)
  case decimal(Decimal)
  case string(String)
  case datetime(DateTime)
  case timespan(Timespan)
  case guid(Guid)
  /// An encoded dynamic value (see `DynamicRef`).
  case dynamic([UInt8])

  /// The KQL type.
  public var type: ScalarType {
    switch self {
    case .null(let type): type
    case .bool: .bool
    case .int: .int
    case .long: .long
    case .real: .real
    case .decimal: .decimal
    case .string: .string
    case .datetime: .datetime
    case .timespan: .timespan
    case .guid: .guid
    case .dynamic: .dynamic
    }
  }

  public var isNull: Bool { if case .null = self { true } else { false } }

  /// The value of an int or long.
  public var integer: Int64? {
    switch self {
    case .int(let value): Int64(value)
    case .long(let value): value
    default: nil
    }
  }

  /// The value of any number as a double.
  public var double: Double? {
    switch self {
    case .int(let value): Double(value)
    case .long(let value): Double(value)
    case .real(let value): value
    case .decimal(let value): value.doubleValue
    default: nil
    }
  }

  /// The value of a string.
  public var text: String? { if case .string(let value) = self { value } else { nil } }
}

extension Column {
  /// `count` rows of one value, stored once.
  public init(value: Value, count: Int) {
    let storage: Storage
    var valid = true
    switch value {
    case .null(let type):
      valid = false
      switch type {
      case .bool: storage = .bool(Buffer([false]))
      case .int: storage = .int32(Buffer([0]))
      case .long, .datetime, .timespan: storage = .int64(Buffer([0]))
      case .real: storage = .real(Buffer([0]))
      case .decimal: storage = .decimal(Buffer([Decimal(coefficient: 0, scale: 0)]))
      case .guid: storage = .guid(Buffer([Guid.zero]))
      case .string: storage = .strings(StringArray([""]))
      case .dynamic: storage = .dynamic(StringArray([""]))
      }
    case .bool(let value): storage = .bool(Buffer([value]))
    case .int(let value): storage = .int32(Buffer([value]))
    case .long(let value): storage = .int64(Buffer([value]))
    case .real(let value): storage = .real(Buffer([value]))
    case .decimal(let value): storage = .decimal(Buffer([value]))
    case .string(let value): storage = .strings(StringArray([value]))
    case .datetime(let value): storage = .int64(Buffer([value.ticks]))
    case .timespan(let value): storage = .int64(Buffer([value.ticks]))
    case .guid(let value): storage = .guid(Buffer([value]))
    case .dynamic(let bytes):
      var builder = StringArrayBuilder(capacity: 1)
      builder.append(bytes)
      storage = .dynamic(builder.finish())
    }
    self.init(
      constant: storage, type: value.type, validity: valid ? nil : Buffer([false]), count: count)
  }

  /// The value in row `row`, for cold code.
  public func value(_ row: Int) -> Value {
    if isNull(row) { return .null(type) }
    let index = row &* stride
    switch storage {
    case .bool(let buffer): return .bool(buffer[index])
    case .int32(let buffer):
      return type == .int ? .int(buffer[index]) : integerValue(Int64(buffer[index]))
    case .int64(let buffer): return integerValue(buffer[index])
    case .real(let buffer): return .real(buffer[index])
    case .scaled(let buffer, let scale):
      return .decimal(Decimal(coefficient: Int128(buffer[index]), scale: scale))
    case .decimal(let buffer): return .decimal(buffer[index])
    case .guid(let buffer): return .guid(buffer[index])
    case .dictionary(let codes, let dictionary):
      return .string(dictionary.entries.string(Int(codes[index])))
    case .strings(let strings): return .string(strings.string(index))
    case .dynamic(let values): return .dynamic(Array(values.bytes(index)))
    }
  }

  private func integerValue(_ number: Int64) -> Value {
    switch type {
    case .int: .int(Int32(truncatingIfNeeded: number))
    case .datetime: .datetime(DateTime(ticks: number))
    case .timespan: .timespan(Timespan(ticks: number))
    default: .long(number)
    }
  }

  /// A column of the given values (nulls among them), all of `type`; for tests, literals and cold code.
  public init(type: ScalarType, values: [Value]) {
    var builder = ColumnBuilder(type: type, capacity: values.count)
    for value in values { builder.append(value) }
    self = builder.finish()
  }
}
