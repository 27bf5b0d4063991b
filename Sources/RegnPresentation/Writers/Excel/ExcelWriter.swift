import RegnData
import RegnPhrases

/// An Excel workbook: a sheet for each result, and one that tells where the figures come from. (ECMA-376,
/// parts 1 and 2.)
struct ExcelWriter: ResultWriter {
  private let options: OutputOptions
  private let sink: ByteSink
  private var archive: ZipWriter?
  private var sheets: [String] = []
  private var sources: [(sheet: String, source: Provenance)] = []

  /// The most rows and columns of a sheet, and the most characters of a cell's text.
  static let rowLimit = 1_048_576
  static let columnLimit = 16_384
  static let textLimit = 32_767

  init(options: OutputOptions, sink: @escaping ByteSink) {
    self.options = options
    self.sink = sink
  }

  mutating func begin() throws {
    let archive = try ZipWriter(sink: sink)
    self.archive = archive
    // Programs that tell files by their first bytes look for it in the first place.
    try archive.write("_rels/.rels", ExcelParts.packageRelations)
  }

  mutating func write(_ result: ResultTable, seconds: Double?) throws {
    guard let archive else { return }
    let rows = result.rowCount
    guard rows < Self.rowLimit else {
      throw ExecutionError(
        code: "RG0630", message: "a sheet has room for 1,048,575 rows, and the result has \(rows)",
        hint: "take fewer rows, or --format csv")
    }
    guard result.columns.count <= Self.columnLimit else {
      throw ExecutionError(
        code: "RG0630",
        message: "a sheet has room for 16,384 columns, and the result has \(result.columns.count)",
        hint: "project fewer columns, or --format csv")
    }
    let name = sheetName(of: result)
    sources += result.sources.map { (name, $0) }
    try archive.begin("xl/worksheets/sheet\(sheets.count + 1).xml")
    sheets.append(name)
    var sheet = ExcelSheet(result, isFirst: sheets.count == 1)
    sheet.begin()
    for chunk in result.chunks {
      try chunk.withReaders { readers in
        for row in 0..<chunk.rowCount {
          try sheet.append(row, of: readers)
          if sheet.bytes.count >= ByteOutput.blockSize {
            try archive.write(sheet.bytes)
            sheet.bytes.removeAll(keepingCapacity: true)
          }
        }
      }
    }
    sheet.end()
    try archive.write(sheet.bytes)
    try archive.end()
  }

  mutating func end() throws {
    guard let archive else { return }
    // A workbook without a sheet is none.
    if sheets.isEmpty { try write(ResultTable(name: "", columns: [], chunks: []), seconds: nil) }
    if !sources.isEmpty { try write(sourceTable, seconds: nil) }
    try archive.write("xl/workbook.xml", ExcelParts.workbook(sheets))
    try archive.write("xl/_rels/workbook.xml.rels", ExcelParts.workbookRelations(sheets.count))
    try archive.write("xl/styles.xml", ExcelStyle.part)
    try archive.write(
      "docProps/core.xml",
      ExcelParts.properties(
        title: options.title,
        description: sourceLines(sources.map(\.source), options.locale).map(\.line).joined(separator: "\n")))
    try archive.write("[Content_Types].xml", ExcelParts.contentTypes(sheets.count))
    try archive.finish()
  }

  // MARK: - Sources

  /// Where the figures of each sheet come from.
  private var sourceTable: ResultTable {
    let heads: [Phrase] = [
      "sheet", "figures", "publisher", "tables", "licence", "period", "notes", "caveats",
    ]
    let names = heads.map(options.say)
    let rows = sources.map { sheet, source in
      [
        sheet, source.isModelled ? options.say("MODELLED") : "", source.publisher.text(options.locale),
        source.tableIDs.joined(separator: ", "), options.say(Phrase(known: source.licence)),
        source.date.text(options.locale),
        source.notes.joined(separator: "; ").text(options.locale),
        source.caveats.joined(separator: " ").text(options.locale),
      ]
    }
    let columns = names.indices.map { index in
      Column(type: .string, values: rows.map { .string($0[index]) })
    }
    return ResultTable(
      name: options.say("Sources"), columns: names.map { ColumnSchema(name: $0, type: .string) },
      chunks: [Chunk(columns: columns, rowCount: rows.count, sequence: 0)])
  }

  // MARK: - Names

  /// A name for a result's sheet that Excel takes: that of a title or of `as`, else its number.
  private func sheetName(of result: ResultTable) -> String {
    var name = result.render?.properties["title"] ?? result.name
    if name.isEmpty || name.hasPrefix("Table_") { name = options.say("Result \(sheets.count + 1)") }
    let suffix = result.isModelled ? options.say(" (modelled)") : ""
    name = Self.allowed(name, suffix: suffix)
    var candidate = name
    var number = 2
    while sheets.contains(where: { $0.lowercased() == candidate.lowercased() }) {
      candidate = Self.allowed(name, suffix: " \(number)")
      number += 1
    }
    return candidate
  }

  /// A name without the marks that no sheet's name may have, of at most 31 characters with its suffix.
  private static func allowed(_ name: String, suffix: String) -> String {
    var kept = ""
    for character in name {
      let isMark = "[]:*?/\\".contains(character) || character.unicodeScalars.contains { $0.value < 0x20 }
      let next = kept + (isMark ? "_" : String(character))
      if next.utf16.count + suffix.utf16.count > 31 { break }
      kept = next
    }
    if kept.first == "'" { kept = "_" + kept.dropFirst() }
    if kept.last == "'" { kept = kept.dropLast() + "_" }
    // Excel keeps this one for itself.
    return kept.lowercased() == "history" ? "_" + kept + suffix : kept + suffix
  }
}
