import RegnSyntax

extension Layout {
  /// Writes an operator, or a part of one, that does not fit on the line: the clauses that its words begin on
  /// lines of their own.
  mutating func writeClauses(_ node: SyntaxNode) {
    let indent = writer.indent + Formatter.indent
    hang = indent
    if hugsSubquery(node) { return writeElements(node.elements[...], of: node) }
    switch node.kind {
    case .forkOperator: return writeEach(node, at: indent)
    case .joinOperator, .lookupOperator: if writeJoinBlock(node) { return }
    default: break
    }
    for (number, clause) in clauses(of: node).enumerated() {
      if number > 0, !(staysBehindBracket(clause) && writer.beginsWithCloser),
        !hugsProperties(clause, at: indent)
      {
        writer.newLine(indent)
        hang = indent + Formatter.indent
      }
      write(clause: clause, of: node)
    }
  }

  private mutating func write(clause: ArraySlice<SyntaxElement>, of node: SyntaxNode) {
    let range = tokens(of: clause)
    if fits(range) { return writeFlat(range) }
    let head = clause.prefix { element in
      switch element {
      case .token(let token): token.kind == .identifier || token.kind == .arrow
      case .node(let child): child.kind == .namedParameter
      }
    }
    writeElements(head, of: node)
    let rest = clause.dropFirst(head.count)
    if node.kind == .parseOperator, isWord("with", head.first) { return writeFilled(rest) }
    if node.kind == .makeSeriesOperator, isWord("on", head.first) { return writeAxis(rest, of: node) }
    let items = items(of: rest)
    // A lone aggregate that takes several lines stands below the operator, as `by` does.
    let isAggregate = isWord("summarize", head.first) || isWord("make-series", head.first)
    if isAggregate, node.hasKeyword("by"), items.count == 1, !fits(tokens(of: rest)) {
      writer.newLine(hang)
    }
    if items.count > 1 {
      writeList(items, of: node, at: hang, hasHead: !head.isEmpty)
    } else {
      writeElements(rest, of: node)
    }
  }

  /// Writes the parts of a pattern, as many on a line as fit. A column stays with what is before it: at the
  /// start of a line its name could be taken for that of an operator.
  private mutating func writeFilled(_ elements: ArraySlice<SyntaxElement>) {
    let indent = hang
    for index in elements.indices {
      let isColumn = isParsedColumn(elements[index])
      let columns = elements[(index + 1)...].prefix(while: isParsedColumn)
      if !isColumn, !fits(tokens(of: elements[index..<columns.endIndex])) { writer.newLine(indent) }
      writeFlat(tokens(of: [elements[index]]))
    }
  }

  private func isParsedColumn(_ element: SyntaxElement) -> Bool {
    if case .node(let node) = element { node.kind == .parsedColumn } else { false }
  }

  /// Writes make-series' axis: its ends and step on lines of their own.
  private mutating func writeAxis(_ elements: ArraySlice<SyntaxElement>, of node: SyntaxNode) {
    let indent = hang
    for element in elements {
      if ["from", "to", "step"].contains(where: { isWord($0, element) }) { writer.newLine(indent) }
      writeElements([element], of: node)
    }
  }

  private mutating func writeEach(_ node: SyntaxNode, at indent: Int) {
    for element in node.elements {
      if case .node = element { writer.newLine(indent) }
      writeElements([element], of: node)
    }
  }

  /// Writes a join whose subquery has several operators as a block; false when it has not.
  private mutating func writeJoinBlock(_ node: SyntaxNode) -> Bool {
    guard let table = node.child(.table), table.kind == .parenthesizedExpression,
      let pipe = table.child(.expression), pipe.kind == .pipeExpression,
      pipe.children(.stage).count > 1 || !fits(node.tokenRange.lowerBound..<table.tokenRange.upperBound)
    else { return false }
    for (number, clause) in clauses(of: node).enumerated() {
      if number > 0 {
        write(clause: clause, of: node)
        continue
      }
      for element in clause {
        if case .node(let child) = element, child == table {
          writeBracket(table.elements[...], of: table, isForced: true)
        } else {
          writeElements([element], of: node)
        }
      }
    }
    return true
  }

  /// Whether an operator ends in a bracket with a subquery or steps that can be opened on this line.
  private func hugsSubquery(_ node: SyntaxNode) -> Bool {
    switch node.kind {
    case .mvApplyOperator, .partitionOperator, .facetOperator, .scanOperator, .outOfScopeOperator: break
    default: return false
    }
    let open = node.tokens(.open).last ?? node.child(.body)?.token(.open)
    guard let open else { return false }
    return fits(node.tokenRange.lowerBound..<Int(open.index) + 1)
  }

  /// Whether `with (…)` is too long for a line of its own, so that it is opened on this one.
  private func hugsProperties(_ clause: ArraySlice<SyntaxElement>, at indent: Int) -> Bool {
    guard case .node(let with)? = clause.first, with.kind == .withClause, let open = with.token(.open)
    else { return false }
    let range = with.tokenRange
    return (spacing.mustBreak(range.dropFirst()) || indent + spacing.width(range) > Formatter.width)
      && fits(range.lowerBound..<Int(open.index) + 1)
  }

  /// The elements, cut before the words that begin a clause.
  private func clauses(of node: SyntaxNode) -> [ArraySlice<SyntaxElement>] {
    let words = Layout.clauseWords[node.kind] ?? []
    let elements = node.elements
    var clauses: [ArraySlice<SyntaxElement>] = []
    var start = 0
    for index in elements.indices where index > start {
      switch elements[index] {
      case .token(let token):
        guard words.contains(token.text),
          // A word right behind the operator's name begins nothing: `summarize by x`, `where` of find.
          index > 1 || node.kind == .scanStep
        else { continue }
      case .node(let child): if child.kind != .withClause { continue }
      }
      clauses.append(elements[start..<index])
      start = index
    }
    clauses.append(elements[start...])
    return clauses
  }

  private static let clauseWords: [SyntaxKind: Set<String>] = [
    .summarizeOperator: ["by"], .makeSeriesOperator: ["on", "by"], .topOperator: ["by"],
    .topHittersOperator: ["by"], .topNestedLevel: ["by"], .joinOperator: ["on", "where"],
    .lookupOperator: ["on"], .findOperator: ["where", "project", "project-away", "project-smart"],
    .rangeOperator: ["from", "to", "step"], .reduceOperator: ["with"], .parseOperator: ["with"],
    .parseKvOperator: ["as"], .mvExpandOperator: ["limit"],
    .evaluateOperator: [":"], .scanOperator: ["order", "partition", "declare", "with"], .scanStep: ["=>"],
    .outOfScopeOperator: ["where", "project", "with", "on", "partitioned-by"],
  ]

  /// Whether a clause goes on behind a closing bracket that begins a line: `) on code`.
  private func staysBehindBracket(_ clause: ArraySlice<SyntaxElement>) -> Bool {
    if case .node? = clause.first { return true }
    return ["on", "with", ":"].contains { isWord($0, clause.first) }
  }

  private func isWord(_ word: String, _ element: SyntaxElement?) -> Bool {
    if case .token(let token)? = element { token.text == word } else { false }
  }
}
