import Glibc
import RegnData
import RegnTestSupport
import Testing

@testable import RegnFileFormats

@Suite struct FileTests {
  @Test func realFiles() throws {
    let folder = TemporaryFolder()
    let path = folder.write("a.csv", "a;b\n1;x\n2;y\n")
    #expect(try rows(CSVTable(path: path)).rows == [["1", "x"], ["2", "y"]])
    #expect(try rows(CSVTable(path: path), workers: 4).rows == [["1", "x"], ["2", "y"]])
  }

  private func code(_ path: String, _ fileSystem: any FileSystem = PosixFileSystem()) -> String? {
    do {
      _ = try FileTables(fileSystem: fileSystem).open(path)
      return nil
    } catch {
      return error.code
    }
  }

  @Test func failuresHaveCodes() throws {
    let folder = TemporaryFolder()
    #expect(code("\(folder.path)/none.csv") == "RG0610")
    #expect(code(folder.path) == "RG0611")
    #expect(code("/dev/zero") == "RG0613")
    #expect(code("/dev/null") == "RG0613")
    #expect(code(folder.write("empty.csv", "")) == "RG0615")
    #expect(code("x.csv", MemoryFileSystem(["x.csv": [0x1F, 0x8B, 8, 0]])) == "RG0622")
    #expect(code("x.csv", MemoryFileSystem(["x.csv": (0..<255).map { UInt8($0 % 7) }])) == "RG0614")
    #expect(code("x.csv", MemoryFileSystem(["x.csv": [0xEF, 0xBB, 0xBF]])) == "RG0615")
    #expect(code("x.csv", MemoryFileSystem(["x.csv": [0x0A, 0x0A]])) == "RG0615")
    #expect(code("\(folder.path)/*.nothing") == "RG0620")
    if geteuid() != 0 {
      let secret = folder.write("secret.csv", "a\n")
      chmod(secret, 0)
      #expect(code(secret) == "RG0612")
    }
  }

  @Test func aFileThatChangesIsNotReadOn() throws {
    let folder = TemporaryFolder()
    let path = folder.write("a.csv", "a;b\n1;x\n2;y\n")
    let table = try CSVTable(path: path)
    _ = folder.write("a.csv", "a;b\n1;x\n")
    let error = #expect(throws: ExecutionError.self) { try rows(table) }
    #expect(error?.code == "RG0616")
  }

  @Test func aFileTruncatedDuringAScan() throws {
    let folder = TemporaryFolder()
    let path = folder.write("a.csv", "a;b\n" + String(repeating: "1;x\n", count: 10_000))
    let table = try CSVTable(path: path, options: CSVOptions(blockSize: 1000))
    let scan = try table.scan(ScanRequest(columns: [0]), context: testContext())
    _ = try scan.next(worker: 0)
    truncate(path, 500)
    let error = #expect(throws: ExecutionError.self) { while try scan.next(worker: 0) != nil {} }
    #expect(error?.code == "RG0616")
  }

  @Test func pipesAreReadToTheirEnd() throws {
    let folder = TemporaryFolder()
    let path = "\(folder.path)/pipe"
    mkfifo(path, 0o600)
    let text = "a;b\n" + (0..<300_000).map { "\($0);x\n" }.joined()
    let answers = try onThreads(2) { worker -> Int in
      if worker == 0 {
        let file = fopen(path, "w")!
        fputs(text, file)
        fclose(file)
        return 0
      }
      return try rows(CSVTable(path: path), columns: [0]).rows.count
    }
    #expect(answers[1] == 300_000)
  }

  @Test func aPipeLongerThanTheLimit() throws {
    let folder = TemporaryFolder()
    let path = "\(folder.path)/pipe"
    mkfifo(path, 0o600)
    let codes = try onThreads(2) { worker -> String in
      if worker == 0 {
        signal(SIGPIPE, SIG_IGN)
        let file = fopen(path, "w")!
        fputs(String(repeating: "1;2\n", count: 1_000_000), file)
        fclose(file)
        return ""
      }
      do {
        _ = try CSVTable(path: path, memory: MemoryBudget(limit: 100_000))
        return "none"
      } catch let error as ExecutionError {
        return error.code
      }
    }
    #expect(codes[1] == "RG0603")
  }

  @Test func theKernelsOwnFiles() throws {
    #expect(try rows(CSVTable(path: "/proc/self/limits")).rows.count > 5)
  }

  @Test func cancellationAndLimits() throws {
    let table = try csv("a;b\n" + String(repeating: "1;2\n", count: 1000), CSVOptions(blockSize: 100))
    let cancelled = try table.scan(ScanRequest(columns: [0]), context: testContext(cancelAtCheckpoint: 5))
    let error = #expect(throws: ExecutionError.self) { while try cancelled.next(worker: 0) != nil {} }
    #expect(error?.code == "RG0601")
    let small = ExecutionContext(memory: MemoryBudget(limit: 100), now: DateTime(ticks: 0))
    let refused = #expect(throws: ExecutionError.self) { try table.load(context: small) }
    #expect(refused?.code == "RG0603")
    let enough = ExecutionContext(memory: MemoryBudget(limit: 1_000_000), now: DateTime(ticks: 0))
    _ = try table.load(context: enough)
    #expect(enough.memory.usedBytes == 0)
    #expect(enough.memory.peakBytes > 0)
  }

  @Test func progressCountsBytesAndRows() throws {
    let text = "a;b\n1;2\n3;4\n"
    let table = try csv(text, CSVOptions(blockSize: 3))
    let context = testContext()
    let scan = try table.scan(ScanRequest(columns: [0]), context: context)
    while try scan.next(worker: 0) != nil {}
    #expect(context.progress.now == (2, 0, 8, 8))
  }
}

@Suite struct FileTablesTests {
  static let files = MemoryFileSystem(text: [
    "d/costs.csv": "a;b\n1;x\n", "d/2024 regnskab.tsv": "a\tb\n1\tx\n", "d/.hidden.csv": "a\n1\n",
    "d/README.md": "# no table\n", "d/costs.txt": "a;b\n2;y\n", "d/broken.csv": "",
    "d/sub/deep.csv": "a\n1\n",
    "y/2019.csv": "year;n\n2019;5\n2019;6\n", "y/2020.csv": "year;n;note\n2020;7,5;æ\n",
    "y/2021.csv": "n;year\n12345678901;2021\n5;2021\n", "-": "p;q\n1;2\n",
  ])

  @Test func aFolder() throws {
    let found = try FileTables(fileSystem: Self.files).openFolder("d")
    #expect(found.tables.map(\.name) == ["_2024_regnskab", "costs", "costs_2"])
    #expect(found.skipped.map(\.code) == ["RG0615"])
    #expect(throws: ExecutionError.self) { try FileTables(fileSystem: Self.files).openFolder("d/costs.csv") }
    #expect(throws: ExecutionError.self) { try FileTables(fileSystem: Self.files).openFolder("none") }
  }

  @Test func standardInput() throws {
    let table = try FileTables(fileSystem: Self.files).open("-")
    #expect(table.path == "standard input")
    #expect(try chunks(table, ScanRequest(columns: [0, 1])).map(\.rowCount) == [1])
  }

  @Test func severalFilesAsOne() throws {
    let opened = try FileTables(fileSystem: Self.files).open("y/20*.csv")
    let table = try #require(opened as? UnionTable)
    #expect(table.schema.columns.map { "\($0.name) \($0.type)" } == ["year int", "n decimal", "note string"])
    for workers in [1, 3] {
      #expect(
        try rows(table, workers: workers).rows == [
          ["2019", "5.0", ""], ["2019", "6.0", ""], ["2020", "7.5", "æ"], ["2021", "12345678901.0", ""],
          ["2021", "5.0", ""],
        ])
    }
    #expect(table.rowCount == 5)
    let loaded = try table.load(context: testContext(workers: 2)).loaded
    #expect(loaded.rowCount == 5)
    let after2019 = ScanPredicate(column: 0, test: .greater, constants: [.int(2019)])
    #expect(table.applies(after2019))
    #expect(
      try rows(table, columns: [1], predicates: [after2019]).rows == [["7.5"], ["12345678901.0"], ["5.0"]])
    #expect(!table.applies(ScanPredicate(column: 2, test: .equal, constants: [.string("æ")])))
  }

  @Test func aPatternThatFitsOneFile() throws {
    #expect(try FileTables(fileSystem: Self.files).open("d/cost?.csv").path == "d/costs.csv")
    #expect(try FileTables(fileSystem: Self.files).open("?/2019.csv").path == "y/2019.csv")
  }

  @Test(arguments: [
    ("costs", "*", true), ("costs", "c*s", true), ("costs", "c?sts", true), ("costs", "c?ts", false),
    ("costs", "[a-d]osts", true), ("costs", "[!a-d]osts", false), ("costs", "cost", false),
    ("a*b", "a[*]b", true),
    ("aaab", "*a*b", true), ("Ærø", "?rø", true), ("x", "", false), ("", "*", true),
  ])
  func patterns(name: String, pattern: String, fits: Bool) {
    #expect(GlobPattern.matches(name, pattern) == fits)
  }

  @Test(arguments: [
    ("a/b/costs.csv", "costs"), ("beløb 2024.csv", "beløb_2024"), ("2024.csv", "_2024"),
    ("x.tar.csv", "x_tar"),
    (".csv", "_csv"), ("-", "stdin"),
  ])
  func names(path: String, name: String) {
    #expect(FileTables.tableName(of: path) == name)
  }
}

@Suite struct LoadTests {
  static let text: String = {
    var random = SplitMix(5)
    var text = "n;name;amount;day;id;x\n"
    for row in 0..<3000 {
      text += "\(random.below(9) == 0 ? "" : "\(random.below(12))");navn\(random.below(30));"
      text +=
        "\(random.below(999)),\(10 + random.below(80));2024-03-\(10 + random.below(15));id-\(row)-lang-tekst;"
      text += "\(row % 3 == 0 ? "" : "y")\n"
    }
    return text
  }()

  @Test func loadedIsScanned() throws {
    for (workers, blockSize) in [(1, 1 << 20), (2, 700), (4, 333)] {
      let table = try csv(Self.text, CSVOptions(blockSize: blockSize))
      let loaded = try table.load(context: testContext(workers: workers)).loaded
      #expect(loaded.rowCount == 3000)
      var read: [[String]] = []
      for chunk in try chunks(loaded, ScanRequest(columns: Array(0..<6))) {
        for row in 0..<chunk.rowCount { read.append(chunk.columns.map { shown($0.value(row)) }) }
      }
      #expect(read == (try rows(table).rows))
    }
  }

  @Test func statistics() throws {
    let table = try csv("n;name;amount\n3;b;1,50\n;a;2,50\n3;b;-1,00\n7;c;\n")
    let loaded = try table.load(context: testContext(workers: 2)).loaded
    for source in [loaded, table] as [any TableSource] {
      let n = try #require(source.statistics(ofColumn: 0))
      #expect(n.rowCount == 4 && n.nullCount == 1 && n.distinctCount == 2)
      #expect(n.minimum == .int(3) && n.maximum == .int(7))
      #expect(n.values?.map { "\($0.value)×\($0.count)" } == ["3×2", "7×1"])
      let name = try #require(source.statistics(ofColumn: 1))
      #expect(name.values?.map { "\($0.value)×\($0.count)" } == ["b×2", "a×1", "c×1"])
      let amount = try #require(source.statistics(ofColumn: 2))
      #expect(amount.nullCount == 1)
      #expect(amount.minimum.map(shown) == "-1.00")
      #expect(amount.maximum.map(shown) == "2.50")
      #expect(source.statistics(ofColumn: 9) == nil)
    }
  }

  @Test func loadWidensAndTellsTheFinalForm() throws {
    let table = try csv(WideningTests.text("5", ["n/k"]), CSVOptions(sampleSize: 512))
    let (loaded, final) = try table.load(context: testContext(workers: 2))
    #expect(loaded.schema.columns[0].type == .string)
    #expect(shape(final) == "x string, k string")
  }

  @Test func manyDistinctTextsLeaveTheDictionary() throws {
    var text = "id;k\n"
    for row in 0..<150_000 { text += row % 2 == 0 ? "nr\(row);a\n" : "\"et langt nummer \(row)\";b\n" }
    let table = try csv(text)
    let read = try rows(table, columns: [0], workers: 2).rows
    #expect(read.count == 150_000)
    #expect(read[149_998] == ["nr149998"])
    #expect(read[149_999] == ["et langt nummer 149999"])
    let loaded = try table.load(context: testContext(workers: 2)).loaded
    #expect(loaded.table.columns[0].value(149_999) == .string("et langt nummer 149999"))
    #expect(loaded.table.columns[0].value(0) == .string("nr0"))
  }
}
