import RegnData
import RegnPhrases

/// A column as detection saw it.
public struct DetectedColumn: Sendable, Hashable {
  public let name: String
  public internal(set) var kind: ColumnKind
  /// What spoke for the kind.
  var facts = ColumnFacts()

  /// What stands beside every number and is taken off before it is read; nil when nothing does.
  var unit: NumberUnit? { kind == .string ? nil : facts.unit }
}

/// What was assumed of a file's form, and why.
public struct Detection: Sendable, Hashable {
  public internal(set) var encoding: TextEncoding
  public let hasByteOrderMark: Bool
  /// Whether every byte of the sample was ASCII, so that the encoding is a guess.
  public internal(set) var isEncodingAssumed: Bool
  /// The byte between fields of the text that is read.
  public let delimiter: UInt8
  /// The quote character, or nil when the dialect has none.
  public let quote: UInt8?
  public let lineEnd: LineEnd
  /// How many rows hold the names of columns; 0 without any.
  public let headerRows: Int
  public let marks: NumberMarks
  public internal(set) var columns: [DetectedColumn]
  /// Whether rows with more fields than columns were seen; then the last column is `_extra`.
  public internal(set) var hasExtra: Bool
  /// Where the first data record begins, in bytes of the text.
  public let dataOffset: Int
  /// Where the table ends, in bytes of the text; notes may follow.
  public let dataEnd: Int
  /// How many records were looked at.
  public let sampledRows: Int
  /// What could have been read otherwise, and why it was not; in whole sentences.
  public internal(set) var notes: [Phrase]
  /// The lines that are not part of the table.
  let leftOut: [LeftOut]
  /// How the file itself is written.
  let form: WrittenForm
  /// Why names, decimal mark and encoding were decided so, in clauses.
  let reasons: DetectionReasons
  /// The dialects that were tried, the best first.
  public let candidates: [DialectCandidate]

  /// Whether the text that is read was written anew.
  var isTidied: Bool { form.isTidied }

  /// Whether the first row holds the names of the columns.
  public var hasHeader: Bool { headerRows > 0 }

  /// The texts that mean "no value" in columns that are not text.
  public static let missingMarks = [
    "", "..", "-", "…", ".", "NULL", "null", "NA", "N/A", "n/a", "#N/A", "\\N",
  ]

  /// One line that tells the form: delimiter `;`, UTF-8, decimal comma, header row.
  public var summary: Phrase {
    var parts: [Phrase] = [
      form.delimiter.isEmpty ? "one column" : "delimiter \(Detection.name(of: form.delimiter))"
    ]
    if let quote = form.quote, quote != 0x22 { parts.append("quote \(Detection.name(of: [quote]))") }
    if form.hasBackslash { parts.append("quotes after a backslash") }
    parts.append(
      hasByteOrderMark ? "\(encoding.rawValue) with a byte order mark" : Phrase(verbatim: encoding.rawValue))
    parts.append(marks.decimal == 0x2C ? "decimal comma" : "decimal point")
    switch headerRows {
    case 0: parts.append("no header row")
    case 1: parts.append("header row")
    default: parts.append("\(headerRows) header rows")
    }
    if form.isMixed {
      parts.append("lines end in \(form.lineEnds)")
    } else if lineEnd == .carriageReturn {
      parts.append("lines end in CR")
    }
    return parts.joined(separator: ", ")
  }

  /// A delimiter or quote as a message shows it.
  static func name(of bytes: [UInt8]) -> Phrase {
    switch bytes {
    case [0x09]: "tab"
    case [0x09, 0x09]: "two tabs"
    case [0x20]: "space"
    case _ where bytes.contains { $0 < 0x20 }:
      Phrase(verbatim: bytes.map { "0x" + String($0, radix: 16) }.joined(separator: " "))
    case [0xA7]: "`§`"
    case [0xA6]: "`¦`"
    default: Phrase(verbatim: "`\(String(decoding: bytes, as: UTF8.self))`")
    }
  }

  /// The same with other kinds of columns, or another encoding.
  func with(
    encoding: TextEncoding? = nil, columns: [DetectedColumn]? = nil, hasExtra: Bool? = nil, note: Phrase
  ) -> Detection {
    var other = self
    if let encoding { (other.encoding, other.isEncodingAssumed) = (encoding, false) }
    if let columns { other.columns = columns }
    if let hasExtra { other.hasExtra = hasExtra }
    other.notes.append(note)
    return other
  }
}
