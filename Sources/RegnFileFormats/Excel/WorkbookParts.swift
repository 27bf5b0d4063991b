import RegnData
import RegnPhrases

/// What a workbook holds beside its cells: the list of its sheets, the texts that cells share, the formats of
/// numbers.
struct WorkbookParts: Sendable {
  /// A sheet of cells.
  struct Sheet: Sendable {
    let name: String
    let isVisible: Bool
    let entry: ZipArchive.Entry
  }

  let path: String
  let archive: ZipArchive
  let sheets: [Sheet]
  /// The texts that cells name by number.
  let sharedTexts: StringArray
  /// The format of a cell, by the number of its style.
  let formats: [NumberFormat]
  /// Whether days are counted from 1904, as the first workbooks of the Macintosh did.
  let countsFrom1904: Bool

  /// The part by which a workbook is told from other archives.
  static let mainPart = "xl/workbook.xml"

  /// Reads a workbook's lists. Errors: RG0622 to RG0625, and those of reading.
  init(_ input: FileInput) throws(ExecutionError) {
    path = input.path
    archive = try ZipArchive(input)
    var targets: [String: String] = [:]
    var others: [(type: String, target: String)] = []
    try Self.read(archive, "xl/_rels/workbook.xml.rels", of: path) { (xml) throws(XMLFailure) in
      guard xml.is("Relationship"), let target = xml.string("Target") else { return }
      let type = String(xml.string("Type")?.split(separator: "/").last ?? "")
      // A path from the archive's top, or from the folder of the workbook.
      let part = target.hasPrefix("/") ? String(target.dropFirst()) : "xl/" + target
      if let id = xml.string("Id"), type == "worksheet" { targets[id] = part }
      others.append((type, part))
    }
    var sheets: [Sheet] = []
    var is1904 = false
    let archive = archive
    try Self.read(archive, Self.mainPart, of: path) { (xml) throws(XMLFailure) in
      if xml.is("workbookPr") { is1904 = xml.string("date1904").map { $0 == "1" || $0 == "true" } ?? false }
      guard xml.is("sheet"), let name = xml.string("name"), let id = xml.string("id"),
        let target = targets[id], let entry = archive.entry(target)
      else { return }
      sheets.append(Sheet(name: name, isVisible: xml.string("state") ?? "visible" == "visible", entry: entry))
    }
    self.sheets = sheets
    countsFrom1904 = is1904
    func part(_ type: String) -> String? { others.first { $0.type == type }?.target }
    formats = try Self.formats(archive, part("styles") ?? "xl/styles.xml", of: path)
    sharedTexts = try Self.sharedTexts(archive, part("sharedStrings") ?? "xl/sharedStrings.xml", of: path)
  }

  /// The names of the sheets, as messages list them.
  var sheetList: Phrase {
    let shown = sheets.prefix(20).map { sheet -> Phrase in
      sheet.isVisible ? "\"\(sheet.name)\"" : "\"\(sheet.name)\" (hidden)"
    }
    return (shown + (sheets.count > 20 ? ["…"] : [])).joined(separator: ", ")
  }

  /// The sheet of this name, whatever the case of its letters. Errors: RG0627.
  func sheet(named name: String) throws(ExecutionError) -> Sheet {
    guard
      let sheet = sheets.first(where: { $0.name == name })
        ?? sheets.first(where: { $0.name.lowercased() == name.lowercased() })
    else {
      throw FileFailure.workbook(
        path, "has no sheet \"\(name)\"; its sheets are \(sheetList)",
        hint: "behind `#` stands a sheet's name, as in \(path)#\(sheets.first?.name ?? "Sheet1")")
    }
    return sheet
  }

  // MARK: - Parts

  /// Parts but for sheets and shared texts are small.
  private static let smallPartLimit = 1 << 26

  /// Calls `body` at the beginning of each element of a part; a part that is not there has none.
  private static func read(
    _ archive: ZipArchive, _ name: String, of path: String,
    _ body: (inout XMLReader) throws(XMLFailure) -> Void
  ) throws(ExecutionError) {
    guard let entry = archive.entry(name) else { return }
    guard entry.size <= smallPartLimit else {
      throw FileFailure.broken("\(path)/\(name)", "it is far larger than such a part ever is")
    }
    let stream = try archive.stream(entry)
    var bytes: [UInt8] = []
    while !stream.hasEnded { try stream.read(1 << 18, appendingTo: &bytes) }
    var failure: XMLFailure?
    bytes.withUnsafeBufferPointer { bytes in
      do throws(XMLFailure) {
        try checkEncoding(bytes)
        var xml = XMLReader(bytes)
        reading: while true {
          switch try xml.next() {
          case .start: try body(&xml)
          case .finished: break reading
          case .end, .text: break
          }
        }
        if xml.depth != 0 { throw xml.failure("it ends within an element") }
      } catch {
        failure = error
      }
    }
    if let failure { throw broken("\(path)/\(name)", failure) }
  }

  /// What a part's failure is to the user.
  static func broken(_ place: String, _ failure: XMLFailure) -> ExecutionError {
    FileFailure.broken(
      place, failure.what, hint: "open the workbook in a spreadsheet program and save it anew, or as CSV")
  }

  /// XML may be written in UTF-16, which no spreadsheet program does.
  static func checkEncoding(_ head: some Collection<UInt8>) throws(XMLFailure) {
    guard !head.starts(with: [0xFF, 0xFE]), !head.starts(with: [0xFE, 0xFF]), !head.prefix(4).contains(0)
    else {
      throw XMLFailure(offset: 0, what: "it is written in UTF-16; workbooks are read in UTF-8")
    }
  }

  private static func formats(
    _ archive: ZipArchive, _ name: String, of path: String
  ) throws(ExecutionError) -> [NumberFormat] {
    var codes: [Int: NumberFormat] = [:]
    var formats: [NumberFormat] = []
    var isInCells = false
    try read(archive, name, of: path) { (xml) throws(XMLFailure) in
      if xml.is("numFmt") {
        if let id = xml.string("numFmtId").flatMap({ Int($0) }), let code = xml.string("formatCode") {
          codes[id] = NumberFormat(code: code)
        }
      } else if xml.is("cellXfs") {
        isInCells = true
      } else if xml.is("cellStyles") || xml.is("dxfs") {
        isInCells = false
      } else if isInCells, xml.is("xf") {
        let id = xml.string("numFmtId").flatMap { Int($0) } ?? 0
        formats.append(codes[id] ?? NumberFormat(builtIn: id))
      }
    }
    return formats
  }

  private static func sharedTexts(
    _ archive: ZipArchive, _ name: String, of path: String
  ) throws(ExecutionError) -> StringArray {
    var builder = StringArrayBuilder()
    guard let entry = archive.entry(name) else { return builder.finish() }
    var blocks = XMLBlocks(
      try archive.stream(entry), cutBefore: "si", within: "sst", path: "\(path)/\(name)")
    var text: [UInt8] = []
    while let block = try blocks.next() {
      var failure: XMLFailure?
      block.bytes.withUnsafeBufferPointer { bytes in
        do throws(XMLFailure) {
          var xml = XMLReader(bytes)
          reading: while true {
            switch try xml.next() {
            case .start where xml.is("si"):
              text.removeAll(keepingCapacity: true)
              try ExcelText.read(&xml, appendingTo: &text)
              builder.append(text)
            case .finished: break reading
            default: break
            }
          }
        } catch {
          failure = error
        }
      }
      if let failure { throw broken("\(path)/\(name)", failure) }
    }
    return builder.finish()
  }
}
