import RegnBinder
import RegnSyntax

/// A statement or definition of a text, for an editor's outline.
public struct OutlineItem: Sendable, Hashable {
  public enum Kind: String, Sendable, Hashable {
    case query, table, value, function, parameter, setting
  }

  public let name: String
  /// A type or the columns; empty when not known.
  public let detail: String
  public let kind: Kind
  /// The whole statement.
  public let span: SourceSpan
  /// The name, within the span.
  public let selection: SourceSpan
  public let children: [OutlineItem]
}

extension Document {
  /// The statements of the text in order.
  public var outline: [OutlineItem] {
    parts.flatMap { part in part.tree.root.statements.flatMap { items($0, part) } }
  }

  private func items(_ statement: Statement, _ part: Part) -> [OutlineItem] {
    let span = statement.span.moved(by: part.start)
    func item(
      _ name: String, _ detail: String, _ kind: OutlineItem.Kind, _ selection: SourceSpan,
      _ children: [OutlineItem] = []
    ) -> OutlineItem {
      OutlineItem(
        name: name, detail: detail, kind: kind, span: span, selection: selection.moved(by: part.start),
        children: children)
    }
    switch statement {
    case .let(let view):
      guard let name = view.name else { return [] }
      let binding = part.environmentAfter?.binding(name.name)
      if let function = view.function {
        let parameters = function.parameters.map(\.text).joined(separator: ", ")
        return [
          item(name.name, "(\(parameters))", .function, name.span, inner(function, part))
        ]
      }
      switch binding {
      case .table(let table)?:
        return [item(name.name, table.columns.map(\.name).joined(separator: ", "), .table, name.span)]
      case .scalar(let value)?: return [item(name.name, value.type.rawValue, .value, name.span)]
      default: return [item(name.name, "", .value, name.span)]
      }
    case .declare(let view):
      return view.parameters.compactMap { parameter in
        parameter.name.map { name in
          OutlineItem(
            name: name.name, detail: parameter.type?.name ?? "", kind: .parameter,
            span: parameter.span.moved(by: part.start), selection: name.span.moved(by: part.start),
            children: [])
        }
      }
    case .set(let view):
      return [
        item("set \(view.name?.name ?? "")", view.value?.text ?? "", .setting, view.name?.span ?? view.span)
      ]
    case .query(let view):
      let columns = part.bound?.results[view.node.index]?.columns.map(\.name).joined(separator: ", ") ?? ""
      return [item(title(view), columns, .query, view.span)]
    case .outOfScope: return []
    }
  }

  private func inner(_ function: FunctionDeclaration, _ part: Part) -> [OutlineItem] {
    (function.body?.statements ?? []).compactMap { statement in
      guard case .let(let view) = statement, let name = view.name else { return nil }
      return OutlineItem(
        name: name.name, detail: "", kind: view.function == nil ? .value : .function,
        span: view.span.moved(by: part.start), selection: name.span.moved(by: part.start), children: [])
    }
  }

  /// A query by its table and its operators: `costs | where | summarize`.
  private func title(_ view: QueryStatement) -> String {
    guard case .pipe(let pipe) = view.expression else { return firstLine(view.text) }
    let source = pipe.source.map { firstLine($0.text) } ?? ""
    let words = pipe.operators.compactMap { $0.keyword?.text }
    return ([source] + words).joined(separator: " | ")
  }

  private func firstLine(_ text: String) -> String {
    let line = text.prefix { !$0.isNewline }
    return line.count > 40 ? line.prefix(39) + "…" : String(line)
  }
}

/// A stretch of lines that an editor can fold away.
public struct FoldingRange: Sendable, Hashable {
  public let span: SourceSpan
  public let isComment: Bool
}

extension Document {
  /// What can be folded away: statements, brackets and runs of comments of more than one line, in order.
  public var foldingRanges: [FoldingRange] {
    var found: [FoldingRange] = []
    for part in parts {
      var pending = [part.tree.root.node]
      while let node = pending.popLast() {
        let isWhole = node.role == .statement || node.kind == .functionBody
        let span = isWhole ? node.span : node.bracketSpan
        if let span, spansLines(span.moved(by: part.start)) {
          found.append(FoldingRange(span: span.moved(by: part.start), isComment: false))
        }
        pending += node.children
      }
    }
    var run: (first: SourceSpan, last: SourceSpan)?
    func close() {
      if let run, run.first != run.last {
        found.append(FoldingRange(span: run.first.union(run.last), isComment: true))
      }
      run = nil
    }
    for number in stride(from: 1, through: text.lineCount, by: 1) {
      let span = text.lineSpan(number)
      let line = text.bytes[span.start..<span.end].drop { $0 == 0x20 || $0 == 0x09 }
      if line.starts(with: [0x2F, 0x2F]) { run = (run?.first ?? span, span) } else { close() }
    }
    close()
    var seen: Set<Int> = []
    return found.sorted { ($0.span.start, -$0.span.end) < ($1.span.start, -$1.span.end) }
      .filter { seen.insert(text.line(at: $0.span.start)).inserted }
  }

  private func spansLines(_ span: SourceSpan) -> Bool { text.line(at: span.start) < text.line(at: span.end) }

  /// The spans around an offset, the innermost first: a cursor's word, its expression, step, statement, the
  /// text.
  public func selectionRanges(at offset: Int) -> [SourceSpan] {
    let part = parts[partIndex(at: offset)]
    let own = max(0, offset - part.start)
    var spans: [SourceSpan] = []
    let token = part.tree.tokens[part.tree.tokenIndex(at: own)]
    if token.span.touches(own), !token.span.isEmpty { spans.append(token.span) }
    var node: SyntaxNode? = part.tree.innermostNode(at: own)
    while let here = node {
      if here.parent != nil, !here.span.isEmpty, here.span.touches(own), here.span != spans.last,
        spans.last.map({ here.span.contains($0) }) ?? true
      {
        spans.append(here.span)
      }
      node = here.parent
    }
    var moved = spans.map { $0.moved(by: part.start) }
    if moved.last != text.span { moved.append(text.span) }
    return moved
  }
}

extension SyntaxNode {
  /// From the opening to the closing bracket of the node.
  fileprivate var bracketSpan: SourceSpan? {
    guard let open = token(.open), let close = token(.close) else { return nil }
    return open.span.union(close.span)
  }
}
