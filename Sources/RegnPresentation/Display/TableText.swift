import RegnData

/// A result laid out for a terminal: box drawing, numbers at the right, the width kept.
struct TableText {
  private struct Cell {
    var text: String
    var width: Int
    var isNull = false
  }

  private struct Line {
    /// The name; laid out on several lines when the column is narrower.
    let header: Cell
    var cells: [Cell]
    /// The widest of the cells.
    let widest: Int
    let isRightAligned: Bool
    /// Whether cells may be cut with `…`; a number never is.
    let canShrink: Bool
    var width: Int
    /// What the column needs at least.
    let minimum: Int

    /// Whether all rows show the same.
    var isMonotonous: Bool {
      guard let first = cells.first else { return true }
      return cells.allSatisfy { $0.text == first.text }
    }
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
      header: header, cells: cells, widest: widest, isRightAligned: display.isRightAligned,
      canShrink: canShrink, width: natural, minimum: min(natural, canShrink ? 8 : max(widest, 6)))
  }

  /// Appends the table. When the columns cannot fit, one record stands below another if they are few, and of
  /// many the first columns are shown and the others named. Then a line says how many rows are not shown.
  mutating func append(to text: inout String) {
    if columns.isEmpty { return }
    if options.asRecords {
      appendRecords(to: &text)
    } else if fit() {
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
    for (takesText, least) in [(true, 12), (false, 0), (true, 0)] {
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
        if columns[index].width < max(columns[index].header.width, columns[index].widest) {
          columns[index].width += 1
          rest -= 1
        }
      }
      if columns.reduce(0, { $0 + $1.width }) <= available { break }
    }
    return true
  }

  /// Narrows columns whose names are wider than all their values, those first that gain most, until the
  /// columns need no more than `available` cells. The names go on several lines, by whole words.
  private mutating func breakNames(until available: Int) {
    var used = columns.reduce(0) { $0 + $1.width }
    let gains = columns.indices.map { index in
      let column = columns[index]
      return (index: index, gain: column.width - max(column.widest, Self.breakableWidth(column.header.text)))
    }
    for (index, gain) in gains.sorted(by: { $0.gain > $1.gain }) where used > available && gain > 0 {
      let change = min(gain, used - available)
      columns[index].width -= change
      used -= change
    }
  }

  private static let mostHeaderLines = 3

  /// The least width at which the words of a name have place on the lines of a header.
  private static func breakableWidth(_ name: String) -> Int {
    let whole = cellWidth(name)
    // Names that nobody reads are not worth the search.
    guard whole <= 200 else { return whole }
    let words = words(of: name)
    let widest = words.reduce(0) { max($0, cellWidth($1)) }
    return (widest...whole).first { lines(of: words, width: $0).count <= mostHeaderLines } ?? whole
  }

  /// The words of a name, with what separates them at their ends: `kr_`, `per_`, `inhabitant`.
  private static func words(of name: String) -> [String] {
    var words = [""]
    for character in name {
      let last = words[words.count - 1].last
      if last == "_" || last == " " || last == "." || last?.isLowercase == true && character.isUppercase {
        words.append("")
      }
      words[words.count - 1].append(character)
    }
    return words
  }

  /// Words on lines of so many cells, broken inside words only where one is wider.
  private static func lines(of words: [String], width: Int) -> [String] {
    var lines = [""]
    var used = 0
    func start() {
      lines.append("")
      used = 0
    }
    for word in words {
      if used > 0, used + cellWidth(word) > width { start() }
      for character in word {
        let cells = cellWidth(String(character))
        if used > 0, used + cells > width { start() }
        lines[lines.count - 1].append(character)
        used += cells
      }
    }
    return lines
  }

  /// The lines of a column's header; what has no place on them is cut with `…`.
  private static func headerLines(of column: Line) -> [Cell] {
    let name = column.header.text
    if column.header.width <= column.width { return [column.header] }
    // Longer names than have place are not looked at to their end.
    let start = String(name.prefix((column.width + 1) * mostHeaderLines))
    var lines = lines(of: words(of: start), width: column.width)
    // Without regard for words more has place.
    if lines.count > mostHeaderLines { lines = Self.lines(of: [start], width: column.width) }
    var shown = Array(lines.prefix(mostHeaderLines))
    if shown.joined().count < name.count, let last = shown.popLast() {
      shown.append(shortened(last + "…", to: max(1, column.width)))
    }
    return shown.map { Cell(text: $0, width: cellWidth($0)) }
  }

  /// Keeps the columns that fit, and gives the line that names the others; nil when none fits. The first one
  /// names the rows; of the others those go first that say the same in every row, then the last ones.
  private mutating func leaveOutColumns() -> String? {
    let all = columns
    let telling = all.indices.filter { $0 == 0 || !all[$0].isMonotonous }
    let byWorth = telling + all.indices.filter { !telling.contains($0) }
    var used = 1
    let kept = Set(
      byWorth.prefix { index in
        used += all[index].minimum + 3
        return used <= options.width ?? .max
      })
    guard !kept.isEmpty else { return nil }
    columns = all.indices.filter(kept.contains).map { all[$0] }
    guard fit() else {
      columns = all
      return nil
    }
    let hidden = all.indices.filter { !kept.contains($0) }.map { all[$0].header.text }
    let names = hidden.joined(separator: ", ")
    let line = options.say(
      hidden.count == 1 ? "… 1 more column: \(names)" : "… \(hidden.count) more columns: \(names)")
    let advice = options.say("; `project` chooses columns")
    let width = options.width ?? .max
    return cellWidth(line) + advice.count <= width ? line + advice : shortened(line, to: width)
  }

  private func appendBox(to text: inout String) {
    func rule(_ left: String, _ middle: String, _ right: String) {
      let lines = columns.map { String(repeating: "─", count: $0.width + 2) }
      text += paint.dim(left + lines.joined(separator: middle) + right) + "\n"
    }
    let bar = paint.dim("│")
    func row(_ cell: (Int) -> Cell?, isHeader: Bool = false) {
      for (place, column) in columns.enumerated() {
        text += bar + " "
        appendCell(cell(place) ?? Cell(text: "", width: 0), of: column, isHeader: isHeader, to: &text)
        text += " "
      }
      text += bar + "\n"
    }
    rule("┌", "┬", "┐")
    let headers = columns.map { Self.headerLines(of: $0) }
    for line in 0..<headers.reduce(0, { max($0, $1.count) }) {
      row({ line < headers[$0].count ? headers[$0][line] : nil }, isHeader: true)
    }
    if shownRows > 0 { rule("├", "┼", "┤") }
    for index in 0..<shownRows { row { columns[$0].cells[index] } }
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
    let widest = columns.reduce(0) { max($0, $1.header.width) }
    let nameWidth = min(widest, max(8, (options.width ?? 80) / 2 - 4))
    let valueWidth = max(1, (options.width ?? 80) - nameWidth - 4)
    for row in 0..<shownRows {
      text += paint.bold(options.say("row \(row + 1)")) + "\n"
      for column in columns {
        let name = padded(shortened(column.header.text, to: nameWidth), to: nameWidth)
        let cell = column.cells[row]
        if cell.isNull {
          text += "  \(name)  \(paint.dim(cell.text))\n"
        } else if options.asRecords {
          // Who asks for rows one below another wants the whole values.
          let lines = Self.lines(of: Self.words(of: trimmedEnd(cell.text)), width: valueWidth)
          text += trimmedEnd("  \(name)  \(lines[0])") + "\n"
          for line in lines.dropFirst() {
            text += trimmedEnd(String(repeating: " ", count: nameWidth + 4) + line) + "\n"
          }
        } else {
          text += trimmedEnd("  \(name)  \(shortened(trimmedEnd(cell.text), to: valueWidth))") + "\n"
        }
      }
    }
    guard shownRows == 0 else { return }
    for column in columns { text += "  " + shortened(column.header.text, to: nameWidth) + "\n" }
  }
}

/// `text` without spaces at its end.
func trimmedEnd(_ text: String) -> String {
  var end = text.endIndex
  while end > text.startIndex, text[text.index(before: end)] == " " { end = text.index(before: end) }
  return String(text[..<end])
}
