import RegnData
import RegnFileFormats
import Testing

/// The table of a sheet's rows.
private func sheet(
  _ rows: String..., behind: String = "", shared: [String] = [], styles: [String] = [],
  properties: String = "", options: CSVOptions = CSVOptions()
) throws -> any FileTable {
  let bytes = Workbook.bytes(
    [("S", rows.joined())], behind: behind, shared: shared, styles: styles, properties: properties)
  return try FileTables(fileSystem: MemoryFileSystem(["t.xlsx": bytes]), options: options).open("t.xlsx")
}

/// The columns, then the rows.
private func content(_ table: some FileTable) throws -> String {
  let read = try rows(table)
  let lines = read.rows.map { $0.joined(separator: "|") }
  return ([columns(read.table)] + lines).joined(separator: "\n")
}

/// A cell of a style.
private func styled(_ style: Int, _ value: String) -> String { "<c s=\"\(style)\"><v>\(value)</v></c>" }

private typealias Row = Workbook

@Suite struct ExcelTests {
  @Test func kindsOfCells() throws {
    let table = try sheet(
      Row.row("=name", "=n", "=kr", "=share", "=ok", "=code"),
      Row.row("<c t=\"s\"><v>0</v></c>", "1", "12.5", "1.5E-3", "<c t=\"b\"><v>1</v></c>", "=0101"),
      Row.row(
        "<c t=\"s\"><v>1</v></c>", "-2", "0.28999999999999998", "2", "<c t=\"b\"><v>0</v></c>", "=0147"),
      Row.row("<c t=\"str\"><f>A1</f><v>x</v></c>", "", "7.0", "", "", ""),
      shared: [
        "<t xml:space=\"preserve\"> Ærø &amp; \u{1F600}</t>",
        "<r><rPr><b/></rPr><t>År</t></r><r><t>hus</t></r><rPh sb=\"0\" eb=\"1\"><t>lyd</t></rPh>",
      ])
    #expect(
      try content(table) == """
        name string, n int, kr decimal(2), share decimal(4), ok bool, code string
         Ærø & \u{1F600}|1|12.50|0.0015|true|0101
        Århus|-2|0.29|2.0000|false|0147
        x|∅|7.00|∅|∅|
        """)
    #expect(table.description == "t.xlsx: Excel workbook, sheet \"S\", names in row 1")
    #expect(try rows(table, columns: []).rows.count == 3)
    #expect(try rows(table, columns: [5, 0]).rows.map { $0.joined(separator: "|") }.last == "|x")
  }

  /// Texts with a unit beside a number, and words for true and false; beside numbers alone they are text.
  @Test func unitsInTexts() throws {
    let table = try sheet(
      Row.row("=pris", "=rabat", "=blandet", "=aktiv"),
      Row.row("=1.299,00 kr.", "=12,5 %", "=5 kr.", "=Ja"), Row.row("=kr. 5,50", "=5 %", "7", "=Nej"))
    #expect(
      try content(table) == """
        pris decimal(2), rabat decimal(1), blandet string, aktiv bool
        1299.00|12.5|5 kr.|true
        5.50|5.0|7|false
        """)
    #expect(table.schema.columns.map(\.unit) == ["kr.", "%", "", ""])
    let counts = try sheet(
      Row.row("=kommune", "=Ja", "=Nej"), Row.row("=Ærø", "5", "7"), Row.row("=Læsø", "1", "2"))
    #expect(try content(counts) == "kommune string, Ja int, Nej int\nÆrø|5|7\nLæsø|1|2")
  }

  /// Rows that do not pass are not handed out, whatever columns are asked for.
  @Test(arguments: [1, 2]) func predicates(workers: Int) throws {
    let table = try sheet(
      Row.row("=n", "=s", "=b"), Row.row("1", "=Ærø", "<c t=\"b\"><v>1</v></c>"), Row.row("2", "=Læsø", ""),
      Row.row("3", "=Ærø", "<c t=\"b\"><v>0</v></c>"))
    func found(_ tests: [ScanPredicate], _ columns: [Int] = [0]) throws -> [String] {
      #expect(tests.allSatisfy(table.applies))
      let parts = try chunks(table, ScanRequest(columns: columns, predicates: tests, workers: workers))
      return parts.flatMap { part in
        (0..<part.rowCount).map { row in part.columns.map { shown($0.value(row)) }.joined(separator: "|") }
      }
    }
    let name = ScanPredicate(column: 1, test: .equal, constants: [.string("Ærø")])
    #expect(try found([name]) == ["1", "3"])
    #expect(try found([name, ScanPredicate(column: 0, test: .greater, constants: [.int(1)])]) == ["3"])
    #expect(try found([name], [1, 1, 0]) == ["Ærø|Ærø|1", "Ærø|Ærø|3"])
    // A null is not equal to anything.
    #expect(try found([ScanPredicate(column: 2, test: .notEqual, constants: [.bool(true)])]) == ["2", "3"])
    #expect(try found([ScanPredicate(column: 0, test: .less, constants: [.int(1)])]) == [])
  }

  /// What becomes of numbers: as many digits as tell a double from all others, decimals up to six exact.
  @Test(arguments: [
    (["1", "999999999"], "int: 1, 999999999"),
    (["1", "1234567890"], "long: 1, 1234567890"),
    (["1234567890123456"], "long: 1234567890123456"),
    (["1.0", "2.50", "-0", "-0.0"], "decimal(1): 1.0, 2.5, 0.0, 0.0"),
    (["0.1", "0.30000000000000004"], "real: 0.1, 0.30000000000000004"),
    (["0.123456"], "decimal(6): 0.123456"),
    (["0.1234567"], "real: 0.1234567"),
    (["1E+20", "1e300"], "real: 1e+20, 1e+300"),
    (["1E3"], "int: 1000"),
    (["1.2300000000000001E-2"], "decimal(4): 0.0123"),
  ])
  func numbers(values: [String], expected: String) throws {
    let table = try sheet(Row.row("=v"), values.map { Row.row($0) }.joined())
    #expect(
      try "\(table.columnKinds[0].text): \(rows(table).rows.map { $0[0] }.joined(separator: ", "))"
        == expected)
  }

  /// Texts that are numbers or dates are read as CSV's would be, and numbers among them.
  @Test(arguments: [
    (["=1.299,50", "=2,5", "7"], "decimal(2): 1299.50, 2.50, 7.00"),
    (["=0101", "751"], "string: 0101, 751"),
    (["=..", "=-", "3"], "int: ∅, ∅, 3"),
    (["=x", "0.28999999999999998"], "string: x, 0.29"),
    (["<c t=\"b\"><v>1</v></c>", "2"], "string: true, 2"),
    (
      ["=31-12-2024", "<c s=\"1\"><v>45658</v></c>"],
      "datetime: 2024-12-31T00:00:00.0000000Z, 2025-01-01T00:00:00.0000000Z"
    ),
    (["=soon", "<c s=\"1\"><v>45658.5</v></c>"], "string: soon, 2025-01-01T12:00:00"),
    (["<c s=\"2\"><v>7</v></c>", "<c s=\"2\"><v>10234</v></c>"], "string: 0007, 10234"),
  ])
  func mixtures(values: [String], expected: String) throws {
    let table = try sheet(Row.row("=v"), values.map { Row.row($0) }.joined(), styles: ["14", "0000"])
    #expect(
      try "\(table.columnKinds[0].text): \(rows(table).rows.map { $0[0] }.joined(separator: ", "))"
        == expected)
  }

  /// Numbers of days, by the formats that make dates of them. Expected values by hand, and from Excel's rule
  /// that day 60 is 29 February 1900.
  @Test(arguments: [
    ("14", "45657", "datetime 2024-12-31T00:00:00.0000000Z"),
    ("22", "45657.520833333336", "datetime 2024-12-31T12:30:00.0000000Z"),
    ("22", "45657.5208333333", "datetime 2024-12-31T12:30:00.0000000Z"),
    ("dd\\-mm\\-yyyy;@", "1", "datetime 1900-01-01T00:00:00.0000000Z"),
    ("[$-406]d. mmmm yyyy", "59", "datetime 1900-02-28T00:00:00.0000000Z"),
    ("yyyy", "61", "datetime 1900-03-01T00:00:00.0000000Z"),
    ("mmm", "45657", "datetime 2024-12-31T00:00:00.0000000Z"),
    ("m/d/yy h:mm AM/PM", "2958465.75", "datetime 9999-12-31T18:00:00.0000000Z"),
    ("h:mm", "0.5", "timespan 12:00:00"), ("[h]:mm:ss", "1.5", "timespan 1.12:00:00"),
    ("mm:ss.0", "0.0006944444444444445", "timespan 00:01:00"),
    ("h:mm", "45657.25", "datetime 2024-12-31T06:00:00.0000000Z"),
    ("#,##0.00\\ \"kr. pr. dag\"", "3", "int 3"), ("[Red]0", "3", "int 3"), ("0%", "0.5", "decimal 0.5"),
    ("General", "3", "int 3"), ("0.00E+00", "3", "int 3"), ("[&gt;=100]0;0.0", "3", "int 3"),
    ("@", "3", "int 3"),
    ("00000", "42", "string 00042"), ("0", "42", "int 42"), ("000", "4.5", "decimal 4.5"),
  ])
  func numberFormats(code: String, value: String, expected: String) throws {
    let table = try sheet(Row.row("=v", "=w"), Row.row(styled(1, value), "1"), styles: [code])
    #expect(try "\(table.columnKinds[0].type.rawValue) \(rows(table).rows[0][0])" == expected)
  }

  @Test func theDayThatNeverWas() throws {
    let table = try sheet(
      Row.row("=v", "=w"), Row.row(styled(1, "60"), "1"), Row.row(styled(1, "61"), "1"), styles: ["14"])
    #expect(try rows(table).rows.map { $0[0] } == ["∅", "1900-03-01T00:00:00.0000000Z"])
    #expect(
      table.takeMessages() == [
        "t.xlsx: 1 cell has a number that no date stands for, such as 29 February 1900, read as null"
      ])
    #expect(table.takeMessages() == [])
  }

  @Test func theSystemOf1904() throws {
    for (flag, day) in [("1", "1904-01-02"), ("0", "1900-01-01"), ("true", "1904-01-02")] {
      let table = try sheet(
        Row.row("=v", "=w"), Row.row(styled(1, "1"), "1"), styles: ["14"],
        properties: "<workbookPr date1904=\"\(flag)\"/>")
      #expect(try rows(table).rows[0][0] == "\(day)T00:00:00.0000000Z")
    }
  }

  @Test func datesOfStrictWorkbooks() throws {
    let table = try sheet(Row.row("=v"), Row.row("<c t=\"d\"><v>2024-12-31T12:30:00</v></c>"))
    #expect(try content(table) == "v datetime\n2024-12-31T12:30:00.0000000Z")
  }

  @Test func errorsAndUncomputedFormulasAreNullAndSaid() throws {
    let table = try sheet(
      "<row r=\"1\"><c r=\"A1\" t=\"inlineStr\"><is><t>v</t></is></c></row>",
      "<row r=\"2\"><c r=\"A2\" t=\"e\"><f>1/0</f><v>#DIV/0!</v></c></row>",
      "<row r=\"3\"><c r=\"A3\"><f>1+1</f></c></row><row r=\"4\"><c r=\"A4\" t=\"e\"><v>#N/A</v></c></row>",
      "<row r=\"5\"><c r=\"A5\"><v>5</v></c></row>")
    #expect(try content(table) == "v int\n∅\n∅\n∅\n5")
    #expect(
      table.takeMessages() == [
        "t.xlsx: 2 cells have errors such as #DIV/0! and are read as null (the first is A2)",
        "t.xlsx: 1 cell has a formula whose result is not in the file, read as null; save the workbook in a spreadsheet program once (A3)",
      ])
  }

  @Test func escapedCharacters() throws {
    let table = try sheet(
      Row.row("=_x0041_b c_x000A_d"),
      Row.row("=a_x000D_b_x005F_x0041__xD83D__xDE00_&#230;&#x41;_x00", "<c/>"),
      Row.row("<c t=\"inlineStr\"><is><t><![CDATA[<b>&amp;]]></t></is></c>"))
    #expect(try content(table) == "Ab c d string\na\rb_x0041_😀æA_x00\n<b>&amp;")
  }

  // MARK: - Where the table is

  @Test func titlesAboveAndRemarksBelow() throws {
    let table = try sheet(
      "<row r=\"1\"><c r=\"B1\" t=\"inlineStr\"><is><t>Prices 2024</t></is></c></row>",
      "<row r=\"2\"><c r=\"B2\" t=\"inlineStr\"><is><t>in kroner</t></is></c></row>",
      "<row r=\"4\"><c r=\"B4\" t=\"inlineStr\"><is><t>item</t></is></c><c r=\"D4\" t=\"inlineStr\"><is><t>kr</t></is></c></row>",
      "<row r=\"5\"><c r=\"B5\" t=\"inlineStr\"><is><t>a</t></is></c><c r=\"D5\"><v>1</v></c></row>",
      "<row r=\"6\"/><row r=\"7\"><c r=\"B7\" t=\"inlineStr\"><is><t>b</t></is></c><c r=\"D7\"><v>2</v></c></row>",
      "<row r=\"9\"><c r=\"B9\" t=\"inlineStr\"><is><t>Source: X</t></is></c></row>",
      "<row r=\"10\"><c r=\"B10\" t=\"inlineStr\"><is><t>Note</t></is></c></row>")
    #expect(try content(table) == "item string, kr int\na|1\nb|2")
    // What is said when the table is read is not said again.
    #expect(table.provenance.caveats == ["rows 1 to 3 above the names are left out"])
    #expect(
      table.takeMessages() == ["t.xlsx: rows 9 to 10, texts below the table and an empty row, are left out"])
    #expect(table.schema.columns.map(\.description) == ["sheet column B", "sheet column D"])
  }

  @Test(arguments: [
    (["1", "2"], ["3", "4"], "column1 int, column2 int", 2),
    (["=a", "=b"], ["=c", "=d"], "a string, b string", 1),
    (["=a", "=a"], ["=c", "=d"], "column1 string, column2 string", 2),
    (["=area", "2023", "2024"], ["=x", "1", "2"], "area string, 2023 int, 2024 int", 1),
    (["2022", "2023", "2024"], ["7", "1", "2"], "2022 int, 2023 int, 2024 int", 1),
    (["", "=b"], ["=x", "1"], "column1 string, b int", 1),
    (["=a", "", "=a"], ["1", "2", "3"], "a int, column2 int, a_2 int", 1),
    (["=a\nb "], ["1"], "a b int", 1),
  ])
  func names(first: [String], second: [String], shape: String, count: Int) throws {
    func row(_ cells: [String]) -> String { cells.map { Row.row($0).dropFirst(5).dropLast(6) }.joined() }
    let table = try sheet("<row>\(row(first))</row><row>\(row(second))</row>")
    #expect(columns(table) == shape)
    #expect(try rows(table).rows.count == count)
  }

  @Test func mergedNamesAndMergedCells() throws {
    let table = try sheet(
      "<row r=\"1\"><c r=\"A1\" t=\"inlineStr\"><is><t>Table 1</t></is></c></row>",
      "<row r=\"2\"><c r=\"A2\" t=\"inlineStr\"><is><t>area</t></is></c><c r=\"B2\"><v>2023</v></c><c r=\"D2\"><v>2024</v></c></row>",
      "<row r=\"3\">"
        + ["B3", "C3", "D3", "E3"].enumerated().map {
          "<c r=\"\($1)\" t=\"inlineStr\"><is><t>\($0 % 2 == 0 ? "men" : "women")</t></is></c>"
        }.joined() + "</row>",
      "<row r=\"4\"><c r=\"A4\" t=\"inlineStr\"><is><t>North</t></is></c><c r=\"B4\"><v>1</v></c><c r=\"C4\"><v>2</v></c></row>",
      "<row r=\"5\"><c r=\"A5\"/><c r=\"B5\"><v>3</v></c><c r=\"C5\"><v>4</v></c><c r=\"D5\"><v>4</v></c></row>",
      "<row r=\"6\"><c r=\"A6\" t=\"inlineStr\"><is><t>South</t></is></c><c r=\"E6\"><v>5</v></c></row>",
      behind:
        "<mergeCells><mergeCell ref=\"A1:E1\"/><mergeCell ref=\"A2:A3\"/><mergeCell ref=\"B2:C2\"/>"
        + "<mergeCell ref=\"D2:E2\"/><mergeCell ref=\"A4:A5\"/></mergeCells>")
    #expect(
      try content(table) == """
        area string, 2023 men int, 2023 women int, 2024 men int, 2024 women int
        North|1|2|∅|∅
        North|3|4|4|∅
        South|∅|∅|∅|5
        """)
    #expect(table.description.description.hasSuffix("names in rows 2 to 3"))
  }

  // MARK: - Sheets

  @Test func sheetsByName() throws {
    let bytes = Workbook.bytes(
      [
        ("Hidden", Row.row("=h") + Row.row("1")), ("Empty", ""),
        ("Tal &amp; tekst", Row.row("=a") + Row.row("2")),
        ("b#c", Row.row("=b") + Row.row("3")),
      ], states: ["Hidden": "hidden"])
    let files = FileTables(
      fileSystem: MemoryFileSystem(["d/t.xlsx": bytes, "x#1.xlsx": bytes, "t.csv": [0x61]]))
    #expect(try content(files.open("d/t.xlsx")) == "a int\n2")
    #expect(try content(files.open("d/t.xlsx#hidden")) == "h int\n1")
    #expect(try content(files.open("d/t.xlsx#b#c")) == "b int\n3")
    #expect(try content(files.open("x#1.xlsx#TAL & Tekst")) == "a int\n2")
    #expect(try content(files.open("d/*.xlsx#b#c")) == "b int\n3")
    #expect(try files.open("d/t.xlsx#b#c").files == ["d/t.xlsx"])
    #expect(
      try files.open("d/t.xlsx").description.description
        == "d/t.xlsx: Excel workbook, sheet \"Tal & tekst\", names in row 1; its sheets are \"Hidden\" (hidden), "
        + "\"Empty\", \"Tal & tekst\", \"b#c\"")
    for (path, code) in [("d/t.xlsx#None", "RG0627"), ("d/t.xlsx#Empty", "RG0615"), ("t.csv#S", "RG0627")] {
      #expect(throws: ExecutionError.self) { try files.open(path) }
      do { _ = try files.open(path) } catch { #expect(error.code == code) }
    }
  }

  // MARK: - Long sheets

  /// What the beginning of a long sheet has not: another type, another column, merged cells.
  @Test(arguments: [1, 2])
  func whatTheSampleHasNot(workers: Int) throws {
    let long = (2...600).map {
      "<row r=\"\($0)\"><c r=\"A\($0)\"><v>\($0)</v></c><c r=\"B\($0)\"><v>1</v></c></row>"
    }
    .joined()
    let first =
      "<row r=\"1\"><c r=\"A1\" t=\"inlineStr\"><is><t>n</t></is></c><c r=\"B1\" t=\"inlineStr\"><is><t>m</t></is></c></row>"
    func read(_ last: String, behind: String = "") throws -> (rows: [[String]], table: any FileTable) {
      let bytes = Workbook.bytes([("S", first + long + last)], behind: behind)
      let table = try FileTables(
        fileSystem: MemoryFileSystem(["t.xlsx": bytes]), options: CSVOptions(sampleSize: 64)
      ).open("t.xlsx")
      #expect(columns(table) == "n int, m int")
      let read = try rows(table, workers: workers)
      return (read.rows, read.table)
    }
    let plain = try read("")
    #expect(plain.rows.count == 599)
    #expect(plain.rows.map { $0[0] } == (2...600).map { "\($0)" })
    #expect(plain.table.rowCount == 599)
    let other = try read("<row r=\"601\"><c r=\"A601\"><v>0.5</v></c><c r=\"D601\"><v>7</v></c></row>")
    #expect(columns(other.table) == "n decimal(1), m int, column4 int")
    #expect(other.rows.last == ["0.5", "∅", "7"])
    #expect(
      other.table.takeMessages() == [
        "t.xlsx: D601 holds a value in a column that was empty so far; the whole sheet is looked at for its columns"
      ])
    let merged = try read(
      "<row r=\"601\"><c r=\"A601\"><v>1</v></c></row>",
      behind: "<mergeCells><mergeCell ref=\"B600:B601\"/></mergeCells>")
    #expect(merged.rows.last == ["1", "1"])
    #expect(
      merged.table.takeMessages() == ["t.xlsx: some cells are merged; the whole sheet is looked at"])
  }

  @Test(arguments: [1, 2, 5])
  func anyBlockSizeGivesTheSame(workers: Int) throws {
    var random = SplitMix(7)
    var text = Row.row("=n", "=t", "=d")
    for index in 0..<300 {
      if random.below(9) == 0 { text += "<row/>" }
      text += "<row a='/>' b=\"'>\">"
      text +=
        "<c><v>\(index)</v></c><c t=\"s\"><v>\(random.below(3))</v></c>\(styled(1, "\(45_000 + index).5"))</row>"
    }
    let bytes = Workbook.bytes(
      [("S", text)], shared: ["<t>a</t>", "<t>\(String(repeating: "long ", count: 9))</t>", "<t/>"],
      styles: ["22"])
    let files = MemoryFileSystem(["x": bytes])
    let expected = try rows(FileTables(fileSystem: files).open("x")).rows
    #expect(expected.count == 300)
    for size in [1, 40, 100, 1000] {
      let table = try WorkbookTable(FileInput("x", fileSystem: files), options: CSVOptions(blockSize: size))
      #expect(try rows(table, workers: workers).rows == expected)
      #expect(table.rowCount == 300)
    }
  }

  @Test func whatLooksLikeARowBehindTheCellsIsNone() throws {
    let bytes = Workbook.bytes(
      [("S", Row.row("=n", "=m") + Row.row("1", "2") + Row.row("3", "4"))],
      behind: "<x y='<row><c><v>5</v></c><c><v>6</v></c></row>' z='<row><c><v>7</v></c></row>'/><x/>")
    let files = MemoryFileSystem(["x": bytes])
    for size in [1, 40, 100, 1 << 20] {
      let table = try WorkbookTable(FileInput("x", fileSystem: files), options: CSVOptions(blockSize: size))
      #expect(try rows(table).rows == [["1", "2"], ["3", "4"]])
    }
  }

  // MARK: - What is no workbook

  @Test(arguments: [
    ("<row><c><v>1x</v></c></row>", "t.xlsx/xl/worksheets/s1.xml: a cell holds `1x`, which is no number"),
    (
      "<row><c t=\"s\"><v>9</v></c></row>",
      "t.xlsx/xl/worksheets/s1.xml: a cell holds a shared text that the workbook does not have"
    ),
    (
      "<row><c t=\"q\"><v>9</v></c></row>",
      "t.xlsx/xl/worksheets/s1.xml: a cell of a kind that is not known: `q`"
    ),
    (
      "<row><c><v>9</v></c></rov><row><c><v>9</v></c></row>",
      "t.xlsx/xl/worksheets/s1.xml: an element ends that is not the last that has begun"
    ),
    (
      "<row><c><v>9</c></row>",
      "t.xlsx/xl/worksheets/s1.xml: an element ends that is not the last that has begun"
    ),
    ("<row><c r=\"ZZZZ1\"><v>9</v></c></row>", "t.xlsx/xl/worksheets/s1.xml: a cell whose place is none"),
    ("<row><c><v>&lol;</v></c></row>", "t.xlsx/xl/worksheets/s1.xml: `&lol;` is no reference that XML knows"),
    (
      "<!DOCTYPE a [<!ENTITY b \"c\">]><row/>",
      "t.xlsx/xl/worksheets/s1.xml: it declares a document type, which no workbook does"
    ),
    ("<row><c><v>1</v><<", "t.xlsx/xl/worksheets/s1.xml: a `<` stands within a tag"),
    ("<row><!-- ", "t.xlsx/xl/worksheets/s1.xml: a remark, an instruction or a literal text is not closed"),
  ])
  func mistakes(rows: String, message: String) throws {
    do {
      _ = try sheet(rows)
      Issue.record("it was read")
    } catch let error as ExecutionError {
      #expect(error.code == "RG0625")
      #expect(error.message.description == message)
    }
  }

  @Test func deepNesting() throws {
    let deep = String(repeating: "<a>", count: 100_000)
    #expect(throws: ExecutionError.self) { try sheet("<row><c>\(deep)") }
  }

  @Test func otherDocuments() throws {
    let word = Workbook.archive([("[Content_Types].xml", []), ("word/document.xml", [])])
    #expect(failure(word)?.message == "test.file is an office document, but no Excel workbook (.xlsx)")
    let container: [UInt8] = [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]
    func holding(_ name: String) -> [UInt8] {
      container + [UInt8](repeating: 0, count: 600) + name.utf8.flatMap { [$0, 0] }
        + [UInt8](repeating: 0, count: 64)
    }
    #expect(failure(holding("EncryptedPackage"))?.message == "test.file is encrypted with a password")
    #expect(failure(holding("Workbook"))?.message == "test.file is an Excel workbook of the old kind (.xls)")
    #expect(
      failure(holding("WordDocument"))?.message == "test.file is a document of an old kind, not a table")
    #expect(failure(Workbook.bytes([]))?.message == "test.file has no sheet of cells")
    #expect(failure(Workbook.bytes([("S", "")]))?.code == "RG0615")
  }

  @Test func cutAnywhereAndDamaged() throws {
    let parts = Workbook.parts(
      [
        (
          "S",
          Row.row("=a", "=b") + Row.row("1", "=x") + Row.row("<c t=\"s\"><v>0</v></c>", styled(1, "45000"))
        )
      ],
      behind: "<mergeCells><mergeCell ref=\"A1:A2\"/></mergeCells>", shared: ["<t>s</t>"], styles: ["14"])
    let bytes = Workbook.archive(parts.map { ($0.name, Array($0.text.utf8)) })
    for length in 4..<bytes.count { #expect(failure(Array(bytes[..<length]))?.code == "RG0622", "\(length)") }
    try mutate(bytes, times: 500)
    // What is wrong within a part whose checksum is right.
    var random = SplitMix(11)
    var read = 0
    for round in 0..<3000 {
      let index = 1 + round % (parts.count - 1)
      var text = Array(parts[index].text.utf8)
      let place = random.below(text.count)
      switch random.below(4) {
      case 0: text[place] = UInt8(random.below(256))
      case 1: text.remove(at: place)
      case 2: text.insert(text[random.below(text.count)], at: place)
      default: text.removeSubrange(place..<min(text.count, place + random.below(30)))
      }
      let error = failure(
        Workbook.archive(parts.enumerated().map { ($1.name, $0 == index ? text : Array($1.text.utf8)) }))
      if error == nil { read += 1 }
      #expect(error?.code ?? "RG0625" != "other", "\(error?.message ?? "")")
    }
    #expect(read > 500)
  }
}
