import RegnPresentation
import RegnSession

/// What the pager shows of a result: a header that stays, some rows, a first column that stays, and a line
/// that says where one is. It knows no terminal: keys change it, and it gives the rows of a screen.
struct PagerView {
  /// What a key asks for.
  enum Move: Equatable {
    case up, down, pageUp, pageDown, top, bottom, left, right
  }

  private let cells: ResultCells
  private let color: Bool
  var size: (rows: Int, columns: Int) { didSet { stay() } }
  /// The first row that is shown.
  private(set) var row = 0
  /// The first column that is shown beside the first of all.
  private(set) var column = 1
  /// The row that a search found.
  private(set) var found: Int?
  private(set) var needle = ""
  /// What stands in the last line instead of the place; the next key takes it away.
  var message = ""
  /// The widest part before the decimal mark of each column's cells met so far, and the widest behind it:
  /// both only grow, so that columns do not jump while one leafs.
  private var wholes: [Int]
  private var fractions: [Int]

  init(_ cells: ResultCells, size: (rows: Int, columns: Int), color: Bool) {
    self.cells = cells
    self.size = size
    self.color = color
    wholes = cells.columns.indices.map { _ in 0 }
    fractions = cells.columns.indices.map { _ in 0 }
    measure(0..<min(cells.rowCount, 500))
  }

  /// The rows that have room between the header and the last line.
  private var pageRows: Int { max(1, size.rows - 2) }

  mutating func move(_ move: Move) {
    message = ""
    switch move {
    case .up: row -= 1
    case .down: row += 1
    case .pageUp: row -= pageRows
    case .pageDown: row += pageRows
    case .top: row = 0
    case .bottom: row = cells.rowCount
    case .left: column -= 1
    case .right: if shownColumns.last != cells.columns.count - 1 { column += 1 }
    }
    stay()
  }

  /// Goes to the next row, or the one before, that has the text; an empty one repeats the last search. A long
  /// search ends when `isStopped` says so.
  mutating func search(_ text: String, backwards: Bool = false, isStopped: () -> Bool) {
    message = ""
    if !text.isEmpty { needle = text }
    guard !needle.isEmpty else { return }
    var wasStopped = false
    let start = found.map { $0 + (backwards ? -1 : 1) } ?? row
    guard
      let next = cells.cell(
        containing: needle, from: text.isEmpty ? start : row, backwards: backwards,
        isStopped: {
          wasStopped = isStopped()
          return wasStopped
        })
    else {
      message =
        wasStopped ? "the search was stopped" : "no row \(backwards ? "above" : "further down") has \(needle)"
      return
    }
    found = next.row
    if next.row < row || next.row >= row + pageRows { row = next.row }
    if next.column > 0, !shownColumns.contains(next.column) { column = next.column }
    stay()
  }

  private mutating func stay() {
    row = max(0, min(row, cells.rowCount - pageRows))
    column = max(1, min(column, max(1, cells.columns.count - 1)))
  }

  private mutating func measure(_ rows: Range<Int>) {
    for column in cells.columns.indices {
      for row in rows {
        let text = cells.text(row: row, column: column)
        let fraction = cells.fractionWidth(text, column: column) ?? 0
        fractions[column] = max(fractions[column], fraction)
        wholes[column] = max(wholes[column], displayWidth(text) - fraction)
      }
    }
  }

  /// The width in which a column is shown: long texts are cut, numbers never.
  private func width(_ column: Int) -> Int {
    let room = max(1, size.columns - 1)
    let widest = max(displayWidth(cells.name(column)), wholes[column] + fractions[column])
    if cells.isRightAligned(column) { return min(widest, room) }
    return min(widest, max(12, column == 0 ? room / 3 : room / 2), room)
  }

  /// The columns beside the first that have room, at least one.
  private var shownColumns: Range<Int> {
    let start = min(column, cells.columns.count)
    var used = 1 + width(0) + 2
    var end = start
    while end < cells.columns.count {
      used += width(end) + 2
      if used > size.columns, end > start { break }
      end += 1
    }
    return start..<end
  }

  /// All rows of the screen, from top to bottom.
  mutating func lines() -> [String] {
    let page = row..<min(cells.rowCount, row + pageRows)
    measure(page)
    let shown = shownColumns
    var lines = [line(mark: " ", shown, style: "1") { cells.name($0) }]
    for number in page {
      let isFound = number == found
      lines.append(
        line(mark: isFound ? ">" : " ", shown, style: isFound ? "7" : "") { column in
          let text = cells.text(row: number, column: column)
          guard let own = cells.fractionWidth(text, column: column) else { return text }
          return text + String(repeating: " ", count: max(0, fractions[column] - own))
        })
    }
    while lines.count < size.rows - 1 { lines.append("") }
    lines.append(
      painted(cut([StyledText(status(page, shown), style: "7")], to: size.columns - 1), color: color))
    return lines
  }

  private func line(mark: String, _ shown: Range<Int>, style: String, _ text: (Int) -> String) -> String {
    var out = mark + cell(0, text(0))
    if cells.columns.count > 1 { out += " │" }
    for (place, column) in shown.enumerated() {
      out += (place == 0 ? " " : "  ") + cell(column, text(column))
    }
    return painted(cut([StyledText(out, style: style)], to: size.columns - 1), color: color)
  }

  private func cell(_ column: Int, _ text: String) -> String {
    let width = width(column)
    let shown = cut([StyledText(text)], to: width).map(\.text).joined()
    let space = String(repeating: " ", count: max(0, width - displayWidth(shown)))
    return cells.isRightAligned(column) ? space + shown : shown + space
  }

  private func status(_ page: Range<Int>, _ shown: Range<Int>) -> String {
    if !message.isEmpty { return message }
    let rows = "\(page.lowerBound + 1)–\(page.upperBound) of \(SessionText.grouped(cells.rowCount))"
    var parts = ["rows \(rows)", "q leaves"]
    if shown.lowerBound > 1 || shown.upperBound < cells.columns.count {
      parts.append("columns \(shown.lowerBound + 1)–\(shown.upperBound) of \(cells.columns.count)")
    }
    parts.append("/ searches, arrows move")
    return parts.joined(separator: " · ")
  }
}
