import Foundation
import RegnData
import RegnSession
import RegnSyntax
import Testing

/// The scripts in `queries/`: each answers without a parameter what `Tests/Scripts/queries/expected.py`
/// worked out from `data/*.csv` without Regn.
@Suite struct SavedQueryTests {
  static let folder = URL(filePath: ScriptFiles.folder).deletingLastPathComponent()
    .deletingLastPathComponent()
    .appending(path: "queries")

  static let names =
    ((try? FileManager.default.contentsOfDirectory(atPath: folder.path())) ?? [])
    .filter { $0.hasSuffix(".kql") }.map { String($0.dropLast(4)) }.sorted()

  private func text(_ name: String) throws -> String {
    let data = try Data(contentsOf: Self.folder.appending(path: "\(name).kql"))
    return String(decoding: data, as: UTF8.self)
  }

  /// What a script answers, in the form of the golden scripts; each other event fails the test.
  private func answer(_ name: String, _ parameters: [String: String] = [:], optimizes: Bool = true) throws
    -> String
  {
    var options = SessionOptions(threads: 2, parameters: parameters)
    options.optimizes = optimizes
    let session = Session(options: options)
    var results: [String] = []
    let outcome = try session.run(SourceText(try text(name), fileName: "queries/\(name).kql")) { event in
      switch event {
      case .result(let result, _): results.append(GoldenAnswer.text(result))
      case .diagnostics(let diagnostics, let text):
        Issue.record(Comment(rawValue: DiagnosticRenderer().render(diagnostics, in: text)))
      case .failure(let failure, _, _): Issue.record(Comment(rawValue: GoldenAnswer.text(failure)))
      case .answers, .loaded, .remark: break
      }
    }
    #expect(outcome == .done)
    return results.joined(separator: "\n--\n")
  }

  @Test func thereAreEnough() { #expect(Self.names.count >= 11) }

  @Test(arguments: names) func answersAsWorkedOutElsewhere(_ name: String) throws {
    let expected = try Data(contentsOf: URL(filePath: "\(ScriptFiles.folder)/queries/\(name).csv"))
    let lines = String(decoding: expected, as: UTF8.self).split(separator: "\n").map(String.init)
    let got = try answer(name).split(separator: "\n").map(String.init)
    #expect(got.count == lines.count)
    // The other computation writes whole reals with a point: 6934.0 and 6934 are one number.
    for (mine, theirs) in zip(got, lines) {
      let ours = mine.split(separator: ",", omittingEmptySubsequences: false)
      let others = theirs.split(separator: ",", omittingEmptySubsequences: false)
      #expect(ours.count == others.count)
      for (cell, other) in zip(ours, others) where cell != other {
        #expect(Double(cell) != nil && Double(cell) == Double(other), "\(mine) / \(theirs)")
      }
    }
    #expect(try answer(name, optimizes: false) == got.joined(separator: "\n"))
  }

  @Test(arguments: names) func opensWithAQuestionAndHowToVaryIt(_ name: String) throws {
    let text = try text(name)
    let comment = text.split(separator: "\n", omittingEmptySubsequences: false).prefix { $0.hasPrefix("//") }
    #expect(!comment.isEmpty)
    #expect(comment.joined().contains("?"))
    #expect(comment.joined(separator: " ").contains("Vary it") || comment.joined().contains("--param"))
    #expect(text.contains("declare query_parameters("))
  }

  @Test func parametersAreHeeded() throws {
    // The potential against the median is smaller; both sums were worked out by another engine.
    let quarter = try answer("potential").split(separator: "\n").dropFirst()
    let median = try answer("potential", ["benchmark": "50"]).split(separator: "\n").dropFirst()
    func sum(_ rows: ArraySlice<Substring>) -> Int {
      rows.reduce(0) { $0 + (Int($1.split(separator: ",").last ?? "") ?? 0) }
    }
    #expect(sum(quarter) == 2_596_263_006)
    #expect(sum(median) == 1_067_809_517)
    #expect(try answer("municipality", ["chosen_municipality": "Ærø"]).contains("Ærø,Region Syddanmark,Fyn"))
    #expect(try answer("total", ["chosen_year": "2018"]).contains("\n2018,6.45.51,"))
  }
}
