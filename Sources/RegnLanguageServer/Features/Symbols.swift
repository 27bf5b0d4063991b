import RegnLanguageService
import RegnSyntax

/// What a document is made of.
extension LanguageServer {
  /// `textDocument/documentSymbol`
  func symbols(_ uri: String, _ params: JSON) throws -> JSON {
    guard let open = documents[uri] else { return .null }
    let outline = open.document.outline
    if client.hierarchicalSymbols { return .array(outline.map { symbol($0, open.text) }) }
    return .array(flat(outline).map { information($0.item, $0.owner, open.uri, open.text) })
  }

  private func symbol(_ item: OutlineItem, _ text: SourceText) -> JSON {
    .object([
      "name": .string(item.shownName), "detail": item.detail.isEmpty ? nil : .string(item.detail),
      "kind": .number(item.kind.number), "range": client.encoding.range(item.span, text),
      "selectionRange": client.encoding.range(item.selection, text),
      "children": item.children.isEmpty ? nil : .array(item.children.map { symbol($0, text) }),
    ])
  }

  private func information(_ item: OutlineItem, _ owner: String?, _ uri: String, _ text: SourceText) -> JSON {
    .object([
      "name": .string(item.shownName), "kind": .number(item.kind.number),
      "location": .object(["uri": .string(uri), "range": client.encoding.range(item.selection, text)]),
      "containerName": owner.map { .string($0) },
    ])
  }

  private func flat(_ items: [OutlineItem], in owner: String? = nil) -> [(item: OutlineItem, owner: String?)]
  {
    items.flatMap { item in [(item, owner)] + flat(item.children, in: item.shownName) }
  }

  /// The most symbols of the workspace that are given at a time.
  private static let mostSymbols = 500

  /// `workspace/symbol`: of the open documents and of the scripts in the folders.
  func workspaceSymbols(_ params: JSON) throws -> JSON {
    guard let query = params["query"]?.string else { throw RPCError.parameter("query") }
    let wanted = query.lowercased()
    var found: [JSON] = []
    func add(_ document: Document, _ uri: String) {
      for (item, owner) in flat(document.outline) where item.kind != .query {
        guard found.count < LanguageServer.mostSymbols else { return }
        if wanted.isEmpty || item.name.lowercased().contains(wanted) {
          found.append(information(item, owner, uri, document.text))
        }
      }
    }
    for uri in documents.keys.sorted() {
      if let document = documents[uri]?.document { add(document, uri) }
    }
    let open = Set(documents.keys.compactMap(DocumentURI.path))
    for (path, document) in workspace.otherScripts(than: open) { add(document, DocumentURI.uri(path)) }
    return .array(found)
  }

  /// `textDocument/foldingRange`
  func foldingRanges(_ uri: String, _ params: JSON) throws -> JSON {
    guard let open = documents[uri] else { return .null }
    return .array(
      open.document.foldingRanges.map { range in
        let start = client.encoding.place(range.span.start, open.text)
        let end = client.encoding.place(range.span.end, open.text)
        return .object([
          "startLine": .number(start.line), "endLine": .number(end.line),
          "startCharacter": client.lineFoldingOnly ? nil : .number(start.character),
          "endCharacter": client.lineFoldingOnly ? nil : .number(end.character),
          "kind": range.isComment ? "comment" : nil,
        ])
      })
  }

  /// The most ranges around a position.
  private static let mostRanges = 100

  /// `textDocument/selectionRange`
  func selectionRanges(_ uri: String, _ params: JSON) throws -> JSON {
    guard let open = documents[uri] else { return .null }
    guard let positions = params["positions"]?.array else { throw RPCError.parameter("positions") }
    return .array(
      try positions.map { position in
        let offset = try client.encoding.offset(position, open.text)
        var spans = Array(open.document.selectionRanges(at: offset).prefix(LanguageServer.mostRanges))
        if spans.isEmpty { spans = [SourceSpan(offset, offset)] }
        var range: JSON?
        for span in spans.reversed() {
          range = .object(["range": client.encoding.range(span, open.text), "parent": range])
        }
        return range ?? .null
      })
  }
}

extension OutlineItem {
  /// A name that clients take: not an empty one.
  fileprivate var shownName: String { name.isEmpty ? kind.rawValue : name }
}

extension OutlineItem.Kind {
  /// The protocol's `SymbolKind`.
  fileprivate var number: Int {
    switch self {
    case .query: 24
    case .table: 23
    case .value: 13
    case .function: 12
    case .parameter: 14
    case .setting: 7
    }
  }
}
