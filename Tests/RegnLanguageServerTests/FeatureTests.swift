import RegnTestSupport
import Testing

@testable import RegnLanguageServer

/// Every feature, asked of the real program.
@Suite struct FeatureTests {
  /// 0 let, 1 let, 2 comment, 3–5 query, 6 query.
  static let text = """
    let wanted = 2024;
    let peers = costs | where year == wanted | summarize sum(amount) by municipality;
    // æøå 🙂
    peers
    | extend s = "🙂å" | where municipality == "Århus"
    | top 5 by sum_amount;
    peers | count
    """

  private func opened(_ capabilities: JSON = .bag([])) throws -> Client {
    let client = try Client.ready([], capabilities)
    client.open(FeatureTests.text)
    return client
  }

  /// Capabilities of the client below `textDocument`.
  private func textDocument(_ members: JSON) -> JSON { .object(["textDocument": members]) }

  // MARK: - Diagnostics

  @Test func diagnosticsAreTold() throws {
    let client = try Client.ready(
      [],
      textDocument(
        .object([
          "publishDiagnostics": .object([
            "relatedInformation": true, "tagSupport": .object(["valueSet": [1, 2]]),
          ])
        ])))
    client.open("let x = 1;\n// 🙂 æ\ncosts | where municipality == '🙂' | count")
    let params = try client.wait(for: "textDocument/publishDiagnostics")
    let items = params["diagnostics"]?.array ?? []
    #expect(params["version"] == 1)
    #expect(items.map { $0["code"]?.string } == ["RG0704", "RG0420"])
    #expect(items.map { written($0["range"]) } == ["0:4-0:5", "2:30-2:34"])
    #expect(items.map { $0["severity"]?.integer } == [2, 3])
    #expect(items.map { $0["source"]?.string } == ["regn", "regn"])
    #expect(items.map { $0["tags"] } == [[1], nil])
    client.change([.object(["text": "costs | where municpality == 1"])], version: 2)
    let mistake = try client.wait(for: "textDocument/publishDiagnostics")["diagnostics"]?.array ?? []
    #expect(mistake.map { written($0["range"]) } == ["0:14-0:25"])
    #expect(mistake.first?["severity"] == 1)
    #expect(
      mistake.first?["message"]
        == "no column named `municpality` in costs\ndid you mean `municipality`?")
    client.close()
    let closed = try client.wait(for: "textDocument/publishDiagnostics")
    #expect(closed["diagnostics"] == [] && closed["version"] == nil)
  }

  @Test func diagnosticsAreAskedFor() throws {
    let client = try Client.ready([], textDocument(.object(["diagnostic": .bag([])])))
    client.open("costs | tak 5")
    let report = try client.ask("diagnostic")
    #expect(report["kind"] == "full")
    #expect(report["items"]?.array?.map { $0["code"]?.string } == ["RG0103"])
    #expect(try client.leave() == .exited(0))
    // Who asks is not told besides.
    #expect(!client.others.contains { $0["method"] == "textDocument/publishDiagnostics" })
  }

  // MARK: - Completion

  @Test func completions() throws {
    let client = try opened(
      textDocument(
        .object([
          "completion": .object([
            "completionItem": .object(["snippetSupport": true, "documentationFormat": ["markdown"]])
          ])
        ])))
    client.change([.object(["text": "costs // 🙂\n| where municipality == \"Årh\n| extend roun"])], version: 2)
    let steps = try client.ask("completion", 1, 4)
    #expect(steps["isIncomplete"]?.bool != nil)
    let first = steps["items"]?.array?.first
    #expect(first?["label"] == "where" && first?["kind"] == 14)
    #expect(written(first?["textEdit"]?["range"]) == "1:2-1:4")
    let values = try client.ask("completion", 1, 28)
    let value = values["items"]?.array?.first
    #expect(value?["label"] == "\"Aarhus\"" && value?["kind"] == 12)
    #expect(written(value?["textEdit"]?["range"]) == "1:24-1:28")
    // Å is found by what was typed, for a client that filters letter by letter.
    #expect(value?["filterText"] == "\"Årh" && values["isIncomplete"] == true)
    client.change([.object(["text": "costs | extend roun"])], version: 3)
    let calls = try client.ask("completion", 0, 19)
    let call = calls["items"]?.array?.first { $0["label"]?.string?.hasPrefix("round") == true }
    #expect(call?["kind"] == 3 && call?["insertTextFormat"] == 2)
    #expect(call?["textEdit"]?["newText"]?.string?.hasPrefix("round(${1:") == true)
    let order = steps["items"]?.array?.compactMap { $0["sortText"]?.string } ?? []
    #expect(!order.isEmpty && order == order.sorted())
    let resolved = try client.request("completionItem/resolve", call)
    #expect(resolved["documentation"]?["kind"] == "markdown")
    #expect(resolved["documentation"]?["value"]?.string?.contains("round(") == true)
    #expect(resolved["label"] == call?["label"] && resolved["textEdit"] == call?["textEdit"])
  }

  @Test func completionsWithoutSnippets() throws {
    let client = try opened()
    client.change([.object(["text": "costs | extend roun"])], version: 2)
    let call = try client.ask("completion", 0, 19)["items"]?.array?.first
    #expect(call?["insertTextFormat"] == 1)
    #expect(call?["textEdit"]?["newText"]?.string?.contains("$") == false)
    let resolved = try client.request("completionItem/resolve", call)
    #expect(resolved["documentation"]?["kind"] == "plaintext")
    #expect(resolved["documentation"]?["value"]?.string?.contains("```") == false)
  }

  @Test func aSpaceAsksOnlyBehindABar() throws {
    let client = try opened()
    client.change([.object(["text": "costs | where year "])], version: 2)
    let context = JSON.Entry("context", .object(["triggerKind": 2, "triggerCharacter": " "]))
    #expect(try client.ask("completion", 0, 8, [context])["items"]?.array?.isEmpty == false)
    #expect(try client.ask("completion", 0, 19, [context])["items"] == [])
    #expect(try client.ask("completion", 0, 19)["items"]?.array?.isEmpty == false)
  }

  // MARK: - Reading

  @Test func hovers() throws {
    let client = try opened(textDocument(.object(["hover": .object(["contentFormat": ["markdown"]])])))
    let hover = try client.ask("hover", 4, 32)
    #expect(written(hover["range"]) == "4:27-4:39")
    #expect(hover["contents"]?["kind"] == "markdown")
    #expect(hover["contents"]?["value"]?.string?.contains("municipality") == true)
    #expect(try client.ask("hover", 2, 5) == .null)
    let plain = try opened()
    #expect(try plain.ask("hover", 4, 32)["contents"]?["kind"] == "plaintext")
  }

  @Test func signatures() throws {
    let offsets = textDocument(
      .object([
        "signatureHelp": .object([
          "signatureInformation": .object([
            "parameterInformation": .object(["labelOffsetSupport": true]),
            "documentationFormat": ["markdown"],
          ])
        ])
      ]))
    let client = try opened(offsets)
    client.change([.object(["text": "print '🙂', round(1.5, "])], version: 2)
    let help = try client.ask("signatureHelp", 0, 23)
    let active = help["signatures"]?.array?.dropFirst(help["activeSignature"]?.integer ?? 0).first
    let label = active?["label"]?.string ?? ""
    #expect(label.hasPrefix("round("))
    #expect(help["activeParameter"] == 1)
    let parameter = active?["parameters"]?.array?.last?["label"]?.array?.compactMap(\.integer) ?? []
    #expect(parameter.count == 2)
    if parameter.count == 2 {
      let units = Array(label.utf16)[parameter[0]..<parameter[1]]
      #expect(label.hasSuffix(String(decoding: units, as: UTF16.self) + ")"))
    }
    #expect(try client.ask("signatureHelp", 0, 3) == .null)
    // Without offsets a parameter is told by its text.
    let simple = try opened()
    simple.change([.object(["text": "print round(1.5, "])], version: 2)
    let plain = try simple.ask("signatureHelp", 0, 17)["signatures"]?.array?.first
    #expect(plain?["parameters"]?.array?.allSatisfy { $0["label"]?.string != nil } == true)
  }

  @Test func hintsOfColumns() throws {
    let client = try opened()
    let all = JSON.Entry("range", range((0, 0), (9, 0)))
    let hints = try client.ask("inlayHint", [all]).array ?? []
    #expect(hints.first?["label"] == "→ municipality string, sum_amount long")
    #expect(hints.first?["position"] == position(1, 80))
    #expect(try client.ask("inlayHint", [.init("range", range((6, 0), (6, 3)))]) == [])
  }

  @Test func lenses() throws {
    let client = try opened()
    let lenses = try client.ask("codeLens").array ?? []
    #expect(
      lenses.map { "\($0["command"]?["title"]?.string ?? "") \(written($0["range"]))" } == [
        "1 use 0:4-0:10", "2 uses 1:4-1:9", "Run 3:0-5:21", "Explain 3:0-5:21",
        "Copy as Markdown 3:0-5:21", "Run 6:0-6:13", "Explain 6:0-6:13", "Copy as Markdown 6:0-6:13",
      ])
    #expect(
      lenses.last?["command"]?["arguments"]
        == [.object(["uri": .string(Client.uri), "statement": 3])])
  }

  // MARK: - Names

  @Test func definitionsAndUses() throws {
    let client = try opened()
    let definition = try client.ask("definition", 3, 2).array ?? []
    #expect(definition.map { written($0["range"]) } == ["1:4-1:9"])
    #expect(definition.first?["uri"] == .string(Client.uri))
    func uses(_ withDeclaration: JSON) throws -> [String] {
      let context = JSON.Entry("context", .object(["includeDeclaration": withDeclaration]))
      return (try client.ask("references", 1, 4, [context]).array ?? []).map { written($0["range"]) }
    }
    #expect(try uses(true) == ["1:4-1:9", "3:0-3:5", "6:0-6:5"])
    #expect(try uses(false) == ["3:0-3:5", "6:0-6:5"])
    let marks = try client.ask("documentHighlight", 6, 5).array ?? []
    #expect(marks.map { $0["kind"]?.integer } == [3, 2, 2])
  }

  @Test func renaming() throws {
    let client = try opened()
    let target = try client.ask("prepareRename", 0, 5)
    #expect(written(target["range"]) == "0:4-0:10" && target["placeholder"] == "wanted")
    let edit = try client.ask("rename", 0, 5, [.init("newName", "år")])
    #expect(
      written(edits: edit["changes"]?[Client.uri]) == ["0:4-0:10 år", "1:34-1:40 år"])
    let refused = try client.refusal("textDocument/prepareRename", client.place(1, 13))
    #expect(refused.code == -32803 && refused.message.hasPrefix("costs is a table at hand"))
    #expect(
      try client.refusal("textDocument/rename", client.place(0, 5, [.init("newName", "")])).code
        == -32803)
    #expect(try client.refusal("textDocument/rename", client.place(0, 5)).code == -32602)
  }

  @Test func renamingByVersion() throws {
    let client = try opened(
      .object(["workspace": .object(["workspaceEdit": .object(["documentChanges": true])])]))
    let change = try client.ask("rename", 0, 5, [.init("newName", "x")])["documentChanges"]?.array?.first
    #expect(change?["textDocument"] == .object(["uri": .string(Client.uri), "version": 1]))
    #expect(written(edits: change?["edits"]) == ["0:4-0:10 x", "1:34-1:40 x"])
  }

  // MARK: - Structure

  @Test func symbols() throws {
    let tree =
      try opened(
        textDocument(
          .object(["documentSymbol": .object(["hierarchicalDocumentSymbolSupport": true])]))
      ).ask("documentSymbol").array ?? []
    #expect(tree.prefix(2).map { $0["name"]?.string } == ["wanted", "peers"])
    #expect(tree.map { $0["kind"]?.integer } == [13, 23, 24, 24])
    #expect(tree.map { written($0["range"]) } == ["0:0-0:17", "1:0-1:80", "3:0-5:21", "6:0-6:13"])
    #expect(tree.allSatisfy { $0["location"] == nil })
    let flat = try opened().ask("documentSymbol").array ?? []
    #expect(flat.prefix(2).map { written($0["location"]?["range"]) } == ["0:4-0:10", "1:4-1:9"])
  }

  @Test func symbolsOfTheWorkspace() throws {
    let client = try Client.ready { folder in
      folder.write("one.kql", "let peer_group = 5;\nprint peer_group")
      folder.write("deep/er/two æ.kql", "let peerless = () { 1 };\nprint peerless()")
      folder.write("three.txt", "let peer_text = 1")
      folder.write(".hidden/four.kql", "let peer_hidden = 1")
    }
    client.open("let peers = costs;\npeers")
    func names(_ query: JSON) throws -> [String] {
      (try client.request("workspace/symbol", .object(["query": query])).array ?? []).compactMap {
        $0["name"]?.string
      }
    }
    #expect(try names("PEER") == ["peers", "peer_group", "peerless"])
    #expect(try names("group") == ["peer_group"])
    #expect(try names("nothing") == [])
    // What is open is taken as it is in the editor.
    client.open("let peer_now = 1", uri: DocumentURI.uri(client.folder("one.kql")))
    #expect(try names("peer").sorted() == ["peer_now", "peerless", "peers"])
    #expect(try client.refusal("workspace/symbol", .bag([])).code == -32602)
  }

  @Test func foldingAndSelecting() throws {
    let client = try opened()
    let folds = try client.ask("foldingRange").array ?? []
    #expect(folds.map { [$0["startLine"]?.integer, $0["endLine"]?.integer] } == [[3, 5]])
    var range = try client.ask("selectionRange", [.init("positions", [position(4, 32)])]).array?.first
    var spans: [String] = []
    while let here = range {
      spans.append(written(here["range"]))
      range = here["parent"]
    }
    #expect(spans.first == "4:27-4:39" && spans.last == "0:0-6:13")
    #expect(spans.contains("3:0-5:21"))
  }

  @Test func tokens() throws {
    let client = try opened()
    client.change([.object(["text": "costs // 🙂æ\n| where s == '🙂'"])], version: 2)
    let full = try client.ask("semanticTokens/full")
    // Table, comment; bar, where, name, operator, text.
    #expect(
      full["data"]?.array?.compactMap(\.integer) == [
        0, 0, 5, 5, 2, 0, 6, 6, 0, 0, 1, 0, 1, 2, 0, 0, 2, 5, 1, 0, 0, 6, 1, 4, 0, 0, 2, 2, 2, 0, 0, 3, 4, 9,
        0,
      ])
    // The difference put into the numbers from before gives the numbers of now.
    client.change([.object(["range": range((1, 2), (1, 2)), "text": "take 1 | "])], version: 3)
    let previous = JSON.Entry("previousResultId", full["resultId"] ?? .null)
    let delta = try client.ask("semanticTokens/full/delta", [previous])
    var data = full["data"]?.array ?? []
    for edit in delta["edits"]?.array ?? [] {
      let start = edit["start"]?.integer ?? 0
      data.replaceSubrange(
        start..<start + (edit["deleteCount"]?.integer ?? 0), with: edit["data"]?.array ?? [])
    }
    client.open("costs // 🙂æ\n| take 1 | where s == '🙂'", uri: "file:///fresh.kql")
    let fresh = try client.ask("semanticTokens/full", uri: "file:///fresh.kql")["data"]?.array ?? []
    #expect(data == fresh && !data.isEmpty)
    // Of an older state no difference is known.
    #expect(try client.ask("semanticTokens/full/delta", [previous])["data"]?.array == fresh)
    let last = try client.ask("semanticTokens/range", [.init("range", range((1, 0), (1, 3)))])
    #expect(last["data"]?.array?.first == 1)
  }

  // MARK: - Changing

  @Test func actions() throws {
    let client = try opened(
      textDocument(.object(["codeAction": .object(["codeActionLiteralSupport": .bag([])])])))
    func actions(_ only: JSON?) throws -> [JSON] {
      try client.ask(
        "codeAction",
        [
          .init("range", range((4, 44), (4, 44))),
          .init("context", .object(["diagnostics": [], "only": only])),
        ]
      ).array ?? []
    }
    let fix = try actions(["quickfix"])
    #expect(fix.map { $0["title"]?.string } == ["Change to \"Aarhus\""])
    #expect(fix.first?["isPreferred"] == true)
    #expect(fix.first?["diagnostics"]?.array?.first?["code"] == "RG0420")
    #expect(written(edits: fix.first?["edit"]?["changes"]?[Client.uri]) == ["4:43-4:50 \"Aarhus\""])
    #expect(try actions(["source"]).map { $0["kind"]?.string } == ["source.fixAll"])
    #expect(try actions(["refactor.move"]).isEmpty)
    // What changes the text by a command needs a client that lets it be changed.
    #expect(try actions(nil).allSatisfy { $0["command"] == nil })
  }

  @Test func layouts() throws {
    let client = try opened()
    client.change([.object(["text": "costs|take 5; // 🙂\nprint  1"])], version: 2)
    let options = JSON.Entry("options", .object(["tabSize": 4, "insertSpaces": true]))
    /// The text with the edits made.
    func laidOut(_ edits: JSON) -> String {
      var open = OpenDocument(
        uri: "", version: nil,
        document: .init(.init("costs|take 5; // 🙂\nprint  1"), context: Workspace.empty.context))
      for edit in (edits.array ?? []).reversed() {
        let change = JSON.object(["range": edit["range"], "text": edit["newText"]])
        #expect(throws: Never.self) { try open.apply([change], .utf16) }
      }
      return open.text.string
    }
    #expect(laidOut(try client.ask("formatting", [options])) == "costs\n| take 5;  // 🙂\nprint 1\n")
    let part = JSON.Entry("range", range((1, 0), (1, 2)))
    #expect(laidOut(try client.ask("rangeFormatting", [options, part])).hasPrefix("costs|take 5;"))
    let typed = try client.ask("onTypeFormatting", 0, 13, [options, .init("ch", ";")])
    #expect(laidOut(typed).hasPrefix("costs\n| take 5;"))
    #expect(try client.ask("onTypeFormatting", 0, 13, [options, .init("ch", "x")]) == [])
  }
}

extension Workspace {
  /// One without tables of its own.
  static var empty: Workspace {
    Workspace(ServerConfiguration(read: { [] }, write: { _ in }, keep: { name, _ in name }))
  }
}
