import RegnData
import RegnPresentation
import Testing

/// Single cells of a result, for the pager and for comparisons.
@Suite struct ResultCellsTests {
  private let towns = result(
    [("town", .string), ("year", .long), ("kr", .real)],
    [
      [.string("Ærø"), .long(2023), .real(1234.5)], [.string("Fanø\u{1B}"), .long(2024), nil],
      [.string("Læsø"), .long(2024), .real(-2)],
    ], rowsPerChunk: 2)

  @Test func cellsAreWhatAReaderSees() {
    let cells = ResultCells(towns, locale: .da)
    #expect(cells.rowCount == 3)
    #expect(cells.text(row: 0, column: 2) == "1.234,5")
    #expect(cells.text(row: 1, column: 0) == "Fanø␛")
    #expect(cells.text(row: 1, column: 2) == "·")
    #expect(cells.text(row: 2, column: 1) == "2024")
    #expect((0...2).map { cells.isRightAligned($0) } == [false, true, true])
    // Decimal marks stand under each other: what is behind them takes two cells, none, or is not known.
    #expect(cells.fractionWidth("1.234,5", column: 2) == 2)
    #expect(cells.fractionWidth("-2", column: 2) == 0)
    #expect(cells.fractionWidth("·", column: 2) == nil)
  }

  @Test func textsDatesAndYearsNameARow() {
    #expect((0...2).map { ResultCells(towns, locale: .en).isName($0) } == [true, true, false])
    let cells = ResultCells(everyType, locale: .en)
    let named = cells.columns.indices.filter { cells.isName($0) }.map { cells.columns[$0].type }
    #expect(named == [.bool, .string, .datetime, .guid])
    // The name of the column is not enough: the values must be years.
    let counts = result([("years", .long)], [[.long(3)]])
    #expect(!ResultCells(counts, locale: .en).isName(0))
  }

  @Test func aTextIsFoundInAnyCell() {
    let cells = ResultCells(towns, locale: .en)
    func find(_ text: String, _ start: Int, backwards: Bool = false) -> [Int]? {
      cells.cell(containing: text, from: start, backwards: backwards).map { [$0.row, $0.column] }
    }
    #expect(find("æ", 0) == [0, 0])
    #expect(find("æ", 1) == [2, 0])
    #expect(find("1,234.5", 0) == [0, 2])
    #expect(find("2024", 0) == [1, 1])
    #expect(find("FANØ", 2, backwards: true) == [1, 0])
    #expect(find("ær", 2, backwards: true) == [0, 0])
    #expect(find("ær", 1) == nil)
    #expect(find("æ", 3) == nil)
    #expect(find("æ", -1, backwards: true) == nil)
    #expect(cells.cell(containing: "æ", from: 0, isStopped: { true }) == nil)
  }

  @Test func rowsBelowOneAnotherHoldWholeValues() throws {
    var options = OutputOptions(maxRows: 1, width: 30)
    options.asRecords = true
    options.maxRowsOption = ".rows"
    let long = result(
      [("a", .string), ("number", .long)],
      [[.string("some words that take more than a line"), .long(1234)], [.string(""), nil]])
    #expect(
      try OutputFormat.table.text([long], options: options) == """
        row 1
          a       some words that
                  take more than a
                  line
          number  1,234
        … 1 more row; .rows 2 shows it
        2 rows

        """)
    // A chart that was asked for is not drawn.
    let chart = result(
      [("a", .string), ("n", .long)], [[.string("x"), .long(1)]], render: RenderRequest(kind: "barchart"))
    #expect(try OutputFormat.table.text([chart], options: options) == "row 1\n  a  x\n  n  1\n1 row\n")
  }
}
