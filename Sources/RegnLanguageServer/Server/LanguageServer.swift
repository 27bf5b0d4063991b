import RegnData
import RegnLanguageService
import RegnPhrases
import RegnSession
import RegnSyntax

/// The language server: the Language Server Protocol 3.17 over a pair of streams.
///
/// A thread reads and notices what is cancelled. One loop handles all messages in the order in which they
/// came, and answers each before it takes the next. Only queries run beside it.
public final class LanguageServer {
  enum State {
    case fresh, running, shutDown
  }

  let configuration: ServerConfiguration
  let intake = Intake()
  let writer: MessageWriter
  private let log: ServerLog
  let workspace: Workspace
  private(set) var state = State.fresh
  var client = ClientCapabilities()
  /// The documents that are open, by URI.
  var documents: [String: OpenDocument] = [:]
  /// What the client was asked to watch.
  private var watched: [JSON]?
  /// Requests of ours that wait for an answer, and what is done with it; nil is an error's.
  private var awaited: [RequestID: (JSON?) -> Void] = [:]
  private var lastNumber = 0
  /// The client's process, when it was there at the start: without it there is nobody to serve.
  private var parent: Int?
  /// What `$/setTrace` asked for.
  private var trace = "off"
  var queries = QueryQueue()
  /// What clients want to know the progress of queries by that have not begun.
  var progressTokens: [RequestID: JSON] = [:]

  /// A server that is not running yet.
  public init(_ configuration: ServerConfiguration) {
    self.configuration = configuration
    log = ServerLog(write: configuration.log)
    writer = MessageWriter(configuration.write, log: log)
    workspace = Workspace(configuration)
  }

  // MARK: - The loop

  /// How often the loop looks for progress and for the client's process, in milliseconds.
  private static let progressInterval = 250
  private static let parentInterval = 5_000

  /// Serves until the client says `exit` or its input ends. Gives the exit status: 0 after a `shutdown`, 1
  /// without.
  public func run() -> Int32 {
    guard intake.startReading(configuration.read, log: log) else { return 1 }
    while !writer.isClosed {
      let interval =
        queries.reportsProgress
        ? LanguageServer.progressInterval : parent == nil ? nil : LanguageServer.parentInterval
      switch intake.take(within: interval) {
      case nil:
        if let parent, !configuration.isAlive(parent) { return finish() }
        reportProgress()
      case .end?: return finish()
      case .finished(let run, let outcome)?: finish(run, outcome)
      case .message(.notification("exit", _))?: return finish()
      case .message(let message)?: handle(message)
      }
      if intake.isEmpty, state == .running { publish() }
    }
    return finish()
  }

  private func finish() -> Int32 {
    _ = queries.cancelAll()
    queries.wait()
    return state == .shutDown ? 0 : 1
  }

  private func handle(_ message: Message) {
    switch message {
    case .invalid(let error, let id): writer.refuse(id, error)
    case .response(let id, let result): awaited.removeValue(forKey: id)?(result)
    case .notification(let method, let params):
      do { try handleNotification(method, params) } catch {
        // Nobody waits for an answer to a notification.
        log.write?("! \(method): \((error as? RPCError)?.message ?? "\(error)")")
      }
    case .request(let id, let method, let params):
      do {
        if let result = try handleRequest(id, method, params) {
          writer.answer(id, inParts(result, method, params))
        }
        if trace != "off" { tellTrace(method, params) }
      } catch {
        writer.refuse(id, error as? RPCError ?? RPCError(.internalError, "\(error)"))
      }
    }
  }

  /// The methods whose results are lists that a client may ask for in parts.
  private static let listing: Set<String> = [
    "textDocument/codeAction", "textDocument/codeLens", "textDocument/documentHighlight",
    "textDocument/documentSymbol", "textDocument/foldingRange", "textDocument/references",
    "textDocument/selectionRange", "workspace/symbol",
  ]
  /// The items of a part.
  private static let partSize = 100

  /// Sends a long list in parts where the client has given a token for them; then the answer itself is empty.
  private func inParts(_ result: JSON, _ method: String, _ params: JSON) -> JSON {
    guard let token = params["partialResultToken"], LanguageServer.listing.contains(method),
      let items = result.array, items.count > LanguageServer.partSize
    else { return result }
    for start in stride(from: 0, to: items.count, by: LanguageServer.partSize) {
      let part = Array(items[start..<min(start + LanguageServer.partSize, items.count)])
      writer.notify("$/progress", .object(["token": token, "value": .array(part)]))
    }
    return .array([])
  }

  private func tellTrace(_ method: String, _ params: JSON) {
    writer.notify(
      "$/logTrace",
      .object([
        "message": .string("\(method) was handled"),
        "verbose": trace == "verbose" ? .string(params.json) : nil,
      ]))
  }

  // MARK: - Requests

  /// Handles a request; gives its result, or nil when the answer comes later.
  private func handleRequest(_ id: RequestID, _ method: String, _ params: JSON) throws -> JSON? {
    switch state {
    case .fresh:
      guard method == "initialize" else {
        throw RPCError(.serverNotInitialized, "the first request is initialize")
      }
    case .running:
      if method == "initialize" { throw RPCError(.invalidRequest, "the server is initialized already") }
    case .shutDown: throw RPCError(.invalidRequest, "the server has been shut down")
    }
    if intake.isCancelled(id) { throw RPCError.cancelled }
    switch method {
    case "initialize": return initialize(params)
    case "shutdown":
      state = .shutDown
      for waiting in queries.cancelAll() { writer.refuse(waiting.id, .cancelled) }
      return .null
    case "workspace/executeCommand": return try execute(id, params)
    case "workspace/symbol": return try workspaceSymbols(params)
    case "completionItem/resolve": return try resolveCompletion(params)
    default:
      guard let feature = LanguageServer.feature(method) else {
        throw RPCError(.methodNotFound, "the server knows no method \(method)")
      }
      guard let uri = params["textDocument"]?["uri"]?.string else { throw RPCError.parameter("textDocument") }
      guard documents[uri] != nil else { return try unknown(method) }
      return try feature(self)(uri, params)
    }
  }

  private typealias Feature = (LanguageServer) -> (String, JSON) throws -> JSON

  /// What answers a request about a document.
  private static func feature(_ method: String) -> Feature? {
    switch method {
    case "textDocument/completion": completion
    case "textDocument/hover": hover
    case "textDocument/signatureHelp": signatureHelp
    case "textDocument/definition": definition
    case "textDocument/references": references
    case "textDocument/documentHighlight": highlights
    case "textDocument/documentSymbol": symbols
    case "textDocument/prepareRename": prepareRename
    case "textDocument/rename": rename
    case "textDocument/foldingRange": foldingRanges
    case "textDocument/selectionRange": selectionRanges
    case "textDocument/semanticTokens/full": semanticTokens
    case "textDocument/semanticTokens/full/delta": semanticTokensDelta
    case "textDocument/semanticTokens/range": semanticTokensInRange
    case "textDocument/inlayHint": inlayHints
    case "textDocument/codeLens": codeLenses
    case "textDocument/codeAction": codeActions
    case "textDocument/formatting", "textDocument/rangeFormatting": formatting
    case "textDocument/onTypeFormatting": formattingOnType
    case "textDocument/diagnostic": pulledDiagnostics
    default: nil
    }
  }

  /// The answer about a document that is not open.
  private func unknown(_ method: String) throws -> JSON {
    switch method {
    case "textDocument/diagnostic": return .object(["kind": "full", "items": []])
    case "textDocument/rename", "textDocument/prepareRename":
      throw RPCError(.requestFailed, "the document is not open")
    default: return .null
    }
  }

  // MARK: - Notifications

  private func handleNotification(_ method: String, _ params: JSON) throws {
    if method == "$/cancelRequest" { return cancel(params) }
    guard state == .running else { return }
    switch method {
    case "initialized": begin()
    case "textDocument/didOpen": try open(params)
    case "textDocument/didChange": try change(params)
    case "textDocument/didClose": try close(params)
    case "workspace/didChangeConfiguration": configure(params["settings"]?["regn"] ?? params["settings"])
    case "workspace/didChangeWorkspaceFolders": changeFolders(params)
    case "workspace/didChangeWatchedFiles": changeFiles(params)
    case "window/workDoneProgress/cancel":
      if let token = params["token"] { queries.cancel(token: token) }
    case "$/setTrace": trace = params["value"]?.string ?? "off"
    case "textDocument/didSave": takeChangedFiles()
    // What later versions of the protocol bring.
    default: break
    }
  }

  /// A request before this notification was answered as cancelled, or was too quick; a running query stops.
  private func cancel(_ params: JSON) {
    guard let id = RequestID(params["id"]) else { return }
    intake.forgetCancellation(id)
    if let waiting = queries.cancel(id) { writer.refuse(waiting.id, .cancelled) }
  }

  // MARK: - Requests of ours

  /// Asks the client for something. A client that cannot be asked is not asked.
  func ask(_ method: String, _ params: JSON?, then: @escaping (JSON?) -> Void = { _ in }) {
    lastNumber += 1
    let id = RequestID.string("regn-\(lastNumber)")
    awaited[id] = then
    writer.request(id, method, params)
  }

  /// Shows a sentence to the user.
  func tell(_ message: Phrase, _ type: MessageType = .info) {
    writer.notify(
      "window/showMessage",
      .object(["type": .number(type.rawValue), "message": .string(message.text(client.language))]))
  }

  /// How grave a sentence is.
  enum MessageType: Int {
    case error = 1
    case warning, info
  }

  // MARK: - Lifecycle

  private func initialize(_ params: JSON) -> JSON {
    client = ClientCapabilities(params["capabilities"])
    client.language = Language(locale: params["locale"]?.string ?? "")
    state = .running
    trace = params["trace"]?.string ?? "off"
    if let process = params["processId"]?.integer, configuration.isAlive(process) { parent = process }
    if let folders = params["workspaceFolders"]?.array {
      workspace.folders = folders.compactMap { $0["uri"]?.string.flatMap(DocumentURI.path) }
    } else if let root = params["rootUri"]?.string.flatMap(DocumentURI.path) ?? params["rootPath"]?.string {
      workspace.folders = [root]
    }
    let options = params["initializationOptions"]
    var problems: [Phrase] = []
    startSettings = Settings(options?["regn"] ?? options, problems: &problems)
    startProblems = problems + workspace.open(startSettings)
    return .object([
      "capabilities": client.serverCapabilities,
      "serverInfo": .object(["name": "regn", "version": .string(configuration.version)]),
    ])
  }

  /// What is to be said when the client is ready to show it.
  private var startProblems: [Phrase] = []
  /// What the client gave when it started the server; its settings may say otherwise later.
  private var startSettings = Settings()

  private func begin() {
    for problem in startProblems { tell(problem, .warning) }
    startProblems = []
    if client.configurationRegistration {
      register("configuration", "workspace/didChangeConfiguration", .object(["section": "regn"]))
    }
    watchFiles()
    if client.configuration { configure(nil) }
  }

  private func register(_ id: String, _ method: String, _ options: JSON) {
    ask(
      "client/registerCapability",
      .object([
        "registrations": [
          .object(["id": .string(id), "method": .string(method), "registerOptions": options])
        ]
      ]))
  }

  // MARK: - Tables and settings

  /// Takes the settings: asks for them where the client knows how, else takes what it sent.
  private func configure(_ sent: JSON?) {
    guard client.configuration else { return apply(sent) }
    ask("workspace/configuration", .object(["items": [.object(["section": "regn"])]])) {
      [unowned self] answer in
      if let answer { apply(answer.array?.first) }
    }
  }

  private func apply(_ json: JSON?) {
    var problems: [Phrase] = []
    let settings = Settings(json, else: startSettings, problems: &problems)
    for problem in problems { tell(problem, .warning) }
    guard settings != workspace.settings else { return }
    openTables(settings)
  }

  private func openTables(_ settings: Settings) {
    for problem in workspace.open(settings) { tell(problem, .warning) }
    understandAnew()
    watchFiles()
  }

  /// Understands all documents with the tables as they are now.
  func understandAnew() {
    let context = workspace.context
    for uri in documents.keys {
      documents[uri]?.document.update(context)
      documents[uri]?.isDirty = true
    }
    for method in client.refreshes { ask(method, nil) }
  }

  /// Asks to be told of changes of the files that tables come from, and of scripts.
  private func watchFiles() {
    guard client.watchesFiles else { return }
    let watchers = workspace.watched.map { folder, pattern -> JSON in
      guard let folder else { return .object(["globPattern": .string(pattern)]) }
      guard client.relativePatterns else {
        return .object(["globPattern": .string("**/" + (pattern.split(separator: "/").last ?? "*"))])
      }
      return .object([
        "globPattern": .object([
          "baseUri": .string(DocumentURI.uri(folder)), "pattern": .string(pattern),
        ])
      ])
    }
    guard watchers != watched else { return }
    if watched != nil {
      ask(
        "client/unregisterCapability",
        // The protocol's own spelling.
        .object([
          "unregisterations": [.object(["id": "files", "method": "workspace/didChangeWatchedFiles"])]
        ]))
    }
    watched = watchers
    register("files", "workspace/didChangeWatchedFiles", .object(["watchers": .array(watchers)]))
  }

  private func changeFolders(_ params: JSON) {
    func paths(_ key: String) -> [String] {
      (params["event"]?[key]?.array ?? []).compactMap { $0["uri"]?.string.flatMap(DocumentURI.path) }
    }
    let removed = Set(paths("removed"))
    let first = workspace.folders.first
    workspace.folders.removeAll { removed.contains($0) }
    for path in paths("added") where !workspace.folders.contains(path) { workspace.folders.append(path) }
    // Paths of the settings count from the first.
    if workspace.folders.first != first { openTables(workspace.settings) }
  }

  private func changeFiles(_ params: JSON) {
    let paths = (params["changes"]?.array ?? []).compactMap { $0["uri"]?.string.flatMap(DocumentURI.path) }
    if paths.contains(where: workspace.holdsTable) { openTables(workspace.settings) }
  }

  /// Opens the tables anew if a file of theirs changed: not every client watches files.
  func takeChangedFiles() {
    if workspace.hasChanged { openTables(workspace.settings) }
  }
}
