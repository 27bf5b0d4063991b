import RegnLanguageService
import RegnSession
import RegnSyntax

/// A text is edited again and again, and must then be understood as one that is new.
///
/// Behind the text, after a byte of zero, stand edits of three bytes and more: a place, how many bytes go,
/// how many of the following come instead.
func fuzzEdits(_ bytes: [UInt8]) {
  let parts = bytes.split(separator: 0, maxSplits: 1, omittingEmptySubsequences: false)
  var model = Array(parts[0])
  var document = Document(SourceText(bytes: model), context: context)
  var rest = parts.count > 1 ? parts[1] : []
  while rest.count >= 3 {
    let header = Array(rest.prefix(3)).map(Int.init)
    rest = rest.dropFirst(3)
    let start = header[0] * 2
    let added = Array(rest.prefix(header[2] % 32))
    rest = rest.dropFirst(added.count)
    document.replace(start..<(start + header[1]), with: added)
    model.replaceSubrange(min(start, model.count)..<min(start + header[1], model.count), with: added)
    require(document.text.bytes == model, "the text is another")
  }
  let fresh = Document(SourceText(bytes: model), context: context)
  require(
    document.diagnostics == fresh.diagnostics,
    "\(told(document)), but anew \(told(fresh)) in \(fresh.text.string)")
  require(document.semanticTokens() == fresh.semanticTokens(), "other colours than of the text anew")
  require(document.outline == fresh.outline, "another outline than of the text anew")
}

private func told(_ document: Document) -> [String] {
  document.diagnostics.map { "\($0.code.id) \($0.span) \($0.message)" }
}

private let context = Session(options: smallSession).bindingContext
