import RegnData
import RegnPhrases

/// Looks at a sheet for the table in it: its names, its columns, what they hold.
struct SheetInspection {
  private let parts: WorkbookParts
  private let sheet: WorkbookParts.Sheet
  private let options: CSVOptions
  private let path: String
  private let writer: CellWriter

  private var merged: [MergedRange] = []
  /// The ranges merged down, by their first cells.
  private var mergedDown: [CellPlace: MergedRange] = [:]
  private var merges: [Int: [FilledMerge]] = [:]
  private var head: [HeadRow] = []
  private var found: SheetHead.Found?
  /// By the column's place.
  private var evidence: [CellEvidence] = []
  /// Rows that may be remarks below the table: each a text alone, the first behind an empty row.
  private var pending: [HeadRow] = []
  /// The number of the row that was read last, and of the one that was added last.
  private var lastNumber = 0
  private var lastAdded = 0

  /// The cells with a value of the row being read, their texts in `buffer`.
  private var cells: [(column: Int, value: CellValue, text: Range<Int>, isPercent: Bool)] = []
  private var buffer: [UInt8] = []

  /// A sheet of up to so many bytes (16 MB) is looked at as a whole before it is read.
  private var completeSize: Int { options.sampleSize << 7 }
  /// Of a longer one so many (1 MB), at least.
  private var sampleSize: Int { options.sampleSize << 3 }
  /// How many rows the table is looked for in.
  private static let headLimit = 200
  /// More single texts than this below a table are no remarks.
  private static let pendingLimit = 60

  init(_ parts: WorkbookParts, _ sheet: WorkbookParts.Sheet, options: CSVOptions) {
    self.parts = parts
    self.sheet = sheet
    self.options = options
    path = "\(parts.path)/\(sheet.entry.name)"
    writer = CellWriter(countsFrom1904: parts.countsFrom1904)
  }

  /// Whether any cell of the sheet has a value. Errors: those of reading.
  func hasData() throws(ExecutionError) -> Bool {
    var copy = self
    try copy.readRows { inspection, _, _ in inspection.cells.isEmpty }
    return !copy.cells.isEmpty
  }

  /// The sheet's table; nil when it is empty.
  ///
  /// - Parameter isWhole: whether to look at all of the sheet, however long it is.
  ///
  /// Errors: RG0622, RG0625, and those of reading.
  mutating func form(isWhole: Bool) throws(ExecutionError) -> SheetForm? {
    let isWhole = isWhole || sheet.entry.size <= completeSize
    if isWhole {
      merged = try mergedRanges()
      for range in merged where range.rows.count > 1 {
        mergedDown[CellPlace(column: range.columns.lowerBound, row: range.rows.lowerBound)] = range
      }
    }
    let sampleSize = sampleSize
    try readRows { inspection, number, range in
      inspection.take(number, range)
      return isWhole || range.upperBound < sampleSize
    }
    if found == nil { findTable() }
    guard let found, !head.isEmpty else { return nil }
    return makeForm(found, isWhole: isWhole)
  }

  // MARK: - Reading

  /// Calls `body` after each row that has a value, until it says that it has enough.
  private mutating func readRows(
    _ body: (inout SheetInspection, _ number: Int, _ range: Range<Int>) -> Bool
  ) throws(ExecutionError) {
    var blocks = XMLBlocks(
      try parts.archive.stream(sheet.entry), cutBefore: "row", within: "sheetData", path: path)
    var goesOn = true
    while goesOn, let block = try blocks.next() {
      var failure: XMLFailure?
      block.bytes.withUnsafeBufferPointer { bytes in
        do throws(XMLFailure) {
          var reader = SheetReader(bytes, parts: parts)
          while goesOn, try reader.nextRow() {
            try readRow(&reader)
            // An empty row stays empty, whatever is merged over it.
            if cells.isEmpty { continue }
            try fillMerged()
            goesOn = body(
              &self, lastNumber, block.offset + reader.rowStart..<block.offset + reader.position)
          }
          if reader.isBehindCells { goesOn = false }
        } catch {
          failure = error
        }
      }
      if let failure { throw WorkbookParts.broken(path, failure) }
    }
  }

  private mutating func readRow(_ reader: inout SheetReader) throws(XMLFailure) {
    cells.removeAll(keepingCapacity: true)
    buffer.removeAll(keepingCapacity: true)
    var number = reader.row > 0 ? reader.row : lastNumber + 1
    while let cell = try reader.nextCell(into: &buffer) {
      if reader.row > 0 { number = reader.row }
      let range = mergedDown.isEmpty ? nil : mergedDown[CellPlace(column: cell.column, row: number)]
      let raw = range.map { _ in Array(buffer[cell.start...]) }
      let value = try writer.finish(cell, in: &buffer)
      if value.isValue {
        cells.append((cell.column, value, cell.start..<buffer.count, cell.format == .percent))
        if let range, let raw {
          merges[cell.column, default: []].append(
            FilledMerge(rows: range.rows, cell: cell.moved(to: 0), text: raw))
        }
      }
    }
    lastNumber = number
  }

  /// Adds the values of cells above with which cells of the row are merged.
  private mutating func fillMerged() throws(XMLFailure) {
    for (column, list) in merges {
      guard let merge = list.last, merge.rows.contains(lastNumber), merge.rows.lowerBound < lastNumber,
        !cells.contains(where: { $0.column == column })
      else { continue }
      let start = buffer.count
      buffer += merge.text
      let cell = merge.cell.moved(to: start)
      let value = try writer.finish(cell, in: &buffer)
      cells.append((column, value, start..<buffer.count, cell.format == .percent))
    }
  }

  /// The merged ranges, which stand behind the cells.
  private func mergedRanges() throws(ExecutionError) -> [MergedRange] {
    var blocks = XMLBlocks(
      try parts.archive.stream(sheet.entry), cutBefore: "row", within: "sheetData", path: path)
    var ranges: [MergedRange] = []
    while let block = try blocks.next() {
      var failure: XMLFailure?
      block.bytes.withUnsafeBufferPointer { bytes in
        guard bytes.firstPlace(of: "mergeCell") != nil else { return }
        do throws(XMLFailure) {
          var reader = SheetReader(bytes, parts: parts)
          ranges += try reader.mergedRanges()
        } catch {
          failure = error
        }
      }
      if let failure { throw WorkbookParts.broken(path, failure) }
    }
    return ranges
  }

  // MARK: - Looking

  /// Takes the row that was read.
  private mutating func take(_ number: Int, _ range: Range<Int>) {
    if found == nil {
      head.append(headRow(number, range))
      if head.count == Self.headLimit { findTable() }
      return
    }
    if mayBeRemark(number, cells.count, cells.first?.value) {
      pending.append(headRow(number, range))
    } else {
      addPending()
      for cell in cells { add(cell.column, cell.value, buffer[cell.text], isPercent: cell.isPercent) }
    }
    lastAdded = number
  }

  /// A copy of the row that was read.
  private func headRow(_ number: Int, _ range: Range<Int>) -> HeadRow {
    var row = HeadRow(number: number, range: range, cells: [:])
    for cell in cells {
      row.cells[cell.column] = HeadRow.Cell(
        value: cell.value, text: Array(buffer[cell.text]), isPercent: cell.isPercent)
    }
    return row
  }

  private mutating func findTable() {
    guard !head.isEmpty else { return }
    let found = SheetHead(rows: head, merged: merged, hasHeader: options.headerRows.map { $0 > 0 }).find()
    self.found = found
    lastAdded = found.data > 0 ? head[found.data - 1].number : 0
    for row in head[found.data...] {
      if mayBeRemark(row.number, row.cells.count, row.cells.first?.value.value) {
        pending.append(row)
      } else {
        addPending()
        add(row)
      }
      lastAdded = row.number
    }
  }

  /// Whether a row may be a remark below the table, should no rows of the table follow.
  private func mayBeRemark(_ number: Int, _ count: Int, _ value: CellValue?) -> Bool {
    count == 1 && value == .text && (!pending.isEmpty || lastAdded > 0 && number > lastAdded + 1)
      && evidence.count(where: { $0.values > 0 }) > 1 && pending.count < Self.pendingLimit
  }

  private mutating func addPending() {
    for row in pending { add(row) }
    pending.removeAll(keepingCapacity: true)
  }

  private mutating func add(_ row: HeadRow) {
    for (column, cell) in row.cells { add(column, cell.value, cell.text[...], isPercent: cell.isPercent) }
  }

  @inline(__always)
  private mutating func add(_ column: Int, _ value: CellValue, _ text: ArraySlice<UInt8>, isPercent: Bool) {
    while evidence.count <= column { evidence.append(CellEvidence()) }
    text.withUnsafeBufferPointer { evidence[column].add(value, $0, isPercent: isPercent) }
  }

  // MARK: - The form

  private mutating func makeForm(_ found: SheetHead.Found, isWhole: Bool) -> SheetForm {
    var notes = found.notes
    var warnings: [Phrase] = []
    // Of a sheet that was not looked at to its end nobody knows whether it ends in remarks.
    if !isWhole {
      addPending()
    }
    var end = Int.max
    if let first = pending.first, let last = pending.last {
      end = first.range.lowerBound
      warnings.append(
        pending.count == 1
          ? "row \(first.number), a text below the table and an empty row, is left out"
          : "rows \(first.number) to \(last.number), texts below the table and an empty row, are left out")
    }
    let header = found.header
    // Rows without a value, but with errors, may follow the names.
    let start = header.last.map { head[$0].range.upperBound } ?? head[found.data].range.lowerBound
    let names = SheetHead(rows: head, merged: merged, hasHeader: nil)
    var places = Set(evidence.indices.filter { evidence[$0].values > 0 })
    for index in header { places.formUnion(head[index].cells.keys) }
    let marks = marks(&notes)
    var used = Set<String>()
    var columns: [SheetColumn] = []
    for place in places.sorted() {
      let known = place < evidence.count ? evidence[place] : CellEvidence()
      let written = names.name(ofColumn: place, header: header)
      let name = HeaderFinder.unique(written.isEmpty ? "column\(place)" : written, among: &used)
      let isText = options.allText || options.textColumns.contains(name)
      columns.append(
        SheetColumn(
          name: name, place: place, kind: isText ? .string : known.kind(marks),
          isPercent: known.isPercent, writtenUnit: known.text.unit))
    }
    if let first = header.first, first > 0 {
      let last = head[first].number - 1
      notes.append(
        last == 1 ? "row 1 above the names is left out" : "rows 1 to \(last) above the names are left out")
    } else if header.isEmpty, found.data > 0 {
      notes.append("rows 1 to \(head[found.data].number - 1) above the table are left out")
    }
    let firstRow = header.last.map { head[$0].number + 1 } ?? head[found.data].number
    let filled = merges.mapValues { $0.filter { $0.rows.upperBound >= firstRow } }.filter {
      !$0.value.isEmpty
    }
    if !filled.isEmpty { notes.append("cells that are merged down all have the value that is shown") }
    return SheetForm(
      columns: columns,
      header: header.first.flatMap { first in header.last.map { head[first].number...head[$0].number } },
      firstRow: firstRow, data: start..<max(start, end), marks: marks, merges: filled, isComplete: isWhole,
      notes: notes, warnings: warnings)
  }

  /// The notation of numbers in texts.
  private func marks(_ notes: inout [Phrase]) -> NumberMarks {
    TableDetector.marks(evidence.map(\.text), delimiter: 0x2C, decimalMark: options.decimalMark, &notes).marks
  }
}

extension SheetCell {
  /// The same cell, its text at another place.
  func moved(to start: Int) -> SheetCell {
    SheetCell(column: column, kind: kind, format: format, start: start)
  }
}
