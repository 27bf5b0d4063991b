/// The type that a literal is written as.
public enum LiteralType: String, Sendable, Hashable {
  case bool, int, long, real, decimal, string, datetime, timespan, guid
  /// `null` within `dynamic(…)`.
  case null
}

/// A literal of any type but dynamic.
public struct LiteralExpression: SyntaxView {
  public static let kind = SyntaxKind.literal
  public let node: SyntaxNode
  public init(unchecked node: SyntaxNode) { self.node = node }

  private var first: SyntaxToken? { node.token(.value) }

  /// The type that it is written as.
  public var type: LiteralType {
    guard let first else { return .null }
    switch first.kind {
    case .longLiteral: return .long
    case .realLiteral: return .real
    case .timespanLiteral: return .timespan
    case .stringLiteral: return .string
    case .typedLiteral: return literalType(named: String(first.text.prefix { $0.isLetter })) ?? .null
    default: return first.text == "null" ? .null : .bool
    }
  }

  /// What is written: the text in the brackets of `long(…)`, trimmed, or the whole of a plain literal. For
  /// the value of a string see ``stringValue``.
  public var content: String {
    guard let first else { return "" }
    return first.kind == .typedLiteral ? typedLiteralContent(first.text) : first.text
  }

  /// Whether it is a typed null such as `long(null)`, or `null` within `dynamic(…)`.
  public var isNull: Bool {
    guard let first else { return true }
    return first.kind == .typedLiteral ? content.lowercased() == "null" : type == .null
  }

  /// The value of a string, as UTF-8; strings side by side are joined. Nil for other types.
  public var stringBytes: [UInt8]? {
    guard type == .string else { return nil }
    let bytes = node.tree.text.bytes
    return node.tokens(.value).flatMap { stringLiteralValue(bytes[$0.span.start..<$0.span.end]) }
  }

  /// The value of a string; strings side by side are joined, invalid UTF-8 becomes U+FFFD. Nil for other
  /// types.
  public var stringValue: String? { stringBytes.map { String(decoding: $0, as: UTF8.self) } }

  /// Whether a string is marked `h'…'`, not to be shown in logs.
  public var isObfuscated: Bool {
    first.map { $0.kind == .stringLiteral && "hH".contains($0.text.first ?? " ") } ?? false
  }

  /// The value of a bool: `true`, `bool(false)`, `bool(1)`; nil for null and other types.
  public var boolValue: Bool? {
    guard type == .bool else { return nil }
    let text = content.lowercased()
    if text == "true" { return true }
    if text == "false" { return false }
    return Int64(text).map { $0 != 0 }
  }

  /// The value of an int or long, decimal or hexadecimal; nil for null, other types and numbers that do not
  /// fit.
  public var longValue: Int64? {
    guard type == .long || type == .int else { return nil }
    var text = content[...]
    let negative = text.hasPrefix("-")
    if negative || text.hasPrefix("+") { text = text.dropFirst() }
    if text.hasPrefix("0x") || text.hasPrefix("0X") {
      // Hexadecimal digits give the bits of the number.
      guard let bits = UInt64(text.dropFirst(2), radix: 16) else { return nil }
      return negative ? 0 &- Int64(bitPattern: bits) : Int64(bitPattern: bits)
    }
    return Int64((negative ? "-" : "") + text)
  }

  /// The value of a real: `1.5`, `real(1)`, `real(nan)`, `real(+inf)`; nil for null and other types.
  public var realValue: Double? {
    guard type == .real else { return nil }
    let text = content.lowercased()
    switch text {
    case "nan": return .nan
    case "inf", "+inf": return .infinity
    case "-inf": return -.infinity
    default: return text.contains("x") ? nil : Double(text)
    }
  }

  /// The ticks of 100 ns of a timespan written with a unit, `1.5h` or `timespan(2d)`, rounded to the nearest;
  /// nil for null, other types, the colon form `timespan(1.02:03:04)`, and what does not fit.
  public var timespanTicks: Int64? {
    guard type == .timespan else { return nil }
    return ticks(ofUnitForm: content)
  }
}

/// The type behind a name that may stand before brackets with a literal.
func literalType(named name: String) -> LiteralType? {
  switch name {
  case "datetime", "date": .datetime
  case "timespan", "time": .timespan
  case "guid", "uniqueid": .guid
  case "long": .long
  case "int": .int
  case "real", "double", "float": .real
  case "decimal": .decimal
  case "bool", "boolean": .bool
  default: nil
  }
}

/// The text between the brackets of `long( … )`, trimmed, without quotes around it.
func typedLiteralContent(_ text: String) -> String {
  guard let open = text.firstIndex(of: "("), text.hasSuffix(")") else { return text }
  var content = text[text.index(after: open)...].dropLast()
  func trim() {
    while let first = content.first, first.isWhitespace { content = content.dropFirst() }
    while let last = content.last, last.isWhitespace { content = content.dropLast() }
  }
  trim()
  if content.count >= 2, let quote = content.first, quote == "'" || quote == "\"", content.last == quote {
    content = content.dropFirst().dropLast()
    trim()
  }
  return String(content)
}

/// The ticks of `1.5h`, `-2d` and the like; exact for whole numbers.
func ticks(ofUnitForm text: String) -> Int64? {
  var digits = text.prefix { $0.isNumber || $0 == "." || $0 == "-" || $0 == "+" }
  // The exponent form belongs to the number: 1e3s.
  let rest = text[digits.endIndex...]
  if let first = rest.first, first == "e" || first == "E", rest.dropFirst().contains(where: { $0.isNumber }) {
    let exponent = rest.dropFirst().prefix { $0.isNumber || $0 == "+" || $0 == "-" }
    digits = text[..<exponent.endIndex]
  }
  let name = text[digits.endIndex...].drop { $0 == " " }
  var unit: Int64 = 864_000_000_000
  if !name.isEmpty {
    guard let known = timespanUnits.first(where: { "\($0.name)" == name }) else { return nil }
    unit = known.ticks
  }
  if let whole = Int64(digits) {
    let (ticks, overflow) = whole.multipliedReportingOverflow(by: unit)
    return overflow ? nil : ticks
  }
  guard let value = Double(digits) else { return nil }
  let ticks = (value * Double(unit)).rounded()
  return abs(ticks) < 9.2e18 ? Int64(ticks) : nil
}
