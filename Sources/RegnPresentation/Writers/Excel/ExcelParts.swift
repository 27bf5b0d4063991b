import RegnData

/// The parts of a workbook that hold it together.
enum ExcelParts {
  static let head = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n"
  static let main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
  private static let relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
  private static let package = "http://schemas.openxmlformats.org/package/2006"

  /// What the archive is: a workbook, with properties.
  static var packageRelations: String {
    head + "<Relationships xmlns=\"\(package)/relationships\">"
      + "<Relationship Id=\"rId1\" Type=\"\(relations)/officeDocument\" Target=\"xl/workbook.xml\"/>"
      + "<Relationship Id=\"rId2\" Type=\"\(package)/relationships/metadata/core-properties\""
      + " Target=\"docProps/core.xml\"/></Relationships>"
  }

  /// The list of the sheets.
  static func workbook(_ sheets: [String]) -> String {
    var list = ""
    for (index, name) in sheets.enumerated() {
      list += "<sheet name=\"\(escaped(name))\" sheetId=\"\(index + 1)\" r:id=\"rId\(index + 1)\"/>"
    }
    return head + "<workbook xmlns=\"\(main)\" xmlns:r=\"\(relations)\">"
      + "<bookViews><workbookView/></bookViews><sheets>\(list)</sheets></workbook>"
  }

  /// Where the sheets and the styles are.
  static func workbookRelations(_ count: Int) -> String {
    var list = ""
    for number in 1...max(count, 1) {
      list +=
        "<Relationship Id=\"rId\(number)\" Type=\"\(relations)/worksheet\""
        + " Target=\"worksheets/sheet\(number).xml\"/>"
    }
    list += "<Relationship Id=\"rId\(count + 1)\" Type=\"\(relations)/styles\" Target=\"styles.xml\"/>"
    return head + "<Relationships xmlns=\"\(package)/relationships\">\(list)</Relationships>"
  }

  /// What each part is.
  static func contentTypes(_ count: Int) -> String {
    let type = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    func part(_ name: String, _ type: String) -> String {
      "<Override PartName=\"\(name)\" ContentType=\"\(type)+xml\"/>"
    }
    var list = part("/xl/workbook.xml", "\(type).sheet.main")
    for number in 1...max(count, 1) {
      list += part("/xl/worksheets/sheet\(number).xml", "\(type).worksheet")
    }
    list += part("/xl/styles.xml", "\(type).styles")
    list += part("/docProps/core.xml", "application/vnd.openxmlformats-package.core-properties")
    return head + "<Types xmlns=\"\(package)/content-types\">"
      + "<Default Extension=\"rels\""
      + " ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>"
      + "<Default Extension=\"xml\" ContentType=\"application/xml\"/>\(list)</Types>"
  }

  /// What is said of the workbook as a whole; no time, so that the same results make the same bytes.
  static func properties(title: String, description: String) -> String {
    head + "<cp:coreProperties xmlns:cp=\"\(package)/metadata/core-properties\""
      + " xmlns:dc=\"http://purl.org/dc/elements/1.1/\">"
      + (title.isEmpty ? "" : "<dc:title>\(escaped(title))</dc:title>")
      + (description.isEmpty ? "" : "<dc:description>\(escaped(description))</dc:description>")
      + "</cp:coreProperties>"
  }

  /// A text with XML's marks as references.
  static func escaped(_ text: String) -> String {
    var bytes: [UInt8] = []
    withUTF8Bytes(of: text) { bytes.append(xml: $0) }
    return String(decoding: bytes, as: UTF8.self)
  }
}

extension Array where Element == UInt8 {
  /// Appends text with XML's marks as references. Characters that XML has no place for, carriage returns, and
  /// what looks like their escapes are written the way Excel does, as `_x0001_`. (ECMA-376, 22.9.2.19.)
  mutating func append(xml text: UTF8Bytes) {
    for (place, byte) in text.enumerated() {
      switch byte {
      case 0x26: append(literal: "&amp;")
      case 0x3C: append(literal: "&lt;")
      case 0x3E: append(literal: "&gt;")
      case 0x22: append(literal: "&quot;")
      case 0x09, 0x0A: append(byte)
      case ..<0x20: appendEscape(UInt32(byte))
      case 0x5F where Self.isEscape(text, place): appendEscape(0x5F)
      // U+FFFE and U+FFFF.
      case 0xBE where place >= 2 && text[place - 1] == 0xBF && text[place - 2] == 0xEF,
        0xBF where place >= 2 && text[place - 1] == 0xBF && text[place - 2] == 0xEF:
        removeLast(2)
        appendEscape(byte == 0xBE ? 0xFFFE : 0xFFFF)
      default: append(byte)
      }
    }
  }

  private static func isEscape(_ text: UTF8Bytes, _ place: Int) -> Bool {
    guard place + 6 < text.count, text[place + 1] == 0x78, text[place + 6] == 0x5F else { return false }
    return text[place + 2..<place + 6].allSatisfy { $0 &- 0x30 < 10 || ($0 | 0x20) &- 0x61 < 6 }
  }

  private mutating func appendEscape(_ value: UInt32) {
    append(literal: "_x")
    for shift: UInt32 in [12, 8, 4, 0] {
      let digit = UInt8(truncatingIfNeeded: value >> shift) & 15
      append(digit < 10 ? digit + 0x30 : digit + 0x37)
    }
    append(0x5F)
  }
}
