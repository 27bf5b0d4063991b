import Foundation
import RegnData
import Testing

@testable import RegnPresentation

@Suite struct TileMapTests {
  private func map(
    _ columns: [(String, ScalarType)], _ rows: [[Value?]], _ properties: [String: String] = [:]
  ) throws -> TileMap {
    let request = RenderRequest(kind: "tilemap", properties: properties)
    return try TileMap(result(columns, rows), request, locale: .en)
  }

  private func problem(_ body: () throws -> TileMap) -> String {
    do {
      _ = try body()
      return "none"
    } catch { return (error as? ChartData.Problem)?.text.description ?? "\(error)" }
  }

  @Test func tilesAreThoseOfTheData() throws {
    let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    let text = try String(contentsOf: root.appending(path: "data/tilegrid.csv"), encoding: .utf8)
    let lines = text.split(whereSeparator: \.isNewline).dropFirst().map(String.init)
    #expect(MunicipalityTile.all.map { "\($0.code),\($0.column),\($0.row),\($0.name)" } == lines)
    #expect(Set(MunicipalityTile.all.map { $0.row * MunicipalityTile.columnCount + $0.column }).count == 98)
    #expect(MunicipalityTile.all.allSatisfy { $0.row < MunicipalityTile.rowCount })
    #expect(MunicipalityTile.all.allSatisfy { $0.column < MunicipalityTile.columnCount })
  }

  @Test func placesAreFoundByContent() throws {
    let named = try map(
      [("n", .long), ("sted", .string)],
      [[.long(5), .string("aarhus")], [.long(7), .string("Ærø Kommune")]])
    #expect(named.values.compactMap { $0 }.sorted() == [5, 7])
    #expect(named.title == "n by sted")
    let coded = try map(
      [("kr", .long), ("code", .string)], [[.long(5), .string("0751")], [.long(7), .string("101")]])
    #expect(coded.values.compactMap { $0 }.sorted() == [5, 7])
    let numbers = try map(
      [("code", .int), ("kr", .long)],
      [[.int(751), .long(101)], [.int(101), .long(751)], [.int(492), .long(1)]])
    #expect(numbers.values.compactMap { $0 }.sorted() == [1, 101, 751])
    let chosen = try map(
      [("m", .string), ("a", .long), ("b", .long)], [[.string("Fanø"), .long(1), .long(2)]], ["ycolumns": "b"]
    )
    #expect(chosen.values.compactMap { $0 } == [2])
  }

  @Test func whatIsNotDrawnIsSaid() throws {
    let some = try map(
      [("m", .string), ("n", .long)],
      [[.string("Fanø"), .long(1)], [.string("Hele landet"), .long(9)], [.string("Samsø"), nil]])
    #expect(
      some.note.description == "97 of the 98 municipalities have no value and are drawn empty; "
        + "a row names no municipality (Hele landet)")
    #expect(problem { try map([("m", .string), ("n", .long)], []) } == "there are no rows to draw")
    #expect(
      problem { try map([("m", .string), ("n", .long)], [[.string("Malmö"), .long(1)]]) }
        == "no column has the codes or names of Denmark's municipalities (such as 751 or Aarhus)")
    #expect(
      problem {
        try map(
          [("m", .string), ("n", .long)], [[.string("Fanø"), .long(1)], [.string("Fanø"), .long(2)]])
      } == "Fanø has several rows; `summarize … by m` makes one of them")
    #expect(problem { try map([("m", .string)], [[.string("Fanø")]]) } == "no column but `m` is numeric")
    #expect(
      problem { try map([("m", .string), ("n", .real)], [[.string("Fanø"), .real(.nan)]]) }
        == "no municipality has a number")
  }

  @Test func classesHoldAboutAsManyEach() throws {
    let rows = MunicipalityTile.all.enumerated().map { index, tile in
      [Value.string(tile.name), .long(Int64(index))] as [Value?]
    }
    let all = try map([("m", .string), ("n", .long)], rows)
    // A quarter of 98 begins at 24.5, 49 and 73.5.
    #expect(all.classStarts == [0, 24, 49, 73])
    #expect(all.classes.map(\.text) == ["0 – 23", "24 – 48", "49 – 72", "73 – 97"])
    #expect(all.classes.map(\.count) == [24, 25, 24, 25])
    #expect(all.note.isEmpty)
    let same = try map([("m", .string), ("n", .long)], rows.map { [$0[0], .long(4)] })
    #expect(same.classes.map(\.text) == ["4"])
    #expect(same.classes.map(\.count) == [98])
    let below = try map(
      [("m", .string), ("n", .long)], [[.string("Fanø"), .long(-5)], [.string("Ærø"), .long(5)]])
    #expect(below.extremes == ["Lowest: Fanø -5", "Highest: Ærø 5"])
  }

  @Test func numbersHaveRoomOnTiles() throws {
    let map = try map([("m", .string), ("n", .long)], [[.string("Fanø"), .long(1)]])
    #expect(map.short(7) == "7")
    #expect(map.short(1883) == "1,883")
    #expect(map.short(984_556_316) == "985m")
    #expect(map.short(2_596_263_006) == "2.6bn")
    #expect(map.short(-12.34) == "-12")
  }

  @Test func inTheTerminal() throws {
    let rows: [[Value?]] = [
      [.string("København"), .long(40)], [.string("Aarhus"), .long(30)], [.string("Odense"), .long(20)],
      [.string("Aalborg"), .long(10)], [.string("Hele landet"), .long(99)],
    ]
    let table = result(
      [("m", .string), ("n", .long)], rows, render: RenderRequest(kind: "tilemap", properties: ["title": "T"])
    )
    let text = try OutputFormat.table.text([table], options: OutputOptions(width: 80))
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    #expect(lines[0] == "T")
    #expect(lines[1] == "               Hjør Fred      Læsø")
    #expect(lines[2] == "               ┄┄┄┄ ┄┄┄┄      ┄┄┄┄")
    #expect(lines[3] == "     This Jamm Brøn Aalb")
    #expect(lines[4] == "     ┄┄┄┄ ┄┄┄┄ ┄┄┄┄ ░░░░")
    #expect(
      text.hasSuffix(
        """

        ░░ 10 (1)
        ▒▒ 20 (1)
        ▓▓ 30 (1)
        ██ 40 (1)
        ┄┄ no value
        Lowest: Aalborg 10, Odense 20
        Highest: København 40, Aarhus 30
        (94 of the 98 municipalities have no value and are drawn empty; a row names no municipality \
        (Hele landet))
        5 rows

        """))
    #expect(lines.allSatisfy { !$0.hasSuffix(" ") })
    for width in [1, 48, 200] {
      let text = try OutputFormat.table.text([table], options: OutputOptions(width: width, color: true))
      #expect(text.contains("København"))
    }
  }
}
