/// Up and Down: the lines of the input, and beyond its first and last the earlier inputs.
extension LineEditor {
  /// An earlier input that stands in the editor, and how it was found.
  struct Recall {
    /// What all inputs that are gone through begin with; empty for all inputs.
    let prefix: String
    /// What was in the editor before.
    let draft: String
    /// The place of the input in the history.
    var place: Int
    /// The input. When something else stands in the editor, the search is over.
    var text: String
  }

  /// A line up or down. From the first line up come the earlier inputs that begin with what is before the
  /// cursor, newest first; all of them, when nothing is.
  func moveVertically(down: Bool) -> UInt8 {
    let (before, after) = content
    if recall?.text != before + after { recall = nil }
    let isAtEdge = !(down ? after : before).unicodeScalars.contains("\n")
    // While one goes through inputs that begin alike, the lines of a found one are not stopped at.
    let isSearching = recall.map { !$0.prefix.isEmpty && after.isEmpty } ?? false
    guard isAtEdge || isSearching else { return moveLine(down: down, before, after) }
    guard var found = recall else {
      if down { return Reply.error }
      return older(
        Recall(prefix: before, draft: before + after, place: history.entries.count, text: before + after))
    }
    if !down { return older(found) }
    let newer = history.entries[(found.place + 1)...].firstIndex {
      $0.utf8.starts(with: found.prefix.utf8) && $0 != found.text
    }
    guard let newer else {
      recall = nil
      return show(Buffer(text: found.draft, cursor: found.draft.utf8.count))
    }
    found.place = newer
    return show(found)
  }

  private func older(_ start: Recall) -> UInt8 {
    var found = start
    let older = history.entries[..<start.place].lastIndex {
      $0.utf8.starts(with: start.prefix.utf8) && $0 != start.text
    }
    guard let older else { return Reply.error }
    found.place = older
    return show(found)
  }

  private func show(_ found: Recall) -> UInt8 {
    let text = history.entries[found.place]
    recall = found
    recall?.text = text
    return show(Buffer(text: text, cursor: text.utf8.count))
  }

  private func moveLine(down: Bool, _ before: String, _ after: String) -> UInt8 {
    let lines = before.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false)
    let column = lines.last?.count ?? 0
    if down {
      let following = after.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false)
      moveCursor(by: following[0].count + 1 + min(column, following[1].count))
    } else {
      moveCursor(by: min(column, lines[lines.count - 2].count) - column - 1 - lines[lines.count - 2].count)
    }
    return Reply.cursor
  }
}
