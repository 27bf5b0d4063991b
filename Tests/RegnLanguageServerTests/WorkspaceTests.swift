import RegnTestSupport
import Testing

@testable import RegnLanguageServer

/// Tables, settings and files.
@Suite struct WorkspaceTests {
  static let configuration = JSON.object([
    "workspace": .object([
      "configuration": true, "didChangeConfiguration": .object(["dynamicRegistration": true]),
    ])
  ])
  static let watching = JSON.object([
    "workspace": .object([
      "didChangeWatchedFiles": .object(["dynamicRegistration": true, "relativePatternSupport": true]),
      "codeLens": .object(["refreshSupport": true]),
    ])
  ])

  @Test func tablesOfTheCommandLine() throws {
    let client = try Client.ready(["--table", "t=t.csv", "--data", "data", "--param", "k=2"]) { folder in
      folder.write("t.csv", "a,æ\n1,x\n")
      folder.write("data/u.csv", "b\n1\n")
    }
    client.open(
      "declare query_parameters(k: long = 1);\nt | where c == 1;\nu | where b == k;\nt | where ['æ'] == 'x'")
    #expect(try client.diagnostics(version: 1) == ["RG0204 1:10-1:11"])
    let answer = try client.request(
      "workspace/executeCommand",
      .object([
        "command": "regn.copyAsMarkdown",
        "arguments": [.object(["uri": .string(Client.uri), "statement": 3, "show": false])],
      ]))
    #expect(answer["markdown"]?.string?.hasPrefix("| a | æ |\n| ---: | --- |\n| 1 | x |\n") == true)
  }

  @Test func valuesAreKnownHoweverLargeAFileIs() throws {
    // Above 16 MB a column is counted when its values are first asked for, or when the table is read.
    let rows = "Ærø;\(String(repeating: "x", count: 200))\nFanø;\(String(repeating: "y", count: 200))\n"
    for preload in [false, true] {
      let client = try Client.ready(["--table", "t=t.csv"] + (preload ? ["--preload"] : [])) { folder in
        folder.write("t.csv", "by;tekst\n" + String(repeating: rows, count: 45_000))
      }
      client.open("t | where by == \"")
      // The first answers may come before the column is counted.
      var items: [JSON] = []
      for _ in 0..<1_000 where items.isEmpty {
        let answer = try client.request(
          "textDocument/completion",
          .object([
            "textDocument": .object(["uri": .string(Client.uri)]),
            "position": .object(["line": 0, "character": 17]),
          ]))
        items = answer["items"]?.array ?? answer.array ?? []
      }
      #expect(items.map { $0["label"]?.string } == ["\"Fanø\"", "\"Ærø\""])
    }
  }

  @Test func tablesThatCannotBeOpened() throws {
    let client = try Client.ready(["--table", "t=none.csv"])
    let message = try client.wait(for: "window/showMessage")
    #expect(message["type"] == 2)
    #expect(message["message"]?.string?.hasPrefix("there is no file \(client.folder("none.csv"))") == true)
    #expect(try client.leave() == .exited(0))
  }

  @Test func settingsAreAskedFor() throws {
    func settings(_ tables: JSON) -> JSON {
      [.object(["tables": tables, "parameters": .object(["k": 5]), "unknown": [1]])]
    }
    let client = try Client.ready(
      [], WorkspaceTests.configuration,
      replies: ["workspace/configuration": settings(.object(["t": "t.csv"]))]
    ) { $0.write("t.csv", "a\n1\n") }
    // What is opened before the settings are known is understood with them afterwards.
    client.open("t | where a == 1 | count")
    let registered = try client.wait(for: "client/registerCapability")
    #expect(registered["registrations"]?.array?.first?["method"] == "workspace/didChangeConfiguration")
    _ = try client.wait(for: "textDocument/publishDiagnostics") { $0["diagnostics"] == [] }
    client.replies["workspace/configuration"] = settings(.bag([]))
    client.notify("workspace/didChangeConfiguration", .object(["settings": .null]))
    let params = try client.wait(for: "textDocument/publishDiagnostics") { $0["diagnostics"] != [] }
    #expect(params["diagnostics"]?.array?.first?["code"] == "RG0201")
  }

  @Test func settingsAreSent() throws {
    let client = try Client.ready(options: .object(["tables": .object(["t": "t.csv"])])) {
      $0.write("t.csv", "a\n1\n")
      $0.write("sub/u.csv", "b\n1\n")
    }
    client.open("t | count")
    #expect(try client.diagnostics(version: 1) == [])
    client.notify(
      "workspace/didChangeConfiguration",
      .object([
        "settings": .object([
          "regn": .object([
            "data": "sub", "threads": 0, "maxRows": 1, "tables": 5, "parameters": .object(["p": []]),
          ])
        ])
      ]))
    let messages = try (0..<3).map { _ in try client.wait(for: "window/showMessage")["message"]?.string ?? ""
    }
    #expect(
      messages == [
        "the setting regn.threads is a whole number, 1 or more",
        "the setting regn.tables is an object of names and values",
        "the value of p in the setting regn.parameters is no text",
      ])
    client.change([.object(["text": "u | count;\nt | count"])], version: 2)
    #expect(try client.diagnostics(version: 2) == ["RG0201 1:0-1:1"])
  }

  @Test func aChangedFileChangesWhatIsSaid() throws {
    let client = try Client.ready(["--table", "t=t.csv"], WorkspaceTests.watching) {
      $0.write("t.csv", "a\n1\n")
    }
    let registered = try client.wait(for: "client/registerCapability")
    let watchers = registered["registrations"]?.array?.first?["registerOptions"]?["watchers"]?.array ?? []
    #expect(
      watchers.map { $0["globPattern"] } == [
        "**/*.{kql,csl}",
        .object(["baseUri": .string(DocumentURI.uri(client.folder.path) + "/"), "pattern": "t.csv"]),
      ])
    client.open("t | where b == 2")
    #expect(try client.diagnostics(version: 1) == ["RG0204 0:10-0:11"])
    client.folder.write("t.csv", "a,b\n1,2\n")
    func tell(_ name: String) {
      let uri = DocumentURI.uri(client.folder(name))
      client.notify(
        "workspace/didChangeWatchedFiles",
        .object(["changes": [.object(["uri": .string(uri), "type": 2])]]))
    }
    tell("other.csv")
    tell("t.csv")
    #expect(try client.diagnostics(version: 1) == [])
    _ = try client.wait(for: "workspace/codeLens/refresh")
    client.folder.write("t.csv", "c\n1\n")
    tell("t.csv")
    #expect(try client.diagnostics(version: 1) == ["RG0204 0:10-0:11"])
  }

  @Test func whatIsWatchedFollowsTheSettings() throws {
    let client = try Client.ready(
      [],
      .object([
        "workspace": .object([
          "configuration": true, "didChangeWatchedFiles": .object(["dynamicRegistration": true]),
        ])
      ]), replies: ["workspace/configuration": [.null]])
    func patterns() throws -> [String] {
      let params = try client.wait(for: "client/registerCapability")
      let watchers = params["registrations"]?.array?.first?["registerOptions"]?["watchers"]
      return watchers?.array?.compactMap { $0["globPattern"]?.string } ?? []
    }
    #expect(try patterns() == ["**/*.{kql,csl}"])
    _ = try client.wait(for: "workspace/configuration")
    client.replies["workspace/configuration"] = [
      .object(["data": "in", "tables": .object(["t": "a/*.csv"])])
    ]
    client.notify("workspace/didChangeConfiguration", .object(["settings": .null]))
    #expect(
      try client.wait(for: "client/unregisterCapability")["unregisterations"]?.array?.first?["id"] == "files")
    #expect(try patterns() == ["**/*.{kql,csl}", "**/*", "**/*.csv"])
  }

  @Test func filesThatNobodyWatches() throws {
    let client = try Client.ready(["--data", "./data/../data"]) { $0.write("data/t.csv", "a\n1\n") }
    client.open("t | where b == 2")
    #expect(try client.diagnostics(version: 1) == ["RG0204 0:10-0:11"])
    // A file that another program wrote is looked at when something is saved or run.
    client.folder.write("data/t.csv", "a,b\n1,2\n")
    client.notify(
      "textDocument/didSave", .object(["textDocument": .object(["uri": .string(Client.uri)])]))
    #expect(try client.diagnostics(version: 1) == [])
    client.folder.write("data/t.csv", "a,b\n1,2\n3,2\n")
    let answer = try client.request(
      "workspace/executeCommand",
      .object(["command": "regn.run", "arguments": [.object(["uri": .string(Client.uri)])]]))
    #expect(answer["rowCounts"] == [2])
  }

  @Test func settingsOfTheStartHoldUntilOthersAreGiven() throws {
    let start = JSON.object(["regn": .object(["tables": .object(["t": "t.csv"])])])
    let client = try Client.ready(
      [], WorkspaceTests.configuration, options: start, replies: ["workspace/configuration": [.null]]
    ) { $0.write("t.csv", "a\n1\n") }
    client.open("t | count")
    _ = try client.wait(for: "workspace/configuration")
    try client.request("workspace/symbol", .object(["query": ""]))
    client.change([.object(["text": "t | take 1"])], version: 2)
    #expect(try client.diagnostics(version: 2) == [])
  }

  @Test func aFileThatIsOtherThanItsBeginningSays() throws {
    // Far from where samples are taken.
    let ones = String(repeating: "1\n", count: 1_000)
    let rows = String(repeating: ones, count: 900) + "x\n" + String(repeating: ones, count: 1_100)
    let client = try Client.ready(["--table", "t=t.csv"]) { $0.write("t.csv", "a\n" + rows) }
    client.open("t | where a == 'x'")
    #expect(try client.diagnostics(version: 1).count == 1)
    // Running finds the text among the numbers; from then on the column is one of texts.
    let run = JSON.object([
      "command": "regn.run", "arguments": [.object(["uri": .string(Client.uri)])],
    ])
    client.change([.object(["text": "t | summarize max(a)"])], version: 2)
    try client.request("workspace/executeCommand", run)
    client.change([.object(["text": "t | where a == 'x'"])], version: 3)
    #expect(try client.diagnostics(version: 3) == [])
    #expect(try client.request("workspace/executeCommand", run)["rowCounts"] == [1])
  }

  @Test func foldersComeAndGo() throws {
    let client = try Client.ready { $0.write("in/a.kql", "let inner_name = 1") }
    func names() throws -> Int? {
      try client.request("workspace/symbol", .object(["query": "inner_name"])).array?.count
    }
    #expect(try names() == 1)
    func change(_ key: String, _ path: String) {
      let folder = JSON.object(["uri": .string(DocumentURI.uri(path)), "name": "x"])
      client.notify(
        "workspace/didChangeWorkspaceFolders",
        .object(["event": .bag([.init(key, [folder])])]))
    }
    change("removed", client.folder.path)
    #expect(try names() == 0)
    change("added", client.folder("in"))
    #expect(try names() == 1)
  }
}
