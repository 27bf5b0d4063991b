import Testing

@testable import RegnLanguageServer

/// How bytes become messages.
@Suite struct MessageCutterTests {
  /// What comes of a text given in pieces of a size; broken pieces as `!`.
  private func cut(_ text: String, by size: Int = .max) -> [String] {
    var cutter = MessageCutter()
    let bytes = Array(text.utf8)
    var found: [MessageCutter.Piece] = []
    var start = 0
    while start < bytes.count {
      let end = min(bytes.count, size == .max ? bytes.count : start + size)
      found += cutter.take(Array(bytes[start..<end]))
      start = end
    }
    if let rest = cutter.end() { found.append(rest) }
    return found.map { piece in
      switch piece {
      case .message(let bytes): String(decoding: bytes, as: UTF8.self)
      case .broken: "!"
      }
    }
  }

  @Test(arguments: [1, 2, 3, 7, 64, Int.max])
  func severalMessagesInPiecesOfAnySize(_ size: Int) {
    let text =
      "Content-Length: 5\r\n\r\n\"æ\"1content-length:2\r\nContent-Type: application/vscode-jsonrpc; charset=utf-8\r\n\r\n{}"
      + "CONTENT-LENGTH: 0\r\n\r\nContent-Length: 2\n\n[]"
    #expect(cut(text, by: size) == ["\"æ\"1", "{}", "", "[]"])
  }

  @Test(arguments: [1, 5, Int.max])
  func wrongLengthsHarmOnlyTheirOwnMessages(_ size: Int) {
    // Too short: the rest of the content stands before the next header.
    #expect(
      cut("Content-Length: 3\r\n\r\n{\"a\":1}Content-Length: 2\r\n\r\n{}", by: size) == ["{\"a", "!", "{}"])
    // Too long: part of the next message is swallowed, and the one after it is whole again.
    // Of what is left of that one neither the header nor the content can be read.
    let next = "Content-Length: 2\r\n\r\n"
    #expect(
      cut("Content-Length: 9\r\n\r\n{}\(next){}\(next)[]", by: size) == ["{}Content", "!", "!", "[]"])
  }

  @Test(arguments: [1, 5, Int.max])
  func headersThatSayNoLength(_ size: Int) {
    let good = "Content-Length: 2\r\n\r\n[]"
    #expect(cut("Content-Type: x\r\n\r\n\(good)", by: size) == ["!", "[]"])
    #expect(cut("hello\r\n\r\n\(good)", by: size) == ["!", "[]"])
    #expect(cut("Content-Length: -5\r\n\r\n\(good)", by: size) == ["!", "[]"])
    #expect(cut("Content-Length: five\r\n\r\n\(good)", by: size) == ["!", "[]"])
    #expect(cut("Content-Length:\r\n\r\n\(good)", by: size) == ["!", "[]"])
    #expect(cut("Content-Length: 99999999999999999999\r\n\r\n\(good)", by: size) == ["!", "[]"])
    #expect(cut("Content-Length: 67108865\r\n\r\n\(good)", by: size) == ["!", "[]"])
    // Empty lines between messages harm nothing.
    #expect(cut("\r\n\r\n\(good)\r\n\(good)", by: size) == ["[]", "[]"])
  }

  @Test func theEndWithinAMessage() {
    #expect(cut("Content-Length: 5\r\n\r\n{}") == ["!"])
    #expect(cut("Content-Len") == ["!"])
    #expect(cut("Content-Length: 5\r\n") == ["!"])
    #expect(cut("") == [])
  }

  /// However a stream is cut, and whatever it holds, the same messages come of it.
  @Test func streamsByChance() {
    let pieces = [
      "Content-Length: ", "content-length:", "2", "17", "\r\n\r\n", "\r\n", "\n", "{}", "[1,\"æ\"]", "x", ":",
      "Content-Type: y\r\n", "-1", " ", "\u{0}", "Content-Length: 2\r\n\r\n{}",
    ]
    var chance = Chance(7)
    for _ in 0..<2_000 {
      let text = (0..<chance.below(30)).map { _ in chance.pick(pieces) }.joined()
      let whole = cut(text)
      #expect(cut(text, by: 1 + chance.below(9)) == whole, "\(text.debugDescription)")
    }
  }

  @Test func endlessLinesAreNotKept() {
    var cutter = MessageCutter()
    for _ in 0..<200 { #expect(cutter.take([UInt8](repeating: 0x78, count: 10_000)).isEmpty) }
    let rest = cutter.take(Array("Content-Length: 2\r\n\r\n{}".utf8))
    #expect(rest == [.broken("a line of the header is too long"), .message(Array("{}".utf8))])
  }
}
