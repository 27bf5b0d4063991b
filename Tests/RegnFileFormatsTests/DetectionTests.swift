import RegnData
import RegnFileFormats
import Testing

@Suite struct DelimiterTests {
  @Test(arguments: [
    ("a;b\n1;2\n", UInt8(0x3B)), ("a,b\n1,2\n", 0x2C), ("a\tb\n1\t2\n", 0x09), ("a|b\n1|2\n", 0x7C),
    // Decimal commas do not make a comma file.
    ("a;b\n1,5;2,5\n3,5;4,5\n", 0x3B), ("name;x\nÆ;1,5\nØ;2,5\n", 0x3B),
    // Commas in quotes are text.
    ("a;b\n\"x,y\";\"z,w\"\n\"x,y\";\"z,w\"\n", 0x3B), ("a,b\n\"x;y\",1\n\"z;w\",2\n", 0x2C),
    // Prose with commas in a file of tabs.
    ("id\ttext\n1\tone, two\n2\tthree\n", 0x09), ("a^b\n1^2\n3^4\n", 0x5E),
    // Times of day do not make a colon file.
    ("at,n\n12:30:00,1\n13:45:10,2\n", 0x2C),
  ])
  func delimiter(text: String, expected: UInt8) throws {
    #expect(try csv(text).detection.delimiter == expected)
  }

  @Test func oneColumn() throws {
    #expect(try lines("name\nÆrø\nLæsø\n") == ["Ærø", "Læsø"])
    #expect(try shape(csv("amount\n1,5\n2,5\n")) == "amount decimal(1)")
    #expect(try lines("a\n1\n\n3\n") == ["1", "∅", "3"])
  }

  @Test func raggedRowsDoNotHideTheDelimiter() throws {
    #expect(try csv("a;b;c\n1;2\n3;4;5;6\n").detection.delimiter == 0x3B)
  }

  @Test func theNameOfATabFileCounts() throws {
    let table = try csv("a\tb,c\n1\t2,3\n", path: "x.tsv")
    #expect(table.detection.delimiter == 0x09)
  }

  @Test func singleQuotes() throws {
    let table = try csv("a;b\n'x;y';1\n'z';2\n")
    #expect(table.detection.quote == 0x27)
    #expect(try rows(table).rows == [["x;y", "1"], ["z", "2"]])
    #expect(try csv("a;b\nO'Brien;1\nd'Arc;2\n").detection.quote == 0x22)
  }

  @Test func optionsOverride() throws {
    let options = CSVOptions(delimiter: 0x2C, hasHeader: false)
    #expect(try lines("a;b,c\n1;2,3\n", options) == ["a;b|c", "1;2|3"])
    #expect(try lines("a;b\n\"x\";1\n", CSVOptions(quote: 0)) == ["\"x\"|1"])
    #expect(try shape(csv("a;b\n1;2,5\n", CSVOptions(allText: true))) == "a string, b string")
    #expect(try lines("a;b\n1.5;x\n", CSVOptions(decimalMark: 0x2E)) == ["1.5|x"])
  }

  @Test func summaryTellsTheForm() throws {
    #expect(try csv("a;b\n1;2,5\n").detection.summary == "delimiter `;`, UTF-8, decimal comma, header row")
    #expect(
      try csv([0xEF, 0xBB, 0xBF] + Array("1\t2.5\n3\t4.5\n".utf8)).detection.summary
        == "delimiter tab, UTF-8 with a byte order mark, decimal point, no header row")
  }
}

@Suite struct HeaderTests {
  @Test(arguments: [
    ("a;b\n1;2\n", "a int, b int"),
    ("1;2\n3;4\n", "column1 int, column2 int"),
    // Text all over: the first row is taken for names.
    ("kommune;region\nÆrø;Syddanmark\nSkive;Midtjylland\n", "kommune string, region string"),
    // Empty names and names that stand twice.
    ("a;;a;b;a\n1;2;3;4;5\n", "a int, column2 int, a_2 int, b int, a_3 int"),
    ("\"two words\";b\n1;2\n", "two words int, b int"),
    (" a ; b \n1;2\n", "a int, b int"),
    // Years as names.
    ("kommune;2019;2020;2021\nÆrø;1;2;3\nSkive;4;5;6\n", "kommune string, 2019 int, 2020 int, 2021 int"),
    // A header that is shorter than the rows, which all end in a delimiter.
    ("a;b\n1;2;\n3;4;\n", "a int, b int, column3 string"),
    ("2024-01-01;5\n2024-01-02;6\n", "column1 datetime, column2 int"),
    ("a;b\n", "a string, b string"),
    ("a;b", "a string, b string"),
    ("1;2\n", "column1 int, column2 int"),
    ("\n\na;b\n1;2\n", "a int, b int"),
    ("\"a\nb\";c\n1;2\n", "a\nb int, c int"),
  ])
  func header(text: String, expected: String) throws {
    #expect(try shape(csv(text)) == expected)
  }

  @Test func headerOnlyHasNoRows() throws {
    #expect(try lines("a;b\n") == [])
    #expect(try lines("a;b") == [])
    let table = try csv("a;b\n")
    #expect(try rows(table, columns: []).rows == [])
    #expect(try table.load(context: testContext()).loaded.rowCount == 0)
  }

  @Test func headerCanBeForced() throws {
    #expect(try shape(csv("1;2\n3;4\n", CSVOptions(hasHeader: true))) == "1 int, 2 int")
    #expect(try shape(csv("a;b\n3;4\n", CSVOptions(hasHeader: false))) == "column1 string, column2 string")
  }
}

@Suite struct TypeTests {
  @Test(arguments: [
    (["1", "-5", "0"], "int"),
    (["999999999"], "int"),
    (["1000000000", "1"], "long"),
    (["123456789012345678", "1"], "long"),
    (["1,5", "2,25", "3"], "decimal(2)"),
    (["-0,50"], "decimal(2)"),
    (["1.299,99", "5,00"], "decimal(2)"),
    (["1e5", "2,5"], "real"),
    (["true", "FALSE"], "bool"),
    (["2024-12-31", "2024-01-01T10:00:00Z"], "datetime"),
    (["31-12-2024", "01-01-2024 10:30"], "datetime"),
    (["31.12.2024", "1.1.2024"], "datetime"),
    (["74be27de-1e4e-49d9-b579-fe0b331d3642"], "guid"),
    // What looks like a number and is none.
    (["0101", "0147"], "string"),
    (["101", "0147"], "string"),
    (["1234567890123456789"], "string"),
    (["0101901234", "1512801234"], "string"),
    (["1512801234", "1601801235"], "string"),
    (["6.45.51", "0.22.01"], "string"),
    (["12-34", "5"], "string"),
    (["+4512345678"], "string"),
    (["1,2,3", "4"], "string"),
    (["5,", "6"], "string"),
    (["31-02-2024"], "string"),
    // Missing marks do not count.
    (["1", "..", "-", "…", "", "NA"], "int"),
    (["..", "-"], "string"),
    (["", ""], "string"),
    (["1 299 000", "5"], "int"),
    (["12 34 56", "5"], "string"),
    (["12345678901234567,5", "1,55"], "decimal"),
  ])
  func kind(values: [String], expected: String) throws {
    let text = "x;k\n" + values.map { "\($0);æ\n" }.joined()
    #expect(try shape(csv(text, CSVOptions(delimiter: 0x3B, hasHeader: true))) == "x \(expected), k string")
  }

  @Test func ledger() throws {
    let text = """
      year;municipality;function;dranst;art;amount
      2021;Sønderborg;2.22.01;1;4.5;985,96
      2018;Gentofte;4.62.85;2;4.6;-729,36

      """
    let table = try csv(text)
    #expect(
      shape(table)
        == "year int, municipality string, function string, dranst int, art string, amount decimal(2)")
    #expect(
      try rows(table).rows == [
        ["2021", "Sønderborg", "2.22.01", "1", "4.5", "985.96"],
        ["2018", "Gentofte", "4.62.85", "2", "4.6", "-729.36"],
      ])
  }

  @Test func danishNumbers() throws {
    let values = [
      "1.299,99", "1299,99", "1.299", "-5,2", "1.234.567,00", "..", "-", "…", "", "0,05", "\"1.000,5\"", "7",
    ]
    let text = "x;k\n" + values.map { "\($0);æ\n" }.joined()
    let read = try rows(csv(text), columns: [0]).rows.map { $0[0] }
    #expect(
      read == [
        "1299.99", "1299.99", "1299.00", "-5.20", "1234567.00", "∅", "∅", "∅", "∅", "0.05", "1000.50", "7.00",
      ])
  }

  @Test func englishNumbers() throws {
    let values = ["\"1,299.99\"", "1299.99", "-5.2", "\"1,234,567\""]
    let text = "x,k\n" + values.map { "\($0),a\n" }.joined()
    let table = try csv(text)
    #expect(table.detection.marks == .english)
    #expect(
      try rows(table, columns: [0]).rows.map { $0[0] } == ["1299.99", "1299.99", "-5.20", "1234567.00"])
  }

  @Test func ambiguousNumbersAreDecidedByTheFileAndReported() throws {
    let semicolons = try csv("x;k\n1.299;a\n2.500;b\n")
    #expect(try rows(semicolons, columns: [0]).rows == [["1299"], ["2500"]])
    #expect(semicolons.detection.notes.contains { $0.contains("1.299") })
    let commas = try csv("x,k\n1.299,a\n2.500,b\n")
    #expect(try rows(commas, columns: [0]).rows == [["1.299"], ["2.500"]])
    #expect(commas.detection.notes.contains { $0.contains("decimal point") })
    // Another column tells: then there is nothing to note.
    let told = try csv("x;y\n1.299;1,5\n2.500;2,5\n")
    #expect(try rows(told, columns: [0]).rows == [["1299"], ["2500"]])
    #expect(told.detection.notes.isEmpty)
    let point = try csv("x;y\n1.299;1.5\n2.500;2.5\n")
    #expect(try rows(point).rows == [["1.299", "1.5"], ["2.500", "2.5"]])
  }

  @Test func datesInBothOrders() throws {
    #expect(try lines("d,n\n12/31/2024,1\n01/02/2024,2\n")[0] == "2024-12-31T00:00:00.0000000Z|1")
    #expect(try lines("d,n\n31/12/2024,1\n01/02/2024,2\n")[1] == "2024-02-01T00:00:00.0000000Z|2")
    let either = try csv("d;n\n01/02/2024;1\n03/04/2024;2\n")
    #expect(either.detection.notes.contains { $0.contains("day first") })
    #expect(try rows(either).rows[0] == ["2024-02-01T00:00:00.0000000Z", "1"])
  }

  @Test func timesAndOffsets() throws {
    let text =
      "t;n\n2024-12-31 23:59:58.5;1\n2024-12-31T12:00+01:00;2\n2024-12-31T12:00:00Z;3\n2024-01-01;4\n"
    #expect(
      try rows(csv(text), columns: [0]).rows.map { $0[0] } == [
        "2024-12-31T23:59:58.5000000Z", "2024-12-31T11:00:00.0000000Z", "2024-12-31T12:00:00.0000000Z",
        "2024-01-01T00:00:00.0000000Z",
      ])
  }

  @Test func reals() throws {
    let text = "x,k\n1.5e3,a\n-2.25,b\n0.1,c\n1e-7,d\n,e\n123456789012345678901234.5,f\nNaN,g\n"
    let read = try rows(csv(text), columns: [0]).rows.map { $0[0] }
    #expect(read == ["1500.0", "-2.25", "0.1", "1e-07", "∅", "1.2345678901234569e+23", "nan"])
  }

  @Test func exactDecimalsOfManyDigits() throws {
    let text = "x,k\n12345678901234567890.12,a\n-0.50,b\n"
    let table = try csv(text)
    #expect(shape(table) == "x decimal, k string")
    #expect(try rows(table, columns: [0]).rows.map { $0[0] } == ["12345678901234567890.12", "-0.50"])
  }

  @Test func typesAreSeenBeyondTheStart() throws {
    var text = "x;k\n"
    for row in 0..<40_000 { text += "\(row);a\n" }
    text += "1,25;b\n"
    let table = try csv(text, CSVOptions(sampleSize: 1024))
    #expect(shape(table) == "x decimal(2), k string")
  }
}

@Suite struct EncodingTests {
  static let text = "navn;antal\nÆrø;5\nKøbenhavn;7\n"

  static func utf16(_ text: String, isBigEndian: Bool, hasMark: Bool) -> [UInt8] {
    ((hasMark ? [0xFEFF] : []) + Array(text.utf16)).flatMap { unit -> [UInt8] in
      let bytes = [UInt8(unit & 0xFF), UInt8(unit >> 8)]
      return isBigEndian ? bytes.reversed() : bytes
    }
  }

  static func windows(_ text: String) -> [UInt8] {
    text.unicodeScalars.map { $0.value == 0x20AC ? 0x80 : UInt8($0.value) }
  }

  @Test(arguments: [
    (Array(text.utf8), TextEncoding.utf8), ([0xEF, 0xBB, 0xBF] + Array(text.utf8), .utf8),
    (utf16(text, isBigEndian: false, hasMark: true), .utf16LittleEndian),
    (utf16(text, isBigEndian: true, hasMark: true), .utf16BigEndian),
    (utf16(text, isBigEndian: false, hasMark: false), .utf16LittleEndian),
    (utf16(text, isBigEndian: true, hasMark: false), .utf16BigEndian), (windows(text), .windows1252),
  ])
  func encodings(bytes: [UInt8], expected: TextEncoding) throws {
    let table = try csv(bytes)
    #expect(table.detection.encoding == expected)
    #expect(shape(table) == "navn string, antal int")
    #expect(try rows(table).rows == [["Ærø", "5"], ["København", "7"]])
    #expect(table.takeMessages().isEmpty)
  }

  @Test func surrogatesInUTF16() throws {
    let bytes = Self.utf16("a;b\n😀;1\n", isBigEndian: false, hasMark: true)
    #expect(try rows(csv(bytes)).rows == [["😀", "1"]])
  }

  @Test func theEuroSignOfWindows1252() throws {
    #expect(try rows(csv(Self.windows("a;b\n5 €;æ\n"))).rows == [["5 €", "æ"]])
    #expect(try shape(csv(Self.windows("beløb;b\n5;æ\n"))) == "beløb int, b string")
  }

  @Test func aByteThatIsNotUTF8AfterASampleOfASCII() throws {
    var bytes = Array("navn;antal\n".utf8)
    for row in 0..<200 { bytes += Array("Skive;\(row)\n".utf8) }
    bytes += Self.windows("Ærø;5\n")
    let table = try csv(bytes, CSVOptions(sampleSize: 64))
    // The last blocks of a file are looked at too, so such a file is hidden from detection by an option.
    let hidden = try csv(bytes + Array(repeating: 0x0A, count: 200_000), CSVOptions(sampleSize: 64))
    for table in [table, hidden] {
      let read = try rows(table)
      #expect(read.rows.last == ["Ærø", "5"])
      #expect(read.table.detection.encoding == .windows1252)
    }
    #expect(
      hidden.takeMessages() == [
        "test.csv: line 202: a byte that is not UTF-8; the file is read as Windows-1252"
      ])
  }

  @Test func invalidUTF8InAFileOfUTF8() throws {
    let bytes = Array("navn;antal\nÆrø;1\n".utf8) + [0x53, 0xFF, 0x54] + Array(";2\n".utf8)
    let table = try csv(bytes, CSVOptions(encoding: .utf8))
    #expect(try rows(table).rows == [["Ærø", "1"], ["S\u{FFFD}T", "2"]])
    #expect(
      table.takeMessages() == ["test.csv: text that is not valid UTF-8 was replaced by U+FFFD (line 3)"])
  }

  @Test func aMarkOfMissingInWindows1252() throws {
    #expect(
      try rows(csv(Array("x;y\n5;æ\n".utf8).dropLast(3) + [0xE6, 0x0A, 0x85, 0x3B, 0xE6, 0x0A])).rows
        == [["5", "æ"], ["∅", "æ"]])
  }
}

@Suite struct LineEndTests {
  @Test(arguments: [
    ("a;b\n1;x\n2;y\n", LineEnd.lineFeed), ("a;b\r\n1;x\r\n2;y\r\n", .carriageReturnLineFeed),
    ("a;b\r1;x\r2;y\r", .carriageReturn), ("a;b\n1;x\n2;y", .lineFeed),
    ("a;b\r\n1;x\r\n2;y", .carriageReturnLineFeed),
    ("a;b\r1;x\r2;y", .carriageReturn), ("a;b\n1;x\r\n2;y\n", .lineFeed),
    ("a;b\n\n1;x\n\n\n2;y\n\n", .lineFeed),
    ("a;b\r\n\r\n1;x\r\n2;y\r\n\r\n", .carriageReturnLineFeed),
  ])
  func lineEnds(text: String, expected: LineEnd) throws {
    for blockSize in [1, 3, 1 << 20] {
      let table = try csv(text, CSVOptions(blockSize: blockSize))
      #expect(table.detection.lineEnd == expected)
      #expect(try rows(table).rows == [["1", "x"], ["2", "y"]])
      #expect(try chunks(table, ScanRequest(columns: [])).reduce(0) { $0 + $1.rowCount } == 2)
    }
  }
}

@Suite struct SampleTests {
  /// Blocks from the middle of a file may begin within a quoted text of several lines.
  @Test(arguments: [",", ";"]) func linesWithinQuotesAreNoRecords(delimiter: String) throws {
    let line = "one\(delimiter) two\n"
    var text = "note\(delimiter)n\n"
    for number in 0..<400 {
      text += "\"" + String(repeating: line, count: 300 + number % 7) + "\"\(delimiter)\(number)\n"
    }
    #expect(try shape(csv(text)) == "note string, n int")
  }

  @Test func whatOnlyTheMiddleHoldsIsSeen() throws {
    let wider = (0..<60_000).map { "\"a, b\",\($0 < 30_000 ? "1" : "1.5")\n" }.joined()
    #expect(try shape(csv("note,n\n" + wider)) == "note string, n decimal(1)")
  }
}
