/// What a dynamic value is.
public enum DynamicKind: UInt8, Sendable {
  case null
  case bool
  case long
  case real
  case decimal
  case string
  case datetime
  case timespan
  case guid
  case array
  /// A property bag: keys, each with a value, in the order in which they came.
  case bag
}

/// The encoding of dynamic values.
///
/// A value is a tag byte and what follows it. Numbers are little-endian and not aligned; offsets count bytes
/// from the tag of the array or bag that they belong to.
///
/// | tag | then |
/// |---|---|
/// | 0 null, 1 false, 2 true | – |
/// | 3 long | Int8 |
/// | 4 long | Int64 |
/// | 5 real | Double |
/// | 6 decimal | Int128 coefficient, UInt16 scale |
/// | 7 string | UInt32 length in bytes, UTF-8 |
/// | 8 datetime, 9 timespan | Int64 ticks |
/// | 10 guid | UInt64 high half, UInt64 low half |
/// | 11 array | UInt32 size of the whole in bytes, UInt32 count, the elements, an UInt32 offset of each |
/// | 12 bag | the same, an entry being UInt32 length and UTF-8 of the key, then the value |
///
/// Only the table of offsets says which entries there are: a bag may hold the bytes of an entry whose key was
/// given again later.
enum DynamicTag {
  static let null: UInt8 = 0
  static let no: UInt8 = 1
  static let yes: UInt8 = 2
  static let smallLong: UInt8 = 3
  static let long: UInt8 = 4
  static let real: UInt8 = 5
  static let decimal: UInt8 = 6
  static let string: UInt8 = 7
  static let datetime: UInt8 = 8
  static let timespan: UInt8 = 9
  static let guid: UInt8 = 10
  static let array: UInt8 = 11
  static let bag: UInt8 = 12

  /// Tag, size and count of an array or bag.
  static let headerSize = 9
}

/// An encoded dynamic value where it lies: a borrowed pointer, valid as long as the bytes are.
///
/// The bytes must come from a `DynamicWriter`; reading does not check them against damage.
public struct DynamicRef: @unchecked Sendable {
  let base: UnsafeRawPointer
  /// The size of the encoded value.
  public let byteCount: Int

  private static let nullByte: StaticString = "\u{0}"

  /// A null that lies nowhere in particular.
  public static var null: DynamicRef { DynamicRef(at: UnsafeRawPointer(nullByte.utf8Start)) }

  /// Takes the value that begins at `bytes`; no bytes at all are a null.
  public init(_ bytes: UTF8Bytes) {
    guard let base = bytes.baseAddress, !bytes.isEmpty else {
      self = .null
      return
    }
    self.init(at: UnsafeRawPointer(base))
    assert(byteCount <= bytes.count)
  }

  init(at base: UnsafeRawPointer) {
    self.base = base
    byteCount =
      switch base.load(as: UInt8.self) {
      case DynamicTag.smallLong: 2
      case DynamicTag.long, DynamicTag.real, DynamicTag.datetime, DynamicTag.timespan: 9
      case DynamicTag.decimal: 19
      case DynamicTag.guid: 17
      case DynamicTag.string: 5 + Int(base.loadUnaligned(fromByteOffset: 1, as: UInt32.self))
      case DynamicTag.array, DynamicTag.bag: Int(base.loadUnaligned(fromByteOffset: 1, as: UInt32.self))
      default: 1
      }
  }

  var tag: UInt8 { base.load(as: UInt8.self) }

  /// The encoded bytes, to be kept or compared.
  public var bytes: UTF8Bytes {
    UTF8Bytes(start: base.assumingMemoryBound(to: UInt8.self), count: byteCount)
  }

  public var kind: DynamicKind {
    switch tag {
    case DynamicTag.no, DynamicTag.yes: .bool
    case DynamicTag.smallLong, DynamicTag.long: .long
    case DynamicTag.real: .real
    case DynamicTag.decimal: .decimal
    case DynamicTag.string: .string
    case DynamicTag.datetime: .datetime
    case DynamicTag.timespan: .timespan
    case DynamicTag.guid: .guid
    case DynamicTag.array: .array
    case DynamicTag.bag: .bag
    default: .null
    }
  }

  public var isNull: Bool { tag == DynamicTag.null }

  // MARK: Scalars. Each is nil when the value is of another kind.

  public var asBool: Bool? {
    tag == DynamicTag.yes ? true : tag == DynamicTag.no ? false : nil
  }

  public var asLong: Int64? {
    switch tag {
    case DynamicTag.smallLong: Int64(base.load(fromByteOffset: 1, as: Int8.self))
    case DynamicTag.long: base.loadUnaligned(fromByteOffset: 1, as: Int64.self)
    default: nil
    }
  }

  public var asReal: Double? {
    tag == DynamicTag.real ? base.loadUnaligned(fromByteOffset: 1, as: Double.self) : nil
  }

  public var asDecimal: Decimal? {
    guard tag == DynamicTag.decimal else { return nil }
    return Decimal(
      coefficient: base.loadUnaligned(fromByteOffset: 1, as: Int128.self),
      scale: Int(base.loadUnaligned(fromByteOffset: 17, as: UInt16.self)))
  }

  /// Any number as a double: a long, a real or a decimal.
  public var asNumber: Double? {
    asReal ?? asLong.map(Double.init) ?? asDecimal?.doubleValue
  }

  /// The UTF-8 of a string.
  public var stringBytes: UTF8Bytes? {
    tag == DynamicTag.string ? text(at: base + 1) : nil
  }

  public var asDateTime: DateTime? {
    tag == DynamicTag.datetime ? DateTime(ticks: base.loadUnaligned(fromByteOffset: 1, as: Int64.self)) : nil
  }

  public var asTimespan: Timespan? {
    tag == DynamicTag.timespan ? Timespan(ticks: base.loadUnaligned(fromByteOffset: 1, as: Int64.self)) : nil
  }

  public var asGuid: Guid? {
    guard tag == DynamicTag.guid else { return nil }
    return Guid(
      high: base.loadUnaligned(fromByteOffset: 1, as: UInt64.self),
      low: base.loadUnaligned(fromByteOffset: 9, as: UInt64.self))
  }

  // MARK: Arrays and bags

  /// The number of elements of an array or entries of a bag; 0 for anything else.
  public var count: Int {
    tag >= DynamicTag.array ? Int(base.loadUnaligned(fromByteOffset: 5, as: UInt32.self)) : 0
  }

  /// The element of an array, in constant time; a negative index counts from the end, -1 being the last.
  /// Nil when there is none, or the value is no array.
  public func element(at index: Int) -> DynamicRef? {
    guard tag == DynamicTag.array else { return nil }
    let position = index < 0 ? index + count : index
    guard position >= 0, position < count else { return nil }
    return DynamicRef(at: entry(position))
  }

  /// The key of a bag's entry, counted from 0. The value must be a bag, and the index below its count.
  public func key(at index: Int) -> UTF8Bytes {
    precondition(tag == DynamicTag.bag && index >= 0 && index < count)
    return text(at: entry(index))
  }

  /// The value of an array's element or of a bag's entry, counted from 0. The index must be below the count.
  public func value(at index: Int) -> DynamicRef {
    precondition(index >= 0 && index < count)
    let entry = entry(index)
    guard tag == DynamicTag.bag else { return DynamicRef(at: entry) }
    return DynamicRef(at: entry + 4 + Int(entry.loadUnaligned(as: UInt32.self)))
  }

  /// The value of a bag's key, compared byte by byte. Nil when there is none, or the value is no bag.
  public func value(forKey key: UTF8Bytes) -> DynamicRef? {
    guard tag == DynamicTag.bag else { return nil }
    for index in 0..<count where equalBytes(text(at: entry(index)), key) { return value(at: index) }
    return nil
  }

  private func entry(_ index: Int) -> UnsafeRawPointer {
    let table = base + byteCount - 4 * count
    return base + Int(table.loadUnaligned(fromByteOffset: 4 * index, as: UInt32.self))
  }

  private func text(at pointer: UnsafeRawPointer) -> UTF8Bytes {
    let length = Int(pointer.loadUnaligned(as: UInt32.self))
    return UTF8Bytes(start: (pointer + 4).assumingMemoryBound(to: UInt8.self), count: length)
  }
}
