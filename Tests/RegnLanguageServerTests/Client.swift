import RegnData
import RegnTestSupport

@testable import RegnLanguageServer

/// An editor that speaks with the real program over pipes.
final class Client {
  let folder = TemporaryFolder()
  let program: PipedProgram
  /// Notifications and requests of the server, in the order in which they came, that nobody waited for.
  private(set) var others: [JSON] = []
  /// Answers that nobody waited for yet.
  private(set) var answers: [(id: JSON, message: JSON)] = []
  /// What requests of the server are answered with; null for others.
  var replies: [String: JSON] = [:]
  private var lastID = 0

  /// Starts the program.
  ///
  /// - Parameter prepare: writes files into the folder that it works in.
  init(_ arguments: [String] = [], prepare: (TemporaryFolder) -> Void = { _ in }) throws {
    prepare(folder)
    program = try PipedProgram(
      productFolder + "/regn", ["lsp"] + arguments,
      environment: [
        "HOME": folder("home"), "XDG_STATE_HOME": folder("state"), "TMPDIR": folder.path,
        "LC_ALL": "C.UTF-8", "PATH": "/usr/bin:/bin", "SWIFT_BACKTRACE": "enable=no",
      ], folder: folder.path)
  }

  /// Starts the program and initializes it.
  static func ready(
    _ arguments: [String] = [], _ capabilities: JSON = .bag([]), options: JSON? = nil,
    replies: [String: JSON] = [:], prepare: (TemporaryFolder) -> Void = { _ in }
  ) throws -> Client {
    let client = try Client(arguments, prepare: prepare)
    client.replies = replies
    _ = try client.request(
      "initialize",
      .object([
        "processId": .null, "capabilities": capabilities, "initializationOptions": options,
        "workspaceFolders": [.object(["uri": .string("file://" + client.folder.path), "name": "test"])],
      ]))
    client.notify("initialized", .bag([]))
    return client
  }

  // MARK: - Sending

  static func framed(_ message: String) -> [UInt8] {
    Array("Content-Length: \(message.utf8.count)\r\n\r\n\(message)".utf8)
  }

  func send(_ message: JSON) { program.send(Client.framed(message.json)) }

  func notify(_ method: String, _ params: JSON?) {
    send(.object(["jsonrpc": "2.0", "method": .string(method), "params": params]))
  }

  /// Sends a request without waiting; gives its id.
  func begin(_ method: String, _ params: JSON?) -> JSON {
    lastID += 1
    send(
      .object([
        "jsonrpc": "2.0", "id": .number(lastID), "method": .string(method), "params": params,
      ]))
    return .number(lastID)
  }

  // MARK: - Receiving

  /// The next message as it comes.
  func receive() throws -> JSON {
    let separator = Array("\r\n\r\n".utf8)
    while true {
      let bytes = program.written
      if let end = bytes.indices.first(where: { bytes[$0...].starts(with: separator) }) {
        let header = String(decoding: bytes[..<end], as: UTF8.self)
        let size = end - bytes.startIndex + separator.count
        guard header.hasPrefix("Content-Length: "), let length = Int(header.dropFirst(16)) else {
          throw SpawnFailure("a header of another form: \(header)")
        }
        if bytes.count >= size + length {
          _ = program.take(size)
          return try JSON(message: program.take(length))
        }
      }
      guard program.waitForMore() else { throw SpawnFailure("the server says nothing more") }
    }
  }

  /// Takes in the next message; requests of the server are answered.
  func takeIn() throws {
    let message = try receive()
    if let method = message["method"]?.string {
      others.append(message)
      if let id = message["id"] {
        send(.object(["jsonrpc": "2.0", "id": id, "result": replies[method] ?? .null]))
      }
    } else {
      answers.append((message["id"] ?? .null, message))
    }
  }

  /// The whole answer to a request.
  func answer(to id: JSON) throws -> JSON {
    while true {
      if let index = answers.firstIndex(where: { $0.id == id }) { return answers.remove(at: index).message }
      try takeIn()
    }
  }

  /// Sends a request and gives its result; an error is thrown.
  @discardableResult
  func request(_ method: String, _ params: JSON?) throws -> JSON {
    let message = try answer(to: begin(method, params))
    if let error = message["error"] { throw SpawnFailure(error.json) }
    return message["result"] ?? .null
  }

  /// The code and message of the error that a request is answered with.
  func refusal(_ method: String, _ params: JSON?) throws -> (code: Int?, message: String) {
    let message = try answer(to: begin(method, params))
    return (message["error"]?["code"]?.integer, message["error"]?["message"]?.string ?? "")
  }

  /// Waits for a notification or request of the server, and gives its parameters.
  func wait(for method: String, where fits: (JSON) -> Bool = { _ in true }) throws -> JSON {
    while true {
      if let index = others.firstIndex(where: {
        $0["method"] == .string(method) && fits($0["params"] ?? .null)
      }) {
        return others.remove(at: index)["params"] ?? .null
      }
      try takeIn()
    }
  }

  // MARK: - Documents

  static let uri = "file:///scripts/test.kql"

  func open(_ text: String, uri: String = Client.uri, version: Int = 1) {
    notify(
      "textDocument/didOpen",
      .object([
        "textDocument": .object([
          "uri": .string(uri), "languageId": "kql", "version": .number(version), "text": .string(text),
        ])
      ]))
  }

  func close(_ uri: String = Client.uri) {
    notify(
      "textDocument/didClose", .object(["textDocument": .object(["uri": .string(uri)])]))
  }

  func change(_ changes: [JSON], uri: String = Client.uri, version: Int) {
    notify(
      "textDocument/didChange",
      .object([
        "textDocument": .object(["uri": .string(uri), "version": .number(version)]),
        "contentChanges": .array(changes),
      ]))
  }

  /// The diagnostics of a version of a document, as `RG0204 0:3-0:7`.
  func diagnostics(uri: String = Client.uri, version: Int) throws -> [String] {
    let params = try wait(for: "textDocument/publishDiagnostics") {
      $0["uri"] == .string(uri) && $0["version"] == .number(version)
    }
    return (params["diagnostics"]?.array ?? []).map {
      "\($0["code"]?.string ?? "?") \(written($0["range"]))"
    }
  }

  /// Asks something about a place of a document.
  func ask(
    _ method: String, _ line: Int, _ character: Int, uri: String = Client.uri, _ more: [JSON.Entry] = []
  ) throws -> JSON {
    try request("textDocument/" + method, place(line, character, uri: uri, more))
  }

  func place(_ line: Int, _ character: Int, uri: String = Client.uri, _ more: [JSON.Entry] = []) -> JSON {
    .bag(
      [
        .init("textDocument", .object(["uri": .string(uri)])), .init("position", position(line, character)),
      ] + more)
  }

  /// Asks something about a document.
  func ask(_ method: String, uri: String = Client.uri, _ more: [JSON.Entry] = []) throws -> JSON {
    try request(
      "textDocument/" + method, .bag([.init("textDocument", .object(["uri": .string(uri)]))] + more))
  }

  /// Says goodbye and gives the exit status.
  func leave() throws -> ExitStatus {
    try request("shutdown", nil)
    notify("exit", nil)
    return try program.finish()
  }
}

func position(_ line: Int, _ character: Int) -> JSON {
  .object(["line": .number(line), "character": .number(character)])
}

func range(_ start: (Int, Int), _ end: (Int, Int)) -> JSON {
  .object(["start": position(start.0, start.1), "end": position(end.0, end.1)])
}

/// A range as `0:3-0:7`.
func written(_ range: JSON?) -> String {
  func place(_ name: String) -> String {
    "\(range?[name]?["line"]?.integer ?? -1):\(range?[name]?["character"]?.integer ?? -1)"
  }
  return place("start") + "-" + place("end")
}

/// Edits as `0:3-0:7 text`.
func written(edits: JSON?) -> [String] {
  (edits?.array ?? []).map { "\(written($0["range"])) \($0["newText"]?.string ?? "?")" }
}
