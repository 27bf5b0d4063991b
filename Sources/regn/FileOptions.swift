import ArgumentParser
import RegnFileFormats

/// What the user says of how delimited text is written, in the place of what detection would find; it holds
/// for every file that is bound as a table.
struct FileOptions: ParsableArguments {
  @Flag(name: .customLong("all-text"), help: "Read every column of delimited text as string.")
  var allText = false

  @Option(
    help: ArgumentHelp(
      "What stands between fields: a character or two, or comma, semicolon, tab, pipe, space.",
      valueName: "text"))
  var delimiter: DelimiterChoice?

  @Option(
    help: ArgumentHelp("Whether the first row holds names: yes, no, or how many rows do.", valueName: "rows"))
  var header: HeaderChoice?

  @Option(help: ArgumentHelp("What stands before decimals: comma or point.", valueName: "mark"))
  var decimal: DecimalChoice?

  @Option(
    help: ArgumentHelp("How bytes mean text: utf-8, windows-1252, utf-16le, utf-16be.", valueName: "name"))
  var encoding: EncodingChoice?

  @Option(
    help: ArgumentHelp("Lines above the table, its names among it, that are not read.", valueName: "lines"))
  var skip: Int = 0

  @Option(
    name: .customLong("on-error"),
    help: ArgumentHelp(
      "What becomes of rows that do not fit: keep (default), stop at the first, or skip and count them.",
      valueName: "policy"))
  var onError: ErrorChoice = .keep

  func validate() throws {
    if skip < 0 { throw ValidationError("--skip must be 0 or more.") }
  }

  /// The same for who opens files.
  var reading: CSVOptions {
    var options = CSVOptions(
      encoding: encoding?.encoding, decimalMark: decimal?.byte, allText: allText, onError: onError.policy)
    options.delimiter = delimiter?.bytes
    options.headerRows = header?.rows
    options.skippedLines = skip
    return options
  }
}

/// What becomes of rows that do not fit.
enum ErrorChoice: String, ExpressibleByArgument, CaseIterable {
  case keep, stop, skip

  var policy: ErrorPolicy {
    switch self {
    case .keep: .nullsAndExtra
    case .stop: .stop
    case .skip: .skip
    }
  }
}

/// A delimiter, by its name or as it stands.
struct DelimiterChoice: ExpressibleByArgument {
  let bytes: [UInt8]

  init?(argument: String) {
    switch argument.lowercased() {
    case "comma": bytes = [0x2C]
    case "semicolon": bytes = [0x3B]
    case "tab", "\\t": bytes = [0x09]
    case "pipe": bytes = [0x7C]
    case "space": bytes = [0x20]
    default:
      bytes = Array(argument.utf8)
      guard (1...4).contains(bytes.count), !argument.contains(where: \.isNewline), bytes != [0x22] else {
        return nil
      }
    }
  }
}

/// How many rows hold names.
struct HeaderChoice: ExpressibleByArgument {
  let rows: Int

  init?(argument: String) {
    switch argument.lowercased() {
    case "yes": rows = 1
    case "no": rows = 0
    default:
      guard let number = Int(argument), (0...20).contains(number) else { return nil }
      rows = number
    }
  }
}

/// What stands before decimals.
enum DecimalChoice: String, ExpressibleByArgument, CaseIterable {
  case comma, point

  init?(argument: String) {
    switch argument.lowercased() {
    case "comma", ",": self = .comma
    case "point", ".": self = .point
    default: return nil
    }
  }

  var byte: UInt8 { self == .comma ? 0x2C : 0x2E }
}

/// An encoding, by its name or a common alias.
struct EncodingChoice: ExpressibleByArgument {
  let encoding: TextEncoding

  init?(argument: String) {
    guard let encoding = TextEncoding(name: argument) else { return nil }
    self.encoding = encoding
  }
}
