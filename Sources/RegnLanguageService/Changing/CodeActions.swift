import RegnBinder
import RegnData
import RegnPhrases
import RegnSyntax

/// A change that an editor can offer at a place.
public struct CodeAction: Sendable, Hashable {
  public enum Kind: String, Sendable, Hashable {
    case quickFix = "quickfix"
    case extract = "refactor.extract"
    case inline = "refactor.inline"
    case rewrite = "refactor.rewrite"
    case fixAll = "source.fixAll"
  }

  public let title: Phrase
  public let kind: Kind
  /// They do not overlap.
  public let edits: [TextEdit]
  /// What it mends.
  public let diagnostic: Diagnostic?
  /// Whether it is the likeliest of its kind.
  public let isPreferred: Bool
  /// The number of the statement that must be run first; its result, written by ``Document/datatable(of:)``,
  /// then takes the statement's place. Nil for changes that are all in `edits`.
  public var runs: Int?
}

extension Document {
  /// The changes that can be made at a span: fixes of what is wrong or doubtful there, and rewritings.
  public func actions(in span: SourceSpan) -> [CodeAction] {
    let here = diagnostics.filter { $0.span.start <= span.end && span.start <= $0.span.end }
    var found = here.flatMap { diagnostic in
      diagnostic.fixes.enumerated().map { place, fix in
        CodeAction(
          title: fix.title, kind: .quickFix, edits: fix.edits, diagnostic: diagnostic, isPreferred: place == 0
        )
      }
    }
    found += [extractLet(span), inlineLet(span), hasForContains(span), resultAsDatatable(span)].compactMap {
      $0
    }
    if let all = fixAll { found.append(all) }
    return found
  }

  /// The likeliest fix of everything that has one; nil when there is none. Of two that overlap the first is
  /// made.
  public var fixAll: CodeAction? {
    var edits: [TextEdit] = []
    var count = 0
    var end = -1
    for fix in diagnostics.compactMap(\.fixes.first) {
      let sorted = fix.edits.sorted { $0.span.start < $1.span.start }
      guard let first = sorted.first, let last = sorted.last, first.span.start > end else { continue }
      edits += sorted
      end = last.span.end
      count += 1
    }
    guard count > 0 else { return nil }
    return CodeAction(
      title: count == 1 ? "Apply the fix in this text" : "Apply all \(count) fixes in this text",
      kind: .fixAll, edits: edits, diagnostic: nil, isPreferred: false)
  }

  // MARK: - Extract and inline

  /// What is marked, an expression or the first steps of a query, as a `let` before the statement.
  private func extractLet(_ span: SourceSpan) -> CodeAction? {
    guard !span.isEmpty else { return nil }
    let part = parts[partIndex(at: span.start)]
    let own = trimmed(span).moved(by: -part.start)
    guard !own.isEmpty, own.start >= 0, own.end <= part.tree.text.count else { return nil }
    guard
      let statement = part.tree.root.statements.first(where: { $0.span.contains(own) }),
      let piece = piece(own, in: part.tree)
    else { return nil }
    // What stands in a `let` of a function needs that function's names.
    if sequence(first: piece.node, next: \.parent).contains(where: { $0.kind == .functionBody }) {
      return nil
    }
    if !piece.isTable, usesColumns(own, part) { return nil }
    let name = freeName(piece.isTable ? "part" : "value")
    let start = statement.span.start + part.start
    return CodeAction(
      title: "Name it with let", kind: .extract,
      edits: [
        TextEdit(SourceSpan(start, start), "let \(name) = \(part.tree.text[own]);\n"),
        TextEdit(own.moved(by: part.start), name),
      ], diagnostic: nil, isPreferred: false)
  }

  private struct Piece {
    let node: SyntaxNode
    let isTable: Bool
  }

  /// The expression, or the beginning of a pipe, that spans exactly a place.
  private func piece(_ span: SourceSpan, in tree: SyntaxTree) -> Piece? {
    var node: SyntaxNode? = tree.innermostNode(at: span.start)
    while let here = node, here.span.start == span.start || here.span.contains(span) {
      if here.kind == .pipeExpression, here.span.start == span.start,
        here.span == span || here.children(.stage).contains(where: { $0.span.end == span.end })
      {
        return Piece(node: here, isTable: true)
      }
      if here.span == span {
        switch Expression(here) {
        case .literal, .dynamic, .prefix, .binary, .logical, .in, .between, .call, .index:
          return Piece(node: here, isTable: false)
        case .parenthesized(let view):
          if case .pipe = view.expression.unparenthesized { return Piece(node: here, isTable: true) }
          return Piece(node: here, isTable: false)
        default: break
        }
      }
      node = here.parent
    }
    return nil
  }

  private func usesColumns(_ span: SourceSpan, _ part: Part) -> Bool {
    (part.bound?.names.uses ?? []).contains { use in
      guard span.contains(use.span) else { return false }
      switch use.meaning {
      case .column, .local: return true
      case .other: return use.isDefinition
      case .global, .callee, .argument: return false
      }
    }
  }

  private func freeName(_ base: String) -> String {
    var taken = Set(parts.flatMap { $0.bound?.names.uses.map(\.name) ?? [] })
    taken.formUnion(context.catalog.tableNames)
    taken.formUnion(context.environment.names)
    if !taken.contains(base) { return base }
    var number = 2
    while taken.contains("\(base)\(number)") { number += 1 }
    return "\(base)\(number)"
  }

  private func trimmed(_ span: SourceSpan) -> SourceSpan {
    var (start, end) = (max(0, span.start), min(text.count, span.end))
    let blanks: Set<UInt8> = [0x20, 0x09, 0x0A, 0x0D]
    while start < end, blanks.contains(text.bytes[start]) { start += 1 }
    while end > start, blanks.contains(text.bytes[end - 1]) { end -= 1 }
    return SourceSpan(start, end)
  }

  /// The `let` at a place written out where it is used, and left out.
  private func inlineLet(_ span: SourceSpan) -> CodeAction? {
    guard let name = name(at: span.start) else { return nil }
    let map = nameMap
    guard case .global(let index, let place)? = symbol(name, map),
      let view = parts[index].declaration(at: place),
      let value = view.value, !parts[index].tree.hasErrors
    else { return nil }
    let uses = places(of: name.use.name, meaning: [.global(part: index, place)], map).filter {
      !$0.use.isDefinition
    }
    guard !uses.isEmpty else { return nil }
    // Names that the value uses may mean something else further down.
    let used = Names(usedIn: parts[index].tree)
    for use in uses where use.part > index + 1 {
      if parts[(index + 1)..<use.part].contains(where: { used.meets($0.defined) }) { return nil }
    }
    let isPlain = if case .literal = value { true } else if case .name = value { true } else { false }
    let written = isPlain ? value.text : "(\(value.text))"
    let statement = view.node.span.moved(by: parts[index].start)
    var end = statement.end
    while end < text.count, text.bytes[end] == 0x20 || text.bytes[end] == 0x3B { end += 1 }
    if end < text.count, text.bytes[end] == 0x0A { end += 1 }
    return CodeAction(
      title: "Write \(name.use.name) out where it is used", kind: .inline,
      edits: [TextEdit(SourceSpan(statement.start, end), "")] + uses.map { TextEdit(self.span($0), written) },
      diagnostic: nil, isPreferred: false)
  }

  // MARK: - Rewritings

  /// `contains` as `has`, which finds whole words and is faster.
  private func hasForContains(_ span: SourceSpan) -> CodeAction? {
    let part = parts[partIndex(at: span.start)]
    let own = span.start - part.start
    let node = sequence(first: part.tree.innermostNode(at: own), next: \.parent).first {
      $0.kind == .binaryExpression
    }
    guard let token = node?.tokens(.operator).first else { return nil }
    let words = [
      "contains": "has", "!contains": "!has", "contains_cs": "has_cs", "!contains_cs": "!has_cs",
    ]
    guard let word = words[token.text] else { return nil }
    return CodeAction(
      title: "Look for whole words: \(word)", kind: .rewrite,
      edits: [TextEdit(token.span.moved(by: part.start), word)], diagnostic: nil, isPreferred: false)
  }

  /// A query's result written out in its place, once it has been run.
  private func resultAsDatatable(_ span: SourceSpan) -> CodeAction? {
    guard
      let number = statements.firstIndex(where: { entry in
        guard case .query(let view) = entry.statement, case .pipe = view.expression else { return false }
        return entry.statement.span.moved(by: entry.offset).touches(span.start)
      })
    else { return nil }
    return CodeAction(
      title: "Write the result out as a datatable", kind: .rewrite, edits: [], diagnostic: nil,
      isPreferred: false, runs: number)
  }
}
