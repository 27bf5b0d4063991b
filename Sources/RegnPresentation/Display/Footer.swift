import RegnData
import RegnPhrases

/// The line under a result: `1 row in 0.002 s · Statistics Denmark, REGK31 and FOLK1A (CC BY 4.0); …`.
///
/// - Parameter seconds: the time that the statement took; nil leaves it out.
public func footer(
  rows: Int, seconds: Double? = nil, sources: [Provenance] = [], options: OutputOptions = OutputOptions()
) -> String {
  let count: Phrase = rows == 1 ? "1 row" : "\(grouped: rows) rows"
  var line = options.say(count)
  if let seconds {
    let time = NumberMarks(options.locale).text(seconds, places: seconds < 100 ? 3 : 1, keepsZeros: true)
    line = options.say("\(count) in \(time) s")
  }
  var words = line.split(separator: " ").map { (text: String($0), isWarning: false) }
  for source in sourceLines(sources, options.locale) {
    words.append(("·", false))
    words += visibleText(source.line).split(separator: " ").map { (String($0), source.isModelled) }
  }
  let paint = Paint(isOn: options.color)
  return lines(of: words.map(\.text), width: options.width).map { range in
    // Words of one kind are painted together.
    var runs: [(text: String, isWarning: Bool)] = []
    for word in words[range] {
      if let last = runs.indices.last, runs[last].isWarning == word.isWarning {
        runs[last].text += " " + word.text
      } else {
        runs.append(word)
      }
    }
    return runs.map { $0.isWarning ? paint.warning($0.text) : paint.dim($0.text) }.joined(separator: " ")
  }.joined(separator: "\n  ")
}

/// The words that stand on each line when no line is wider than `width`, and later lines are set in by two
/// cells; all on one when the width is not known or too small for it to matter.
private func lines(of words: [String], width: Int?) -> [Range<Int>] {
  guard let width, width >= 40 else { return [0..<words.count] }
  var lines: [Range<Int>] = []
  var start = 0
  var used = 0
  for (place, word) in words.enumerated() {
    let cells = cellWidth(word)
    if place > start, used + 1 + cells > width {
      lines.append(start..<place)
      start = place
      used = 2 + cells
    } else {
      used += cells + (place > start ? 1 : 0)
    }
  }
  return lines + [start..<words.count]
}

/// A line for each publisher and licence, modelled figures first; each table, note and file once.
func sourceLines(_ sources: [Provenance], _ language: Language) -> [(line: String, isModelled: Bool)] {
  var merged: [Provenance] = []
  for source in sources {
    let place = merged.firstIndex {
      $0.publisher == source.publisher && $0.licence == source.licence && $0.isModelled == source.isModelled
    }
    guard let place else {
      merged.append(source)
      continue
    }
    let known = merged[place]
    merged[place] = Provenance(
      publisher: known.publisher,
      tableIDs: known.tableIDs + source.tableIDs.filter { !known.tableIDs.contains($0) },
      licence: known.licence, notes: known.notes + source.notes.filter { !known.notes.contains($0) },
      isModelled: known.isModelled)
  }
  return (merged.filter(\.isModelled) + merged.filter { !$0.isModelled }).map {
    ($0.sourceLine.text(language), $0.isModelled)
  }
}

/// The line that says how many rows a table or chart leaves out.
func moreRows(_ total: Int, shown: Int, options: OutputOptions) -> String {
  let more = total - shown
  return options.say(
    more == 1
      ? "… 1 more row; \(options.maxRowsOption) \(total) shows it"
      : "… \(grouped: more) more rows; \(options.maxRowsOption) \(total) shows them")
}

/// Emphasis on a terminal. It only ever repeats what the text says.
struct Paint {
  let isOn: Bool

  func bold(_ text: String) -> String { wrap(text, "1") }
  func dim(_ text: String) -> String { wrap(text, "2") }
  func warning(_ text: String) -> String { wrap(text, "1;33") }

  /// The text in the colour of a chart's series `number`, from 0.
  func series(_ text: String, _ number: Int) -> String {
    // Blue, yellow, cyan, magenta, green, red: told apart in light and dark themes.
    wrap(text, ["34", "33", "36", "35", "32", "31"][number % 6])
  }

  private func wrap(_ text: String, _ code: String) -> String {
    isOn && !text.isEmpty ? "\u{1B}[\(code)m\(text)\u{1B}[0m" : text
  }
}
