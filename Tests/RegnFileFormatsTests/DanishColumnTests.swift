import RegnData
import RegnFileFormats
import Testing

/// What a column of a Danish file holds, and what it means; by hand.
struct DanishColumn: CustomTestStringConvertible, Sendable {
  let raw: [String]
  let kind: String
  /// The values read; nil when they are the texts as they stand.
  let values: [String]?
  /// Whether Windows-1252 can write it.
  let isWestern: Bool

  init(_ raw: [String], _ kind: String, _ values: [String]? = nil, isWestern: Bool = true) {
    self.raw = raw
    self.kind = kind
    self.values = values
    self.isWestern = isWestern
  }

  var testDescription: String { raw.joined(separator: " ") }

  static let numbers: [DanishColumn] = [
    .init(["5", "7", "0"], "int"),
    .init(["-5", "+3"], "int", ["-5", "3"]),
    .init(["1.299", "12.345"], "int", ["1299", "12345"]),
    .init(["1.234.567", "5"], "int", ["1234567", "5"]),
    .init(["-1.234.567", "1.000"], "int", ["-1234567", "1000"]),
    .init(["1.234.567.890", "5"], "long", ["1234567890", "5"]),
    .init(["12345678901", "5"], "long"),
    .init(["1.299,99", "5,00"], "decimal(2)", ["1299.99", "5.00"]),
    .init(["1299,99", "5,00"], "decimal(2)", ["1299.99", "5.00"]),
    .init(["1.299", "5,25"], "decimal(2)", ["1299.00", "5.25"]),
    .init(["-5,2", "3,4"], "decimal(1)", ["-5.2", "3.4"]),
    .init(["\u{2212}5,2", "3,4"], "decimal(1)", ["-5.2", "3.4"], isWestern: false),
    .init(["5,2-", "3,0"], "decimal(1)", ["-5.2", "3.0"]),
    .init(["1.299,50-", "5,00"], "decimal(2)", ["-1299.50", "5.00"]),
    .init(["1.299-", "5,5"], "decimal(1)", ["-1299.0", "5.5"]),
    .init(["1 299", "12 345"], "int", ["1299", "12345"]),
    .init(["1\u{A0}299", "12\u{A0}345"], "int", ["1299", "12345"]),
    .init(["1 299,50", "7,25"], "decimal(2)", ["1299.50", "7.25"]),
    .init(["1'299,50", "7,25"], "decimal(2)", ["1299.50", "7.25"]),
    .init([",5", "0,5"], "decimal(1)", ["0.5", "0.5"]),
    .init(["0,125", "10,5"], "decimal(3)", ["0.125", "10.500"]),
    .init(["1,5e3", "2,5"], "real", ["1500.0", "2.5"]),
    .init(["12345678901234567,5", "1,55"], "decimal", ["12345678901234567.5", "1.55"]),
    .init(["12345678", "87654321"], "int"),
    .init(["2023", "2024"], "int"),
    .init(["1", "0"], "int"),
  ]

  static let missing: [DanishColumn] = [
    .init(["..", "5"], "int", ["∅", "5"]),
    .init(["-", "5"], "int", ["∅", "5"]),
    .init(["…", "5"], "int", ["∅", "5"]),
    .init(["", "5"], "int", ["∅", "5"]),
    .init([".", "5"], "int", ["∅", "5"]),
    .init(["NA", "5"], "int", ["∅", "5"]),
    .init(["N/A", "5"], "int", ["∅", "5"]),
    .init(["n/a", "5"], "int", ["∅", "5"]),
    .init(["#N/A", "5"], "int", ["∅", "5"]),
    .init(["NULL", "5"], "int", ["∅", "5"]),
    .init(["..", "1.299,50"], "decimal(2)", ["∅", "1299.50"]),
    .init(["-", "-", "31-12-2024"], "datetime", ["∅", "∅", "2024-12-31T00:00:00.0000000Z"]),
    .init(["..", "-"], "string"),
    .init(["..", "Ærø"], "string"),
  ]

  static let codes: [DanishColumn] = [
    .init(["0101", "0147"], "string"),
    .init(["101", "0147"], "string"),
    .init(["0800", "2100"], "string"),
    .init(["01", "02"], "string"),
    .init(["007", "12"], "string"),
    .init(["0101901234", "1512801234"], "string"),
    .init(["1512801234", "1601801235"], "string"),
    .init(["010190-1234", "151280-1234"], "string"),
    .init(["5790000123456", "5790000123463"], "string"),
    .init(["1003388394", "1003388395"], "string"),
    .init(["6.45.51", "0.22.01"], "string"),
    .init(["6.45", "5.22"], "string"),
    .init(["+45 12345678", "+45 87654321"], "string"),
    .init(["12 34 56 78", "87 65 43 21"], "string"),
    .init(["1234567890123456789", "1"], "string"),
    .init(["DK-1000", "DK-2000"], "string"),
    .init(["3-1234-0012345678", "3-1234-0012345679"], "string"),
    .init(["85-02-01-G01-1-22", "85-02-01-G01-2-22"], "string"),
  ]

  private static func day(_ text: String) -> String { "\(text)T00:00:00.0000000Z" }

  static let dates: [DanishColumn] = [
    .init(["31-12-2024", "01-02-2024"], "datetime", [day("2024-12-31"), day("2024-02-01")]),
    .init(["31.12.2024", "1.2.2024"], "datetime", [day("2024-12-31"), day("2024-02-01")]),
    .init(["31/12/2024", "1/2/2024"], "datetime", [day("2024-12-31"), day("2024-02-01")]),
    .init(["31/12-2024", "1/2-2024"], "datetime", [day("2024-12-31"), day("2024-02-01")]),
    .init(["1-2-2024", "31-12-2024"], "datetime", [day("2024-02-01"), day("2024-12-31")]),
    .init(["2024-12-31", "2024-02-01"], "datetime", [day("2024-12-31"), day("2024-02-01")]),
    .init(["2024/12/31", "2024/02/01"], "datetime", [day("2024-12-31"), day("2024-02-01")]),
    .init(
      ["31-12-2024 08:30", "01-02-2024 23:59"], "datetime",
      ["2024-12-31T08:30:00.0000000Z", "2024-02-01T23:59:00.0000000Z"]),
    .init(
      ["31.12.2024 08:30:15", "1.2.2024"], "datetime", ["2024-12-31T08:30:15.0000000Z", day("2024-02-01")]),
    .init(
      ["2024-12-31T08:30:00", "2024-02-01"], "datetime", ["2024-12-31T08:30:00.0000000Z", day("2024-02-01")]),
    .init(["2024-12-31T08:30:00+01:00"], "datetime", ["2024-12-31T07:30:00.0000000Z"]),
    .init(["29-02-2024", "28-02-2023"], "datetime", [day("2024-02-29"), day("2023-02-28")]),
    .init(["31-12-24", "01-02-24"], "string"),
    .init(["31. december 2024", "1. februar 2024"], "string"),
    .init(["dec-24", "jan-25"], "string"),
    .init(["2024M01", "2024M02"], "string"),
    .init(["2024K1", "2024K2"], "string"),
    .init(["uge 12", "uge 13"], "string"),
    .init(["2023/24", "2024/25"], "string"),
    .init(["31-02-2024", "01-02-2024"], "string"),
    .init(["29-02-2023", "01-03-2023"], "string"),
    .init(["08:30", "09:15"], "string"),
  ]

  static let texts: [DanishColumn] = [
    .init(["1,2 mio.", "3 mio."], "string"), .init(["€ 5", "€ 7"], "string"),
    .init(["J", "N"], "string"), .init(["x", ""], "string"), .init(["12,5 %", "0,125"], "string"),
    .init(["5 kr.", "7"], "string"), .init(["5 kr.", "7 %"], "string"),
    .init(["5 t.kr.", "7 t.kr."], "string"),
    .init(["Ja", "Ved ikke"], "string"), .init(["ja", "nej", "måske"], "string"),
    .init(["kr. 0101", "kr. 5"], "string"), .init(["5 kr. pr. dag", "7 kr."], "string"),
    .init(["kr.", "5 kr."], "string"), .init(["12,5 %-point", "3 %"], "string"),
    .init(["Ærø", "Århus", "Ølgod"], "string"), .init(["Høje-Taastrup", "Lyngby-Taarbæk"], "string"),
    .init(["Møller & Søn A/S", "Müller GmbH"], "string"), .init(["Rengøring, uge 12", "Vikar"], "string"),
    .init(["Asfalt; lapning", "Skilte"], "string"), .init(["Skilt \"Gågade\"", "Skilte"], "string"),
    .init(["første\nanden", "én linje"], "string"), .init(["5\" rør", "3\" rør"], "string"),
    .init(["O'Brien", "d'Arc"], "string"), .init(["½ stilling", "§ 4"], "string"),
    .init(["5,", "6"], "string"), .init(["1,2,3", "4"], "string"), .init(["1.29", "2.50"], "string"),
    .init(["1.2999", "2.5000"], "string"), .init(["1.299.99", "5"], "string"),
    .init(["1,299.99", "5"], "string"), .init(["(5,2)", "3,4"], "string"), .init(["5*", "6"], "string"),
    .init(["<5", "12"], "string"), .init(["5-9", "10-19"], "string"), .init(["0-4 år", "5-9 år"], "string"),
    .init(["100+", "99"], "string"), .init(["2 a", "3 b"], "string"), .init(["1) 5", "2) 6"], "string"),
    .init(["=A1+B1", "5"], "string"), .init(["a\tb", "c"], "string"),
    .init(
      ["74be27de-1e4e-49d9-b579-fe0b331d3642", "84be27de-1e4e-49d9-b579-fe0b331d3642"], "guid"),
    .init(["næsten alle", "ingen"], "string"), .init(["1 af 3", "2 af 3"], "string"),
    .init(["10:1", "5:1"], "string"), .init(["3,5 t/uge", "37 t/uge"], "string"),
    .init(["C:\\data\\", "D:\\"], "string"), .init(["navn@example.org", "b@example.org"], "string"),
    .init(["https://example.org/?a=1;b=2", "https://example.org/"], "string"),
  ]

  static let units: [DanishColumn] = [
    .init(["1.299,50 kr.", "5,00 kr."], "decimal(2)", ["1299.50", "5.00"]),
    .init(["kr. 1.299,50", "kr. 5,00"], "decimal(2)", ["1299.50", "5.00"]),
    .init(["kr. -1.299,50", "-5,00 kr."], "decimal(2)", ["-1299.50", "-5.00"]),
    .init(["1.299,50- kr.", "kr 5,00"], "decimal(2)", ["-1299.50", "5.00"]),
    .init(["1.299 kr", "5 kr"], "int", ["1299", "5"]),
    .init(["1 299\u{A0}kr.", "12\u{A0}345\u{A0}kr."], "int", ["1299", "12345"]),
    .init(["DKK 5,00", "7,50 DKK"], "decimal(2)", ["5.00", "7.50"]),
    .init(["1.299,-", "5,-"], "int", ["1299", "5"]),
    .init(["1.299,- kr.", "5,- DKK"], "int", ["1299", "5"]),
    .init(["kr. 1.299,-", "kr. 5,25"], "decimal(2)", ["1299.00", "5.25"]),
    .init(["5,5 KR.", "..", "7,0kr"], "decimal(1)", ["5.5", "∅", "7.0"]),
    .init(["12,5 %", "3 %"], "decimal(1)", ["12.5", "3.0"]),
    .init(["12,5%", "", "-3%"], "decimal(1)", ["12.5", "∅", "-3.0"]),
    .init(["12,5\u{A0}%", "100\u{A0}%"], "decimal(1)", ["12.5", "100.0"]),
    .init(["12 pct.", "3 pct"], "int", ["12", "3"]),
  ]

  static let bools: [DanishColumn] = [
    .init(["true", "false"], "bool"), .init(["TRUE", "FALSE"], "bool", ["true", "false"]),
    .init(["Ja", "Nej"], "bool", ["true", "false"]),
    .init(["ja", "nej", ""], "bool", ["true", "false", "∅"]),
    .init(["NEJ", "..", "JA"], "bool", ["false", "∅", "true"]),
    .init(["Sand", "Falsk"], "bool", ["true", "false"]),
    .init(["SAND", "FALSK", "-"], "bool", ["true", "false", "∅"]),
  ]

  static let all = numbers + missing + codes + dates + units + bools + texts
}

/// Every column in files of several forms: what a form is made of tells how it must be read.
@Suite struct DanishColumnTests {
  static let towns = ["Ærø", "Læsø", "Køge"]

  private static func cell(_ text: String, _ delimiter: String, isQuoted: Bool = false) -> String {
    let isPlain = !isQuoted && !text.contains(delimiter) && !text.contains("\"") && !text.contains("\n")
    return isPlain ? text : "\"\(text.replacing("\"", with: "\"\""))\""
  }

  /// The lines of a file whose second column has decimals after a comma in any case.
  private static func lines(
    _ column: DanishColumn, _ delimiter: String, isQuoted: Bool = false
  ) -> [String] {
    let rows = column.raw.enumerated().map { place, raw in [towns[place], "\(place + 1),5", raw] }
    return ([["kommune", "andel", "værdi"]] + rows).map { row in
      row.map { cell($0, delimiter, isQuoted: isQuoted) }.joined(separator: delimiter)
    }
  }

  private func check(_ table: CSVTable, _ column: DanishColumn, delimiter: UInt8) throws {
    #expect(table.detection.delimiter == delimiter)
    #expect(shape(table) == "kommune string, andel decimal(1), værdi \(column.kind)")
    let expected = column.values ?? column.raw
    #expect(
      try rows(table).rows
        == expected.enumerated().map { place, value in [Self.towns[place], "\(place + 1).5", value] })
  }

  @Test(arguments: DanishColumn.all) func semicolons(column: DanishColumn) throws {
    let text = Self.lines(column, ";").joined(separator: "\n") + "\n"
    try check(csv(text), column, delimiter: 0x3B)
  }

  /// As spreadsheets write it: tabs, a byte order mark, every field in quotes.
  @Test(arguments: DanishColumn.all) func tabsAndQuotes(column: DanishColumn) throws {
    let text = "\u{FEFF}" + Self.lines(column, "\t", isQuoted: true).joined(separator: "\r\n") + "\r\n"
    try check(csv(text), column, delimiter: 0x09)
  }

  /// As administrative systems write it: Windows-1252, notes above, a source below.
  @Test(arguments: DanishColumn.all.filter(\.isWestern)) func notesAboveAndBelow(column: DanishColumn) throws
  {
    let text =
      (["Udtræk pr. 31. december", "Enhed: personer", ""] + Self.lines(column, ";")
      + ["", "Kilde: egne tal"]).joined(separator: "\r\n")
    let bytes = text.unicodeScalars.map { scalar -> UInt8 in
      switch scalar {
      case "€": 0x80
      case "…": 0x85
      default: UInt8(scalar.value)
      }
    }
    let table = try csv(bytes)
    #expect(table.detection.encoding == .windows1252)
    try check(table, column, delimiter: 0x3B)
    let last =
      4 + column.raw.joined(separator: "\n").split(separator: "\n", omittingEmptySubsequences: false).count
    #expect(
      table.takeMessages() == [
        "test.csv: lines 1 to 2 stand above the table and are no part of it: `Udtræk pr. 31. december`",
        "test.csv: line \(last + 2) stands below the table and is no part of it: `Kilde: egne tal`",
      ])
  }

  /// As some registers write it: UTF-16 without a mark, bars.
  @Test(arguments: DanishColumn.all) func barsInUTF16(column: DanishColumn) throws {
    let text = Self.lines(column, "|").joined(separator: "\r\n") + "\r\n"
    let table = try csv(EncodingTests.utf16(text, isBigEndian: false, hasMark: false))
    #expect(table.detection.encoding == .utf16LittleEndian)
    try check(table, column, delimiter: 0x7C)
  }
}
