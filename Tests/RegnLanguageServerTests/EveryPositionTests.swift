import RegnTestSupport
import Testing

@testable import RegnLanguageServer

/// Every feature at every position of texts with letters beyond ASCII, whole and broken ones.
@Suite struct EveryPositionTests {
  static let texts = [
    "costs | where municipality == \"Aarhus\" // æøå 🙂\n| summarize s = sum(amount) by year\n",
    "let f = (x: long, y: string = \"🙂\") { strcat(tostring(x), y) };\r\nlet år = 2024;\r\nprint ø = f(år, 'æ'), f(1)",
    "costs | join kind=inner (municipalities | project code, ['municipality group'] = 1) on code | extend 🙂",
    "costs | where (year == 'Å🙂\n| summarize by (;;; let = ( {\r| top 5 by",
    "datatable(a: long, ['b æ']: string) [1, '🙂', 2, 'ø'] | where ['b æ'] has \"🙂\" | extend c = a + 1, d = c * 2 | render barchart",
    "", "🙂", "\r\n\r\n", "SELECT * FROM costs WHERE æ = '🙂'",
  ]

  @Test(arguments: texts.indices)
  func everyFeature(_ index: Int) throws {
    let text = EveryPositionTests.texts[index]
    let encoding = index % 2 == 0 ? "utf-16" : "utf-8"
    let client = try Client.ready(
      [],
      .object([
        "general": .object(["positionEncodings": [.string(encoding)]]),
        "textDocument": .object([
          "codeAction": .object(["codeActionLiteralSupport": .bag([])]),
          "documentSymbol": .object(["hierarchicalDocumentSymbolSupport": true]),
        ]),
      ]))
    client.open(text)
    let lines = EveryPositionTests.lengths(text, isUTF8: encoding == "utf-8")
    var asked: [(id: JSON, what: String, mayBeRefused: Bool)] = []
    for (line, length) in lines.enumerated() {
      // One more than there are: past the end is the end.
      for character in 0...(length + 1) {
        let what = "at \(line):\(character) of text \(index)"
        func ask(_ method: String, _ more: [JSON.Entry] = [], mayBeRefused: Bool = false) {
          let id = client.begin("textDocument/" + method, client.place(line, character, more))
          asked.append((id, "\(method) \(what)", mayBeRefused))
        }
        for method in ["completion", "hover", "signatureHelp", "definition", "documentHighlight"] {
          ask(method)
        }
        ask("references", [.init("context", .object(["includeDeclaration": true]))])
        ask("prepareRename", mayBeRefused: true)
        ask("rename", [.init("newName", "nyt_navn")], mayBeRefused: true)
        for typed in ["|", ";", "\n"] { ask("onTypeFormatting", [.init("ch", .string(typed))]) }
        ask("selectionRange", [.init("positions", [position(line, character)])])
        let end = (line + 1, character)
        for method in ["codeAction", "inlayHint", "semanticTokens/range", "rangeFormatting"] {
          ask(method, [.init("range", range((line, character), end))])
        }
      }
    }
    for method in [
      "documentSymbol", "foldingRange", "semanticTokens/full", "codeLens", "diagnostic", "formatting",
    ] {
      let id = client.begin(
        "textDocument/" + method, .object(["textDocument": .object(["uri": .string(Client.uri)])]))
      asked.append((id, "\(method) of text \(index)", false))
    }
    for (id, what, mayBeRefused) in asked {
      let answer = try client.answer(to: id)
      if let error = answer["error"] {
        #expect(mayBeRefused && error["code"] == -32803, "\(what): \(error.json)")
      }
      for range in EveryPositionTests.ranges(answer) {
        #expect(EveryPositionTests.isValid(range, lines), "\(what): \(written(range))")
      }
    }
    #expect(try client.leave() == .exited(0))
  }

  /// The lengths of the lines, in units.
  private static func lengths(_ text: String, isUTF8: Bool) -> [Int] {
    var lengths = [0]
    var last: Unicode.Scalar?
    for scalar in text.unicodeScalars {
      if scalar == "\n", last == "\r" {
        // The second half of a line end.
      } else if scalar == "\n" || scalar == "\r" {
        lengths.append(0)
      } else {
        lengths[lengths.count - 1] += isUTF8 ? UTF8.width(scalar) : UTF16.width(scalar)
      }
      last = scalar
    }
    return lengths
  }

  /// All ranges in an answer.
  private static func ranges(_ json: JSON) -> [JSON] {
    var found: [JSON] = []
    var pending = [json]
    while let next = pending.popLast() {
      if next["start"]?["line"] != nil, next["end"]?["line"] != nil { found.append(next) }
      pending += next.array ?? next.entries?.map(\.value) ?? []
    }
    return found
  }

  private static func isValid(_ range: JSON, _ lines: [Int]) -> Bool {
    func place(_ name: String) -> (Int, Int)? {
      guard let line = range[name]?["line"]?.integer, let character = range[name]?["character"]?.integer,
        lines.indices.contains(line), (0...lines[line]).contains(character)
      else { return nil }
      return (line, character)
    }
    guard let start = place("start"), let end = place("end") else { return false }
    return start <= end
  }
}
