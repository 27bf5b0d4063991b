import RegnBinder
import RegnFunctions
import RegnManual
import RegnSyntax
import Testing

/// Help in the terminal.
@Suite struct HelpTests {
  /// What a line takes on a terminal; all that help shows is one column a scalar.
  private func width(_ line: Substring) -> Int { line.unicodeScalars.count }

  @Test func everyNameIsTold() throws {
    for name in Help.names { #expect(Help.text(on: name, width: 80) != nil, "no help on \(name)") }
    for operation in TabularOperatorName.all {
      #expect(Help.text(on: operation.name, width: 80) != nil, "no help on \(operation.name)")
    }
  }

  @Test func linesFitEightyColumns() throws {
    for name in Help.names {
      let text = try #require(Help.text(on: name, width: 80))
      for line in text.split(separator: "\n") where width(line) > 80 {
        // A word that is longer than a line stays whole, and the table of an answer keeps its form.
        let longest = line.split(separator: " ").map(width).max() ?? 0
        #expect(longest > 40 && !"┌├└│".contains(line.drop { $0 == " " }.prefix(1)), "\(name): \(line)")
      }
    }
  }

  @Test func whatIsLeftOutIsSaid() {
    #expect(
      Help.text(on: "make-graph", width: 80) == """
        make-graph

        `make-graph` (makes a graph of a table of edges) is KQL, but Regn does not
        implement graph operators. They need a graph of nodes and edges.

        """)
    #expect(Help.text(on: "autocluster", width: 80)?.contains("does not implement it yet") == true)
    #expect(Help.text(on: "restrict", width: 80)?.contains("does not implement") == true)
    #expect(Help.text(on: "__add", width: 80) == nil)
    #expect(Help.text(on: "sumarize", width: 80) == nil)
  }

  @Test func aNameOfTwoThingsIsToldTwice() throws {
    // count is an operator and an aggregate.
    let text = try #require(Help.text(on: "count", width: 80))
    #expect(text.hasPrefix("count\n"))
    #expect(text.contains("\ncount\n"))
    #expect(text.contains("T | count"))
    #expect(text.contains("count([x])"))
  }

  @Test func markdownIsLaidOut() {
    let page = """
      # title

      A paragraph of **some** words, with [a link](elsewhere.md) and `code`, that is
      broken anew.

      - first
      - second, which
        goes on

      ```
      left as it is   always
      ```

      | name | what it is |
      |---|---|
      | `a\\|b` | some words that are too long for the line |
      | c | \\*d\\* |

      ## Differences from the reference

      None known.

      ## See also

      [one](one.md),
      [two](two.md)
      """
    #expect(
      TerminalText.render(page, width: 40) == """
        title

        A paragraph of some words, with a link
        and `code`, that is broken anew.

        - first
        - second, which goes on

          left as it is   always

          name   what it is
          `a|b`  some words that are too long
                 for the line
          c      *d*

        See also: one, two

        """)
  }

  @Test func hostileNamesAndWidthsAreHarmless() {
    for name in ["", " ", "**", "```", "[x](", "|", String(repeating: "a", count: 100_000), "\u{1b}[31m"] {
      _ = Help.text(on: name, width: 0)
      _ = TerminalText.render(name, width: -5)
    }
    #expect(TerminalText.render("[a](b", width: 30) == "[a](b\n")
  }
}
