/// Builds a column value by value, for cold code and tests; kernels fill buffers directly.
public struct ColumnBuilder: ~Copyable {
  public let type: ScalarType
  public private(set) var count = 0
  private var valid: BufferBuilder<Bool>
  private var hasNulls = false
  private var bools = BufferBuilder<Bool>()
  private var ints = BufferBuilder<Int32>()
  private var longs = BufferBuilder<Int64>()
  private var reals = BufferBuilder<Double>()
  private var decimals = BufferBuilder<Decimal>()
  private var guids = BufferBuilder<Guid>()
  private var strings = StringArrayBuilder()

  public init(type: ScalarType, capacity: Int = 0) {
    self.type = type
    valid = BufferBuilder(capacity: capacity)
  }

  /// The bytes that the builder keeps.
  public var byteCount: Int {
    valid.byteCount + bools.byteCount + ints.byteCount + longs.byteCount + reals.byteCount
      + decimals.byteCount + guids.byteCount + strings.byteCount
  }

  /// Appends a null (an empty string in a string column).
  public mutating func appendNull() {
    hasNulls = true
    valid.append(false)
    count += 1
    switch type {
    case .bool: bools.append(false)
    case .int: ints.append(0)
    case .long, .datetime, .timespan: longs.append(0)
    case .real: reals.append(0)
    case .decimal: decimals.append(Decimal(coefficient: 0, scale: 0))
    case .guid: guids.append(Guid.zero)
    case .string, .dynamic: strings.appendEmpty()
    }
  }

  private mutating func appended() {
    valid.append(true)
    count += 1
  }

  /// Appends a value. A number of another type is converted where that loses nothing; else null is appended.
  public mutating func append(_ value: Value) {
    switch (type, value) {
    case (.bool, .bool(let value)): bools.append(value)
    case (.int, .int(let value)): ints.append(value)
    case (.int, .long(let value)):
      guard let narrow = Int32(exactly: value) else { return appendNull() }
      ints.append(narrow)
    case (.long, .long(let value)): longs.append(value)
    case (.long, .int(let value)): longs.append(Int64(value))
    case (.datetime, .datetime(let value)): longs.append(value.ticks)
    case (.timespan, .timespan(let value)): longs.append(value.ticks)
    case (.real, _):
      guard let value = value.double else { return appendNull() }
      reals.append(value)
    case (.decimal, .decimal(let value)): decimals.append(value)
    case (.decimal, _):
      guard let value = value.integer else { return appendNull() }
      decimals.append(Decimal(coefficient: Int128(value), scale: 0))
    case (.guid, .guid(let value)): guids.append(value)
    case (.string, .string(let value)): strings.append(value)
    case (.dynamic, .dynamic(let bytes)): strings.append(bytes)
    default: return appendNull()
    }
    appended()
  }

  /// Appends the bytes of a string, or of an encoded value in a dynamic column.
  public mutating func append(bytes: UnsafeBufferPointer<UInt8>) {
    assert(type == .string || type == .dynamic)
    strings.append(bytes)
    appended()
  }

  /// The values so far; later appends do not disturb it.
  public func snapshot() -> Column {
    let storage: Column.Storage =
      switch type {
      case .bool: .bool(bools.snapshot())
      case .int: .int32(ints.snapshot())
      case .long, .datetime, .timespan: .int64(longs.snapshot())
      case .real: .real(reals.snapshot())
      case .decimal: .decimal(decimals.snapshot())
      case .guid: .guid(guids.snapshot())
      case .string: .strings(strings.snapshot())
      case .dynamic: .dynamic(strings.snapshot())
      }
    return Column(type: type, storage: storage, validity: hasNulls ? valid.snapshot() : nil)
  }

  public consuming func finish() -> Column { snapshot() }
}
