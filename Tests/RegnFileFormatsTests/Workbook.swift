import CZlib

/// Makes workbooks for tests: zip archives of parts that are stored as they are.
enum Workbook {
  /// A workbook with these sheets of rows (each the XML within `sheetData`).
  static func bytes(
    _ sheets: [(name: String, rows: String)], behind: String = "", shared: [String] = [],
    styles: [String] = [],
    properties: String = "", states: [String: String] = [:]
  ) -> [UInt8] {
    archive(
      parts(
        sheets, behind: behind, shared: shared, styles: styles, properties: properties, states: states
      ).map { ($0, Array($1.utf8)) })
  }

  /// The parts of a workbook.
  static func parts(
    _ sheets: [(name: String, rows: String)], behind: String = "", shared: [String] = [],
    styles: [String] = [],
    properties: String = "", states: [String: String] = [:]
  ) -> [(name: String, text: String)] {
    var parts: [(name: String, text: String)] = [("[Content_Types].xml", "<Types/>")]
    var list = ""
    var relations = ""
    for (index, sheet) in sheets.enumerated() {
      let state = states[sheet.name].map { " state=\"\($0)\"" } ?? ""
      list += "<sheet name=\"\(sheet.name)\" sheetId=\"\(index + 1)\"\(state) r:id=\"rId\(index + 1)\"/>"
      relations +=
        "<Relationship Id=\"rId\(index + 1)\" Type=\"http://x/worksheet\" Target=\"worksheets/s\(index + 1).xml\"/>"
      parts.append(
        (
          "xl/worksheets/s\(index + 1).xml",
          "<?xml version=\"1.0\"?><worksheet><dimension ref=\"A1\"/><sheetData>\(sheet.rows)</sheetData>\(behind)"
            + "</worksheet>"
        ))
    }
    parts.append(
      ("xl/workbook.xml", "<workbook xmlns:r=\"r\">\(properties)<sheets>\(list)</sheets></workbook>"))
    parts.append(("xl/_rels/workbook.xml.rels", "<Relationships>\(relations)</Relationships>"))
    if !shared.isEmpty {
      parts.append(("xl/sharedStrings.xml", "<sst>\(shared.map { "<si>\($0)</si>" }.joined())</sst>"))
    }
    if !styles.isEmpty {
      var formats = ""
      var cells = "<xf numFmtId=\"0\"/>"
      for (index, code) in styles.enumerated() {
        if Int(code) == nil || code.count > 2 {
          formats += "<numFmt numFmtId=\"\(200 + index)\" formatCode=\"\(code)\"/>"
        }
        cells += "<xf numFmtId=\"\(code.count > 2 ? 200 + index : Int(code) ?? 200 + index)\"/>"
      }
      parts.append(
        (
          "xl/styles.xml",
          "<styleSheet><numFmts>\(formats)</numFmts><cellStyleXfs><xf numFmtId=\"14\"/></cellStyleXfs>"
            + "<cellXfs>\(cells)</cellXfs></styleSheet>"
        ))
    }
    return parts
  }

  /// A zip archive of stored files.
  static func archive(_ files: [(name: String, bytes: [UInt8])]) -> [UInt8] {
    var all: [UInt8] = []
    var list: [UInt8] = []
    func number(_ value: Int, _ length: Int) -> [UInt8] {
      (0..<length).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
    }
    for file in files {
      let sum = Int(crc32(0, file.bytes, UInt32(file.bytes.count)))
      let common =
        number(20, 2) + number(0, 8) + number(sum, 4) + number(file.bytes.count, 4)
        + number(file.bytes.count, 4) + number(file.name.utf8.count, 2) + number(0, 2)
      list += number(0x0201_4B50, 4) + number(20, 2) + common + number(0, 10) + number(all.count, 4)
      list += Array(file.name.utf8)
      all += number(0x0403_4B50, 4) + common + Array(file.name.utf8) + file.bytes
    }
    let start = all.count
    return all + list + number(0x0605_4B50, 4) + number(0, 4) + number(files.count, 2)
      + number(files.count, 2)
      + number(list.count, 4) + number(start, 4) + number(0, 2)
  }

  /// A row of cells, each `=text`, a number, or XML.
  static func row(_ cells: String...) -> String {
    "<row>"
      + cells.map { cell in
        if cell.hasPrefix("<") { return cell }
        if cell.hasPrefix("=") { return "<c t=\"inlineStr\"><is><t>\(cell.dropFirst())</t></is></c>" }
        return cell.isEmpty ? "<c/>" : "<c><v>\(cell)</v></c>"
      }.joined() + "</row>"
  }
}
