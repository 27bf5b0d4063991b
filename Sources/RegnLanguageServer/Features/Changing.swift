import RegnLanguageService
import RegnSyntax

/// Changes that the client makes when it is told how.
extension LanguageServer {
  /// `textDocument/codeAction`
  func codeActions(_ uri: String, _ params: JSON) throws -> JSON {
    guard let open = documents[uri] else { return .null }
    let span = try client.encoding.span(params["range"], open.text)
    let only = params["context"]?["only"]?.array?.compactMap(\.string)
    // What the client makes by itself on saving is asked for by name.
    let actions = open.document.actions(in: span).filter { action in
      guard let only else { return true }
      return only.contains {
        $0.isEmpty || action.kind.rawValue == $0 || action.kind.rawValue.hasPrefix($0 + ".")
      }
    }
    return .array(actions.compactMap { json($0, open) })
  }

  private func json(_ action: CodeAction, _ open: OpenDocument) -> JSON? {
    let command = action.runs.map { statement -> JSON in
      .object([
        "title": .string(action.title.text(client.language)),
        "command": .string(ServerCommand.insertResult.rawValue),
        "arguments": [.object(["uri": .string(open.uri), "statement": .number(statement)])],
      ])
    }
    // A client that knows no actions is given commands; edits it could not be given.
    guard client.codeActionLiterals else { return client.applyEdit ? command : nil }
    if command != nil, !client.applyEdit { return nil }
    return .object([
      "title": .string(action.title.text(client.language)), "kind": .string(action.kind.rawValue),
      "diagnostics": action.diagnostic.map { [json($0, open)] },
      "isPreferred": action.isPreferred ? true : nil,
      "edit": action.edits.isEmpty ? nil : workspaceEdit(action.edits, open),
      "command": command,
    ])
  }

  /// `textDocument/formatting` and `textDocument/rangeFormatting`
  func formatting(_ uri: String, _ params: JSON) throws -> JSON {
    guard let open = documents[uri] else { return .null }
    let span = try params["range"].map { try client.encoding.span($0, open.text) }
    return textEdits(open.document.formatting(in: span), open)
  }

  /// `textDocument/onTypeFormatting`
  func formattingOnType(_ uri: String, _ params: JSON) throws -> JSON {
    guard let open = documents[uri] else { return .null }
    let offset = try client.encoding.offset(params["position"], open.text)
    guard let typed = params["ch"]?.string?.last else { throw RPCError.parameter("ch") }
    let letter: Character = typed == "\r\n" ? "\n" : typed
    return textEdits(open.document.formattingOnType(at: offset, typed: letter), open)
  }
}
