import RegnData
import RegnFileFormats
import RegnPresentation
import Testing

/// What Regn writes, Regn reads: the same rows, under the same types.
@Suite struct RoundTripTests {
  private static let types: [(String, ScalarType)] = [
    ("flag", .bool), ("n", .long), ("share", .real), ("navn æ", .string), ("day", .datetime),
    ("bag", .dynamic),
  ]

  /// A table of random values and nulls; the first row has a value of each type that no other reads as.
  private static func table(_ seed: UInt64) -> ResultTable {
    var random = SplitMix(seed)
    let letters = Array("abæøå \"\\\n\t,;{}[]:🙂0123.-")
    var rows: [[Value]] = [
      [
        .bool(true), .long(12), .real(0.5), .string("x"), .datetime(DateTime(ticks: 638_000_000_000_000_000)),
        .dynamic(DynamicValue.bag([.init("k", .array([.long(1), .string("v")]))]).encoded),
      ]
    ]
    for _ in 0..<60 {
      let text = String((0..<random.below(9)).map { _ in letters[random.below(letters.count)] })
      var row: [Value] = [
        .bool(random.below(2) == 0), .long(Int64(bitPattern: random.next()) >> random.below(60)),
        .real(Double(Int64(bitPattern: random.next()) >> 20) / 64), .string("t" + text),
        .datetime(DateTime(ticks: 630_000_000_000_000_000 + Int64(random.below(1 << 52)))),
        .dynamic(DynamicValue.array([.bool(true), .real(1.5), .string(text)]).encoded),
      ]
      for index in row.indices where random.below(5) == 0 {
        row[index] = index == 3 ? .string("") : .null(types[index].1)
      }
      rows.append(row)
    }
    let columns = types.indices.map { index in
      Column(type: types[index].1, values: rows.map { $0[index] })
    }
    return ResultTable(
      name: "t", columns: types.map { ColumnSchema(name: $0.0, type: $0.1) },
      chunks: [Chunk(columns: columns, rowCount: rows.count, sequence: 0)])
  }

  /// A column's values, dynamic ones as JSON.
  private static func texts(_ column: Column) -> [String] {
    (0..<column.count).map { row in
      guard case .dynamic(let bytes) = column.value(row) else { return shown(column.value(row)) }
      return bytes.withUnsafeBufferPointer { DynamicRef($0).text }
    }
  }

  @Test(arguments: [OutputFormat.ndjson, .json], 1...20 as ClosedRange<UInt64>)
  func records(format: OutputFormat, seed: UInt64) throws {
    let original = Self.table(seed)
    let read = try opened(try format.text([original]))
    #expect(read.schema.columns.map(\.name) == original.columns.map(\.name))
    #expect(read.schema.columns.map(\.type) == original.columns.map(\.type))
    let parts = try chunks(read, ScanRequest(columns: Array(0..<6)))
    let rows = Chunk.concatenate(parts, types: original.columns.map(\.type))
    for (index, column) in original.rows.columns.enumerated() {
      #expect(Self.texts(rows.columns[index]) == Self.texts(column), "\(original.columns[index].name)")
    }
  }

  @Test(arguments: [OutputFormat.csv, .tsv], 1...20 as ClosedRange<UInt64>)
  func delimitedText(format: OutputFormat, seed: UInt64) throws {
    let original = Self.table(seed)
    let read = try opened(try format.text([original]), path: "t.\(format)")
    #expect(read.schema.columns.map(\.name) == original.columns.map(\.name))
    // A dynamic value is its JSON, a real with few decimals an exact number; many digits
    // stay text, in which a null is empty.
    let texts = try lines(read, columns: [0, 1, 3, 4, 5]).map { $0.replacing("∅", with: "") }
    let rows = original.rows
    let wanted = (0..<rows.rowCount).map { row in
      [0, 1, 3, 4, 5].map { index in
        Self.texts(rows.columns[index])[row].replacing("∅", with: "")
      }.joined(separator: "|")
    }
    #expect(texts == wanted)
  }
}

/// Delimited text of every type, with the least and the greatest values and texts that look like something
/// else: every value comes back, under the type that its column has in such a text.
@Suite struct DelimitedRoundTripTests {
  private struct Maker: Sendable {
    let name: String
    let type: ScalarType
    /// The type that the column is read as: texts, and numbers of 19 digits, stay text.
    let read: ScalarType
    let first: Value
    let edges: [Value]
    let make: @Sendable (inout SplitMix) -> Value
  }

  private static let makers: [Maker] = [
    Maker(
      name: "sandt", type: .bool, read: .bool, first: .bool(true), edges: [.bool(false)],
      make: { .bool($0.below(2) == 1) }),
    Maker(
      name: "antal", type: .int, read: .long, first: .int(1_234_567_890),
      edges: [.int(.min), .int(.max), .int(0)],
      make: { .int(Int32(truncatingIfNeeded: $0.next())) }),
    Maker(
      name: "langt", type: .long, read: .long, first: .long(-123_456_789_012_345_678),
      edges: [.long(999_999_999_999_999_999), .long(-999_999_999_999_999_999), .long(0)],
      make: { .long(Int64(bitPattern: $0.next()) >> Int64(5 + $0.below(50))) }),
    Maker(
      name: "længst", type: .long, read: .string, first: .long(.min), edges: [.long(.max), .long(0)],
      make: { .long(Int64(bitPattern: $0.next())) }),
    Maker(
      name: "andel", type: .real, read: .real, first: .real(1.5e-9),
      edges: [
        .real(.greatestFiniteMagnitude), .real(-.leastNonzeroMagnitude), .real(0.1), .real(.infinity),
        .real(1e22),
      ],
      make: { .real(Double(Int64(bitPattern: $0.next())) / Double(1 + $0.below(1 << 30))) }),
    Maker(
      name: "beløb", type: .decimal, read: .decimal, first: .decimal(Decimal(coefficient: 150, scale: 2)),
      edges: [
        .decimal(Decimal(coefficient: 99_999_999_999_999_999, scale: 2)),
        .decimal(Decimal(coefficient: -1, scale: 2)), .decimal(Decimal(coefficient: 0, scale: 2)),
      ],
      make: { .decimal(Decimal(coefficient: Int128($0.below(1 << 50)) - 1 << 49, scale: 2)) }),
    Maker(
      name: "stort", type: .decimal, read: .decimal,
      first: .decimal(Decimal(coefficient: 12_345_678_901_234_567_890_123_456_789_012, scale: 4)),
      edges: [.decimal(Decimal(coefficient: -99_999_999_999_999_999_999_999_999_999_999, scale: 4))],
      make: { .decimal(Decimal(coefficient: Int128($0.next()) << Int128($0.below(30)), scale: 4)) }),
    Maker(
      name: "dag", type: .datetime, read: .datetime,
      first: .datetime(DateTime(ticks: 638_000_000_000_000_001)),
      edges: [.datetime(DateTime(ticks: 0)), .datetime(DateTime(ticks: 3_155_378_975_999_999_999))],
      make: { .datetime(DateTime(ticks: Int64($0.below(3_155_378_975_999_999_999)))) }),
    Maker(
      name: "nøgle", type: .guid, read: .guid, first: .guid(Guid(high: 1, low: .max)),
      edges: [.guid(Guid(high: 0, low: 0))], make: { .guid(Guid(high: $0.next(), low: $0.next())) }),
    Maker(
      name: "tekst", type: .string, read: .string, first: .string("Ærø"),
      edges: [
        "..", "-", "0101", "5 kr.", "Ja", "12,5 %", "=1+1", "NULL", "\"", "\"\"", "a\nb", "a\r\nb", "\t",
      ]
      .map(Value.string),
      make: { random in
        let letters = Array("aæøåÆØÅ\"';,\t\n .-0123🙂|\\")
        return .string("t" + String((0..<random.below(12)).map { _ in letters[random.below(letters.count)] }))
      }),
  ]

  /// A value as it is read; a null is empty where it is read as text.
  private static func plain(_ value: Value, as type: ScalarType) -> String {
    if value.isNull { return type == .string ? "" : "∅" }
    return shown(value)
  }

  @Test(arguments: 0..<25 as Range<UInt64>) func everyValueComesBack(seed: UInt64) throws {
    var random = SplitMix(seed &* 977 &+ 3)
    let count = 40 + random.below(200)
    let values = Self.makers.map { maker in
      (0..<count).map { row -> Value in
        if row == 0 { return maker.first }
        switch random.below(4) {
        case 0: return maker.type == .string ? .string("") : .null(maker.type)
        case 1: return maker.edges[random.below(maker.edges.count)]
        default: return maker.make(&random)
        }
      }
    }
    let original = ResultTable(
      name: "t", columns: Self.makers.map { ColumnSchema(name: $0.name, type: $0.type) },
      chunks: [
        Chunk(
          columns: zip(Self.makers, values).map { Column(type: $0.type, values: $1) }, rowCount: count,
          sequence: 0)
      ])
    func read(_ table: some FileTable) throws -> (rows: [[String]], schema: TableSchema) {
      let (rows, table) = try rows(table)
      return (rows, table.schema)
    }
    for format in [OutputFormat.csv, .tsv] {
      let (found, schema) = try read(opened(try format.text([original]), path: "t.\(format)"))
      #expect(schema.columns.map(\.name) == Self.makers.map(\.name))
      #expect(schema.columns.map(\.type) == Self.makers.map(\.read))
      try #require(found.count == count)
      for (index, maker) in Self.makers.enumerated() {
        let wanted = values[index].map { Self.plain($0, as: maker.read) }
        let differing = (0..<count).first { found[$0][index] != wanted[$0] }
        #expect(
          differing == nil,
          "\(format), \(maker.name): \(differing.map { "row \($0): \(found[$0][index]), not \(wanted[$0])" } ?? "")"
        )
      }
    }
  }
}

/// What is written as a workbook is read as the same.
@Suite struct WorkbookRoundTripTests {
  @Test(arguments: 0..<20)
  func writtenAndRead(seed: Int) throws {
    var random = SplitMix(UInt64(seed) &* 77 &+ 5)
    let rowCount = 1 + random.below(60)
    let makers: [(name: String, type: ScalarType, make: (inout SplitMix) -> Value)] = [
      ("b", .bool, { .bool($0.below(2) == 1) }),
      ("i", .int, { .int(Int32($0.below(2_000_000)) - 1_000_000) }),
      ("l", .long, { .long(Int64(bitPattern: $0.next()) >> Int64(15 + $0.below(40))) }),
      ("r", .real, { .real(Double(Int64(bitPattern: $0.next()) >> 20) / 1_048_576.7) }),
      ("d", .decimal, { .decimal(Decimal(coefficient: Int128($0.below(1_000_000_000)), scale: 3)) }),
      (
        "s", .string,
        { random in
          let pieces = [
            "a", "Æ", "<&>\"'", "\n", "\r", "\u{1}", "_x0041_", "😀", "=1+1", "0101", "\u{FFFE}", " ",
          ]
          return .string("t" + (0..<random.below(6)).map { _ in pieces[random.below(pieces.count)] }.joined())
        }
      ),
      (
        "t", .datetime,
        { .datetime(DateTime(ticks: 599_400_000_000_000_000 + Int64($0.below(1 << 45)) * 10_000)) }
      ),
      ("p", .timespan, { .timespan(Timespan(ticks: Int64($0.below(1 << 40)) * 10_000)) }),
    ]
    var values = makers.map { maker in
      (0..<rowCount).map { _ in random.below(8) == 0 ? Value.null(maker.type) : maker.make(&random) }
    }
    // A row is one that has a value, and a column has the type of its values.
    values[5] = values[5].map { if case .string = $0 { $0 } else { .string("x") } }
    for index in makers.indices { values[index][0] = makers[index].make(&random) }
    values[3][0] = .real(0.12345678)
    values[4][0] = .decimal(Decimal(coefficient: 1_001, scale: 3))
    values[2][0] = .long(1 << 45)
    let table = ResultTable(
      name: "Table_0", columns: makers.map { ColumnSchema(name: $0.name, type: $0.type) },
      chunks: [
        Chunk(
          columns: zip(makers, values).map { Column(type: $0.type, values: $1) }, rowCount: rowCount,
          sequence: 0)
      ])
    let bytes = try written([table])
    #expect(try bytes == written([table]))
    let read = try opened(bytes, path: "t.xlsx")
    #expect(columns(read) == "b bool, i int, l long, r real, d decimal(3), s string, t datetime, p timespan")
    let expected = (0..<rowCount).map { row in
      values.map { shown($0[row]) }.joined(separator: "|")
    }
    #expect(try lines(read) == expected)
  }

  /// Beyond the 15 digits of a spreadsheet numbers are texts, and stay exact.
  @Test func longNumbersStayExact() throws {
    let table = ResultTable(
      name: "n", columns: [ColumnSchema(name: "l", type: .long), ColumnSchema(name: "d", type: .decimal)],
      chunks: [
        Chunk(
          columns: [
            Column(type: .long, values: [.long(123_456_789_012_345_678), .long(7)]),
            Column(
              type: .decimal,
              values: [
                .decimal(Decimal(coefficient: 12_345_678_901_234_567_890_125, scale: 2)),
                .decimal(Decimal(coefficient: 5, scale: 1)),
              ]),
          ], rowCount: 2, sequence: 0)
      ])
    let read = try opened(written([table]), path: "t.xlsx")
    #expect(columns(read) == "l string, d decimal")
    #expect(try lines(read) == ["123456789012345678|123456789012345678901.25", "7|0.5"])
  }

  @Test func aSheetAResult() throws {
    func table(_ name: String, title: String? = nil, sources: [Provenance] = []) -> ResultTable {
      ResultTable(
        name: name, columns: [ColumnSchema(name: "n", type: .long)],
        chunks: [Chunk(columns: [Column(type: .long, values: [.long(1)])], rowCount: 1, sequence: 0)],
        sources: sources, render: title.map { RenderRequest(kind: "columnchart", properties: ["title": $0]) })
    }
    let model = Provenance(publisher: "Regn", tableIDs: ["M"], licence: "CC0", isModelled: true)
    let bytes = try written([
      table("Table_0"), table("costs"), table("costs"), table("history"), table("x", title: "A/B: 'c'?"),
      table("m", sources: [model]), table(String(repeating: "long", count: 20)),
    ])
    let read = try opened(bytes, path: "t.xlsx")
    #expect(
      read.description.description.hasSuffix(
        "its sheets are \"Result 1\", \"costs\", \"costs 2\", \"_history\", \"A_B_ 'c'_\", \"m (modelled)\", "
          + "\"longlonglonglonglonglonglonglon\", \"Sources\""))
    let sources = try FileTables(fileSystem: MemoryFileSystem(["t.xlsx": bytes])).open("t.xlsx#Sources")
    #expect(try lines(sources) == ["m (modelled)|MODELLED|Regn|M|CC0|||"])
  }

  @Test func whatHasNoRoom() throws {
    func refusal(_ column: Column) -> String? {
      let table = ResultTable(
        name: "n", columns: [ColumnSchema(name: "c", type: column.type)],
        chunks: [Chunk(columns: [column], rowCount: column.count, sequence: 0)])
      do {
        _ = try written([table])
        return nil
      } catch { return (error as? ExecutionError)?.message.description }
    }
    #expect(
      refusal(Column(type: .string, values: [.string(String(repeating: "æ", count: 32_768))]))
        == "a cell has room for 32,767 characters; c in row 2 has 32768")
    #expect(refusal(Column(type: .string, values: [.string(String(repeating: "æ", count: 32_767))])) == nil)
    #expect(
      refusal(Column(value: .long(1), count: 1_048_576))
        == "a sheet has room for 1,048,575 rows, and the result has 1048576")
  }

  private func written(_ results: [ResultTable]) throws -> [UInt8] {
    var bytes: [UInt8] = []
    var writer = OutputFormat.xlsx.makeWriter { bytes.append(contentsOf: $0) }
    try writer.writeAll(results)
    return bytes
  }
}
