import RegnSyntax

/// Writes a tree, each node on the rest of the line when it fits there, else broken at its outermost level.
struct Layout {
  let tree: SyntaxTree
  let spacing: Spacing
  var writer = LineWriter()
  /// The indentation of a line that continues the one before.
  var hang = Formatter.indent
  /// The least indentation of a bracket's closing sign, within a chain that has begun further left.
  var chainIndent = 0
  /// The first token of the statement that is about to be written: empty lines before it are kept.
  private var statementStart = -1

  init(_ tree: SyntaxTree) {
    self.tree = tree
    spacing = Spacing(tree)
  }

  // MARK: Statements

  mutating func writeRoot(_ root: SyntaxNode) {
    var statement: [SyntaxElement] = []
    for element in root.elements {
      guard case .token(let token) = element else {
        statement.append(element)
        continue
      }
      writeStatement(statement)
      statement = []
      if token.kind == .endOfFile {
        writer.newLine(0)
        statementStart = Int(token.index)
        writeComments(before: Int(token.index))
      } else {
        if stands(onItsOwnLine: Int(token.index)) { writer.newLine(0) }
        writeToken(Int(token.index))
      }
    }
    writer.finish()
  }

  /// Whether a semicolon stays on a line of its own: behind a string that is not closed it would become a
  /// part of it.
  private func stands(onItsOwnLine semicolon: Int) -> Bool {
    guard semicolon > 0, tree.tokens[semicolon - 1].kind == .stringLiteral,
      spacing.kept.contains(semicolon - 1)
    else { return false }
    let between = tree.text.bytes[tree.tokens[semicolon - 1].end..<tree.tokens[semicolon].start]
    return between.contains { $0 == 0x0A || $0 == 0x0D }
  }

  /// Writes what stands between two semicolons: one statement, or more when there is a mistake.
  private mutating func writeStatement(_ elements: [SyntaxElement]) {
    let range = tokens(of: elements)
    guard !range.isEmpty else { return }
    writer.newLine(0)
    hang = Formatter.indent
    statementStart = range.lowerBound
    if spacing.kept.isStatement(at: range.lowerBound) { return writeAsItIs(range) }
    for case .node(let node) in elements { write(node) }
  }

  private mutating func writeAsItIs(_ range: Range<Int>) {
    guard let first = range.first, let last = range.last else { return }
    writeToken(first)
    if first < last { writer.put(tree.text[SourceSpan(tree.tokens[first].end, tree.tokens[last].end)]) }
  }

  /// Writes the statements of a body, each on a line of its own.
  mutating func writeStatements(_ elements: ArraySlice<SyntaxElement>, at indent: Int) {
    var isFirst = true
    for element in elements {
      switch element {
      case .token(let token): writeToken(Int(token.index))
      case .node(let node):
        writer.newLine(indent)
        hang = indent + Formatter.indent
        if !isFirst { statementStart = node.tokenRange.lowerBound }
        write(node)
        isFirst = false
      }
    }
  }

  // MARK: Nodes

  mutating func write(_ node: SyntaxNode) {
    let range = node.tokenRange
    if node.isKeptAsItIs { return writeAsItIs(range) }
    if fits(range) { return writeFlat(range) }
    let outer = (hang, chainIndent)
    switch node.kind {
    case .name, .typeName, .wildcardName, .graphNode, .graphEdge, .graphPath: writeFlat(range)
    case .literal: writeTexts(range)
    case .pipeExpression: writePipe(node)
    case .logicalExpression: writeChain(node)
    case .binaryExpression: writeBinary(node)
    case .queryStatement, .letStatement, .functionDeclaration, .parenthesizedExpression, .callExpression,
      .inExpression, .betweenExpression, .namedExpression, .memberExpression, .indexExpression:
      writeElements(node.elements[...], of: node)
    default: writeClauses(node)
    }
    (hang, chainIndent) = outer
  }

  /// Writes a pipe, each operator on a line of its own; behind something else they are indented.
  mutating func writePipe(_ node: SyntaxNode) {
    let indent = writer.isLineStart ? writer.indent : writer.indent + Formatter.indent
    var isFirst = true
    for element in node.elements {
      switch element {
      case .token(let token):
        if !isFirst { writer.newLine(indent) }
        hang = indent + Formatter.indent
        writeToken(Int(token.index))
      case .node(let child): write(child)
      }
      isFirst = false
    }
  }

  /// Writes texts side by side that make one, as many on a line as fit.
  private mutating func writeTexts(_ range: Range<Int>) {
    for index in range {
      if index > range.lowerBound, !fits(index..<index + 1) { writer.newLine(hang) }
      writeToken(index)
    }
  }

  /// Writes `a and b and c`, each operator with its operand on a line of its own.
  private mutating func writeChain(_ node: SyntaxNode) {
    let isAlone = writer.isLineStart && node.parent?.kind == .parenthesizedExpression
    let indent = isAlone ? writer.indent : hang
    if hasComment(before: node.tokenRange) { writer.newLine(indent) }
    chainIndent = indent
    for element in node.elements {
      switch element {
      case .token(let token):
        writer.newLine(indent)
        writeToken(Int(token.index))
      case .node(let child):
        hang = indent + Formatter.indent
        write(child)
      }
    }
  }

  /// Writes `left operator right`, a sum or product with all its operands.
  private mutating func writeBinary(_ node: SyntaxNode) {
    let isAlone = writer.isLineStart && node.parent?.kind == .parenthesizedExpression
    let indent = isAlone ? writer.indent : hang
    let rests = operations(of: node)
    guard let first = rests.first?.first?.before else { return writeFlat(node.tokenRange) }
    if hasComment(before: node.tokenRange) { writer.newLine(indent) }
    hang = indent + Formatter.indent
    if rests.count > 1 { chainIndent = indent }
    let isFirstFlat = fits(first.tokenRange)
    write(first)
    let isFilled = rests.count > 1 && rests.allSatisfy { isSimple($0.map(\.element)[...]) }
    let mayStay = isFilled || rests.count == 1 && (isFirstFlat || writer.beginsWithCloser)
    for rest in rests {
      let range = tokens(of: rest.map(\.element))
      let staysHere =
        mayStay && !hasComment(before: range)
        && (fits(range) || rests.count == 1 && (canHug(rest) || isHopeless(range, at: indent)))
      if !staysHere { writer.newLine(indent) }
      for part in rest {
        switch part.element {
        case .token(let token): writeToken(Int(token.index))
        case .node(let operand): write(operand)
        }
      }
    }
  }

  private typealias Part = (before: SyntaxNode?, element: SyntaxElement)

  /// The operators of a sum or product, each with the operand behind it; the first knows the operand before
  /// it. Another operator is alone.
  private func operations(of node: SyntaxNode) -> [[Part]] {
    var found: [[Part]] = []
    var node = node
    while true {
      guard let left = node.child(.left) else { return found.reversed() }
      let own = node.elements.filter { if case .node(let child) = $0 { child != left } else { true } }
      found.append(own.map { (left, $0) })
      let sign = node.token(.operator)?.kind
      guard left.kind == .binaryExpression, let rank = rank(sign),
        rank == self.rank(left.token(.operator)?.kind)
      else { return found.reversed() }
      node = left
    }
  }

  private func rank(_ sign: TokenKind?) -> Int? {
    switch sign {
    case .plus, .minus: 0
    case .star, .slash, .percent: 1
    default: nil
    }
  }

  /// Whether an operator and the beginning of its operand, up to the bracket that can be broken, fit here.
  private func canHug(_ parts: [Part]) -> Bool {
    guard case .node(let operand)? = parts.last?.element else { return false }
    switch operand.kind {
    case .callExpression, .parenthesizedExpression, .dynamicLiteral: break
    default: return false
    }
    let range = tokens(of: parts.map(\.element))
    guard let open = operand.token(.open).map({ Int($0.index) }), open >= range.lowerBound else {
      return false
    }
    return fits(range.lowerBound..<(open + 1))
  }

  /// Whether an operand is one long word that would not fit on a line of its own either.
  private func isHopeless(_ range: Range<Int>, at indent: Int) -> Bool {
    range.count == 2 && indent + spacing.width(range) > Formatter.width && !spacing.mustBreak(range)
  }

  // MARK: Widths

  /// Whether tokens fit on the rest of the line, with the commas and brackets behind them.
  func fits(_ range: Range<Int>) -> Bool {
    guard let first = range.first else { return true }
    if spacing.mustBreak(range.dropFirst()) { return false }
    var start = writer.column
    if !writer.isLineStart {
      if !spacing.trivia[first].comments.isEmpty {
        start = hang
      } else if spacing.hasSpace(before: first) {
        start += 1
      }
    }
    return start + spacing.width(range) + spacing.tail(from: range.upperBound) <= Formatter.width
  }

  func hasComment(before range: Range<Int>) -> Bool {
    range.first.map { !spacing.trivia[$0].comments.isEmpty } ?? false
  }

  /// The tokens that elements cover.
  func tokens(of elements: some Collection<SyntaxElement>) -> Range<Int> {
    var range: Range<Int>?
    for element in elements {
      let own =
        switch element {
        case .token(let token): Int(token.index)..<Int(token.index) + 1
        case .node(let node): node.tokenRange
        }
      if own.isEmpty { continue }
      range = (range?.lowerBound ?? own.lowerBound)..<own.upperBound
    }
    return range ?? 0..<0
  }

  // MARK: Writing

  mutating func writeFlat(_ range: Range<Int>) {
    for index in range { writeToken(index) }
  }

  /// Writes a token with the comments before it, which may stand deeper than the token.
  mutating func writeToken(_ index: Int, commentIndent: Int? = nil) {
    writeComments(before: index, commentIndent: commentIndent)
    if !writer.isLineStart, spacing.hasSpace(before: index) { writer.put(" ") }
    writer.put(tree.text[tree.tokens[index].span])
  }

  private mutating func writeComments(before index: Int, commentIndent: Int? = nil) {
    let trivia = spacing.trivia[index]
    let keepsBlank = index == statementStart
    for comment in trivia.comments {
      let indent = writer.isLineStart ? writer.indent : hang
      if comment.isTrailing, !writer.out.isEmpty {
        writer.putBehind(comment.text)
      } else {
        writer.newLine(commentIndent ?? indent)
        if keepsBlank, comment.hasBlankBefore { writer.leaveBlankLine() }
        writer.put(comment.text)
      }
      writer.newLine(indent)
    }
    if keepsBlank, trivia.hasBlankBefore, tree.tokens[index].kind != .endOfFile { writer.leaveBlankLine() }
  }
}
