import RegnData

/// JSON as messages hold it: only null, booleans, numbers, strings, arrays and bags.
typealias JSON = DynamicValue

extension DynamicValue: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral, ExpressibleByBooleanLiteral,
  ExpressibleByArrayLiteral
{
  public init(stringLiteral value: String) { self = .string(value) }
  public init(integerLiteral value: Int64) { self = .long(value) }
  public init(booleanLiteral value: Bool) { self = .bool(value) }
  public init(arrayLiteral elements: DynamicValue...) { self = .array(elements) }
}

extension DynamicValue {
  /// An object; members without a value are left out.
  static func object(_ members: KeyValuePairs<String, JSON?>) -> JSON {
    .bag(members.compactMap { key, value in value.map { Entry(key, $0) } })
  }

  static func number(_ value: Int) -> JSON { .long(Int64(value)) }

  /// A member of an object; nil when there is none or it is null.
  subscript(key: String) -> JSON? {
    guard case .bag(let entries) = self, let value = entries.first(where: { $0.key == key })?.value,
      value != .null
    else { return nil }
    return value
  }

  var string: String? { if case .string(let value) = self { value } else { nil } }
  var bool: Bool? { if case .bool(let value) = self { value } else { nil } }
  var array: [JSON]? { if case .array(let value) = self { value } else { nil } }
  var entries: [Entry]? { if case .bag(let value) = self { value } else { nil } }

  /// A whole number, however it was written.
  var integer: Int? {
    switch self {
    case .long(let value): Int(value)
    case .real(let value): Int(exactly: value)
    default: nil
    }
  }

  /// Reads the JSON of a message. Invalid UTF-8 in strings becomes U+FFFD.
  init(message bytes: [UInt8]) throws(RPCError) {
    var writer = DynamicWriter()
    var failure: DynamicParseError?
    bytes.withUnsafeBufferPointer { text in
      do throws(DynamicParseError) { try writer.append(json: text) } catch { failure = error }
    }
    if let failure {
      let what =
        switch failure.reason {
        case .tooDeep: "it nests more than \(DynamicWriter.maximumDepth) levels deep"
        case .unfinished: "it ends too early"
        case .unexpected, .badString, .badLiteral: "byte \(failure.offset) should not stand there"
        }
      throw RPCError(.parseError, "the message is not JSON: \(what)")
    }
    self = writer.withValue { DynamicValue($0) }
  }
}
