import RegnData
import RegnPresentation
import Testing

@Suite struct MachineFormatTests {
  private let two = [
    result([("x", .long)], [[.long(1)]]),
    result([("y", .string)], [[.string("a")], [.string("")]], name: "Table_1"),
  ]

  @Test func csvHasEachTypesForm() throws {
    let text = try OutputFormat.csv.text([everyType])
    #expect(
      text == """
        b,i,l,r,d,s,t,p,g,j
        true,-7,18440231931,0.1,12.50,Ærø,2024-12-31T00:00:00.0000000Z,1.02:03:04.5000000,\
        74be27de-1e4e-49d9-b579-fe0b331d3642,"{""a"":[1,2.5,null]}"
        ,,,,,,,,,

        """)
  }

  @Test func csvQuotesWhatNeedsIt() throws {
    let table = result(
      [("a,b", .string), ("c", .string)],
      [
        [.string("x,y"), .string("say \"hi\"")], [.string("two\nlines"), .string("cr\r")],
        [.string(" edges "), .string("semi;colon")], [.string("tab\there"), .string("")],
      ])
    #expect(
      try OutputFormat.csv.text([table])
        == "\"a,b\",c\n\"x,y\",\"say \"\"hi\"\"\"\n\"two\nlines\",\"cr\r\"\n edges ,semi;colon\ntab\there,\n")
  }

  @Test func csvSeparatesResultsAndKeepsLoneEmptyCells() throws {
    #expect(try OutputFormat.csv.text(two) == "x\n1\n\ny\na\n\"\"\n")
    #expect(try OutputFormat.csv.text([result([("n", .int)], [[nil]])]) == "n\n\"\"\n")
    #expect(try OutputFormat.csv.text([result([("n", .int), ("m", .int)], [])]) == "n,m\n")
  }

  @Test func realsReadBackTheSame() throws {
    let values: [Double] = [
      0, -0.0, 1, 0.1 + 0.2, 1e15, 1e-5, -1.5e300, .nan, .infinity, -.infinity, 123_456_789.125,
    ]
    let table = result([("r", .real)], values.map { [.real($0)] })
    #expect(
      try OutputFormat.csv.text([table]) == """
        r
        0
        -0
        1
        0.30000000000000004
        1E+15
        1E-05
        -1.5E+300
        NaN
        Infinity
        -Infinity
        123456789.125

        """)
    #expect(
      try OutputFormat.json.text([table]) == """
        [{"r":0.0},{"r":-0.0},{"r":1.0},{"r":0.30000000000000004},{"r":1E+15},{"r":1E-05},{"r":-1.5E+300},\
        {"r":"NaN"},{"r":"Infinity"},{"r":"-Infinity"},{"r":123456789.125}]

        """)
  }

  @Test func danishCSV() throws {
    let table = result(
      [("navn", .string), ("kr", .decimal), ("andel", .real), ("n", .long)],
      [
        [.string("Ærø; og mere"), decimal("-1234.50"), .real(0.25), .long(1000)],
        [.string("a,b"), nil, .real(.nan), nil],
      ])
    #expect(
      try OutputFormat.csv.text([table], options: OutputOptions(locale: .da)) == """
        navn;kr;andel;n
        "Ærø; og mere";-1234,50;0,25;1000
        a,b;;NaN;

        """)
  }

  @Test func safeCSVGuardsFormulasButNotNumbers() throws {
    let texts = [
      "=1+1", "+45 12345678", "-5", "-5,2", "-1e5", "-", "--1", "@cmd", "\tx", "\rx", "a=b", "", "-cmd|' /C'",
      "=\"x\"", "+1.5",
    ]
    let table = result([("s", .string), ("n", .int)], texts.map { [.string($0), .int(-1)] })
    #expect(
      try OutputFormat.csv.text([table], options: OutputOptions(csvSafe: true)) == """
        s,n
        '=1+1,-1
        '+45 12345678,-1
        -5,-1
        "-5,2",-1
        -1e5,-1
        '-,-1
        '--1,-1
        '@cmd,-1
        '\tx,-1
        "'\rx",-1
        a=b,-1
        ,-1
        '-cmd|' /C',-1
        "'=\""x\""\",-1
        +1.5,-1

        """)
    let spans = result([("p", .timespan)], [[span("-1:00:00")], [span("1:00:00")]])
    #expect(
      try OutputFormat.csv.text([spans], options: OutputOptions(csvSafe: true))
        == "p\n'-01:00:00\n01:00:00\n")
    #expect(try OutputFormat.csv.text([spans]) == "p\n-01:00:00\n01:00:00\n")
    let reals = result([("r", .real)], [[.real(-.infinity)], [.real(-1.5)], [.real(.infinity)]])
    #expect(
      try OutputFormat.csv.text([reals], options: OutputOptions(csvSafe: true))
        == "r\n'-Infinity\n-1.5\nInfinity\n")
  }

  @Test func safeTSVAndHeadersToo() throws {
    let table = result(
      [("=a", .string), ("n", .decimal)],
      [[.string("\t=1"), nil], [.string("-2,5"), nil], [.string("+x"), nil], [.string("\rx"), nil]])
    #expect(
      try OutputFormat.tsv.text([table], options: OutputOptions(csvSafe: true))
        == "'=a\tn\n\"'\t=1\"\t\n-2,5\t\n'+x\t\n\"'\rx\"\t\n")
    #expect(
      try OutputFormat.csv.text([table], options: OutputOptions(locale: .da, csvSafe: true))
        == "'=a;n\n'\t=1;\n-2,5;\n'+x;\n\"'\rx\";\n")
    #expect(try OutputFormat.json.text([table], options: OutputOptions(csvSafe: true)).contains("\"+x\""))
  }

  @Test func tsvIsQuotedWhereItMustBe() throws {
    let table = result(
      [("a", .string), ("b", .dynamic)],
      [[.string("tab\tline\nreturn\rback\\ \"quote\""), dynamic(#"{"k":"x\ty"}"#)], [.string(""), nil]])
    #expect(
      try OutputFormat.tsv.text([table])
        == "a\tb\n\"tab\tline\nreturn\rback\\ \"\"quote\"\"\"\t\"{\"\"k\"\":\"\"x\\ty\"\"}\"\n\t\n")
    #expect(try OutputFormat.tsv.text(two) == "x\n1\n\ny\na\n\"\"\n")
  }

  @Test func jsonHasEachTypesForm() throws {
    let row = """
      {"b":true,"i":-7,"l":18440231931,"r":0.1,"d":"12.50","s":"Ærø","t":"2024-12-31T00:00:00.0000000Z",\
      "p":"1.02:03:04.5000000","g":"74be27de-1e4e-49d9-b579-fe0b331d3642","j":{"a":[1,2.5,null]}}
      """
    let nulls = """
      {"b":null,"i":null,"l":null,"r":null,"d":null,"s":"","t":null,"p":null,"g":null,"j":null}
      """
    #expect(try OutputFormat.json.text([everyType]) == "[\(row),\(nulls)]\n")
    #expect(try OutputFormat.ndjson.text([everyType]) == "\(row)\n\(nulls)\n")
  }

  @Test func jsonEscapesTextAndNames() throws {
    let table = result([("a\"b", .string)], [[.string("\u{1B}[31m\\ \"q\" \n\t/ æ\u{7F}")]])
    #expect(
      try OutputFormat.json.text([table]) == "[{\"a\\\"b\":\"\\u001b[31m\\\\ \\\"q\\\" \\n\\t/ æ\u{7F}\"}]\n")
  }

  @Test func jsonOfSeveralResults() throws {
    #expect(try OutputFormat.json.text(two) == "[{\"x\":1}]\n[{\"y\":\"a\"},{\"y\":\"\"}]\n")
    #expect(try OutputFormat.ndjson.text(two) == "{\"x\":1}\n{\"y\":\"a\"}\n{\"y\":\"\"}\n")
    #expect(try OutputFormat.json.text([result([("n", .int)], [])]) == "[]\n")
    #expect(try OutputFormat.ndjson.text([result([("n", .int)], [])]) == "")
  }

  @Test func kusto() throws {
    #expect(
      try OutputFormat.kusto.text([two[0]]) == """
        {"Tables":[{"TableName":"Table_0","Columns":[{"ColumnName":"x","DataType":"Int64","ColumnType":"long"}],\
        "Rows":[[1]]}]}

        """)
    #expect(
      try OutputFormat.kusto.text(two) == """
        {"Tables":[{"TableName":"Table_0","Columns":[{"ColumnName":"x","DataType":"Int64","ColumnType":"long"}],\
        "Rows":[[1]]},{"TableName":"Table_1","Columns":[{"ColumnName":"y","DataType":"String",\
        "ColumnType":"string"}],"Rows":[["a"],[""]]}]}

        """)
    #expect(try OutputFormat.kusto.text([]) == "{\"Tables\":[]}\n")
    let types = try OutputFormat.kusto.text([everyType])
    for type in ScalarType.allCases { #expect(types.contains("\"ColumnType\":\"\(type.rawValue)\"")) }
    #expect(types.contains(#""12.50","Ærø","2024-12-31T00:00:00.0000000Z""#))
    #expect(types.hasSuffix("[null,null,null,null,null,\"\",null,null,null,null]]}]}\n"))
  }

  @Test func goldenMarksEmptyStrings() throws {
    let table = result(
      [("a,b", .string), ("n", .int), ("j", .dynamic)],
      [[.string(""), nil, dynamic("\"\"")], [.string("x"), .int(1), dynamic("null")]])
    #expect(try GoldenWriter.text(table) == "\"a,b:string\",n:int,j:dynamic\n\"\",,\"\"\"\"\"\"\nx,1,\n")
  }

  @Test func constantAndDictionaryColumnsReadTheSame() throws {
    var dictionary = StringDictionaryBuilder()
    let codes = ["Aarhus", "a municipality with a long name", "Aarhus"].map { text in
      var copy = text
      return copy.withUTF8 { dictionary.code(for: $0) }
    }
    let table = ResultTable(
      name: "Table_0",
      columns: [
        ColumnSchema(name: "s", type: .string), ColumnSchema(name: "c", type: .string),
        ColumnSchema(name: "m", type: .decimal), ColumnSchema(name: "n", type: .long),
      ],
      chunks: [
        Chunk(
          columns: [
            Column(type: .string, storage: .dictionary(Buffer(codes), dictionary.snapshot())),
            Column(value: .string("a constant longer than twelve bytes"), count: 3),
            Column(
              type: .decimal, storage: .scaled(Buffer([-150, 0, 7]), scale: 2),
              validity: Buffer([true, false, true])),
            Column(type: .long, storage: .int32(Buffer([1, 2, 3]))),
          ], rowCount: 3, sequence: 0)
      ])
    #expect(
      try OutputFormat.csv.text([table]) == """
        s,c,m,n
        Aarhus,a constant longer than twelve bytes,-1.50,1
        a municipality with a long name,a constant longer than twelve bytes,,2
        Aarhus,a constant longer than twelve bytes,0.07,3

        """)
  }

  @Test func bigResultsStreamInBlocks() throws {
    let rows = (0..<50_000).map { [Value.long(Int64($0)), .string("municipality \($0)")] as [Value?] }
    let table = result([("n", .long), ("s", .string)], rows, rowsPerChunk: 7_000)
    for format in [OutputFormat.csv, .tsv, .json, .ndjson, .kusto] {
      var blocks: [Int] = []
      var writer = format.makeWriter { blocks.append($0.count) }
      try writer.writeAll([table])
      #expect(blocks.count > 10)
      #expect(blocks.allSatisfy { $0 < 70_000 })
    }
    #expect(try OutputFormat.csv.text([table]).utf8.count { $0 == 0x0A } == 50_001)
  }

  @Test func aSinksErrorStopsTheWriter() {
    struct Closed: Error {}
    let rows = (0..<50_000).map { [Value.long(Int64($0))] as [Value?] }
    var calls = 0
    var writer = OutputFormat.csv.makeWriter { _ in
      calls += 1
      throw Closed()
    }
    #expect(throws: Closed.self) { try writer.writeAll([result([("n", .long)], rows)]) }
    #expect(calls == 1)
  }

  @Test func controlsAreVisibleOnATerminalOnly() throws {
    let table = result([("s", .string)], [[.string("\u{1B}]52;c\u{7}\u{9B}31m\u{202E}abc\u{7F}æ")]])
    #expect(try OutputFormat.csv.text([table]) == "s\n\u{1B}]52;c\u{7}\u{9B}31m\u{202E}abc\u{7F}æ\n")
    #expect(
      try OutputFormat.csv.text([table], options: OutputOptions(isTerminal: true))
        == "s\n␛]52;c␇\\u009B31m\\u202Eabc␡æ\n")
  }
}
