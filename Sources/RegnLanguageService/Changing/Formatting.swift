import RegnFormatter
import RegnSyntax

extension Document {
  /// The edits that lay the text out; those of the parts that a span touches when one is given. None when
  /// nothing would change, or the text has mistakes that the layout would have to guess around.
  public func formatting(in range: SourceSpan? = nil) -> [TextEdit] {
    guard let range else {
      let tree = context.parse(text)
      return Document.edits(from: text.bytes, to: Array(Formatter.format(tree).utf8), at: 0)
    }
    return parts.flatMap { part -> [TextEdit] in
      guard let first = part.tree.root.statements.first, let last = part.tree.root.statements.last else {
        return []
      }
      let span = first.span.union(last.span)
      let own = span.moved(by: part.start)
      guard own.end >= range.start, own.start <= range.end else { return [] }
      // The statement alone, without what stands before it: its comments and blank lines stay.
      let piece = SourceText(bytes: Array(part.tree.text.bytes[span.start..<part.tree.text.count]))
      var laidOut = Array(Formatter.format(context.parse(piece)).utf8)
      while laidOut.last == 0x0A { laidOut.removeLast() }
      return Document.edits(from: piece.bytes, to: laidOut, at: own.start)
    }
  }

  /// What to change after a character was typed before an offset: after `;` its statement is laid out; after
  /// a line end and `|` the line is indented as a step of its query.
  public func formattingOnType(at offset: Int, typed: Character) -> [TextEdit] {
    switch typed {
    case ";":
      let part = parts[partIndex(at: max(0, offset - 1))]
      guard let statement = part.tree.root.statements.last, !part.tree.hasErrors else { return [] }
      return formatting(in: statement.span.moved(by: part.start))
    case "|", "\n":
      let line = text.line(at: offset)
      let span = text.lineSpan(line)
      let content = text.bytes[span.start..<span.end].prefix { $0 == 0x20 || $0 == 0x09 }
      // Only a line that holds nothing else yet.
      let rest = text.bytes[(span.start + content.count)..<span.end]
      guard typed == "|" ? rest.elementsEqual([0x7C]) : rest.isEmpty, line > 1 else { return [] }
      let indent = indentation(before: span.start)
      let written = Array(String(repeating: " ", count: indent).utf8)
      if content.elementsEqual(written) { return [] }
      return [
        TextEdit(
          SourceSpan(span.start, span.start + content.count), String(decoding: written, as: UTF8.self))
      ]
    default: return []
    }
  }

  /// The indentation of a step that begins a line: that of a step before it in the same query, four when the
  /// query is a `let`'s.
  private func indentation(before offset: Int) -> Int {
    let part = parts[partIndex(at: max(0, offset - 1))]
    let head = part.tree.text
    var line = head.line(at: max(0, offset - part.start - 1))
    while line >= 1 {
      let span = head.lineSpan(line)
      let blanks = head.bytes[span.start..<span.end].prefix { $0 == 0x20 || $0 == 0x09 }.count
      if span.start + blanks < span.end {
        let bytes = head.bytes[(span.start + blanks)..<span.end]
        if bytes.first == 0x7C { return blanks }
        if bytes.starts(with: Array("let ".utf8)) { return blanks + Formatter.indent }
        if bytes.last == 0x28 || bytes.last == 0x7B { return blanks + Formatter.indent }
        return blanks
      }
      line -= 1
    }
    return 0
  }

  /// One edit for what differs between two texts.
  private static func edits(from old: [UInt8], to new: [UInt8], at offset: Int) -> [TextEdit] {
    guard old != new else { return [] }
    var start = 0
    while start < min(old.count, new.count), old[start] == new[start] { start += 1 }
    var end = 0
    while end < min(old.count, new.count) - start, old[old.count - 1 - end] == new[new.count - 1 - end] {
      end += 1
    }
    // Whole characters only.
    while start > 0, start < old.count, old[start] & 0xC0 == 0x80 { start -= 1 }
    while end > 0, old[old.count - end] & 0xC0 == 0x80 { end -= 1 }
    return [
      TextEdit(
        SourceSpan(offset + start, offset + old.count - end),
        String(decoding: new[start..<(new.count - end)], as: UTF8.self))
    ]
  }
}
