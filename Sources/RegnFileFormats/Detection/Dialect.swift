import RegnPhrases

/// How the fields of delimited text are told apart.
struct Dialect: Sendable, Hashable {
  /// The bytes between fields; empty for text of one column.
  var delimiter: [UInt8]
  /// The quote character, or nil without one.
  var quote: UInt8?
  /// Whether a backslash before a quote makes it part of the text.
  var hasBackslash = false
  /// Whether a carriage return alone ends a line, beside line feeds that do.
  var returnsEndLines = false
}

/// A dialect that was tried on a sample, and how well it fits.
public struct DialectCandidate: Sendable, Hashable {
  let dialect: Dialect
  /// How well it fits, up to 1.
  let score: Double
  /// The usual number of fields.
  let width: Int
  /// The records that have the usual number of fields.
  let matching: Int
  /// The records looked at.
  let records: Int
  /// The share of fields that are numbers, dates or plain words; nil when they were not looked at, as the
  /// dialect could not win.
  let typed: Double?
  /// Whether quotes were met that open or close nothing.
  let hasStrayQuotes: Bool

  /// The candidate in a line: what it splits, how alike, and into what.
  var summary: Phrase {
    var name: Phrase =
      dialect.delimiter.isEmpty ? "one column" : "delimiter \(Detection.name(of: dialect.delimiter))"
    if let quote = dialect.quote { name = "\(name), quote \(Detection.name(of: [quote]))" }
    var text: Phrase =
      width == 1
      ? "\(matching) of \(records) lines have 1 field"
      : "\(matching) of \(records) lines have \(width) fields"
    if let typed {
      text = "\(text), \(Int((min(typed, 1) * 100).rounded())) % like numbers, dates or words"
    }
    if hasStrayQuotes { text = "\(text); some quotes are out of place" }
    return "\(DialectCandidate.shown(score))  \(name): \(text)"
  }

  /// A score with two decimals.
  private static func shown(_ score: Double) -> String {
    let hundredths = Int((max(score, 0) * 100).rounded())
    return "\(hundredths / 100).\(hundredths % 100 < 10 ? "0" : "")\(hundredths % 100)"
  }
}
