import RegnBinder
import RegnPhrases
import RegnSyntax

/// Why a name cannot be changed, in words for the one who asked.
public struct RenameRefusal: Error, Sendable, Hashable {
  public let reason: Phrase
}

extension Document {
  /// The name at an offset when it can be changed. Throws the reason when it cannot.
  public func renameTarget(at offset: Int) throws(RenameRefusal) -> (span: SourceSpan, name: String) {
    let target = try target(at: offset)
    return (span(target.name), target.name.use.name)
  }

  /// The edits that give the name at an offset another one, everywhere. Throws a reason when the new name is
  /// none, or would mean something else at some place.
  public func rename(at offset: Int, to new: String) throws(RenameRefusal) -> [TextEdit] {
    let target = try target(at: offset)
    guard !new.isEmpty, new.unicodeScalars.allSatisfy({ $0.value >= 0x20 && $0.value != 0x7F }) else {
      throw RenameRefusal(reason: "a name needs at least one letter, and no line ends")
    }
    let written = Binder.written(new)
    var edits = target.places.map { TextEdit(span($0), written) }
    if let automatic = target.automatic {
      edits.insert(TextEdit(SourceSpan(automatic.start, automatic.start), "\(written) = "), at: 0)
    }
    edits.sort { $0.span.start < $1.span.start }
    try check(edits, target, new)
    return edits
  }

  private struct Target {
    let name: NamePlace
    let places: [NamePlace]
    /// The expression of a column that nobody named.
    let automatic: SourceSpan?
  }

  private func target(at offset: Int) throws(RenameRefusal) -> Target {
    let map = nameMap
    guard let name = name(at: offset), let symbol = symbol(name, map) else {
      throw RenameRefusal(reason: "there is no name here that could be changed")
    }
    let symbols = map.tied(to: symbol)
    var automatic: SourceSpan?
    for symbol in symbols {
      switch symbol {
      case .tableColumn(let table, _):
        throw RenameRefusal(
          reason:
            """
            \(name.use.name) is a column of the table \(table); \
            | project-rename new = \(name.use.name) gives it another name
            """
        )
      case .table(let table):
        throw RenameRefusal(
          reason: "\(table) is a table at hand; let new = \(table); gives it another name in this script")
      case .function(let function):
        throw RenameRefusal(reason: "\(function) is a function of the language")
      case .earlier(let name): throw RenameRefusal(reason: "\(name) was defined before this text")
      case .column(let id):
        guard let definition = map.definitions[id] else {
          throw RenameRefusal(reason: "\(name.use.name) has its name from an operator, not from this text")
        }
        if map.automatic.contains(id) {
          automatic = definition.span.moved(by: parts[definition.part].start)
          // Only an expression takes a name and `=` before it.
          guard parts[definition.part].tree.startsExpression(definition.span) else {
            throw RenameRefusal(reason: "\(name.use.name) has its name from an operator, not from this text")
          }
        }
      case .global, .local: break
      }
    }
    return Target(name: name, places: places(of: name.use.name, meaning: symbols, map), automatic: automatic)
  }

  /// Makes the edits on a copy and looks whether the same names then belong together.
  private func check(_ edits: [TextEdit], _ target: Target, _ new: String) throws(RenameRefusal) {
    var changed = self
    var moved: [SourceSpan] = []
    var shift = 0
    for edit in edits {
      let start = edit.span.start + shift
      if !edit.span.isEmpty || target.places.isEmpty {
        moved.append(SourceSpan(start, start + edit.replacement.utf8.count))
      } else {
        // `new = ` before an expression: the name alone is a place.
        moved.append(SourceSpan(start, start + edit.replacement.utf8.count - 3))
      }
      shift += edit.replacement.utf8.count - edit.span.length
    }
    for edit in edits.reversed() {
      changed.replace(edit.span.start..<edit.span.end, with: Array(edit.replacement.utf8))
    }
    guard let first = moved.first else { return }
    let map = changed.nameMap
    guard let name = changed.name(at: first.start), let symbol = changed.symbol(name, map) else {
      throw RenameRefusal(reason: "\(new) cannot be a name here")
    }
    let found = changed.places(of: new, meaning: map.tied(to: symbol), map).map { changed.span($0) }
    if let clash = Set(found).symmetricDifference(moved).min(by: { $0.start < $1.start }) {
      // The place as it is in the text before the change.
      let shift = zip(edits, moved).filter { $0.1.start < clash.start }
        .reduce(0) { $0 + $1.0.replacement.utf8.count - $1.0.span.length }
      let place = text.position(at: clash.start - shift)
      throw RenameRefusal(
        reason: "\(new) already means something else at line \(place.line), column \(place.column)")
    }
    let before = diagnostics.count { $0.severity == .error }
    if let mistake = changed.diagnostics.first(where: { $0.severity == .error }),
      changed.diagnostics.count(where: { $0.severity == .error }) > before
    {
      throw RenameRefusal(reason: "with the name \(new) the text has a mistake: \(mistake.message)")
    }
  }
}

extension SyntaxTree {
  /// Whether an expression spans exactly this place.
  func startsExpression(_ span: SourceSpan) -> Bool {
    var node: SyntaxNode? = innermostNode(at: span.start)
    while let here = node, here.span.length <= span.length {
      if here.span == span, here.kind == .callExpression { return true }
      node = here.parent
    }
    return false
  }
}
