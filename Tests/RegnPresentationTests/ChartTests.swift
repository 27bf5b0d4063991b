import RegnData
import RegnPresentation
import Testing

@Suite struct ChartTests {
  private let groups: [(String, Int64)] = [
    ("Hovedstadskommuner", 984_556_316), ("Landkommuner", 484_390_817), ("Storbykommuner", 429_472_465),
    ("Provinsbykommuner", 412_035_383), ("Oplandskommuner", 285_808_025),
  ]

  private var potential: [[Value?]] { groups.map { [.string($0.0), .long($0.1)] } }
  private let potentialColumns = [("municipality_group", ScalarType.string), ("potential", .long)]

  private func chart(
    _ kind: String, _ columns: [(String, ScalarType)], _ rows: [[Value?]],
    _ properties: [String: String] = [:],
    options: OutputOptions = OutputOptions(width: 72)
  ) throws -> String {
    let request = RenderRequest(kind: kind, properties: properties)
    return try OutputFormat.table.text([result(columns, rows, render: request)], options: options)
  }

  /// 484,390,817 / 984,556,316 of 41 cells are 20.17: twenty full blocks and an eighth.
  @Test func bars() throws {
    #expect(
      try chart("barchart", potentialColumns, potential) == """
        potential by municipality_group
        Hovedstadskommuner █████████████████████████████████████████ 984,556,316
        Landkommuner       ████████████████████▏                     484,390,817
        Storbykommuner     █████████████████▉                        429,472,465
        Provinsbykommuner  █████████████████▏                        412,035,383
        Oplandskommuner    ███████████▉                              285,808,025
        5 rows

        """)
  }

  @Test func barsOfSeveralColumnsBelowZero() throws {
    let rows: [[Value?]] = [
      [.string("Ærø"), .long(-5), .real(3.25)], [.string("Samsø"), .long(10), .real(-1.0 / 3)],
      [.string("Læsø"), nil, .real(.nan)],
    ]
    #expect(
      try chart("barchart", [("navn", .string), ("a", .long), ("b", .real)], rows, ["title": "Øer"]) == """
        Øer
        Ærø   a ▐█████████████████│                                           -5
              b                   │███████████▍                             3.25
        Samsø a                   │███████████████████████████████████        10
              b                  █│                                    -0.333333
        Læsø  a                   │                                            ·
              b                   │                                          NaN
        3 rows

        """)
  }

  /// Kroner in thousands of millions beside kroner per inhabitant: on one scale the latter would vanish.
  /// 40 cells are 4,000,000,000; half of it is 20. 1,500 of 3,000 are 20 of 40 as well.
  @Test func measuresOfVeryDifferentSizesHaveScalesOfTheirOwn() throws {
    let rows: [[Value?]] = [
      [.string("Fyn"), .long(4_000_000_000), .long(1_500)],
      [.string("Als"), .long(2_000_000_000), .long(3_000)],
    ]
    let columns = [("sted", ScalarType.string), ("amount", .long), ("per_inhabitant", .long)]
    #expect(
      try chart("barchart", columns, rows, options: OutputOptions(width: 58)) == """
        amount, per_inhabitant by sted
        (the measures differ too much for one scale: each has its own)

        amount
        Fyn ████████████████████████████████████████ 4,000,000,000
        Als ████████████████████                     2,000,000,000

        per_inhabitant
        Fyn ████████████████████████                         1,500
        Als ████████████████████████████████████████████████ 3,000
        2 rows

        """)
  }

  @Test func barsAreCutAsSaid() throws {
    let rows = (1...98).map { [Value.string("K\($0)"), .long(Int64($0))] as [Value?] }
    #expect(
      try chart(
        "barchart", [("k", .string), ("n", .long)], rows, options: OutputOptions(maxRows: 2, width: 20))
          == """
          n by k
          K1 ███████▌        1
          K2 ███████████████ 2
          … 96 more rows; --max-rows 98 shows them
          98 rows

          """)
  }

  @Test func longLabelsAreShortened() throws {
    let label = String(repeating: "Ærøskøbing ", count: 20)
    let text = try chart(
      "barchart", [("k", .string), ("n", .long)], [[.string(label), .long(5)]],
      options: OutputOptions(width: 40))
    #expect(text.split(separator: "\n")[1] == "Ærøskøbing Ærøs… █████████████████████ 5")
  }

  @Test func columns() throws {
    #expect(
      try chart("columnchart", potentialColumns, potential) == """
        potential by municipality_group
          1 bn ┤▇▇▇▇▇▇▇▇▇▇▇
               │███████████
        0.8 bn ┤███████████
               │███████████
        0.6 bn ┤███████████
               │███████████ ▇▇▇▇▇▇▇▇▇▇▇ ▂▂▂▂▂▂▂▂▂▂▂ ▁▁▁▁▁▁▁▁▁▁▁
        0.4 bn ┤███████████ ███████████ ███████████ ███████████
               │███████████ ███████████ ███████████ ███████████ ▇▇▇▇▇▇▇▇▇▇▇
        0.2 bn ┤███████████ ███████████ ███████████ ███████████ ███████████
               │███████████ ███████████ ███████████ ███████████ ███████████
             0 └────────────────────────────────────────────────────────────
                Hovedstads… Landkommun… Storbykomm… Provinsbyk… Oplandskom…
        5 rows

        """)
  }

  @Test func columnsBelowZero() throws {
    let rows: [[Value?]] = [
      [.string("Ærø"), .long(-5)], [.string("Samsø"), .long(10)], [.string("Læsø"), nil],
    ]
    #expect(
      try chart("columnchart", [("navn", .string), ("a", .long)], rows, options: OutputOptions(width: 30))
        == """
        a by navn
        10 ┤        ███████
           │        ███████
           │        ███████
           │        ███████
         5 ┤        ███████
           │        ███████
           │        ███████
           │        ███████
         0 ┼────────────────────────
           │███████
           │███████
           │███████
        -5 ┤███████
            Ærø     Samsø   Læsø
        3 rows

        """)
  }

  @Test func columnsThatDoNotFitLieDown() throws {
    let rows = (1...30).map { [Value.string("municipality \($0)"), .long(1)] as [Value?] }
    let text = try chart("columnchart", [("k", .string), ("n", .long)], rows)
    #expect(text.contains("(columnchart: too many columns"))
    #expect(text.contains("municipality 30 ████"))
  }

  @Test func sharesOfAWhole() throws {
    #expect(
      try chart("piechart", potentialColumns, potential) == """
        potential by municipality_group
        Hovedstadskommuner █████████████████████████████████ 37.9 %  984,556,316
        Landkommuner       ████████████████▎                 18.7 %  484,390,817
        Storbykommuner     ██████████████▍                   16.5 %  429,472,465
        Provinsbykommuner  █████████████▊                    15.9 %  412,035,383
        Oplandskommuner    █████████▋                        11.0 %  285,808,025
        5 rows

        """)
  }

  @Test func lineWithAGap() throws {
    let rows: [[Value?]] = [
      [.long(40), .long(0)], [.long(0), .long(0)], [.long(10), .long(10)], [.long(20), nil],
      [.long(30), .long(10)],
    ]
    #expect(
      try chart(
        "linechart", [("x", .long), ("up", .long)], rows, ["title": "Op og ned"],
        options: OutputOptions(width: 40))
          == """
          Op og ned
          10 ┤         ⡄                ⢠
             │        ⡜                  ⢣
           8 ┤       ⡜                    ⢣
             │      ⡰⠁                     ⢇
           6 ┤     ⡰⠁                      ⠈⢆
             │    ⢰⠁                        ⠈⡆
           4 ┤   ⢠⠃                          ⠘⡄
             │  ⢠⠃                            ⠘⡄
           2 ┤ ⢀⠎                              ⠸⡀
             │⢀⠎                                ⠱⡀
           0 ┤⠎                                  ⠱
             └┬─────────────────┬────────────────┬
              0                20               40
          5 rows

          """)
  }

  @Test func linesOfTwoSeriesDifferWithoutColour() throws {
    let rows: [[Value?]] = [
      [date("2024-01-01"), .string("a"), .long(1)], [date("2024-01-01"), .string("b"), .long(3)],
      [date("2024-07-01"), .string("a"), .long(2)], [date("2024-07-01"), .string("b"), .long(1)],
    ]
    let columns = [("t", ScalarType.datetime), ("kind", .string), ("n", .long)]
    #expect(
      try chart("timechart", columns, rows, options: OutputOptions(width: 40)) == """
        n by t
        3 ┤⠤
          │  ⠉⠂⠠⣀
          │       ⠒⠄⢀
          │          ⠉ ⠤⡀
        2 ┤              ⠈⠒ ⣀           ⢀⣀⡠⠤ ─ a
          │                  ⠁⠐⠤⢀⣀⡠⠤⠔⠒⠊⠉⠁
          │             ⢀⣀⡠⠤⠔⠒⠊⠉⠁⠉⠂⠠⣀
          │     ⢀⣀⡠⠤⠔⠒⠊⠉⠁             ⠒⠄⢀
        1 ┤⠤⠔⠒⠊⠉⠁                        ⠉ ⠤ ─ b
          │
          │
          │
        0 ┤
          └┬───────────────┬───────────────┬
        2024-01         2024-04      2024-07
        4 rows

        """)
    #expect(
      try chart("barchart", columns, rows, options: OutputOptions(width: 40)) == """
        n by t
        2024-01-01 a ████████▍                 1
                   b █████████████████████████ 3
        2024-07-01 a ████████████████▋         2
                   b ████████▍                 1
        4 rows

        """)
  }

  @Test func areaOfOneSeriesIsFilled() throws {
    let rows: [[Value?]] = [[.long(0), .long(0)], [.long(10), .long(10)]]
    #expect(
      try chart("areachart", [("x", .long), ("y", .long)], rows, options: OutputOptions(width: 24)) == """
        y by x
        10 ┤                   ⣠
           │                 ⣠⣾⣿
         8 ┤               ⣠⣾⣿⣿⣿
           │             ⣠⣾⣿⣿⣿⣿⣿
         6 ┤           ⣠⣾⣿⣿⣿⣿⣿⣿⣿
           │         ⢀⣾⣿⣿⣿⣿⣿⣿⣿⣿⣿
         4 ┤       ⢀⣴⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿
           │     ⢀⣴⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿
         2 ┤   ⢀⣴⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿
           │ ⢀⣴⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿
         0 ┤⠴⠿⠿⠿⠿⠿⠿⠿⠿⠿⠿⠿⠿⠿⠿⠿⠿⠿⠿⠿
           └┬─────────┬────────┬
            0         5       10
        2 rows

        """)
  }

  @Test func pointsOfTwoSeriesDifferInShape() throws {
    let rows: [[Value?]] = [
      [.long(0), .long(0), .long(10)], [.long(10), .long(10), .long(5)], [.long(20), nil, .long(5)],
      [.long(30), .long(10), .real(.nan)], [.long(40), .long(0), .long(10)],
    ]
    #expect(
      try chart(
        "scatterchart", [("x", .long), ("up", .long), ("down", .long)], rows,
        options: OutputOptions(width: 40))
          == """
          up, down by x
          10 ┤○      ●             ●      ○ ○ down
             │
           8 ┤
             │
           6 ┤
             │       ○      ○
           4 ┤
             │
           2 ┤
             │
           0 ┤●                           ● ● up
             └┬─────────────┬─────────────┬
              0            20            40
          5 rows

          """)
  }

  // MARK: - Anomalies

  private let months = ["2024-01-01", "2024-02-01", "2024-03-01"]

  @Test func anomaliesAreMarked() throws {
    let rows: [[Value?]] = zip(months, [(0, 0), (10, 1), (0, 0)]).map { month, values in
      [date(month), .long(values.0), .long(values.1)]
    }
    let columns = [("t", ScalarType.datetime), ("n", .long), ("odd", .long)]
    let text = try chart(
      "anomalychart", columns, rows, ["anomalycolumns": "odd"], options: OutputOptions(width: 40))
    let lines = text.split(separator: "\n").map(String.init)
    // The column that tells anomalies is no measure.
    #expect(lines[0] == "n by t")
    #expect(lines[1].hasPrefix("10 ┤") && lines[1].contains("●"))
    #expect(text.filter { $0 == "●" }.count == 1)
    #expect(lines.suffix(2) == ["(anomalychart: 1 anomaly)", "3 rows"])
    let page = try OutputFormat.html.text([
      result(
        columns, rows, render: RenderRequest(kind: "anomalychart", properties: ["anomalycolumns": "odd"]))
    ])
    #expect(page.ranges(of: "<circle class=\"anomaly s0\"").count == 1)
    #expect(page.contains("r=\"6\"><title>2024-02-01: 10</title></circle>"))
    #expect(page.contains("<figcaption>n by t: 1 anomaly</figcaption>"))
  }

  @Test func withoutAColumnOfAnomaliesNoneIsMarked() throws {
    let text = try chart(
      "anomalychart", [("x", .long), ("n", .long)], [[.long(1), .long(5)], [.long(2), .long(9)]])
    #expect(!text.contains("●"))
    #expect(
      text.contains(
        "(anomalychart: no point is marked: `anomalycolumns` names the column that tells anomalies)"))
  }

  /// What `make-series` gives: a row a series, its times and numbers in arrays.
  @Test func seriesInArraysAreDrawnAsTheirRowsWouldBe() throws {
    let times = months.map { "\"\($0)T00:00:00.0000000Z\"" }.joined(separator: ",")
    let arrays: [[Value?]] = [[dynamic("[\(times)]"), dynamic("[0,10,2.5]"), dynamic("[0,-1,0]")]]
    let rows: [[Value?]] = zip(months, [(0, 0), (10, -1), (2.5, 0)]).map { month, values in
      [date(month), .real(values.0), .long(values.1)]
    }
    func drawn(_ type: (ScalarType, ScalarType, ScalarType), _ rows: [[Value?]]) throws -> [Substring] {
      let text = try chart(
        "anomalychart", [("t", type.0), ("n", type.1), ("odd", type.2)], rows, ["anomalycolumns": "odd"],
        options: OutputOptions(width: 40))
      return text.split(separator: "\n").dropLast()
    }
    let expected = try drawn((.datetime, .real, .long), rows)
    #expect(expected.count > 10)
    #expect(try drawn((.dynamic, .dynamic, .dynamic), arrays) == expected)
  }

  @Test func danishAxesAndYears() throws {
    let rows: [[Value?]] = [
      [.int(2021), .long(5_000_000_000)], [.int(2022), .long(10_000_000_000)],
      [.int(2023), .long(15_000_000_000)], [.int(2024), .long(20_000_000_000)],
    ]
    let text = try chart(
      "linechart", [("år", .int), ("beløb", .long)], rows, options: OutputOptions(width: 50, locale: .da))
    for label in ["20 mia. ┤", "10 mia. ┤", " 0 ┤", "2021", "2024"] { #expect(text.contains(label)) }
    let small = try chart(
      "columnchart", [("år", .int), ("andel", .real)], [[.int(2024), .real(0.5)]],
      options: OutputOptions(width: 50, locale: .da))
    #expect(small.contains("0,5 ┤"))
  }

  @Test func columnsAreChosenByName() throws {
    let columns = [("a", ScalarType.long), ("name", .string), ("b", .long)]
    let rows: [[Value?]] = [[.long(1), .string("x"), .long(4)]]
    let chosen = try chart(
      "barchart", columns, rows, ["xcolumn": "name", "ycolumns": "b"], options: OutputOptions(width: 20))
    #expect(chosen == "b by name\nx ████████████████ 4\n1 row\n")
    // With one number and one name, the number is the value wherever it stands.
    let guessed = try chart(
      "barchart", Array(columns.prefix(2)), [[.long(1), .string("x")]], options: OutputOptions(width: 20))
    #expect(guessed == "a by name\nx ████████████████ 1\n1 row\n")
    let alone = try chart("barchart", [("n", .long)], [[.long(4)]], options: OutputOptions(width: 20))
    #expect(alone == "n\nn ████████████████ 4\n1 row\n")
  }

  @Test func whatCannotBeDrawnIsSaidAndShown() throws {
    let text = try chart("barchart", [("s", .string)], [[.string("x")]])
    #expect(
      text == """
        barchart cannot be drawn: no column is numeric; here is the table
        ┌───┐
        │ s │
        ├───┤
        │ x │
        └───┘
        1 row

        """)
    func first(_ kind: String, _ rows: [[Value?]], _ properties: [String: String] = [:]) throws -> String {
      let text = try chart(kind, [("s", .string), ("n", .long)], rows, properties)
      #expect(text.contains("│ s"))
      return String(text.split(separator: "\n")[0])
    }
    let row: [[Value?]] = [[.string("x"), .long(-1)]]
    #expect(
      try first("barchart", []) == "barchart cannot be drawn: there are no rows to draw; here is the table")
    #expect(
      try first("barchart", row, ["xcolumn": "q"])
        == "barchart cannot be drawn: `xcolumn` names `q`, which is no column of the result; here is the table"
    )
    #expect(
      try first("barchart", row, ["ycolumns": "n, s"])
        == "barchart cannot be drawn: `s` is string, not a number; here is the table")
    #expect(
      try first("scatterchart", row)
        == "scatterchart cannot be drawn: its x needs numbers or times, and `s` has none; here is the table")
    #expect(
      try first("piechart", row)
        == "piechart cannot be drawn: a share cannot be negative or infinite; here is the table")
    #expect(
      try first("linechart", [[.string("x"), nil]])
        == "linechart cannot be drawn: no value is a finite number that can be placed; here is the table")
    func reason(_ text: String) -> String { text + "; here is the table" }
    #expect(
      try first("pivotchart", row)
        == reason(
          """
          pivotchart cannot be drawn: it is put together with the mouse while one looks at it; \
          `evaluate pivot` with another kind draws one view of it
          """))
    #expect(
      try first("plotly", row)
        == reason("plotly cannot be drawn: it shows what a library of Python has drawn"))
    #expect(
      try first("anomalychart", row, ["anomalycolumns": "b"])
        == reason(
          "anomalychart cannot be drawn: `anomalycolumns` names `b`, which is no column of the result"))
    let stack = "a part of a stack cannot be negative or infinite; `kind=unstacked` draws it"
    #expect(
      try first("barchart", row, ["kind": "stacked"]) == reason("barchart cannot be drawn: \(stack)"))
    let log = "a logarithmic axis needs numbers above zero"
    #expect(try first("timechart", row, ["yaxis": "log"]) == reason("timechart cannot be drawn: \(log)"))
    let both = "parts of a stack cannot be read off a logarithmic axis; `yaxis=linear` draws them"
    #expect(
      try first("areachart", row, ["yaxis": "log", "kind": "stacked"])
        == reason("areachart cannot be drawn: \(both)"))
    let places = "no column has the codes or names of Denmark's municipalities (such as 751 or Aarhus)"
    #expect(try first("tilemap", row) == reason("tilemap cannot be drawn: \(places)"))
    #expect(try first("table", row) == "┌───┬────┐")
  }

  @Test func card() throws {
    #expect(
      try chart(
        "card", [("total", .long), ("people", .long)], [[.long(18_440_231_931), .long(5_961_158)]],
        ["title": "2024"]) == """
          2024
          total   18,440,231,931
          people  5,961,158
          1 row

          """)
  }

  @Test(arguments: [
    "barchart", "columnchart", "piechart", "linechart", "areachart", "scatterchart", "timechart",
  ])
  func noNumbersBreakAChart(kind: String) throws {
    let most = Double.greatestFiniteMagnitude
    let pairs: [[Double]] = [
      [most, -most], [.nan, .infinity], [.leastNonzeroMagnitude, 0], [-3, -3], [1e-300, 2e-300], [0, 0],
      [-.infinity, 1], [1e15, 1e15 + 1],
    ]
    for pair in pairs {
      let rows: [[Value?]] = pair.map { [.real($0), .real($0)] }
      let table = result([("x", .real), ("y", .real)], rows, render: RenderRequest(kind: kind))
      for width in [1, 40, 300] {
        let text = try OutputFormat.table.text([table], options: OutputOptions(width: width))
        #expect(text.hasSuffix("2 rows\n"))
      }
      #expect(try OutputFormat.html.text([table]).hasSuffix("</html>\n"))
    }
    let times = ["0001-01-01", "2024-02-29T12:34:56.7", "9999-12-31T23:59:59.9999999"]
    for first in times {
      for second in times {
        let rows: [[Value?]] = [[date(first), .real(1)], [date(second), .real(2)]]
        let table = result([("t", .datetime), ("y", .real)], rows, render: RenderRequest(kind: kind))
        #expect(try OutputFormat.table.text([table]).hasSuffix("2 rows\n"))
      }
    }
  }

  @Test(arguments: [
    ("2024-01-01T10:00:00", "2024-01-01T10:00:04", "10:00:02"), ("2024-01-01", "2024-01-02", "01-01 12:00"),
    ("2024-01-01", "2024-01-20", "2024-01-"), ("2024-01-01", "2024-12-01", "2024-07"),
    ("2001-01-01", "2024-01-01", "2010"), ("2024-03-05", "2024-03-05", "2024-03-05"),
  ])
  func timesAreLabelledByTheirSpan(first: String, second: String, label: String) throws {
    let text = try chart(
      "timechart", [("t", .datetime), ("y", .real)], [[date(first), .real(1)], [date(second), .real(2)]])
    #expect(text.contains(label), "\(text)")
  }

  @Test func coloursRepeatWhatIsThere() throws {
    let table = result(potentialColumns, potential, render: RenderRequest(kind: "barchart"))
    let plain = try OutputFormat.table.text([table], options: OutputOptions(width: 72))
    var coloured = try OutputFormat.table.text([table], options: OutputOptions(width: 72, color: true))
    #expect(coloured.contains("\u{1B}[34m█"))
    for code in ["0", "1", "2", "34"] { coloured = coloured.replacing("\u{1B}[\(code)m", with: "") }
    #expect(coloured == plain)
  }
}
