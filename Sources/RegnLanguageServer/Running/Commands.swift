import RegnLanguageService
import RegnPhrases
import RegnSyntax

extension LanguageServer {
  /// `workspace/executeCommand`: the answer comes when the query is done.
  func execute(_ id: RequestID, _ params: JSON) throws -> JSON? {
    guard let name = params["command"]?.string else { throw RPCError.parameter("command") }
    guard let command = ServerCommand(rawValue: name) else {
      throw RPCError(.invalidParams, "the server knows no command \(name)")
    }
    let argument = params["arguments"]?.array?.first
    guard let uri = argument?["uri"]?.string ?? argument?.string else {
      throw RPCError(.invalidParams, "the command \(name) needs the uri of a document")
    }
    guard let open = documents[uri] else { throw RPCError(.invalidParams, "the document is not open") }
    takeChangedFiles()
    if command == .insertResult, !client.applyEdit {
      throw RPCError(.requestFailed, "the editor does not let its texts be changed")
    }
    var statement = argument?["statement"]?.integer
    if let position = argument?["position"] {
      let offset = try client.encoding.offset(position, open.text)
      statement = open.document.statements.lastIndex { $0.statement.span.start + $0.offset <= offset } ?? 0
    }
    if command == .insertResult, statement == nil { throw RPCError.parameter("statement") }
    let script = try statement.map { number in
      guard let script = open.document.script(for: number) else {
        throw RPCError(.requestFailed, "the document has no statement \(number)")
      }
      return script
    }
    queries.add(
      QueryRun(
        id: id, command: command, uri: uri, statement: statement, script: script ?? open.text,
        document: open.text, isShown: command != .insertResult && argument?["show"]?.bool != false,
        language: client.language, workspace: workspace))
    progressTokens[id] = params["workDoneToken"]
    startQuery()
    return nil
  }

  /// Starts the next query when none runs.
  private func startQuery() {
    let intake = intake
    guard let run = queries.startNext({ run in intake.put(.finished(run, run.execute())) }) else { return }
    let title: Phrase = run.command == .explain ? "Explaining" : "Running"
    if let token = progressTokens.removeValue(forKey: run.id) {
      beginProgress(token, title)
    } else if client.workDoneProgress {
      let token = JSON.string("regn-query-\(run.id.json.json)")
      ask("window/workDoneProgress/create", .object(["token": token])) { [unowned self] answer in
        if answer != nil, queries.current === run { beginProgress(token, title) }
      }
    }
  }

  // MARK: - Progress

  private func beginProgress(_ token: JSON, _ title: Phrase) {
    queries.token = token
    tellProgress(
      .object(["kind": "begin", "title": .string(title.text(client.language)), "cancellable": true]))
  }

  /// Tells how far the running query is; called now and then.
  func reportProgress() {
    guard queries.reportsProgress, let progress = queries.current?.progress else { return }
    tellProgress(
      .object([
        "kind": "report", "message": .string(progress.message), "cancellable": true,
        "percentage": progress.percentage.map { .number($0) },
      ]))
  }

  private func tellProgress(_ value: JSON) {
    guard let token = queries.token else { return }
    writer.notify("$/progress", .object(["token": token, "value": value]))
  }

  // MARK: - The end

  /// Answers the request of a query that is done.
  func finish(_ run: QueryRun, _ outcome: QueryRun.Outcome) {
    tellProgress(.object(["kind": "end"]))
    queries.end()
    switch outcome {
    case .cancelled: writer.refuse(run.id, .cancelled)
    case .refused(let why): writer.refuse(run.id, RPCError(.requestFailed, why.text(client.language)))
    case .done(let answer):
      if !answer.widened.isEmpty {
        for (name, table) in answer.widened { workspace.replace(name, with: table) }
        understandAnew()
      }
      noteRows(run, answer)
      if let datatable = answer.datatable { insert(datatable, for: run) }
      if run.isShown { show(answer.markdown, of: run) }
      // The answer comes last: a client that waits for it may look at nothing behind it (Emacs 28).
      writer.answer(
        run.id,
        .object([
          "markdown": .string(answer.markdown),
          "rowCounts": .array(answer.rowCounts.map { .number($0) }),
        ]))
    }
    if state == .running { startQuery() }
  }

  /// Whether the document is as it was when a query was asked for.
  private func isUnchanged(_ run: QueryRun) -> Bool {
    documents[run.uri]?.text.bytes == run.document.bytes
  }

  private func noteRows(_ run: QueryRun, _ answer: QueryRun.Answer) {
    guard let statement = run.statement, let rows = answer.rowCounts.last, isUnchanged(run) else { return }
    documents[run.uri]?.rows[statement] = rows
    let refresh = "workspace/inlayHint/refresh"
    if client.refreshes.contains(refresh) { ask(refresh, nil) }
  }

  private func insert(_ datatable: String, for run: QueryRun) {
    guard isUnchanged(run), let open = documents[run.uri], let number = run.statement,
      open.document.statements.indices.contains(number)
    else { return tell("the text was changed while its query ran, so the result was not put in", .warning) }
    let (statement, offset) = open.document.statements[number]
    let span = SourceSpan(statement.span.start + offset, statement.span.end + offset)
    ask(
      "workspace/applyEdit",
      .object([
        "label": "Put the result in place of the query",
        "edit": workspaceEdit([TextEdit(span, datatable)], open),
      ]))
  }

  /// The most lines of a result that a message shows.
  private static let mostLines = 12

  private func show(_ markdown: String, of run: QueryRun) {
    guard client.showDocument else {
      let lines = markdown.split(separator: "\n", omittingEmptySubsequences: false)
      let shown = lines.prefix(LanguageServer.mostLines).joined(separator: "\n")
      return tell(Phrase(verbatim: lines.count > LanguageServer.mostLines ? shown + "\n…" : shown))
    }
    let name = run.document.fileName.split(separator: "/").last.map(String.init) ?? ""
    let stem = name.lastIndex(of: ".").map { String(name[..<$0]) } ?? name
    do {
      let path = try configuration.keep("\(stem.isEmpty ? "query" : stem)-result.md", markdown)
      ask(
        "window/showDocument",
        .object(["uri": .string(DocumentURI.uri(path)), "external": false, "takeFocus": false]))
    } catch {
      tell("the result cannot be kept in a file: \(String(describing: error))", .error)
    }
  }
}
