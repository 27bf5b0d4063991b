import Glibc

/// What stands below the input while the editor waits for a key: the menu of candidates, or a hint on the
/// call that the cursor is in. Libedit knows nothing of it: it is off the screen before a key is acted upon,
/// and the cursor is back where libedit left it.
extension LineEditor {
  /// Draws it, unless keys are waiting: then the input is about to change.
  func drawBelow() {
    guard isEditing, !isPasting, !terminal.hasWaitingKeys else { return }
    if menu == nil, lastKey == "(" || lastKey == "," { isHinting = true }
    guard menu != nil || isHinting else { return }
    let size = terminal.size
    let (before, after) = content
    var place = ScreenRows(columns: size.columns)
    place.add(shownPrompt + before)
    let cursor = (row: place.row, column: place.column)
    place.add(after)
    // What is taller than the window is not where it seems to be.
    let room = min(size.rows - place.row - 1, LineEditor.mostRowsBelow)
    guard room > 0 else { return }
    var lines = menu?.lines(columns: size.columns, rows: room) ?? []
    if menu == nil {
      lines = hint(Buffer(text: before + after, cursor: before.utf8.count)).map { [$0] } ?? []
      isHinting = !lines.isEmpty
    }
    guard !lines.isEmpty else { return }
    let down = place.row - cursor.row
    var out = String(repeating: "\n", count: down)
    for line in lines {
      out += "\r\n\u{1B}[K" + painted(cut(line, to: max(1, size.columns - 1)), color: color)
    }
    out += "\u{1B}[\(down + lines.count)A\r"
    if cursor.column > 0 { out += "\u{1B}[\(cursor.column)C" }
    terminal.write(out)
    below = (down: down, rows: lines.count, column: cursor.column)
  }

  /// Takes it off the screen.
  func eraseBelow() {
    guard let below else { return }
    self.below = nil
    var out = "\u{1B}[\(below.down + 1)B\r\u{1B}[J\u{1B}[\(below.down + 1)A"
    if below.column > 0 { out += "\u{1B}[\(below.column)C" }
    terminal.write(out)
  }

  /// The menu takes no more rows than these: what stands above the input is worth seeing too.
  private static let mostRowsBelow = 12

  /// The prompt without what is only for the terminal.
  var shownPrompt: String {
    let parts = prompt.unicodeScalars.split(separator: "\u{1}", omittingEmptySubsequences: false)
    var shown = String.UnicodeScalarView()
    for (index, part) in parts.enumerated() where index.isMultiple(of: 2) { shown.append(contentsOf: part) }
    return String(shown)
  }

  /// Shows the input that was just read once more in its place, in colours. `text` is all that stood in the
  /// editor. Libedit cannot colour what is typed; after Enter the screen is ours.
  func repaint(_ text: String) {
    guard color, let painter, !text.isEmpty else { return }
    let size = terminal.size
    guard
      let rows = ScreenRows.painted(
        [StyledText(shownPrompt)] + painter(text), columns: size.columns, color: true),
      // What has scrolled away cannot be reached.
      rows.count < size.rows
    else { return }
    terminal.write("\r\u{1B}[\(rows.count)A" + rows.map { $0 + "\r\n" }.joined())
  }
}
