import RegnData
import RegnStatBank
import Testing

private let areaJSON = """
  {"id":"ARE","text":"Area, by region","unit":"km2","updated":"2025-01-01T08:00:00",
  "footnote":{"text":"Measured\\r\\n anew.","mandatory":true},
  "variables":[
  {"id":"Område","text":"region","elimination":false,"time":false,"values":[
    {"id":"000","text":"All Denmark"},{"id":"101","text":"Say \\"Cph\\", please"}]},
  {"id":"KØN","text":"sex","elimination":true,"time":false,"values":[{"id":"M","text":"M"}]},
  {"id":"Tid","text":"time","elimination":false,"time":true,"values":[
    {"id":"2024K1","text":"2024Q1"},{"id":"2025K1","text":"2025Q1"}]}]}
  """

/// What becomes of the figures that the StatBank sends.
@Suite struct AnswerTests {
  let info: TableInfo
  let selection: Selection
  let stored: StoredColumns

  init() throws {
    info = try TableInfo(json: areaJSON)
    selection = try SelectionReader(info).read(["OMRÅDE=*", "KØN=*", "Tid=*"]).selection
    stored = StoredColumns(info, selection)
  }

  /// The rows stored of an answer that comes in pieces of so many bytes.
  private func rows(_ answer: String, pieces: Int = .max) throws -> String {
    var reader = AnswerReader(selection, stored)
    var out: [UInt8] = []
    let bytes = Array(answer.utf8)
    var start = 0
    while start < bytes.count {
      let end = pieces == .max ? bytes.count : min(bytes.count, start + pieces)
      out += try Array(bytes[start..<end]).withUnsafeBytes { try reader.read($0) }
      start = end
    }
    try reader.finish()
    return String(decoding: out, as: UTF8.self)
  }

  private let answer =
    "\u{FEFF}OMRÅDE;KØN;TID;INDHOLD\r\n000;M;2024K1;42955,60\r\n101;M;2024K1;..\r\n"
    + "101;M;2025K1;-3\r\n"

  @Test func columns() {
    #expect(String(decoding: stored.header, as: UTF8.self) == "Område,Område_code,KØN,Tid,INDHOLD\n")
    // Codes and texts are never numbers, periods that are years are.
    #expect(stored.columns.map(\.isText) == [true, true, true, false, false])
    #expect(stored.columns.last?.unit == "km2")
  }

  @Test(arguments: [1, 2, 7, 30, Int.max])
  func figures(_ pieces: Int) throws {
    #expect(
      try rows(answer, pieces: pieces) == """
        All Denmark,000,M,2024Q1,42955.60
        "Say ""Cph"", please",101,M,2024Q1,
        "Say ""Cph"", please",101,M,2025Q1,-3

        """)
  }

  /// Texts in place of codes, columns in another order, quotes, no byte order mark, lines that end in LF.
  @Test func otherForms() throws {
    #expect(
      try rows("TID;KØN;OMRÅDE;INDHOLD\n2024Q1;M;\"All Denmark\";7\n2025K1;M;\"Say \"\"Cph\"\", please\";8\n")
        == "All Denmark,000,M,2024Q1,7\n\"Say \"\"Cph\"\", please\",101,M,2025Q1,8\n")
  }

  @Test(arguments: [
    ("", "it is empty"),
    ("OMRÅDE;KØN;TID;INDHOLD\n000;M;2024", "it ends in the middle of line 2"),
    ("OMRÅDE;KØN;TID;INDHOLD\n000;M;2024K1\n", "line 2 has 3 fields and not 4"),
    ("OMRÅDE;KØN;TID;INDHOLD\n147;M;2024K1;1\n", "line 2 has 147 for Område, which was not asked for"),
    ("OMRÅDE;KØN;TID;INDHOLD\n000;M;2024K1;1.234,5\n", "line 2: 1.234,5 is no figure"),
    ("OMRÅDE;KØN;TID;INDHOLD\n000;M;2024K1;1e5\n", "line 2: 1e5 is no figure"),
    ("OMRÅDE;TID;INDHOLD\n", "its columns are OMRÅDE, TID, INDHOLD and not OMRÅDE, KØN, TID, INDHOLD"),
    ("<html>\n", "its columns are <HTML> and not OMRÅDE, KØN, TID, INDHOLD"),
  ])
  func mistakes(_ answer: String, _ message: String) {
    let error = #expect(throws: ExecutionError.self) { try self.rows(answer) }
    #expect(error?.code == "RG0655")
    #expect(error?.message.description == "the StatBank's answer cannot be read: " + message)
  }

  @Test func moreRowsThanAskedFor() {
    let line = "000;M;2024K1;1\n"
    let error = #expect(throws: ExecutionError.self) {
      try self.rows("OMRÅDE;KØN;TID;INDHOLD\n" + String(repeating: line, count: 5))
    }
    #expect(error?.message.contains("it has more rows than were asked for") == true)
  }

  @Test func theRecord() throws {
    let request = DataRequest(table: "ARE", language: "en", transfer: .bulk, selection: selection)
    let record = ImportRecord(
      info, request, columns: stored.columns, address: "https://example.org/v1", retrieved: "2026-11-25",
      rows: 3, bytes: 99)
    #expect(ImportRecord(json: record.json) == record)
    #expect(ImportRecord(json: "{}") == nil)
    #expect(ImportRecord(json: "") == nil)
    let source = record.provenance
    #expect(source.sourceLine == "Statistics Denmark, ARE (CC BY 4.0)")
    #expect(source.date == "updated 2025-01-01; retrieved 2026-11-25")
    #expect(
      source.caveats == [
        "selection: Område=* KØN=* Tid=*", "1 combination of values has no row; there the figure is 0",
        "Measured anew.",
      ])
  }
}
