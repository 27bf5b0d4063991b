import RegnSyntax
import Testing

@Suite struct TextTests {
  private let text = SourceText("a\næøå😀x\r\n日本\rend", fileName: "f.kql")

  @Test func linesAndColumns() {
    #expect(text.lineStarts == [0, 2, 15, 22])
    #expect(text.position(at: 2) == SourcePosition(line: 2, column: 1))
    #expect(text.position(at: 12) == SourcePosition(line: 2, column: 5))
    #expect(text.position(at: 25) == SourcePosition(line: 4, column: 4))
    #expect(text.offset(of: SourcePosition(line: 2, column: 5)) == 12)
    #expect(text.offset(of: SourcePosition(line: 2, column: 99)) == 13)
    #expect(text.offset(of: SourcePosition(line: 99, column: 1)) == 25)
    #expect(text[text.lineSpan(3)] == "日本")
  }

  @Test func utf16() {
    #expect(text.utf16Position(at: 12) == (1, 5))
    #expect(text.offset(utf16Line: 1, character: 5) == 12)
    #expect(text.offset(utf16Line: 1, character: 4) == 8)
    #expect(text.offset(utf16Line: 1, character: 3) == 8)
    #expect(text.offset(utf16Line: 9, character: 3) == 25)
    #expect(text.offset(utf16Line: -1, character: 3) == 0)
  }

  @Test func invalidBytesCountAsOne() {
    let broken = SourceText(bytes: [0x61, 0xFF, 0xC3, 0x62])
    #expect(broken.position(at: 3) == SourcePosition(line: 1, column: 4))
    #expect(broken.string == "a\u{FFFD}\u{FFFD}b")
  }

  @Test(arguments: [
    ("a", 1), ("æ", 1), ("日", 2), ("😀", 2), ("e\u{301}", 1), ("\u{200B}", 0), ("한", 2), ("ｱ", 1), ("Ａ", 2),
  ]) func widths(_ string: String, _ width: Int) {
    #expect(displayWidth(of: string) == width)
  }

  @Test func nearestWords() {
    let columns = ["municipality", "year", "amount", "Århus", "function"]
    #expect(nearest("municpality", in: columns) == "municipality")
    #expect(nearest("MUNICIPALITY", in: columns) == "municipality")
    #expect(nearest("Aarhus", in: columns) == "Århus")
    #expect(nearest("yaer", in: columns) == "year")
    #expect(nearest("xyz", in: columns) == nil)
    #expect(nearest("", in: columns) == nil)
    #expect(editDistance("abcd", "abdc") == 1)
  }
}

@Suite struct DiagnosticTests {
  private let renderer = DiagnosticRenderer()

  @Test func codesAreSortedAndUnique() {
    let ids = DiagnosticCode.syntaxCodes.map(\.id)
    #expect(ids == ids.sorted())
    #expect(Set(ids).count == ids.count)
    #expect(ids.allSatisfy { $0.count == 6 && $0.hasPrefix("RG") && Int($0.dropFirst(2)) != nil })
  }

  @Test func aLineAsPromised() {
    let text = SourceText("costs\n| summarize sum(amount) by municpality\n", fileName: "q.kql")
    let code = DiagnosticCode("RG0204", .error, "no such column")
    let diagnostic = Diagnostic(
      code, "no column named `municpality` in costs", at: SourceSpan(33, 44),
      label: "did you mean `municipality`?")
    #expect(
      renderer.render(diagnostic, in: text) == """
        error[RG0204]: no column named `municpality` in costs
          q.kql:2:28
        2 | | summarize sum(amount) by municpality
          |                            ^^^^^^^^^^^ did you mean `municipality`?

        """)
  }

  @Test func wideLettersTabsAndControls() {
    let text = SourceText("\tæøå 日本 😀 \u{1B}[0m x", fileName: "q\n.kql")
    let end = text.count
    let diagnostic = Diagnostic(.expected, "bad \u{1B}", at: SourceSpan(end - 1, end), label: "here")
    #expect(
      renderer.render(diagnostic, in: text) == """
        error[RG0101]: bad ␛
          q␊.kql:1:16
        1 |     æøå 日本 😀 ␛[0m x
          |                      ^ here

        """)
  }

  @Test func belowATypedLine() {
    let text = SourceText("æ 日 x y", fileName: "<input>")
    let x = Diagnostic(.expected, "no x", at: SourceSpan(7, 8), label: "did you mean y?", notes: ["a note"])
    let y = Diagnostic(.expected, "no y", at: SourceSpan(9, 10))
    // Two cells for the wide letter, six for the prompt.
    #expect(
      renderer.render([x, y], below: text, indent: 6) == """
                   ^ did you mean y?
        error[RG0101]: no x
          = a note

        error[RG0101]: no y
          <input>:1:7
        1 | æ 日 x y
          |        ^

        """)
    // Without room beside the mark the label stands below the message.
    #expect(
      DiagnosticRenderer(width: 26).render([x], below: text, indent: 6) == """
                   ^
        error[RG0101]: no x
          did you mean y?
          = a note

        """)
    #expect(renderer.render([], below: text, indent: 6) == "")
  }

  @Test func severalLines() {
    let text = SourceText("aa\n  bb\n\ncc\ndd\nee", fileName: "q")
    let diagnostic = Diagnostic(
      .expected, "long", at: SourceSpan(1, 14), label: "all", notes: ["a note"],
      related: [.init(SourceSpan(16, 17), "and here")])
    #expect(
      renderer.render(diagnostic, in: text) == """
        error[RG0101]: long
          q:1:2
        1 | aa
          |  ^
        2 |   bb
          |   ^^
        3 |
        4 | cc
          | ^^ all
          | … 1 more line
          = a note
        note: and here
          q:6:2
        6 | ee
          |  -

        """)
  }

  @Test func theEndOfTheText() {
    let text = SourceText("T |", fileName: "<query>")
    #expect(
      renderer.render(Parser.parse(text).diagnostics, in: text) == """
        error[RG0101]: expected an operator after `|`, found the end of the query
          <query>:1:4
        1 | T |
          |    ^ such as `where`, `summarize` or `take`

        """)
  }

  @Test func aVeryLongLine() {
    let text = SourceText(
      String(repeating: "æ", count: 500) + "X" + String(repeating: "b", count: 500), fileName: "q")
    let shown = renderer.render(Diagnostic(.expected, "m", at: SourceSpan(1000, 1001)), in: text)
    let lines = shown.split(separator: "\n")
    #expect(lines[1] == "  q:1:501")
    #expect(
      lines[2] == "1 | …" + String(repeating: "æ", count: 40) + "X" + String(repeating: "b", count: 219) + "…"
    )
    #expect(lines[3] == "  | " + String(repeating: " ", count: 41) + "^")
  }

  @Test func sentencesAreBrokenToTheWindow() {
    let text = SourceText("costs | where municpality == 'Aarhus' and year == 2024 | count", fileName: "q")
    let diagnostic = Diagnostic(
      .expected, "a message of so many words that it has no place on a line", at: SourceSpan(14, 25),
      label: "the columns are year, code and municipality",
      notes: ["a note of so many words that it has no place on a line"])
    #expect(
      DiagnosticRenderer(width: 44).render(diagnostic, in: text) == """
        error[RG0101]: a message of so many words
          that it has no place on a line
          q:1:15
        1 | …sts | where municpality == 'Aarhus' an…
          |              ^^^^^^^^^^^
          | the columns are year, code and
          | municipality
          = a note of so many words that it has no
            place on a line

        """)
  }

  @Test func failuresAreShownAsDiagnosticsAre() {
    let text = SourceText("print 1;\nprint 2", fileName: "q.kql")
    let span = SourceSpan(9, 16)
    #expect(
      renderer.render(
        code: "RG0603", severity: .error, message: "too \u{1B}much", hint: "less", place: (span, text)) == """
          error[RG0603]: too ␛much
            q.kql:2:1
            less

          """)
    #expect(renderer.render(code: "", severity: .note, message: "so") == "note: so\n")
    #expect(
      Diagnostic.json(
        code: "RG0603", severity: .error, message: "m", notes: ["less"], place: (span, text))
        == #"{"code":"RG0603","severity":"error","message":"m","file":"q.kql","start":{"line":2,"column":1},"end":{"line":2,"column":8},"notes":["less"],"fixes":[]}"#
    )
    #expect(
      Diagnostic.json(code: "", severity: .note, message: "m")
        == #"{"code":"","severity":"note","message":"m","fixes":[]}"#)
  }

  @Test func wordWrapping() {
    let text = "  Ærø og Samsø er øer, og Læsø er en ø til, og så er der flere\nkort"
    #expect(
      wordWrapped(text, width: 40, hanging: 2)
        == "  Ærø og Samsø er øer, og Læsø er en ø\n    til, og så er der flere\nkort")
    #expect(wordWrapped(text, width: nil) == text)
    #expect(wordWrapped(text, width: 10) == text)
    let long = String(repeating: "x", count: 50)
    #expect(wordWrapped("a \(long) b", width: 40) == "a\n\(long)\nb")
  }

  @Test func colour() {
    let text = SourceText("x", fileName: "q")
    let colored = DiagnosticRenderer(color: true).render(
      Diagnostic(.expected, "m", at: SourceSpan(0, 1)), in: text)
    #expect(
      colored
        == "\u{1B}[1;31merror[RG0101]\u{1B}[0m\u{1B}[1m: m\u{1B}[0m\n  q:1:1\n\u{1B}[34m1 |\u{1B}[0m x\n\u{1B}[34m  |\u{1B}[0m \u{1B}[31m^\u{1B}[0m\n"
    )
  }

  @Test func json() {
    let text = SourceText("æ = \"1\"", fileName: "a\"b.kql")
    let diagnostic = Diagnostic(
      .equalForEquality, "no\u{1}", at: SourceSpan(3, 4),
      fixes: [Fix("write", replace: SourceSpan(3, 4), with: "==")])
    #expect(
      diagnostic.json(in: text)
        == #"{"code":"RG0108","severity":"error","message":"no\u0001","file":"a\"b.kql","start":{"line":1,"column":3},"end":{"line":1,"column":4},"fixes":[{"title":"write","edits":[{"start":{"line":1,"column":3},"end":{"line":1,"column":4},"replacement":"=="}]}]}"#
    )
  }
}

@Suite struct CompletenessTests {
  @Test(
    arguments: [
      ("", .complete), ("T", .complete), ("T | take 5", .complete), ("T |", .trailing("|")),
      ("T | where (a", .openBracket(")")),
      ("let f = () {", .openBracket("}")), ("T | project a,", .trailing(",")),
      ("T | where a ==", .trailing("==")),
      ("T | where a and", .trailing("and")), ("print ```a", .openString), ("T \\", .continued),
      ("print 'a", .complete),
      ("T | summarize count() by", .trailing("by")), ("T | take 5 // (", .complete), ("where", .complete),
      ("T | where a)", .complete),
    ] as [(String, Completeness)]) func completeness(_ text: String, _ expected: Completeness)
  {
    #expect(isComplete(SourceText(text)) == expected)
  }

  @Test func classes() {
    let text = "// c\nT | where a == 'x' and f(1) // d"
    let tree = Parser.parse(text)
    let spans = tree.classifiedSpans().map { "\(tree.text[$0.span]):\($0.tokenClass.rawValue)" }
    #expect(
      spans == [
        "// c:comment", "T:table", "|:operator", "where:keyword", "a:column", "==:operator", "'x':string",
        "and:operator", "f:function", "(:punctuation", "1:number", "):punctuation", "// d:comment",
      ])
  }
}
