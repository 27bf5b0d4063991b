import RegnData
import RegnPresentation
import Testing

@Suite struct TableTests {
  private func table(
    _ columns: [(String, ScalarType)], _ rows: [[Value?]], options: OutputOptions = OutputOptions()
  ) throws -> String {
    try OutputFormat.table.text([result(columns, rows)], options: options)
  }

  @Test func likeTheTour() throws {
    let answer = result(
      [("total", .long), ("people", .long)], [[.long(18_440_231_931), .long(5_961_158)]], sources: [denmark])
    var bytes: [UInt8] = []
    var writer = OutputFormat.table.makeWriter { bytes.append(contentsOf: $0) }
    try writer.begin()
    try writer.write(answer, seconds: 0.0021)
    try writer.end()
    #expect(
      String(decoding: bytes, as: UTF8.self) == """
        ┌────────────────┬───────────┐
        │          total │    people │
        ├────────────────┼───────────┤
        │ 18,440,231,931 │ 5,961,158 │
        └────────────────┴───────────┘
        1 row in 0.002 s · Statistics Denmark, REGK31 and FOLK1A (CC BY 4.0); \
        amount is computed: kr_per_inhabitant × inhabitants

        """)
  }

  @Test func eachType() throws {
    #expect(
      try OutputFormat.table.text([everyType]) == """
        ┌──────┬────┬────────────────┬─────┬───────┬─────┬────────────┬────────────────────┬\
        ──────────────────────────────────────┬────────────────────┐
        │ b    │  i │              l │   r │     d │ s   │ t          │                  p │ \
        g                                    │ j                  │
        ├──────┼────┼────────────────┼─────┼───────┼─────┼────────────┼────────────────────┼\
        ──────────────────────────────────────┼────────────────────┤
        │ true │ -7 │ 18,440,231,931 │ 0.1 │ 12.50 │ Ærø │ 2024-12-31 │ 1.02:03:04.5000000 │ \
        74be27de-1e4e-49d9-b579-fe0b331d3642 │ {"a":[1,2.5,null]} │
        │ ·    │  · │              · │   · │     · │     │ ·          │                  · │ \
        ·                                    │ ·                  │
        └──────┴────┴────────────────┴─────┴───────┴─────┴────────────┴────────────────────┴\
        ──────────────────────────────────────┴────────────────────┘
        2 rows

        """)
  }

  @Test func decimalMarksStandUnderEachOther() throws {
    let rows: [[Value?]] = [
      [.real(1234.5)], [.real(-0.125)], [.real(7)], [.real(.nan)], [.real(1e20)], [nil], [.real(-.infinity)],
    ]
    #expect(
      try table([("r", .real)], rows) == """
        ┌───────────┐
        │         r │
        ├───────────┤
        │ 1,234.5   │
        │    -0.125 │
        │     7     │
        │       NaN │
        │     1E+20 │
        │         · │
        │ -Infinity │
        └───────────┘
        7 rows

        """)
    #expect(
      try table(
        [("kr", .decimal)], [[decimal("-1234567.50")], [decimal("0.5")]], options: OutputOptions(locale: .da))
          == """
          ┌───────────────┐
          │            kr │
          ├───────────────┤
          │ -1.234.567,50 │
          │          0,5  │
          └───────────────┘
          2 rækker

          """)
  }

  @Test func yearsHaveNoSeparators() throws {
    #expect(
      try table(
        [("year", .int), ("kr_per_year", .int), ("years", .long), ("årstal", .long), ("base_year", .long)],
        [[.int(2024), .int(2024), .long(30_000), .long(2024), .long(1999)]]) == """
          ┌──────┬─────────────┬────────┬────────┬───────────┐
          │ year │ kr_per_year │  years │ årstal │ base_year │
          ├──────┼─────────────┼────────┼────────┼───────────┤
          │ 2024 │       2,024 │ 30,000 │   2024 │      1999 │
          └──────┴─────────────┴────────┴────────┴───────────┘
          1 row

          """)
  }

  @Test func datesShowTheTimeWhenThereIsOne() throws {
    #expect(
      try table(
        [("a", .datetime), ("b", .datetime)],
        [
          [date("2024-01-01"), date("2024-01-01")],
          [date("2024-01-01T13:45:00.25"), date("2024-01-01T06:00")],
        ])
          == """
          ┌─────────────────────────┬─────────────────────┐
          │ a                       │ b                   │
          ├─────────────────────────┼─────────────────────┤
          │ 2024-01-01 00:00:00.000 │ 2024-01-01 00:00:00 │
          │ 2024-01-01 13:45:00.250 │ 2024-01-01 06:00:00 │
          └─────────────────────────┴─────────────────────┘
          2 rows

          """)
  }

  @Test func widthsOfLettersMarksAndEmoji() throws {
    let rows: [[Value?]] = ["Ærø", "e\u{301}a", "日本", "👍🏽", "🇩🇰", "æøå"].map { [.string($0), .int(1)] }
    #expect(
      try table([("navn", .string), ("n", .int)], rows) == """
        ┌──────┬───┐
        │ navn │ n │
        ├──────┼───┤
        │ Ærø  │ 1 │
        │ e\u{301}a   │ 1 │
        │ 日本 │ 1 │
        │ 👍🏽 │ 1 │
        │ 🇩🇰   │ 1 │
        │ æøå  │ 1 │
        └──────┴───┘
        6 rows

        """)
  }

  @Test func controlsAreVisible() throws {
    #expect(
      try table([("s\u{1B}", .string)], [[.string("a\tb\nc\u{1B}[2J\u{85}\u{202E}x\u{200B}\u{AD}\0")]]) == """
        ┌─────────────────────────────────────┐
        │ s␛                                  │
        ├─────────────────────────────────────┤
        │ a␉b␊c␛[2J\\u0085\\u202Ex\\u200B\\u00AD␀ │
        └─────────────────────────────────────┘
        1 row

        """)
  }

  @Test func moreRowsAreSaid() throws {
    let rows = (1...98).map { [Value.int(Int32($0))] as [Value?] }
    #expect(
      try table([("n", .int)], rows, options: OutputOptions(maxRows: 2)) == """
        ┌───┐
        │ n │
        ├───┤
        │ 1 │
        │ 2 │
        └───┘
        … 96 more rows; --max-rows 98 shows them
        98 rows

        """)
    #expect(
      try table([("n", .int)], Array(rows.prefix(3)), options: OutputOptions(maxRows: 2))
        .contains("… 1 more row; --max-rows 3 shows it\n3 rows\n"))
  }

  @Test func noRows() throws {
    #expect(
      try table([("n", .int), ("navn", .string)], []) == """
        ┌───┬──────┐
        │ n │ navn │
        └───┴──────┘
        0 rows

        """)
  }

  @Test func longTextsAreShortenedToTheWidth() throws {
    let text = String(repeating: "æ", count: 200)
    #expect(
      try table(
        [("id", .int), ("note", .string), ("name", .string)], [[.int(1), .string(text), .string("Aarhus")]],
        options: OutputOptions(width: 40)) == """
          ┌────┬────────────────────────┬────────┐
          │ id │ note                   │ name   │
          ├────┼────────────────────────┼────────┤
          │  1 │ \(String(repeating: "æ", count: 21))… │ Aarhus │
          └────┴────────────────────────┴────────┘
          1 row

          """)
  }

  @Test func longNamesOverShortValuesGoOnSeveralLines() throws {
    let columns: [(String, ScalarType)] = [
      ("municipality", .string), ("kr_per_inhabitant", .long), ("shareOfTotal", .real),
    ]
    let row: [Value?] = [.string("Frederikshavn"), .long(12_345), .real(0.5)]
    #expect(
      try table(columns, [row], options: OutputOptions(width: 44)) == """
        ┌───────────────┬────────────┬─────────────┐
        │ municipality  │    kr_per_ │     shareOf │
        │               │ inhabitant │       Total │
        ├───────────────┼────────────┼─────────────┤
        │ Frederikshavn │     12,345 │         0.5 │
        └───────────────┴────────────┴─────────────┘
        1 row

        """)
    // Narrower still, texts are cut to twelve cells before names are broken within words.
    #expect(
      try table(columns, [row], options: OutputOptions(width: 36)) == """
        ┌──────────────┬───────────┬───────┐
        │ municipality │   kr_per_ │ share │
        │              │ inhabitan │    Of │
        │              │         t │ Total │
        ├──────────────┼───────────┼───────┤
        │ Frederiksha… │    12,345 │   0.5 │
        └──────────────┴───────────┴───────┘
        1 row

        """)
  }

  @Test func aNameOfEnormousLength() throws {
    let name = String(repeating: "lang_", count: 200_000)
    let text = try table(
      [(name, .long), ("b", .long)], [[.long(1), .long(2)]], options: OutputOptions(width: 40))
    #expect(text.split(separator: "\n").allSatisfy { $0.count <= 40 })
    #expect(text.contains("…"))
  }

  @Test func ofManyRowsTheFirstColumnsAreShown() throws {
    let columns = (1...9).map { ("kolonne\($0)", ScalarType.string) }
    let row = (1...9).map { Value.string("tekst nummer \($0)") } as [Value?]
    let text = try table(columns, Array(repeating: row, count: 11), options: OutputOptions(width: 60))
    let lines = text.split(separator: "\n")
    #expect(lines.count == 17)
    #expect(lines[1] == "│ kolonne1  │ kolonne2  │ kolonne3  │ kolonne4  │ kolonne5 │")
    #expect(lines[3] == "│ tekst nu… │ tekst nu… │ tekst nu… │ tekst nu… │ tekst n… │")
    #expect(lines[15] == "… 4 more columns: kolonne6, kolonne7, kolonne8, kolonne9")
    #expect(lines[16] == "11 rows")
    let wider = try table(columns, Array(repeating: row, count: 11), options: OutputOptions(width: 98))
    #expect(wider.contains("\n… 1 more column: kolonne9; `project` chooses columns\n"))
  }

  @Test func columnsThatSayTheSameInEveryRowGoFirst() throws {
    let columns = (1...6).map { ("kolonne\($0)", ScalarType.string) }
    // The first names the rows, whatever it says; the third says nothing.
    let rows = (0..<11).map { row in
      (1...6).map { Value.string($0 == 1 || $0 == 3 ? "den samme" : "række \(row), \($0)") } as [Value?]
    }
    let text = try table(columns, rows, options: OutputOptions(width: 60))
    let lines = text.split(separator: "\n")
    #expect(lines[1] == "│ kolonne1  │ kolonne2  │ kolonne4  │ kolonne5  │ kolonne6 │")
    #expect(lines[15] == "… 1 more column: kolonne3; `project` chooses columns")
  }

  @Test func footersAreBrokenToTheWindow() throws {
    let answer = result([("n", .long)], [[.long(1)]], sources: [denmark, model])
    #expect(
      try OutputFormat.table.text([answer], options: OutputOptions(width: 50)).hasSuffix(
        """
        1 row · MODELLED figures — Regn, IT-SHARE ·
          Statistics Denmark, REGK31 and FOLK1A (CC BY
          4.0); amount is computed: kr_per_inhabitant ×
          inhabitants

        """))
  }

  @Test func tooManyColumnsStandBelowEachOther() throws {
    let columns = (1...30).map { ("column_\($0)", ScalarType.long) }
    let row = (1...30).map { Value.long(Int64($0) * 1_000_000) } as [Value?]
    let text = try table(columns, [row, row], options: OutputOptions(width: 80))
    let lines = text.split(separator: "\n")
    #expect(lines.count == 63)
    #expect(lines[0] == "row 1")
    #expect(lines[1] == "  column_1   1,000,000")
    #expect(lines[30] == "  column_30  30,000,000")
    #expect(lines[31] == "row 2")
    #expect(lines[62] == "2 rows")
  }

  @Test func coloursOnlyRepeatWhatTheTextSays() throws {
    let answer = result([("n", .int)], [[nil]], sources: [model])
    let plain = try OutputFormat.table.text([answer])
    let coloured = try OutputFormat.table.text([answer], options: OutputOptions(color: true))
    #expect(coloured.contains("\u{1B}[1mn\u{1B}[0m"))
    #expect(coloured.contains("\u{1B}[2m·\u{1B}[0m"))
    var bare = coloured
    for code in ["\u{1B}[0m", "\u{1B}[1m", "\u{1B}[2m", "\u{1B}[1;33m"] {
      bare = bare.replacing(code, with: "")
    }
    #expect(bare == plain)
  }

  @Test func footers() {
    #expect(footer(rows: 0) == "0 rows")
    #expect(footer(rows: 1_234_567, seconds: 12.3456) == "1,234,567 rows in 12.346 s")
    #expect(
      footer(rows: 1_234_567, seconds: 0.5, options: OutputOptions(locale: .da))
        == "1.234.567 rækker på 0,500 s")
    let folk = Provenance(publisher: "Statistics Denmark", tableIDs: ["FOLK1A"], licence: "CC BY 4.0")
    let regk = Provenance(publisher: "Statistics Denmark", tableIDs: ["REGK31"], licence: "CC BY 4.0")
    #expect(
      footer(rows: 2, sources: [folk, model, regk, folk])
        == "2 rows · MODELLED figures — Regn, IT-SHARE · Statistics Denmark, FOLK1A and REGK31 (CC BY 4.0)")
  }
}
