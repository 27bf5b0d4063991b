/// A dynamic value as a tree. For tests and code that runs seldom; columns hold the encoding.
public indirect enum DynamicValue: Equatable, Sendable {
  /// A key of a bag, with its value.
  public struct Entry: Equatable, Sendable {
    public var key: String
    public var value: DynamicValue

    public init(_ key: String, _ value: DynamicValue) {
      self.key = key
      self.value = value
    }
  }

  case null
  case bool(Bool)
  case long(Int64)
  case real(Double)
  case decimal(Decimal)
  case string(String)
  case datetime(DateTime)
  case timespan(Timespan)
  case guid(Guid)
  case array([DynamicValue])
  case bag([Entry])

  /// Reads an encoded value.
  public init(_ encoded: DynamicRef) {
    switch encoded.kind {
    case .null: self = .null
    case .bool: self = .bool(encoded.asBool ?? false)
    case .long: self = .long(encoded.asLong ?? 0)
    case .real: self = .real(encoded.asReal ?? 0)
    case .decimal: self = .decimal(encoded.asDecimal ?? .zero)
    case .string:
      self = .string(String(decoding: encoded.stringBytes ?? UTF8Bytes(start: nil, count: 0), as: UTF8.self))
    case .datetime: self = .datetime(encoded.asDateTime ?? .minimum)
    case .timespan: self = .timespan(encoded.asTimespan ?? .zero)
    case .guid: self = .guid(encoded.asGuid ?? .zero)
    case .array: self = .array((0..<encoded.count).map { DynamicValue(encoded.value(at: $0)) })
    case .bag:
      self = .bag(
        (0..<encoded.count).map {
          Entry(String(decoding: encoded.key(at: $0), as: UTF8.self), DynamicValue(encoded.value(at: $0)))
        })
    }
  }

  /// Reads JSON; nil when it is none.
  public init?(json: String) {
    var writer = DynamicWriter()
    let isJSON = withUTF8Bytes(of: json) { bytes in
      do throws(DynamicParseError) {
        try writer.append(json: bytes)
        return true
      } catch {
        return false
      }
    }
    guard isJSON else { return nil }
    self = writer.withValue { DynamicValue($0) }
  }

  /// The encoded bytes.
  public var encoded: [UInt8] {
    var writer = DynamicWriter()
    append(to: &writer)
    return writer.bytes
  }

  /// Appends the value's encoding.
  public func append(to writer: inout DynamicWriter) {
    switch self {
    case .null: writer.appendNull()
    case .bool(let value): writer.append(value)
    case .long(let value): writer.append(value)
    case .real(let value): writer.append(value)
    case .decimal(let value): writer.append(value)
    case .string(let value): writer.append(string: value)
    case .datetime(let value): writer.append(value)
    case .timespan(let value): writer.append(value)
    case .guid(let value): writer.append(value)
    case .array(let elements):
      writer.beginArray()
      for element in elements { element.append(to: &writer) }
      writer.endArray()
    case .bag(let entries):
      writer.beginBag()
      for entry in entries {
        writer.append(key: entry.key)
        entry.value.append(to: &writer)
      }
      writer.endBag()
    }
  }

  /// The value as JSON.
  public var json: String {
    encoded.withUnsafeBufferPointer { DynamicRef($0).text }
  }
}
