import RegnData
import RegnPhrases

/// A column as detection saw it.
public struct DetectedColumn: Sendable, Hashable {
  public let name: String
  public let kind: ColumnKind
}

/// What was assumed of a file's form, and why.
public struct Detection: Sendable, Hashable {
  public let encoding: TextEncoding
  public let hasByteOrderMark: Bool
  /// Whether every byte of the sample was ASCII, so that the encoding is a guess.
  public let isEncodingAssumed: Bool
  public let delimiter: UInt8
  /// The quote character, or nil when the dialect has none.
  public let quote: UInt8?
  public let lineEnd: LineEnd
  public let hasHeader: Bool
  public let marks: NumberMarks
  public let columns: [DetectedColumn]
  /// Whether rows with more fields than columns were seen; then the last column is `_extra`.
  public let hasExtra: Bool
  /// Where the first data record begins, in bytes of the text.
  public let dataOffset: Int
  /// How many records were looked at.
  public let sampledRows: Int
  /// What could have been read otherwise, and why it was not; in whole sentences.
  public let notes: [Phrase]

  /// The texts that mean "no value" in columns that are not text.
  public static let missingMarks = [
    "", "..", "-", "…", ".", "NULL", "null", "NA", "N/A", "n/a", "#N/A", "\\N",
  ]

  /// One line that tells the form: delimiter `;`, UTF-8, decimal comma, header row.
  public var summary: String {
    var parts = [columns.count > 1 ? "delimiter \(Detection.name(of: delimiter))" : "one column"]
    if let quote, quote != 0x22 { parts.append("quote \(Detection.name(of: quote))") }
    parts.append(encoding.rawValue + (hasByteOrderMark ? " with a byte order mark" : ""))
    parts.append(marks.decimal == 0x2C ? "decimal comma" : "decimal point")
    parts.append(hasHeader ? "header row" : "no header row")
    if lineEnd == .carriageReturn { parts.append("lines end in CR") }
    return parts.joined(separator: ", ")
  }

  /// A delimiter or quote as a message shows it.
  static func name(of byte: UInt8) -> String {
    switch byte {
    case 0x09: "tab"
    case 0x20: "space"
    case ..<0x20: "0x" + String(byte, radix: 16)
    default: "`\(Character(Unicode.Scalar(byte)))`"
    }
  }

  /// The same with other kinds of columns, or another encoding.
  func with(
    encoding: TextEncoding? = nil, columns: [DetectedColumn]? = nil, hasExtra: Bool? = nil, note: Phrase
  ) -> Detection {
    Detection(
      encoding: encoding ?? self.encoding, hasByteOrderMark: hasByteOrderMark,
      isEncodingAssumed: encoding == nil && isEncodingAssumed, delimiter: delimiter, quote: quote,
      lineEnd: lineEnd,
      hasHeader: hasHeader, marks: marks, columns: columns ?? self.columns,
      hasExtra: hasExtra ?? self.hasExtra,
      dataOffset: dataOffset, sampledRows: sampledRows, notes: notes + [note])
  }
}
