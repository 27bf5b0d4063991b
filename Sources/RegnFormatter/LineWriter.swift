import RegnSyntax

/// The text that is being built, line by line. A line end is written only when something follows it, so that
/// a comment behind a line can still be put there.
struct LineWriter {
  private(set) var out = ""
  /// The cells already on the current line.
  private(set) var column = 0
  /// The indentation of the current line.
  private(set) var indent = 0
  /// Whether the current line holds nothing but a closing bracket so far.
  var beginsWithCloser = false
  private var isLineDue = false
  private var isBlankLineDue = false

  /// Whether the next text begins a line.
  var isLineStart: Bool { isLineDue || out.isEmpty }

  /// Ends the line; what follows is indented.
  mutating func newLine(_ indent: Int) {
    self.indent = indent
    column = indent
    beginsWithCloser = false
    isLineDue = !out.isEmpty
  }

  /// Puts an empty line before the line that is due.
  mutating func leaveBlankLine() { isBlankLineDue = isLineDue }

  mutating func put(_ text: String) {
    if isLineDue {
      out += isBlankLineDue ? "\n\n" : "\n"
      out += String(repeating: " ", count: indent)
      isLineDue = false
      isBlankLineDue = false
    }
    out += text
    if let line = text.lastIndex(where: \.isNewline) {
      column = displayWidth(of: text[text.index(after: line)...])
    } else {
      column += displayWidth(of: text)
    }
    beginsWithCloser = false
  }

  /// Puts a comment behind the line, though its end is due.
  mutating func putBehind(_ comment: String) { out += "  " + comment }

  /// Ends the text.
  mutating func finish() {
    if !out.isEmpty { out += "\n" }
  }
}
