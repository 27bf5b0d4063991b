import RegnData

/// A result laid out for a terminal: box drawing, numbers at the right, the width kept.
struct TableText {
  private struct Cell {
    var text: String
    var width: Int
    var isNull = false
  }

  private struct Line {
    /// The name, on one line or several.
    var header: [Cell]
    var cells: [Cell]
    /// The widest of the cells.
    let widest: Int
    let isRightAligned: Bool
    /// Whether cells may be cut with `…`; a number never is.
    let canShrink: Bool
    var width: Int
    /// What the column needs at least.
    let minimum: Int
  }

  private let options: OutputOptions
  private let paint: Paint
  private let rowCount: Int
  private let shownRows: Int
  private var columns: [Line]

  /// What stands for a null. Text columns have no nulls, so that it is not taken for text.
  static let nullMark = "·"

  init(_ result: ResultTable, options: OutputOptions) {
    self.options = options
    paint = Paint(isOn: options.color)
    rowCount = result.rowCount
    let shown = min(max(options.maxRows, 0), rowCount)
    shownRows = shown
    columns = result.columns.indices.map { index in
      let display = DisplayColumn(result, index: index, limit: shown, locale: options.locale)
      return Self.line(display, texts: Self.texts(of: display, result, index: index, rows: shown))
    }
  }

  /// The cells of a column's first rows; nil for a null.
  private static func texts(
    of display: DisplayColumn, _ result: ResultTable, index: Int, rows: Int
  ) -> [String?] {
    var texts: [String?] = []
    texts.reserveCapacity(rows)
    for chunk in result.chunks where texts.count < rows {
      withExtendedLifetime(chunk) {
        let reader = CellReader(chunk.columns[index])
        for row in 0..<min(chunk.rowCount, rows - texts.count) {
          texts.append(display.text(reader, row: row))
        }
      }
    }
    return texts
  }

  private static func line(_ display: DisplayColumn, texts: [String?]) -> Line {
    let fractions = texts.map { $0.flatMap(display.fractionWidth) }
    let fraction = fractions.reduce(0) { max($0, $1 ?? 0) }
    let cells = zip(texts, fractions).map { text, own in
      guard let text else { return Cell(text: nullMark, width: 1, isNull: true) }
      // Spaces after the shorter fractions bring the decimal marks under each other.
      let aligned = visibleText(text) + String(repeating: " ", count: own.map { fraction - $0 } ?? 0)
      return Cell(text: aligned, width: cellWidth(aligned))
    }
    let name = visibleText(display.schema.name)
    let header = Cell(text: name, width: cellWidth(name))
    let widest = cells.reduce(0) { max($0, $1.width) }
    let type = display.schema.type
    let canShrink = type == .string || type == .dynamic
    let natural = max(header.width, widest)
    return Line(
      header: [header], cells: cells, widest: widest, isRightAligned: display.isRightAligned,
      canShrink: canShrink, width: natural, minimum: min(natural, canShrink ? 8 : max(widest, 6)))
  }

  /// Appends the table. When the columns cannot fit, one record stands below another if they are few, and of
  /// many the first columns are shown and the others named. Then a line says how many rows are not shown.
  mutating func append(to text: inout String) {
    if columns.isEmpty { return }
    if fit() {
      appendBox(to: &text)
    } else if shownRows > Self.mostRecords, let hidden = leaveOutColumns() {
      appendBox(to: &text)
      text += hidden + "\n"
    } else {
      appendRecords(to: &text)
    }
    if shownRows < rowCount {
      text += moreRows(rowCount, shown: shownRows, options: options) + "\n"
    }
  }

  /// More rows than these are not laid out as records: a reader would lose sight of them.
  private static let mostRecords = 10

  /// Narrows columns until the table fits: long names over short values go on several lines, long texts are
  /// cut, then names over numbers, then texts more. False when that is not enough.
  private mutating func fit() -> Bool {
    guard let width = options.width else { return true }
    let available = width - 3 * columns.count - 1
    if columns.reduce(0, { $0 + $1.width }) <= available { return true }
    guard columns.reduce(0, { $0 + $1.minimum }) <= available else { return false }
    breakNames(until: available)
    for (takesText, least) in [(true, 16), (false, 0), (true, 0)] {
      let candidates = columns.indices.filter { columns[$0].canShrink == takesText }
      let others = columns.reduce(0) { $0 + $1.width } - candidates.reduce(0) { $0 + columns[$1].width }
      func minimum(_ index: Int) -> Int { max(columns[index].minimum, min(columns[index].width, least)) }
      // The greatest cap under which the candidates fit beside the others.
      var low = 1
      var high = candidates.reduce(1) { max($0, columns[$1].width) }
      func total(_ cap: Int) -> Int {
        candidates.reduce(others) { $0 + min(columns[$1].width, max(cap, minimum($1))) }
      }
      while low < high {
        let middle = (low + high + 1) / 2
        if total(middle) <= available { low = middle } else { high = middle - 1 }
      }
      for index in candidates {
        columns[index].width = min(columns[index].width, max(low, minimum(index)))
      }
      // What the cap leaves over goes to the columns that were cut, from the left.
      var rest = available - columns.reduce(0) { $0 + $1.width }
      for index in candidates where rest > 0 && columns[index].width == low {
        if columns[index].width < columns[index].header.reduce(columns[index].widest, { max($0, $1.width) }) {
          columns[index].width += 1
          rest -= 1
        }
      }
      if columns.reduce(0, { $0 + $1.width }) <= available { break }
    }
    return true
  }

  /// Puts names that are wider than all their values on several lines, those first that gain most, until the
  /// columns need no more than `available` cells.
  private mutating func breakNames(until available: Int) {
    var used = columns.reduce(0) { $0 + $1.width }
    let broken = columns.indices.compactMap { index -> (index: Int, lines: [Cell], gain: Int)? in
      let column = columns[index]
      guard column.widest < column.width else { return nil }
      let lines = Self.lines(of: column.header[0].text, width: column.widest)
      let gain = column.width - lines.reduce(column.widest) { max($0, $1.width) }
      return gain > 0 ? (index, lines, gain) : nil
    }
    for (index, lines, gain) in broken.sorted(by: { $0.gain > $1.gain }) where used > available {
      columns[index].header = lines
      columns[index].width -= gain
      used -= gain
    }
  }

  /// A name on at most three lines, each as near to `width` as whole words allow.
  private static func lines(of name: String, width: Int) -> [Cell] {
    var parts = [""]
    for character in name {
      let last = parts[parts.count - 1].last
      if last == "_" || last == " " || last == "." || last?.isLowercase == true && character.isUppercase {
        parts.append("")
      }
      parts[parts.count - 1].append(character)
    }
    guard parts.count > 1, cellWidth(name) <= 200 else { return [Cell(text: name, width: cellWidth(name))] }
    // With the narrowest limit under which three lines are enough.
    let widths = parts.map { cellWidth($0) }
    for limit in max(width, widths.max() ?? 0)...max(width, cellWidth(name)) {
      var lines: [Cell] = []
      for (part, cells) in zip(parts, widths) {
        if let last = lines.indices.last, lines[last].width + cells <= limit {
          lines[last].text += part
          lines[last].width += cells
        } else {
          lines.append(Cell(text: part, width: cells))
        }
      }
      if lines.count <= 3 { return lines }
    }
    return [Cell(text: name, width: cellWidth(name))]
  }

  /// Keeps the first columns that fit, and gives the line that names the others; nil when none fits.
  private mutating func leaveOutColumns() -> String? {
    let all = columns
    var used = 1
    let kept = columns.prefix { column in
      used += column.minimum + 3
      return used <= options.width ?? .max
    }
    guard !kept.isEmpty else { return nil }
    columns = Array(kept)
    guard fit() else {
      columns = all
      return nil
    }
    let hidden = all.dropFirst(kept.count).map { $0.header[0].text }
    let line = "… \(hidden.count) more column\(hidden.count == 1 ? "" : "s"): "
    return shortened(
      line + hidden.joined(separator: ", ") + "; `project` chooses columns", to: options.width ?? .max)
  }

  private func appendBox(to text: inout String) {
    func rule(_ left: String, _ middle: String, _ right: String) {
      let lines = columns.map { String(repeating: "─", count: $0.width + 2) }
      text += paint.dim(left + lines.joined(separator: middle) + right) + "\n"
    }
    let bar = paint.dim("│")
    func row(_ cell: (Line) -> Cell?, isHeader: Bool = false) {
      for column in columns {
        text += bar + " "
        appendCell(cell(column) ?? Cell(text: "", width: 0), of: column, isHeader: isHeader, to: &text)
        text += " "
      }
      text += bar + "\n"
    }
    rule("┌", "┬", "┐")
    for line in 0..<columns.reduce(0, { max($0, $1.header.count) }) {
      row({ line < $0.header.count ? $0.header[line] : nil }, isHeader: true)
    }
    if shownRows > 0 { rule("├", "┼", "┤") }
    for index in 0..<shownRows { row { $0.cells[index] } }
    rule("└", "┴", "┘")
  }

  private func appendCell(_ cell: Cell, of column: Line, isHeader: Bool, to text: inout String) {
    let content = cell.width > column.width ? shortened(cell.text, to: column.width) : cell.text
    let width = cell.width > column.width ? cellWidth(content) : cell.width
    let space = String(repeating: " ", count: max(0, column.width - width))
    let painted = isHeader ? paint.bold(content) : cell.isNull ? paint.dim(content) : content
    text += column.isRightAligned ? space + painted : painted + space
  }

  private func appendRecords(to text: inout String) {
    let widest = columns.reduce(0) { max($0, $1.header[0].width) }
    let nameWidth = min(widest, max(8, (options.width ?? 80) / 2 - 4))
    let valueWidth = max(1, (options.width ?? 80) - nameWidth - 4)
    for row in 0..<shownRows {
      text += paint.bold("row \(row + 1)") + "\n"
      for column in columns {
        let name = padded(shortened(column.header[0].text, to: nameWidth), to: nameWidth)
        let cell = column.cells[row]
        let value = cell.isNull ? paint.dim(cell.text) : shortened(trimmedEnd(cell.text), to: valueWidth)
        text += trimmedEnd("  \(name)  \(value)") + "\n"
      }
    }
    guard shownRows == 0 else { return }
    for column in columns { text += "  " + shortened(column.header[0].text, to: nameWidth) + "\n" }
  }
}

/// `text` without spaces at its end.
func trimmedEnd(_ text: String) -> String {
  var end = text.endIndex
  while end > text.startIndex, text[text.index(before: end)] == " " { end = text.index(before: end) }
  return String(text[..<end])
}
