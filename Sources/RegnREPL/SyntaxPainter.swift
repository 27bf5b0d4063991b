import RegnSyntax

/// An input in pieces, each in the colour of what it is.
enum SyntaxPainter {
  /// The pieces of an input at the prompt, which together are all of it: a query, or a command that begins
  /// with a dot.
  static func pieces(_ input: String) -> [StyledText] {
    guard Shell.isCommand(input) else { return query(input) }
    let start = input.prefix { $0.isWhitespace }
    let name = input.dropFirst(start.count).prefix { !$0.isWhitespace }
    let rest = String(input.dropFirst(start.count + name.count))
    return [StyledText(String(start)), StyledText(String(name), style: "1;34")]
      + (takesQuery(input) ? query(rest) : [StyledText(rest)])
  }

  /// Whether a query follows a command's name.
  static func takesQuery(_ command: String) -> Bool {
    let name = command.drop { $0.isWhitespace }.prefix { !$0.isWhitespace }
    return name == ".explain" || name == ".watch"
  }

  private static func query(_ text: String) -> [StyledText] {
    // A text of such a length is not read for its colours.
    guard text.utf8.count <= 100_000 else { return [StyledText(text)] }
    let source = SourceText(text)
    var pieces: [StyledText] = []
    var end = 0
    func add(_ span: SourceSpan, _ style: String) {
      if !span.isEmpty { pieces.append(StyledText(source[span], style: style)) }
    }
    let tree = Parser.parse(source, options: Parser.Options(allowsLeadingPipe: true))
    for span in tree.classifiedSpans() where span.span.start >= end {
      add(SourceSpan(end, span.span.start), "")
      add(span.span, style(span.tokenClass))
      end = span.span.end
    }
    add(SourceSpan(end, source.count), "")
    return pieces
  }

  /// The colour of a class: told apart on light and on dark grounds, names of columns as they are.
  private static func style(_ tokenClass: TokenClass) -> String {
    switch tokenClass {
    case .comment: "2"
    case .keyword: "34"
    case .function: "36"
    case .table: "1"
    case .variable, .parameter: "33"
    case .type, .literal: "33"
    case .string: "32"
    case .number: "35"
    case .error: "31"
    case .operator, .punctuation, .column: ""
    }
  }
}
