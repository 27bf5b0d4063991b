/// Prose between the statements of a script: lines that begin with `//|`, one after another.
public struct ProseCell: Sendable, Hashable {
  /// The lines without their `//|` and the space behind it.
  public let text: String
  /// Where the lines stand.
  public let span: SourceSpan
}

extension SyntaxTree {
  /// The prose between statements, in order. What stands within a statement is a comment like any other.
  public var proseCells: [ProseCell] {
    let starts = Set(root.statements.map(\.span.start))
    var cells: [ProseCell] = []
    for token in tokens where starts.contains(token.start) || token.kind == .endOfFile {
      readProse(in: token.triviaSpan, to: &cells)
    }
    return cells
  }

  private func readProse(in trivia: SourceSpan, to cells: inout [ProseCell]) {
    var lines: [String] = []
    var span = SourceSpan(trivia.start, trivia.start)
    func isMark(_ at: Int) -> Bool {
      at + 2 < trivia.end && text.bytes[at] == UInt8(ascii: "/") && text.bytes[at + 1] == UInt8(ascii: "/")
        && text.bytes[at + 2] == UInt8(ascii: "|")
    }
    func close() {
      if !lines.isEmpty { cells.append(ProseCell(text: lines.joined(separator: "\n"), span: span)) }
      lines = []
    }
    var at = trivia.start
    while at < trivia.end {
      var end = at
      while end < trivia.end, text.bytes[end] != 0x0A, text.bytes[end] != 0x0D { end += 1 }
      var first = at
      while first < end, text.bytes[first] == 0x20 || text.bytes[first] == 0x09 { first += 1 }
      if isMark(first) {
        if lines.isEmpty { span = SourceSpan(first, end) }
        span = SourceSpan(span.start, end)
        let begins = first + 3 < end && text.bytes[first + 3] == 0x20 ? first + 4 : first + 3
        lines.append(text[SourceSpan(begins, end)])
      } else {
        close()
      }
      at = end
      if at < trivia.end, text.bytes[at] == 0x0D { at += 1 }
      if at < trivia.end, text.bytes[at] == 0x0A { at += 1 }
    }
    close()
  }
}
