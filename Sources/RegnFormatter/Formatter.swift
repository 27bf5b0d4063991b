import RegnSyntax

/// Lays out KQL in one canonical way: an operator a line, one space between words, long lists broken at
/// ``Formatter/width`` cells, subqueries that do not fit indented by four.
///
/// Tokens are never changed, comments never lost. A statement with a mistake in it is kept as it is; laying
/// out twice changes nothing.
public enum Formatter {
  /// The cells that a line should not exceed; single tokens and comments may.
  public static let width = 100
  /// The cells by which continued lines are indented.
  public static let indent = 4

  /// The text of a tree in canonical layout, ended by one line end; an empty text stays empty.
  public static func format(_ tree: SyntaxTree) -> String {
    let root = tree.root.node
    if root.children.contains(where: { $0.kind == .error }) { return tree.text.string }
    // A line end after an open string would become part of it.
    if tree.diagnostics.contains(where: { $0.code == .unclosedMultilineString }) { return tree.text.string }
    var layout = Layout(tree)
    layout.writeRoot(root)
    return layout.out
  }
}

/// The text being built.
struct Layout {
  let tree: SyntaxTree
  let spacing: Spacing
  var out = ""
  /// The cells already on the current line.
  var column = 0
  /// The indentation of the current line; what is continued is indented by four more.
  private var lineIndent = 0
  private var isLineStart = true
  /// The token whose comments have been written already.
  private var commentsWritten = -1

  init(_ tree: SyntaxTree) {
    self.tree = tree
    spacing = Spacing(tree)
  }

  // MARK: Statements

  mutating func writeRoot(_ root: SyntaxNode) {
    for element in root.elements {
      switch element {
      case .node(let statement):
        keepBlankLine(before: statement.tokenRange.lowerBound)
        write(statement: statement, 0)
      case .token(let token):
        if token.kind == .endOfFile {
          writeComments(Int(token.index), 0)
          if !isLineStart { newLine(0) }
        } else {
          writeToken(Int(token.index), 0, space: false)
        }
      }
    }
  }

  /// An empty line before a statement stays, several become one.
  private mutating func keepBlankLine(before index: Int) {
    guard !out.isEmpty, index < tree.tokens.count else { return }
    let hasBlank = spacing.startsWithBlankLine(index)
    // A comment behind the `;` before stays on its line.
    if let first = spacing.comments(index).first, first.isTrailing { return }
    newLine(0)
    if hasBlank { out += "\n" }
  }

  private mutating func write(statement: SyntaxNode, _ indent: Int) {
    let first = statement.tokenRange.lowerBound
    writeComments(first, indent)
    commentsWritten = first
    if isVerbatim(statement) { return writeVerbatim(statement) }
    write(statement)
  }

  private func isVerbatim(_ node: SyntaxNode) -> Bool {
    switch node.kind {
    case .aliasStatement, .patternStatement, .restrictStatement, .commandStatement, .outOfScopeOperator,
      .unknownOperator, .error:
      return true
    case .queryStatement, .letStatement, .setStatement, .declareStatement:
      return node.isBroken
        || tree.diagnostics.contains { $0.severity == .error && touches($0.span, node.fullSpan) }
    default: return false
    }
  }

  private func touches(_ span: SourceSpan, _ other: SourceSpan) -> Bool {
    span.start <= other.end && other.start <= span.end
  }

  private mutating func writeVerbatim(_ node: SyntaxNode) {
    let range = node.tokenRange
    guard let first = range.first else { return }
    writeToken(first, lineIndent, space: spacing.hasSpace(before: first))
    guard range.count > 1, let last = range.last else { return }
    put(tree.text[SourceSpan(tree.tokens[first].end, tree.tokens[last].end)])
  }

  // MARK: Nodes

  private mutating func write(_ node: SyntaxNode) {
    if isVerbatim(node) { return writeVerbatim(node) }
    switch node.kind {
    case .pipeExpression where mustBreak(node): writePipe(node)
    case .functionBody where mustBreak(node): writeBody(node)
    case .parenthesizedExpression where node.child(.expression)?.kind == .pipeExpression && !fits(node):
      writeBlock(node)
    case .callExpression where !fits(node) && node.children(.argument).map(\.kind) == [.pipeExpression]:
      writeBlock(node)
    case .mvApplyOperator, .partitionOperator, .facetOperator, .forkBranch:
      if node.child(.query) != nil, !fits(node) { writeBlock(node) } else { writeList(node) }
    default: writeList(node)
    }
  }

  /// Whether a node needs several lines whatever its width.
  private func mustBreak(_ node: SyntaxNode) -> Bool {
    if node.kind == .functionBody { return node.children(.statement).count > 1 || !fits(node) }
    guard let parent = node.parent, node.kind == .pipeExpression else { return !fits(node) }
    if parent.kind == .queryStatement {
      guard let body = parent.parent, body.kind == .functionBody else { return true }
      return !fits(node) || body.children(.statement).count > 1
    }
    if parent.kind == .letStatement { return node.children(.stage).count > 1 || !fits(node) }
    return !fits(node)
  }

  private mutating func writePipe(_ node: SyntaxNode) {
    let inner = node.parent?.kind == .letStatement ? lineIndent + Formatter.indent : lineIndent
    var isFirst = true
    for element in node.elements {
      switch element {
      case .token(let token):
        if !isFirst { newLine(inner) }
        writeToken(Int(token.index), inner, space: false)
      case .node(let child):
        write(child)
      }
      isFirst = false
    }
  }

  /// A bracket with a pipe in it: the pipe on lines of its own, indented.
  private mutating func writeBlock(_ node: SyntaxNode) {
    let indent = lineIndent
    for element in node.elements {
      switch element {
      case .token(let token):
        if token.kind == .closeParen || token.kind == .closeBrace { newLine(indent) }
        writeToken(
          Int(token.index), indent + Formatter.indent, space: spacing.hasSpace(before: Int(token.index)))
      case .node(let child):
        if isBlockContent(child) {
          newLine(indent + Formatter.indent)
          if child.kind == .pipeExpression { writePipe(child) } else { write(child) }
        } else {
          write(child)
        }
      }
    }
  }

  private func isBlockContent(_ child: SyntaxNode) -> Bool {
    switch child.role {
    case .query: true
    case .expression: child.parent?.kind == .parenthesizedExpression
    case .argument: child.kind == .pipeExpression
    default: false
    }
  }

  private mutating func writeBody(_ node: SyntaxNode) {
    let indent = lineIndent
    let inner = indent + Formatter.indent
    for element in node.elements {
      switch element {
      case .token(let token):
        if token.kind == .closeBrace { newLine(indent) }
        writeToken(Int(token.index), inner, space: spacing.hasSpace(before: Int(token.index)))
      case .node(let child):
        if let first = spacing.comments(child.tokenRange.lowerBound).first, first.isTrailing {
          // The comment breaks the line.
        } else {
          newLine(inner)
        }
        write(statement: child, inner)
      }
    }
  }

  /// Writes a node's children one after the other; what does not fit after a comma, or an operator of a chain
  /// with its operand, goes to the next line.
  private mutating func writeList(_ node: SyntaxNode) {
    let inner = lineIndent + Formatter.indent
    let isFlat = fits(node)
    let elements = node.elements
    for (position, element) in elements.enumerated() {
      if !isFlat, position > 0, mayBreak(before: position, in: elements, of: node) {
        let next = position + 1 < elements.count ? widthOf(elements[position + 1]) + 1 : 0
        let together = isLeader(element, of: node) ? next : 0
        let isClause = isClauseWord(element, of: node)
        if isClause || column + 1 + widthOf(element) + together > Formatter.width { newLine(inner) }
      }
      switch element {
      case .token(let token):
        writeToken(Int(token.index), inner, space: spacing.hasSpace(before: Int(token.index)))
      case .node(let child):
        write(child)
      }
    }
  }

  private func isLeader(_ element: SyntaxElement, of node: SyntaxNode) -> Bool {
    guard case .token(let token) = element else { return false }
    return node.kind == .logicalExpression || node.kind == .binaryExpression || token.kind == .identifier
  }

  /// `by` in summarize begins a line of its own when the operator does not fit on one.
  private func isClauseWord(_ element: SyntaxElement, of node: SyntaxNode) -> Bool {
    guard case .token(let token) = element, token.text == "by" else { return false }
    return node.kind == .summarizeOperator && node.child(.aggregate) != nil
      || node.kind == .makeSeriesOperator
  }

  private func mayBreak(before position: Int, in elements: [SyntaxElement], of node: SyntaxNode) -> Bool {
    if case .token(let token) = elements[position] {
      if node.kind == .logicalExpression || node.kind == .binaryExpression { return true }
      return isClauseWord(elements[position], of: node) && token.kind == .identifier
    }
    if case .token(let before) = elements[position - 1] { return before.kind == .comma }
    // Two nodes side by side: the subqueries of fork, the parts of a pattern.
    return true
  }

  // MARK: Widths

  /// Whether a node fits on the rest of the line with no comment to break it.
  private func fits(_ node: SyntaxNode) -> Bool {
    let range = node.tokenRange
    guard !range.isEmpty else { return true }
    if spacing.hasComment(range.dropFirst()) { return false }
    return column + 1 + spacing.width(range) <= Formatter.width
  }

  private func widthOf(_ element: SyntaxElement) -> Int {
    switch element {
    case .node(let node): spacing.width(node.tokenRange)
    case .token(let token): spacing.width(Int(token.index)..<Int(token.index) + 1)
    }
  }

  // MARK: Writing

  private mutating func put(_ string: String) {
    guard !string.isEmpty else { return }
    out += string
    if let line = string.lastIndex(where: \.isNewline) {
      column = displayWidth(of: string[string.index(after: line)...])
    } else {
      column += displayWidth(of: string)
    }
    isLineStart = false
  }

  private mutating func newLine(_ indent: Int) {
    if isLineStart {
      while out.last == " " { out.removeLast() }
    } else {
      out += "\n"
    }
    out += String(repeating: " ", count: indent)
    column = indent
    lineIndent = indent
    isLineStart = true
  }

  /// Writes the comments before a token; says whether there were any, which ends the line.
  @discardableResult
  private mutating func writeComments(_ index: Int, _ indent: Int) -> Bool {
    var any = false
    for comment in spacing.comments(index) {
      if comment.isTrailing, !out.isEmpty {
        // It belongs to what stands before it, though the next token begins a line.
        if isLineStart {
          while out.last == " " { out.removeLast() }
          if out.last == "\n" { out.removeLast() }
        }
        put("  " + comment.text)
      } else {
        if comment.hasBlankBefore, !isLineStart, !out.isEmpty {
          newLine(0)
          out += "\n"
        }
        newLine(indent)
        put(comment.text)
      }
      any = true
    }
    if any { newLine(indent) }
    return any
  }

  private mutating func writeToken(_ index: Int, _ indent: Int, space: Bool) {
    let atStart = isLineStart
    let lineIndent = atStart ? column : indent
    let broken = index != commentsWritten && writeComments(index, lineIndent)
    if !broken, !isLineStart, space { put(" ") }
    put(tree.text[tree.tokens[index].span])
  }
}
