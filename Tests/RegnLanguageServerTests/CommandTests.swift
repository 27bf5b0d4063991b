import RegnTestSupport
import Testing

@testable import RegnLanguageServer

/// Queries that are run from an editor.
@Suite struct CommandTests {
  /// A query that ends only when it is stopped.
  static let endless = "range x from 1 to 1000000000000 step 1 | summarize sum(x)"

  private static let progress = JSON.object(["window": .object(["workDoneProgress": true])])

  private func command(_ name: String, statement: Int? = nil, _ more: [JSON.Entry] = []) -> JSON {
    .bag(
      [
        .init("command", .string(name)),
        .init(
          "arguments",
          [.object(["uri": .string(Client.uri), "statement": statement.map { .number($0) }])]),
      ] + more)
  }

  private func run(_ client: Client, _ name: String, statement: Int? = nil) throws -> JSON {
    try client.request("workspace/executeCommand", command(name, statement: statement))
  }

  @Test func runningAStatement() throws {
    let client = try Client.ready()
    client.open("let n = 2;\nprint wrong = toint('x');\nprint x = n, y = '🙂'\n;let = ")
    // The statements before it are not run, and those behind it not read.
    let answer = try run(client, "regn.run", statement: 2)
    let markdown = answer["markdown"]?.string ?? ""
    #expect(markdown.hasPrefix("| x | y |\n| ---: | --- |\n| 2 | 🙂 |\n\n1 row in "))
    #expect(answer["rowCounts"] == [1])
    // A client that shows no documents is shown the beginning.
    let message = try client.wait(for: "window/showMessage")
    #expect(message["message"]?.string?.hasPrefix("| x | y |") == true)
  }

  @Test func runningWhereTheCursorIs() throws {
    let client = try Client.ready()
    client.open("let n = 2;\nprint n;\nprint n + 1")
    let arguments: JSON = [
      .object(["uri": .string(Client.uri), "position": position(2, 4), "show": false])
    ]
    let answer = try client.request(
      "workspace/executeCommand", .object(["command": "regn.copyAsMarkdown", "arguments": arguments]))
    #expect(answer["markdown"] == "| print_0 |\n| ---: |\n| 3 |\n")
    #expect(try client.leave() == .exited(0))
    #expect(!client.others.contains { $0["method"] == "window/showMessage" })
  }

  @Test func runningAWholeDocument() throws {
    let client = try Client.ready()
    client.open("print 1;\nrange i from 1 to 3 step 1")
    let answer = try run(client, "regn.copyAsMarkdown")
    #expect(answer["rowCounts"] == [1, 3])
  }

  @Test func resultsAreShownAsDocuments() throws {
    let client = try Client.ready(
      ["--max-rows", "2"],
      .object([
        "window": .object(["showDocument": .object(["support": true])]),
        "workspace": .object(["inlayHint": .object(["refreshSupport": true])]),
      ]))
    client.open("range i from 1 to 5 step 1")
    _ = try run(client, "regn.run", statement: 0)
    let shown = try client.wait(for: "window/showDocument")
    let path = shown["uri"]?.string.flatMap(DocumentURI.path) ?? ""
    #expect(path == client.folder("state/regn/results/test-result.md"))
    let text = client.folder.read("state/regn/results/test-result.md") ?? ""
    #expect(text.hasPrefix("| i |\n| ---: |\n| 1 |\n| 2 |\n\n5 rows in "))
    #expect(text.hasSuffix("; the first 2 are shown\n"))
    // How many rows there were stands behind the query, until it is changed.
    _ = try client.wait(for: "workspace/inlayHint/refresh")
    let all = JSON.Entry("range", range((0, 0), (9, 0)))
    func labels() throws -> [String] {
      (try client.ask("inlayHint", [all]).array ?? []).compactMap { $0["label"]?.string }
    }
    #expect(try labels() == ["5 rows"])
    client.change([.object(["range": range((0, 18), (0, 19)), "text": "7"])], version: 2)
    #expect(try labels() == [])
  }

  @Test func explaining() throws {
    let client = try Client.ready()
    client.open("costs | where year == 2024 | count")
    let markdown = try run(client, "regn.explain", statement: 0)["markdown"]?.string ?? ""
    #expect(markdown.hasPrefix("```text\n") && markdown.hasSuffix("\n```\n"))
    #expect(markdown.contains("scan costs"))
  }

  @Test func aResultInPlaceOfItsQuery() throws {
    let client = try Client.ready(
      [],
      .object([
        "workspace": .object(["applyEdit": true]),
        "textDocument": .object(["codeAction": .object(["codeActionLiteralSupport": .bag([])])]),
      ]))
    client.open("// 🙂\nrange i from 1 to 2 step 1 | where i < 9;\nrange i from 1 to 5000 step 1")
    let actions = try client.ask(
      "codeAction", [.init("range", range((1, 3), (1, 3))), .init("context", .object(["diagnostics": []]))])
    let action = actions.array?.first { $0["command"] != nil }
    #expect(action?["command"]?["command"] == "regn.insertResult")
    try client.request("workspace/executeCommand", action?["command"])
    // The edit comes before the answer, behind which some clients do not look.
    #expect(client.others.contains { $0["method"] == "workspace/applyEdit" })
    let edit = try client.wait(for: "workspace/applyEdit")["edit"]?["changes"]?[Client.uri]
    #expect(written(edits: edit) == ["1:0-1:40 datatable(i: long) [\n    1,\n    2,\n]"])
    let refused = try client.refusal(
      "workspace/executeCommand", command("regn.insertResult", statement: 1))
    #expect(refused.code == -32803 && refused.message.contains("5,000 rows; at most 1,000"))
  }

  @Test func whatCannotBeRun() throws {
    let client = try Client.ready()
    client.open("let n = 2;\ncosts | tak 5;\nprint 1 / 0;")
    func refusal(_ params: JSON) throws -> (code: Int?, message: String) {
      try client.refusal("workspace/executeCommand", params)
    }
    let wrong = try refusal(command("regn.run", statement: 1))
    #expect(wrong.code == -32803 && wrong.message.hasPrefix("line 2: "))
    #expect(try refusal(command("regn.explain", statement: 1)).message.hasPrefix("line 2: "))
    let none = try refusal(command("regn.run", statement: 0))
    #expect(none.code == -32803 && none.message == "this holds no query, so there is no result")
    #expect(try refusal(command("regn.run", statement: 9)).code == -32803)
    #expect(try refusal(command("regn.run", statement: -1)).code == -32803)
    #expect(try refusal(command("regn.unknown")).code == -32602)
    #expect(try refusal(.object(["command": "regn.run"])).code == -32602)
    #expect(try refusal(.object(["command": "regn.run", "arguments": [5]])).code == -32602)
    #expect(try refusal(command("regn.insertResult", statement: 2)).code == -32803)
  }

  // MARK: - Stopping

  @Test func cancellingARequest() throws {
    let client = try Client.ready([], CommandTests.progress)
    client.open(CommandTests.endless)
    let params = command("regn.run", statement: 0, [.init("workDoneToken", "mine")])
    let first = client.begin("workspace/executeCommand", params)
    let second = client.begin("workspace/executeCommand", command("regn.run", statement: 0))
    let begun = try client.wait(for: "$/progress")
    #expect(begun["token"] == "mine" && begun["value"]?["kind"] == "begin")
    // The server goes on answering meanwhile.
    #expect(try client.ask("documentSymbol").array?.count == 1)
    client.notify("$/cancelRequest", .object(["id": second]))
    #expect(try client.answer(to: second)["error"]?["code"] == -32800)
    client.notify("$/cancelRequest", .object(["id": first]))
    #expect(try client.answer(to: first)["error"]?["code"] == -32800)
    _ = try client.wait(for: "$/progress") { $0["value"]?["kind"] == "end" }
    // And it runs others afterwards.
    client.change([.object(["text": "print 1"])], version: 2)
    #expect(try run(client, "regn.run", statement: 0)["rowCounts"] == [1])
    #expect(try client.leave() == .exited(0))
  }

  @Test func cancellingByTheProgressShown() throws {
    let client = try Client.ready([], CommandTests.progress)
    client.open(CommandTests.endless)
    let id = client.begin("workspace/executeCommand", command("regn.run", statement: 0))
    let created = try client.wait(for: "window/workDoneProgress/create")
    let begun = try client.wait(for: "$/progress")
    #expect(begun["token"] == created["token"])
    // How far it is is told now and then.
    let report = try client.wait(for: "$/progress") { $0["value"]?["kind"] == "report" }
    #expect(report["value"]?["message"]?.string?.hasSuffix(" rows") == true)
    client.notify("window/workDoneProgress/cancel", .object(["token": created["token"]]))
    #expect(try client.answer(to: id)["error"]?["code"] == -32800)
  }

  @Test func leavingWhileAQueryRuns() throws {
    let client = try Client.ready()
    client.open(CommandTests.endless)
    let running = client.begin("workspace/executeCommand", command("regn.run", statement: 0))
    let waiting = client.begin("workspace/executeCommand", command("regn.run", statement: 0))
    try client.request("shutdown", nil)
    #expect(try client.answer(to: running)["error"]?["code"] == -32800)
    #expect(try client.answer(to: waiting)["error"]?["code"] == -32800)
    client.notify("exit", nil)
    #expect(try client.program.finish() == .exited(0))
    let hasty = try Client.ready()
    hasty.open(CommandTests.endless)
    _ = hasty.begin("workspace/executeCommand", command("regn.run", statement: 0))
    hasty.notify("exit", nil)
    #expect(try hasty.program.finish() == .exited(1))
  }
}
