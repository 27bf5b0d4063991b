import RegnPhrases

// Precedence, loosest first, as the reference's grammar has it:
// or · and · == != in has_any has_all between · < <= > >= · + - · * / % · =~ !~ has contains startswith … ·
// unary -
extension Parser {
  /// Reads an expression and pushes one node; `missing` when nothing begins here.
  mutating func parseExpression(_ role: Role) {
    let start = mark()
    parseOr(role)
    parseForeignChoice(start, role)
  }

  private mutating func parseOr(_ role: Role) {
    let start = mark()
    parseAnd(role)
    guard atOr else { return }
    setRole(start, .operand)
    var bars: [SourceSpan] = []
    var count = 0
    while atOr {
      if at(.barBar) { bars.append(token.span) } else if !at("or") { reportUpperCase() }
      count += 1
      bump(.operator)
      parseAnd(.operand)
    }
    if let bar = bars.first, bars.count == count, joinsText(since: start) {
      reportBarBar(bar, since: start)
      return finish(start, .error, role)
    }
    for bar in bars { reportForeignOr(bar) }
    finish(start, .logicalExpression, role)
  }

  private mutating func parseAnd(_ role: Role) {
    let start = mark()
    parseEquality(role)
    guard atAnd else { return }
    setRole(start, .operand)
    while atAnd {
      reportForeignAnd()
      bump(.operator)
      parseEquality(.operand)
    }
    finish(start, .logicalExpression, role)
  }

  private var atOr: Bool { at("or") || at(.barBar) || at("OR") || at("Or") }
  private var atAnd: Bool { at("and") || at(.ampersandAmpersand) || at("AND") || at("And") }

  mutating func parseEquality(_ role: Role) {
    let start = mark()
    parseRelational(role)
    var seen = 0
    var middle = SourceSpan(0, 0)
    while true {
      if isChainTooLong(start, role) { return }
      if parseForeignComparison(start, role) {
        seen += 1
        continue
      }
      switch kind {
      case .equalEqual, .bangEqual, .lessGreater, .equal:
        let sign = token.span
        reportEqualityHabit(start)
        setRole(start, .left)
        // Not as an operator: the first comparison is no value for the second.
        bump(seen == 0 ? .operator : .error)
        let operand = mark()
        parseRelational(.right)
        if seen == 1 { reportChainedComparison(sign, since: start, middle: middle) }
        middle = spanSince(operand)
        finish(start, .binaryExpression, role)
      case .identifier, .wordOperator:
        if atAny(Parser.listOperators) {
          parseIn(start, role)
        } else if at("between") || at("!between") || at("BETWEEN") || at("Between") {
          parseBetween(start, role)
        } else if !parseForeignEquality(start, role) {
          return
        }
      case .bang where parseForeignEquality(start, role): break
      default: return
      }
      seen += 1
    }
  }

  static let listOperators: [StaticString] = ["in", "!in", "in~", "!in~", "has_any", "has_all"]

  private mutating func parseIn(_ start: Int, _ role: Role) {
    setRole(start, .left)
    bump(.operator)
    if at(.openParen) {
      parseArguments(inCallOf: nil)
    } else {
      let close = closing[position]
      var label: Phrase = "such as (2018, 2024)"
      var fixes: [Fix] = []
      if at(.openBracket), close >= 0 {
        let inner = text[SourceSpan(token.end, tokens[close].start)]
        if inner.utf8.count <= 60, !inner.contains("\n") { label = "write: (\(inner))" }
        fixes = [
          Fix("use round brackets", edits: [TextEdit(token.span, "("), TextEdit(tokens[close].span, ")")])
        ]
      } else if beginsOperand(), !at(.openBracket) {
        label = "put brackets around it: (\(string(token)))"
        fixes = [Fix("put brackets around it", replace: token.span, with: "(\(string(token)))")]
      }
      reportExpected("`(` and a list of values", label: label, fixes: fixes)
      if at(.openBracket) {
        let error = mark()
        skipOne()
        finish(error, .error, .argument)
      } else if beginsOperand() {
        parseUnary(.argument)
      }
      // A list without brackets is part of the same mistake.
      lastReported = position
    }
    finish(start, .inExpression, role)
  }

  private mutating func parseRelational(_ role: Role) {
    let start = mark()
    parseAdditive(role)
    var seen = 0
    var middle = SourceSpan(0, 0)
    while at(.less) || at(.lessEqual) || at(.greater) || at(.greaterEqual) {
      if isChainTooLong(start, role) { return }
      let sign = token.span
      setRole(start, .left)
      bump(seen == 0 ? .operator : .error)
      let operand = mark()
      parseAdditive(.right)
      if seen == 1 { reportChainedComparison(sign, since: start, middle: middle) }
      middle = spanSince(operand)
      finish(start, .binaryExpression, role)
      seen += 1
    }
  }

  mutating func parseAdditive(_ role: Role) {
    let start = mark()
    parseMultiplicative(role)
    var signs: [SourceSpan] = []
    var operands: [SourceSpan] = []
    while at(.plus) || at(.minus) || at(.ampersand) {
      if isChainTooLong(start, role) { break }
      if operands.isEmpty { operands.append(spanSince(start)) }
      setRole(start, .left)
      if at(.ampersand) {
        signs.append(token.span)
        bump(.error)
      } else {
        bump(.operator)
      }
      let operand = mark()
      parseMultiplicative(.right)
      operands.append(spanSince(operand))
      finish(start, .binaryExpression, role)
    }
    reportAmpersand(signs, operands)
  }

  private mutating func parseMultiplicative(_ role: Role) {
    let start = mark()
    parseStringComparison(role)
    while at(.star) || at(.slash) || at(.percent) {
      if isChainTooLong(start, role) { return }
      setRole(start, .left)
      bump(.operator)
      parseStringComparison(.right)
      finish(start, .binaryExpression, role)
    }
  }

  private mutating func parseStringComparison(_ role: Role) {
    let start = mark()
    parseUnary(role)
    while true {
      if isChainTooLong(start, role) { return }
      if at(.equalTilde) || at(.bangTilde) || atStringOperator || (at(.colon) && allowsColon) {
        setRole(start, .left)
        bump(.operator)
      } else if at("matches"), at("regex", ahead: 1) {
        setRole(start, .left)
        bump(.operator)
        bump(.operator)
      } else {
        return
      }
      parseUnary(.right)
      finish(start, .binaryExpression, role)
    }
  }

  private var atStringOperator: Bool {
    guard at(.identifier) || at(.wordOperator) else { return false }
    let first = bytes[token.start]
    let letter = first == UInt8(ascii: "!") && token.end > token.start + 1 ? bytes[token.start + 1] : first
    guard
      letter == UInt8(ascii: "h") || letter == UInt8(ascii: "c") || letter == UInt8(ascii: "s")
        || letter == UInt8(ascii: "e")
    else { return false }
    return atAny(Parser.stringOperators)
  }

  static let stringOperators: [StaticString] = [
    "has", "!has", "has_cs", "!has_cs", "hasprefix", "!hasprefix", "hasprefix_cs", "!hasprefix_cs",
    "hassuffix",
    "!hassuffix", "hassuffix_cs", "!hassuffix_cs", "contains", "!contains", "contains_cs", "!contains_cs",
    "startswith", "!startswith", "startswith_cs", "!startswith_cs", "endswith", "!endswith", "endswith_cs",
    "!endswith_cs",
  ]

  /// Whether the node at `start` has grown as high as a chain may; if so, says so and swallows the rest of
  /// the chain into a flat error node.
  mutating func isChainTooLong(_ start: Int, _ role: Role) -> Bool {
    guard let last = pending.last, last.isNode, last.height >= Int32(SyntaxTree.maximumChain) else {
      return false
    }
    switch kind {
    case .plus, .minus, .star, .slash, .percent, .less, .lessEqual, .greater, .greaterEqual, .equalEqual,
      .bangEqual, .lessGreater, .equal, .equalTilde, .bangTilde, .dot, .openBracket, .colon, .bang,
      .ampersand,
      .question, .tilde, .caret, .arrow:
      break
    case .identifier, .wordOperator:
      if atOr || atAnd || atStopWord || atNewStatement || atOperatorWithoutPipe() { return false }
    default: return false
    }
    report(
      Diagnostic(
        .expressionTooLong, "this expression has more than \(SyntaxTree.maximumChain) operands in a row",
        at: token.span, label: "name a part with `let` or `extend`"))
    while !atBoundary, !at(.comma), !atOperatorWithoutPipe() { skipOne() }
    lastReported = position
    finish(start, .error, role)
    return true
  }

  // MARK: Unary and postfix

  mutating func parseUnary(_ role: Role) {
    switch kind {
    case .minus, .plus:
      let start = mark()
      nested(role) { parser in
        parser.bump(.operator)
        parser.parseUnary(.operand)
        parser.finish(start, .prefixExpression, role)
      }
    case .bang:
      let start = mark()
      let bang = token.span
      nested(role) { parser in
        // Two of them undo one another.
        var isNegated = false
        while parser.at(.bang) {
          parser.bump(.operator)
          isNegated.toggle()
        }
        let operand = parser.mark()
        parser.parseUnary(.operand)
        parser.reportBang(bang, operand: parser.spanSince(operand), isNegated: isNegated)
        parser.finish(start, .prefixExpression, role)
      }
    default:
      let start = mark()
      parsePostfix(role)
      parseForeignPower(start, role)
    }
  }

  mutating func parsePostfix(_ role: Role) {
    let start = mark()
    parsePrimary(role)
    while true {
      switch kind {
      case .dot:
        if isChainTooLong(start, role) { return }
        setRole(start, .source)
        bump(.separator)
        if at(.openBracket), !atName {
          // `a.[key]` is `a[key]`.
          parseIndex()
          finish(start, .indexExpression, role)
          continue
        }
        let member = mark()
        if position == wildcardMember || at(.star) {
          parseWildcardName(.member)
        } else if atName {
          parseName(.member)
          if at(.openParen) { finishCall(member, .member) }
        } else {
          reportExpected("the name of a property after `.`")
          missing(.member)
        }
        finish(start, .memberExpression, role)
      case .openBracket:
        if topKind == .missing || topKind == .error || startsLine() && followsBlankLine() { return }
        if isChainTooLong(start, role) { return }
        setRole(start, .source)
        parseIndex()
        finish(start, .indexExpression, role)
      default: return
      }
    }
  }

  private mutating func parseIndex() {
    nested(.error) { parser in
      let open = parser.position
      parser.bump(.open)
      if parser.at(.closeBracket) {
        parser.reportExpected("an index, such as `[0]` or `[\"key\"]`")
        parser.missing(.index)
      } else {
        parser.parseExpression(.index)
      }
      parser.expectClose(.closeBracket, opened: open)
    }
  }
}
