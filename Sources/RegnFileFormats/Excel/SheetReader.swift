import RegnData

/// A cell as it stands in a sheet. What it holds is the last text of the buffer that it was read into.
struct SheetCell {
  enum Kind {
    /// No value, whatever its format.
    case empty
    /// A formula whose result nobody has computed yet.
    case uncomputed
    case number, text, bool, error, isoDate
  }

  /// Counted from 1.
  let column: Int
  let kind: Kind
  let format: NumberFormat
  /// Where its text begins in the buffer.
  let start: Int
}

/// Reads rows and cells of a stretch of a sheet.
struct SheetReader {
  private var xml: XMLReader
  private let parts: WorkbookParts
  /// The row's number, counted from 1; 0 when the file does not say.
  private(set) var row = 0
  /// Where the row begins in the bytes.
  private(set) var rowStart = 0
  /// Where what was read last ends in the bytes.
  var position: Int { xml.position }
  /// Whether the sheet's cells have come to their end.
  private(set) var isBehindCells = false
  private var column = 0

  init(_ bytes: UTF8Bytes, from position: Int = 0, parts: WorkbookParts) {
    xml = XMLReader(bytes, from: position)
    self.parts = parts
  }

  /// Moves to the next row; says whether there is one in the stretch.
  mutating func nextRow() throws(XMLFailure) -> Bool {
    while true {
      switch try xml.next() {
      case .start where xml.is("row"):
        rowStart = xml.start
        row = xml.attribute("r").flatMap { parseLong($0) }.map { Int($0) } ?? 0
        column = 0
        return true
      case .end where xml.is("sheetData"):
        isBehindCells = true
        return false
      case .finished: return false
      default: break
      }
    }
  }

  /// The next cell of the row, its text appended to `data`; nil at the row's end.
  mutating func nextCell(into data: inout [UInt8]) throws(XMLFailure) -> SheetCell? {
    while true {
      switch try xml.next() {
      case .start where xml.is("c"): return try readCell(into: &data)
      case .end where xml.is("row"): return nil
      case .finished: throw xml.failure("it ends within a row")
      default: break
      }
    }
  }

  private mutating func readCell(into data: inout [UInt8]) throws(XMLFailure) -> SheetCell {
    if let place = xml.attribute("r") {
      guard let place = CellPlace(place) else { throw xml.failure("a cell whose place is none") }
      column = place.column
      if row == 0 { row = place.row }
    } else {
      column += 1
      guard column <= CellPlace.columnLimit else { throw xml.failure("a row has too many cells") }
    }
    var format = NumberFormat.general
    if let style = xml.attribute("s").flatMap({ parseLong($0) }), style >= 0, style < parts.formats.count {
      format = parts.formats[Int(style)]
    }
    let type = xml.attribute("t") ?? UTF8Bytes(start: nil, count: 0)
    let start = data.count
    var hasFormula = false
    var isValue = false
    var hasValue = false
    reading: while true {
      switch try xml.next() {
      case .start:
        if xml.is("v") {
          isValue = true
        } else if xml.is("is") {
          hasValue = true
          try ExcelText.read(&xml, appendingTo: &data)
        } else {
          if xml.is("f") { hasFormula = true }
          try xml.skip()
        }
      case .text: if isValue { try xml.appendText(to: &data) }
      case .end:
        if xml.is("v") {
          isValue = false
          hasValue = true
        } else if xml.is("c") {
          break reading
        }
      case .finished: throw xml.failure("it ends within a cell")
      }
    }
    func cell(_ kind: SheetCell.Kind) -> SheetCell {
      SheetCell(column: column, kind: kind, format: format, start: start)
    }
    guard hasValue, data.count > start || type.elementsEqual("str".utf8) else {
      return cell(hasFormula ? .uncomputed : .empty)
    }
    if type.isEmpty || type.elementsEqual("n".utf8) { return cell(.number) }
    if type.elementsEqual("s".utf8) {
      let number = data[start...].withUnsafeBufferPointer { parseLong($0) }
      guard let number, number >= 0, number < parts.sharedTexts.count else {
        throw xml.failure("a cell holds a shared text that the workbook does not have")
      }
      data.removeLast(data.count - start)
      data.append(contentsOf: parts.sharedTexts.bytes(Int(number)))
      return cell(data.count > start ? .text : .empty)
    }
    if type.elementsEqual("str".utf8) {
      ExcelText.resolveEscapes(in: &data, from: start)
      return cell(data.count > start ? .text : .empty)
    }
    if type.elementsEqual("inlineStr".utf8) { return cell(.text) }
    if type.elementsEqual("b".utf8) { return cell(.bool) }
    if type.elementsEqual("e".utf8) { return cell(.error) }
    if type.elementsEqual("d".utf8) { return cell(.isoDate) }
    throw xml.failure("a cell of a kind that is not known: `\(String(decoding: type, as: UTF8.self))`")
  }

  /// The ranges that are merged, of what stands behind the cells.
  mutating func mergedRanges() throws(XMLFailure) -> [MergedRange] {
    var ranges: [MergedRange] = []
    while true {
      switch try xml.next() {
      case .start where xml.is("mergeCell"):
        if let range = xml.attribute("ref").flatMap({ MergedRange($0) }) { ranges.append(range) }
      case .finished: return ranges
      default: break
      }
    }
  }
}

/// Cells that are shown as one.
struct MergedRange: Sendable, Hashable {
  let columns: ClosedRange<Int>
  let rows: ClosedRange<Int>

  /// Reads `B2:C5`; nil for anything else.
  init?(_ text: UTF8Bytes) {
    guard let colon = text.firstIndex(of: 0x3A), let first = CellPlace(UTF8Bytes(rebasing: text[..<colon])),
      let last = CellPlace(UTF8Bytes(rebasing: text[(colon + 1)...])), first.column <= last.column,
      first.row <= last.row
    else { return nil }
    columns = first.column...last.column
    rows = first.row...last.row
  }
}
