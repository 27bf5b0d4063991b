/// A block of prose. The subset of Markdown: headings, paragraphs, lists, fenced code and tables; within them
/// bold, italic, code and links (`ProseSpan`).
public enum ProseBlock: Sendable, Hashable {
  case heading(level: Int, String)
  case paragraph(String)
  case list(ordered: Bool, [String])
  case code(String)
  case table(header: [String], rows: [[String]])

  /// The blocks of a text. What is no mark of Markdown is text.
  public static func read(_ text: String) -> [ProseBlock] {
    var reader = BlockReader(
      lines: text.split(separator: "\n", omittingEmptySubsequences: false).map(trimmed))
    return reader.blocks()
  }

  /// The text of the first heading of level 1 in a text.
  public static func title(of text: String) -> String? {
    for case .heading(1, let title) in read(text) { return ProseSpan.plain(title) }
    return nil
  }
}

/// A line without spaces at its ends.
private func trimmed(_ line: Substring) -> String {
  trimmedEnd(String(line.drop { $0 == " " || $0 == "\t" || $0 == "\r" }).replacingCarriageReturn)
}

extension String {
  /// The text without a carriage return at its end.
  fileprivate var replacingCarriageReturn: String { hasSuffix("\r") ? String(dropLast()) : self }
}

/// Reads blocks from lines.
private struct BlockReader {
  let lines: [String]
  private var at = 0

  init(lines: [String]) { self.lines = lines }

  mutating func blocks() -> [ProseBlock] {
    var blocks: [ProseBlock] = []
    while at < lines.count {
      let line = lines[at]
      if line.isEmpty {
        at += 1
      } else if let (level, title) = Self.heading(line) {
        blocks.append(.heading(level: level, title))
        at += 1
      } else if line.hasPrefix("```") {
        blocks.append(code())
      } else if Self.item(line) != nil {
        blocks.append(list())
      } else if isTable(at) {
        blocks.append(table())
      } else {
        blocks.append(paragraph())
      }
    }
    return blocks
  }

  private static func heading(_ line: String) -> (level: Int, title: String)? {
    let level = line.prefix { $0 == "#" }.count
    guard (1...6).contains(level), line.dropFirst(level).first == " " else { return nil }
    return (level, trimmedEnd(String(line.dropFirst(level).drop { $0 == " " })))
  }

  /// The text of a list's item, and whether the list is numbered.
  private static func item(_ line: String) -> (ordered: Bool, text: String)? {
    if line.hasPrefix("- ") || line.hasPrefix("* ") { return (false, String(line.dropFirst(2))) }
    let digits = line.prefix { $0.isASCII && $0.isNumber }.count
    guard (1...9).contains(digits), line.dropFirst(digits).hasPrefix(". ") else { return nil }
    return (true, String(line.dropFirst(digits + 2)))
  }

  private mutating func code() -> ProseBlock {
    at += 1
    let start = at
    while at < lines.count, !lines[at].hasPrefix("```") { at += 1 }
    let text = lines[start..<at].joined(separator: "\n")
    at += 1
    return .code(text)
  }

  private mutating func list() -> ProseBlock {
    let ordered = Self.item(lines[at])?.ordered ?? false
    var items: [String] = []
    while at < lines.count, !lines[at].isEmpty {
      if let item = Self.item(lines[at]) {
        guard item.ordered == ordered else { break }
        items.append(item.text)
      } else if beginsBlock(at) {
        break
      } else {
        items[items.count - 1] += " " + lines[at]
      }
      at += 1
    }
    return .list(ordered: ordered, items)
  }

  private mutating func paragraph() -> ProseBlock {
    let start = at
    at += 1
    while at < lines.count, !lines[at].isEmpty, !beginsBlock(at) { at += 1 }
    return .paragraph(lines[start..<at].joined(separator: " "))
  }

  private func beginsBlock(_ line: Int) -> Bool {
    Self.heading(lines[line]) != nil || lines[line].hasPrefix("```") || Self.item(lines[line]) != nil
      || isTable(line)
  }

  /// Whether a table begins: a line with `|`, and a line of dashes beneath.
  private func isTable(_ line: Int) -> Bool {
    guard line + 1 < lines.count, lines[line].contains("|"), lines[line + 1].contains("-") else {
      return false
    }
    return lines[line + 1].contains("|") && lines[line + 1].allSatisfy { "|-: ".contains($0) }
  }

  private mutating func table() -> ProseBlock {
    let header = Self.cells(lines[at])
    at += 2
    var rows: [[String]] = []
    while at < lines.count, lines[at].contains("|") {
      var cells = Array(Self.cells(lines[at]).prefix(header.count))
      while cells.count < header.count { cells.append("") }
      rows.append(cells)
      at += 1
    }
    return .table(header: header, rows: rows)
  }

  private static func cells(_ line: String) -> [String] {
    var text = Substring(line)
    if text.first == "|" { text = text.dropFirst() }
    if text.last == "|" { text = text.dropLast() }
    return text.split(separator: "|", omittingEmptySubsequences: false).map(trimmed)
  }
}
