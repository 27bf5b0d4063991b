/// A piece of text with the way in which a terminal shows it.
public struct StyledText: Sendable, Equatable {
  /// The text, without control characters other than line breaks and tabs.
  public var text: String
  /// Numbers of ANSI's "select graphic rendition", such as `1;36`; empty for none.
  public var style: String

  /// A piece of text.
  public init(_ text: String, style: String = "") {
    self.text = text
    self.style = style
  }
}

/// Pieces as a terminal takes them; without colour the bare text.
func painted(_ pieces: [StyledText], color: Bool) -> String {
  pieces.map { piece in
    color && !piece.style.isEmpty && !piece.text.isEmpty
      ? "\u{1B}[\(piece.style)m\(piece.text)\u{1B}[0m" : piece.text
  }.joined()
}

/// The pieces cut to `width` cells, the last of them `…` when something was cut.
func cut(_ pieces: [StyledText], to width: Int) -> [StyledText] {
  guard pieces.reduce(0, { $0 + displayWidth($1.text) }) > width else { return pieces }
  var kept: [StyledText] = []
  var left = width - 1
  for piece in pieces {
    var start = ""
    for character in piece.text {
      let cells = displayWidth(String(character))
      if cells > left {
        kept.append(StyledText(start + (width > 0 ? "…" : ""), style: piece.style))
        return kept
      }
      left -= cells
      start.append(character)
    }
    kept.append(piece)
  }
  return kept
}

/// `text` filled with spaces to `width` cells.
func padded(_ text: String, to width: Int) -> String {
  text + String(repeating: " ", count: max(0, width - displayWidth(text)))
}
