import RegnBinder
import RegnSyntax
import Testing

/// The lists of diagnostic codes are in order.
@Suite struct DiagnosticCoverageTests {
  @Test func codesAreSortedAndUnique() {
    for codes in [DiagnosticCode.syntaxCodes, DiagnosticCode.binderCodes] {
      let ids = codes.map(\.id)
      #expect(ids == ids.sorted())
      #expect(Set(ids).count == ids.count)
    }
  }
}
