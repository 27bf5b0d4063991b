import RegnSyntax

/// What the text before a cursor asks for next.
struct CompletionPlace {
  /// What may stand at the cursor.
  enum Expectation {
    case operators, source, expression, chart, joinKind
  }

  /// A string that is still open at the cursor.
  struct OpenString {
    /// The offset of its quote.
    let start: Int
    let quote: Character
    let content: String
    /// The column that it is compared with, when that can be told.
    let column: String?
  }

  /// The letters of the word at the cursor.
  let word: String
  let wordStart: Int
  let expectation: Expectation
  /// The statements before, and the pipe at the cursor up to its last `|`: what gives the columns in scope.
  let pipeBefore: String
  let openString: OpenString?

  /// Looks at the text up to the cursor.
  init(_ head: String) {
    let source = SourceText(head)
    let tree = Parser.parse(source, options: Parser.Options(allowsLeadingPipe: true))
    var tokens = tree.tokens.filter { $0.kind != .endOfFile }
    var open: OpenString?
    if let last = tokens.last, last.kind == .stringLiteral, last.end == source.count,
      tree.diagnostics.contains(where: {
        $0.code == .unclosedString && $0.span.start <= last.end && last.start <= $0.span.end
      })
    {
      open = CompletionPlace.openString(last, Array(tokens.dropLast()), source)
    }
    openString = open
    if open == nil, let last = tokens.last, last.kind == .identifier, last.end == source.count {
      word = source[last.span]
      wordStart = last.start
      tokens.removeLast()
    } else {
      word = ""
      wordStart = source.count
    }
    let scope = CompletionPlace.scope(tokens, source)
    pipeBefore = scope.pipe
    expectation = CompletionPlace.expectation(tokens, source, scope.isAtStart)
  }

  private static func openString(_ token: Token, _ before: [Token], _ source: SourceText) -> OpenString {
    let text = source[token.span]
    let quote = text.first { $0 == "\"" || $0 == "'" } ?? "\""
    let content = text.drop { $0 != quote }.dropFirst()
    // The column stands before the operator: `column == "`, `column in ("a", "`.
    var index = before.count - 1
    var column: String?
    while index >= 0 {
      let token = before[index]
      switch token.kind {
      case .comma, .openParen, .stringLiteral, .wordOperator: index -= 1
      case .equalEqual, .bangEqual, .equalTilde, .bangTilde:
        if index > 0, before[index - 1].kind == .identifier { column = source[before[index - 1].span] }
        index = -1
      case .identifier:
        let word = source[token.span]
        if ["in", "has", "contains", "startswith", "endswith", "has_any"].contains(word) {
          index -= 1
        } else {
          column = word
          index = -1
        }
      default: index = -1
      }
    }
    return OpenString(start: token.start, quote: quote, content: String(content), column: column)
  }

  /// The pipe that the cursor stands in, without its last stage.
  private static func scope(_ tokens: [Token], _ source: SourceText) -> (pipe: String, isAtStart: Bool) {
    struct Level {
      var start: Int
      var lastPipe: Int?
      var isEmpty = true
    }
    var statement = 0
    var levels = [Level(start: 0)]
    for token in tokens {
      switch token.kind {
      case .semicolon where levels.count == 1:
        statement = token.end
        levels = [Level(start: token.end)]
        continue
      case .openParen, .openBrace, .openBracket:
        levels[levels.count - 1].isEmpty = false
        levels.append(Level(start: token.end))
        continue
      case .closeParen, .closeBrace, .closeBracket:
        if levels.count > 1 { levels.removeLast() }
      case .pipe: levels[levels.count - 1].lastPipe = token.start
      default: break
      }
      levels[levels.count - 1].isEmpty = false
    }
    let before = source[SourceSpan(0, statement)]
    for level in levels.reversed() {
      if let pipe = level.lastPipe {
        return (before + source[SourceSpan(level.start, pipe)], false)
      }
    }
    return ("", levels[levels.count - 1].isEmpty)
  }

  private static func expectation(_ tokens: [Token], _ source: SourceText, _ isAtStart: Bool) -> Expectation {
    guard let last = tokens.last else { return .source }
    let lastWord = source[last.span]
    if last.kind == .pipe { return .operators }
    if lastWord == "render" { return .chart }
    if last.kind == .equal, tokens.count > 1, source[tokens[tokens.count - 2].span] == "kind" {
      return .joinKind
    }
    if isAtStart || last.kind == .semicolon { return .source }
    if ["join", "lookup", "union", "invoke"].contains(lastWord) { return .source }
    if last.kind == .openParen, tokens.count > 1 {
      let before = source[tokens[tokens.count - 2].span]
      if ["join", "lookup", "union", "toscalar", "materialize", "in"].contains(before) { return .source }
      if tokens.count > 3, source[tokens[tokens.count - 3].span] == "=",
        source[tokens[tokens.count - 4].span] == "kind"
      {
        return .source
      }
    }
    if last.kind == .equal, tokens.count > 2, source[tokens[tokens.count - 3].span] == "let" {
      return .source
    }
    return .expression
  }
}
