import RegnData
import RegnFileFormats
import RegnSession
import RegnSyntax
import Testing

/// A statement that is stopped or meets a limit ends with one error, and the session goes on.
@Suite struct LimitTests {
  /// Runs a text: how it ended, the errors, and the rows of the results.
  private func run(_ text: String, _ session: Session) throws -> (
    outcome: SessionOutcome, errors: [ExecutionError], rows: [Int]
  ) {
    var errors: [ExecutionError] = []
    var rows: [Int] = []
    let outcome = try session.run(SourceText(text)) { event in
      switch event {
      case .failure(let error, _, _): errors.append(error)
      case .result(let table, _): rows.append(table.rows.rowCount)
      case .answers, .diagnostics, .loaded, .remark: break
      }
    }
    return (outcome, errors, rows)
  }

  @Test(arguments: [1, 2]) func goesOnAfterAnInterruption(threads: Int) throws {
    let session = Session(options: SessionOptions(threads: threads))
    let query = "range x from 1 to 300000 step 1 | sort by x desc"
    for place in 1...4 {
      session.options.cancelAtCheckpoint = place
      let stopped = try run(query, session)
      #expect(stopped.outcome == .interrupted)
      #expect(stopped.errors.map(\.code) == ["RG0601"])
      #expect(stopped.rows.isEmpty)
      session.options.cancelAtCheckpoint = 0
      #expect(try run("print 1", session).rows == [1])
    }
    #expect(try run(query, session).rows == [300_000])
  }

  @Test(arguments: [1, 2]) func goesOnAfterTheMemoryLimit(threads: Int) throws {
    let session = Session(options: SessionOptions(threads: threads, memoryLimit: 2_000_000))
    let tooMuch = try run("range x from 1 to 300000 step 1 | sort by x desc", session)
    #expect(tooMuch.outcome == .failed)
    #expect(tooMuch.errors.map(\.code) == ["RG0603"])
    #expect(try run("range x from 1 to 20000 step 1 | sort by x desc", session).rows == [20_000])
    #expect(try run("range x from 1 to 3000000 step 1 | summarize sum(x)", session).rows == [1])
  }

  @Test func theStatementsBeforeTheFailureHaveBeenAnswered() throws {
    let session = Session(options: SessionOptions(memoryLimit: 100_000))
    let (outcome, errors, rows) = try run(
      "print 1; range x from 1 to 100000 step 1 | sort by x desc; print 2", session)
    #expect(outcome == .failed)
    #expect(errors.count == 1)
    #expect(rows == [1])
  }

  @Test func tablesInMemoryCountAgainstTheLimit() throws {
    let text = "id\n" + (0..<100_000).map { "\($0)\n" }.joined()
    let opener = FileTableOpener(fileSystem: MemoryFileSystem(text: ["t.csv": text]))
    let session = Session(options: SessionOptions(), opener: opener)
    try session.openTable("t", path: "t.csv")
    let sort = "range x from 1 to 100000 step 1 | sort by x desc | where x > 0 | count"
    // The least memory, to a tenth of a megabyte, that the sort runs in.
    var least = 100_000
    session.options.memoryLimit = least
    while try run(sort, session).outcome == .failed {
      least += 100_000
      session.options.memoryLimit = least
    }
    session.options.memoryLimit = 10_000_000
    try session.preload { _ in }
    session.options.memoryLimit = least
    #expect(try run(sort, session).errors.map(\.code) == ["RG0603"])
    // The table's numbers take 32 bits each.
    session.options.memoryLimit = least + 410_000
    #expect(try run(sort, session).rows == [1])
  }

  @Test func whatFilesKeepCountsAgainstTheLimit() throws {
    let count = 20_000
    let codes = (0..<count).map { "\"\($0)\"" }.joined(separator: ",")
    let cube = """
      {"class":"dataset","id":["a"],"size":[\(count)],"dimension":{"a":{"category":{"index":[\(codes)]}}},\
      "value":[\((0..<count).map(String.init).joined(separator: ","))]}
      """
    func session(_ limit: Int) -> Session {
      let opener = FileTableOpener(fileSystem: MemoryFileSystem(text: ["t.json": cube]), memoryLimit: limit)
      return Session(options: SessionOptions(memoryLimit: limit), opener: opener)
    }
    let error = #expect(throws: ExecutionError.self) { try session(500_000).openTable("t", path: "t.json") }
    #expect(error?.code == "RG0603")
    let sort = "range x from 1 to 100000 step 1 | sort by x desc | where x > 0 | count"
    // The least memory, to a tenth of a megabyte, that the sort runs in.
    var least = 100_000
    while try run(sort, Session(options: SessionOptions(memoryLimit: least))).outcome == .failed {
      least += 100_000
    }
    let roomy = session(5_000_000)
    try roomy.openTable("t", path: "t.json")
    #expect(try run("t | summarize sum(value)", roomy).rows == [1])
    // The figures take eight bytes each.
    roomy.options.memoryLimit = least
    #expect(try run(sort, roomy).errors.map(\.code) == ["RG0603"])
    roomy.options.memoryLimit = least + 8 * count
    #expect(try run(sort, roomy).rows == [1])
  }

  @Test func preloadingTooMuchFailsAndLeavesTheTableAFile() throws {
    let text = "id\n" + (0..<100_000).map { "\($0)\n" }.joined()
    let opener = FileTableOpener(fileSystem: MemoryFileSystem(text: ["t.csv": text]))
    let session = Session(options: SessionOptions(memoryLimit: 300_000), opener: opener)
    try session.openTable("t", path: "t.csv")
    let error = #expect(throws: ExecutionError.self) { try session.preload { _ in } }
    #expect(error?.code == "RG0603")
    session.options.memoryLimit = 3_000_000
    #expect(try run("t | summarize sum(id)", session).rows == [1])
  }
}
