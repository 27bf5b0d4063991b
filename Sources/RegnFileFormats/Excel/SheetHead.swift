import RegnData
import RegnPhrases

/// A row of the sheet's beginning, kept to find the table in it.
struct HeadRow {
  let number: Int
  /// Where it begins and ends in the sheet's part.
  let range: Range<Int>
  /// The cells with a value, by the column's place.
  var cells: [Int: Cell]

  struct Cell {
    let value: CellValue
    let text: [UInt8]
    let isPercent: Bool
  }
}

/// Finds where in a sheet's first rows the table begins: behind titles and remarks, with or without names.
struct SheetHead {
  let rows: [HeadRow]
  let merged: [MergedRange]
  /// What the user says of names; nil when that is to be found out.
  let hasHeader: Bool?

  /// The rows of names among `rows`, where the data begins, and remarks on the choice.
  struct Found {
    var header: Range<Int>
    var data: Int
    var notes: [Phrase] = []
  }

  func find() -> Found {
    let top = top()
    var header = top..<min(top + 1, rows.count)
    while header.lowerBound > 0, belongs(header.lowerBound - 1, above: header.lowerBound) {
      header = header.lowerBound - 1..<header.upperBound
    }
    while header.upperBound < rows.count, continues(header.upperBound - 1) {
      header = header.lowerBound..<header.upperBound + 1
    }
    var found = Found(header: header, data: header.upperBound)
    if !(hasHeader ?? isHeader(&found)) {
      // The table begins with data, of which the first rows may have gaps.
      var first = top
      while first > 0, rows[first - 1].number == rows[first].number - 1, rows[first - 1].cells.count > 1 {
        first -= 1
      }
      found.header = first..<first
      found.data = first
    }
    return found
  }

  /// The first row that has about as many values as the rows of the table.
  private func top() -> Int {
    let fills = rows.map(\.cells.count).sorted(by: >)
    // Two rows at least have so many, so that a remark beside the table does not count.
    let width = fills.count > 1 ? fills[1] : fills.first ?? 0
    let needed = (width * 7 + 9) / 10
    let leftmost = rows.filter { $0.cells.count >= width }.compactMap { $0.cells.keys.min() }.min() ?? 0
    for (index, row) in rows.enumerated() {
      if row.cells.count >= needed { return index }
      // Names without one for the first column, as where that names the rows.
      if row.cells.count == width - 1, row.cells[leftmost] == nil, index + 1 < rows.count,
        rows[index + 1].number == row.number + 1, rows[index + 1].cells.count >= width,
        row.cells.keys.allSatisfy({ rows[index + 1].cells[$0] != nil })
      {
        return index
      }
    }
    return 0
  }

  /// Whether a row holds names that stand over those of the row below: some of its cells are merged over
  /// several columns, or with the cells beneath. A title over the whole table is none.
  private func belongs(_ upper: Int, above lower: Int) -> Bool {
    let number = rows[upper].number
    guard rows[lower].number == number + 1 else { return false }
    let columns = Set(rows[lower].cells.keys).union(rows[upper].cells.keys)
    guard let first = columns.min(), let last = columns.max() else { return false }
    return merged.contains { range in
      guard range.rows.contains(number), rows[upper].cells[range.columns.lowerBound] != nil else {
        return false
      }
      if range.rows.contains(number + 1) { return true }
      return range.columns.count > 1
        && !(range.columns.lowerBound <= first && range.columns.upperBound >= last)
    }
  }

  /// Whether the row below holds names, too: its cells are merged with those of the row, or it is all text
  /// under names that are merged over several columns.
  private func continues(_ upper: Int) -> Bool {
    guard belongs(upper, above: upper + 1) else { return false }
    return rows[upper + 1].cells.values.allSatisfy { $0.value == .text || Self.year($0) != nil }
  }

  // MARK: - Names or data

  private static func year(_ cell: HeadRow.Cell) -> Int? {
    guard cell.value == .number || cell.value == .text, cell.text.count == 4,
      let year = Int(String(decoding: cell.text, as: UTF8.self)), (1900...2100).contains(year)
    else { return nil }
    return year
  }

  /// Whether the rows found hold names: where those below are numbers or dates, names must not be.
  private func isHeader(_ found: inout Found) -> Bool {
    guard let last = found.header.last else { return false }
    let cells = rows[last].cells
    let body = rows[found.data...]
    var isNamed = false
    var isData = false
    var isTyped = false
    var hasText = false
    for (column, cell) in cells {
      var own = CellEvidence()
      cell.text.withUnsafeBufferPointer { own.add(cell.value, $0, isPercent: false) }
      var below = CellEvidence()
      for row in body {
        guard let cell = row.cells[column] else { continue }
        cell.text.withUnsafeBufferPointer { below.add(cell.value, $0, isPercent: false) }
      }
      let ownIsTyped = own.isTyped(above: below)
      if ownIsTyped { isTyped = true }
      if below.isTyped {
        if ownIsTyped { isData = true } else { isNamed = true }
      } else if below.values > 0 {
        hasText = true
      }
    }
    if isNamed { return true }
    let years = cells.sorted { $0.key < $1.key }.compactMap { Self.year($0.value) }
    if years.count > 1, zip(years, years.dropFirst()).allSatisfy({ $0 < $1 }), years.count + 2 > cells.count {
      found.notes.append("the first row is read as names, as it holds a series of years")
      return true
    }
    if isData || isTyped { return false }
    let texts = cells.values.map(\.text)
    guard Set(texts).count == texts.count else { return false }
    if hasText {
      found.notes.append("all columns are text; the first row is taken for their names")
    }
    return true
  }

  // MARK: - Names

  /// The name that the rows of names give to a column; empty when they give none.
  func name(ofColumn column: Int, header: Range<Int>) -> String {
    var parts: [String] = []
    for index in header {
      let part = Self.words(text(index, column, header: header))
      if !part.isEmpty, part != parts.last { parts.append(part) }
    }
    return parts.joined(separator: " ")
  }

  /// The text of a row of names in a column, that of the cell with which it is merged included.
  private func text(_ index: Int, _ column: Int, header: Range<Int>) -> [UInt8] {
    if let cell = rows[index].cells[column] { return cell.text }
    let number = rows[index].number
    guard
      let range = merged.first(where: { $0.columns.contains(column) && $0.rows.contains(number) }),
      let first = header.first(where: { rows[$0].number == range.rows.lowerBound })
    else { return [] }
    return rows[first].cells[range.columns.lowerBound]?.text ?? []
  }

  /// A text on one line, without space around.
  private static func words(_ text: [UInt8]) -> String {
    String(decoding: text, as: UTF8.self).split { $0.isWhitespace }.joined(separator: " ")
  }
}
