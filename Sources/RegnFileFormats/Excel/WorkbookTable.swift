import RegnData
import RegnPhrases

/// A sheet of an Excel workbook as a table. Texts that cells share are kept; all else every scan reads.
public struct WorkbookTable: FileTable {
  public let path: String
  public let schema: TableSchema
  let input: FileInput
  let parts: WorkbookParts
  let sheet: WorkbookParts.Sheet
  let form: SheetForm
  let report: SheetReport
  let knownRows = KnownRows()
  let options: CSVOptions
  /// Why the sheet could not be looked at as a whole; what every scan ends in.
  private let failure: ExecutionError?
  private let status: FileStatus
  private let statisticsCache = StatisticsCache()

  /// Opens the sheet that the input names, or the first visible one with data. Errors: RG0615 (no data),
  /// RG0622 to RG0625, RG0627 (no such sheet, not an .xlsx), and those of reading.
  public init(_ input: FileInput, options: CSVOptions) throws(ExecutionError) {
    try Self.refuseContainers(input)
    let parts = try WorkbookParts(input)
    guard let first = parts.sheets.first else {
      throw FileFailure.workbook(input.path, "has no sheet of cells", hint: "look into it")
    }
    var sheet = parts.sheets.first(where: \.isVisible) ?? first
    if let name = input.part {
      sheet = try parts.sheet(named: name)
    } else {
      for candidate in parts.sheets where candidate.isVisible {
        if try SheetInspection(parts, candidate, options: options).hasData() {
          sheet = candidate
          break
        }
      }
    }
    var inspection = SheetInspection(parts, sheet, options: options)
    guard let form = try inspection.form(isWhole: false) else {
      throw ExecutionError(
        code: "RG0615", message: "the sheet \"\(sheet.name)\" of \(input.path) is empty",
        hint: parts.sheets.count > 1
          ? "name another behind `#`; the sheets are \(parts.sheetList)"
          : "a table needs at least a row of names")
    }
    self.init(
      input, parts: parts, sheet: sheet, form: form, options: options,
      status: try input.file.status(), report: nil, failure: nil)
  }

  private init(
    _ input: FileInput, parts: WorkbookParts, sheet: WorkbookParts.Sheet, form: SheetForm,
    options: CSVOptions, status: FileStatus, report: SheetReport?, failure: ExecutionError?
  ) {
    self.input = input
    self.parts = parts
    self.sheet = sheet
    self.form = form
    self.options = options
    self.status = status
    self.failure = failure
    let path = input.part.map { "\(input.path)#\($0)" } ?? input.path
    self.path = path
    self.report = report ?? SheetReport(path: path, notes: form.warnings)
    schema = TableSchema(
      form.columns.map { column in
        ColumnSchema(
          name: column.name, type: column.kind.type, description: Self.description(of: column),
          unit: column.unit?.text ?? "")
      })
  }

  private static func description(of column: SheetColumn) -> Phrase {
    var words: [Phrase] = ["sheet column \(CellPlace.letters(column.place))"]
    if column.isPercent { words.append("shown as percent: 0.25 is 25 %") }
    if column.kind.scale != nil { words.append(column.kind.decimalsRemark) }
    return words.joined(separator: "; ")
  }

  /// Whether the first bytes are those of a workbook (other archives have been unpacked by now), or of the
  /// container that encrypted and old ones are in.
  static func recognises(_ head: UTF8Bytes) -> Bool {
    head.starts(with: [0x50, 0x4B, 0x03, 0x04]) || head.starts(with: container)
  }

  private static let container: [UInt8] = [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]

  /// Says what is wrong with a file in Microsoft's old container. Errors: RG0627.
  private static func refuseContainers(_ input: FileInput) throws(ExecutionError) {
    guard try input.bytes(0..<8) == container else { return }
    // The list of what is in it holds names in UTF-16; it may stand anywhere, but mostly near an end.
    let size = try input.file.status().size
    var bytes = try input.bytes(0..<min(size, 1 << 20))
    if size > 1 << 20 { bytes += try input.bytes(max(1 << 20, size - 1 << 20)..<size) }
    func holds(_ name: StaticString) -> Bool {
      // Of a name in UTF-16 every second byte is zero.
      let text = name.withUTF8Buffer { Array($0) }
      return bytes.indices.dropLast(2 * text.count).contains { place in
        for (index, byte) in text.enumerated()
        where bytes[place + 2 * index] != byte || bytes[place + 2 * index + 1] != 0 { return false }
        return true
      }
    }
    if holds("EncryptedPackage") {
      throw FileFailure.workbook(
        input.path, "is encrypted with a password", hint: "save it without a password first")
    }
    throw FileFailure.workbook(
      input.path,
      holds("Workbook") || holds("Book")
        ? "is an Excel workbook of the old kind (.xls)" : "is a document of an old kind, not a table",
      hint: "open it in a spreadsheet program and save it as .xlsx or CSV")
  }

  public var files: [String] { [input.path] }

  public var provenance: Provenance { Provenance(publisher: Phrase(verbatim: path), caveats: form.notes) }

  public var description: Phrase {
    let names: Phrase
    if let header = form.header {
      names =
        header.count == 1
        ? "names in row \(header.lowerBound)"
        : "names in rows \(header.lowerBound) to \(header.upperBound)"
    } else {
      names = "no row of names"
    }
    let sheets: Phrase = parts.sheets.count > 1 ? "; its sheets are \(parts.sheetList)" : ""
    return "\(input.path): \(input.packing)Excel workbook, sheet \"\(sheet.name)\", \(names)\(sheets)"
  }

  public var columnKinds: [ColumnKind] { form.columns.map(\.kind) }
  public var rowCount: Int? { knownRows.value }
  public var residentByteCount: Int { parts.sharedTexts.byteCount }

  public func statistics(ofColumn index: Int) -> ColumnStatistics? {
    guard sheet.entry.size <= StatisticsCache.countedSize else { return nil }
    return statisticsCache.statistics(ofColumn: index) {
      // What this reading meets is said when a query meets it.
      let aside = WorkbookTable(
        input, parts: parts, sheet: sheet, form: form, options: options,
        status: status, report: nil, failure: failure)
      return try? aside.load(context: ExecutionContext(workers: 1, now: .unixEpoch)).loaded
    }
  }

  public func applies(_ predicate: ScanPredicate) -> Bool {
    guard form.columns.indices.contains(predicate.column) else { return false }
    let kind = form.columns[predicate.column].kind
    return ColumnPredicate(predicate, type: kind.type, scale: kind.scale) != nil
  }

  public func scan(_ request: ScanRequest, context: ExecutionContext) throws -> any TableScan {
    if let failure { throw failure }
    let now = try input.file.status()
    guard now.size == status.size, now.modified == status.modified else { throw FileFailure.changed(path) }
    return try WorkbookScan(table: self, request: request, context: context)
  }

  public func takeMessages() -> [Phrase] { report.takeMessages() }

  public func widened(for change: SchemaChange) -> WorkbookTable {
    report.note(change.reason)
    if case .widen(let index, let kind) = change.change {
      var kinds = columnKinds
      kinds[index] = kinds[index].widened(to: kind)
      return with(kinds: kinds)
    }
    var inspection = SheetInspection(parts, sheet, options: options)
    do throws(ExecutionError) {
      let whole = try inspection.form(isWhole: true)
      for warning in whole?.warnings ?? [] { report.note(warning) }
      return with(form: whole ?? form, failure: nil)
    } catch {
      return with(form: form, failure: error)
    }
  }

  public func with(kinds: [ColumnKind]) -> WorkbookTable {
    guard kinds != columnKinds else { return self }
    var form = form
    for index in form.columns.indices where kinds.indices.contains(index) {
      form.columns[index].kind = kinds[index]
    }
    return with(form: form, failure: failure)
  }

  private func with(form: SheetForm, failure: ExecutionError?) -> WorkbookTable {
    WorkbookTable(
      input, parts: parts, sheet: sheet, form: form, options: options, status: status,
      report: report, failure: failure)
  }
}
