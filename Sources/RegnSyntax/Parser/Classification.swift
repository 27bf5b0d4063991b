/// What a piece of text is, for colouring.
public enum TokenClass: String, Hashable, Sendable, CaseIterable {
  case comment, keyword, `operator`, function, column, table, variable, parameter, type, string, number,
    literal,
    punctuation, error
}

/// A piece of text with its class.
public struct ClassifiedSpan: Hashable, Sendable {
  /// The bytes.
  public var span: SourceSpan
  /// What they are.
  public var tokenClass: TokenClass
}

extension SyntaxTree {
  /// The pieces of the text that have a class, in order and without overlap: comments and all tokens. Names
  /// are judged by their place alone; a binder knows better what is a column and what a table.
  public func classifiedSpans() -> [ClassifiedSpan] {
    var spans: [ClassifiedSpan] = []
    spans.reserveCapacity(tokens.count)
    var waiting: [(SyntaxElement, Role, SyntaxNode?)] = [(.node(root.node), .none, nil)]
    while let (element, _, parent) = waiting.popLast() {
      switch element {
      case .node(let node):
        for child in node.elements.reversed() { waiting.append((child, .none, node)) }
      case .token(let token):
        comments(in: token.leadingSpan, to: &spans)
        if token.span.isEmpty { continue }
        spans.append(ClassifiedSpan(span: token.span, tokenClass: classify(token, in: parent)))
      }
    }
    return spans
  }

  private func comments(in trivia: SourceSpan, to spans: inout [ClassifiedSpan]) {
    var at = trivia.start
    let bytes = text.bytes
    while at < trivia.end {
      let byte = bytes[at]
      let start = at
      if byte == UInt8(ascii: "/") || byte == UInt8(ascii: "#") || byte == UInt8(ascii: "-") {
        if let end = blockEnd(from: at, to: trivia.end) {
          at = end
        } else {
          while at < trivia.end, bytes[at] != 0x0A, bytes[at] != 0x0D { at += 1 }
        }
        spans.append(ClassifiedSpan(span: SourceSpan(start, at), tokenClass: .comment))
      } else {
        at += 1
      }
    }
  }

  /// Where the `/*` at an offset ends; nil when there is none, or it is never closed: that one ends with its
  /// line.
  private func blockEnd(from start: Int, to limit: Int) -> Int? {
    let bytes = text.bytes
    guard start + 1 < limit, bytes[start] == UInt8(ascii: "/"), bytes[start + 1] == UInt8(ascii: "*") else {
      return nil
    }
    var at = start + 2
    while at + 1 < limit {
      if bytes[at] == UInt8(ascii: "*"), bytes[at + 1] == UInt8(ascii: "/") { return at + 2 }
      at += 1
    }
    return nil
  }

  private func classify(_ token: SyntaxToken, in parent: SyntaxNode?) -> TokenClass {
    switch token.kind {
    case .stringLiteral:
      return parent?.kind == .name ? nameClass(parent) : .string
    case .longLiteral, .realLiteral, .timespanLiteral: return .number
    case .typedLiteral: return .literal
    case .unknown: return .error
    case .comma, .semicolon, .colon, .dot, .openParen, .closeParen, .openBracket, .closeBracket, .openBrace,
      .closeBrace:
      return .punctuation
    case .identifier, .wordOperator:
      switch parent?.kind {
      case .name: return nameClass(parent)
      case .wildcardName: return .column
      case .typeName: return .type
      case .literal: return .literal
      case .error, .unknownOperator: return .error
      case .jsonProperty: return .string
      case .dynamicLiteral, .typeofExpression: return .keyword
      case .binaryExpression, .logicalExpression, .inExpression, .betweenExpression: return .operator
      default: return .keyword
      }
    default: return parent?.kind == .error ? .error : .operator
    }
  }

  private func nameClass(_ name: SyntaxNode?) -> TokenClass {
    guard let name, let parent = name.parent else { return .column }
    switch name.role {
    case .callee: return .function
    case .table: return .table
    case .source: return parent.kind == .pipeExpression ? .table : .column
    case .name:
      switch parent.kind {
      case .letStatement: return .variable
      case .namedParameter, .setStatement, .parameterDeclaration: return .parameter
      case .renderOperator: return .keyword
      default: return .column
      }
    case .value:
      return parent.kind == .namedParameter ? .parameter : parent.kind == .letStatement ? .variable : .column
    case .expression: return parent.kind == .queryStatement ? .table : .column
    default: return .column
    }
  }
}

extension SyntaxToken {
  /// The bytes of the trivia before it.
  var leadingSpan: SourceSpan { SourceSpan(fullSpan.start, span.start) }
}
