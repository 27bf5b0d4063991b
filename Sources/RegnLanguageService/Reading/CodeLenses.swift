import RegnSyntax

/// Something to do with, or to know of, a statement, shown above it.
public struct CodeLens: Sendable, Hashable {
  public enum Kind: Sendable, Hashable {
    case run, explain, copyAsMarkdown
    /// How often what the statement defines is used.
    case uses([SourceSpan])
  }

  /// The statement, or the name that is defined.
  public let span: SourceSpan
  /// The number of the statement, from 0.
  public let statement: Int
  public let kind: Kind
}

extension Document {
  /// What can be done with each query, and how often each `let` is used, in order.
  public var lenses: [CodeLens] {
    let uses = usesOfGlobals
    var found: [CodeLens] = []
    var number = 0
    for (index, part) in parts.enumerated() {
      for statement in part.tree.root.statements {
        switch statement {
        case .query:
          let span = statement.span.moved(by: part.start)
          for kind in [CodeLens.Kind.run, .explain, .copyAsMarkdown] {
            found.append(CodeLens(span: span, statement: number, kind: kind))
          }
        case .let(let view):
          guard let name = view.name else { break }
          let places = uses[.global(part: index, name.span)] ?? []
          found.append(
            CodeLens(span: name.span.moved(by: part.start), statement: number, kind: .uses(places)))
        case .declare, .set, .outOfScope: break
        }
        number += 1
      }
    }
    return found
  }

  /// The places at which the script's own definitions are used.
  private var usesOfGlobals: [Symbol: [SourceSpan]] {
    let map = nameMap
    var uses: [Symbol: [SourceSpan]] = [:]
    for (index, part) in parts.enumerated() {
      for use in part.bound?.names.uses ?? [] where !use.isDefinition {
        switch use.meaning {
        case .global, .callee:
          let place = NamePlace(part: index, use: use)
          if let symbol = symbol(place, map) { uses[symbol, default: []].append(span(place)) }
        case .column, .local, .argument, .other: break
        }
      }
    }
    return uses
  }

  /// The text that answers one statement alone: it, and the definitions and settings before it. Nil when
  /// there is no such statement. Statements before it keep their places, so that messages do too.
  public func script(for statement: Int) -> SourceText? {
    let all = statements
    guard all.indices.contains(statement) else { return nil }
    let end = all[statement].statement.span.end + all[statement].offset
    var bytes = Array(text.bytes.prefix(end))
    for (other, offset) in all.prefix(statement) {
      guard case .query = other else { continue }
      // Blanks in place of the queries before: they are not asked again.
      for place in other.span.start..<other.span.end {
        let byte = bytes[place + offset]
        if byte != 0x0A, byte != 0x0D { bytes[place + offset] = 0x20 }
      }
    }
    return SourceText(bytes: bytes, fileName: text.fileName)
  }
}
