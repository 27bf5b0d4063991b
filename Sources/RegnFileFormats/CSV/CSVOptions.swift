/// What to do with a record that does not fit the table.
public enum ErrorPolicy: String, Sendable, Hashable {
  /// A short row gets nulls, surplus fields are kept in a last column `_extra`; both are counted.
  case nullsAndExtra = "keep"
  /// The first such record ends the query.
  case stop
  /// Such rows are left out, and counted.
  case skip
}

/// How a file's bytes mean text.
public enum TextEncoding: String, Sendable, Hashable {
  case utf8 = "UTF-8"
  case utf16LittleEndian = "UTF-16LE"
  case utf16BigEndian = "UTF-16BE"
  case windows1252 = "Windows-1252"

  /// An encoding by its name or a common alias, in any case; nil when it is not known.
  public init?(name: String) {
    switch name.lowercased() {
    case "utf-8", "utf8", "ascii", "us-ascii": self = .utf8
    case "utf-16", "utf16", "utf-16le", "utf16le", "unicode": self = .utf16LittleEndian
    case "utf-16be", "utf16be": self = .utf16BigEndian
    case "windows-1252", "windows1252", "cp1252", "latin1", "iso-8859-1", "latin-1", "ansi":
      self = .windows1252
    default: return nil
    }
  }
}

/// What ends a line.
public enum LineEnd: String, Sendable, Hashable {
  case lineFeed = "LF"
  case carriageReturnLineFeed = "CRLF"
  case carriageReturn = "CR"
}

/// How to open delimited text. What is nil is detected.
public struct CSVOptions: Sendable, Hashable {
  /// The bytes between fields.
  public var delimiter: [UInt8]?
  /// The quote character, ASCII; 0 for none.
  public var quote: UInt8?
  /// How many rows hold the names of the columns; 0 when none does.
  public var headerRows: Int?
  /// The lines before the table, its header among it, that are not read.
  public var skippedLines = 0
  public var encoding: TextEncoding?
  /// The byte before decimals: comma or point.
  public var decimalMark: UInt8?
  /// Whether to leave every column text.
  public var allText: Bool
  /// The columns that are text whatever they hold, by name: codes.
  public var textColumns: Set<String> = []
  public var onError: ErrorPolicy
  /// Whether the text is written anew whatever the sample says: quotes are out of place in a later part.
  var tidies = false
  /// The bytes that a worker takes at a time. Smaller only in tests.
  public var blockSize: Int
  /// The bytes looked at for detection at the start of the file; of a longer one, as many again further on.
  public var sampleSize: Int
  /// A record of more bytes is refused. Smaller only in tests.
  public var recordLimit: Int

  /// Whether the whole dialect was given: then nothing is in doubt, and quotes are read strictly.
  var isFixed: Bool { delimiter != nil && quote != nil }

  public init(
    delimiter: UInt8? = nil, quote: UInt8? = nil, hasHeader: Bool? = nil, encoding: TextEncoding? = nil,
    decimalMark: UInt8? = nil, allText: Bool = false, onError: ErrorPolicy = .nullsAndExtra,
    blockSize: Int = 1 << 20, sampleSize: Int = 1 << 17, recordLimit: Int = 1 << 28
  ) {
    self.delimiter = delimiter.map { [$0] }
    self.quote = quote
    headerRows = hasHeader.map { $0 ? 1 : 0 }
    self.encoding = encoding
    self.decimalMark = decimalMark
    self.allText = allText
    self.onError = onError
    self.blockSize = max(blockSize, 1)
    self.sampleSize = max(sampleSize, 64)
    self.recordLimit = recordLimit
  }
}
