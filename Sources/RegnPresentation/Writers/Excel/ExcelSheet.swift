import RegnData

/// Makes the XML of one sheet, row by row.
struct ExcelSheet {
  /// What was made and not yet taken away.
  var bytes: [UInt8] = []
  private let columns: [ColumnSchema]
  /// The letters of each column.
  private let letters: [[UInt8]]
  /// Whether a column's whole numbers are shown in groups of three digits: years are not.
  private let groups: [Bool]
  private let sample: Chunk?
  private let isFirst: Bool
  private var row = 1
  private var scratch: [UInt8] = []

  init(_ result: ResultTable, isFirst: Bool) {
    columns = result.columns
    self.isFirst = isFirst
    letters = columns.indices.map { Self.letters($0) }
    groups = columns.indices.map { !DisplayColumn(result, index: $0, locale: .en).showsYears }
    sample = result.chunks.first
    bytes.reserveCapacity(ByteOutput.blockSize + 4096)
  }

  /// Begins the sheet: the row of names, which stays in sight, and columns as wide as their first values.
  mutating func begin() {
    bytes.append(contentsOf: ExcelParts.head.utf8)
    bytes.append(contentsOf: "<worksheet xmlns=\"\(ExcelParts.main)\"><sheetViews>".utf8)
    bytes.append(contentsOf: "<sheetView\(isFirst ? " tabSelected=\"1\"" : "") workbookViewId=\"0\">".utf8)
    bytes.append(
      literal:
        "<pane ySplit=\"1\" topLeftCell=\"A2\" activePane=\"bottomLeft\" state=\"frozen\"/></sheetView>")
    bytes.append(literal: "</sheetViews><sheetFormatPr defaultRowHeight=\"15\"/>")
    if !columns.isEmpty {
      bytes.append(literal: "<cols>")
      for (index, width) in widths().enumerated() {
        bytes.append(
          contentsOf: "<col min=\"\(index + 1)\" max=\"\(index + 1)\" width=\"\(width)\" customWidth=\"1\"/>"
            .utf8)
      }
      bytes.append(literal: "</cols>")
    }
    bytes.append(literal: "<sheetData>")
    guard !columns.isEmpty else { return }
    bytes.append(literal: "<row r=\"1\">")
    for (index, column) in columns.enumerated() {
      beginCell(index, .header)
      bytes.append(literal: " t=\"inlineStr\"><is><t xml:space=\"preserve\">")
      withUTF8Bytes(of: column.name) { bytes.append(xml: $0) }
      bytes.append(literal: "</t></is></c>")
    }
    bytes.append(literal: "</row>")
  }

  /// Appends row `place` of a chunk. Throws RG0630 for a text that no cell has room for.
  mutating func append(_ place: Int, of readers: UnsafeBufferPointer<CellReader>) throws {
    row += 1
    bytes.append(literal: "<row r=\"")
    bytes.append(long: Int64(row))
    bytes.append(literal: "\">")
    for index in readers.indices where !readers[index].isNull(place) {
      try append(readers[index], place, column: index)
    }
    bytes.append(literal: "</row>")
  }

  mutating func end() { bytes.append(literal: "</sheetData></worksheet>") }

  // MARK: - Cells

  private mutating func append(_ reader: CellReader, _ place: Int, column: Int) throws {
    switch reader.kind {
    case .bool:
      beginCell(column, .general)
      let start = bytes.count
      reader.appendText(place, to: &bytes)
      let isTrue = bytes[start] == 0x74
      bytes.removeLast(bytes.count - start)
      bytes.append(literal: isTrue ? " t=\"b\"><v>1</v></c>" : " t=\"b\"><v>0</v></c>")
    case .int32, .int64, .real, .scaled, .decimal: try appendNumber(reader, place, column: column)
    case .datetime: try appendDate(reader, place, column: column)
    case .timespan:
      let ticks = reader.integer(place)
      appendDays(ticks, column, ticks % Timespan.ticksPerSecond == 0 ? .duration : .durationFine)
    case .string, .code: try append(text: reader.bytes(place), column: column)
    case .guid, .dynamic:
      scratch.removeAll(keepingCapacity: true)
      reader.appendText(place, to: &scratch)
      try appendScratch(column)
    }
  }

  /// A number as a number where a spreadsheet keeps all of its digits, which are 15; else as text.
  private mutating func appendNumber(_ reader: CellReader, _ place: Int, column: Int) throws {
    scratch.removeAll(keepingCapacity: true)
    reader.appendText(place, to: &scratch)
    var digits = 0
    var decimals = 0
    var isBehindPoint = false
    for byte in scratch {
      if byte == 0x2E {
        isBehindPoint = true
      } else if byte &- 0x30 < 10 {
        // Zeros in front are no digits that count.
        if digits > 0 || byte != 0x30 { digits += 1 }
        if isBehindPoint { decimals += 1 }
      } else if byte == 0x49 || byte == 0x4E {
        // Infinity and NaN are no numbers of a spreadsheet's.
        return try appendScratch(column)
      }
    }
    if reader.kind != .real, digits > 15 { return try appendScratch(column) }
    let style: ExcelStyle =
      switch reader.kind {
      case .scaled, .decimal: .decimals(decimals)
      case .int32, .int64: groups[column] ? .whole : .general
      default: .general
      }
    beginCell(column, style)
    bytes.append(literal: "><v>")
    bytes.append(contentsOf: scratch)
    bytes.append(literal: "</v></c>")
  }

  /// The first day from which a spreadsheet's numbers of days are right: 1 March 1900. Before it Excel counts
  /// a 29 February that never was.
  private static let firstDay = Int64(CivilCalendar.days(year: 1900, month: 3, day: 1))
  /// The day that is number 0 from then on.
  private static let dayZero = Int64(CivilCalendar.days(year: 1899, month: 12, day: 30))

  private mutating func appendDate(_ reader: CellReader, _ place: Int, column: Int) throws {
    let ticks = reader.integer(place)
    guard ticks >= Self.firstDay * Timespan.ticksPerDay else {
      scratch.removeAll(keepingCapacity: true)
      reader.appendText(place, to: &scratch)
      return try appendScratch(column)
    }
    let style: ExcelStyle =
      ticks % Timespan.ticksPerDay == 0
      ? .date : ticks % Timespan.ticksPerSecond == 0 ? .dateTime : .dateTimeFine
    appendDays(ticks - Self.dayZero * Timespan.ticksPerDay, column, style)
  }

  /// Ticks as a number of days.
  private mutating func appendDays(_ ticks: Int64, _ column: Int, _ style: ExcelStyle) {
    beginCell(column, style)
    bytes.append(literal: "><v>")
    let days = ticks / Timespan.ticksPerDay
    let part = Double(ticks % Timespan.ticksPerDay) / Double(Timespan.ticksPerDay)
    bytes.append(real: Double(days) + part)
    bytes.append(literal: "</v></c>")
  }

  private mutating func appendScratch(_ column: Int) throws {
    let text = scratch
    try text.withUnsafeBufferPointer { try append(text: $0, column: column) }
  }

  /// Text is never a formula, whatever it begins with.
  private mutating func append(text: UTF8Bytes, column: Int) throws {
    // An empty text is an empty cell.
    guard !text.isEmpty else { return }
    if text.count > ExcelWriter.textLimit {
      let length = String(decoding: text, as: UTF8.self).utf16.count
      guard length <= ExcelWriter.textLimit else {
        throw ExecutionError(
          code: "RG0630",
          message:
            "a cell has room for 32,767 characters; \(columns[column].name) in row \(row) has \(length)",
          hint: "shorten it with substring(), or --format csv")
      }
    }
    beginCell(column, .general)
    bytes.append(literal: " t=\"inlineStr\"><is><t xml:space=\"preserve\">")
    bytes.append(xml: text)
    bytes.append(literal: "</t></is></c>")
  }

  private mutating func beginCell(_ column: Int, _ style: ExcelStyle) {
    bytes.append(literal: "<c r=\"")
    bytes.append(contentsOf: letters[column])
    bytes.append(long: Int64(row))
    bytes.append(0x22)
    if style != .general {
      bytes.append(literal: " s=\"")
      bytes.append(long: Int64(style.rawValue))
      bytes.append(0x22)
    }
  }

  // MARK: - Columns

  /// Widths in characters: of the name and the first values, within reason.
  private func widths() -> [Int] {
    var widths = columns.map { cellWidth($0.name) + 1 }
    sample?.withReaders { readers in
      var text: [UInt8] = []
      for index in readers.indices {
        for row in 0..<min(sample?.rowCount ?? 0, 100) where !readers[index].isNull(row) {
          text.removeAll(keepingCapacity: true)
          readers[index].appendText(row, to: &text)
          // Dates and times are shown shorter than they are written.
          let limit =
            switch readers[index].kind {
            case .datetime: 20
            case .timespan: 16
            default: 60
            }
          widths[index] = max(
            widths[index], min(limit, cellWidth(String(decoding: text.prefix(240), as: UTF8.self))))
        }
      }
    }
    return widths.map { min(max($0 + 1, 9), 60) }
  }

  private static func letters(_ index: Int) -> [UInt8] {
    var rest = index + 1
    var letters: [UInt8] = []
    while rest > 0 {
      rest -= 1
      letters.insert(0x41 + UInt8(rest % 26), at: 0)
      rest /= 26
    }
    return letters
  }
}
