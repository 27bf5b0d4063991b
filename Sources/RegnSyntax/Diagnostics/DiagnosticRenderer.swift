import RegnPhrases

/// Writes diagnostics as a terminal shows them: heading, place, source line, carets.
public struct DiagnosticRenderer: Sendable {
  /// Whether to colour with ANSI escapes.
  public var color: Bool
  /// The terminal's width in cells: long sentences are broken between words. Nil leaves them whole.
  public var width: Int?
  /// How many cells a tab is shown as.
  public var tabWidth: Int
  /// How many lines of a span of several lines are shown.
  public var maximumLines: Int
  /// The language of the sentences.
  public var language: Language

  /// Makes a renderer.
  public init(
    color: Bool = false, width: Int? = nil, tabWidth: Int = 4, maximumLines: Int = 4,
    language: Language = .en
  ) {
    self.color = color
    self.width = width
    self.tabWidth = max(1, tabWidth)
    self.maximumLines = max(1, maximumLines)
    self.language = language
  }

  /// The diagnostic as text of several lines, each ended by `\n`. Nothing in it can act on a terminal but the
  /// colours asked for.
  public func render(_ diagnostic: Diagnostic, in text: SourceText) -> String {
    var out = heading(of: diagnostic)
    snippet(diagnostic.span, diagnostic.label, mark: "^", tint: tint(diagnostic.severity), in: text, to: &out)
    return out + rest(of: diagnostic, in: text)
  }

  private func heading(of diagnostic: Diagnostic) -> String {
    let heading = "\(said(diagnostic.severity.word))[\(diagnostic.code.id)]"
    return paint(heading, tint(diagnostic.severity), bold: true)
      + paint(message(after: heading, diagnostic.message), nil, bold: true) + "\n"
  }

  /// The notes and what is related.
  private func rest(of diagnostic: Diagnostic, in text: SourceText) -> String {
    var out = ""
    for note in diagnostic.notes {
      out += wordWrapped("  = \(safe(note))", width: width, hanging: 2) + "\n"
    }
    for related in diagnostic.related {
      out += paint(said(Severity.note.word), .cyan, bold: true) + ": " + safe(related.message) + "\n"
      snippet(related.span, "", mark: "-", tint: .cyan, in: text, to: &out)
    }
    return out
  }

  /// All diagnostics, with an empty line between two.
  public func render(_ diagnostics: [Diagnostic], in text: SourceText) -> String {
    diagnostics.map { render($0, in: text) }.joined(separator: "\n")
  }

  /// The diagnostics of a text of one line without tabs that stands on the screen right above, behind
  /// `indent` cells, as one types it at a prompt: the first is marked there, and its line not shown again.
  public func render(_ diagnostics: [Diagnostic], below text: SourceText, indent: Int) -> String {
    guard let first = diagnostics.first else { return "" }
    let (_, before, under) = layOut(
      text.lineSpan(1), marking: first.span, in: text, within: max(1, text.count))
    let tint = tint(first.severity)
    var out = String(repeating: " ", count: indent + before) + painted("^", max(under, 1), tint)
    let label = safe(first.label)
    let hasRoom = width.map { indent + before + max(under, 1) + 1 + displayWidth(of: label) <= $0 } ?? true
    if !label.isEmpty, hasRoom { out += " " + paint(label, tint, bold: false) }
    out += "\n" + heading(of: first)
    if !label.isEmpty, !hasRoom {
      for line in wordWrapped("  " + label, width: width).split(separator: "\n") {
        out += paint(String(line), tint, bold: false) + "\n"
      }
    }
    out += rest(of: first, in: text)
    let others = Array(diagnostics.dropFirst())
    return others.isEmpty ? out : out + "\n" + render(others, in: text)
  }

  /// What is no diagnostic of the language, such as a failure while running: heading, place if known, hint.
  public func render(
    code: String, severity: Severity, message: Phrase, hint: Phrase = "",
    place: (span: SourceSpan, text: SourceText)? = nil
  ) -> String {
    let word = said(severity.word)
    let heading = code.isEmpty ? word : "\(word)[\(code)]"
    var out = paint(heading, tint(severity), bold: true)
    out += paint(self.message(after: heading, message), nil, bold: severity == .error) + "\n"
    if let (span, text) = place {
      let start = text.position(at: span.start)
      out += "  \(safe(text.fileName)):\(start.line):\(start.column)\n"
    }
    if !hint.isEmpty { out += wordWrapped("  \(safe(hint))", width: width) + "\n" }
    return out
  }

  /// A colon and the message, broken as it must be where it stands behind a heading.
  private func message(after heading: String, _ message: Phrase) -> String {
    String(wordWrapped("\(heading): \(safe(message))", width: width, hanging: 2).dropFirst(heading.count))
  }

  private func snippet(
    _ span: SourceSpan, _ label: Phrase, mark: Character, tint: Tint, in text: SourceText,
    to out: inout String
  ) {
    let first = text.position(at: span.start)
    let lastOffset = span.isEmpty ? span.start : max(span.start, span.end - 1)
    let lastLine = max(first.line, text.line(at: min(lastOffset, text.count)))
    out += "  \(safe(text.fileName)):\(first.line):\(first.column)\n"
    let shownLast = min(lastLine, first.line + maximumLines - 1)
    let gutter = String(shownLast).count
    for line in first.line...shownLast {
      let lineSpan = text.lineSpan(line)
      let number = String(line)
      let pad = String(repeating: " ", count: gutter - number.count)
      let (shown, before, under) = layOut(
        lineSpan, marking: span, in: text, within: width.map { max(30, $0 - gutter - 5) } ?? 300)
      out += paint("\(pad)\(number) |", .blue, bold: false) + (shown.isEmpty ? "" : " " + shown) + "\n"
      let isLast = line == shownLast
      if under == 0 && !isLast { continue }
      let marks = String(repeating: " ", count: before) + painted(mark, max(under, 1), tint)
      out += paint(String(repeating: " ", count: gutter) + " |", .blue, bold: false) + " " + marks
      if isLast, !label.isEmpty {
        let label = safe(label)
        let used = gutter + 3 + before + max(under, 1) + 1
        if let width, width >= 40, used + displayWidth(of: label) > width {
          // It stands below the mark, over the whole width.
          let indent = String(repeating: " ", count: gutter)
          for line in wordWrapped(label, width: width - gutter - 3).split(separator: "\n") {
            out += "\n" + paint(indent + " |", .blue, bold: false) + " "
            out += paint(String(line), tint, bold: false)
          }
        } else {
          out += " " + paint(label, tint, bold: false)
        }
      }
      out += "\n"
    }
    if shownLast < lastLine {
      let more = lastLine - shownLast
      out += String(repeating: " ", count: gutter) + paint(" | ", .blue, bold: false)
      out += said(more == 1 ? "… 1 more line" : "… \(more) more lines") + "\n"
    }
  }

  private func painted(_ mark: Character, _ count: Int, _ tint: Tint) -> String {
    paint(String(repeating: mark, count: count), tint, bold: false)
  }

  /// The line as shown, the cells before the marked part and the cells of the marked part.
  private func layOut(
    _ line: SourceSpan, marking span: SourceSpan, in text: SourceText, within most: Int
  ) -> (String, Int, Int) {
    var shown = ""
    var column = 0
    var before: Int?
    var after = 0
    let line = window(of: line, around: span, in: text, within: most)
    var at = line.start
    if line.isCutBefore {
      shown = "…"
      column = 1
    }
    // Leading white space of a continued span is not underlined.
    var leading = span.start < line.start
    while at < line.end {
      let (value, length) = text.scalar(at: at)
      let scalar = Unicode.Scalar(value) ?? "\u{FFFD}"
      if span.isEmpty, at == span.start { before = column }
      let marked = span.start <= at && at < span.end
      if leading, scalar != " ", scalar != "\t" { leading = false }
      if marked, !leading, before == nil { before = column }
      let width: Int
      if scalar == "\t" {
        width = tabWidth - column % tabWidth
        shown += String(repeating: " ", count: width)
      } else {
        let safe = visible(scalar)
        width = displayWidth(of: safe)
        shown.unicodeScalars.append(safe)
      }
      column += width
      if marked, !leading { after = column }
      at += length
    }
    if line.isCutAfter { shown += "…" }
    while shown.last == " " { shown.removeLast() }
    if let before { return (shown, before, max(0, after - before)) }
    return (shown, span.start >= line.end ? column : 0, 0)
  }

  /// The part of a line that is shown: all of it, or of a very long one the surroundings of the marked place.
  private func window(
    of line: SourceSpan, around span: SourceSpan, in text: SourceText, within most: Int
  ) -> (start: Int, end: Int, isCutBefore: Bool, isCutAfter: Bool) {
    // No scalar has more than four bytes: what is longer than this need not be measured.
    guard line.length > most, line.length > 4 * most || displayWidth(of: text[line]) > most else {
      return (line.start, line.end, false, false)
    }
    func aligned(_ offset: Int) -> Int {
      var offset = offset
      while offset > line.start, offset < line.end, text.bytes[offset] & 0xC0 == 0x80 { offset -= 1 }
      return offset
    }
    let place = min(max(span.start, line.start), line.end)
    let start = aligned(max(line.start, min(place - min(80, most / 3), line.end - most)))
    let end = aligned(min(line.end, start + most))
    return (start, end, start > line.start, end < line.end)
  }

  private enum Tint: Int {
    case red = 31
    case yellow = 33
    case blue = 34
    case cyan = 36
  }

  private func tint(_ severity: Severity) -> Tint {
    switch severity {
    case .error: .red
    case .warning: .yellow
    case .note: .cyan
    }
  }

  private func paint(_ string: String, _ tint: Tint?, bold: Bool) -> String {
    guard color else { return string }
    var codes: [String] = []
    if bold { codes.append("1") }
    if let tint { codes.append(String(tint.rawValue)) }
    return "\u{1B}[\(codes.joined(separator: ";"))m\(string)\u{1B}[0m"
  }

  /// A phrase in the reader's language, as ``safe(_:)`` makes it.
  private func safe(_ phrase: Phrase) -> String { safe(said(phrase)) }

  private func said(_ phrase: Phrase) -> String { phrase.text(language) }

  private func safe(_ string: String) -> String {
    var result = String.UnicodeScalarView()
    for scalar in string.unicodeScalars { result.append(visible(scalar)) }
    return String(result)
  }
}
