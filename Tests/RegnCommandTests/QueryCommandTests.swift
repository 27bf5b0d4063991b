import RegnTestSupport
import Testing

@Suite struct QueryCommandTests {
  @Test func x() throws {
    let regn = Regn()
    let run = try regn("query", "print x = 1", "--format", "csv")
    #expect(run.output == "x\n1\n")
  }
}
