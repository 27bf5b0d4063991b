import RegnData

/// Markdown as the manual uses it, laid out for a terminal: headings, paragraphs, lists, tables and blocks of
/// code. Text is broken between words; code stays as it is.
public struct TerminalText {
  private let width: Int
  private var lines: [String] = []

  /// The text of a page, in lines of at most `width` columns where words and code allow it.
  public static func render(_ markdown: String, width: Int) -> String {
    var text = TerminalText(width: max(width, 20))
    text.render(markdown.split(separator: "\n", omittingEmptySubsequences: false).map(String.init))
    return text.lines.joined(separator: "\n") + "\n"
  }

  private init(width: Int) { self.width = width }

  // MARK: - Blocks

  private mutating func render(_ source: [String]) {
    var place = 0
    while place < source.count {
      let line = source[place]
      if line.isEmpty {
        place += 1
      } else if line.hasPrefix("```") {
        let end = source[(place + 1)...].firstIndex { $0.hasPrefix("```") } ?? source.count
        code(Array(source[(place + 1)..<end]))
        place = end + 1
      } else if line.hasPrefix("#") {
        let heading = String(line.drop { $0 == "#" || $0 == " " })
        let end = source[(place + 1)...].firstIndex { $0.hasPrefix("#") } ?? source.count
        let body = source[(place + 1)..<end].filter { !$0.isEmpty }
        // What is not known to differ is not worth a section, and links fit on the heading's line.
        if heading == "Differences from the reference", body == ["None known."] {
          place = end
        } else if heading == "See also" {
          paragraph("See also: " + body.joined(separator: " "))
          place = end
        } else {
          separate()
          lines.append(plain(heading))
          place += 1
        }
      } else if line.hasPrefix("|") {
        let end = source[place...].firstIndex { !$0.hasPrefix("|") } ?? source.count
        table(source[place..<end].map(cells))
        place = end
      } else if line.hasPrefix("- ") {
        let end = source[(place + 1)...].firstIndex { !$0.hasPrefix("  ") } ?? source.count
        let words = source[place..<end].map { String($0.drop { $0 == " " }) }.joined(separator: " ")
        if place == 0 || !source[place - 1].hasPrefix("- ") && !source[place - 1].hasPrefix("  ") {
          separate()
        }
        lines += wrapped(plain(words), first: "", rest: "  ")
        place = end
      } else {
        let end = source[place...].firstIndex { $0.isEmpty || $0.hasPrefix("```") } ?? source.count
        paragraph(source[place..<end].joined(separator: " "))
        place = end
      }
    }
  }

  private mutating func separate() { if !lines.isEmpty { lines.append("") } }

  private mutating func paragraph(_ text: String) {
    separate()
    lines += wrapped(plain(text), first: "", rest: "")
  }

  private mutating func code(_ source: [String]) {
    separate()
    for line in source {
      if displayWidth(line) + 2 <= width || !line.contains(" ") || "│┌├└".contains(line.prefix(1)) {
        lines.append(line.isEmpty ? "" : "  " + line)
      } else {
        lines += wrapped(line, first: "  ", rest: "    ")
      }
    }
  }

  private mutating func table(_ source: [[String]]) {
    // The second line only says how columns are set.
    let rows = source.enumerated().filter { $0.offset != 1 }.map { $0.element.map(plain) }
      .filter { $0.contains { !$0.isEmpty } }
    guard let columns = rows.map(\.count).max(), columns > 0 else { return }
    separate()
    var widths = (0..<columns).map { column in
      rows.map { column < $0.count ? displayWidth($0[column]) : 0 }.max() ?? 0
    }
    // The widest column gives way when a row is too long for the terminal, down to its longest word.
    let words = (0..<columns).map { column in
      rows.map { row in
        column < row.count ? row[column].split(separator: " ").map { displayWidth(String($0)) }.max() ?? 0 : 0
      }.max() ?? 0
    }
    for _ in 0..<max(widths.reduce(0, +) + 2 * columns - width, 0) {
      let wide = widths.indices.filter { widths[$0] > words[$0] }
      guard let widest = wide.max(by: { widths[$0] < widths[$1] }) else { break }
      widths[widest] -= 1
    }
    for row in rows {
      let cells = (0..<columns).map { column in
        column < row.count ? broken(row[column], to: widths[column]) : [""]
      }
      for number in 0..<(cells.map(\.count).max() ?? 0) {
        var line = "  "
        for column in 0..<columns {
          let cell = number < cells[column].count ? cells[column][number] : ""
          line += cell + spaces(widths[column] - displayWidth(cell) + 2)
        }
        while line.hasSuffix(" ") { line.removeLast() }
        lines.append(line)
      }
    }
  }

  /// The cells of a table's line; `\|` does not part them.
  private func cells(_ line: String) -> [String] {
    var cells: [String] = []
    var cell = ""
    var isEscaped = false
    for character in line.dropFirst() {
      if character == "|", !isEscaped {
        cells.append(trimmed(cell))
        cell = ""
      } else {
        cell.append(character)
      }
      isEscaped = character == "\\" && !isEscaped
    }
    return cells
  }

  // MARK: - Words

  /// A text without the marks of Markdown: links are their words, `**` is left out, `\*` is a star.
  private func plain(_ text: String) -> String {
    var result = ""
    var rest = Array(text)[...]
    var isCode = false
    while let character = rest.popFirst() {
      switch character {
      case "`":
        isCode.toggle()
        result.append(character)
      case "\\"
      where rest.first?.isASCII ?? false && !(rest.first?.isLetter ?? false)
        && (!isCode || rest.first == "|"):
        if let escaped = rest.popFirst() { result.append(escaped) }
      case "*" where !isCode && rest.first == "*": rest.removeFirst()
      case "[" where !isCode:
        if let close = rest.firstIndex(of: "]"), rest.index(after: close) < rest.endIndex,
          rest[rest.index(after: close)] == "(", let end = rest[close...].firstIndex(of: ")")
        {
          result += plain(String(rest[..<close]))
          rest = rest[(end + 1)...]
        } else {
          result.append(character)
        }
      default: result.append(character)
      }
    }
    return result
  }

  private func wrapped(_ text: String, first: String, rest: String) -> [String] {
    let inner = broken(text, to: width - max(first.count, rest.count))
    return inner.enumerated().map { ($0.offset == 0 ? first : rest) + $0.element }
  }

  /// A text in lines of at most so many columns; a word that is longer stands alone.
  private func broken(_ text: String, to width: Int) -> [String] {
    var lines: [String] = []
    var line = ""
    for word in words(of: text, to: width) {
      if line.isEmpty {
        line = word
      } else if displayWidth(line) + 1 + displayWidth(word) <= width {
        line += " " + word
      } else {
        lines.append(line)
        line = word
      }
    }
    return lines + [line]
  }

  /// The words of a text. Code counts as one word as long as it fits on a line: in two halves it cannot be
  /// copied.
  private func words(of text: String, to width: Int) -> [String] {
    var words: [String] = []
    var code: [String] = []
    for word in text.split(separator: " ").map(String.init) {
      let switches = !word.count { $0 == "`" }.isMultiple(of: 2)
      if code.isEmpty, !switches {
        words.append(word)
        continue
      }
      code.append(word)
      guard switches, code.count > 1 else { continue }
      let whole = code.joined(separator: " ")
      words += displayWidth(whole) <= width ? [whole] : code
      code = []
    }
    return words + code
  }

  private func trimmed(_ text: String) -> String {
    var text = text[...]
    while text.first == " " { text.removeFirst() }
    while text.last == " " { text.removeLast() }
    return String(text)
  }

  private func spaces(_ count: Int) -> String { String(repeating: " ", count: max(count, 0)) }

  private func displayWidth(_ text: String) -> Int { withUTF8Bytes(of: text) { UTF8Text.displayWidth($0) } }
}
