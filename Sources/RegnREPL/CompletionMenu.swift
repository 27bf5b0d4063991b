import RegnPhrases

/// The candidates of a completion as a menu below the input, one a row, with the one that stands in the input
/// marked.
struct CompletionMenu {
  private let candidates: [LineEditor.Completion]
  private let language: Language
  /// The input when the menu was opened, which stands there while no candidate is chosen.
  private let original: LineEditor.Buffer
  /// The candidate that stands in the input.
  private(set) var chosen: Int?
  /// The first candidate that is shown.
  private var top = 0

  /// A menu with none chosen. All candidates replace something of the input.
  init(
    _ candidates: [LineEditor.Completion], over original: LineEditor.Buffer, _ language: Language = .en
  ) {
    self.candidates = candidates
    self.original = original
    self.language = language
  }

  /// Chooses the next candidate, or the one before; after the last comes the first.
  mutating func move(back: Bool) {
    guard let chosen else {
      self.chosen = back ? candidates.count - 1 : 0
      return
    }
    self.chosen = (chosen + (back ? candidates.count - 1 : 1)) % candidates.count
  }

  /// Chooses none, so that the input is as it was.
  mutating func leave() { chosen = nil }

  /// The input with the chosen candidate in it.
  var buffer: LineEditor.Buffer {
    guard let chosen else { return original }
    return candidates[chosen].applied(to: original.text)
  }

  /// The rows, at most `rows` of them: mark, name, kind, what is known of it. When not all fit, the last row
  /// says which of how many is chosen.
  mutating func lines(columns: Int, rows: Int) -> [[StyledText]] {
    let shown = candidates.count <= rows ? candidates.count : max(1, rows - 1)
    if let chosen { top = min(max(top, chosen - shown + 1), chosen) } else { top = 0 }
    top = max(0, min(top, candidates.count - shown))
    let room = max(1, columns - 1)
    let page = candidates[top..<top + shown]
    // The widths are those of all candidates, so that nothing moves when the menu scrolls.
    func widest(_ text: (LineEditor.Completion) -> String) -> Int {
      candidates.reduce(0) { max($0, displayWidth(visibleText(text($1)))) }
    }
    let kinds = room < 60 ? 0 : widest(\.kind)
    let others = (kinds > 0 ? 2 + kinds : 0) + 2 + widest(\.detail)
    let names = min(widest(\.display), max(room * 2 / 5, room - 2 - others))
    var lines = page.indices.map { place in
      let candidate = candidates[place]
      let isChosen = place == chosen
      let name = cut([StyledText(visibleText(candidate.display))], to: names).map(\.text).joined()
      var about = ""
      if kinds > 0 { about += "  " + padded(candidate.kind, to: kinds) }
      about += "  " + visibleText(candidate.detail)
      while about.last == " " { about.removeLast() }
      let head = (isChosen ? "> " : "  ") + (about.isEmpty ? name : padded(name, to: names))
      return cut([StyledText(head, style: isChosen ? "7" : ""), StyledText(about, style: "2")], to: room)
    }
    if shown < candidates.count {
      let count: Phrase =
        chosen.map { "\($0 + 1) of \(candidates.count)" } ?? "\(candidates.count), Tab chooses"
      lines.append(cut([StyledText("  " + count.text(language), style: "2")], to: room))
    }
    return lines
  }
}
