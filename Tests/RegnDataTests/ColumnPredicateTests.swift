import RegnData
import Testing

/// Rows that pass a predicate, found many at a time, against each row by itself.
@Suite struct ColumnPredicateTests {
  static let tests: [ScanPredicate.Test] = [
    .equal, .notEqual, .less, .lessOrEqual, .greater, .greaterOrEqual, .oneOf,
  ]

  /// What KQL says of one value.
  private func passes(_ value: Int64?, _ test: ScanPredicate.Test, _ constants: [Int64]) -> Bool {
    guard let value else { return test == .notEqual }
    return switch test {
    case .equal: value == constants[0]
    case .notEqual: value != constants[0]
    case .less: value < constants[0]
    case .lessOrEqual: value <= constants[0]
    case .greater: value > constants[0]
    case .greaterOrEqual: value >= constants[0]
    case .oneOf: constants.contains(value)
    }
  }

  private func check(
    _ column: Column, _ values: [Int64?], _ test: ScanPredicate.Test, _ constants: [Int64]
  ) throws {
    let written = constants.map { Value.long($0) }
    let predicate = try #require(
      ColumnPredicate(
        ScanPredicate(column: 0, test: test, constants: written), type: column.type, scale: nil))
    var rows = [UInt32](repeating: 0, count: max(values.count, 1))
    let count = rows.withUnsafeMutableBufferPointer { buffer in
      buffer.baseAddress.map { predicate.select(column, into: $0) } ?? 0
    }
    let expected = values.indices.filter { passes(values[$0], test, constants) }.map { UInt32($0) }
    #expect(Array(rows[..<count]) == expected, "\(test) \(constants)")
    // The same of every other row.
    var some = values.indices.filter { $0 % 2 == 1 }.map { UInt32($0) } + [0]
    let kept = some.withUnsafeMutableBufferPointer { buffer in
      buffer.baseAddress.map { predicate.narrow(column, $0, count: buffer.count - 1) } ?? 0
    }
    #expect(Array(some[..<kept]) == expected.filter { $0 % 2 == 1 }, "\(test) \(constants)")
    try checkPacked(column, ScanPredicate(column: 0, test: test, constants: written), expected)
  }

  /// The same of a packed column in two parts: of all rows, and of those that another predicate leaves.
  private func checkPacked(_ column: Column, _ predicate: ScanPredicate, _ expected: [UInt32]) throws {
    let numbers = Column(type: .long, storage: .int64(Buffer((0..<column.count).map { Int64($0) })))
    let middle = column.count / 3
    let parts = [0..<middle, middle..<column.count].map { range in
      ColumnTable.Part(
        columns: [column, numbers].map { PackedColumn([$0.slice(range)], type: $0.type) },
        rowCount: range.count)
    }
    let table = ColumnTable(
      schema: TableSchema([
        ColumnSchema(name: "x", type: column.type), ColumnSchema(name: "row", type: .long),
      ]), parts: parts, provenance: Provenance(publisher: "test"))
    let late = ScanPredicate(column: 1, test: .greaterOrEqual, constants: [.long(Int64(column.count / 2))])
    for (predicates, least) in [([predicate], 0), ([late, predicate], column.count / 2)] {
      #expect(predicates.allSatisfy(table.applies))
      let context = ExecutionContext(now: DateTime(ticks: 0))
      let scan = try table.scan(ScanRequest(columns: [1, 0], predicates: predicates), context: context)
      var found: [UInt32] = []
      while let chunk = try scan.next(worker: 0) {
        for row in 0..<chunk.rowCount {
          guard case .long(let number) = chunk.columns[0].value(row) else { continue }
          found.append(UInt32(number))
          #expect(chunk.columns[1].value(row) == column.value(Int(number)))
        }
      }
      #expect(found == expected.filter { $0 >= least }, "\(predicate.test) \(predicate.constants)")
    }
  }

  @Test func packedDatesAndDecimals() throws {
    let day: Int64 = 864_000_000_000
    let days = Column(type: .datetime, storage: .int64(Buffer((0..<300).map { ($0 * 37 % 101) * day })))
    for test in Self.tests {
      for constant in [0, 5 * day, 5 * day + 1, 5 * day - 1, 100 * day, 101 * day, -day] {
        let value = Value.datetime(DateTime(ticks: constant))
        let expected = (0..<300).filter { passes($0 * 37 % 101 * day, test, [constant]) }
        try checkPacked(
          days, ScanPredicate(column: 0, test: test, constants: [value]), expected.map { UInt32($0) })
      }
    }
    let amounts = Column(
      type: .decimal, storage: .scaled(Buffer((0..<300).map { $0 * 7_919 % 1_000 }), scale: 2))
    for test in Self.tests {
      for constant in [-1, 0, 500, 999, 1_000] as [Int64] {
        let value = Value.decimal(Decimal(coefficient: Int128(constant), scale: 2))
        let expected = (0..<300).filter { passes($0 * 7_919 % 1_000, test, [constant]) }
        try checkPacked(
          amounts, ScanPredicate(column: 0, test: test, constants: [value]), expected.map { UInt32($0) })
      }
    }
  }

  @Test(arguments: [0, 1, 63, 64, 65, 127, 128, 200, 1000])
  func integersOfEveryNumberOfRows(count: Int) throws {
    var random = SystemRandomNumberGenerator()
    let edges32: [Int64] = [
      .init(Int32.min), .init(Int32.min) + 1, -1, 0, 1, 5, .init(Int32.max) - 1, .init(Int32.max),
    ]
    let edges64 = edges32 + [.min, .min + 1, .max - 1, .max, Int64(Int32.min) - 1, Int64(Int32.max) + 1]
    for hasNulls in [false, true] {
      for few in [true, false] {
        var values = (0..<count).map { _ -> Int64 in
          few ? Int64.random(in: 0...6, using: &random) : edges32.randomElement(using: &random) ?? 0
        }
        let nulls = (0..<count).map { _ in hasNulls && Bool.random(using: &random) }
        let validity = hasNulls ? Buffer(nulls.map { !$0 }) : nil
        let narrow = Column(type: .int, storage: .int32(Buffer(values.map { Int32($0) })), validity: validity)
        for test in Self.tests {
          for constant in edges64 {
            try check(narrow, zip(values, nulls).map { $1 ? nil : $0 }, test, [constant])
          }
        }
        try check(narrow, zip(values, nulls).map { $1 ? nil : $0 }, .oneOf, [5, 0, .max])
        if !few { values = values.map { _ in edges64.randomElement(using: &random) ?? 0 } }
        let wide = Column(type: .long, storage: .int64(Buffer(values)), validity: validity)
        for test in Self.tests {
          for constant in edges64 {
            try check(wide, zip(values, nulls).map { $1 ? nil : $0 }, test, [constant])
          }
        }
      }
    }
  }

  @Test func textsWithCodes() throws {
    let words = ["", "Aabenraa", "Ærø", "Aalborg"]
    let dictionary = StringDictionary(entries: StringArray(words))
    let codes = (0..<150).map { UInt32(($0 * 7 + $0 / 3) % words.count) }
    let column = Column(type: .string, storage: .dictionary(Buffer(codes), dictionary))
    for (test, constants) in [
      (.equal, ["Ærø"]), (.equal, ["Samsø"]), (.notEqual, [""]), (.oneOf, ["", "Aalborg"]), (.oneOf, ["Ærø"]),
    ] as [(ScanPredicate.Test, [String])] {
      let predicate = try #require(
        ColumnPredicate(
          ScanPredicate(column: 0, test: test, constants: constants.map { .string($0) }), type: .string,
          scale: nil))
      var rows = [UInt32](repeating: 0, count: codes.count)
      let count = rows.withUnsafeMutableBufferPointer { buffer in
        buffer.baseAddress.map { predicate.select(column, into: $0) } ?? 0
      }
      let expected = codes.indices.filter { constants.contains(words[Int(codes[$0])]) == (test != .notEqual) }
      #expect(Array(rows[..<count]) == expected.map { UInt32($0) })
    }
  }

  @Test(arguments: [2, 300, 70_000]) func packedCodesOfEveryWidth(texts: Int) throws {
    let words = (0..<texts).map { "tekst \($0)" }
    let dictionary = StringDictionary(entries: StringArray(words))
    let codes = (0..<500).map { UInt32($0 * 7_919 % texts) }
    let column = Column(type: .string, storage: .dictionary(Buffer(codes), dictionary))
    let some = [words[Int(codes[3])], words[Int(codes[77])], "Samsø"]
    for (test, constants) in [
      (.equal, [some[0]]), (.equal, [some[2]]), (.notEqual, [some[0]]), (.notEqual, [some[2]]),
      (.oneOf, some),
      (.oneOf, [some[1]]),
    ] as [(ScanPredicate.Test, [String])] {
      let expected = codes.indices.filter { constants.contains(words[Int(codes[$0])]) == (test != .notEqual) }
      try checkPacked(
        column, ScanPredicate(column: 0, test: test, constants: constants.map { .string($0) }),
        expected.map { UInt32($0) })
    }
  }
}
