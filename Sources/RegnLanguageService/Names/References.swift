import RegnSyntax

/// A place of a name, for marking all places of a name at once.
public struct Highlight: Sendable, Hashable {
  public let span: SourceSpan
  /// Whether the name is given here.
  public let isWrite: Bool
}

extension Document {
  /// Where the name at an offset is defined: a `let`, a parameter, the expression that makes a column. Empty
  /// for tables at hand and functions of the language, which no text defines.
  public func definition(at offset: Int) -> [SourceSpan] {
    guard let name = name(at: offset) else { return [] }
    let map = nameMap
    guard let symbol = symbol(name, map) else { return [] }
    return definition(of: symbol, map).map { [$0] } ?? []
  }

  func definition(of symbol: Symbol, _ map: NameMap) -> SourceSpan? {
    switch symbol {
    case .global(let part, let span), .local(let part, let span): span.moved(by: parts[part].start)
    case .column(let id): map.definitions[id].map { $0.span.moved(by: parts[$0.part].start) }
    case .tableColumn, .table, .function, .earlier: nil
    }
  }

  /// All places of the name at an offset, in order.
  public func references(at offset: Int, includingDefinition: Bool = true) -> [SourceSpan] {
    highlights(at: offset).filter { includingDefinition || !$0.isWrite }.map(\.span)
  }

  /// All places of the name at an offset, in order, with whether the name is given there.
  public func highlights(at offset: Int) -> [Highlight] {
    guard let name = name(at: offset) else { return [] }
    let map = nameMap
    guard let symbol = symbol(name, map) else { return [] }
    return places(of: name.use.name, meaning: [symbol], map).map {
      Highlight(span: span($0), isWrite: $0.use.isDefinition)
    }
  }
}
