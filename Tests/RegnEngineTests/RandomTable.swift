import RegnData

@testable import RegnEngine

/// A table by chance: few different values of every type, nulls among them, cut into small chunks whose
/// columns lie in memory in different ways. Its scan does not say how many rows there are, so that as many
/// workers as allowed pull at it.
struct RandomTable: TableSource {
  let schema: TableSchema
  let provenance = Provenance(publisher: "test")
  var rowCount: Int?
  let chunks: [Chunk]
  /// Whether the scan tests simple predicates itself.
  let testsPredicates: Bool

  /// The types of the columns besides `id`, by name.
  static let columns: [(name: String, type: ScalarType)] = [
    ("b", .bool), ("i", .int), ("l", .long), ("r", .real), ("d", .decimal), ("s", .string), ("t", .datetime),
    ("p", .timespan), ("g", .guid), ("x", .dynamic),
  ]

  /// A table of some of the columns; `id` numbers the rows from 0. Reals are quarters, so that sums of them
  /// do not depend on the order; `withSpecials` puts NaN and infinities among them.
  init(
    rows: Int, columns wanted: [(name: String, type: ScalarType)] = RandomTable.columns,
    withSpecials: Bool = false, _ generator: inout SeededGenerator
  ) {
    schema = TableSchema(
      [ColumnSchema(name: "id", type: .long)] + wanted.map { ColumnSchema(name: $0.name, type: $0.type) })
    testsPredicates = generator.one(in: 2)
    var values: [[Value]] = [(0..<rows).map { .long(Int64($0)) }]
    for column in wanted {
      // Some columns have no nulls, some a few, some are mostly null.
      let nulls = generator.pick([0, 0, 20, 20, 80])
      values.append(
        (0..<rows).map { _ in
          Int(generator.next() % 100) < nulls
            ? RandomTable.missing(column.type)
            : RandomTable.value(column.type, withSpecials: withSpecials, &generator)
        })
    }
    var chunks: [Chunk] = []
    var start = 0
    while start < rows {
      let end = min(rows, start + 1 + Int(generator.next() % 40))
      var columns: [Column] = []
      for (index, column) in schema.columns.enumerated() {
        columns.append(
          RandomTable.form(Array(values[index][start..<end]), column.type, &generator))
      }
      chunks.append(Chunk(columns: columns, rowCount: end - start, sequence: chunks.count))
      start = end
    }
    self.chunks = chunks
  }

  private static func missing(_ type: ScalarType) -> Value { type == .string ? .string("") : .null(type) }

  static let words = [
    "Ærø", "ærø", "Aarhus", "AARHUS Ø", "Holstebro kommune", "kommune", "a-b", "a b", "x", "Åse og Øjvind",
    "10%", "tab\tline", "mere end tolv bytes, mange flere", "mere end tolv bytes, mange fler",
  ]

  static func value(_ type: ScalarType, withSpecials: Bool, _ generator: inout SeededGenerator) -> Value {
    let small = Int64(generator.next() % 12) - 4
    switch type {
    case .bool: return .bool(small > 1)
    case .int: return .int(Int32(small))
    case .long: return .long(generator.one(in: 20) ? small << 40 : small)
    case .real:
      if withSpecials, generator.one(in: 10) {
        return .real(generator.pick([.nan, .infinity, -.infinity, -0.0]))
      }
      return .real(Double(small) / 4)
    case .decimal:
      return .decimal(
        Decimal(coefficient: Int128(small * 5), scale: Int(generator.next() % 3)))
    case .string: return .string(generator.pick(words))
    case .datetime: return .datetime(DateTime(ticks: 638_398_368_000_000_000 + small * 432_000_000_000))
    case .timespan: return .timespan(Timespan(ticks: small * 36_000_000_000))
    case .guid: return .guid(Guid(high: UInt64(small + 4), low: 7))
    case .dynamic: return .dynamic(dynamic(&generator))
    }
  }

  private static func dynamic(_ generator: inout SeededGenerator) -> [UInt8] {
    var writer = DynamicWriter()
    let small = Int64(generator.next() % 5)
    switch generator.next() % 5 {
    case 0: writer.append(small)
    case 1: writer.append(string: generator.pick(words))
    case 2:
      writer.beginArray()
      for place in 0..<small { writer.append(place * 2) }
      if generator.one(in: 3) { writer.appendNull() }
      if generator.one(in: 3) { writer.append(string: "a") }
      writer.endArray()
    case 3:
      writer.beginBag()
      writer.append(key: "k")
      writer.append(small)
      if generator.one(in: 2) {
        writer.append(key: "æ")
        writer.append(Double(small) / 2)
      }
      writer.endBag()
    default:
      writer.beginArray()
      writer.endArray()
    }
    return writer.bytes
  }

  /// A column of these values, in one of the ways that columns of the type may lie in memory.
  private static func form(_ values: [Value], _ type: ScalarType, _ generator: inout SeededGenerator)
    -> Column
  {
    if let first = values.first, values.allSatisfy({ "\($0)" == "\(first)" }), generator.one(in: 2) {
      return Column(value: first, count: values.count)
    }
    var builder = ColumnBuilder(type: type)
    for value in values { builder.append(value) }
    let column = builder.finish()
    guard generator.one(in: 2) else { return column }
    switch column.storage {
    case .int64(let buffer) where type == .long && buffer.pointer.allSatisfy({ Int32(exactly: $0) != nil }):
      return Column(
        type: type, storage: .int32(Buffer(buffer.array.map { Int32($0) })), validity: column.validity)
    case .int32(let buffer):
      return Column(
        type: type, storage: .int64(Buffer(buffer.array.map { Int64($0) })), validity: column.validity)
    case .strings(let strings):
      var dictionary = StringDictionaryBuilder()
      let codes = (0..<strings.count).map { dictionary.code(for: strings.bytes($0)) }
      return Column(type: type, storage: .dictionary(Buffer(codes), dictionary.snapshot()))
    case .decimal(let buffer):
      return Column(
        type: type,
        storage: .scaled(
          Buffer(buffer.array.map { Int64($0.scaled(to: 3) ?? 0) }), scale: 3), validity: column.validity)
    default: return column
    }
  }

  func applies(_ predicate: ScanPredicate) -> Bool { testsPredicates }

  func scan(_ request: ScanRequest, context: ExecutionContext) throws -> any TableScan {
    let chunks = chunks.map { chunk in
      let rows = (0..<chunk.rowCount).filter { row in
        request.predicates.allSatisfy { RandomTable.holds($0, chunk.columns[$0.column].value(row)) }
      }
      let kept = rows.map { UInt32($0) }.withUnsafeBufferPointer { chunk.gather($0) }
      return kept.with(columns: request.columns.map { kept.columns[$0] })
    }
    return RandomScan(chunks, context: context)
  }

  /// A predicate as the reference defines its operators: null is equal to nothing and unequal to everything.
  private static func holds(_ predicate: ScanPredicate, _ value: Value) -> Bool {
    guard !value.isNull else { return predicate.test == .notEqual }
    func compare(_ constant: Value) -> Int? {
      func order<Item: Comparable>(_ a: Item, _ b: Item) -> Int? {
        a == b ? 0 : (a < b ? -1 : (b < a ? 1 : nil))
      }
      switch (value, constant) {
      case (.bool(let a), .bool(let b)): return order(a ? 1 : 0, b ? 1 : 0)
      case (.int(let a), .int(let b)): return order(a, b)
      case (.long(let a), .long(let b)): return order(a, b)
      case (.real(let a), .real(let b)): return order(a, b)
      case (.decimal(let a), .decimal(let b)): return order(a, b)
      case (.string(let a), .string(let b)): return compareBytes(Array(a.utf8), Array(b.utf8))
      case (.datetime(let a), .datetime(let b)): return order(a.ticks, b.ticks)
      case (.timespan(let a), .timespan(let b)): return order(a.ticks, b.ticks)
      case (.guid(let a), .guid(let b)): return order(a, b)
      default: return nil
      }
    }
    let orders = predicate.constants.map(compare)
    switch predicate.test {
    case .equal, .oneOf: return orders.contains(0)
    case .notEqual: return !orders.contains(0)
    case .less: return orders[0].map { $0 < 0 } ?? false
    case .lessOrEqual: return orders[0].map { $0 <= 0 } ?? false
    case .greater: return orders[0].map { $0 > 0 } ?? false
    case .greaterOrEqual: return orders[0].map { $0 >= 0 } ?? false
    }
  }

  private static func compareBytes(_ left: [UInt8], _ right: [UInt8]) -> Int {
    left.withUnsafeBufferPointer { left in
      right.withUnsafeBufferPointer { RegnData.compareBytes(left, $0) }
    }
  }
}

/// Chunks as they are, empty ones too.
private final class RandomScan: TableScan {
  private let chunks: [Chunk]
  private let next = AtomicCounter()
  private let context: ExecutionContext

  init(_ chunks: [Chunk], context: ExecutionContext) {
    self.chunks = chunks
    self.context = context
  }

  var sequenceLimit: Int { chunks.count }

  func next(worker: Int) throws -> Chunk? {
    try context.checkpoint()
    let index = next.take()
    return index < chunks.count ? chunks[index] : nil
  }
}
