import Foundation
import RegnAnalyzers
import RegnBinder
import RegnData
import RegnSyntax
import Testing

/// Every code is provoked by a golden script, and nothing gives a code that no list has.
@Suite struct DiagnosticCoverageTests {
  /// Codes that no script can provoke, and where they are tested instead.
  private static let testedElsewhere = [
    "RG0505": "HostileTests: behind fifty other errors",
    "RG0609": "nowhere: it takes four thousand million groups",
    "RG0612": "FileTests, where the user is not root",
    "RG0616": "FileTests: the file is changed while it is read",
    "RG0618": "MalformedTests: only `--on-error stop` gives it",
    "RG0619": "MalformedTests, with a smaller limit",
    "RG0626": "FileAccessTests: in a script it becomes RG0216, with its place",
    "RG0630": "the command line's tests: it is about output",
    "RG0631": "the command line's tests: it is about output",
    "RG0632": "the command line's tests: it is about --param",
    "RG0633": "the command line's tests: it is about standard input",
    "RG0640": "the command line's tests: it is about the course",
    "RG0641": "the command line's tests: it is about the course",
    "RG0642": "the command line's tests: it is about the course",
    "RG0650": "the command line's tests: it is about imports",
    "RG0651": "the command line's tests: it is about imports",
    "RG0652": "the command line's tests: it is about imports",
    "RG0653": "the command line's tests: it is about imports",
    "RG0654": "the command line's tests: it is about imports",
    "RG0655": "the command line's tests: it is about imports",
    "RG0656": "nowhere: it takes a machine without libcurl",
    "RG0657": "the command line's tests: it is about imports",
    "RG0699": "FaultTests",
  ]

  private static let all =
    (DiagnosticCode.syntaxCodes + DiagnosticCode.binderCodes + ScriptAnalyzers.codes).map(\.id)
    + ExecutionError.codes.map(\.id)

  @Test func codesAreSortedAndUnique() {
    let lists = [
      DiagnosticCode.syntaxCodes.map(\.id), DiagnosticCode.binderCodes.map(\.id),
      ScriptAnalyzers.codes.map(\.id), ExecutionError.codes.map(\.id),
    ]
    for ids in lists { #expect(ids == ids.sorted()) }
    #expect(Set(Self.all).count == Self.all.count)
  }

  @Test func everyCodeIsProvokedByAScript() throws {
    var provoked: Set<String> = []
    for path in ScriptFiles.paths() {
      for block in try ScriptFiles.script(path).blocks {
        for match in (block.answer ?? "").matches(of: /(?:error|warning|note)\[(RG\d{4})\]/) {
          provoked.insert(String(match.1))
        }
      }
    }
    for code in Self.all where Self.testedElsewhere[code] == nil {
      #expect(provoked.contains(code), "no script's answer has \(code)")
    }
    for code in Self.testedElsewhere.keys {
      #expect(Self.all.contains(code), "\(code) is no longer in any list")
      #expect(!provoked.contains(code), "\(code) is provoked by a script after all")
    }
    let unknown = provoked.subtracting(Self.all).sorted()
    #expect(unknown.isEmpty, "no list has \(unknown)")
  }

  /// A code in the sources that is in no list could not be found in the lists' other uses: help, the manual.
  @Test func everyCodeOfTheSourcesIsListed() throws {
    let sources = URL(filePath: ScriptFiles.folder).deletingLastPathComponent().deletingLastPathComponent()
      .appending(path: "Sources").path()
    let files = FileManager.default.enumerator(atPath: sources)?.compactMap { $0 as? String } ?? []
    var count = 0
    for file in files where file.hasSuffix(".swift") {
      let text = try String(contentsOfFile: "\(sources)/\(file)", encoding: .utf8)
      for match in text.matches(of: /"(RG0\d{3})"/) {
        count += 1
        #expect(Self.all.contains(String(match.1)), "\(file): \(match.1)")
      }
    }
    #expect(count >= Self.all.count)
  }
}
