import Glibc
import RegnData
import RegnTestSupport
import Testing

@testable import RegnFileFormats

/// A folder with files and a cache for their columns.
struct CachedFiles {
  let folder = TemporaryFolder()

  var cache: ColumnCache { cache() }

  func cache(limit: Int = ColumnCache.defaultLimit, version: String = "test") -> ColumnCache {
    ColumnCache(folder: folder("cache/regn"), version: version, limit: limit, leastSize: 0, tells: true)
  }

  /// Opens a file as a table whose columns are kept.
  func open(
    _ name: String, _ options: CSVOptions = CSVOptions(), cache: ColumnCache? = nil
  ) throws -> any FileTable {
    try FileTables(options: options, cache: cache ?? self.cache).open(folder(name))
  }

  /// Opens the file as it would be without a cache.
  func plain(_ name: String, _ options: CSVOptions = CSVOptions()) throws -> any FileTable {
    try FileTables(options: options).open(folder(name))
  }

  /// The files of the cache whose names end so, with their folders.
  func kept(_ ending: String = ".column") -> [String] {
    folder.names(in: "cache/regn").flatMap { inner in
      folder.names(in: "cache/regn/\(inner)").filter { $0.hasSuffix(ending) }
        .map { "cache/regn/\(inner)/\($0)" }
    }
  }

  func bytes(_ name: String) throws -> [UInt8] {
    let file = try PosixFileSystem().open(folder(name), memory: .unlimited)
    var bytes = [UInt8](repeating: 0, count: try file.status().size)
    let count = try bytes.withUnsafeMutableBytes { try file.read(into: $0, at: 0) }
    return Array(bytes.prefix(count))
  }

  /// Lets the file have this time, in seconds since 1970.
  func setTime(_ name: String, _ seconds: Int) {
    let time = timespec(tv_sec: seconds, tv_nsec: 0)
    _ = [time, time].withUnsafeBufferPointer { utimensat(AT_FDCWD, folder(name), $0.baseAddress, 0) }
  }
}

/// The rows of a table as texts, what it says of the file, and what of the cache.
func answer(
  _ table: any FileTable, _ columns: [Int]? = nil, _ predicates: [ScanPredicate] = [], workers: Int = 1
) throws -> (rows: [[String]], said: [String], cache: [String]) {
  func read<Table: FileTable>(_ table: Table) throws -> ([[String]], [String]) {
    let read = try rows(table, columns: columns, predicates: predicates, workers: workers)
    return (read.rows, read.table.takeMessages().map(\.description))
  }
  let (found, messages) = try read(table)
  func isOfCache(_ message: String) -> Bool { message.contains(" cache") || message.contains("kept in") }
  return (
    found, messages.filter { !isOfCache($0) },
    messages.filter(isOfCache).map { String($0.drop { $0 != ":" }.dropFirst(2)) }
  )
}

@Suite struct CacheTests {
  let files = CachedFiles()

  /// Every kind of column, nulls and quotes among them.
  static let mixed: String = {
    var random = SplitMix(11)
    var text = "n;big;amount;large;ratio;day;flag;id;name;note\n"
    for row in 0..<3000 {
      func or(_ share: Int, _ value: String) -> String { random.below(share) == 0 ? ".." : value }
      let name = ["Ærø", "Skive", "\"Høje; Taastrup\"", "", "Ringkøbing-Skjern"][random.below(5)]
      let digits = (0..<32).map { _ in String(random.below(16), radix: 16) }.joined()
      let id = [8, 4, 4, 4, 12].reduce(into: ("", digits[...])) { parts, count in
        parts.0 += (parts.0.isEmpty ? "" : "-") + parts.1.prefix(count)
        parts.1 = parts.1.dropFirst(count)
      }.0
      text +=
        [
          or(6, "\(random.below(2000) - 1000)"), or(9, "\((row + 1) * 40_000_001)"),
          or(8, "\(random.below(50_000) - 10),\(10 + random.below(80))"),
          or(5, "12345678901234567890\(random.below(1000)),5"),
          or(7, "\(random.below(1000)),5e\(random.below(9))"),
          or(9, "\(10 + random.below(19)).03.2024"), or(4, "\(random.below(2) == 0)"), or(3, id), name,
          "n\(row) \(String(repeating: "x", count: random.below(40)))",
        ].joined(separator: ";") + "\n"
    }
    return text
  }()

  @Test(arguments: [1, 2]) func answersAreThoseOfTheFile(workers: Int) throws {
    files.folder.write("t.csv", Self.mixed)
    let options = CSVOptions(blockSize: 1 << 14, sampleSize: 1 << 13)
    let plain = try files.plain("t.csv", options)
    #expect(
      plain.columnKinds.map(\.type) == [
        .int, .long, .decimal, .decimal, .real, .datetime, .bool, .guid, .string, .string,
      ])
    let expected = try answer(plain)
    #expect(expected.rows.count == 3000)
    let first = try answer(files.open("t.csv", options), workers: workers)
    #expect(first.rows == expected.rows)
    #expect(first.cache == ["kept amount, big, day, flag, id, large, n, name, note, ratio in the cache"])
    #expect(files.kept().count == 10)
    let second = try answer(files.open("t.csv", options), workers: workers)
    #expect(second.rows == expected.rows)
    #expect(second.cache == ["read amount, big, day, flag, id, large, n, name, note, ratio from the cache"])
    #expect(try files.open("t.csv", options).rowCount == 3000)
  }

  @Test func predicatesAreTestedAsInTheFile() throws {
    files.folder.write("t.csv", PredicateTests.text)
    let options = CSVOptions(blockSize: 1 << 10)
    let plain = try files.plain("t.csv", options)
    _ = try answer(files.open("t.csv", options), workers: 2)
    for predicate in PredicateTests.predicates {
      #expect(plain.applies(predicate))
      let expected = try answer(plain, nil, [predicate]).rows
      let kept = try answer(files.open("t.csv", options), nil, [predicate], workers: 2)
      #expect(kept.rows == expected, "\(predicate)")
      #expect(kept.cache == ["read amount, big, day, flag, n, name from the cache"])
      let others = try answer(files.open("t.csv", options), [5, 1], [predicate]).rows
      #expect(others == expected.map { [$0[5], $0[1]] })
    }
    let pairs = zip(PredicateTests.predicates, PredicateTests.predicates.dropFirst(5))
    for (one, other) in pairs {
      let expected = try answer(plain, [2], [one, other]).rows
      #expect(try answer(files.open("t.csv", options), [2], [one, other]).rows == expected)
    }
  }

  /// A column that was read with a predicate is kept whole.
  @Test func aQuestionWithPredicatesKeepsWholeColumns() throws {
    files.folder.write("t.csv", PredicateTests.text)
    let predicate = PredicateTests.predicates[0]
    let expected = try answer(files.plain("t.csv"), [2], [predicate]).rows
    let first = try answer(files.open("t.csv"), [2], [predicate])
    #expect(first.rows == expected)
    #expect(first.cache == ["kept amount, n in the cache"])
    let second = try answer(files.open("t.csv"), [0, 2])
    #expect(second.rows == (try answer(files.plain("t.csv"), [0, 2]).rows))
    #expect(second.cache == ["read amount, n from the cache"])
    // Of further columns only those are kept that were not.
    #expect(try answer(files.open("t.csv"), [0, 1]).cache == ["kept name in the cache"])
  }

  @Test func blocksOutOfRangeAreNotRead() throws {
    var text = "n;name\n"
    for row in 0..<4000 { text += "\(row);k\(row / 1000)\n" }
    files.folder.write("t.csv", text)
    let options = CSVOptions(blockSize: 1 << 12)
    _ = try answer(files.open("t.csv", options))
    // With the first block damaged, what needs only the last is still answered from the cache.
    for name in files.kept() {
      var bytes = try files.bytes(name)
      for place in 48..<80 { bytes[place] ^= 0xFF }
      files.folder.write(name, bytes)
    }
    for predicate in [
      ScanPredicate(column: 0, test: .greater, constants: [.int(3990)]),
      ScanPredicate(column: 1, test: .equal, constants: [.string("k3")]),
      ScanPredicate(column: 0, test: .oneOf, constants: [.int(3995), .int(3999)]),
      ScanPredicate(column: 0, test: .equal, constants: [.int(-1)]),
      ScanPredicate(column: 1, test: .equal, constants: [.string("none")]),
    ] {
      let kept = try answer(files.open("t.csv", options), [0], [predicate])
      #expect(kept.rows == (try answer(files.plain("t.csv", options), [0], [predicate]).rows))
      #expect(kept.cache.allSatisfy { $0.hasPrefix("read ") }, "\(kept.cache)")
    }
  }

  @Test func aQuestionThatStopsEarlyKeepsNothing() throws {
    files.folder.write("t.csv", PredicateTests.text)
    let options = CSVOptions(blockSize: 1 << 10)
    do {
      let table = try files.open("t.csv", options)
      let scan = try table.scan(ScanRequest(columns: [0]), context: testContext())
      #expect(try scan.next(worker: 0) != nil)
    }
    #expect(files.kept("").isEmpty)
    #expect(try answer(files.open("t.csv", options), [0]).cache == ["kept n in the cache"])
  }

  @Test func countingReadsAKeptColumn() throws {
    files.folder.write("t.csv", PredicateTests.text)
    #expect(try answer(files.open("t.csv"), []).cache.isEmpty)
    _ = try answer(files.open("t.csv"), [3])
    let table = try files.open("t.csv")
    let scan = try table.scan(ScanRequest(columns: []), context: testContext())
    var rows = 0
    while let chunk = try scan.next(worker: 0) { rows += chunk.rowCount }
    #expect(rows == 500)
    #expect(table.takeMessages().map { $0.description.hasSuffix("counted the rows in the cache") } == [true])
  }

  // MARK: - What is said

  @Test func malformedRecordsAreSaidAgain() throws {
    var text = "a;b;c\n"
    for row in 0..<900 {
      switch row % 100 {
      case 20: text += "\(row);x\n"
      case 40: text += "\(row);\"x\"y;z\n"
      case 60: text += "\(row);x;\"z\"z\n"
      case 61: text += "\(row);x;\"z\"z\n"
      case 80: text += "\(row);x\u{0};z\n"
      default: text += "\(row);x;z\n"
      }
    }
    files.folder.write("t.csv", text)
    for columns in [[0], [0, 1], [2], [0, 1, 2]] {
      let expected = try answer(files.plain("t.csv"), columns, workers: 2)
      #expect(!expected.said.isEmpty)
      for _ in 0..<2 {
        let kept = try answer(files.open("t.csv"), columns, workers: 2)
        #expect(kept.rows == expected.rows)
        #expect(kept.said == expected.said)
      }
    }
    // Each column was read by another question, and all of them are asked for together.
    let all = CachedFiles()
    all.folder.write("t.csv", text)
    for column in [0, 1, 2] { _ = try answer(all.open("t.csv"), [column]) }
    let expected = try answer(all.plain("t.csv"))
    let together = try answer(all.open("t.csv"))
    #expect(together.said == expected.said)
    #expect(together.cache == ["read a, b, c from the cache"])
    #expect(try answer(all.open("t.csv"), []).said == answer(all.plain("t.csv"), []).said)
  }

  @Test func aWidenedColumnIsKnownToBeWide() throws {
    var text = "a;b;c\n"
    for row in 0..<3000 { text += "\(row);\(row);x\n" }
    text += "7;n/k;x\n1;2;3;4\n"
    for row in 0..<3000 { text += "\(row);\(row);Æ\n" }
    files.folder.write("t.csv", text)
    let options = CSVOptions(blockSize: 1 << 12, sampleSize: 1 << 9)
    let expected = try answer(files.plain("t.csv", options))
    #expect(expected.said.count == 3)
    let first = try answer(files.open("t.csv", options), workers: 2)
    #expect(first.rows == expected.rows)
    #expect(first.said == expected.said)
    #expect(files.kept(".changes").count == 1)
    let table = try files.open("t.csv", options)
    #expect(table.schema.columns.map(\.name) == ["a", "b", "c", "_extra"])
    #expect(table.columnKinds[1] == .string)
    let second = try answer(table, workers: 2)
    #expect(second.rows == expected.rows)
    #expect(second.said == expected.said)
    #expect(second.cache == ["read _extra, a, b, c from the cache"])
  }

  @Test func leftOutRowsStayOut() throws {
    files.folder.write("t.csv", "a;b\n1;2\n3\n4;5\n6;7;8\n9;10\n")
    let options = CSVOptions(onError: .skip)
    let expected = try answer(files.plain("t.csv", options), [1])
    #expect(expected.rows == [["2"], ["5"], ["10"]])
    for _ in 0..<2 {
      let kept = try answer(files.open("t.csv", options), [1])
      #expect(kept.rows == expected.rows)
      #expect(kept.said == expected.said)
    }
    // What is read otherwise is kept apart.
    #expect(try answer(files.open("t.csv"), [1]).rows.count == 5)
    #expect(try answer(files.open("t.csv", options), [1]).rows.count == 3)
  }

  // MARK: - Other formats

  @Test func otherFormatsAreKeptToo() throws {
    var lines = ""
    for row in 0..<500 {
      lines += "{\"n\": \(row), \"tags\": [\(row % 3), null], \"name\": \"Ærø\(row % 7)\"}\n"
    }
    files.folder.write("t.ndjson", lines)
    files.folder.write("a.csv", "n;x\n1;2\n")
    files.folder.write("b.csv", "n;y\n1,5;2\n")
    for name in ["t.ndjson", "?.csv"] {
      let expected = try answer(files.plain(name)).rows
      #expect(!expected.isEmpty)
      #expect(try answer(files.open(name), workers: 2).rows == expected)
      let kept = try answer(files.open(name), workers: 2)
      #expect(kept.rows == expected)
      #expect(kept.cache.allSatisfy { $0.hasPrefix("read ") } && !kept.cache.isEmpty)
    }
  }

  @Test func recordsWithLateKeysAreKnown() throws {
    var lines = ""
    for row in 0..<40_000 { lines += "{\"n\": \(row), \"name\": \"Kommune \(row % 98)\"}\n" }
    lines += "{\"n\": 1.5, \"late\": [1]}\n"
    files.folder.write("t.ndjson", lines)
    let expected = try answer(files.plain("t.ndjson"))
    #expect(expected.said.count == 1)
    #expect(expected.rows.count == 40_001)
    let first = try answer(files.open("t.ndjson"), workers: 2)
    #expect(first.rows == expected.rows)
    let table = try files.open("t.ndjson")
    #expect(table.schema.columns.map(\.name) == ["n", "name", "late"])
    let second = try answer(table, workers: 2)
    #expect(second.rows == expected.rows)
    #expect(second.said == expected.said)
    #expect(second.cache == ["read late, n, name from the cache"])
  }

  /// Of a large file a column is counted when its values are asked for; that keeps it.
  @Test func countingAColumnKeepsIt() throws {
    var part = ""
    for row in 0..<1000 { part += "\(row);Kommune \(row % 98);some text that makes the row longer\n" }
    files.folder.write("t.csv", "n;name;text\n" + String(repeating: part, count: 400))
    for _ in 0..<2 {
      let table = try files.open("t.csv")
      #expect(table.statistics(ofColumn: 1) == nil)
      let counted = table.countedStatistics(ofColumn: 1, within: .seconds(60))
      #expect(counted?.rowCount == 400_000)
      #expect(counted?.distinctCount == 98)
      #expect(table.statistics(ofColumn: 1)?.distinctCount == 98)
      #expect(table.takeMessages().isEmpty)
    }
    #expect(try answer(files.open("t.csv"), [1]).cache == ["read name from the cache"])
  }

  @Test func statisticsComeFromTheCache() throws {
    files.folder.write("t.csv", PredicateTests.text)
    let plain = try files.plain("t.csv")
    _ = try answer(files.open("t.csv"))
    let table = try files.open("t.csv")
    for column in 0..<6 {
      let (kept, read) = (table.statistics(ofColumn: column), plain.statistics(ofColumn: column))
      #expect(kept?.rowCount == read?.rowCount)
      #expect(kept?.nullCount == read?.nullCount)
      #expect(kept?.distinctCount == read?.distinctCount)
      #expect(kept?.minimum == read?.minimum)
      #expect(kept?.maximum == read?.maximum)
      #expect(kept?.values?.map(\.value) == read?.values?.map(\.value))
    }
  }
}
