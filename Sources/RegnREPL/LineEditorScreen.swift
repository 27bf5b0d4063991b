import Glibc

/// What is on the screen while the editor waits for a key, beside what libedit draws: the input in colours,
/// and below it the menu of candidates, or a hint on the call that the cursor is in. Libedit knows nothing of
/// it: colours move no character, what stands below is off the screen before a key is acted upon, and the
/// cursor is back where libedit left it.
extension LineEditor {
  /// Draws it, unless keys are waiting: then the input is about to change.
  func drawBeside() {
    guard isEditing, !isPasting, !terminal.hasWaitingKeys else { return }
    let size = terminal.size
    let (before, after) = content
    var place = ScreenRows(columns: size.columns)
    place.add(shownPrompt + before)
    let cursor = (row: place.row, column: place.column)
    place.add(after)
    // What is taller than the window is not where it seems to be.
    let room = size.rows - place.row - 1
    guard room > 0 else { return }
    func back(from row: Int) -> String {
      let up = row - cursor.row
      return (up > 0 ? "\u{1B}[\(up)A" : "") + "\r"
        + (cursor.column > 0 ? "\u{1B}[\(cursor.column)C" : "")
    }
    // Libedit loses the ends of rows now and then, when something is inserted into an input that wraps; so
    // this is done without colours too.
    if !(before + after).isEmpty, color || place.row > 0 && !after.isEmpty, let rows = rows(before + after) {
      terminal.write(
        (cursor.row > 0 ? "\u{1B}[\(cursor.row)A" : "") + "\r" + rows.joined(separator: "\r\n")
          + back(from: place.row))
    }
    let lines = linesBelow(Buffer(text: before + after, cursor: before.utf8.count), room: room)
    guard !lines.isEmpty else { return }
    let down = place.row - cursor.row
    var out = String(repeating: "\n", count: down)
    for line in lines {
      out += "\r\n\u{1B}[K" + painted(cut(line, to: max(1, size.columns - 1)), color: color)
    }
    terminal.write(out + back(from: place.row + lines.count))
    below = (down: down, column: cursor.column)
  }

  /// The menu, or the hint.
  private func linesBelow(_ buffer: Buffer, room: Int) -> [[StyledText]] {
    if menu != nil {
      return menu?.lines(columns: terminal.size.columns, rows: min(room, LineEditor.mostRowsBelow)) ?? []
    }
    if lastKey == "(" || lastKey == "," { isHinting = true }
    guard isHinting, let line = hint(buffer) else {
      isHinting = false
      return []
    }
    return [line]
  }

  /// Takes what stands below the input off the screen.
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

  /// The rows of the prompt and an input, in colours where they are wanted; nil when they are not known.
  private func rows(_ text: String) -> [String]? {
    let pieces = color ? painter?(text) : nil
    return ScreenRows.painted(
      [StyledText(shownPrompt)] + (pieces ?? [StyledText(text)]), columns: terminal.size.columns,
      color: color)
  }

  /// Shows the input that was just read once more in its place, in colours: keys that came fast, and pastes,
  /// were not coloured while they were typed. `text` is all that stood in the editor.
  func repaint(_ text: String) {
    guard color, painter != nil, !text.isEmpty, let rows = rows(text),
      // What has scrolled away cannot be reached.
      rows.count < terminal.size.rows
    else { return }
    terminal.write("\r\u{1B}[\(rows.count)A" + rows.map { $0 + "\r\n" }.joined())
  }
}
