import RegnPhrases

/// Why a pattern cannot be used.
public struct RegexError: Error, Sendable, Equatable {
  /// What is wrong, and where likely what to write instead, in plain words.
  public let message: Phrase
  /// Where in the pattern, in bytes of UTF-8 from its start: a caret under this place points at the mistake.
  public let offset: Int
  /// How many bytes from `offset` are meant; 0 when only the place is.
  public let length: Int

  public init(message: Phrase, offset: Int, length: Int = 1) {
    self.message = message
    self.offset = offset
    self.length = length
  }
}
