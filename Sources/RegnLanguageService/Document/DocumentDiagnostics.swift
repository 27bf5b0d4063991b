import RegnAnalyzers
import RegnBinder
import RegnSyntax

extension Document {
  /// The mistakes, doubts and remarks of the whole text, in order of place.
  public var diagnostics: [Diagnostic] {
    var found: [Diagnostic] = []
    for (index, part) in parts.enumerated() {
      let own = part.bound?.diagnostics ?? []
      let unused = part.declarations.compactMap { statement -> LetStatement? in
        guard case .let(let view) = statement, let name = view.name, !name.name.hasPrefix("_"),
          !isUsed(name.name, after: index, part: part, view)
        else { return nil }
        return view
      }
      found += own.map { $0.moved(by: part.start) }
      found += ScriptAnalyzers.unused(unused, in: part.tree).map {
        leavingOutTheLine($0.moved(by: part.start))
      }
    }
    return found.sorted { ($0.span.start, $0.code.id) < ($1.span.start, $1.code.id) }
  }

  /// A fix that leaves a statement out takes the end of its line along, which the next part begins with.
  private func leavingOutTheLine(_ diagnostic: Diagnostic) -> Diagnostic {
    var diagnostic = diagnostic
    for fix in diagnostic.fixes.indices {
      for edit in diagnostic.fixes[fix].edits.indices {
        let end = diagnostic.fixes[fix].edits[edit].span.end
        if end < text.count, text.bytes[end] == 0x0A { diagnostic.fixes[fix].edits[edit].span.end += 1 }
      }
    }
    return diagnostic
  }

  private func isUsed(_ name: String, after index: Int, part: Part, _ view: LetStatement) -> Bool {
    if parts[(index + 1)...].contains(where: { $0.used.mayHold(name) }) { return true }
    // Several statements share a part only while braces are open.
    return part.declarations.count > 1 && part.used.mayHold(name)
  }
}

extension Diagnostic {
  /// The diagnostic of a text that begins at an offset of another one.
  func moved(by offset: Int) -> Diagnostic {
    guard offset != 0 else { return self }
    var moved = self
    moved.span = span.moved(by: offset)
    moved.fixes = fixes.map { $0.moved(by: offset) }
    moved.related = related.map { Related($0.span.moved(by: offset), $0.message) }
    return moved
  }
}

extension Fix {
  func moved(by offset: Int) -> Fix {
    Fix(title, edits: edits.map { TextEdit($0.span.moved(by: offset), $0.replacement) })
  }
}

extension SourceSpan {
  func moved(by offset: Int) -> SourceSpan { SourceSpan(start + offset, end + offset) }

  /// Whether a cursor at the offset touches the span.
  func touches(_ offset: Int) -> Bool { start <= offset && offset <= end }
}
