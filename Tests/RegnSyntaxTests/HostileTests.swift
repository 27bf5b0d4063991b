import RegnSyntax
import Testing

@Suite struct HostileTests {
  private func codes(_ text: String) -> [String] {
    check(Array(text.utf8))
    return Parser.parse(text).diagnostics.map(\.code.id)
  }

  @Test(arguments: [
    "(", "[", "{", "f(", "a[", "-", "!", "not ", "x in (", "dynamic([", "T | where (", "let f = () {",
  ])
  func deepNestingIsOneMistake(_ piece: String) {
    let found = codes("print " + String(repeating: piece, count: 5_000))
    #expect(found.filter { $0 == "RG0501" }.count <= 1)
    let others = found.filter { !["RG0118", "RG0113", "RG0505"].contains($0) }
    #expect(others.count <= 3, "\(others.prefix(5))")
  }

  @Test func closedDeepNestingIsOneMistake() {
    let depth = 20_000
    let text = "print " + String(repeating: "(", count: depth) + "1" + String(repeating: ")", count: depth)
    #expect(codes(text) == ["RG0501"])
    let json =
      "print dynamic(" + String(repeating: "[", count: depth) + String(repeating: "]", count: depth) + ")"
    #expect(codes(json) == ["RG0501"])
  }

  @Test(arguments: ["+", "*", "==", "<", "has", ".", "-"]) func longChainsAreOneMistake(_ sign: String) {
    let chain =
      "T | where a" + String(repeating: " \(sign) a", count: sign == "+" ? 100_000 : 5_000) + " | take 5"
    let found = codes(chain)
    #expect(found.filter { $0 == "RG0502" }.count == 1)
    let tree = Parser.parse(chain)
    guard case .query(let query)? = tree.root.statements.first, case .pipe(let pipe) = query.expression else {
      Issue.record("no pipe")
      return
    }
    #expect(pipe.operators.count == 2)
  }

  @Test(arguments: ["and", "or"]) func longLogicalChainsAreFlat(_ word: String) {
    #expect(codes("T | where a" + String(repeating: " \(word) a", count: 30_000)) == [])
  }

  @Test func manyOperatorsAndArguments() {
    #expect(codes("T" + String(repeating: " | take 1", count: 10_000)) == ["RG0503"])
    #expect(codes("T | where a in (" + String(repeating: "1, ", count: 30_000) + "1)") == [])
    #expect(codes(String(repeating: "print 1;", count: 10_000)) == [])
    #expect(codes("T" + String(repeating: " | (", count: 5_000)).last == "RG0505")
    #expect(codes(String(repeating: "([|", count: 5_000)).isEmpty == false)
    #expect(codes("T | where a == '" + String(repeating: "x", count: 1_000_000) + "'") == [])
    #expect(codes(String(repeating: "\u{0}", count: 10_000)).count <= 2)
    _ = codes(String(repeating: "'", count: 5_000))
    _ = codes(String(repeating: "x between 1 and ", count: 5_000))
    _ = codes(String(repeating: "case when ", count: 5_000))
    _ = codes(String(repeating: "T where x ", count: 5_000))
    _ = codes("f(" + String(repeating: "a; ", count: 5_000) + ")")
    _ = codes(String(repeating: ")", count: 5_000))
    _ = codes(String(repeating: "let f = (a: long) { ", count: 5_000))
    _ = codes("T | mv-apply x on " + String(repeating: "(mv-apply x on ", count: 5_000))
    _ = codes(String(repeating: "/*\n", count: 5_000))
    _ = codes("T | " + String(repeating: "project-a", count: 5_000))
    _ = codes("SELECT " + String(repeating: "a, ", count: 5_000) + " FROM t")
  }
}
