import RegnSyntax

/// A piece of text on one line with what it is.
public struct SemanticToken: Sendable, Hashable {
  public let span: SourceSpan
  public let tokenClass: TokenClass
  /// Whether a name is given here.
  public let isDefinition: Bool
  /// Whether it belongs to the language or to a table at hand, not to the script.
  public let isFromLibrary: Bool
}

extension Document {
  /// The pieces of the text, or of those parts that a span touches, in order.
  public func semanticTokens(in range: SourceSpan? = nil) -> [SemanticToken] {
    let map = nameMap
    var found: [SemanticToken] = []
    for (index, part) in parts.enumerated() {
      let span = part.tree.text.span.moved(by: part.start)
      if let range, span.end < range.start || range.end < span.start { continue }
      let uses = Dictionary(
        (part.bound?.names.uses ?? []).map { ($0.span, $0) }, uniquingKeysWith: { first, _ in first })
      for piece in part.tree.classifiedSpans() {
        var kind = piece.tokenClass
        var isDefinition = false
        var isFromLibrary = false
        if let use = name(uses, piece.span) {
          let symbol = symbol(NamePlace(part: index, use: use), map)
          isDefinition = use.isDefinition
          (kind, isFromLibrary) = meaning(symbol, use, otherwise: kind)
        }
        for line in lines(of: piece.span.moved(by: part.start)) {
          found.append(
            SemanticToken(
              span: line, tokenClass: kind, isDefinition: isDefinition, isFromLibrary: isFromLibrary))
        }
      }
    }
    guard let range else { return found }
    return found.filter { $0.span.end > range.start && $0.span.start < range.end }
  }

  /// The name that a token is or belongs to: `['two words']` is three tokens.
  private func name(_ uses: [SourceSpan: PartNames.Use], _ span: SourceSpan) -> PartNames.Use? { uses[span] }

  private func meaning(
    _ symbol: Symbol?, _ use: PartNames.Use, otherwise: TokenClass
  ) -> (TokenClass, Bool) {
    switch symbol {
    case .column: return (.column, false)
    case .tableColumn: return (.column, true)
    case .table: return (.table, true)
    case .function: return (.function, true)
    case .global(let part, let span):
      if let view = parts[part].declaration(at: span) {
        if view.function != nil { return (.function, false) }
        if case .table? = parts[part].environmentAfter?.binding(use.name) { return (.table, false) }
        return (.variable, false)
      }
      return (.parameter, false)
    case .local(let part, let span):
      let owner = parts[part].tree.innermostNode(at: span.start).parent?.kind
      return (owner == .parameterDeclaration ? .parameter : .variable, false)
    case .earlier: return (.variable, false)
    case nil: return (otherwise, false)
    }
  }

  /// A span cut at line ends.
  private func lines(of span: SourceSpan) -> [SourceSpan] {
    let first = text.line(at: span.start)
    let last = text.line(at: max(span.start, span.end - 1))
    guard first < last else { return [span] }
    return (first...last).compactMap { number in
      let line = text.lineSpan(number)
      let piece = SourceSpan(max(line.start, span.start), min(line.end, span.end))
      return piece.isEmpty ? nil : piece
    }
  }
}
