import RegnData
import Testing

@testable import RegnFunctions

/// Runs one aggregate in different ways that must not matter: all rows at once; in small chunks; shared among
/// two workers, whose groups have other numbers, merged in either order.
struct AggregateHarness {
  let function: FunctionDefinition
  let signature: Signature

  init(_ name: String, types: [ScalarType]) throws {
    function = try #require(FunctionLibrary.function(named: name))
    signature = try #require(function.signatures.first { Self.accepts($0, types) })
  }

  private static func accepts(_ signature: Signature, _ types: [ScalarType]) -> Bool {
    var parameters = signature.parameters
    if signature.variadic != nil, let last = parameters.last {
      while parameters.count < types.count { parameters.append(last) }
      if parameters.count > types.count, signature.variadic?.times.lowerBound == 0 { parameters.removeLast() }
    }
    while parameters.count > types.count, parameters.last?.isOptional == true { parameters.removeLast() }
    guard parameters.count == types.count else { return false }
    return zip(parameters, types).allSatisfy { parameter, type in
      switch parameter.accepts {
      case .type(let wanted): wanted == type
      case .oneOf(let wanted): wanted.contains(type)
      case .any, .common, .commonOrdered: true
      case .table: false
      }
    }
  }

  private func makeState(_ columns: [Column]) throws -> any AggregateState {
    guard case .aggregate(let make) = signature.kernel else { throw ExecutionError.cancelled }
    return try make(columns.map(\.type), columns.map { $0.isConstant ? $0.value(0) : nil })
  }

  private func feed(
    _ state: any AggregateState, _ columns: [Column], _ groups: [UInt32]?, _ range: Range<Int>,
    base: Int64 = 0
  ) throws {
    let part = columns.map { $0.slice(range) }
    if let groups {
      let numbers = Array(groups[range])
      try numbers.withUnsafeBufferPointer {
        try state.update(
          part,
          groups: GroupRows(
            numbers: $0.baseAddress, count: range.count, firstRow: base + Int64(range.lowerBound)))
      }
    } else {
      try state.update(
        part, groups: GroupRows(numbers: nil, count: range.count, firstRow: base + Int64(range.lowerBound)))
    }
  }

  /// The answers, one array a result column; every way of running must give the same.
  func run(
    _ columns: [Column], groups: [UInt32]? = nil, groupCount: Int = 1, rows: Int? = nil,
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws -> [[Value]] {
    let count = rows ?? columns.first { !$0.isConstant }?.count ?? columns.first?.count ?? 0
    func values(_ state: any AggregateState) throws -> [[Value]] {
      try state.finish(groups: groupCount, in: ExecutionContext(now: .minimum)).map { column in
        #expect(column.count == groupCount, sourceLocation: sourceLocation)
        return (0..<groupCount).map { column.value($0) }
      }
    }
    let whole = try makeState(columns)
    try whole.grow(to: groupCount)
    try feed(whole, columns, groups, 0..<count)
    let expected = try values(whole)
    for step in [1, 7, 100] {
      let chunked = try makeState(columns)
      try chunked.grow(to: groupCount)
      for start in stride(from: 0, to: count, by: step) {
        try feed(chunked, columns, groups, start..<min(start + step, count))
      }
      try #expect(same(values(chunked), expected), "in chunks of \(step)", sourceLocation: sourceLocation)
    }
    // Workers number the groups as they meet them: here the second in reverse.
    for reversed in [false, true] {
      let (first, second) = (try makeState(columns), try makeState(columns))
      try first.grow(to: groupCount)
      try second.grow(to: groupCount)
      let mirrored = groups?.map { UInt32(groupCount - 1) - $0 }
      for start in stride(from: 0, to: count, by: 5) {
        let range = start..<min(start + 5, count)
        if (start / 5) % 2 == (reversed ? 0 : 1) {
          try feed(second, columns, mirrored, range)
        } else {
          try feed(first, columns, groups, range)
        }
      }
      let mapping = (0..<groupCount).map { UInt32(groups == nil ? $0 : groupCount - 1 - $0) }
      try mapping.withUnsafeBufferPointer { try first.merge(second, mapping: $0) }
      try #expect(same(values(first), expected), "two workers", sourceLocation: sourceLocation)
    }
    return expected
  }

  /// Whether answers are equal to the bit (NaN too, and decimals with their scale).
  private func same(_ left: [[Value]], _ right: [[Value]]) -> Bool {
    left.count == right.count
      && zip(left, right).allSatisfy { a, b in
        a.count == b.count && zip(a, b).allSatisfy { String(describing: $0) == String(describing: $1) }
      }
  }
}

/// Values of a fixed generator (xorshift), so that tests are the same every time.
struct Numbers {
  var state: UInt64 = 0x9E37_79B9_7F4A_7C15

  mutating func next(_ limit: Int) -> Int {
    state ^= state << 13
    state ^= state >> 7
    state ^= state << 17
    return Int(state % UInt64(limit))
  }
}

func longs(_ values: [Int64?]) -> Column {
  Column(type: .long, values: values.map { $0.map(Value.long) ?? .null(.long) })
}

func reals(_ values: [Double?]) -> Column {
  Column(type: .real, values: values.map { $0.map(Value.real) ?? .null(.real) })
}

func strings(_ values: [String]) -> Column { Column(type: .string, values: values.map(Value.string)) }

func bools(_ values: [Bool?]) -> Column {
  Column(type: .bool, values: values.map { $0.map(Value.bool) ?? .null(.bool) })
}

func dynamics(_ json: [String?]) -> Column {
  Column(
    type: .dynamic,
    values: json.map { $0.flatMap { DynamicValue(json: $0) }.map { .dynamic($0.encoded) } ?? .null(.dynamic) }
  )
}

/// Strings as codes of a dictionary.
func coded(_ values: [String]) -> Column {
  var builder = StringDictionaryBuilder()
  let codes = values.map { value -> UInt32 in
    var copy = value
    return copy.withUTF8 { builder.code(for: $0) }
  }
  return Column(type: .string, storage: .dictionary(Buffer(codes), builder.snapshot()))
}

func money(_ values: [Int64], scale: Int) -> Column {
  Column(type: .decimal, storage: .scaled(Buffer(values), scale: scale))
}

extension Value {
  /// A dynamic value as JSON, other values as Swift prints them; for comparisons.
  var shown: String {
    switch self {
    case .dynamic(let bytes): bytes.withUnsafeBufferPointer { DynamicRef($0).text }
    case .decimal(let value): value.text
    case .null: "null"
    case .bool(let value): "\(value)"
    case .int(let value): "\(value)"
    case .long(let value): "\(value)"
    case .real(let value): "\(value)"
    case .string(let value): value
    case .datetime(let value): "\(value.ticks)"
    case .timespan(let value): "\(value.ticks)"
    case .guid(let value): "\(value)"
    }
  }
}
