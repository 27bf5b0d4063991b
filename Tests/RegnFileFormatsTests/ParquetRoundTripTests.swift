import RegnData
import RegnFileFormats
import RegnPresentation
import Testing

/// What Regn writes as Parquet, Regn reads: the same rows, under the same types.
@Suite struct ParquetRoundTripTests {
  static func bytes(_ result: ResultTable) throws -> [UInt8] {
    var bytes: [UInt8] = []
    var writer = OutputFormat.parquet.makeWriter { bytes.append(contentsOf: $0) }
    try writer.writeAll([result])
    return bytes
  }

  /// A random value of a type. Times are of those that the format has a type for.
  private static func value(_ type: ScalarType, _ random: inout SplitMix, few: Bool) -> Value {
    if random.below(5) == 0 { return type == .string ? .string("") : .null(type) }
    let word = few ? UInt64(random.below(12)) &* 0x1234_5678_9ABC : random.next()
    let long = Int64(bitPattern: word) >> Int64(random.below(few ? 1 : 60))
    let letters = Array("abæøå \"\n🙂")
    switch type {
    case .bool: return .bool(word & 1 == 0)
    case .int: return .int(Int32(truncatingIfNeeded: long))
    case .long: return .long(long)
    case .real: return .real(few ? Double(random.below(9)) / 4 - 1 : Double(bitPattern: word))
    case .decimal: return .decimal(Decimal(coefficient: Int128(long), scale: random.below(7)))
    case .datetime:
      return .datetime(DateTime(ticks: DateTime.unixEpoch.ticks + Int64(bitPattern: word) / 1000 * 10))
    case .timespan: return .timespan(Timespan(ticks: long / 1000))
    case .guid: return .guid(Guid(high: word, low: ~word))
    case .string:
      let text = String(
        (0..<random.below(few ? 3 : 40)).map { _ in letters[random.below(few ? 3 : letters.count)] })
      return .string(text)
    case .dynamic:
      return .dynamic(DynamicValue.bag([.init("k", .array([.long(long), .string("æ"), .null]))]).encoded)
    }
  }

  private static func table(_ seed: UInt64) -> ResultTable {
    var random = SplitMix(seed)
    let types = ScalarType.allCases
    var chunks: [Chunk] = []
    for sequence in 0..<random.below(4) {
      let count = random.below(3) == 0 ? random.below(9000) : random.below(40)
      let columns = types.map { type -> Column in
        if random.below(6) == 0 { return Column(value: value(type, &random, few: true), count: count) }
        let few = random.below(2) == 0
        return Column(type: type, values: (0..<count).map { _ in value(type, &random, few: few) })
      }
      chunks.append(Chunk(columns: columns, rowCount: count, sequence: sequence))
    }
    return ResultTable(
      name: "t", columns: types.map { ColumnSchema(name: "\($0)", type: $0, unit: "u") }, chunks: chunks,
      sources: [
        Provenance(
          publisher: "Somebody", tableIDs: ["T1"], licence: "CC BY 4.0", notes: ["n"], isModelled: true)
      ])
  }

  /// A value in a form that does not depend on how many decimals its column has.
  private static func plain(_ value: Value) -> String {
    if case .decimal(let decimal) = value { return decimal.normalized.text }
    return shown(value)
  }

  @Test(arguments: 1...12 as ClosedRange<UInt64>)
  func everyType(seed: UInt64) throws {
    let original = Self.table(seed)
    let read = try opened(try Self.bytes(original))
    #expect(read.schema.columns.map(\.name) == original.columns.map(\.name))
    #expect(read.schema.columns.map(\.type) == original.columns.map(\.type))
    #expect(read.schema.columns.allSatisfy { $0.unit == "u" })
    #expect(read.provenance == original.sources[0])
    #expect(read.rowCount == original.rowCount)
    let rows = original.rows
    let parts = try chunks(read, ScanRequest(columns: Array(original.columns.indices), workers: 2))
    let found = Chunk.concatenate(parts, types: original.columns.map(\.type))
    try #require(found.rowCount == rows.rowCount)
    for (index, column) in rows.columns.enumerated() {
      let differing = (0..<rows.rowCount).first { row in
        Self.plain(found.columns[index].value(row)) != Self.plain(column.value(row))
      }
      #expect(
        differing == nil,
        "\(original.columns[index].name): \(differing.map { "row \($0): \(shown(found.columns[index].value($0)))" } ?? "")"
      )
    }
  }

  @Test func manyRowsMakeSeveralGroups() throws {
    let count = 300_001
    let numbers = Buffer<Int64>(count: count) { target in for row in 0..<count { target[row] = Int64(row) } }
    let result = ResultTable(
      name: "t", columns: [ColumnSchema(name: "n", type: .long)],
      chunks: [
        Chunk(columns: [Column(type: .long, storage: .int64(numbers))], rowCount: count, sequence: 0)
      ])
    let read = try opened(try Self.bytes(result))
    let few = try chunks(
      read,
      ScanRequest(
        columns: [0], predicates: [ScanPredicate(column: 0, test: .less, constants: [.long(3)])], workers: 1))
    #expect(few.map(\.rowCount) == [3])
    let all = try chunks(read, ScanRequest(columns: [0], workers: 2))
    let sum = all.reduce(0) { sum, chunk in
      sum + (0..<chunk.rowCount).reduce(0) { $0 + Int(chunk.columns[0].longs[$1]) }
    }
    #expect(sum == count * (count - 1) / 2)
  }

  /// A group of several chunks, whose columns workers read for one another: texts that have codes and texts
  /// that have none, nulls, numbers.
  @Test(arguments: [1, 2, 4]) func severalWorkersReadOneGroup(workers: Int) throws {
    let count = 100_000
    let types: [ScalarType] = [.string, .long, .string, .decimal, .bool]
    func value(_ row: Int, _ column: Int) -> Value {
      if (row + column) % 11 == 0 { return types[column] == .string ? .string("") : .null(types[column]) }
      switch column {
      case 0: return .string("kommune \(row % 98)")
      case 1: return .long(Int64(row) * 7_919)
      case 2: return .string("bilag nr. \(row)")
      case 3: return .decimal(Decimal(coefficient: Int128(row), scale: 2))
      default: return .bool(row % 3 == 0)
      }
    }
    let columns = types.indices.map { column in
      Column(type: types[column], values: (0..<count).map { value($0, column) })
    }
    let bytes = try Self.bytes(
      ResultTable(
        name: "t", columns: types.enumerated().map { ColumnSchema(name: "c\($0)", type: $1) },
        chunks: [Chunk(columns: columns, rowCount: count, sequence: 0)]))
    let read = try opened(bytes)
    let parts = try chunks(read, ScanRequest(columns: [4, 2, 1, 0, 3], workers: workers))
    #expect(parts.map(\.sequence) == Array(0..<parts.count))
    #expect(parts.map(\.rowCount).reduce(0, +) == count)
    var row = 0
    for part in parts {
      for place in 0..<part.rowCount {
        for (slot, column) in [4, 2, 1, 0, 3].enumerated()
        where Self.plain(part.columns[slot].value(place)) != Self.plain(value(row, column)) {
          Issue.record("row \(row), c\(column): \(shown(part.columns[slot].value(place)))")
          return
        }
        row += 1
      }
    }
    let wanted = ScanPredicate(column: 0, test: .equal, constants: [.string("kommune 7")])
    let few = try chunks(read, ScanRequest(columns: [1], predicates: [wanted], workers: workers))
    let expected = (0..<count).filter { $0 % 98 == 7 && $0 % 11 != 0 }.map { row in
      (row + 1) % 11 == 0 ? "∅" : "\(row * 7_919)"
    }
    #expect(few.flatMap { part in (0..<part.rowCount).map { shown(part.columns[0].value($0)) } } == expected)
  }

  /// The least and the greatest of each type, and what is no number.
  @Test func edges() throws {
    let edges: [(ScalarType, [Value])] = [
      (.int, [.int(.min), .int(.max), .int(0)]), (.long, [.long(.min), .long(.max), .long(-1)]),
      (.real, [.real(-.greatestFiniteMagnitude), .real(.leastNonzeroMagnitude), .real(-.infinity)]),
      (.real, [.real(.nan), .real(-0.0), .real(0.1)]),
      (
        .decimal,
        [
          .decimal(Decimal(coefficient: 9_999_999_999_999_999_999_999_999_999_999_999, scale: 2)),
          .decimal(Decimal(coefficient: -1, scale: 2)), .decimal(Decimal(coefficient: 0, scale: 0)),
        ]
      ),
      (.string, [.string(" \t\r\n"), .string("\u{0}"), .string("\"æøå\";,\u{FEFF}🙂")]),
    ]
    let result = ResultTable(
      name: "t", columns: edges.enumerated().map { ColumnSchema(name: "c\($0)", type: $1.0) },
      chunks: [
        Chunk(columns: edges.map { Column(type: $0.0, values: $0.1) }, rowCount: 3, sequence: 0)
      ])
    let read = try opened(try Self.bytes(result))
    let found = try chunks(read, ScanRequest(columns: Array(edges.indices)))[0]
    for (index, edge) in edges.enumerated() {
      #expect(found.columns[index].type == edge.0)
      #expect((0..<3).map { Self.plain(found.columns[index].value($0)) } == edge.1.map(Self.plain))
    }
  }

  @Test func oneTableAFile() throws {
    let result = Self.table(3)
    var writer = OutputFormat.parquet.makeWriter { _ in }
    try writer.begin()
    #expect(throws: ExecutionError.self) { try writer.end() }
    try writer.write(result)
    let error = #expect(throws: ExecutionError.self) { try writer.write(result) }
    #expect(error?.code == "RG0630")
  }
}
