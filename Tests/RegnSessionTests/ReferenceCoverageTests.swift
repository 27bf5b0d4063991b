import Foundation
import RegnBinder
import RegnFunctions
import RegnSession
import RegnSyntax
import Testing

/// Every name of KQL's reference that is in scope works, and every other is answered as what it is.
/// `data/reference-names.csv` lists them.
@Suite struct ReferenceCoverageTests {
  struct Entry: CustomStringConvertible {
    let kind: String
    let name: String
    let scope: String
    var description: String { "\(kind) \(name)" }
  }

  static let project = URL(filePath: ScriptFiles.folder).deletingLastPathComponent()
    .deletingLastPathComponent()

  static let entries: [Entry] = {
    let data = (try? Data(contentsOf: project.appending(path: "data/reference-names.csv"))) ?? Data()
    return String(decoding: data, as: UTF8.self).split(separator: "\n").dropFirst().map { line in
      let fields = line.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
      return Entry(kind: fields[0], name: fields[1], scope: fields[3])
    }
  }()

  @Test func theListIsWhole() {
    #expect(Self.entries.count == 551)
    #expect(Set(Self.entries.map(\.scope)) == ["in", "later", "out"])
    let keys = Self.entries.map(\.description)
    #expect(Set(keys).count == keys.count)
  }

  /// What a text ends as, with the diagnostics on the way.
  private func run(_ query: String) throws -> (outcome: SessionOutcome, diagnostics: [Diagnostic]) {
    let session = Session(opener: FileTableOpener())
    var diagnostics: [Diagnostic] = []
    let outcome = try session.run(SourceText(query)) { event in
      if case .diagnostics(let found, _) = event { diagnostics += found }
    }
    return (outcome, diagnostics)
  }

  @Test func everyFunctionInScopeIsThere() {
    // That each example answers as it says is tested with the table of functions.
    for entry in Self.entries
    where entry.scope == "in" && ["scalar", "aggregate", "window"].contains(entry.kind) {
      let function = FunctionLibrary.function(named: entry.name)
      #expect(function != nil, "\(entry) is not there")
      if entry.kind == "aggregate" { #expect(function?.kind == .aggregate, "\(entry)") }
      if entry.kind == "window" { #expect(function?.kind == .window, "\(entry)") }
    }
  }

  @Test func everyOperatorInScopeWorks() throws {
    for entry in Self.entries
    where entry.scope == "in" && !["scalar", "aggregate", "window"].contains(entry.kind) {
      let query = try #require(ReferenceQueries.query(entry.kind, entry.name), "no query tries \(entry)")
      let (outcome, diagnostics) = try run(query)
      #expect(outcome == .done, "\(entry): \(query)")
      #expect(diagnostics.isEmpty, "\(entry): \(diagnostics.map(\.message))")
    }
  }

  @Test func everyOtherNameIsKnown() throws {
    for entry in Self.entries where entry.scope != "in" {
      let query: String =
        switch entry.kind {
        case "aggregate": "print x = 1 | summarize \(entry.name)(x)"
        case "plugin": "print x = 1 | evaluate \(entry.name)(x)"
        case "tabular operator": "print x = 1 | \(entry.name) x"
        case "statement": ReferenceQueries.leftOutStatements[entry.name] ?? ""
        default: "print \(entry.name)(1)"
        }
      let (outcome, diagnostics) = try run(query)
      #expect(outcome == .rejected, "\(entry)")
      // The aggregate take_any is called any, too, and is what a query means by it.
      if entry.name == "any" { continue }
      let codes = diagnostics.map(\.code)
      #expect(
        codes == [entry.scope == "later" ? .notImplemented : .outOfScope], "\(entry): \(codes.map(\.id))")
    }
  }

  @Test func everyOtherNameHasAFamilyAndAReason() {
    for entry in Self.entries where entry.scope != "in" {
      if entry.kind == "statement" {
        #expect(OutOfScope.statements.contains { $0.name == entry.name && !$0.reason.isEmpty }, "\(entry)")
      } else {
        let family = OutOfScope.family(of: entry.name)
        #expect(family?.isPlanned == (entry.scope == "later"), "\(entry)")
        #expect(family?.reason.isEmpty == false, "\(entry)")
      }
    }
  }

  @Test func familiesAreInOrder() {
    for family in OutOfScope.families { #expect(family.names == family.names.sorted(), "\(family.name)") }
    let names = OutOfScope.families.flatMap(\.names)
    #expect(Set(names).count == names.count)
    for name in names where name != "any" {
      #expect(FunctionLibrary.function(named: name) == nil, "\(name) is left out and there")
    }
    for operation in TabularOperatorName.all {
      let isLeftOut = OutOfScope.family(of: operation.name) != nil
      #expect(isLeftOut == (operation.place == .outOfScope), "\(operation.name)")
    }
  }
}
