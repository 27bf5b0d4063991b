import RegnData
import RegnPresentation
import Testing

@Suite struct MarkdownTests {
  @Test func alignmentNullsAndSources() throws {
    let table = result(
      [("municipality", .string), ("sum_amount", .decimal), ("day", .datetime)],
      [
        [.string("Ærø"), decimal("1234567.50"), date("2024-12-31")],
        [.string(""), nil, nil],
      ], sources: [denmark, model])
    #expect(
      try OutputFormat.markdown.text([table])
        == """
        | municipality | sum_amount | day |
        | --- | ---: | --- |
        | Ærø | 1234567.50 | 2024-12-31 |
        | | | |

        **MODELLED figures — Regn, IT-SHARE**

        *Source: Statistics Denmark, REGK31 and FOLK1A (CC BY 4.0); \
        amount is computed: kr\\_per\\_inhabitant × inhabitants*

        """.replacing("\\_", with: "_"))
  }

  @Test func marksAreEscaped() throws {
    let table = result(
      [("a|b", .string)], [[.string("x|y\\z *b* `c` [l](u) <b>&amp;\r\nnew _e_ a_b")]])
    #expect(
      try OutputFormat.markdown.text([table])
        == "| a\\|b |\n| --- |\n"
        + "| x\\|y\\\\z \\*b\\* \\`c\\` \\[l\\](u) &lt;b>&amp;amp;<br>new \\_e\\_ a_b |\n")
  }

  @Test func noRows() throws {
    let empty = result([("n", .long)], [])
    #expect(try OutputFormat.markdown.text([empty, empty]) == "| n |\n| ---: |\n\n| n |\n| ---: |\n")
  }
}
