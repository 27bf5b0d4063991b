import RegnData
import RegnFileFormats
import Testing

@Suite struct JSONTests {
  @Test func columnsInOrderOfFirstSight() throws {
    let table = try opened(
      """
      {"town":"Aarhus","people":350000,"share":0.5,"open":true,"day":"2024-12-31","tags":[1,2]}
      {"people":7,"town":"Ærø","note":"a \\"quoted\\" æ","open":null}

      """)
    #expect(
      columns(table)
        == "town string, people long, share real, open bool, day datetime, tags dynamic, note string")
    #expect(
      try lines(table) == [
        "Aarhus|350000|0.5|true|2024-12-31T00:00:00.0000000Z|[1,2]|",
        "Ærø|7|∅|∅|∅|∅|a \"quoted\" æ",
      ])
    #expect(try lines(table, columns: [6, 1]) == ["|350000", "a \"quoted\" æ|7"])
    #expect(try lines(table, columns: []).count == 2)
  }

  @Test(arguments: [
    ("[{\"a\":1},{\"a\":2}]", "JSON, a list of objects"),
    (" [\n {\"a\": 1},\n {\"a\": 2}\n]\n", "JSON, a list of objects"),
    ("{\"a\":1}\n{\"a\":2}", "NDJSON, a record a line"),
    ("\u{FEFF}{\"a\":1}\r\n\r\n{\"a\":2}\r\n", "NDJSON, a record a line"),
    ("{\n \"a\": 1\n}\n{\n \"a\": 2\n}\n", "JSON, objects one after another"),
  ])
  func layouts(text: String, form: String) throws {
    let table = try opened(text)
    #expect(table.description == "test.file: \(form)")
    #expect(try lines(table) == ["1", "2"])
    #expect(table.rowCount == 2)
  }

  @Test func mixedTypesAreWidened() throws {
    func kind(_ values: String...) throws -> String {
      let table = try opened(values.map { "{\"v\":\($0)}\n" }.joined())
      return try columns(table) + ": " + lines(table).joined(separator: ", ")
    }
    #expect(try kind("1", "2.5") == "v real: 1.0, 2.5")
    #expect(try kind("1", "12345678901234567890123") == "v decimal: 1, 12345678901234567890123")
    #expect(try kind("1", "\"x\"", "true", "null") == "v string: 1, x, true, ")
    #expect(try kind("\"2024-01-01\"", "\"soon\"") == "v string: 2024-01-01, soon")
    #expect(try kind("null", "null") == "v string: , ")
    #expect(try kind("1", "[1]") == "v dynamic: 1, [1]")
    #expect(try kind("\"0101\"", "\"0147\"") == "v string: 0101, 0147")
    #expect(try kind("9223372036854775807", "-9223372036854775808").contains("v long"))
    #expect(try kind("9223372036854775808") == "v decimal: 9223372036854775808")
  }

  /// A key, and a type, that the sample has not: the file is looked at as a whole, and nothing is lost.
  @Test func whatTheSampleHasNot() throws {
    let many = String(repeating: "{\"a\":1,\"b\":\"some text that fills the sample\"}\n", count: 30_000)
    let table = try #require(opened(many + "{\"a\":\"x\",\"c\":1.5}\n") as? JSONTable)
    #expect(columns(table) == "a long, b string")
    let read = try rows(table, workers: 2)
    #expect(columns(read.table) == "a string, b string, c real")
    #expect(read.rows.count == 30_001)
    #expect(read.rows.last == ["x", "", "1.5"])
    #expect(
      read.table.takeMessages() == [
        "test.file: line 30001: x is no long; the whole file is looked at for its columns"
      ])
  }

  @Test(arguments: [1, 2, 5])
  func anyBlockSizeGivesTheSame(workers: Int) throws {
    var random = SplitMix(3)
    var records: [String] = []
    for index in 0..<400 {
      let text = String(repeating: "æ\\n{]", count: random.below(5))
      records.append("{\"n\":\(index),\"t\":\"\(text)\",\"d\":{\"k\":[\(index),{}]}}")
    }
    let expected = try lines(opened(records.joined(separator: "\n")))
    for layout in ["\n", ",\n"] {
      let text = layout == "\n" ? records.joined(separator: "\n") : "[\(records.joined(separator: layout))]"
      for size in [1, 40, 100, 1000] {
        let files = MemoryFileSystem(text: ["x": text])
        let table = try JSONTable(FileInput("x", fileSystem: files), blockSize: size)
        #expect(try rows(table, workers: workers).rows.map { $0.joined(separator: "|") } == expected)
        #expect(table.rowCount == 400)
      }
    }
  }

  @Test(arguments: [1, 16, 1000])
  func recordsOnALineAndOnSeveralLines(size: Int) throws {
    let files = MemoryFileSystem(text: ["x": "{}\n{\n\"a\":\"4048-01-00D00:\"}\n{\"a\":\n\"b\"}"])
    let table = try JSONTable(FileInput("x", fileSystem: files), blockSize: size)
    #expect(try rows(table, workers: 2).rows == [[""], ["4048-01-00D00:"], ["b"]])
  }

  @Test func aRecordOfSeveralLinesFarBehindRecordsALine() throws {
    let text = String(repeating: "{\"a\":1}\n", count: 200_000) + "{\"a\":\n2}\n"
    #expect(
      failure(Array(text.utf8))?.message
        == "test.file:200002: a record a line is read; this one goes on in the next line")
  }

  @Test func progressCountsRowsAndBytes() throws {
    let context = testContext()
    let text = "{\"a\":1}\n{\"a\":2}\n"
    let scan = try opened(text).scan(ScanRequest(columns: [0]), context: context)
    while try scan.next(worker: 0) != nil {}
    #expect(context.progress.now == (2, 0, text.utf8.count, text.utf8.count))
  }

  @Test(arguments: [
    ("{\"a\":1}\n{\"a\":", "test.file:2: the file ends within a record"),
    ("{\"a\":1}\n{\"a\" 1}\n", "test.file:2: `:` should follow the key"),
    ("{\"a\":1}\n{\"a\":01}\n", "test.file:2: this is no value of JSON"),
    ("{\"a\":1}\n[1]\n", "test.file:2: a record, which begins with `{`, should stand here"),
    ("{\"a\":1} {\"a\":2}\n", "test.file:1: a record a line is read; this one does not end with its line"),
    ("{\"a\":1,\"a\":2}\n", "test.file:1: the key \"a\" stands twice in one record"),
    ("[{\"a\":1},{\"a\":2}", "test.file: the file ends before the `]` of its list"),
    ("[{\"a\":1} {\"a\":2}]", "test.file:1: `,` should stand between records"),
    ("[{\"a\":1}] x", "test.file:1: more follows where the records should end"),
    ("{\"a\":\"x\ny\"}\n", "test.file:1: a text has a line end or another control character in it"),
    ("{\"a\":[1}\n{\"a\":[2]}\n", "test.file:1: this bracket closes nothing"),
    ("[]", "test.file holds no records with keys"),
  ])
  func mistakes(text: String, message: String) throws {
    #expect(failure(Array(text.utf8))?.message.description == message)
  }

  @Test func wrongBytes() throws {
    let error = failure(Array("{\"a\":\"".utf8) + [0xE6] + Array("\"}\n".utf8))
    #expect(error?.message == "test.file:1: a byte that is not UTF-8, which JSON is written in")
    let deep = "{\"a\":" + String(repeating: "[", count: 300) + String(repeating: "]", count: 300) + "}\n"
    #expect(failure(Array(deep.utf8))?.code == "RG0625")
  }

  @Test func statisticsAndUnions() throws {
    let files = MemoryFileSystem(text: [
      "a.ndjson": "{\"town\":\"Aarhus\",\"n\":1}\n{\"town\":\"Aarhus\",\"n\":2}\n",
      "b.ndjson": "{\"n\":1.5,\"x\":true}\n",
    ])
    let one = try FileTables(fileSystem: files).open("a.ndjson")
    #expect(one.statistics(ofColumn: 0)?.values?.map { "\($0.value) \($0.count)" } == ["Aarhus 2"])
    #expect(one.statistics(ofColumn: 1)?.maximum == .long(2))
    let both = try FileTables(fileSystem: files).open("*.ndjson")
    #expect(try lines(both) == ["Aarhus|1.0|∅", "Aarhus|2.0|∅", "|1.5|true"])
  }

  @Test func mutations() throws {
    let lines = """
      {"town":"Aarhus","people":350000,"share":0.5,"open":true,"tags":[1,{"k":"v\\u00e6"}]}
      {"people":7,"town":"Ærø","note":"a \\"quoted\\" æ","open":null}
      """
    try mutate(Array(lines.utf8), times: 1500)
    try mutate(Array("[\(lines.split(separator: "\n").joined(separator: ",\n"))]".utf8), times: 1500)
  }
}

@Suite struct JSONStatTests {
  static let version1 = """
    {"dataset": {"dimension": {
      "KØN": {"label": "sex", "category": {"index": {"M": 0, "K": 1}, "label": {"M": "Men", "K": "Women"}}},
      "Tid": {"label": "time", "category": {"index": {"2019": 1, "2018": 0}}},
      "id": ["KØN", "Tid"], "size": [2, 2], "role": {"time": ["Tid"]}},
      "label": "Population", "source": "Statistics Denmark", "updated": "2020-02-11T07:00:00Z",
      "value": [7016, 7095.25, null, 1263], "extension": {"px": {"tableid": "BEF5"}}}}
    """
  static let version2 = """
    {"version": "2.0", "class": "dataset", "label": "Rates", "id": ["what", "area"], "size": [1, 3],
     "role": {"metric": ["what"]}, "note": ["Break in 2019"],
     "dimension": {
       "what": {"category": {"label": {"UNR": "rate"}, "unit": {"UNR": {"label": "percent", "decimals": 1}}}},
       "area": {"label": "area", "category": {"index": ["01", "02", "03"]}}},
     "value": {"0": 5.9, "2": 10}, "status": {"1": "m"}}
    """

  @Test func longForm() throws {
    let table = try opened(Self.version1)
    #expect(columns(table) == "KØN string, KØN_text string, Tid string, value decimal(2)")
    #expect(
      try lines(table) == [
        "M|Men|2018|7016.00", "M|Men|2019|7095.25", "K|Women|2018|∅", "K|Women|2019|1263.00",
      ])
    #expect(table.provenance.sourceLine == "Statistics Denmark, BEF5")
    #expect(table.provenance.date == "2020-02-11T07:00:00Z")
    #expect(table.description == "test.file: JSON-stat 1, 2 variables in long form")
    #expect(table.statistics(ofColumn: 1)?.values?.map(\.value) == ["Men", "Women"])
    #expect(table.statistics(ofColumn: 3)?.nullCount == 1)
    #expect(try lines(table, columns: [3], workers: 3).count == 4)
  }

  @Test func sparseValuesAndStatus() throws {
    let table = try opened(Self.version2)
    #expect(
      columns(table) == "what string, what_text string, area string, value decimal(1), status string")
    #expect(try lines(table) == ["UNR|rate|01|5.9|", "UNR|rate|02|∅|m", "UNR|rate|03|10.0|"])
    #expect(table.provenance.unit == "percent")
    #expect(table.schema.columns[3].unit == "percent")
    #expect(table.provenance.caveats == ["Break in 2019"])
    #expect(table.schema.columns[0].description == "contents")
  }

  @Test func bundles() throws {
    let collection = "{\"version\":\"2.0\",\"class\":\"collection\",\"link\":{\"item\":[\(Self.version2)]}}"
    #expect(try lines(opened(collection)).count == 3)
    let inner = Self.version1.dropFirst(12).dropLast(1)
    #expect(try lines(opened("{\"bef5\": \(inner)}")).count == 4)
    let error = failure(Array("{\"one\": \(inner), \"two\": \(inner)}".utf8))
    #expect(error?.message == "test.file: it holds 2 data sets: one, two")
  }

  @Test(arguments: [
    ("\"size\": [2, 2]", "\"size\": [2, 3]", "\"Tid\" has 2 categories, but its size is 3"),
    ("null, 1263", "null", "it has 3 values, but its dimensions make 4 cells"),
    ("\"2019\": 1", "\"2019\": 5", "the places of the categories of \"Tid\" are not 0, 1, 2 …"),
    ("\"id\": [\"KØN\",", "\"id\": [\"ALDER\",", "the dimension \"ALDER\" is missing"),
    ("\"value\": [", "\"values\": [", "its data set has no `value`"),
    ("BEF5\"}}}}", "BEF5", "the file ends within a value of JSON"),
  ])
  func mistakes(old: String, new: String, message: String) throws {
    let text = Self.version1.replacing(old, with: new)
    #expect(text != Self.version1)
    let error = try #require(failure(Array(text.utf8)))
    #expect(error.code == "RG0625")
    #expect(error.message.contains(message), "\(error.message)")
  }

  @Test func hugeSizes() throws {
    let text = """
      {"class":"dataset","id":["a"],"size":[20000000],"dimension":{"a":{"category":{"index":["x"]}}},"value":{}}
      """
    #expect(failure(Array(text.utf8))?.code == "RG0625")
  }

  @Test func mutations() throws {
    try mutate(Array(Self.version1.utf8), times: 1500)
    try mutate(Array(Self.version2.utf8), times: 1500)
  }
}
