import RegnSyntax

/// How the client and the server count columns.
enum PositionEncoding: String, Sendable {
  case utf8 = "utf-8"
  case utf16 = "utf-16"

  /// The offset of a position. A column past the end of its line is the line's end, a line past the last is
  /// the text's end; the middle of a character is its beginning.
  func offset(_ position: JSON?, _ text: SourceText) throws(RPCError) -> Int {
    guard let line = position?["line"]?.integer, let character = position?["character"]?.integer,
      line >= 0, character >= 0
    else { throw .parameter("position") }
    // A line that is not there must not be counted up to.
    guard line < text.lineCount else { return text.count }
    switch self {
    case .utf16: return text.offset(utf16Line: line, character: character)
    case .utf8:
      let span = text.lineSpan(line + 1)
      let offset = span.start + min(character, span.length)
      guard offset < span.end else { return offset }
      // A character that began at most three bytes before may go on here.
      for back in 1...3 where offset - back >= span.start {
        if text.scalar(at: offset - back).length > back { return offset - back }
      }
      return offset
    }
  }

  /// The span of a range, from its earlier to its later end.
  func span(_ range: JSON?, _ text: SourceText) throws(RPCError) -> SourceSpan {
    guard let range, range["start"] != nil, range["end"] != nil else { throw .parameter("range") }
    let start = try offset(range["start"], text)
    let end = try offset(range["end"], text)
    return SourceSpan(min(start, end), max(start, end))
  }

  /// The line and column of an offset, from 0.
  func place(_ offset: Int, _ text: SourceText) -> (line: Int, character: Int) {
    switch self {
    case .utf16: return text.utf16Position(at: offset)
    case .utf8:
      let offset = max(0, min(offset, text.count))
      let line = text.line(at: offset)
      return (line - 1, offset - text.lineStarts[line - 1])
    }
  }

  func position(_ offset: Int, _ text: SourceText) -> JSON {
    let place = place(offset, text)
    return .object(["line": .number(place.line), "character": .number(place.character)])
  }

  func range(_ span: SourceSpan, _ text: SourceText) -> JSON {
    .object(["start": position(span.start, text), "end": position(span.end, text)])
  }

  /// The length of a span of one line.
  func length(_ span: SourceSpan, _ text: SourceText) -> Int {
    switch self {
    case .utf8: return span.length
    case .utf16:
      var at = span.start
      var units = 0
      while at < span.end {
        let scalar = text.scalar(at: at)
        units += scalar.value > 0xFFFF ? 2 : 1
        at += scalar.length
      }
      return units
    }
  }
}
