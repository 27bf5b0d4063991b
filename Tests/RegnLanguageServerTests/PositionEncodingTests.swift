import RegnSyntax
import Testing

@testable import RegnLanguageServer

/// Lines and columns.
@Suite struct PositionEncodingTests {
  static let texts = [
    "", "a", "æøå", "🙂", "a🙂b\nc", "x\r\ny\rz\n", "\n\n", "\r\r\n\n\r", "Århus | 🙂🙂\n\tø\u{301}",
    "costs // 🙂 æøå\r\n| take 5\r",
  ]

  /// The offsets at which characters begin, and the end; not the middle of `\r\n`.
  private func boundaries(_ text: SourceText) -> [Int] {
    var found: [Int] = []
    var at = 0
    while at < text.count {
      let isMiddle = at > 0 && text.bytes[at] == 0x0A && text.bytes[at - 1] == 0x0D
      if !isMiddle { found.append(at) }
      at += text.scalar(at: at).length
    }
    return found + [text.count]
  }

  @Test(arguments: texts, [PositionEncoding.utf8, .utf16])
  func everyOffsetThereAndBack(_ string: String, _ encoding: PositionEncoding) throws {
    let text = SourceText(string)
    for offset in boundaries(text) {
      let position = encoding.position(offset, text)
      #expect(try encoding.offset(position, text) == offset, "\(string.debugDescription) \(offset)")
    }
  }

  @Test func columnsAreCountedInUnits() {
    let text = SourceText("a🙂å|b")
    func column(_ encoding: PositionEncoding) -> Int { encoding.place(7, text).character }
    #expect(column(.utf16) == 4)
    #expect(column(.utf8) == 7)
    #expect(PositionEncoding.utf16.length(text.span, text) == 6)
    #expect(PositionEncoding.utf8.length(text.span, text) == 9)
  }

  @Test func placesThatAreNotThere() throws {
    let text = SourceText("a🙂\r\nå\n")
    func offset(_ line: Int, _ character: Int, _ encoding: PositionEncoding) throws -> Int {
      try encoding.offset(position(line, character), text)
    }
    // The middle of a surrogate pair, and of a character's bytes, is its beginning.
    #expect(try offset(0, 2, .utf16) == 1)
    for byte in 1...4 { #expect(try offset(0, byte, .utf8) == 1) }
    #expect(try offset(1, 1, .utf8) == 7)
    // Past the end of a line, and of the text.
    for encoding in [PositionEncoding.utf8, .utf16] {
      #expect(try offset(0, 99, encoding) == 5)
      #expect(try offset(0, .max, encoding) == 5)
      #expect(try offset(1, 99, encoding) == 9)
      #expect(try offset(2, 1, encoding) == 10)
      #expect(try offset(99, 0, encoding) == 10)
      #expect(try offset(.max, .max, encoding) == 10)
      #expect(throws: RPCError.self) { try offset(-1, 0, encoding) }
      #expect(throws: RPCError.self) { try encoding.offset(.object(["line": "x", "character": 1]), text) }
      #expect(throws: RPCError.self) { try encoding.offset(nil, text) }
      // A range the wrong way round is the same range.
      #expect(try encoding.span(range((1, 0), (0, 1)), text) == SourceSpan(1, 7))
    }
  }

  @Test func urisOfFiles() {
    #expect(DocumentURI.path("file:///a%20b/%C3%A6.kql") == "/a b/æ.kql")
    #expect(DocumentURI.path("file://localhost/a.kql") == "/a.kql")
    #expect(DocumentURI.path("file:/a%") == "/a%")
    #expect(DocumentURI.path("untitled:Untitled-1") == nil)
    #expect(DocumentURI.uri("/a b/æ.kql") == "file:///a%20b/%C3%A6.kql")
  }
}
