import RegnTestSupport
import Testing

@testable import RegnLanguageServer

/// From the first message to the last, whatever comes between.
@Suite struct LifecycleTests {
  @Test func aWholeConversation() throws {
    let client = try Client()
    let result = try client.request("initialize", .object(["capabilities": .bag([])]))
    #expect(result["capabilities"]?["positionEncoding"] == "utf-16")
    #expect(result["capabilities"]?["textDocumentSync"]?["change"] == 2)
    #expect(result["serverInfo"]?["name"] == "regn")
    client.notify("initialized", .bag([]))
    client.open("costs | tak 5")
    #expect(try client.diagnostics(version: 1) == ["RG0103 0:8-0:11"])
    #expect(try client.leave() == .exited(0))
  }

  @Test func encodingIsAgreedUpon() throws {
    func encoding(_ offered: JSON) throws -> JSON? {
      let client = try Client()
      let result = try client.request(
        "initialize",
        .object(["capabilities": .object(["general": .object(["positionEncodings": offered])])]))
      return result["capabilities"]?["positionEncoding"]
    }
    #expect(try encoding(["utf-16", "utf-8"]) == "utf-8")
    #expect(try encoding(["utf-32"]) == "utf-16")
  }

  @Test func theFirstRequestIsInitialize() throws {
    let client = try Client()
    #expect(try client.refusal("textDocument/hover", nil).code == -32002)
    #expect(try client.refusal("shutdown", nil).code == -32002)
    // Notifications before it are dropped.
    client.open("costs | tak 5")
    try client.request("initialize", .object(["capabilities": .bag([])]))
    #expect(try client.refusal("initialize", .bag([])).code == -32600)
    #expect(try client.ask("hover", 0, 0) == .null)
    #expect(try client.leave() == .exited(0))
  }

  @Test func afterShutdownOnlyExit() throws {
    let client = try Client.ready()
    try client.request("shutdown", nil)
    #expect(try client.refusal("textDocument/hover", nil).code == -32600)
    #expect(try client.refusal("shutdown", nil).code == -32600)
    client.open("costs | tak 5")
    client.notify("exit", nil)
    #expect(try client.program.finish() == .exited(0))
  }

  @Test func endsWithoutGoodbye() throws {
    let exiting = try Client.ready()
    exiting.notify("exit", nil)
    #expect(try exiting.program.finish() == .exited(1))
    let early = try Client()
    early.notify("exit", nil)
    #expect(try early.program.finish() == .exited(1))
    let closing = try Client.ready()
    closing.program.closeInput()
    #expect(try closing.program.finish() == .exited(1))
    let shut = try Client.ready()
    try shut.request("shutdown", nil)
    shut.program.closeInput()
    #expect(try shut.program.finish() == .exited(0))
  }

  @Test func unknownMethods() throws {
    let client = try Client.ready()
    #expect(try client.refusal("textDocument/implementation", nil).code == -32601)
    #expect(try client.refusal("$/something", nil).code == -32601)
    client.notify("something/unknown", nil)
    client.notify("$/something", .object(["a": 1]))
    #expect(try client.leave() == .exited(0))
  }

  @Test func messagesThatAreNone() throws {
    let client = try Client.ready()
    func answer(_ bytes: [UInt8]) throws -> (JSON?, JSON?) {
      client.program.send(bytes)
      let answer = try client.answer(to: .null)
      return (answer["error"]?["code"], answer["id"])
    }
    #expect(try answer(Client.framed("{\"jsonrpc\":")).0 == -32700)
    #expect(try answer(Client.framed("")).0 == -32700)
    #expect(try answer(Client.framed(String(repeating: "[", count: 5_000))).0 == -32700)
    #expect(try answer(Client.framed("[]")).0 == -32600)
    #expect(try answer(Client.framed("[{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"shutdown\"}]")).0 == -32600)
    #expect(try answer(Client.framed("{\"jsonrpc\":\"2.0\",\"id\":null,\"method\":\"m\"}")).0 == -32600)
    #expect(try answer(Array("Content-Type: text\r\n\r\n".utf8)).0 == -32700)
    #expect(try answer(Array("Content-Length: 99999999999\r\n\r\n".utf8)).0 == -32700)
    // Bytes that are no UTF-8, and halves of surrogate pairs.
    let odd =
      Array("{\"jsonrpc\":\"2.0\",\"id\":\"".utf8) + [0xFF, 0xFE]
      + Array("\",\"method\":\"m\\ud83d\"}".utf8)
    client.program.send(Array("Content-Length: \(odd.count)\r\n\r\n".utf8) + odd)
    #expect(try client.answer(to: "\u{FFFD}\u{FFFD}")["error"]?["code"] == -32601)
    #expect(try client.leave() == .exited(0))
  }

  @Test func wrongParameters() throws {
    let client = try Client.ready()
    client.open("costs")
    let document = JSON.object(["uri": .string(Client.uri)])
    for params: JSON? in [
      nil, .bag([]), [], .object(["textDocument": document]),
      .object(["textDocument": document, "position": 5]),
      .object(["textDocument": document, "position": .object(["line": -1, "character": 0])]),
      .object(["textDocument": document, "position": .object(["line": .real(0.5), "character": 0])]),
    ] {
      #expect(try client.refusal("textDocument/hover", params).code == -32602)
    }
    // Notifications that cannot be read are not answered, and change nothing.
    client.notify("textDocument/didOpen", .bag([]))
    client.notify("textDocument/didChange", .object(["textDocument": document]))
    client.notify("textDocument/didChange", .object(["textDocument": document, "contentChanges": [5]]))
    client.notify("textDocument/didClose", 5)
    client.notify("$/cancelRequest", .bag([]))
    client.notify("workspace/didChangeConfiguration", .object(["settings": 5]))
    client.notify("workspace/didChangeWatchedFiles", .object(["changes": 5]))
    client.notify("workspace/didChangeWorkspaceFolders", nil)
    #expect(try client.request("workspace/symbol", .object(["query": ""])) == [])
    #expect(try client.leave() == .exited(0))
  }

  @Test func documentsThatAreNotOpen() throws {
    let client = try Client.ready()
    client.change([.object(["text": "costs"])], version: 2)
    client.close()
    for method in ["hover", "completion", "definition", "signatureHelp", "documentHighlight"] {
      #expect(try client.ask(method, 0, 0) == .null)
    }
    #expect(try client.ask("diagnostic")["items"] == [])
    #expect(
      try client.refusal("textDocument/rename", client.place(0, 0, [.init("newName", "x")])).code == -32803)
    #expect(
      try client.refusal(
        "workspace/executeCommand",
        .object(["command": "regn.run", "arguments": [.object(["uri": "file:///none"])]])
      ).code == -32602)
    #expect(try client.leave() == .exited(0))
  }

  @Test func strangeParametersOfEveryMethod() throws {
    let client = try Client.ready()
    client.open(FeatureTests.text)
    let methods =
      [
        "completion", "hover", "signatureHelp", "definition", "references", "documentHighlight",
        "documentSymbol", "prepareRename", "rename", "foldingRange", "selectionRange",
        "semanticTokens/full", "semanticTokens/full/delta", "semanticTokens/range", "inlayHint", "codeLens",
        "codeAction", "formatting", "rangeFormatting", "onTypeFormatting", "diagnostic",
      ].map { "textDocument/" + $0 } + [
        "completionItem/resolve", "workspace/symbol", "workspace/executeCommand",
      ]
    let document = JSON.object(["uri": .string(Client.uri)])
    let far = position(1 << 40, 1 << 40)
    let params: [JSON?] = [
      nil, [], .bag([]), [1, 2], .object(["textDocument": 5]), .object(["textDocument": .object(["uri": 5])]),
      .object(["textDocument": document]), .object(["textDocument": document, "position": far]),
      .object([
        "textDocument": document, "position": far, "range": .object(["start": far, "end": far]),
        "positions": [far, 5], "newName": 5, "ch": 5, "context": 5, "previousResultId": 5, "options": 5,
      ]),
      .object([
        "textDocument": document, "position": position(0, 5), "range": range((5, 5), (0, 0)),
        "positions": [], "newName": "\u{0}", "ch": "", "context": .object(["only": 5, "triggerKind": "x"]),
      ]),
      .object(["label": "x", "data": .object(["kind": "none"]), "query": 5, "command": 5, "arguments": 5]),
      .object(["label": "x", "data": 5, "query": "", "command": "regn.run", "arguments": [[]]]),
    ]
    for method in methods {
      for params in params {
        let answer = try client.answer(to: client.begin(method, params))
        if let code = answer["error"]?["code"] { #expect([-32602, -32803].contains(code), "\(method)") }
      }
    }
    #expect(try client.leave() == .exited(0))
  }

  @Test func nobodyReadsAnyMore() throws {
    let client = try Client.ready()
    client.open("costs | tak 5")
    client.program.closeOutput()
    // Answers that cannot be written end the server, quietly.
    _ = client.begin("shutdown", nil)
    let status = try client.program.finish()
    #expect(status == .exited(0) || status == .exited(1))
  }

  @Test func tracing() throws {
    let client = try Client.ready()
    client.notify("$/setTrace", .object(["value": "verbose"]))
    try client.request("workspace/symbol", .object(["query": "q"]))
    let traced = try client.wait(for: "$/logTrace")
    #expect(traced["message"] == "workspace/symbol was handled")
    #expect(traced["verbose"] == .string(#"{"query":"q"}"#))
  }

  @Test func aLogOfMessages() throws {
    let client = try Client.ready(["--log", "server.log"])
    client.open("costs")
    #expect(try client.leave() == .exited(0))
    let lines = (client.folder.read("server.log") ?? "").split(separator: "\n")
    #expect(lines.first?.contains(" → {\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"initialize\"") == true)
    #expect(lines.contains { $0.contains(" ← ") && $0.contains("\"capabilities\"") })
    #expect(lines.allSatisfy { $0.hasPrefix("20") })
  }

  @Test func theCommandLine() throws {
    func status(_ arguments: [String]) throws -> (Int32?, String) {
      let run = try run(productFolder + "/regn", ["lsp"] + arguments)
      return (run.code, run.errors)
    }
    #expect(try status([]).0 == 1)
    #expect(try status(["--stdio"]).0 == 1)
    #expect(try status(["--log", "/nonexistent/x"]).0 == 3)
    let onInput = try status(["--table", "t=-"])
    #expect(onInput.0 == 2 && onInput.1.contains("the editor speaks there"))
  }
}
