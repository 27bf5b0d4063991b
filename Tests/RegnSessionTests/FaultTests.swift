import RegnData
import RegnSession
import RegnSyntax
import Testing

/// A table that fails in a way that nobody foresaw.
private struct FaultyTable: TableSource {
  struct Surprise: Error {}

  let schema = TableSchema([ColumnSchema(name: "a", type: .long)])
  var provenance: Provenance { Provenance(publisher: "a test") }
  var rowCount: Int? { nil }
  func scan(_ request: ScanRequest, context: ExecutionContext) throws -> any TableScan { throw Surprise() }
}

@Suite struct FaultTests {
  @Test func whatNobodyForesawIsAFaultAndNoCrash() throws {
    let session = Session()
    session.bind("t", to: FaultyTable())
    var failures: [ExecutionError] = []
    let outcome = try session.run(SourceText("t | count")) { event in
      if case .failure(let failure, _, _) = event { failures.append(failure) }
    }
    #expect(outcome == .failed)
    #expect(failures.map(\.code) == ["RG0699"])
    #expect(failures.first?.message.contains("a fault in Regn") == true)
    #expect(failures.first?.hint.isEmpty == false)
    // The session goes on.
    #expect(try session.run(SourceText("print 1")) { _ in } == .done)
  }
}
