/// How a cell looks: the place of its form in the workbook's list of styles.
enum ExcelStyle: Int, CaseIterable {
  case general, header, whole, date, dateTime, dateTimeFine, duration, durationFine
  case decimals1, decimals2, decimals3, decimals4, decimals5, decimals6

  /// The style of exact numbers with so many decimals.
  static func decimals(_ scale: Int) -> ExcelStyle {
    (1...6).contains(scale) ? ExcelStyle(rawValue: decimals1.rawValue + scale - 1) ?? .general : .general
  }

  /// The code of its number format; nil for the general one.
  private var code: String? {
    switch self {
    case .general, .header: nil
    case .whole: "#,##0"
    case .date: "yyyy\\-mm\\-dd"
    case .dateTime: "yyyy\\-mm\\-dd\\ hh:mm:ss"
    case .dateTimeFine: "yyyy\\-mm\\-dd\\ hh:mm:ss.000"
    case .duration: "[h]:mm:ss"
    case .durationFine: "[h]:mm:ss.000"
    default: "#,##0." + String(repeating: "0", count: rawValue - Self.decimals1.rawValue + 1)
    }
  }

  /// The part of the workbook that lists all styles.
  static var part: String {
    var formats = ""
    var styles = ""
    var count = 0
    for style in allCases {
      var number = 0
      if let code = style.code {
        number = 164 + count
        count += 1
        formats += "<numFmt numFmtId=\"\(number)\" formatCode=\"\(code)\"/>"
      }
      styles +=
        "<xf numFmtId=\"\(number)\" fontId=\"\(style == .header ? 1 : 0)\""
        + " fillId=\"0\" borderId=\"0\" xfId=\"0\""
        + (number > 0 ? " applyNumberFormat=\"1\"" : "") + (style == .header ? " applyFont=\"1\"" : "") + "/>"
    }
    let font = "<sz val=\"11\"/><name val=\"Calibri\"/><family val=\"2\"/>"
    return ExcelParts.head
      + "<styleSheet xmlns=\"\(ExcelParts.main)\"><numFmts count=\"\(count)\">\(formats)</numFmts>"
      + "<fonts count=\"2\"><font>\(font)</font><font><b/>\(font)</font></fonts>"
      + "<fills count=\"2\"><fill><patternFill patternType=\"none\"/></fill>"
      + "<fill><patternFill patternType=\"gray125\"/></fill></fills>"
      + "<borders count=\"1\"><border><left/><right/><top/><bottom/><diagonal/></border></borders>"
      + "<cellStyleXfs count=\"1\"><xf numFmtId=\"0\" fontId=\"0\" fillId=\"0\" borderId=\"0\"/>"
      + "</cellStyleXfs>"
      + "<cellXfs count=\"\(allCases.count)\">\(styles)</cellXfs>"
      + "<cellStyles count=\"1\"><cellStyle name=\"Normal\" xfId=\"0\" builtinId=\"0\"/></cellStyles>"
      + "</styleSheet>"
  }
}
