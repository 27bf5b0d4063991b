import RegnLanguageService
import RegnSession
import RegnSyntax
import Testing

@Suite struct ChangingTests {
  private func document(_ text: String) -> Document {
    Document(SourceText(text), context: Session().bindingContext)
  }

  /// The text after the action of a title at the marks: at one place, or over what stands between two.
  private func applied(_ title: String, _ marked: String) -> String? {
    let marked = Marked(marked)
    let span = SourceSpan(marked.offsets[0], marked.offsets.count > 1 ? marked.offsets[1] : marked.offsets[0])
    guard let action = marked.document.actions(in: span).first(where: { $0.title.description == title })
    else {
      return nil
    }
    return Fix("", edits: action.edits).applied(to: marked.document.text)
  }

  @Test func fixesOfDiagnosticsAreOffered() {
    #expect(
      applied("Change to `municipality`", "costs | where mun▮icpality == \"Aarhus\"")
        == "costs | where municipality == \"Aarhus\"")
    #expect(
      applied("Keep all pairs: kind=inner", "costs | jo▮in municipalities on code")
        == "costs | join kind=inner municipalities on code")
    #expect(
      applied("rewrite as KQL", "SEL▮ECT municipality, SUM(amount) FROM costs GROUP BY municipality")
        == "costs | summarize sum(amount) by municipality")
    #expect(applied("Leave it out", "let ▮a = 1;\ncosts | count") == "costs | count")
  }

  @Test func allFixesAtOnce() {
    #expect(
      applied("Apply all 2 fixes in this text", "costs | where municpality == \"Aarhus\"▮ | project amunt")
        == "costs | where municipality == \"Aarhus\" | project amount")
  }

  @Test func expressionsAndBeginningsOfQueriesBecomeLets() {
    #expect(
      applied("Name it with let", "costs | where amount > ▮5 * 1000▮ | count")
        == "let value = 5 * 1000;\ncosts | where amount > value | count")
    #expect(
      applied("Name it with let", "▮costs | where year == 2024▮ | count")
        == "let part = costs | where year == 2024;\npart | count")
    #expect(
      applied(
        "Name it with let", "let part = 1;\nmunicipalities | join kind=inner ▮(costs | take 5)▮ on code")
        == "let part = 1;\nlet part2 = (costs | take 5);\nmunicipalities | join kind=inner part2 on code")
    // What names a column has no meaning before the query.
    #expect(applied("Name it with let", "costs | where ▮amount * 2▮ > 5") == nil)
  }

  @Test func letsAreWrittenOut() {
    #expect(
      applied("Write most out where it is used", "let ▮most = 5;\ncosts | take most; print most * 2")
        == "costs | take 5; print 5 * 2")
    #expect(
      applied("Write n out where it is used", "let n = 2 + 3;\nprint ▮n * 2") == "print (2 + 3) * 2")
    #expect(
      applied("Write t out where it is used", "let t = costs | take 5;\n▮t | count")
        == "(costs | take 5) | count")
    // A name in it means something else where it is used.
    #expect(
      applied("Write b out where it is used", "let a = 1; let ▮b = a + 1; let a = 5; print b") == nil)
  }

  @Test func containsBecomesHas() {
    #expect(
      applied("Look for whole words: has", "costs | where municipality con▮tains \"s\"")
        == "costs | where municipality has \"s\"")
  }

  @Test func aResultIsWrittenOutAsADatatable() throws {
    let session = Session()
    let query = """
      datatable(b: bool, i: int, l: long, r: real, d: decimal, s: string, t: datetime, w: timespan,
        x: dynamic) [
      true, int(1), 2, 1.5, decimal(2.50), "a'\\"\\\\\\n å", datetime(2024-12-31 01:02:03), 1d, dynamic({"a":[1,null]}),
      bool(null), int(null), long(null), real(nan), decimal(null), "", datetime(null), time(null),
      dynamic(null)]
      """
    var before: [[String]] = []
    var written = ""
    func run(_ text: String, _ use: (SessionEvent) -> Void) throws {
      #expect(try session.run(SourceText(text)) { use($0) } == .done)
    }
    try run(query) { event in
      guard case .result(let table, _) = event else { return }
      written = Document.datatable(of: table)
      before = (0..<2).map { row in table.rows.columns.map { "\($0.value(row))" } }
    }
    try run(written) { event in
      guard case .result(let table, _) = event else { return }
      #expect((0..<2).map { row in table.rows.columns.map { "\($0.value(row))" } } == before)
      #expect(
        table.columns.map(\.type.rawValue) == [
          "bool", "int", "long", "real", "decimal", "string", "datetime", "timespan", "dynamic",
        ])
    }
    #expect(before.count == 2)
  }

  // MARK: - Layout

  @Test func formattingChangesOnlyWhatDiffers() {
    let text = "let a=1;\ncosts|where year==a|count"
    let edits = document(text).formatting()
    #expect(
      Fix("", edits: edits).applied(to: SourceText(text)) == "let a = 1;\ncosts\n| where year == a\n| count\n"
    )
    #expect(document("costs\n| count\n").formatting() == [])
    let part = document(text).formatting(in: SourceSpan(0, 3))
    #expect(Fix("", edits: part).applied(to: SourceText(text)) == "let a = 1;\ncosts|where year==a|count")
  }

  @Test func typingLaysOut() {
    let ended = Marked("let  a=1;▮")
    let edits = ended.document.formattingOnType(at: ended.offsets[0], typed: ";")
    #expect(Fix("", edits: edits).applied(to: ended.document.text) == "let a = 1;")
    let piped = Marked("let a = costs\n|▮")
    let indent = piped.document.formattingOnType(at: piped.offsets[0], typed: "|")
    #expect(Fix("", edits: indent).applied(to: piped.document.text) == "let a = costs\n    |")
    let plain = Marked("costs\n| where year == 2024\n   |▮")
    let back = plain.document.formattingOnType(at: plain.offsets[0], typed: "|")
    #expect(Fix("", edits: back).applied(to: plain.document.text) == "costs\n| where year == 2024\n|")
  }
}
