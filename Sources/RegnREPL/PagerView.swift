import RegnPhrases
import RegnPresentation

/// What the pager shows of a result: a header that stays, some rows, a first column that stays, and a line
/// that says where one is. It knows no terminal: keys change it, and it gives the rows of a screen.
struct PagerView {
  /// What a key asks for.
  enum Move: Equatable {
    case up, down, pageUp, pageDown, top, bottom, left, right
  }

  private let cells: ResultCells
  private let color: Bool
  private let language: Language
  var size: (rows: Int, columns: Int) { didSet { stay() } }
  /// The first row that is shown.
  private(set) var row = 0
  /// The first column that is shown beside the first of all.
  private(set) var column = 1
  /// The row that a search found.
  private(set) var found: Int?
  private(set) var needle = ""
  /// What stands in the last line instead of the place; the next key takes it away.
  var message: Phrase = ""
  /// The widest part before the decimal mark of each column's cells met so far, and the widest behind it:
  /// both only grow, so that columns do not jump while one leafs.
  private var wholes: [Int]
  private var fractions: [Int]

  init(_ cells: ResultCells, size: (rows: Int, columns: Int), color: Bool, _ language: Language = .en) {
    self.cells = cells
    self.size = size
    self.color = color
    self.language = language
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
    case .right: if layout.last?.column != cells.columns.count - 1 { column += 1 }
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
        wasStopped
        ? "the search was stopped"
        : backwards ? "no row above has \(needle)" : "no row further down has \(needle)"
      return
    }
    found = next.row
    if next.row < row || next.row >= row + pageRows { row = next.row }
    if next.column > 0, !layout.contains(where: { $0.column == next.column }) { column = next.column }
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

  /// The columns that are shown, each with its width: the first of all, then as many as have room, at least
  /// one. Long texts are cut, numbers only by the window; what room is left goes to texts that were cut.
  private var layout: [(column: Int, width: Int)] {
    let room = max(1, size.columns - 1)
    func widest(_ column: Int) -> Int {
      max(displayWidth(cells.name(column)), wholes[column] + fractions[column])
    }
    func width(_ column: Int) -> Int {
      let most = cells.isRightAligned(column) ? room : max(12, column == 0 ? room / 3 : room / 2)
      return min(widest(column), most, room)
    }
    // The mark, and what stands between columns: ` │ ` behind the first, two spaces behind others.
    var shown = [(column: 0, width: width(0))]
    var used = 1 + shown[0].width
    for next in column..<max(column, cells.columns.count) {
      let wide = (shown.count == 1 ? 3 : 2) + width(next)
      if shown.count > 1, used + wide > room { break }
      used += wide
      shown.append((next, width(next)))
    }
    for place in shown.indices where used < room {
      let more = min(room - used, widest(shown[place].column) - shown[place].width)
      guard more > 0 else { continue }
      shown[place].width += more
      used += more
    }
    return shown
  }

  /// All rows of the screen, from top to bottom.
  mutating func lines() -> [String] {
    let page = row..<min(cells.rowCount, row + pageRows)
    measure(page)
    let shown = layout
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
      painted(
        cut([StyledText(status(page, shown).text(language), style: "7")], to: size.columns - 1), color: color)
    )
    return lines
  }

  private func line(
    mark: String, _ shown: [(column: Int, width: Int)], style: String, _ text: (Int) -> String
  ) -> String {
    var out = mark
    for (place, part) in shown.enumerated() {
      out += place == 0 ? "" : place == 1 ? " │ " : "  "
      let fitted = cut([StyledText(text(part.column))], to: part.width).map(\.text).joined()
      let space = String(repeating: " ", count: max(0, part.width - displayWidth(fitted)))
      out += cells.isRightAligned(part.column) ? space + fitted : fitted + space
    }
    return painted(cut([StyledText(out, style: style)], to: size.columns - 1), color: color)
  }

  private func status(_ page: Range<Int>, _ shown: [(column: Int, width: Int)]) -> Phrase {
    if !message.isEmpty { return message }
    var parts: [Phrase] = [
      "rows \(page.lowerBound + 1)–\(page.upperBound) of \(grouped: cells.rowCount)", "q leaves",
    ]
    if shown.count < cells.columns.count, let first = shown.dropFirst().first, let last = shown.last {
      parts.append("columns \(first.column + 1)–\(last.column + 1) of \(cells.columns.count)")
    }
    parts.append("/ searches, arrows move")
    return parts.joined(separator: " · ")
  }
}
