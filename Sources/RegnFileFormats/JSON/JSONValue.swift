import RegnData

extension DynamicRef {
  /// The value of a key of a bag; nil when there is none, or this is no bag.
  func member(_ key: String) -> DynamicRef? {
    guard kind == .bag else { return nil }
    return withUTF8Bytes(of: key) { value(forKey: $0) }
  }

  /// The text of a string; nil for other values.
  var string: String? { stringBytes.map { String(decoding: $0, as: UTF8.self) } }

  /// The elements of an array, or the values of a bag; empty for other values.
  var elements: [DynamicRef] { kind == .array || kind == .bag ? (0..<count).map { value(at: $0) } : [] }

  /// The keys of a bag in order; empty for other values.
  var keys: [String] {
    kind == .bag ? (0..<count).map { String(decoding: key(at: $0), as: UTF8.self) } : []
  }
}
