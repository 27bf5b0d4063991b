import RegnManual
import RegnSyntax
import Testing

/// The pages that the program carries are those of the project, and have the shape that readers know.
@Suite struct ManualPageTests {
  private static let folders = ["operators", "statements"]

  @Test func everyPageIsCarried() throws {
    for folder in Self.folders {
      for file in try Project.files(in: "docs/manual/\(folder)") {
        let text = try Project.text("docs/manual/\(folder)/\(file)")
        let isCarried = ManualPage.all.contains { $0.markdown == text }
        #expect(isCarried, "\(folder)/\(file) is not in pages.c")
      }
    }
    // The pages of functions and symbols are made from the entries, and lists are read elsewhere.
    let others = try Project.files(in: "docs/manual").filter {
      $0.hasSuffix(".md") && !["README.md", "expressions.md", "support.md"].contains($0)
    }
    for file in others {
      let text = try Project.text("docs/manual/\(file)")
      let isCarried = ManualPage.all.contains { $0.markdown == text }
      #expect(isCarried, "\(file) is not in pages.c")
    }
    let files = try Self.folders.flatMap { try Project.files(in: "docs/manual/\($0)") } + others
    #expect(ManualPage.all.count == files.count)
  }

  @Test func everyOperatorHasAPage() throws {
    let files = try Set(Project.files(in: "docs/manual/operators"))
    for operation in TabularOperatorName.all where operation.place != .outOfScope {
      let page = try #require(ManualPage.named(operation.name), "no page tells of \(operation.name)")
      #expect(page.names.contains(operation.name))
      #expect(files.contains("\(page.names[0]).md"))
    }
  }

  @Test func theIndexListsEveryPage() throws {
    let index = try Project.text("docs/manual/README.md")
    for folder in Self.folders {
      for file in try Project.files(in: "docs/manual/\(folder)") {
        #expect(index.contains("(\(folder)/\(file))"), "docs/manual/README.md does not list \(file)")
      }
    }
  }

  @Test func pagesHaveOneShape() throws {
    for folder in Self.folders {
      for file in try Project.files(in: "docs/manual/\(folder)") {
        let lines = try Project.text("docs/manual/\(folder)/\(file)").split(
          separator: "\n", omittingEmptySubsequences: false
        ).map(String.init)
        #expect(lines[0].hasPrefix("# "))
        #expect(lines[1].isEmpty && !lines[2].isEmpty, "\(file) does not open with a sentence")
        #expect(lines.contains("```"), "\(file) shows no syntax")
        #expect(lines.contains("```kql"), "\(file) shows no example")
        let sections = lines.filter { $0.hasPrefix("## ") }
        #expect(sections.suffix(2) == ["## Differences from the reference", "## See also"], "\(file)")
      }
    }
  }

  @Test func aPageIsFoundByEachOfItsNames() {
    #expect(ManualPage.named("limit")?.names == ["take", "limit"])
    #expect(ManualPage.named("Parse-Where")?.names[0] == "parse")
    #expect(ManualPage.named("pivot")?.names[0] == "evaluate")
    #expect(ManualPage.named("query_parameters")?.names[0] == "declare query_parameters")
    #expect(ManualPage.named("values")?.names[0] == "Values and nulls")
    #expect(ManualPage.named("project")?.names == ["project"])
    #expect(ManualPage.named("") == nil)
    #expect(ManualPage.named("make-graph") == nil)
  }
}
