import RegnData
import RegnPhrases

let equalOperator = comparison(
  "__equal", EqualRule.self, summary: "Whether two values are the same; text compares with its case.",
  example: FunctionExample("print x = 1 == 1.0, y = 'a' == 'A'", "x,y\ntrue,false"))

let notEqualOperator = comparison(
  "__not_equal", NotEqualRule.self, summary: "Whether two values differ; text compares with its case.",
  example: FunctionExample("print x = 1 != 0, y = int(null) != 0", "x,y\ntrue,true"))

let lessOperator = comparison(
  "__less", LessRule.self, summary: "Whether the left value comes before the right one.",
  example: FunctionExample("print x = 10s < 1h", "x\ntrue"))

let lessOrEqualOperator = comparison(
  "__less_or_equal", LessOrEqualRule.self,
  summary: "Whether the left value comes before the right one or is the same.",
  example: FunctionExample("print x = 4 <= 5", "x\ntrue"))

let greaterOperator = comparison(
  "__greater", GreaterRule.self, summary: "Whether the left value comes after the right one.",
  example: FunctionExample("print x = 0.23 > 0.22", "x\ntrue"))

let greaterOrEqualOperator = comparison(
  "__greater_or_equal", GreaterOrEqualRule.self,
  summary: "Whether the left value comes after the right one or is the same.",
  example: FunctionExample("print x = 5 >= 4", "x\ntrue"))

private func comparison<Rule: ComparisonRule>(
  _ name: String, _ rule: Rule.Type, summary: Phrase, example: FunctionExample
) -> FunctionDefinition {
  FunctionDefinition(
    name, category: .conditional, summary: summary,
    signatures: [
      .scalar([Parameter("left", .common), Parameter("right", .common)], result: .type(.bool)) {
        arguments, context in
        try compare(Rule.self, arguments[0], arguments[1], context)
      },
      // A dynamic value keeps its fraction beside a whole number.
      .scalar(
        [Parameter("left", .dynamic), Parameter("right", .oneOf([.int, .long]))], result: .type(.bool)
      ) { arguments, context in
        try compare(Rule.self, numericColumn(arguments[0], context), arguments[1], context)
      },
      .scalar(
        [Parameter("left", .oneOf([.int, .long])), Parameter("right", .dynamic)], result: .type(.bool)
      ) { arguments, context in
        try compare(Rule.self, arguments[0], numericColumn(arguments[1], context), context)
      },
    ],
    examples: [example])
}

/// What a comparison asks, of elements and of the sign that comparing bytes gives.
protocol ComparisonRule: SendableMetatype {
  static func holds<Element: Comparable>(_ a: Element, _ b: Element) -> Bool
  static func holds(order: Int) -> Bool
  /// What a value against a null gives; nil: null. Two nulls always give null.
  static var againstNull: Bool? { get }
  /// Whether the rule asks only for sameness, and what sameness answers.
  static var ofEqual: Bool? { get }
}

enum EqualRule: ComparisonRule {
  @inline(__always) static func holds<Element: Comparable>(_ a: Element, _ b: Element) -> Bool { a == b }
  @inline(__always) static func holds(order: Int) -> Bool { order == 0 }
  static var againstNull: Bool? { false }
  static var ofEqual: Bool? { true }
}

enum NotEqualRule: ComparisonRule {
  @inline(__always) static func holds<Element: Comparable>(_ a: Element, _ b: Element) -> Bool { a != b }
  @inline(__always) static func holds(order: Int) -> Bool { order != 0 }
  static var againstNull: Bool? { true }
  static var ofEqual: Bool? { false }
}

enum LessRule: ComparisonRule {
  @inline(__always) static func holds<Element: Comparable>(_ a: Element, _ b: Element) -> Bool { a < b }
  @inline(__always) static func holds(order: Int) -> Bool { order < 0 }
  static var againstNull: Bool? { nil }
  static var ofEqual: Bool? { nil }
}

enum LessOrEqualRule: ComparisonRule {
  @inline(__always) static func holds<Element: Comparable>(_ a: Element, _ b: Element) -> Bool { a <= b }
  @inline(__always) static func holds(order: Int) -> Bool { order <= 0 }
  static var againstNull: Bool? { nil }
  static var ofEqual: Bool? { nil }
}

enum GreaterRule: ComparisonRule {
  @inline(__always) static func holds<Element: Comparable>(_ a: Element, _ b: Element) -> Bool { a > b }
  @inline(__always) static func holds(order: Int) -> Bool { order > 0 }
  static var againstNull: Bool? { nil }
  static var ofEqual: Bool? { nil }
}

enum GreaterOrEqualRule: ComparisonRule {
  @inline(__always) static func holds<Element: Comparable>(_ a: Element, _ b: Element) -> Bool { a >= b }
  @inline(__always) static func holds(order: Int) -> Bool { order >= 0 }
  static var againstNull: Bool? { nil }
  static var ofEqual: Bool? { nil }
}

/// Compares columns of the same type, or of two types that one converts to the other (dynamic to the other
/// side's, numbers to the wider).
func compare<Rule: ComparisonRule>(
  _ rule: Rule.Type, _ a: Column, _ b: Column, _ context: KernelContext
) throws -> Column {
  if a.type != b.type, let common = commonComparisonType(a.type, b.type) {
    return try compare(
      rule, Conversion.convert(a, to: common, context), Conversion.convert(b, to: common, context), context)
  }
  let rows = context.rows
  let values = Buffer<Bool>(count: rows) { target in compareElements(rule, a, b, target, rows: rows) }
  guard a.validity != nil || b.validity != nil else {
    return Column(type: .bool, storage: .bool(values))
  }
  guard let againstNull = Rule.againstNull else {
    return Column(type: .bool, storage: .bool(values), validity: commonValidity([a, b], rows: rows))
  }
  var bothNull = false
  let valid = Buffer<Bool>(count: rows) { target in
    for row in 0..<rows {
      let isNull = a.isNull(row) && b.isNull(row)
      target[row] = !isNull
      bothNull = bothNull || isNull
    }
  }
  let patched = Buffer<Bool>(count: rows) { target in
    for row in 0..<rows {
      target[row] = a.isNull(row) || b.isNull(row) ? againstNull : values.base[row]
    }
  }
  return Column(type: .bool, storage: .bool(patched), validity: bothNull ? valid : nil)
}

/// The type in which values of two types compare, where they differ in type but not in kind.
private func commonComparisonType(_ a: ScalarType, _ b: ScalarType) -> ScalarType? {
  if a == .dynamic { return b }
  if b == .dynamic { return a }
  guard a.isNumeric, b.isNumeric else { return nil }
  if a == .decimal || b == .decimal { return .decimal }
  if a == .real || b == .real { return .real }
  return nil
}

/// Fills `target` with the answers of rows whose both sides hold values; others may get anything.
private func compareElements<Rule: ComparisonRule>(
  _ rule: Rule.Type, _ a: Column, _ b: Column, _ target: UnsafeMutablePointer<Bool>, rows: Int
) {
  @inline(__always)
  func fill<Element: Comparable & BitwiseCopyable & Sendable>(_ x: Buffer<Element>, _ y: Buffer<Element>) {
    fillPairs(x, constant: a.isConstant, y, constant: b.isConstant, target, rows: rows) {
      Rule.holds($0, $1)
    }
  }
  switch (a.storage, b.storage) {
  case (.int64(let x), .int64(let y)): fill(x, y)
  case (.int32(let x), .int32(let y)): fill(x, y)
  case (.int32(let x), .int64(let y)) where b.isConstant && Int32(exactly: y.base[0]) != nil:
    fill(x, Buffer([Int32(truncatingIfNeeded: y.base[0])]))
  case (.int64(let x), .int32(let y)) where a.isConstant && Int32(exactly: x.base[0]) != nil:
    fill(Buffer([Int32(truncatingIfNeeded: x.base[0])]), y)
  case (.real(let x), .real(let y)): fill(x, y)
  case (.bool(let x), .bool(let y)):
    // Bools are bytes 0 and 1.
    fillPairs(x, constant: a.isConstant, y, constant: b.isConstant, target, rows: rows) {
      Rule.holds(UInt8($0 ? 1 : 0), UInt8($1 ? 1 : 0))
    }
  case (.guid(let x), .guid(let y)): fill(x, y)
  case (.scaled, _), (_, .scaled), (.decimal, _), (_, .decimal):
    compareDecimals(rule, a, b, target, rows: rows)
  case (.dictionary, _), (_, .dictionary), (.strings, _), (_, .strings):
    compareStrings(rule, a, b, target, rows: rows)
  case (.dynamic(let x), .dynamic(let y)):
    for row in 0..<rows {
      target[row] = Rule.holds(
        order: compareDynamic(x.bytes(row &* a.stride), y.bytes(row &* b.stride)))
    }
  default: fill(a.longs, b.longs)
  }
}

/// Decimals of one scale compare as integers; a constant is brought to the column's scale once.
private func compareDecimals<Rule: ComparisonRule>(
  _ rule: Rule.Type, _ a: Column, _ b: Column, _ target: UnsafeMutablePointer<Bool>, rows: Int
) {
  if let x = ScaledIntegers(a), let y = ScaledIntegers(b) {
    let scale = max(x.scale, y.scale)
    if let left = x.rescaled(to: scale), let right = y.rescaled(to: scale) {
      fillPairs(left, constant: a.isConstant, right, constant: b.isConstant, target, rows: rows) {
        Rule.holds($0, $1)
      }
      return
    }
  }
  let (left, right) = (a.decimals, b.decimals)
  withExtendedLifetime((left, right)) {
    fillPairs(left, constant: a.isConstant, right, constant: b.isConstant, target, rows: rows) {
      Rule.holds($0, $1)
    }
  }
}

private func compareStrings<Rule: ComparisonRule>(
  _ rule: Rule.Type, _ a: Column, _ b: Column, _ target: UnsafeMutablePointer<Bool>, rows: Int
) {
  if case .dictionary(let x, let left) = a.storage, case .dictionary(let y, let right) = b.storage,
    left.lineage == right.lineage, let ofEqual = Rule.ofEqual
  {
    fillPairs(x, constant: a.isConstant, y, constant: b.isConstant, target, rows: rows) {
      ($0 == $1) == ofEqual
    }
    return
  }
  if b.isConstant, !a.isConstant, case .dictionary(let codes, let dictionary) = a.storage,
    dictionary.count <= 2 * rows
  {
    let constant = b.stringBytes(0)
    fillByCode(codes, dictionary, target) { Rule.holds(order: compareBytes($0, constant)) }
    return
  }
  if a.isConstant, !b.isConstant, case .dictionary(let codes, let dictionary) = b.storage,
    dictionary.count <= 2 * rows
  {
    let constant = a.stringBytes(0)
    fillByCode(codes, dictionary, target) { Rule.holds(order: compareBytes(constant, $0)) }
    return
  }
  let x = a.strings
  let y = b.strings
  if let ofEqual = Rule.ofEqual {
    fillPairs(x.views, constant: a.isConstant, y.views, constant: b.isConstant, target, rows: rows) {
      ($0 == $1) == ofEqual
    }
    return
  }
  for row in 0..<rows {
    target[row] = Rule.holds(order: compareBytes(x.bytes(row &* a.stride), y.bytes(row &* b.stride)))
  }
}

/// Fills `target` with a test's answer for each code, which is asked once for each entry of the dictionary.
@inline(__always)
func fillByCode(
  _ codes: Buffer<UInt32>, _ dictionary: StringDictionary, _ target: UnsafeMutablePointer<Bool>,
  _ test: (Bytes) -> Bool
) {
  withUnsafeTemporaryAllocation(of: Bool.self, capacity: max(dictionary.count, 1)) { answers in
    for code in 0..<dictionary.count { answers[code] = test(dictionary.bytes(UInt32(code))) }
    for row in 0..<codes.count { target[row] = answers[Int(codes.base[row])] }
  }
}
