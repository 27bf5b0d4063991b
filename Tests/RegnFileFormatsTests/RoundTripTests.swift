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

  @Test(arguments: 1...20 as ClosedRange<UInt64>)
  func delimitedText(seed: UInt64) throws {
    let original = Self.table(seed)
    let read = try opened(try OutputFormat.csv.text([original]), path: "t.csv")
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
