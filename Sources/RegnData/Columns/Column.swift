/// Values of one KQL type in a row: a typed buffer, and which rows are null. Immutable.
///
/// The physical width is separate from the type: an `int` or `long` may be stored in 32 or 64 bits, a string
/// as codes of a dictionary or as views. A constant column stores one element for all its rows.
public struct Column: Sendable {
  /// How the values lie in memory.
  public enum Storage: Sendable {
    case bool(Buffer<Bool>)
    /// int (and long while it fits).
    case int32(Buffer<Int32>)
    /// int, long, datetime and timespan (ticks of 100 ns).
    case int64(Buffer<Int64>)
    case real(Buffer<Double>)
    /// Decimals with one scale: value = integer / 10^scale.
    case scaled(Buffer<Int64>, scale: Int)
    /// Decimals of any scale, up to 34 digits.
    case decimal(Buffer<Decimal>)
    case guid(Buffer<Guid>)
    case dictionary(Buffer<UInt32>, StringDictionary)
    case strings(StringArray)
    /// Encoded values (see `DynamicRef`).
    case dynamic(StringArray)
  }

  public let type: ScalarType
  /// The number of rows.
  public let count: Int
  /// Whether the storage holds one element that stands for every row.
  public let isConstant: Bool
  public let storage: Storage
  /// Which rows hold a value; nil when all do. Strings are never null: a missing string is empty.
  public let validity: Buffer<Bool>?

  /// A column of `storage`'s rows. Strings take no validity.
  public init(type: ScalarType, storage: Storage, validity: Buffer<Bool>? = nil) {
    self.type = type
    self.storage = storage
    self.validity = type == .string ? nil : validity
    count = storage.count
    isConstant = false
    assert(validity == nil || validity?.count == storage.count)
  }

  /// One element of `storage` (and of `validity`) standing for `count` rows.
  public init(constant storage: Storage, type: ScalarType, validity: Buffer<Bool>?, count: Int) {
    assert(storage.count == 1)
    self.type = type
    self.storage = storage
    self.validity = type == .string ? nil : validity
    self.count = count
    isConstant = true
  }

  /// What to multiply a row number by to find its element: 0 for a constant, else 1.
  @inlinable public var stride: Int { isConstant ? 0 : 1 }

  /// The same values with another KQL type of the same storage (long as datetime, int as long).
  public func retyped(_ type: ScalarType) -> Column {
    isConstant
      ? Column(constant: storage, type: type, validity: validity, count: count)
      : Column(type: type, storage: storage, validity: validity)
  }

  /// Whether row `row` is null.
  @inlinable
  public func isNull(_ row: Int) -> Bool {
    guard let validity else { return false }
    return !validity[row &* stride]
  }

  /// Whether any row may be null.
  @inlinable public var mayHaveNulls: Bool { validity != nil }

  /// The bytes that the column keeps in memory (shared heaps counted whole).
  public var byteCount: Int { storage.byteCount + (validity?.byteCount ?? 0) }
}

extension Column {
  /// The bytes that keeping these rows costs: elements, and the text of long strings. What many columns
  /// share, a dictionary's entries, is left out, so that slices of one table add up to it and not to many
  /// times it.
  public var rowByteCount: Int {
    let own: Int
    switch storage {
    case .strings(let strings), .dynamic(let strings):
      var long = 0
      for index in 0..<strings.count where !strings.views.base[index].isInline {
        long += strings.views.base[index].count
      }
      own = strings.views.byteCount + long
    case .dictionary(let codes, _): own = codes.byteCount
    default: own = storage.byteCount
    }
    return own + (validity?.byteCount ?? 0)
  }
}

extension Column {
  /// The bytes that one row takes in a gathered column, texts beyond its views not counted.
  public var rowWidth: Int {
    let element: Int =
      switch storage {
      case .bool: 1
      case .int32, .dictionary: 4
      case .int64, .real, .scaled: 8
      case .guid, .strings, .dynamic: 16
      case .decimal: MemoryLayout<Decimal>.stride
      }
    return element + (mayHaveNulls ? 1 : 0)
  }
}

extension Column.Storage {
  /// The number of elements.
  public var count: Int {
    switch self {
    case .bool(let buffer): buffer.count
    case .int32(let buffer): buffer.count
    case .int64(let buffer): buffer.count
    case .real(let buffer): buffer.count
    case .scaled(let buffer, _): buffer.count
    case .decimal(let buffer): buffer.count
    case .guid(let buffer): buffer.count
    case .dictionary(let codes, _): codes.count
    case .strings(let strings): strings.count
    case .dynamic(let values): values.count
    }
  }

  /// The bytes of the elements; a dictionary's entries are counted too.
  public var byteCount: Int {
    switch self {
    case .bool(let buffer): buffer.byteCount
    case .int32(let buffer): buffer.byteCount
    case .int64(let buffer): buffer.byteCount
    case .real(let buffer): buffer.byteCount
    case .scaled(let buffer, _): buffer.byteCount
    case .decimal(let buffer): buffer.byteCount
    case .guid(let buffer): buffer.byteCount
    case .dictionary(let codes, let dictionary): codes.byteCount + dictionary.entries.byteCount
    case .strings(let strings): strings.byteCount
    case .dynamic(let values): values.byteCount
    }
  }
}

// MARK: - Typed access

extension Column {
  /// The values as 64-bit integers: int and long as they are, datetime and timespan as ticks, bool as 0 and
  /// 1. Empty for other types. Rows that are null hold any number. A constant gives one element.
  public var longs: Buffer<Int64> {
    switch storage {
    case .int64(let buffer): return buffer
    case .int32(let buffer):
      return Buffer(count: buffer.count) { target in
        for index in 0..<buffer.count { target[index] = Int64(buffer.base[index]) }
      }
    case .bool(let buffer):
      return Buffer(count: buffer.count) { target in
        for index in 0..<buffer.count { target[index] = buffer.base[index] ? 1 : 0 }
      }
    default: return Buffer(count: 0) { _ in }
    }
  }

  /// The values as doubles: real as they are, integers and decimals converted. Empty for other types.
  public var reals: Buffer<Double> {
    switch storage {
    case .real(let buffer): return buffer
    case .int64(let buffer):
      return Buffer(count: buffer.count) { target in
        for index in 0..<buffer.count { target[index] = Double(buffer.base[index]) }
      }
    case .int32(let buffer):
      return Buffer(count: buffer.count) { target in
        for index in 0..<buffer.count { target[index] = Double(buffer.base[index]) }
      }
    case .scaled(let buffer, let scale):
      let divisor = Double(powersOfTen[scale])
      return Buffer(count: buffer.count) { target in
        for index in 0..<buffer.count { target[index] = Double(buffer.base[index]) / divisor }
      }
    case .decimal(let buffer):
      return Buffer(count: buffer.count) { target in
        for index in 0..<buffer.count { target[index] = buffer.base[index].doubleValue }
      }
    default: return Buffer(count: 0) { _ in }
    }
  }

  /// The values as decimals; integers have scale 0. Empty for types that are not exact numbers.
  public var decimals: Buffer<Decimal> {
    switch storage {
    case .decimal(let buffer): return buffer
    case .scaled(let buffer, let scale):
      return Buffer(count: buffer.count) { target in
        for index in 0..<buffer.count {
          target[index] = Decimal(coefficient: Int128(buffer.base[index]), scale: scale)
        }
      }
    case .int64(let buffer):
      return Buffer(count: buffer.count) { target in
        for index in 0..<buffer.count {
          target[index] = Decimal(coefficient: Int128(buffer.base[index]), scale: 0)
        }
      }
    case .int32(let buffer):
      return Buffer(count: buffer.count) { target in
        for index in 0..<buffer.count {
          target[index] = Decimal(coefficient: Int128(buffer.base[index]), scale: 0)
        }
      }
    default: return Buffer(count: 0) { _ in }
    }
  }

  /// The values of a bool column. Empty for other types.
  public var bools: Buffer<Bool> {
    if case .bool(let buffer) = storage { return buffer }
    return Buffer(count: 0) { _ in }
  }

  /// The values of a guid column. Empty for other types.
  public var guids: Buffer<Guid> {
    if case .guid(let buffer) = storage { return buffer }
    return Buffer(count: 0) { _ in }
  }

  /// The strings (or the encoded values of a dynamic column), row by row: a dictionary's codes are looked
  /// up. Empty for other types.
  public var strings: StringArray {
    switch storage {
    case .strings(let strings), .dynamic(let strings): return strings
    case .dictionary(let codes, let dictionary):
      let entries = dictionary.entries
      let views = Buffer<StringView>(count: codes.count) { target in
        for index in 0..<codes.count { target[index] = entries.views.base[Int(codes.base[index])] }
      }
      return StringArray(views: views, heaps: entries.heaps)
    default: return StringArray(views: Buffer(count: 0) { _ in }, heaps: [])
    }
  }

  /// The bytes of a string (or of an encoded dynamic value) in row `row`. For cold code and single rows; a
  /// loop takes `strings` once. Empty for other types.
  public func stringBytes(_ row: Int) -> UnsafeBufferPointer<UInt8> {
    switch storage {
    case .strings(let strings), .dynamic(let strings): return strings.bytes(row &* stride)
    case .dictionary(let codes, let dictionary): return dictionary.bytes(codes[row &* stride])
    default: return UnsafeBufferPointer(start: nil, count: 0)
    }
  }
}

/// 10^0 … 10^18, all the powers of ten that fit 64 bits.
public let powersOfTen: [Int64] = {
  var powers: [Int64] = [1]
  for _ in 0..<18 { powers.append(powers[powers.count - 1] * 10) }
  return powers
}()
