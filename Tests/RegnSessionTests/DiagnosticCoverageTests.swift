import RegnBinder
import RegnSyntax
import Testing

/// Every diagnostic has a script that provokes it.
@Suite struct DiagnosticCoverageTests {
  /// Codes of queries that fail while running.
  static let executionCodes = [
    "RG0601", "RG0602", "RG0603", "RG0604", "RG0605", "RG0606", "RG0607", "RG0608", "RG0610",
  ]

  @Test func everyCodeIsProvokedByAScript() throws {
    var seen = Set<Substring>()
    for path in ScriptFiles.paths() {
      for block in try ScriptFiles.script(path).blocks {
        for match in (block.answer ?? "").matches(of: /(?m)^(?:error|warning|note)\[(RG\d{4})\]/) {
          seen.insert(match.output.1)
        }
      }
    }
    let known =
      (DiagnosticCode.syntaxCodes + DiagnosticCode.binderCodes).map { ($0.id, $0.title) }
      + Self.executionCodes.map { ($0, "while running") }
    for (code, title) in known {
      #expect(seen.contains(code[...]), "no script provokes \(code) (\(title))")
    }
  }

  @Test func codesAreSortedAndUnique() {
    for codes in [DiagnosticCode.syntaxCodes, DiagnosticCode.binderCodes] {
      let ids = codes.map(\.id)
      #expect(ids == ids.sorted())
      #expect(Set(ids).count == ids.count)
    }
  }
}
