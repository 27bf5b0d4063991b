import RegnData
import Testing

/// Keys by which scans leave out rows before they read them.
@Suite struct KeyBitmapTests {
  private let context = ExecutionContext(now: .minimum)

  private func numbers(_ values: [Int64?], _ type: ScalarType) -> Column {
    Column(
      type: type, storage: .int64(Buffer(values.map { $0 ?? 5 })),
      validity: values.contains(nil) ? Buffer(values.map { $0 != nil }) : nil)
  }

  private func bitmap(_ values: [Int64?], _ type: ScalarType = .long) throws -> KeyBitmap? {
    try KeyBitmap(numbers(values, type), memory: .unlimited)
  }

  /// The numbers that a scan for keys lets through, by itself and behind a predicate.
  private func scanned(_ column: PackedColumn, _ keys: KeyBitmap, from low: Int64? = nil) throws -> [Int64] {
    let table = ColumnTable(
      schema: TableSchema([ColumnSchema(name: "k", type: column.type)]),
      parts: [ColumnTable.Part(columns: [column], rowCount: column.count)],
      provenance: Provenance(publisher: "test"))
    let value = low.map { low -> Value in
      switch column.type {
      case .int: .int(Int32(low))
      case .datetime: .datetime(DateTime(ticks: low))
      default: .long(low)
      }
    }
    let predicates = value.map { [ScanPredicate(column: 0, test: .greaterOrEqual, constants: [$0])] } ?? []
    let scan = try table.scan(
      ScanRequest(columns: [0], predicates: predicates, keys: [(0, keys)]), context: context)
    var found: [Int64] = []
    while let chunk = try scan.next(worker: 0) {
      let column = chunk.columns[0].flattened
      for row in 0..<chunk.rowCount where !column.isNull(row) { found.append(column.longs[row]) }
      #expect(!(0..<chunk.rowCount).contains { column.isNull($0) })
    }
    return found
  }

  private func scanned(_ column: PackedColumn, _ keys: [Int64?]) throws -> [Int64] {
    try scanned(column, try #require(try bitmap(keys)))
  }

  /// Columns of 1, 2, 4 and 8 bytes a number, days in a unit of their own, nulls, and a number alone.
  @Test(
    arguments: [
      (1, 1, .long), (1_000, 1, .int), (40_000, -7, .long), (10_000_000, 3, .long),
      (864_000_000_000, 638_398_368_000_000_000, .datetime), (0, 42, .long),
    ] as [(Int64, Int64, ScalarType)])
  func scansLetTheKeysThrough(step: Int64, base: Int64, type: ScalarType) throws {
    for hasNulls in [false, true] {
      let values = (0..<1_000).map { index -> Int64? in
        hasNulls && index % 7 == 3 ? nil : base + Int64(index % 200) * step
      }
      var column = PackedColumn([numbers(values, type)], type: type)
      if type == .int {
        let narrow = Column(
          type: .int, storage: .int32(Buffer(values.map { Int32($0 ?? 5) })),
          validity: hasNulls ? Buffer(values.map { $0 != nil }) : nil)
        column = PackedColumn([narrow], type: .int)
      }
      let wanted = (0..<Int64(200)).filter { $0 % 5 == 1 || $0 == 199 }.map { base + $0 * step }
      guard let keys = try bitmap(wanted.map { .some($0) } + [nil], type) else {
        // Too far apart for bits.
        #expect(step > 40_000)
        continue
      }
      #expect(keys.count == Set(wanted).count)
      let expected: [Int64] = values.compactMap { $0 }.filter { wanted.contains($0) }
      #expect(try scanned(column, keys) == expected)
      let low = base + 100 * step
      #expect(try scanned(column, keys, from: low) == expected.filter { $0 >= low })
    }
  }

  @Test func partsWithoutAnyKeyAreNotRead() throws {
    let column = PackedColumn([numbers([5, 6, 7], .long)], type: .long)
    #expect(try scanned(column, [8, 900]) == [])
    #expect(try scanned(column, [1, 4]) == [])
    #expect(try scanned(column, [1, 900]) == [])
    #expect(try scanned(column, [7, 900]) == [7])
    #expect(try scanned(column, [nil]) == [])
  }

  @Test func whatCannotBeABitmapIsNone() throws {
    #expect(try bitmap([.min, .max]) == nil)
    #expect(try bitmap([0, 1 << 40]) == nil)
    #expect(try bitmap([0, 1 << 22])?.count == 2)
    let texts = Column(type: .string, values: [.string("a")])
    #expect(try KeyBitmap(texts, memory: .unlimited) == nil)
    let memory = MemoryBudget(limit: 1_000)
    #expect(throws: ExecutionError.self) { try KeyBitmap(numbers([0, 1 << 22], .long), memory: memory) }
    #expect(memory.usedBytes == 0)
  }
}
