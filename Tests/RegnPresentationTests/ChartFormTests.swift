import Foundation
import RegnData
import RegnPresentation
import Testing

#if canImport(FoundationXML)
  import FoundationXML
#endif

/// The forms of charts beyond the plain ones, in the terminal and as SVG.
@Suite struct ChartFormTests {
  private let columns = [("k", ScalarType.string), ("x", .long), ("y", .long)]
  private let rows: [[Value?]] = [[.string("a"), .long(6), .long(4)], [.string("b"), .long(2), .long(3)]]

  private func chart(
    _ kind: String, _ properties: [String: String], width: Int = 30, rows: [[Value?]]? = nil,
    columns: [(String, ScalarType)]? = nil
  ) throws -> String {
    try OutputFormat.table.text(
      [
        result(
          columns ?? self.columns, rows ?? self.rows,
          render: RenderRequest(kind: kind, properties: properties.merging(["title": "T"]) { $1 }))
      ], options: OutputOptions(width: width))
  }

  /// 25 cells for the sum of 10: 6 of it are 15, 4 are 10; 2 are 5, and 2 + 3 are 12.5, rounded to 13.
  @Test func stacked() throws {
    #expect(
      try chart("barchart", ["kind": "stacked"]) == """
        T
        █ x
        ░ y
        a ███████████████░░░░░░░░░░ 10
        b █████░░░░░░░░              5
        2 rows

        """)
  }

  /// Ten rows for a whole, so 60 and 40 percent are six and four.
  @Test func standingSharesOfEachPoint() throws {
    #expect(
      try chart("columnchart", ["kind": "stacked100"]) == """
        T
        █ x
        ░ y
        100 ┤░░░░░░░░░░░ ░░░░░░░░░░░
            │░░░░░░░░░░░ ░░░░░░░░░░░
         80 ┤░░░░░░░░░░░ ░░░░░░░░░░░
            │░░░░░░░░░░░ ░░░░░░░░░░░
         60 ┤███████████ ░░░░░░░░░░░
            │███████████ ░░░░░░░░░░░
         40 ┤███████████ ███████████
            │███████████ ███████████
         20 ┤███████████ ███████████
            │███████████ ███████████
          0 └────────────────────────
             a           b
        2 rows

        """)
  }

  /// Two rows for each unit; the first series first.
  @Test func standingSeriesSideBySide() throws {
    #expect(
      try chart("columnchart", ["legend": "hidden"]) == """
        T
        6 ┤█████
          │█████
          │█████
          │█████
        4 ┤█████░░░░░
          │█████░░░░░
          │█████░░░░░       ░░░░░
          │█████░░░░░       ░░░░░
        2 ┤█████░░░░░  █████░░░░░
          │█████░░░░░  █████░░░░░
          │█████░░░░░  █████░░░░░
          │█████░░░░░  █████░░░░░
        0 └────────────────────────
           a           b
        2 rows

        """)
  }

  /// Six rows for each power of ten; what stands on the axis still shows.
  @Test func standingLogarithms() throws {
    let rows: [[Value?]] = [
      [.string("a"), .long(1)], [.string("b"), .long(10)], [.string("c"), .long(100)],
    ]
    #expect(
      try chart("columnchart", ["yaxis": "log"], width: 20, rows: rows, columns: Array(columns.prefix(2)))
        == """
        T
        100 ┤          ████
            │          ████
            │          ████
            │          ████
            │          ████
            │          ████
         10 ┤     ████ ████
            │     ████ ████
            │     ████ ████
            │     ████ ████
            │     ████ ████
            │▁▁▁▁ ████ ████
          1 └───────────────
             a    b    c
        3 rows

        """)
    let zero = try chart(
      "columnchart", ["yaxis": "log"], rows: [[.string("a"), .long(0)]], columns: Array(columns.prefix(2)))
    #expect(
      zero.contains("(columnchart: an axis of logarithms needs numbers above zero, so the bars lie down)"))
  }

  /// Each series has an axis of its own, from zero to its greatest value.
  @Test func aPanelForEachSeries() throws {
    let points: [[Value?]] = [[.long(1), .long(5), .long(500)], [.long(2), .long(10), .long(1000)]]
    let columns: [(String, ScalarType)] = [("h", .long), ("kr", .long), ("n", .long)]
    for split in ["panels", "axes"] {
      let text = try chart("linechart", ["ysplit": split], rows: points, columns: columns)
      let lines = text.split(separator: "\n").map(String.init)
      #expect(lines[1] == "kr" && lines[2].hasPrefix("10 ┤"))
      let next = try #require(lines.firstIndex(of: "n"))
      #expect(lines[next + 1].hasPrefix("1,000 ┤"))
      let page = try OutputFormat.html.text([
        result(columns, points, render: RenderRequest(kind: "linechart", properties: ["ysplit": split]))
      ])
      #expect(page.contains(">10</text>") && page.contains(">1,000</text>"))
      #expect(page.components(separatedBy: "<g transform=").count == 3)
    }
    let bars = try chart("columnchart", ["ysplit": "panels"], rows: [[.string("a"), .long(3), .long(4)]])
    #expect(bars.contains("\nx\n3 ┤") && bars.contains("\ny\n4 ┤"))
  }

  private let regions = [("region", ScalarType.string), ("town", .string), ("n", .long)]
  private let towns: [[Value?]] = [
    [.string("North"), .string("a"), .long(10)], [.string("South"), .string("b"), .long(60)],
    [.string("North"), .string("c"), .long(30)], [.string("South"), .string("d"), nil],
  ]

  /// Of 100 North has 40 and South 60, which is 13 cells; 30 is half of it, 10 a sixth: two and an eighth.
  @Test func aTreemapAsLengths() throws {
    #expect(
      try chart("treemap", [:], width: 31, rows: towns, columns: regions) == """
        T
        (treemap: areas cannot be drawn here, so lengths stand for them)
        South                60.0 %  60
          b   █████████████  60.0 %  60
        North                40.0 %  40
          c   ██████▌        30.0 %  30
          a   ██▏            10.0 %  10
        4 rows

        """)
    #expect(
      try chart("treemap", [:], rows: [[.string("a"), .string("b"), .long(-1)]], columns: regions)
        .contains("treemap cannot be drawn: a part of a whole cannot be negative or infinite"))
  }

  /// Areas are in proportion to the values, and nothing lies outside or upon another.
  @Test func aTreemapAsAreas() throws {
    let page = try OutputFormat.html.text([
      result(
        [("town", .string), ("n", .long)],
        [6, 6, 4, 3, 2, 2, 1].enumerated().map { [.string("t\($0)"), .long(Int64($1))] },
        render: RenderRequest(kind: "treemap"))
    ])
    let rects = page.components(separatedBy: "<rect class=").dropFirst().map { part -> [Double] in
      ["x", "y", "width", "height"].map { key in
        Double(part.components(separatedBy: " \(key)=\"")[1].prefix { $0 != "\"" }) ?? .nan
      }
    }
    // A gap of two units stands between two.
    let areas = rects.map { ($0[2] + 2) * ($0[3] + 2) / (720 * 420) * 24 }
    for (area, value) in zip(areas, [6, 6, 4, 3, 2, 2, 1]) { #expect(abs(area - Double(value)) < 0.1) }
    for (index, one) in rects.enumerated() {
      #expect(one[0] >= 0 && one[1] >= 0 && one[0] + one[2] <= 720.1 && one[1] + one[3] <= 420.1)
      for other in rects.dropFirst(index + 1) {
        #expect(
          one[0] + one[2] <= other[0] + 0.1 || other[0] + other[2] <= one[0] + 0.1
            || one[1] + one[3] <= other[1] + 0.1 || other[1] + other[3] <= one[1] + 0.1)
      }
    }
  }

  /// 21 cells for ten days: four days are 8 of them, five 11 (10.5), and what has no length is one.
  @Test func aLadder() throws {
    func day(_ number: Int) -> Value { .datetime(DateTime(year: 2024, month: 1, day: number) ?? .unixEpoch) }
    let rows: [[Value?]] = [
      [.string("a"), day(1), day(5)], [.string("b"), day(6), day(6)], [.string("c"), day(6), day(11)],
      [.string("d"), nil, day(2)],
    ]
    let columns: [(String, ScalarType)] = [("task", .string), ("from", .datetime), ("to", .datetime)]
    let text = try chart("ladderchart", [:], width: 24, rows: rows, columns: columns)
    #expect(
      text.hasPrefix(
        """
        T
        a │████████
        b │           █
        c │           ██████████
          └
        """))
    #expect(
      try chart("ladderchart", [:], rows: towns, columns: regions).contains(
        "ladderchart cannot be drawn: its last two columns, `town` and `n`, must both be times or both be numbers"
      ))
    let page = try OutputFormat.html.text([
      result(columns, rows, render: RenderRequest(kind: "ladderchart"))
    ])
    #expect(page.components(separatedBy: "<rect class=").count == 4)
    #expect(page.contains("<title>a: 2024-01-01 – 2024-01-05</title>"))
  }

  /// Losses stand below the axis beside gains above it.
  @Test func standingBelowZero() throws {
    let text = try chart(
      "columnchart", ["legend": "hidden"], rows: [[.string("a"), .long(2), .long(-2)]])
    let lines = text.split(separator: "\n").map(String.init)
    #expect(lines.contains(" 2 ┤█████"))
    #expect(lines.contains(" 0 ┼────────────"))
    #expect(lines.contains("-2 ┤     ░░░░░"))
  }

  /// The logarithms of 1, 10 and 100 above that of 0.1 are 1, 2 and 3: a third, two thirds, all of 24 cells.
  @Test func barsOfLogarithms() throws {
    let rows: [[Value?]] = [
      [.string("a"), .long(1)], [.string("b"), .long(10)], [.string("c"), .long(100)],
    ]
    #expect(
      try chart("barchart", ["yaxis": "log"], rows: rows, columns: Array(columns.prefix(2))) == """
        T
        (lengths are logarithms: a bar of double length is not a double value)
        a ████████                   1
        b ████████████████          10
        c ████████████████████████ 100
        3 rows

        """)
  }

  /// 6 and then 6 + 2: of 26 cells three quarters, 19.5, and all.
  @Test func sumsUpToEachRow() throws {
    #expect(
      try chart("barchart", ["accumulate": "true", "ycolumns": "x"]) == """
        T
        a ███████████████████▌       6
        b ██████████████████████████ 8
        2 rows

        """)
  }

  @Test func axesHaveTitlesAndEnds() throws {
    let points: [[Value?]] = [[.long(1), .long(5)], [.long(2), .long(7)]]
    let text = try chart(
      "linechart", ["xtitle": "hours", "ytitle": "kroner", "ymin": "0", "ymax": "20"], rows: points,
      columns: [("h", .long), ("kr", .long)])
    let lines = text.split(separator: "\n").map(String.init)
    #expect(lines[1] == "kroner")
    #expect(lines[2].hasPrefix("20 ┤"))
    #expect(lines.contains { $0.hasPrefix(" 0 ┤") })
    #expect(lines[lines.count - 2] == "    hours")
    let log = try chart("linechart", ["yaxis": "log"], rows: points, columns: [("h", .long), ("kr", .long)])
    #expect(log.contains("\n10 ┤") && log.contains("\n 1 ┤"))
  }

  // MARK: - SVG

  /// Reads a drawing as XML and notes what lies outside of its view box.
  private final class Reader: NSObject, XMLParserDelegate {
    var box: [Double] = []
    var outside: [String] = []
    var counts: [String: Int] = [:]

    func parser(
      _ parser: XMLParser, didStartElement name: String, namespaceURI: String?, qualifiedName: String?,
      attributes: [String: String]
    ) {
      counts[name, default: 0] += 1
      if name == "svg" { box = (attributes["viewBox"] ?? "").split(separator: " ").compactMap { Double($0) } }
      guard box.count == 4 else { return }
      func check(_ x: Double?, _ y: Double?) {
        guard let x, let y, x >= -0.11, y >= -0.11, x <= box[2] + 0.11, y <= box[3] + 0.11 else {
          outside.append("\(name) \(attributes)")
          return
        }
      }
      func number(_ key: String) -> Double? { attributes[key].flatMap { Double($0) } }
      switch name {
      case "rect":
        check(number("x"), number("y"))
        check(
          number("x").flatMap { x in number("width").map { x + $0 } },
          number("y").flatMap { y in number("height").map { y + $0 } })
      case "text": check(number("x"), number("y"))
      case "circle": check(number("cx"), number("cy"))
      case "line":
        check(number("x1"), number("y1"))
        check(number("x2"), number("y2"))
      default: break
      }
    }
  }

  private static let kinds = [
    "barchart", "columnchart", "linechart", "areachart", "stackedareachart", "piechart", "scatterchart",
    "timechart", "tilemap", "anomalychart",
  ]

  private static let data: [[[Value?]]] = {
    let most = Double.greatestFiniteMagnitude
    func rows(_ values: [Double?]) -> [[Value?]] {
      values.enumerated().map { index, value in
        [
          .string(["Aarhus", "Ærø", "Fanø", "Odense", "Ribe"][index % 5]), .long(Int64(2020 + index)),
          value.map { .real($0) }, .real(Double(index)),
        ]
      }
    }
    return [
      rows([1, 2, 3]), rows([-1, 2, -3]), rows([nil, 2, nil]), rows([5]), rows([5, 5, 5]), rows([0, 0]),
      rows([nil]), rows([]), rows([.nan, .infinity, 1]), rows([most, -most]), rows([1e-300, 2e-300]),
      rows([1e12, 3, 0.5]),
    ]
  }()

  @Test(arguments: kinds) func drawingsAreWellFormedAndKeepTheirFrame(_ kind: String) throws {
    let forms: [[String: String]] = [
      [:], ["kind": "stacked"], ["kind": "stacked100"], ["yaxis": "log"], ["accumulate": "true"],
      ["ymin": "1", "ymax": "2"], ["ymin": "5", "ymax": "1"], ["xcolumn": "year", "ycolumns": "a"],
      [
        "xcolumn": "year", "ycolumns": "a", "series": "m", "legend": "hidden", "xtitle": "x", "ytitle": "<y>",
      ],
    ]
    for rows in Self.data {
      for form in forms {
        let table = result(
          [("m", .string), ("year", .long), ("a", .real), ("b", .real)], rows,
          render: RenderRequest(kind: kind, properties: form))
        let page = try OutputFormat.html.text([table])
        guard let start = page.firstRange(of: "<svg"), let end = page.firstRange(of: "</svg>") else {
          // Whatever is not drawn is said.
          #expect(page.contains("cannot be drawn: "), "\(kind) \(form)")
          continue
        }
        let drawing = String(page[start.lowerBound..<end.upperBound])
        let parser = XMLParser(data: Data(drawing.utf8))
        let reader = Reader()
        parser.delegate = reader
        #expect(parser.parse(), "\(kind) \(form): \(drawing.prefix(200))")
        #expect(reader.outside.isEmpty, "\(kind) \(form) \(rows): \(reader.outside.first ?? "")")
        #expect(!drawing.lowercased().contains("=\"nan") && !drawing.contains("inf "))
        #expect(reader.counts["desc"] == 1 && reader.counts["title", default: 0] >= 1)
        let text = try OutputFormat.table.text([table], options: OutputOptions(width: 60))
        #expect(text.hasSuffix("rows\n") || text.hasSuffix("row\n"))
      }
    }
  }

  @Test func seriesDifferWithoutColour() throws {
    let table = result(
      columns, rows, render: RenderRequest(kind: "columnchart", properties: ["kind": "stacked"]))
    let page = try OutputFormat.html.text([table, table])
    #expect(page.contains("<pattern id=\"p1-1\"") && page.contains("fill=\"url(#p1-1)\""))
    #expect(page.contains("<pattern id=\"p2-1\"") && page.contains("fill=\"url(#p2-1)\""))
    #expect(page.contains(">x</text>") && page.contains(">y</text>"))
  }

  @Test func slicesDifferWithoutColour() throws {
    let table = result(Array(columns.prefix(2)), rows, render: RenderRequest(kind: "piechart"))
    let page = try OutputFormat.html.text([table])
    // The second slice, and its sign in the legend.
    #expect(page.components(separatedBy: "fill=\"url(#p1-1)\"").count - 1 == 2)
    let alone = try OutputFormat.html.text([
      result(
        Array(columns.prefix(2)), [[.string("a"), .long(0)], [.string("b"), .long(3)]],
        render: RenderRequest(kind: "piechart"))
    ])
    #expect(alone.contains("<circle cx=\"145\" cy=\"145\" r=\"120\" class=\"s1 slice\">"))
  }

  @Test func wholeNumbersHaveWholeMarks() throws {
    let points: [[Value?]] = [[.long(7), .long(5)], [.long(8), .long(7)]]
    let columns = [("h", ScalarType.long), ("kr", .long)]
    let text = try chart("linechart", [:], width: 60, rows: points, columns: columns)
    let labels = text.split(separator: "\n").dropLast().last.map { $0.split(separator: " ") }
    #expect(labels == ["7", "8"])
  }

  @Test func everyColumnThatHasRoomIsNamed() throws {
    let rows = ["Hovedstaden", "Midtjylland", "Nordjylland", "Sjælland", "Syddanmark"].map {
      [Value.string("Region \($0)"), .long(5)] as [Value?]
    }
    let page = try OutputFormat.html.text([
      result(Array(columns.prefix(2)), rows, render: RenderRequest(kind: "columnchart"))
    ])
    #expect(page.components(separatedBy: ">Region ").count - 1 >= 10)
    for name in ["Hoved", "Midt", "Nord", "Sjæl", "Sydd"] {
      #expect(page.contains("text-anchor=\"middle\">Region \(name)"))
    }
  }

  @Test func aCardIsLarge() throws {
    let table = result(
      [("spent", .long), ("share", .real)], [[.long(18_440_231_931), nil], [.long(1), .real(2)]],
      render: RenderRequest(kind: "card", properties: ["title": "2024"]))
    let page = try OutputFormat.html.text([table])
    #expect(
      page.contains(
        """
        <figure>
        <figcaption>2024</figcaption>
        <dl class="card">
        <div><dt>spent</dt><dd>18,440,231,931</dd></div>
        <div><dt>share</dt><dd>·</dd></div>
        </dl>
        <p class="rows">The first row alone.</p>
        </figure>

        """))
  }
}
