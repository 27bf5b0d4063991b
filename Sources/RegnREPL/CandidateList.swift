import RegnPhrases

/// The candidates of a completion, laid out in columns, for terminals on which no menu can be shown.
struct CandidateList {
  private let displays: [String]
  private let details: [String]
  private let language: Language

  init(_ candidates: [LineEditor.Completion], _ language: Language = .en) {
    self.language = language
    displays = candidates.map { visibleText($0.display) }
    details = candidates.map { visibleText($0.detail) }
  }

  /// The rows, at most `rows` of them; when not all fit, the last says how many more there are.
  ///
  /// A detail that all candidates share is said once, after the first row. Candidates are ordered by column,
  /// as `ls` orders files. When they do not fit with their details but do without, they go without; when they
  /// do not fit at all, half as many rows are enough.
  func lines(columns: Int, rows: Int) -> [String] {
    let whole = lines(displays, details, columns: columns, rows: .max)
    if whole.count <= rows { return whole }
    let bare = Set(details).count == 1 ? details : displays.map { _ in "" }
    let names = lines(displays, bare, columns: columns, rows: .max)
    return names.count <= rows
      ? names : lines(displays, bare, columns: columns, rows: max(min(rows, 4), rows / 2))
  }

  private func lines(
    _ displays: [String], _ details: [String], columns: Int, rows: Int
  ) -> [String] {
    let shared = details.count > 1 && Set(details).count == 1 ? details[0] : ""
    let cells = zip(displays, details).map { display, detail in
      shared.isEmpty && !detail.isEmpty ? (display, detail) : (display, "")
    }
    let displayWidths = cells.map { displayWidth($0.0) }
    let widestDisplay = displayWidths.max() ?? 0
    let widestDetail = cells.map { displayWidth($0.1) }.max() ?? 0
    let width = widestDisplay + (widestDetail > 0 ? 2 + widestDetail : 0)
    let indent = 2
    let gap = 2
    // The last column of the terminal stays empty: writing into it wraps on some.
    let room = max(1, columns - 1 - indent)

    var lines: [String]
    if shared.isEmpty == false || widestDetail == 0,
      displayWidths.reduce(0, { $0 + $1 + gap }) - gap <= room
    {
      lines = [displays.joined(separator: "  ")]
    } else {
      let perRow = max(1, (room + gap) / max(1, width + gap))
      let count = (cells.count + perRow - 1) / perRow
      lines = (0..<count).map { row in
        stride(from: row, to: cells.count, by: count).map { index in
          let (display, detail) = cells[index]
          let text = widestDetail == 0 ? display : pad(display, to: widestDisplay) + "  " + detail
          return pad(text, to: width)
        }.joined(separator: "  ")
      }
      let limit = max(2, rows)
      if lines.count > limit {
        // By column, the first rows hold candidates from all over; a cut list is laid out by row instead.
        let shown = (limit - 1) * perRow
        lines = stride(from: 0, to: shown, by: perRow).map { start in
          (start..<min(start + perRow, shown)).map { index in
            let (display, detail) = cells[index]
            return pad(
              widestDetail == 0 ? display : pad(display, to: widestDisplay) + "  " + detail, to: width)
          }.joined(separator: "  ")
        }
        let more: Phrase = "… and \(cells.count - shown) more"
        lines.append(more.text(language))
      }
    }
    if !shared.isEmpty {
      let each: Phrase = shared.first?.isNumber == true ? "\(shared) each" : Phrase(verbatim: shared)
      let said = each.text(language)
      let used = displayWidth(lines[0])
      if used + 2 + displayWidth(said) <= room {
        lines[0] = pad(lines[0], to: min(used + 12, room - displayWidth(said))) + said
      }
    }
    return lines.map { line in
      cut(String(repeating: " ", count: indent) + trimmingSpaces(line), to: max(1, columns - 1))
    }
  }

  private func pad(_ text: String, to width: Int) -> String {
    text + String(repeating: " ", count: max(0, width - displayWidth(text)))
  }

  private func trimmingSpaces(_ text: String) -> String {
    var scalars = text.unicodeScalars[...]
    while scalars.last == " " { scalars.removeLast() }
    return String(scalars)
  }

  private func cut(_ text: String, to width: Int) -> String {
    guard displayWidth(text) > width else { return text }
    var result = ""
    var used = 0
    for character in text {
      let next = displayWidth(String(character))
      if used + next > width - 1 { break }
      result.append(character)
      used += next
    }
    return result + "…"
  }
}
