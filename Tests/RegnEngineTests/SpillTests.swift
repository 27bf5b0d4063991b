import Foundation
import RegnBinder
import RegnData
import Testing

@testable import RegnEngine

/// Rows that do not fit into memory are set aside in files, and no answer shows that they were.
@Suite struct SpillTests {
  /// How a query ended, and what it set aside.
  private func outcome(_ plan: LogicalPlan, _ harness: EngineHarness, _ run: EngineHarness.Run) -> [String] {
    let context = harness.context(run)
    do {
      let rows = try EngineHarness.rows(
        plan, context, optimizes: run.optimizes, smallRight: run.smallRight, spillRoom: run.spillRoom)
      return context.memory.usedBytes == 0 ? rows : ["memory was kept: \(context.memory.usedBytes)"]
    } catch { return ["error: \((error as? ExecutionError)?.code ?? "\(error)")"] }
  }

  /// Compares a query without and with so little room that nearly everything is set aside.
  private func compare(
    _ query: String, _ harness: EngineHarness, _ comment: String, rooms: [Int] = [0, 5_000]
  ) throws {
    let plan = try harness.plan(query)
    let expected = outcome(plan, harness, .init())
    for room in rooms {
      for workers in [1, 2] {
        let got = outcome(plan, harness, .init(workers: workers, spills: true, spillRoom: room))
        if got != expected {
          let first = zip(got, expected).first { $0 != $1 }
          Issue.record(
            """
            \(comment): \(query)
            \(room) bytes, \(workers) workers: \(got.count) lines, \(expected.count) expected; \
            first difference: \(first.map { "\($0.0) — expected \($0.1)" } ?? "length")
            """)
        }
      }
    }
  }

  @Test func settingRowsAsideChangesNoAnswer() throws {
    for seed in PropertyTests.seeds(0..<150) {
      var generator = SeededGenerator(seed)
      let harness = EngineHarness([
        "T": RandomTable(
          rows: Int(generator.next() % 150), withSpecials: generator.one(in: 2), &generator),
        "S": RandomTable(
          rows: Int(generator.next() % 40),
          columns: RandomTable.columns.filter { _ in !generator.one(in: 3) }, &generator),
      ])
      let query = try RandomPipelines(harness: harness).query(length: 6, &generator)
      try compare(query, harness, "seed \(seed)")
    }
  }

  @Test func sortedRowsComeInTheSameOrder() throws {
    let columns = RandomTable.columns.filter { $0.type != .dynamic }.map(\.name)
    for seed in PropertyTests.seeds(0..<40) {
      var generator = SeededGenerator(seed)
      let harness = EngineHarness([
        "T": RandomTable(rows: 400 + Int(seed), withSpecials: seed % 2 == 0, &generator)
      ])
      let keys = (0...generator.next() % 2).map { _ in
        "\(generator.pick(columns)) \(generator.pick(["asc", "desc"]))"
          + generator.pick(["", " nulls first", " nulls last"])
      }
      try compare("T | sort by \(keys.joined(separator: ", "))", harness, "seed \(seed)")
    }
  }

  @Test func windowsOfMoreThanTheMemoryHolds() throws {
    for seed in PropertyTests.seeds(0..<20) {
      var generator = SeededGenerator(seed)
      let harness = EngineHarness(["T": RandomTable(rows: 300, withSpecials: true, &generator)])
      let key = generator.pick(["l", "s", "d", "t"])
      try compare(
        "T | sort by \(key) asc | extend a = row_number(), b = row_cumsum(i), c = prev(s), d2 = next(r, 2)"
          + " | where a % 3 == 1", harness, "seed \(seed)")
    }
  }

  @Test func joinsOfEveryKindGiveTheSamePairs() throws {
    let columns = RandomTable.columns.filter { $0.type != .dynamic }.map(\.name)
    for seed in PropertyTests.seeds(0..<30) {
      var generator = SeededGenerator(seed)
      let harness = EngineHarness([
        "L": RandomTable(rows: Int(seed % 7) * 30, withSpecials: true, &generator),
        "R": RandomTable(rows: 20 + Int(seed) * 3, withSpecials: true, &generator),
      ])
      let first = generator.pick(columns)
      let second = generator.pick(columns)
      let on =
        switch seed % 3 {
        case 0: "$left.\(first) == $right.\(first)"
        case 1 where first != second: "\(first), \(second)"
        default: "l"
        }
      for kind in JoinKind.allCases {
        try compare("L | join kind=\(kind.rawValue) R on \(on)", harness, "seed \(seed)")
      }
    }
  }

  /// Sides of 40,000 rows in the memory for some of them.
  @Test func aJoinOfMoreThanTheMemoryHolds() throws {
    let harness = EngineHarness([
      "T": ColumnTable.numbered(40_000, keys: 30_000), "S": ColumnTable.numbered(40_000, keys: 50_000),
    ])
    for kind in JoinKind.allCases {
      let query =
        "T | project key, id, text | join kind=\(kind.rawValue) (S | project key, t = text) on key"
        + " | where key % 100 == 7"
      let plan = try harness.plan(query)
      let expected = outcome(plan, harness, .init(optimizes: false))
      for workers in [1, 2] {
        let run = EngineHarness.Run(workers: workers, memoryLimit: 4_000_000, optimizes: false, spills: true)
        #expect(outcome(plan, harness, run) == expected, "\(kind), \(workers) workers")
      }
      let less = EngineHarness.Run(memoryLimit: 4_000_000, optimizes: false)
      #expect(outcome(plan, harness, less) == ["error: RG0603"], "\(kind)")
    }
  }

  /// No parting makes the rows of one key fewer.
  @Test func aKeyWithMoreRowsThanTheMemoryHoldsIsRefused() throws {
    let harness = EngineHarness(["T": ColumnTable.numbered(100_000, keys: 10)])
    let plan = try harness.plan(
      "T | project k = id % 2, a = id | join kind=inner (T | project k = id % 2, text) on k | count")
    for workers in [1, 2] {
      let run = EngineHarness.Run(workers: workers, memoryLimit: 3_000_000, optimizes: false, spills: true)
      #expect(outcome(plan, harness, run) == ["error: RG0603"])
    }
  }

  @Test func groupsHaveTheSameAggregates() throws {
    let aggregates = [
      "count(), sum(l), avg(r), min(d), max(s), sum(d)", "make_list(i), make_set(s), make_bag(x)",
      "take_any(x), arg_max(r, id, s), arg_min(t, *)", "percentile(r, 50), percentiles(l, 10, 90)",
      "dcount(s), count_distinct(i), stdev(r), variance(l)",
      "countif(b), sumif(l, b), make_list_if(g, b), dcountif(s, b)", "max(p), min(t), take_any(g)",
      "percentilew(r, i, 50), binary_all_or(i), make_list_with_nulls(d)",
    ]
    let keys = ["s", "l", "i, b", "d", "g", "r", "t, s", "id", "bin(id, 7)"]
    for seed in PropertyTests.seeds(0..<36) {
      var generator = SeededGenerator(seed)
      let harness = EngineHarness([
        "T": RandomTable(rows: 600, withSpecials: seed % 2 == 0, &generator)
      ])
      let (aggregate, key) = (aggregates[Int(seed) % aggregates.count], keys[Int(seed) % keys.count])
      let query = "T | summarize \(aggregate) by \(key)"
      try compare(query, harness, "seed \(seed)", rooms: [0, 60_000, 90_000])
    }
  }

  /// Half of the groups are there before rows are set aside, and get rows afterwards.
  @Test func groupsOfMoreThanTheMemoryHolds() throws {
    let harness = EngineHarness(["T": ColumnTable.numbered(200_000, keys: 100_000)])
    for query in [
      "T | summarize n = count(), first = min(id), t = take_any(text) by key | where key % 1000 == 7",
      "T | distinct key, text | where key % 1000 == 7",
      "T | extend k = iff(id < 40000, id % 20000, id) | summarize n = count(), max(id) by k"
        + " | where k % 5000 == 3",
    ] {
      let plan = try harness.plan(query)
      let expected = outcome(plan, harness, .init(optimizes: false))
      for workers in [1, 2] {
        // The groups of a first chunk take some memory for each worker.
        let run = EngineHarness.Run(
          workers: workers, memoryLimit: workers * 14_000_000, optimizes: false, spills: true)
        #expect(outcome(plan, harness, run) == expected, "\(query), \(workers) workers")
      }
      let less = EngineHarness.Run(memoryLimit: 14_000_000, optimizes: false)
      #expect(outcome(plan, harness, less) == ["error: RG0603"], "\(query)")
    }
  }

  @Test func aSortOfMoreThanTheMemoryHolds() throws {
    let harness = EngineHarness(["T": ColumnTable.numbered(200_000, keys: 20_000)])
    let query = "T | project key, id, text | sort by key desc, id asc | where id % 1000 == 7"
    let expected = try harness.rows(query)
    for workers in [1, 2] {
      let plan = try harness.plan(query)
      // The rows alone are 200,000 × 52 bytes.
      let context = harness.context(.init(workers: workers, memoryLimit: 6_000_000, spills: true))
      let rows = try EngineHarness.rows(plan, context, optimizes: false)
      #expect(rows == expected)
      #expect(context.memory.peakBytes <= 6_000_000 && context.memory.usedBytes == 0)
      #expect(
        outcome(plan, harness, .init(workers: workers, memoryLimit: 6_000_000, optimizes: false)) == [
          "error: RG0603"
        ])
    }
  }

  @Test func analyzeTellsWhatWasSetAside() throws {
    let harness = EngineHarness(["T": ColumnTable.numbered(50_000, keys: 100)])
    func text(_ limit: Int) throws -> String {
      let context = harness.context(.init(memoryLimit: limit, spills: true))
      let profile = Profile(memory: context.memory)
      let plan = try harness.plan("T | project id, key | sort by key asc | where id == 4")
      _ = try Engine(context: context, profile: profile).run(plan)
      return profile.text()
    }
    #expect(try text(2_000_000).contains("MB set aside in files)"))
    #expect(try !text(.max / 2).contains("set aside"))
  }

  // MARK: - Blocks

  @Test func aBlockOfAnyColumnsReadsBack() throws {
    let types = [.long] + RandomTable.columns.map(\.type)
    let context = EngineHarness([:]).context(.init(spills: true))
    for seed in PropertyTests.seeds(0..<100) {
      var generator = SeededGenerator(seed)
      let table = RandomTable(rows: Int(seed), withSpecials: true, &generator)
      for room in [0, 1 << 20] {
        let space = try #require(SpillSpace(context, tally: SpillTally(), room: room))
        var rows = SpilledRows(in: try space.makeFile(), types: types, dictionaries: space.dictionaries)
        for chunk in table.chunks { try rows.append(chunk) }
        let read = try rows.blocks.indices.map { try rows.chunk($0) }
        let written = table.chunks.filter { $0.rowCount > 0 }
        #expect(read.map(\.rowCount) == written.map(\.rowCount))
        for (before, after) in zip(written, read) {
          for column in types.indices {
            let (a, b) = (before.columns[column], after.columns[column])
            #expect(
              (0..<before.rowCount).allSatisfy { "\(a.value($0))" == "\(b.value($0))" },
              "seed \(seed), \(types[column])")
          }
        }
      }
    }
  }

  @Test func textsOfDictionariesStayInMemoryWhereThereIsRoom() throws {
    let context = EngineHarness([:]).context(.init(spills: true))
    var builder = StringDictionaryBuilder()
    let words = (0..<100).map { "a municipality of a long name, number \($0)" }
    let codes = words.map { word in Array(word.utf8).withUnsafeBufferPointer { builder.code(for: $0) } }
    let column = Column(type: .string, storage: .dictionary(Buffer(codes), builder.snapshot()))
    let chunk = Chunk(columns: [column], rowCount: 100, sequence: 0)
    var sizes: [Int] = []
    for room in [0, 1 << 20] {
      let space = try #require(SpillSpace(context, tally: SpillTally(), room: room))
      var rows = SpilledRows(in: try space.makeFile(), types: [.string], dictionaries: space.dictionaries)
      try rows.append(chunk)
      let read = try rows.chunk(0).columns[0]
      #expect((0..<100).map { read.value($0) } == words.map { .string($0) })
      sizes.append(rows.byteCount)
    }
    #expect(sizes[1] < 100 * 4 + 100 && sizes[0] > 100 * 40)
  }

  // MARK: - Files

  private func folder(_ body: (String) throws -> Void) throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString).path
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try body(folder)
  }

  @Test func aFileHasNoNameAndOnlyItsUserMayReadIt() throws {
    try folder { folder in
      var file: SpillFile? = try SpillFile(in: folder, tally: SpillTally())
      let bytes: [UInt8] = Array("rows".utf8)
      let start = try bytes.withUnsafeBytes { try file?.append($0) }
      #expect(start == 0)
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == [])
      var status = stat()
      #expect(fstat(try #require(file).descriptor, &status) == 0)
      #expect(status.st_mode & 0o777 == 0o600 && status.st_nlink == 0 && status.st_size == 4)
      file = nil
    }
  }

  @Test func aBlockThatCameBackChangedIsRefused() throws {
    let context = EngineHarness([:]).context(.init(spills: true))
    let space = try #require(SpillSpace(context, tally: SpillTally(), room: 1000))
    let file = try space.makeFile()
    var rows = SpilledRows(in: file, types: [.long], dictionaries: space.dictionaries)
    try rows.append(
      Chunk(
        columns: [Column(type: .long, storage: .int64(Buffer([1, 2, 3])))], rowCount: 3, sequence: 0))
    #expect(try rows.chunk(0).columns[0].longs.array == [1, 2, 3])
    var byte: UInt8 = 9
    #expect(pwrite(file.descriptor, &byte, 1, 64) == 1)
    let changed = #expect(throws: ExecutionError.self) { try rows.chunk(0) }
    #expect(changed?.message == "rows that were set aside in a temporary file came back changed")
    #expect(ftruncate(file.descriptor, 10) == 0)
    let short = #expect(throws: ExecutionError.self) { try rows.chunk(0) }
    #expect(short?.code == "RG0660" && short?.message.description.hasSuffix("it ends too early") == true)
  }

  @Test func aFullDiskAndAFolderThatCannotBeUsedAreSaid() throws {
    let full = SpillFile(descriptor: open("/dev/full", O_RDWR), folder: "/var/tmp", tally: SpillTally())
    let error = #expect(throws: ExecutionError.self) {
      try [UInt8](repeating: 1, count: 100).withUnsafeBytes { _ = try full.append($0) }
    }
    #expect(
      error?.message.description
        == "the query needs more memory than its limit, and the disk has no room for the rows to be set aside "
        + "in /var/tmp")
    #expect(error?.code == "RG0660")
    try folder { folder in
      let missing = #expect(throws: ExecutionError.self) {
        _ = try SpillFile(in: folder + "/none", tally: SpillTally())
      }
      #expect(
        missing?.message.description
          == "the query needs more memory than its limit, and there is no folder \(folder)/none where rows "
          + "could be set aside")
    }
  }
}
