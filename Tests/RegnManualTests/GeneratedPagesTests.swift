import RegnFunctions
import RegnManual
import Testing

/// The generated pages of the manual are those that `make docs` would write now.
@Suite struct GeneratedPagesTests {
  private func pages() throws -> [(path: String, text: String)] {
    GeneratedPages.all(referenceNames: try Project.text("data/reference-names.csv"))
  }

  @Test func committedPagesAreCurrent() throws {
    for page in try pages() {
      let isCurrent = try Project.text("docs/manual/\(page.path)") == page.text
      #expect(isCurrent, "docs/manual/\(page.path) is stale: run make docs")
    }
    let written = try pages().map(\.path).filter { $0.hasPrefix("functions/") }
    #expect(
      try Project.files(in: "docs/manual/functions") == written.map { String($0.dropFirst(10)) }.sorted())
  }

  @Test func everyFunctionHasOneEntry() throws {
    let headings = try pages().filter { $0.path.hasPrefix("functions/") }
      .flatMap { $0.text.split(separator: "\n").filter { $0.hasPrefix("## ") && $0 != "## By name" } }
      .map { String($0.dropFirst(3)) }.sorted()
    #expect(headings == FunctionLibrary.all.map(\.name).filter { !$0.hasPrefix("__") }.sorted())
  }

  @Test func everyOperatorOfExpressionsIsTold() {
    let told = Set(ExpressionOperator.all.map(\.function.name) + ["not"])
    #expect(told == Set(FunctionLibrary.operators.map(\.name)))
    let symbols = ExpressionOperator.all.flatMap(\.symbols)
    #expect(Set(symbols).count == symbols.count)
  }

  @Test func anEntryTellsFormsParametersAndAnswer() throws {
    let round = try #require(FunctionLibrary.function(named: "round"))
    #expect(
      FunctionEntry(round).markdown(level: 2).hasPrefix(
        """
        ## round

        The number rounded to a number of decimals; a negative number counts places before the point.

        ```
        round(number [, precision])
        ```

        | parameter | takes |
        |---|---|
        | `number` | a number |
        | `precision` | a long; may be left out: then `0` |

        """))
    let split = try #require(FunctionLibrary.function(named: "split"))
    #expect(
      FunctionEntry(split).markdown(level: 2).hasSuffix(
        """
        | a | b |
        |---|---|
        | \\["aa","bb"\\] | \\["bbb"\\] |

        """))
  }
}
