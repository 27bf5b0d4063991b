import RegnData

/// How the values of a result's column are shown to a reader: alignment, separators, the form of dates.
struct DisplayColumn {
  let schema: ColumnSchema
  /// Whether values stand at the right: numbers and timespans do.
  let isRightAligned: Bool
  /// Whether the values are calendar years.
  let showsYears: Bool
  private let marks: NumberMarks
  private let groups: Bool
  private let showsTime: Bool
  /// The decimals of a second that are shown: 0, 3, 6 or 7.
  private let fractionDigits: Int

  /// Looks at the first `limit` rows of column `index` to choose.
  ///
  /// - Parameter groups: whether numbers get thousands separators; years never do.
  init(
    _ result: ResultTable, index: Int, limit: Int = .max, locale: OutputOptions.Locale, groups: Bool = true
  ) {
    let column = result.columns[index]
    schema = column
    marks = NumberMarks(locale)
    isRightAligned = column.type.isNumeric || column.type == .timespan
    var showsTime = false
    var fractionDigits = 0
    var isYearLike = true
    let mayBeYear = Self.mayBeYear(column)
    if column.type == .datetime || mayBeYear {
      var left = limit
      for chunk in result.chunks where left > 0 {
        let rows = min(left, chunk.rowCount)
        left -= rows
        withExtendedLifetime(chunk) {
          let reader = CellReader(chunk.columns[index])
          for row in 0..<rows where !reader.isNull(row) {
            let value = reader.integer(row)
            if column.type == .datetime {
              showsTime = showsTime || value % Timespan.ticksPerDay != 0
              let fraction = value % Timespan.ticksPerSecond
              if fraction != 0 {
                let digits = fraction % 10_000 == 0 ? 3 : fraction % 10 == 0 ? 6 : 7
                fractionDigits = max(fractionDigits, digits)
              }
            } else {
              isYearLike = isYearLike && value >= 1000 && value <= 2999
            }
          }
        }
      }
    }
    self.showsTime = showsTime
    self.fractionDigits = fractionDigits
    showsYears = mayBeYear && isYearLike
    self.groups = groups && !showsYears
  }

  /// Whether a column's name or unit says that its whole numbers may be calendar years. `kr_per_year` and
  /// `kr_pr_år` are amounts.
  private static func mayBeYear(_ column: ColumnSchema) -> Bool {
    guard column.type == .int || column.type == .long else { return false }
    let name = column.name.lowercased()
    if name.contains("per_year") || name.contains("pr_år") { return false }
    // `årsværk` (full-time equivalents) are no years.
    return name.contains("year") || ["år", "aar", "årstal", "aarstal"].contains(name)
      || name.hasPrefix("år_") || name.hasSuffix("_år") || column.unit == "year" || column.unit == "år"
  }

  /// Appends the text of a cell; nothing for a null.
  func append(_ reader: CellReader, row: Int, to bytes: inout [UInt8]) {
    if reader.isNull(row) { return }
    let start = bytes.count
    switch reader.kind {
    case .int32, .int64, .real, .scaled, .decimal:
      reader.appendText(row, to: &bytes)
      marks.localize(&bytes, from: start, groups: groups)
    case .datetime:
      // The full form is 2024-12-31T23:59:59.1234567Z.
      reader.appendText(row, to: &bytes)
      guard bytes.count == start + 28 else { return }
      if showsTime {
        bytes[start + 10] = 0x20
        bytes.removeSubrange((start + (fractionDigits == 0 ? 19 : 20 + fractionDigits))...)
      } else {
        bytes.removeSubrange((start + 10)...)
      }
      if marks.isDanish {
        // 2024-12-31 is 31.12.2024, and a second's fraction stands behind a comma.
        let date = Array(bytes[start..<(start + 10)])
        bytes.replaceSubrange(
          start..<(start + 10), with: date[8...] + [0x2E] + date[5..<7] + [0x2E] + date[..<4])
        if showsTime, fractionDigits > 0 { bytes[start + 19] = 0x2C }
      }
    default: reader.appendText(row, to: &bytes)
    }
  }

  /// A cell's text; nil for a null.
  func text(_ reader: CellReader, row: Int) -> String? {
    if reader.isNull(row) { return nil }
    var bytes: [UInt8] = []
    append(reader, row: row, to: &bytes)
    return String(decoding: bytes, as: UTF8.self)
  }

  /// The cells that a number's text takes from its decimal mark on, so that marks can be aligned; nil where
  /// there is nothing to align (words and exponents).
  func fractionWidth(_ text: String) -> Int? {
    guard schema.type == .real || schema.type == .decimal else { return 0 }
    let bytes = text.utf8
    guard bytes.last.map({ $0 >= 0x30 && $0 <= 0x39 }) == true, !bytes.contains(0x45) else { return nil }
    guard let mark = bytes.firstIndex(of: marks.decimal) else { return 0 }
    return bytes.distance(from: mark, to: bytes.endIndex)
  }
}
