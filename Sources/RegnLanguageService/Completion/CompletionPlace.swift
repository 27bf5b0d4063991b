import RegnBinder
import RegnSyntax

/// What the text before a cursor asks for next, told by its tokens: the text may be broken.
struct CompletionPlace {
  /// What may stand at the cursor.
  enum Expectation: Equatable {
    /// A tabular operator, after `|`.
    case operators
    /// A table, or a statement where one begins.
    case source(beginsStatement: Bool)
    /// A value.
    case operand
    /// What goes on after a whole value: `==`, `and`, `by`.
    case continuation
    /// The keys of a join.
    case joinKey
    case chart
    /// The name of an option of the operator, or its table.
    case options
    /// The word of an option.
    case option(String)
    case type
    /// A name that is being given.
    case newName
  }

  /// A string that is still open at the cursor.
  struct OpenString {
    /// The offset of its quote.
    let start: Int
    let quote: Character
    let content: String
  }

  /// A call whose brackets are open at the cursor.
  struct Call {
    let name: String
    /// The place of the argument, from 0.
    let argument: Int
    /// The offset behind the opening bracket.
    let start: Int
  }

  /// The letters of the word at the cursor.
  let word: String
  let wordStart: Int
  let expectation: Expectation
  let openString: OpenString?
  /// Whether the text ends within a comment.
  let isInComment: Bool
  /// The operator that the cursor stands in, if any.
  let operation: String?
  /// The innermost call.
  let call: Call?
  /// The words of the operator so far, outside inner brackets: `by`, `on`, `with`.
  let clauses: [String]
  /// The column that the value at the cursor is compared with.
  let compared: String?
  /// Whether aggregates may stand here.
  let allowsAggregates: Bool

  /// Looks at the text up to the cursor.
  init(_ head: SourceText) {
    let tree = Parser.parse(head, options: Parser.Options(allowsLeadingPipe: true))
    isInComment =
      tree.tokens.last.map { $0.fullStart < head.count } == true
      && tree.classifiedSpans().last.map { $0.tokenClass == .comment && $0.span.end == head.count } == true
    var tokens = tree.tokens.filter { $0.kind != .endOfFile }
    var open: OpenString?
    if let last = tokens.last, last.kind == .stringLiteral, last.end == head.count,
      tree.diagnostics.contains(where: {
        $0.code == .unclosedString && $0.span.start <= last.end && last.start <= $0.span.end
      })
    {
      let text = head[last.span]
      let quote = text.first { $0 == "\"" || $0 == "'" } ?? "\""
      open = OpenString(
        start: last.start, quote: quote, content: String(text.drop { $0 != quote }.dropFirst()))
      tokens.removeLast()
    }
    openString = open
    if let start = CompletionPlace.hyphenatedName(tokens, head), open == nil {
      word = head[SourceSpan(tokens[start].start, head.count)]
      wordStart = tokens[start].start
      tokens.removeSubrange(start...)
    } else if open == nil, let last = tokens.last, last.end == head.count,
      last.kind == .identifier || last.kind == .wordOperator
    {
      word = head[last.span]
      wordStart = last.start
      tokens.removeLast()
    } else {
      word = ""
      wordStart = head.count
    }
    let reading = Reading(tokens, head)
    operation = reading.operation
    call = reading.call
    clauses = reading.clauses
    expectation = reading.expectation
    compared = reading.compared
    allowsAggregates = reading.allowsAggregates
  }

  /// The first token of an operator's name with hyphens that is not whole yet: `project-`, `mv-ex`.
  private static func hyphenatedName(_ tokens: [Token], _ head: SourceText) -> Int? {
    guard let last = tokens.last, last.end == head.count else { return nil }
    var index = tokens.count - 1
    while index > 0, tokens[index].kind == .identifier || tokens[index].kind == .minus,
      tokens[index - 1].end == tokens[index].start
    {
      index -= 1
    }
    guard index < tokens.count - 1, tokens[index].kind == .identifier, index > 0,
      tokens[index - 1].kind == .pipe
    else { return nil }
    return index
  }

  /// The tokens before the cursor and the brackets that are open there.
  private struct Reading {
    /// An open bracket, or the text itself.
    struct Level {
      /// The token of its bracket; -1 for the text.
      var open: Int
      var callee: String?
      var arguments = 0
      /// The token of the operator's name in the current stage.
      var operation: Int?
      /// The first token of the stage.
      var stage: Int
    }

    private let tokens: [Token]
    private let text: SourceText
    private var levels: [Level] = [Level(open: -1, stage: 0)]
    /// The number of the level whose operator the cursor stands in.
    private let operatorLevel: Int?

    init(_ tokens: [Token], _ text: SourceText) {
      self.tokens = tokens
      self.text = text
      for (index, token) in tokens.enumerated() {
        switch token.kind {
        case .semicolon:
          while levels.count > 1, tokens[levels[levels.count - 1].open].kind != .openBrace {
            levels.removeLast()
          }
          levels[levels.count - 1] = Level(open: levels[levels.count - 1].open, stage: index + 1)
        case .openParen, .openBrace, .openBracket:
          var level = Level(open: index, stage: index + 1)
          if token.kind == .openParen, index > 0, tokens[index - 1].kind == .identifier {
            level.callee = text[tokens[index - 1].span]
          }
          levels.append(level)
        case .closeParen, .closeBrace, .closeBracket: if levels.count > 1 { levels.removeLast() }
        case .comma: levels[levels.count - 1].arguments += 1
        case .pipe:
          levels[levels.count - 1].stage = index + 1
          levels[levels.count - 1].operation = index + 1 < tokens.count ? index + 1 : nil
        case .identifier:
          let level = levels[levels.count - 1]
          guard level.operation == nil, level.stage == index || level.open == index - 1 else { break }
          if let known = TabularOperatorName.named(text[token.span]), known.place != .outOfScope,
            known.place == .source || level.open >= 0 || known.name == "union" || known.name == "search"
          {
            levels[levels.count - 1].operation = index
          }
        default: break
        }
      }
      operatorLevel = levels.lastIndex { $0.operation != nil }
    }

    private func word(_ index: Int) -> String {
      index >= 0 && index < tokens.count ? text[tokens[index].span] : ""
    }

    var operation: String? {
      operatorLevel.flatMap { levels[$0].operation }.map(word)
    }

    var call: Call? {
      guard let level = levels.last, let callee = level.callee, level.operation == nil else { return nil }
      return Call(name: callee, argument: level.arguments, start: tokens[level.open].end)
    }

    /// The tokens of the operator that stand in no inner bracket, without its name.
    private var own: [Int] {
      guard let operatorLevel, let start = levels[operatorLevel].operation else { return [] }
      var depth = 0
      return tokens.indices.dropFirst(start + 1).filter { index in
        if tokens[index].kind.isClosing { depth -= 1 }
        defer { if tokens[index].kind.isOpening { depth += 1 } }
        return depth == 0
      }
    }

    var clauses: [String] { own.filter { tokens[$0].kind == .identifier }.map(word) }

    var allowsAggregates: Bool {
      guard let operation, ["summarize", "make-series", "top-nested", "evaluate"].contains(operation) else {
        return false
      }
      return !clauses.contains("by") || operation == "top-nested"
    }

    /// The column before the comparison that the cursor stands behind: `column == `, `column in (…, `.
    var compared: String? {
      var index = tokens.count - 1
      var sawOperator = false
      while index >= 0 {
        let token = tokens[index]
        switch token.kind {
        case .comma, .openParen, .stringLiteral, .longLiteral, .realLiteral:
          if sawOperator { return nil }
          index -= 1
        case .equalEqual, .bangEqual, .equalTilde, .bangTilde, .less, .lessEqual, .greater, .greaterEqual,
          .lessGreater, .wordOperator, .dotDot:
          if token.kind != .dotDot { sawOperator = true }
          index -= 1
        case .closeBracket:
          // `['two words']`
          guard sawOperator, index > 1, tokens[index - 1].kind == .stringLiteral else { return nil }
          return String(text[tokens[index - 1].span].dropFirst().dropLast())
        case .identifier:
          let name = word(index)
          if sawOperator { return name }
          guard CompletionWords.comparisons.contains(name) else { return nil }
          sawOperator = true
          index -= 1
        default: return nil
        }
      }
      return nil
    }

    // MARK: What is expected

    var expectation: Expectation {
      guard let last = tokens.indices.last, let level = levels.last else {
        return .source(beginsStatement: true)
      }
      let lastWord = word(last)
      if tokens[last].kind == .pipe { return .operators }
      if level.stage == last + 1 {
        return startOfLevel(level)
      }
      if lastWord == "let" || lastWord == "as" && operation == "as" { return .newName }
      if tokens[last].kind == .colon { return .type }
      if level.callee == "typeof" { return .type }
      if tokens[last].kind == .equal {
        let name = word(last - 1)
        if word(last - 2) == "let" || word(last - 2) == "]" { return .source(beginsStatement: false) }
        if let operation, OperatorOptions.isOption(name, of: operation) { return .option(name) }
        return .operand
      }
      if let operatorLevel, levels[operatorLevel].operation == last { return afterOperatorName(lastWord) }
      if let special = withinOperator(last, lastWord) { return special }
      return endsOperand(last) ? .continuation : .operand
    }

    private func startOfLevel(_ level: Level) -> Expectation {
      guard level.open >= 0 else { return .source(beginsStatement: true) }
      if tokens[level.open].kind == .openBrace { return .source(beginsStatement: true) }
      guard tokens[level.open].kind == .openParen else { return .operand }
      let before = word(level.open - 1)
      if before == "typeof" { return .type }
      if ["declare", "query_parameters", "datatable", "externaldata"].contains(before) { return .newName }
      if ["toscalar", "materialize", "view"].contains(before) { return .source(beginsStatement: false) }
      if let outer = operation {
        // The tables of join and its kin, with or without options before the bracket.
        if ["join", "lookup", "union"].contains(outer), !clauses.contains("on") {
          return .source(beginsStatement: false)
        }
        if ["mv-apply", "partition", "fork", "facet"].contains(outer) { return .operators }
        if before == "with", outer == "render" || outer == "parse-kv" { return .options }
        return .operand
      }
      return word(level.open - 2) == "let" || before == "=" ? .newName : .source(beginsStatement: false)
    }

    private func afterOperatorName(_ name: String) -> Expectation {
      switch name {
      case "render": .chart
      case "join", "lookup", "union", "find", "search", "mv-expand", "mv-apply", "parse", "parse-where",
        "make-series", "reduce":
        .options
      case "invoke": .operand
      case "as", "range": .newName
      case "sort", "order", "partition": .continuation
      case "count", "getschema", "serialize", "consume": .continuation
      default: .operand
      }
    }

    private func withinOperator(_ last: Int, _ lastWord: String) -> Expectation? {
      guard let operatorLevel, let operation else { return nil }
      let isOwn = operatorLevel == levels.count - 1
      switch operation {
      case "render":
        if isOwn { return clauses.contains("with") ? nil : .continuation }
        return tokens[last].kind == .comma ? .options : nil
      case "join", "lookup":
        guard isOwn else { return nil }
        if lastWord == "on" || clauses.contains("on") && tokens[last].kind == .comma { return .joinKey }
        // Behind `kind=inner` the table comes.
        if tokens[last - 1].kind == .equal { return .options }
        return nil
      case "union":
        guard isOwn else { return nil }
        return tokens[last].kind == .comma || tokens[last - 1].kind == .equal ? .options : nil
      case "mv-apply" where isOwn && lastWord == "on": return .operators
      default: return nil
      }
    }

    /// Whether a value is whole behind a token.
    private func endsOperand(_ index: Int) -> Bool {
      switch tokens[index].kind {
      case .longLiteral, .realLiteral, .timespanLiteral, .typedLiteral, .stringLiteral, .closeParen,
        .closeBracket, .closeBrace:
        return true
      case .star: return index > 0 && !endsOperand(index - 1)
      case .identifier: return !CompletionWords.leading.contains(word(index))
      default: return false
      }
    }
  }
}
