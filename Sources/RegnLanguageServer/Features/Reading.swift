import RegnLanguageService
import RegnPhrases
import RegnSyntax

/// What is said of a place.
extension LanguageServer {
  /// `textDocument/hover`
  func hover(_ uri: String, _ params: JSON) throws -> JSON {
    guard let open = documents[uri] else { return .null }
    let offset = try client.encoding.offset(params["position"], open.text)
    guard let hover = open.document.hover(at: offset, client.language) else { return .null }
    return .object([
      "contents": markup(hover.markdown, markdown: client.hoverMarkdown),
      "range": client.encoding.range(hover.span, open.text),
    ])
  }

  /// `textDocument/signatureHelp`
  func signatureHelp(_ uri: String, _ params: JSON) throws -> JSON {
    guard let open = documents[uri] else { return .null }
    let offset = try client.encoding.offset(params["position"], open.text)
    guard let help = open.document.signatureHelp(at: offset), !help.forms.isEmpty else { return .null }
    let forms = help.forms.map { form -> JSON in
      .object([
        "label": .string(form.label),
        "documentation": help.summary.isEmpty
          ? nil : markup(help.summary.text(client.language), markdown: client.signatureMarkdown),
        "parameters": .array(parameters(form)),
      ])
    }
    return .object([
      "signatures": .array(forms), "activeSignature": .number(help.activeForm),
      "activeParameter": .number(help.activeParameter),
    ])
  }

  /// The parameters of a form, each by its place in the label where the client knows how: one name may stand
  /// in another.
  private func parameters(_ form: SignatureHelp.Form) -> [JSON] {
    var rest = form.label[...]
    return form.parameters.map { parameter -> JSON in
      guard client.labelOffsets, let range = range(of: parameter, in: rest) else {
        return .object(["label": .string(parameter)])
      }
      rest = form.label[range.upperBound...]
      let start = form.label.utf16.distance(from: form.label.startIndex, to: range.lowerBound)
      return .object(["label": [.number(start), .number(start + parameter.utf16.count)]])
    }
  }

  private func range(of word: String, in text: Substring) -> Range<String.Index>? {
    var start = text.startIndex
    while true {
      if text[start...].hasPrefix(word), !word.isEmpty {
        return start..<text.index(start, offsetBy: word.count)
      }
      guard start < text.endIndex else { return nil }
      start = text.index(after: start)
    }
  }

  /// `textDocument/inlayHint`
  func inlayHints(_ uri: String, _ params: JSON) throws -> JSON {
    guard let open = documents[uri] else { return .null }
    let span = try client.encoding.span(params["range"], open.text)
    return .array(
      open.document.inlayHints(in: span, rows: open.rows, client.language).map { hint in
        .object([
          "position": client.encoding.position(hint.offset, open.text),
          "label": .string(hint.label.text(client.language)),
          "tooltip": hint.tooltip.isEmpty ? nil : markup(hint.tooltip, markdown: client.hoverMarkdown),
          "paddingLeft": true,
        ])
      })
  }

  /// `textDocument/codeLens`
  func codeLenses(_ uri: String, _ params: JSON) throws -> JSON {
    guard let open = documents[uri] else { return .null }
    return .array(
      open.document.lenses.map { lens in
        .object([
          "range": client.encoding.range(lens.span, open.text), "command": command(lens, open),
        ])
      })
  }

  private func command(_ lens: CodeLens, _ open: OpenDocument) -> JSON {
    let arguments: JSON = [
      .object(["uri": .string(open.uri), "statement": .number(lens.statement)])
    ]
    func command(_ title: Phrase, _ command: ServerCommand) -> JSON {
      .object([
        "title": .string(title.text(client.language)), "command": .string(command.rawValue),
        "arguments": arguments,
      ])
    }
    switch lens.kind {
    case .run: return command("Run", .run)
    case .explain: return command("Explain", .explain)
    case .copyAsMarkdown: return command("Copy as Markdown", .copyAsMarkdown)
    case .uses(let places):
      let uses: Phrase = places.count == 1 ? "1 use" : "\(places.count) uses"
      // Without a command of the client's it only tells.
      return .object([
        "title": .string(uses.text(client.language)), "command": "",
      ])
    }
  }
}
