import Foundation
import RegnFormatter
import RegnSyntax
import Testing

/// The project's own KQL is laid out: the saved queries, and the examples of the documents.
@Suite struct CanonicalFilesTests {
  @Test func savedQueries() {
    let files = Corpus.files(in: "queries")
    #expect(!files.isEmpty)
    for file in files { #expect(format(file.text) == file.text, "\(file.path)") }
  }

  @Test func examplesOfTheDocuments() throws {
    let folder = Corpus.root.appending(path: "docs")
    let pages = try #require(FileManager.default.enumerator(atPath: folder.path))
    var paths = ["README.md", "CHANGELOG.md"]
    for case let path as String in pages where path.hasSuffix(".md") { paths.append("docs/\(path)") }
    var examples = 0
    for path in paths {
      for part in Corpus.read(path).text.components(separatedBy: "\n```kql\n").dropFirst() {
        let example = part.prefix(upTo: part.range(of: "\n```")?.lowerBound ?? part.endIndex) + "\n"
        #expect(format(String(example)) == example, "\(path)")
        examples += 1
      }
    }
    #expect(examples > 100)
  }
}
