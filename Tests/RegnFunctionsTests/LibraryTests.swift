import RegnData
import Testing

@testable import RegnFunctions

@Suite struct LibraryTests {
  /// A name or alias may stand for one function only.
  @Test func namesAreUnique() {
    var seen: [String: String] = [:]
    for function in FunctionLibrary.all {
      for name in [function.name] + function.aliases {
        #expect(seen[name] == nil, "\(name) is both \(seen[name] ?? "") and \(function.name)")
        seen[name] = function.name
      }
    }
  }

  @Test func everyFunctionHasASummaryAndForms() {
    for function in FunctionLibrary.all {
      #expect(function.summary.description.hasSuffix("."), "\(function.name)")
      #expect(function.summary.untranslated(.da).isEmpty, "\(function.name) has no summary in Danish")
      #expect(!function.signatures.isEmpty, "\(function.name)")
    }
  }
}
