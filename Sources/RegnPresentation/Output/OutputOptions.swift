import RegnPhrases

/// What the user asked for about the form of the output, and what is known of where it goes.
public struct OutputOptions: Sendable, Hashable {
  /// Whose marks numbers are shown with, and in whose words the rest: English `1,234.5`, or Danish `1.234,5`,
  /// dates as 31.12.2024, and csv separated by `;`.
  public typealias Locale = Language

  /// The rows shown in the table format and in the terminal's charts; other formats show all.
  public var maxRows: Int
  /// What the reader writes, with a number behind it, to be shown more rows.
  public var maxRowsOption = "--max-rows"
  /// Whether the table format writes a row as a block of lines, a line for each value.
  public var asRecords = false
  /// The terminal's width in cells; nil when lines may be of any length.
  public var width: Int?
  /// Whether the table format may use ANSI colours.
  public var color: Bool
  public var locale: Locale
  /// Whether csv and tsv guard text that a spreadsheet would take for a formula.
  public var csvSafe: Bool
  /// Whether the bytes go to a terminal: then control characters in data are shown as visible ones, in every
  /// format.
  public var isTerminal: Bool
  /// The title of a page or document.
  public var title: String
  /// The last line of a page or document: when it was made, and with what. Nothing leaves it out.
  public var colophon = ""
  /// The rows that a page shows at most of a result, unless `maxRows` is more.
  public static let pageRows = 1000

  /// The rows that the table format shows unless told otherwise: all of Denmark's 98 municipalities.
  public static let defaultMaxRows = 100

  public init(
    maxRows: Int = defaultMaxRows, width: Int? = nil, color: Bool = false, locale: Locale = .en,
    csvSafe: Bool = false, isTerminal: Bool = false, title: String = ""
  ) {
    self.maxRows = maxRows
    self.width = width
    self.color = color
    self.locale = locale
    self.csvSafe = csvSafe
    self.isTerminal = isTerminal
    self.title = title
  }

  /// A phrase in the reader's language.
  func say(_ phrase: Phrase) -> String { phrase.text(locale) }
}
