import RegnBinder
import RegnData
import RegnFunctions
import RegnSession
import RegnSyntax

/// What a name of a document stands for.
enum Symbol: Hashable {
  /// A column that the document gives a name to, or that has one without being given it.
  case column(ColumnID)
  /// A column of a table at hand, by its place in the table.
  case tableColumn(table: String, place: Int)
  /// A `let` or a parameter of the script, by the part and the place of its definition.
  case global(part: Int, SourceSpan)
  /// A parameter of a function, an inner `let`, a name that `as` gave.
  case local(part: Int, SourceSpan)
  /// What an earlier text defined.
  case earlier(String)
  case table(String)
  /// A function of the language, by its first name.
  case function(String)
}

/// A name of a document.
struct NamePlace {
  let part: Int
  let use: PartNames.Use
}

extension Document {
  /// The name that a cursor at the offset touches; between two the later one.
  func name(at offset: Int) -> NamePlace? {
    for index in Set([partIndex(at: offset), partIndex(at: max(0, offset - 1))]).sorted().reversed() {
      let own = offset - parts[index].start
      if let use = parts[index].bound?.names.uses.last(where: { $0.span.touches(own) }) {
        return NamePlace(part: index, use: use)
      }
    }
    return nil
  }

  /// What a name stands for; nil when it is nothing that has a meaning of its own, or unknown.
  func symbol(_ name: NamePlace, _ map: NameMap) -> Symbol? {
    switch name.use.meaning {
    case .column(let id): return map.symbol(id)
    case .local(let span): return .local(part: name.part, span)
    case .global, .callee:
      if name.use.isDefinition { return .global(part: name.part, name.use.span) }
      return global(name.use.name, before: name.part, isCalled: name.isCallee, map)
    case .argument(let callee):
      guard case .global(let part, let span)? = global(callee, before: name.part, isCalled: true, map),
        let parameter = parts[part].parameters(ofFunctionAt: span)
          .first(where: { $0.name == name.use.name })
      else { return nil }
      return .local(part: part, parameter.span)
    case .other: return nil
    }
  }

  private func global(_ name: String, before part: Int, isCalled: Bool, _ map: NameMap) -> Symbol? {
    if let definition = map.definition(of: name, before: part) { return definition }
    // A part that holds several statements.
    if parts[part].declarations.count > 1,
      let definition = parts[part].givenNames.last(where: { $0.name == name })
    {
      return .global(part: part, definition.span)
    }
    if context.environment.binding(name) != nil { return .earlier(name) }
    if isCalled, let function = FunctionLibrary.function(named: name) { return .function(function.name) }
    if context.catalog.table(named: name) != nil { return .table(name) }
    return FunctionLibrary.function(named: name).map { .function($0.name) }
  }

  /// All places of a name that stand for one of the symbols, in order.
  func places(of name: String, meaning symbols: Set<Symbol>, _ map: NameMap) -> [NamePlace] {
    var found: [NamePlace] = []
    for (index, part) in parts.enumerated() {
      for use in part.bound?.names.uses ?? [] where use.name == name {
        let place = NamePlace(part: index, use: use)
        if let symbol = symbol(place, map), symbols.contains(symbol) { found.append(place) }
      }
    }
    return found
  }

  /// The span of a name in the document.
  func span(_ name: NamePlace) -> SourceSpan { name.use.span.moved(by: parts[name.part].start) }
}

extension NamePlace {
  var isCallee: Bool { if case .callee = use.meaning { true } else { false } }
}

extension Part {
  /// The names that its statements define for what follows, with their places.
  var givenNames: [Name] {
    declarations.flatMap { statement -> [Name] in
      switch statement {
      case .let(let view): view.name.map { [$0] } ?? []
      case .declare(let view): view.parameters.compactMap(\.name)
      default: []
      }
    }
  }

  /// The parameters of the function whose name stands at a place.
  func parameters(ofFunctionAt span: SourceSpan) -> [Name] {
    declaration(at: span)?.function?.parameters.compactMap(\.name) ?? []
  }

  /// The `let` whose name stands at a place.
  func declaration(at span: SourceSpan) -> LetStatement? {
    for case .let(let view) in declarations where view.name?.span == span { return view }
    return nil
  }
}
