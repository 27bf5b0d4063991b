import RegnData
import RegnFileFormats
import RegnPresentation
import Testing

/// What a scan of Parquet reads, and what it leaves alone.
@Suite struct ParquetScanTests {
  @Test func rowsAreCountedWithoutColumns() throws {
    let table = try ParquetFiles.table("rows-snappy-1.parquet")
    #expect(table.rowCount == 60)
    #expect(try chunks(table, ScanRequest(columns: [])).map(\.rowCount) == [25, 25, 10])
  }

  /// The rows that pass are the same as those that pass one by one.
  @Test(arguments: [
    "rows-snappy-1.parquet", "rows-zstd-2.parquet", "rows-delta.parquet", "rows-polars.parquet",
  ])
  func predicates(file: String) throws {
    let table = try ParquetFiles.table(file)
    let all = Chunk.concatenate(
      try chunks(table, ScanRequest(columns: Array(0..<6))), types: table.schema.columns.map(\.type))
    let tests: [ScanPredicate.Test] = [
      .equal, .notEqual, .less, .lessOrEqual, .greater, .greaterOrEqual, .oneOf,
    ]
    for (column, schema) in table.schema.columns.enumerated() {
      for row in stride(from: 0, to: 60, by: 7) where !all.columns[column].isNull(row) {
        for test in tests {
          let predicate = ScanPredicate(
            column: column, test: test, constants: [all.columns[column].value(row)])
          guard table.applies(predicate) else { continue }
          let compiled = try #require(ColumnPredicate(predicate, type: schema.type, scale: nil))
          var passing = [UInt32](repeating: 0, count: 60)
          let count = passing.withUnsafeMutableBufferPointer {
            compiled.select(all.columns[column], into: $0.baseAddress!)
          }
          let expected = passing.prefix(count).map { shown(all.columns[0].value(Int($0))) }
          let found = try chunks(table, ScanRequest(columns: [0], predicates: [predicate]))
          #expect(
            found.flatMap { chunk in (0..<chunk.rowCount).map { shown(chunk.columns[0].value($0)) } }
              == expected)
        }
      }
    }
  }

  @Test func groupsOfRowsThatCannotPassAreNotRead() throws {
    // The second group of rows, from row 25 on, is damaged where its numbers lie; nobody asks for it.
    let table = try ParquetFiles.table("rows-snappy-1.parquet")
    let first = ScanPredicate(column: 0, test: .less, constants: [.int(25)])
    let context = testContext()
    let scan = try table.scan(ScanRequest(columns: [0], predicates: [first]), context: context)
    #expect(try scan.next(worker: 0)?.rowCount == 25)
    #expect(try scan.next(worker: 0) == nil)
    #expect(context.progress.now.bytes == context.progress.now.expectedBytes)
    #expect(context.progress.now.expectedBytes < 250)
  }

  @Test func severalFilesAreAsWideAsAllNeed() throws {
    func file(_ columns: [(String, Column)]) throws -> [UInt8] {
      try ParquetRoundTripTests.bytes(
        ResultTable(
          name: "t", columns: columns.map { ColumnSchema(name: $0.0, type: $0.1.type) },
          chunks: [Chunk(columns: columns.map(\.1), rowCount: 2, sequence: 0)]))
    }
    let first = try file([
      ("n", Column(type: .int, values: [.int(1), .null(.int)])),
      ("d", Column(type: .decimal, values: [.decimal(Decimal(coefficient: 15, scale: 1)), .null(.decimal)])),
      ("x", Column(type: .long, values: [.long(7), .long(8)])),
    ])
    let second = try file([
      ("n", Column(type: .long, values: [.long(1 << 40), .long(2)])),
      (
        "d", Column(type: .decimal, values: [.decimal(Decimal(coefficient: 225, scale: 2)), .null(.decimal)])
      ),
      ("x", Column(type: .string, values: [.string("a"), .string("")])),
    ])
    let table = try FileTables(fileSystem: MemoryFileSystem(["a.parquet": first, "b.parquet": second]))
      .open("*.parquet")
    #expect(
      try lines(table) == ["1|1.50|7", "∅|∅|8", "1099511627776|2.25|a", "2|∅|"])
  }
}
