import Foundation
import RegnData
import RegnPhrases
import Testing

@testable import RegnPresentation

@Suite struct ReportTests {
  private func report(
    _ parts: [ReportPart], _ results: [ResultTable] = [], format: OutputFormat = .html, title: String = "",
    colophon: String = ""
  ) throws -> String {
    var options = OutputOptions(title: title)
    options.colophon = colophon
    var bytes: [UInt8] = []
    var writer = format.makeWriter(options: options) { bytes.append(contentsOf: $0) }
    try writer.begin()
    for part in parts { try writer.write(part) }
    for result in results { try writer.write(result) }
    try writer.end()
    return String(decoding: bytes, as: UTF8.self)
  }

  private func main(_ page: String) -> String {
    page.components(separatedBy: "<main>\n")[1].components(separatedBy: "</main>")[0]
  }

  @Test func proseInAllItsForms() throws {
    let prose = """
      # A *fine* title
      First line
      second **bold**, *italic*, `a < b` and [a link](https://example.org/?a=1&b=2).

      - one
      - two
        goes on
      1. first

      | a | b |
      |---|--:|
      | 1 | x\u{60}y |

      ```
      costs | take 1 <b>
      ```
      #### Deep
      """
    #expect(
      main(try report([.prose(prose)], title: "A fine title")) == """
        <h1>A <em>fine</em> title</h1>
        <p>First line second <strong>bold</strong>, <em>italic</em>, <code>a &lt; b</code> and \
        <a href="https://example.org/?a=1&amp;b=2" rel="noreferrer">a link</a>.</p>
        <ul>
        <li>one</li>
        <li>two goes on</li>
        </ul>
        <ol>
        <li>first</li>
        </ol>
        <div class="scroll" tabindex="0">
        <table>
        <thead>
        <tr><th scope="col">a</th><th scope="col">b</th></tr>
        </thead>
        <tbody>
        <tr><td>1</td><td>x`y</td></tr>
        </tbody>
        </table>
        </div>
        <pre><code>costs | take 1 &lt;b&gt;</code></pre>
        <h2>Deep</h2>

        """)
  }

  @Test func marksWithoutCounterpartAreText() {
    for text in ["a * b", "**", "*", "`", "[a](b", "[a](javascript:alert(1))", "2 ** 3", "[](https://x)"] {
      #expect(ProseSpan.plain(text) == text)
      #expect(!ProseSpan.read(text).contains { if case .link = $0 { true } else { false } })
    }
    // Many marks and no end must not take long.
    for mark in ["*", "[", "`", "**", "[a]("] {
      let text = String(repeating: mark + " ", count: 20_000)
      #expect(ProseSpan.plain(text).count > 0)
    }
  }

  @Test func aPageHasOneHeadingOfItsOwn() throws {
    let named = main(try report([.query("print 1")], title: "potential"))
    #expect(
      named == """
        <h1>potential</h1>
        <details open>
        <summary>Query</summary>
        <pre><code>print 1</code></pre>
        </details>

        """)
    let twice = try report([.prose("# A"), .prose("# B\n### C")], title: "A")
    #expect(twice.components(separatedBy: "<h1>").count == 2)
    #expect(twice.contains("<h2>B</h2>\n<h3>C</h3>"))
    let late = main(try report([.prose("text"), .prose("# A")], title: "A"))
    #expect(late == "<h1>A</h1>\n<p>text</p>\n<h2>A</h2>\n")
  }

  @Test func markdownHasTheSameParts() throws {
    let text = try report(
      [.prose("# A\n\ntext"), .query("print n = 1")], [result([("n", .long)], [[.long(1)]])],
      format: .markdown, colophon: "Made today.")
    #expect(
      text == """
        # A

        text

        ```kql
        print n = 1
        ```

        | n |
        | ---: |
        | 1 |

        ---

        Made today.

        """)
  }

  @Test func otherFormatsLeavePartsOut() throws {
    for format in OutputFormat.allCases where format != .html && format != .markdown {
      let table = result([("n", .long)], [[.long(1)]])
      let alone = try format.text([table])
      let withParts = try report([.prose("# A"), .query("print 1")], [table], format: format, colophon: "x")
      #expect(alone == withParts)
    }
  }

  @Test func aLongTableIsCutAndSaysSo() throws {
    let rows = (0..<1200).map { [Value.long(Int64($0))] as [Value?] }
    let page = try report([], [result([("n", .long)], rows, rowsPerChunk: 500)])
    #expect(page.components(separatedBy: "<td").count - 1 == 1000)
    #expect(page.contains("1,200 rows; the first 1,000 are shown (--max-rows 1200 shows all)"))
  }

  /// Colours in pairs that must be told apart: text 4.5 to 1, marks of a chart 3 to 1 (WCAG 2.2, AA).
  @Test func coloursContrast() throws {
    let blocks = htmlStyle.components(separatedBy: ":root{").dropFirst().prefix(2).map { block in
      Dictionary(
        block.components(separatedBy: "}")[0].components(separatedBy: CharacterSet(charactersIn: ";\n"))
          .compactMap { item -> (String, String)? in
            let parts = item.trimmingCharacters(in: .whitespaces).components(separatedBy: ":")
            return parts.count == 2 && parts[0].hasPrefix("--") ? (parts[0], parts[1]) : nil
          }, uniquingKeysWith: { $1 })
    }
    try #require(blocks.count == 2)
    for colours in blocks {
      func ratio(_ one: String, _ other: String) throws -> Double {
        let (a, b) = (try luminance(colours["--" + one]), try luminance(colours["--" + other]))
        return (max(a, b) + 0.05) / (min(a, b) + 0.05)
      }
      for (text, ground) in [
        ("ink", "paper"), ("ink", "band"), ("faint", "paper"), ("faint", "band"), ("warn", "paper"),
        ("low", "t0"), ("low", "t1"), ("high", "t2"), ("high", "t3"), ("s0", "paper"),
      ] {
        #expect(try ratio(text, ground) >= 4.5, "\(text) on \(ground)")
      }
      for series in 0..<6 { #expect(try ratio("s\(series)", "paper") >= 3, "s\(series)") }
    }
  }

  private func luminance(_ colour: String?) throws -> Double {
    var digits = String(try #require(colour).dropFirst())
    if digits.count == 3 { digits = digits.map { "\($0)\($0)" }.joined() }
    let value = try #require(Int(digits, radix: 16))
    let parts = [16, 8, 0].map { shift -> Double in
      let part = Double(value >> shift & 255) / 255
      return part <= 0.04045 ? part / 12.92 : pow((part + 0.055) / 1.055, 2.4)
    }
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]
  }

  /// Hostile texts in every place that a text can stand in.
  @Test func nothingGetsOutOfItsPlace() throws {
    let hostile = [
      "</code></pre><script>alert(1)</script>", "\"><img src=x onerror=alert(1)>", "' onload='alert(1)",
      "</title></style><svg onload=alert(1)>", "<!--", "]]>", "&#60;script&#62;", "\u{202E}\0\u{1B}[31m",
      "[x](javascript:alert(1))", "[x](https://a\"onclick=\"alert(1))", "`<b>`", "**<b>**", "# <b>", "- <b>",
      "| <b> |\n|---|\n| <i> |", "```\n</pre><b>\n```",
    ]
    let values = try Regex("=\"[^\"<>]*\"")
    let tag = try Regex("<[^>]*>")
    let known = try Regex(
      "</?(html|head|body|main|h[1-6]|p|ul|ol|li|strong|em|code|pre|a|details|summary|section|figure|"
        + "figcaption|div|svg|title|desc|defs|pattern|path|rect|g|line|text|circle|dl|dt|dd|table|caption|thead|"
        + "tbody|tr|th|td|abbr|span|footer)( (class|id|role|aria-labelledby|viewBox|scope|title|tabindex|x|y|x1|"
        + "x2|y1|y2|cx|cy|r|d|fill|width|height|text-anchor|patternUnits|href|rel|open))*/?>")
    for text in hostile {
      for kind in ["barchart", "columnchart", "tilemap", "card"] {
        let table = ResultTable(
          name: text,
          columns: [
            ColumnSchema(name: text, type: .string, description: Phrase(verbatim: text), unit: text),
            ColumnSchema(name: "n", type: .long, unit: text),
          ],
          chunks: [
            Chunk(
              columns: [
                Column(type: .string, values: [.string(text), .string("Ærø")]),
                Column(type: .long, values: [.long(1), .long(2)]),
              ], rowCount: 2, sequence: 0)
          ],
          sources: [
            Provenance(publisher: Phrase(verbatim: text), licence: text, notes: [Phrase(verbatim: text)])
          ],
          render: RenderRequest(kind: kind, properties: ["title": text, "ytitle": text, "xtitle": text]))
        let page = try report([.prose(text), .query(text)], [table], title: text, colophon: text)
        // Without the values of attributes, only names that pages are made of stand in tags.
        let body = page.components(separatedBy: "</style>").dropFirst().joined()
        let tags = body.replacing(values, with: "").matches(of: tag).map {
          String($0.output[0].substring ?? "")
        }
        #expect(tags.count > 20 && body.components(separatedBy: "<").count == tags.count + 1)
        for tag in Set(tags) { #expect(tag.wholeMatch(of: known) != nil, "\(tag): \(text) as \(kind)") }
        let addresses = body.components(separatedBy: "href=\"").dropFirst()
        #expect(addresses.allSatisfy { $0.hasPrefix("https://") || $0.hasPrefix("http://") })
        #expect(!body.contains("src=\"") && !body.contains("style=\""))
        #expect(!page.contains("\u{202E}") && !page.contains("\0") && !page.contains("\u{1B}"))
      }
    }
  }

  @Test func aPageIsAccessible() throws {
    let page = try report(
      [.prose("# T\n\n#### A\n## B"), .query("print 1")],
      [
        result(
          [("k", .string), ("n", .long)], [[.string("Ærø"), .long(1)]],
          render: RenderRequest(kind: "tilemap"))
      ], title: "T", colophon: "Made.")
    #expect(page.contains("<html lang=\"en\">") && page.contains("<title>T</title>"))
    #expect(page.contains("name=\"viewport\""))
    let levels = page.matches(of: try Regex("<h([1-6])>")).compactMap {
      $0.output[1].substring.flatMap { Int($0) }
    }
    #expect(levels == [1, 2, 2])
    #expect(page.components(separatedBy: "<th").count == page.components(separatedBy: "<th ").count + 1)
    #expect(page.components(separatedBy: "<th ").count == page.components(separatedBy: " scope=").count)
    #expect(page.contains("<svg role=\"img\" aria-labelledby=\"chart1-title chart1-desc\""))
    #expect(page.contains("<desc id=\"chart1-desc\">") && page.contains("<caption>"))
    #expect(page.contains("prefers-color-scheme:dark") && page.contains("@media print"))
  }
}
