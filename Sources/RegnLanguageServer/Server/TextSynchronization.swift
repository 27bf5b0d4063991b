import RegnLanguageService
import RegnSyntax

/// How the client tells what its documents hold.
extension LanguageServer {
  func open(_ params: JSON) throws(RPCError) {
    guard let item = params["textDocument"], let uri = item["uri"]?.string, let text = item["text"]?.string
    else { throw .parameter("textDocument") }
    let name = DocumentURI.path(uri) ?? uri
    documents[uri] = OpenDocument(
      uri: uri, version: item["version"]?.integer,
      document: Document(SourceText(text, fileName: name), context: workspace.context))
  }

  func change(_ params: JSON) throws(RPCError) {
    guard let uri = params["textDocument"]?["uri"]?.string, let changes = params["contentChanges"]?.array
    else { throw .parameter("textDocument") }
    guard documents[uri] != nil else {
      throw RPCError(.invalidParams, "a change of a document that is not open")
    }
    // Notifications come in order, so the changes of an older number were made later all the same.
    documents[uri]?.version = params["textDocument"]?["version"]?.integer
    try documents[uri]?.apply(changes, client.encoding)
  }

  func close(_ params: JSON) throws(RPCError) {
    guard let uri = params["textDocument"]?["uri"]?.string else { throw .parameter("textDocument") }
    guard documents.removeValue(forKey: uri) != nil, !client.pullsDiagnostics else { return }
    writer.notify(
      "textDocument/publishDiagnostics", .object(["uri": .string(uri), "diagnostics": []]))
  }
}
