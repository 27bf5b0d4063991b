import RegnLanguageService
import RegnSyntax

/// Where names are given and used.
extension LanguageServer {
  /// `textDocument/definition`
  func definition(_ uri: String, _ params: JSON) throws -> JSON {
    guard let open = documents[uri] else { return .null }
    let offset = try client.encoding.offset(params["position"], open.text)
    return .array(open.document.definition(at: offset).map { location($0, open) })
  }

  /// `textDocument/references`
  func references(_ uri: String, _ params: JSON) throws -> JSON {
    guard let open = documents[uri] else { return .null }
    let offset = try client.encoding.offset(params["position"], open.text)
    let withDefinition = params["context"]?["includeDeclaration"]?.bool ?? false
    return .array(
      open.document.references(at: offset, includingDefinition: withDefinition).map { location($0, open) })
  }

  /// `textDocument/documentHighlight`
  func highlights(_ uri: String, _ params: JSON) throws -> JSON {
    guard let open = documents[uri] else { return .null }
    let offset = try client.encoding.offset(params["position"], open.text)
    return .array(
      open.document.highlights(at: offset).map { place in
        .object([
          "range": client.encoding.range(place.span, open.text), "kind": place.isWrite ? 3 : 2,
        ])
      })
  }

  /// `textDocument/prepareRename`
  func prepareRename(_ uri: String, _ params: JSON) throws -> JSON {
    guard let open = documents[uri] else { return .null }
    let offset = try client.encoding.offset(params["position"], open.text)
    do throws(RenameRefusal) {
      let target = try open.document.renameTarget(at: offset)
      return .object([
        "range": client.encoding.range(target.span, open.text), "placeholder": .string(target.name),
      ])
    } catch {
      throw RPCError(.requestFailed, error.reason.text(client.language))
    }
  }

  /// `textDocument/rename`
  func rename(_ uri: String, _ params: JSON) throws -> JSON {
    guard let open = documents[uri] else { return .null }
    let offset = try client.encoding.offset(params["position"], open.text)
    guard let name = params["newName"]?.string else { throw RPCError.parameter("newName") }
    do throws(RenameRefusal) {
      return workspaceEdit(try open.document.rename(at: offset, to: name), open)
    } catch {
      throw RPCError(.requestFailed, error.reason.text(client.language))
    }
  }

  /// Edits of a document, with its version where the client looks at it.
  func workspaceEdit(_ edits: [TextEdit], _ open: OpenDocument) -> JSON {
    guard client.documentChanges else {
      return .object(["changes": .bag([.init(open.uri, textEdits(edits, open))])])
    }
    return .object([
      "documentChanges": [
        .object([
          "textDocument": .object([
            "uri": .string(open.uri), "version": open.version.map { .number($0) } ?? .null,
          ]),
          "edits": textEdits(edits, open),
        ])
      ]
    ])
  }

  func textEdits(_ edits: [TextEdit], _ open: OpenDocument) -> JSON {
    .array(
      edits.map { edit in
        .object([
          "range": client.encoding.range(edit.span, open.text), "newText": .string(edit.replacement),
        ])
      })
  }
}
