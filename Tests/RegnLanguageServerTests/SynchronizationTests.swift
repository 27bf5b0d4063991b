import RegnLanguageService
import RegnSession
import RegnSyntax
import RegnTestSupport
import Testing

@testable import RegnLanguageServer

/// Numbers that look like chance and are the same each time.
struct Chance {
  private var state: UInt64

  init(_ seed: UInt64) { state = seed }

  /// A number below `count`.
  mutating func below(_ count: Int) -> Int {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return Int(state >> 33) % max(1, count)
  }

  mutating func pick<Element>(_ elements: [Element]) -> Element { elements[below(elements.count)] }
}

/// A text as an editor keeps it: UTF-16 units, and lines that end with `\n`, `\r\n` or `\r`.
struct EditorText {
  private(set) var units: [UInt16]

  init(_ text: String) { units = Array(text.utf16) }

  var string: String { String(decoding: units, as: UTF16.self) }

  /// The line and column of a unit.
  func place(_ unit: Int) -> (Int, Int) {
    var (line, start) = (0, 0)
    for index in 0..<unit where isLineEnd(index) { (line, start) = (line + 1, index + 1) }
    return (line, unit - start)
  }

  private func isLineEnd(_ index: Int) -> Bool {
    units[index] == 0x0A || units[index] == 0x0D && !(index + 1 < units.count && units[index + 1] == 0x0A)
  }

  /// Whether a cursor can stand before a unit: not within a character or a line end.
  func isPlace(_ unit: Int) -> Bool {
    guard unit > 0, unit < units.count else { return true }
    return units[unit] & 0xFC00 != 0xDC00 && !(units[unit] == 0x0A && units[unit - 1] == 0x0D)
  }

  mutating func replace(_ range: Range<Int>, _ text: String) {
    units.replaceSubrange(range, with: text.utf16)
  }
}

/// Edits by chance, as somebody writes: words, signs, line ends, letters beyond ASCII; insertions, deletions,
/// now and then a whole statement.
struct RandomEdits {
  private var chance: Chance
  private(set) var text: EditorText

  init(_ text: String, seed: UInt64) {
    chance = Chance(seed)
    self.text = EditorText(text)
  }

  private static let pieces = [
    "a", " ", "|", ";", "\n", "\r\n", "\r", "(", ")", "\"", "'", "/", "//", "æ", "Å", "🙂", "👩‍👧", "e\u{301}",
    "{", "}",
    "where ", "costs", "\n| take 5", "let x = 1;\n", "x", "year", " == ", "2024", "municipality",
    "summarize ",
    "sum(amount)", " by ", "join ", "[", "]", ",", "=", "\u{2028}", "\t", "0", "/*", "*/", "@'", "```",
  ]

  /// Makes one edit and gives it as the protocol writes it.
  mutating func next() -> JSON {
    let count = text.units.count
    // Mostly near where the last one was is how people write; anywhere is harder.
    var start = chance.below(count + 1)
    while !text.isPlace(start) { start -= 1 }
    var end = start
    switch chance.below(10) {
    case 0..<5: break
    case 5..<8: end = min(count, start + 1 + chance.below(4))
    case 8: end = min(count, start + chance.below(40))
    // A text that grew is cut back.
    default: end = count > 400 ? min(count, start + chance.below(200)) : start
    }
    while !text.isPlace(end) { end += 1 }
    let inserted = end > start && chance.below(3) > 0 ? "" : chance.pick(RandomEdits.pieces)
    let change = JSON.object([
      "range": range(text.place(start), text.place(end)), "text": .string(inserted),
    ])
    text.replace(start..<end, inserted)
    return change
  }
}

/// What the server takes a text to be after changes.
@Suite struct SynchronizationTests {
  static let starts = [
    "", FeatureTests.text, "costs\r\n| where year == 2024\r\n| count\r\n",
    "let f = (x: long) { x + 1 };\rprint f(1), '🙂';\r// æøå\rcosts | take 1",
    "// 🙂\nlet a = costs | where municipality == \"Århus\";\nlet b = a | count;\nb;\na | join b on $left.x == $right.y",
  ]

  /// Ten thousand edits in all; the text is right after each, and what is said of it now and then.
  @Test(arguments: starts.indices)
  func randomEditsKeepTextAndMeaning(_ index: Int) throws {
    let context = Session().bindingContext
    var edits = RandomEdits(SynchronizationTests.starts[index], seed: UInt64(index + 1))
    var open = OpenDocument(
      uri: "", version: 1,
      document: Document(SourceText(SynchronizationTests.starts[index]), context: context))
    for number in 1...2_000 {
      try open.apply([edits.next()], .utf16)
      guard open.text.string == edits.text.string else {
        Issue.record("the text differs after edit \(number) of text \(index)")
        return
      }
      guard number % 50 == 0 else { continue }
      let fresh = Document(SourceText(edits.text.string), context: context)
      #expect(open.document.diagnostics == fresh.diagnostics, "edit \(number) of text \(index)")
      #expect(open.document.semanticTokens() == fresh.semanticTokens(), "edit \(number) of text \(index)")
      #expect(open.document.outline == fresh.outline, "edit \(number) of text \(index)")
    }
  }

  /// The same through the program, several changes in a notification, against a text that is opened anew.
  @Test func randomEditsThroughTheProgram() throws {
    let client = try Client.ready()
    let start = SynchronizationTests.starts[1]
    var edits = RandomEdits(start, seed: 99)
    client.open(start)
    let fresh = "file:///scripts/fresh.kql"
    for version in 2...101 {
      client.change((0..<5).map { _ in edits.next() }, version: version)
      guard version % 10 == 0 else { continue }
      client.open(edits.text.string, uri: fresh, version: version)
      for method in ["diagnostic", "documentSymbol", "foldingRange", "semanticTokens/full"] {
        let edited = try client.ask(method)
        let opened = try client.ask(method, uri: fresh)
        #expect(
          (edited["data"] ?? edited).json.replacing(Client.uri, with: fresh)
            == (opened["data"] ?? opened).json,
          "\(method) of version \(version)")
      }
      client.close(fresh)
    }
    #expect(try client.leave() == .exited(0))
  }

  @Test func changesInOrder() throws {
    var open = OpenDocument(
      uri: "", version: 1, document: Document(SourceText("a🙂b"), context: Session().bindingContext))
    // Each counts from the text that the one before left.
    try open.apply(
      [
        .object(["range": range((0, 0), (0, 1)), "text": "xy\n"]),
        .object(["range": range((1, 0), (1, 2)), "text": ""]),
        .object(["range": range((1, 1), (1, 1)), "text": "æ\r"]),
        .object(["range": range((2, 0), (2, 0)), "text": "!"]),
      ], .utf16)
    #expect(open.text.string == "xy\nbæ\r!")
    // Past the end, the wrong way round, without a range.
    try open.apply([.object(["range": range((9, 9), (99, 0)), "text": "?"])], .utf16)
    #expect(open.text.string == "xy\nbæ\r!?")
    try open.apply([.object(["range": range((1, 0), (0, 1)), "text": "-"])], .utf16)
    #expect(open.text.string == "x-bæ\r!?")
    try open.apply([.object(["text": "å"]), .object(["range": range((0, 2), (0, 2)), "text": "b"])], .utf8)
    #expect(open.text.string == "åb")
    #expect(throws: RPCError.self) { try open.apply([.object(["range": range((0, 0), (0, 0))])], .utf16) }
  }

  @Test func onlyTheLastStateIsTold() throws {
    let client = try Client.ready()
    client.open("costs | tak 5")
    for version in 2...50 {
      client.change([.object(["text": .string("costs | tak \(version)")])], version: version)
    }
    client.change([.object(["text": "costs | take 5"])], version: 51)
    #expect(try client.diagnostics(version: 51) == [])
    let versions = client.others.compactMap { $0["params"]?["version"]?.integer }
    #expect(versions == versions.sorted())
  }
}
