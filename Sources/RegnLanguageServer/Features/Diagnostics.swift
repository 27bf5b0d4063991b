import RegnSyntax

extension LanguageServer {
  /// Tells the client what is wrong in the documents that changed; called when nothing else is to be done.
  func publish() {
    guard !client.pullsDiagnostics else { return }
    for uri in documents.keys.sorted() {
      guard let document = documents[uri], document.isDirty else { continue }
      documents[uri]?.isDirty = false
      writer.notify(
        "textDocument/publishDiagnostics",
        .object([
          "uri": .string(uri), "version": document.version.map { .number($0) },
          "diagnostics": diagnostics(document),
        ]))
    }
  }

  /// `textDocument/diagnostic`
  func pulledDiagnostics(_ uri: String, _ params: JSON) throws -> JSON {
    guard let document = documents[uri] else { return .null }
    return .object(["kind": "full", "items": diagnostics(document)])
  }

  private func diagnostics(_ document: OpenDocument) -> JSON {
    .array(document.document.diagnostics.map { json($0, document) })
  }

  /// A diagnostic as the protocol writes it.
  func json(_ diagnostic: Diagnostic, _ document: OpenDocument) -> JSON {
    let lines = [diagnostic.message, diagnostic.label] + diagnostic.notes
    let message = lines.filter { !$0.isEmpty }.map { $0.text(client.language) }.joined(separator: "\n")
    let severity: JSON =
      switch diagnostic.severity {
      case .error: 1
      case .warning: 2
      case .note: 3
      }
    let related = diagnostic.related.map { place -> JSON in
      .object([
        "location": location(place.span, document), "message": .string(place.message.text(client.language)),
      ])
    }
    return .object([
      "range": client.encoding.range(diagnostic.span, document.text), "severity": severity,
      "code": .string(diagnostic.code.id), "source": "regn", "message": .string(message),
      // A `let` that nothing uses is shown faded.
      "tags": client.unnecessaryTag && diagnostic.code.id == "RG0704" ? [1] : nil,
      "relatedInformation": client.related && !related.isEmpty ? .array(related) : nil,
    ])
  }

  /// A span as a place in a document.
  func location(_ span: SourceSpan, _ document: OpenDocument) -> JSON {
    .object(["uri": .string(document.uri), "range": client.encoding.range(span, document.text)])
  }
}
