import RegnLanguageService
import RegnSyntax

extension LanguageServer {
  /// `textDocument/completion`
  func completion(_ uri: String, _ params: JSON) throws -> JSON {
    guard let open = documents[uri] else { return .null }
    let offset = try client.encoding.offset(params["position"], open.text)
    if isIdleBlank(params["context"], open.text, before: offset) {
      return .object(["isIncomplete": false, "items": []])
    }
    let list = open.document.completions(at: offset)
    let typed = open.text[SourceSpan(list.replacing.lowerBound, list.replacing.upperBound)]
    let range = client.encoding.range(
      SourceSpan(list.replacing.lowerBound, list.replacing.upperBound), open.text)
    // What is replaced must stand on the cursor's line.
    let isOnOneLine = !typed.utf8.contains { $0 == 0x0A || $0 == 0x0D }
    var isIncomplete = list.isIncomplete
    let digits = String(list.items.count).count
    let items = list.items.enumerated().map { place, item -> JSON in
      let number = String(place)
      let order = String(repeating: "0", count: max(0, digits - number.count)) + number
      // What the client's own filter would drop, such as "Århus" for "Aarhus", it finds by what was typed.
      let isFound = isSubsequence(typed, of: item.text)
      if !isFound { isIncomplete = true }
      let text = client.snippets ? item.snippet ?? item.text : item.text
      return .object([
        "label": .string(item.text), "kind": .number(item.kind.number),
        "detail": item.detail.isEmpty ? nil : .string(item.detail.text(client.language)),
        "sortText": .string(order),
        "filterText": isFound ? nil : .string(typed),
        "insertTextFormat": client.snippets && item.snippet != nil ? 2 : 1,
        "insertText": isOnOneLine ? nil : .string(text),
        "textEdit": isOnOneLine ? .object(["range": range, "newText": .string(text)]) : nil,
        "data": .object(["kind": .string(item.kind.rawValue)]),
      ])
    }
    return .object(["isIncomplete": .bool(isIncomplete), "items": .array(items)])
  }

  /// Whether it was a space that asked, where a space asks for nothing: only behind `|` does it.
  private func isIdleBlank(_ context: JSON?, _ text: SourceText, before offset: Int) -> Bool {
    guard context?["triggerKind"]?.integer == 2, context?["triggerCharacter"]?.string == " " else {
      return false
    }
    return text.bytes[..<offset].last { $0 != 0x20 } != UInt8(ascii: "|")
  }

  /// `completionItem/resolve`: what the manual says of it.
  func resolveCompletion(_ params: JSON) throws -> JSON {
    guard case .bag(var entries) = params, let label = params["label"]?.string else {
      throw RPCError.parameter("label")
    }
    guard let kind = params["data"]?["kind"]?.string.flatMap(CompletionItem.Kind.init(rawValue:)) else {
      return params
    }
    let item = CompletionItem(text: label, kind: kind)
    if let text = documentation(of: item) {
      entries.removeAll { $0.key == "documentation" }
      entries.append(.init("documentation", markup(text, markdown: client.completionMarkdown)))
    }
    return .bag(entries)
  }

  private func documentation(of item: CompletionItem) -> String? {
    Document(SourceText(""), context: workspace.context).documentation(of: item, client.language)
  }

  /// A text in the form that the client shows.
  func markup(_ markdown: String, markdown isMarkdown: Bool) -> JSON {
    .object([
      "kind": isMarkdown ? "markdown" : "plaintext",
      "value": .string(isMarkdown ? markdown : plainText(markdown)),
    ])
  }
}

/// Markdown without its fences and headings' marks, for clients that show none.
func plainText(_ markdown: String) -> String {
  markdown.split(separator: "\n", omittingEmptySubsequences: false)
    .filter { !$0.hasPrefix("```") }
    .map { line in line.hasPrefix("#") ? line.drop { $0 == "#" || $0 == " " } : line }
    .joined(separator: "\n")
}

/// Whether all letters of a text stand in another in the same order, case aside, as clients filter.
private func isSubsequence(_ text: String, of other: String) -> Bool {
  var rest = Substring(text.lowercased())
  for letter in other.lowercased() where letter == rest.first { rest.removeFirst() }
  return rest.isEmpty
}

extension CompletionItem.Kind {
  /// The protocol's `CompletionItemKind`, of those that every client knows.
  fileprivate var number: Int {
    switch self {
    case .function: 3
    case .column: 5
    case .variable: 6
    case .table: 7
    case .type: 8
    case .option: 10
    case .value: 12
    case .tabularOperator, .keyword: 14
    case .file: 17
    }
  }
}
