extension Value {
  /// The scalar that a dynamic value holds; arrays and bags stay dynamic, null is a dynamic null.
  public init(_ dynamic: DynamicRef) {
    switch dynamic.kind {
    case .null: self = .null(.dynamic)
    case .bool: self = dynamic.asBool.map { .bool($0) } ?? .null(.bool)
    case .long: self = dynamic.asLong.map { .long($0) } ?? .null(.long)
    case .real: self = dynamic.asReal.map { .real($0) } ?? .null(.real)
    case .decimal: self = dynamic.asDecimal.map { .decimal($0) } ?? .null(.decimal)
    case .string:
      self = .string(String(decoding: dynamic.stringBytes ?? .init(start: nil, count: 0), as: UTF8.self))
    case .datetime: self = dynamic.asDateTime.map { .datetime($0) } ?? .null(.datetime)
    case .timespan: self = dynamic.asTimespan.map { .timespan($0) } ?? .null(.timespan)
    case .guid: self = dynamic.asGuid.map { .guid($0) } ?? .null(.guid)
    case .array, .bag: self = .dynamic(Array(dynamic.bytes))
    }
  }
}
