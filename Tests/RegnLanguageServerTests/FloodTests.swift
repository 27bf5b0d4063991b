import RegnTestSupport
import Testing

@testable import RegnLanguageServer

/// Much at once.
@Suite struct FloodTests {
  @Test func twoThousandRequestsAreAnsweredInOrder() throws {
    let client = try Client.ready()
    client.open(FeatureTests.text)
    let methods = ["hover", "documentHighlight", "definition", "signatureHelp", "foldingRange"]
    var bytes: [UInt8] = []
    for number in 0..<2_000 {
      let message = JSON.object([
        "jsonrpc": "2.0", "id": .string("flood \(number)"),
        "method": .string("textDocument/" + methods[number % methods.count]),
        "params": client.place(number % 7, number % 31),
      ])
      bytes += Client.framed(message.json)
    }
    client.program.send(bytes)
    let last = try client.answer(to: "flood 1999")
    #expect(last["error"] == nil)
    #expect(client.answers.map(\.id) == (0..<1_999).map { .string("flood \($0)") })
    #expect(client.answers.allSatisfy { $0.message["error"] == nil })
    #expect(try client.leave() == .exited(0))
  }

  @Test func cancelledAndFinishedRequestsAreAllAnswered() throws {
    let client = try Client.ready()
    client.open(FeatureTests.text)
    // Whether a request is still waiting when its cancellation comes is up to the machine; each is answered
    // once, with its result or as cancelled.
    let ids = (0..<300).map { number in
      let id = client.begin("textDocument/hover", client.place(number % 7, 5))
      client.notify("$/cancelRequest", .object(["id": id]))
      return id
    }
    for id in ids {
      let answer = try client.answer(to: id)
      #expect(answer["error"] == nil || answer["error"]?["code"] == -32800)
    }
    #expect(try client.leave() == .exited(0))
    #expect(client.answers.isEmpty)
  }

  @Test func manyDocuments() throws {
    let client = try Client.ready()
    for number in 0..<200 { client.open("costs | take \(number)", uri: "file:///\(number).kql") }
    for number in 0..<200 {
      client.change(
        [.object(["range": range((0, 8), (0, 12)), "text": "tak"])], uri: "file:///\(number).kql",
        version: 2)
    }
    for number in 0..<200 {
      #expect(try client.diagnostics(uri: "file:///\(number).kql", version: 2) == ["RG0103 0:8-0:11"])
    }
    for number in 0..<200 { client.close("file:///\(number).kql") }
    #expect(try client.leave() == .exited(0))
  }

  @Test func aLargeDocument() throws {
    let client = try Client.ready()
    let statements = (0..<300).map { "let v\($0) = costs | where year == \($0) // æ🙂\n| count;\n" }
    client.open(statements.joined())
    client.change([.object(["range": range((300, 0), (300, 0)), "text": " "])], version: 2)
    #expect(try client.ask("documentSymbol").array?.count == 300)
    #expect(try client.ask("semanticTokens/full")["data"]?.array?.isEmpty == false)
    #expect(try client.leave() == .exited(0))
  }

  @Test func longListsComeInPartsWhereThatIsAskedFor() throws {
    let client = try Client.ready()
    client.open((1...250).map { "let a\($0) = \($0);" }.joined(separator: "\n"))
    let document = JSON.object(["uri": .string(Client.uri)])
    let answer = try client.request(
      "textDocument/documentSymbol", .object(["textDocument": document, "partialResultToken": "p"]))
    #expect(answer == [])
    var names: [String?] = []
    for count in [100, 100, 50] {
      let part = try client.wait(for: "$/progress") { $0["token"] == "p" }
      #expect(part["value"]?.array?.count == count)
      names += (part["value"]?.array ?? []).map { $0["name"]?.string }
    }
    #expect(names == (1...250).map { "a\($0)" })
    // Without a token, and where it is short, the list is the answer.
    let whole = try client.request("textDocument/documentSymbol", .object(["textDocument": document]))
    #expect(whole.array?.count == 250)
  }
}
