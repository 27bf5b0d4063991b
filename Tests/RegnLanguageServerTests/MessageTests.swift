import Testing

@testable import RegnLanguageServer

/// What a message must be.
@Suite struct MessageTests {
  /// A message as a line: `request 1 m`, `invalid -32600 7`.
  private func read(_ text: String) -> String {
    switch Message(Array(text.utf8)) {
    case .request(let id, let method, _): "request \(id.json.json) \(method)"
    case .notification(let method, _): "notification \(method)"
    case .response(let id, let result): "response \(id.json.json) \(result?.json ?? "error")"
    case .invalid(let error, let id): "invalid \(error.code.rawValue) \(id?.json.json ?? "null")"
    }
  }

  @Test func messagesAsTheyShouldBe() {
    #expect(read(#"{"jsonrpc":"2.0","id":1,"method":"m"}"#) == "request 1 m")
    #expect(read(#"{"jsonrpc":"2.0","id":"a","method":"m","params":{}}"#) == #"request "a" m"#)
    #expect(read(#"{"jsonrpc":"2.0","method":"m","params":[1]}"#) == "notification m")
    #expect(read(#"{"jsonrpc":"2.0","method":"m","params":null}"#) == "notification m")
    #expect(read(#"{"jsonrpc":"2.0","id":7,"result":null}"#) == "response 7 null")
    #expect(read(#"{"jsonrpc":"2.0","id":7,"result":{"a":1}}"#) == #"response 7 {"a":1}"#)
    #expect(read(#"{"jsonrpc":"2.0","id":7,"error":{"code":1,"message":""}}"#) == "response 7 error")
    #expect(read(#"{"jsonrpc":"2.0","id":null,"error":{"code":1,"message":""}}"#) == "notification $/error")
  }

  @Test func messagesThatAreNone() {
    #expect(read("[]") == "invalid -32600 null")
    #expect(read(#"[{"jsonrpc":"2.0","id":1,"method":"m"}]"#) == "invalid -32600 null")
    #expect(read("7") == "invalid -32600 null")
    #expect(read(#"{"id":1,"method":"m"}"#) == "invalid -32600 1")
    #expect(read(#"{"jsonrpc":"1.0","id":1,"method":"m"}"#) == "invalid -32600 1")
    #expect(read(#"{"jsonrpc":"2.0","id":1}"#) == "invalid -32600 1")
    #expect(read(#"{"jsonrpc":"2.0","id":1,"method":5}"#) == "invalid -32600 1")
    #expect(read(#"{"jsonrpc":"2.0","id":1,"method":"m","params":5}"#) == "invalid -32600 1")
    #expect(read(#"{"jsonrpc":"2.0","id":1.5,"method":"m"}"#) == "invalid -32600 null")
    #expect(read(#"{"jsonrpc":"2.0","id":null,"method":"m"}"#) == "invalid -32600 null")
    #expect(read(#"{"jsonrpc":"2.0","id":{},"method":"m"}"#) == "invalid -32600 null")
  }

  @Test func textsThatAreNoJSON() {
    for text in ["", "{", "{\"a\":}", "nul", "{\"a\":1,}", "{'a':1}", "\u{1}"] {
      #expect(read(text) == "invalid -32700 null", "\(text)")
    }
    let deep = String(repeating: "[", count: 100_000) + String(repeating: "]", count: 100_000)
    #expect(read(deep) == "invalid -32700 null")
  }

  @Test func cancellationsAreSeenBeforeTheirTurn() {
    let intake = Intake()
    intake.put(.message(.request(id: .number(1), method: "m", params: .null)))
    #expect(!intake.isCancelled(.number(1)))
    intake.put(
      .message(.notification(method: "$/cancelRequest", params: .object(["id": 1]))))
    #expect(intake.isCancelled(.number(1)))
    guard case .message(.request(let id, _, _))? = intake.take(within: nil) else {
      Issue.record("no request")
      return
    }
    #expect(intake.isCancelled(id) && !intake.isEmpty)
    intake.forgetCancellation(id)
    #expect(!intake.isCancelled(id))
    _ = intake.take(within: nil)
    #expect(intake.isEmpty)
  }
}
