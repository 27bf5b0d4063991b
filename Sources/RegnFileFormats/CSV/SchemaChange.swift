import RegnPhrases

/// A file turned out to hold what its detected form has no room for: the scan ends, and the statement begins
/// again with the table that `FileTable.widened(for:)` gives. Never an error for the user.
public struct SchemaChange: Error, Sendable, Hashable {
  /// What must change.
  public enum Change: Sendable, Hashable {
    /// Column number `column` must hold values of this kind as well.
    case widen(column: Int, to: ColumnKind)
    /// Rows with more fields than columns: a column `_extra` must be added.
    case addExtra
    /// A byte that is not UTF-8 after a sample of ASCII: the file is read as this encoding.
    case encoding(TextEncoding)
    /// A quote that is out of place: the text must be read with care.
    case strayQuote
    /// Something that the sample had not: the whole file must be looked at.
    case unforeseen
    /// What the cache keeps of some column is damaged: it is read from the file.
    case damagedCache
  }

  /// The file.
  public let path: String
  public let change: Change
  /// Where the value stands that forced the change, in bytes from the start of the text.
  public let offset: Int
  /// What happened, in a clause such as `line 7,001: "n/k" is no int; the column is read again as string`.
  public let reason: Phrase
}
