import RegnData
import Testing

@testable import RegnFileFormats

/// A table that is loaded in parts is the file's, whoever read what.
@Suite struct LoadedPartsTests {
  private func table() throws -> CSVTable {
    var random = SplitMix(7)
    var text = "id;few;many;amount;maybe;day\n"
    for row in 0..<30_000 {
      let few = ["Aabenraa", "Ærø", "", "Randers"][random.below(4)]
      let maybe = random.below(5) == 0 ? "" : "\(random.below(90_000))"
      text +=
        "\(row);\(few);tekst \(random.below(row < 20_000 ? 50 : 20_000));\(random.below(10_000)),\(10 + random.below(90))"
      text += ";\(maybe);\(10 + random.below(19))-0\(1 + random.below(9))-2024\n"
    }
    return try csv(text, CSVOptions(blockSize: 3000))
  }

  @Test(arguments: [1, 2], [500, 7_000, 1 << 20])
  func partsHoldTheRowsInTheirOrder(workers: Int, partRows: Int) throws {
    let table = try table()
    let expected = try rows(table, columns: Array(0..<6)).rows
    let context = testContext(workers: workers)
    let loaded = try TableLoader(table: table, context: context, partRows: partRows).load()
    #expect(context.memory.usedBytes == 0)
    #expect(context.memory.peakBytes >= loaded.residentByteCount)
    #expect(loaded.rowCount == 30_000)
    let columns = loaded.table.columns
    for row in 0..<30_000 {
      try #require(columns.map { shown($0.value(row)) } == expected[row], "row \(row)")
    }
    // What is known of the columns is what is known of them in one piece.
    for index in columns.indices {
      let found = loaded.statistics(ofColumn: index)
      let whole = PackedColumn.statistics(ofParts: [PackedColumn([columns[index]], type: columns[index].type)]
      )
      #expect(found?.nullCount == whole.nullCount && found?.distinctCount == whole.distinctCount)
      #expect(found?.minimum == whole.minimum && found?.maximum == whole.maximum)
      #expect(found?.values?.map(\.value) == whole.values?.map(\.value))
      #expect(found?.values?.map(\.count) == whole.values?.map(\.count))
    }
    // A predicate finds the same rows in all parts.
    for predicate in [
      ScanPredicate(column: 1, test: .equal, constants: [.string("Ærø")]),
      ScanPredicate(column: 4, test: .less, constants: [.int(20_000)]),
    ] {
      #expect(loaded.applies(predicate))
      let scan = try loaded.scan(ScanRequest(columns: [0], predicates: [predicate]), context: context)
      var found: [String] = []
      while let chunk = try scan.next(worker: 0) {
        for row in 0..<chunk.rowCount { found.append(shown(chunk.columns[0].value(row))) }
      }
      let wanted = (0..<30_000).filter { row in
        predicate.column == 1
          ? expected[row][1] == "Ærø" : (Int(expected[row][4]).map { $0 < 20_000 } ?? false)
      }
      #expect(found == wanted.map { shown(columns[0].value($0)) })
    }
  }
}
