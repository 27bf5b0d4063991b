import RegnSyntax

extension Layout {
  /// Writes elements one after the other; a bracket that does not fit is broken.
  mutating func writeElements(_ elements: ArraySlice<SyntaxElement>, of node: SyntaxNode) {
    var position = elements.startIndex
    while position < elements.endIndex {
      switch elements[position] {
      case .token(let token):
        if token.kind.isOpening, let close = closing(elements, from: position) {
          writeBracket(elements[position...close], of: node)
          position = close
        } else {
          writeToken(Int(token.index))
        }
      case .node(let child):
        if child.kind == .namedParameter, !writer.isLineStart, !fits(child.tokenRange) {
          writer.newLine(hang)
        }
        write(child)
      }
      position += 1
    }
  }

  private func closing(_ elements: ArraySlice<SyntaxElement>, from open: Int) -> Int? {
    elements[open...].firstIndex {
      if case .token(let token) = $0 { token.kind.isClosing } else { false }
    }
  }

  /// Writes a bracket: on the line when it fits, else its content indented on lines of its own.
  mutating func writeBracket(
    _ elements: ArraySlice<SyntaxElement>, of node: SyntaxNode, isForced: Bool = false
  ) {
    let range = tokens(of: elements)
    guard isForced || !fits(range), let last = range.last else { return writeFlat(range) }
    let saved = hang
    let outer = max(writer.indent, chainIndent)
    let inner = outer + Formatter.indent
    let content = elements.dropFirst().dropLast()
    writeToken(range.lowerBound)
    if isHugged(content, of: node) {
      writeElements(content, of: node)
      writeToken(last)
      return
    }
    hang = inner
    writeContent(content, of: node, at: inner)
    hang = inner
    writer.newLine(outer)
    writeToken(last, commentIndent: inner)
    writer.beginsWithCloser = true
    hang = saved
  }

  /// Whether a bracket's content is itself a bracket that breaks in its place: `dynamic([…])`, `a[…]`.
  private func isHugged(_ content: ArraySlice<SyntaxElement>, of node: SyntaxNode) -> Bool {
    guard content.count == 1, case .node(let only)? = content.first else { return false }
    return node.kind == .indexExpression || only.kind == .jsonArray || only.kind == .jsonObject
      || only.kind == .datatableOperator
  }

  private mutating func writeContent(
    _ content: ArraySlice<SyntaxElement>, of node: SyntaxNode, at indent: Int
  ) {
    if node.kind == .functionBody { return writeStatements(content, at: indent) }
    if content.count == 1, case .node(let pipe)? = content.first, pipe.kind == .pipeExpression {
      writer.newLine(indent)
      return writePipe(pipe)
    }
    let items = items(of: content)
    if node.kind == .datatableOperator, let columns = node.child(.schema)?.children(.column).count,
      columns > 1, items.count.isMultiple(of: columns)
    {
      return writeRows(items, of: columns, in: node, at: indent)
    }
    if isMadeOfPairs(node), items.count > 2 { return writeRows(items, of: 2, in: node, at: indent) }
    writer.newLine(indent)
    writeList(items, of: node, at: indent)
  }

  /// Functions whose arguments belong together two by two.
  private func isMadeOfPairs(_ node: SyntaxNode) -> Bool {
    guard node.kind == .callExpression, let callee = node.child(.callee)?.text else { return false }
    return ["case", "bag_pack", "pack", "pack_dictionary"].contains(callee)
  }

  /// Writes so many items a line; those of a row that does not fit each on a line of its own.
  private mutating func writeRows(
    _ items: [ArraySlice<SyntaxElement>], of count: Int, in node: SyntaxNode, at indent: Int
  ) {
    var start = 0
    while start < items.count {
      let row = items[start..<min(start + count, items.count)]
      writer.newLine(indent)
      hang = indent + Formatter.indent
      writeList(Array(row), of: node, at: indent)
      start += count
    }
  }

  /// The parts between separators, each with the separator behind it; `..` begins a part.
  func items(of elements: ArraySlice<SyntaxElement>) -> [ArraySlice<SyntaxElement>] {
    var items: [ArraySlice<SyntaxElement>] = []
    var start = elements.startIndex
    var index = start
    while index < elements.endIndex {
      if case .token(let token) = elements[index] {
        switch token.kind {
        case .comma, .semicolon:
          items.append(elements[start...index])
          start = index + 1
        case .dotDot where start < index:
          items.append(elements[start..<index])
          start = index
        case _ where token.kind.isOpening: index = closing(elements, from: index) ?? index
        default: break
        }
      }
      index += 1
    }
    if start < elements.endIndex { items.append(elements[start...]) }
    return items
  }

  /// Writes items where the line stands: all on it when they fit, else one a line; simple ones share lines,
  /// those of an operator (`hasHead`) with simple neighbours, those of a bracket when all are simple.
  mutating func writeList(
    _ items: [ArraySlice<SyntaxElement>], of node: SyntaxNode, at indent: Int, hasHead: Bool = false
  ) {
    let all = items.first.flatMap { first in
      items.last.map { tokens(of: first).lowerBound..<tokens(of: $0).upperBound }
    }
    if let all, !all.isEmpty, fits(all) { return writeFlat(all) }
    let isFilled = hasHead || items.allSatisfy { isSimple($0) }
    // When one item takes several lines, all stand below the operator.
    let beginsBelow =
      hasHead
      && items.contains {
        let range = tokens(of: $0)
        return spacing.mustBreak(range.dropFirst()) || indent + spacing.width(range) > Formatter.width
      }
    var wasSimple = true
    for (number, item) in items.enumerated() {
      let range = tokens(of: item)
      let isSimple = isFilled && isSimple(item)
      if number == 0 {
        if beginsBelow || hasHead && !fits(range) { writer.newLine(indent) }
      } else if !isSimple || !wasSimple || !fits(range) || hasComment(before: range) {
        writer.newLine(indent)
      }
      hang = writer.isLineStart || items.count > 1 ? indent + Formatter.indent : hang
      writeElements(item, of: node)
      wasSimple = isSimple
    }
  }

  /// Whether elements are but a name or literal, so that several of them may share a line.
  func isSimple(_ elements: ArraySlice<SyntaxElement>) -> Bool {
    let range = tokens(of: elements)
    return range.count <= 6 && !spacing.mustBreak(range.dropFirst())
      && !range.contains {
        switch tree.tokens[$0].kind {
        case .openParen, .openBrace, .equal, .wordOperator: true
        default: false
        }
      }
  }
}
