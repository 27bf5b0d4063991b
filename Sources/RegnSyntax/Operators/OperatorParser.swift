import RegnPhrases

extension Parser {
  /// Reads an operator, its name first. Pushes one node in any case.
  mutating func parseOperator(_ role: Role) {
    guard at(.identifier) else {
      if at(.stringLiteral) || at(.longLiteral) || at(.star) || at(.openParen) {
        reportExpected("an operator after `|`")
        return skipUnknownOperator(role)
      }
      reportExpected("an operator after `|`", label: "such as `where`, `summarize` or `take`")
      return missing(role)
    }
    let saved = (stopWords, allowsColon, namesOnly)
    stopWords = []
    allowsColon = false
    namesOnly = false
    // A misspelt name such as `project-awya` is several tokens.
    if peekKind(1) == .minus, isGlued(ahead: 1), peekKind(2) == .identifier, isGlued(ahead: 2) {
      parseUnknownOperator(role)
    } else {
      dispatchOperator(role)
    }
    (stopWords, allowsColon, namesOnly) = saved
  }

  private mutating func dispatchOperator(_ role: Role) {
    switch string(token) {
    case "as": parseAs(role)
    case "consume": parseConsume(role)
    case "count": parseCount(role)
    case "distinct": parseDistinct(role)
    case "evaluate": parseEvaluate(role)
    case "extend": parseExtend(role)
    case "facet": parseFacet(role)
    case "find": parseFind(role)
    case "fork": parseFork(role)
    case "getschema": parseGetschema(role)
    case "invoke": parseInvoke(role)
    case "join": parseJoin(role)
    case "lookup": parseLookup(role)
    case "make-series": parseMakeSeries(role)
    case "mv-apply", "mvapply": parseMvApply(role)
    case "mv-expand", "mvexpand": parseMvExpand(role)
    case "parse", "parse-where": parseParse(role)
    case "parse-kv": parseParseKv(role)
    case "partition": parsePartition(role)
    case "print": parsePrint(role)
    case "project": parseProject(role)
    case "project-away": parseColumnList(role, .projectAwayOperator)
    case "project-keep": parseColumnList(role, .projectKeepOperator)
    case "project-by-names": parseProjectByNames(role)
    case "project-rename": parseProjectRename(role)
    case "project-reorder": parseProjectReorder(role)
    case "range": parseRange(role)
    case "reduce": parseReduce(role)
    case "render": parseRender(role)
    case "sample": parseSample(role)
    case "sample-distinct": parseSampleDistinct(role)
    case "scan": parseScan(role)
    case "search": parseSearch(role)
    case "serialize": parseSerialize(role)
    case "sort", "order": parseSort(role)
    case "summarize": parseSummarize(role)
    case "take", "limit": parseTake(role)
    case "top": parseTop(role)
    case "top-hitters": parseTopHitters(role)
    case "top-nested": parseTopNested(role)
    case "union": parseUnion(role)
    case "where", "filter": parseWhere(role)
    case "datatable": parseDatatable(role)
    case "externaldata": parseExternaldata(role)
    case "make-graph", "graph-match", "graph-to-table", "graph-mark-components", "graph-shortest-paths",
      "graph-where-nodes", "graph-where-edges", "graph-merge", "macro-expand", "partition-by",
      "assert-schema",
      "execute-and-cache", "project-smart", "graph":
      parseOutOfScope(role)
    default: parseUnknownOperator(role)
    }
  }

  /// Swallows what follows `|` but is no operator.
  mutating func skipUnknownOperator(_ role: Role) {
    let start = mark()
    while !atBoundary, !atNewStatement {
      if pending.count > start, atOperatorWithoutPipe(), startsLine() { break }
      skipOne()
    }
    lastReported = position
    finish(start, .unknownOperator, role)
  }

  // MARK: Parts that several operators share

  /// Reads `name=value` settings such as `kind=inner` and `hint.strategy=shuffle`. `allowed` names those that
  /// are settings here; nil takes any. `hint.…` always is one.
  mutating func parseParameters(_ allowed: [StaticString]? = nil) {
    while at(.identifier) {
      var length = 1
      while peekKind(length) == .dot, isGlued(ahead: length), peekKind(length + 1) == .identifier {
        length += 2
      }
      guard peekKind(length) == .equal else { return }
      if length == 1, let allowed, !atAny(allowed) { return }
      if length > 1, !at("hint") { return }
      parseParameter(length)
      if at(.comma), peekKind(1) == .identifier, peekKind(2) == .equal, allowed != nil,
        atAny(allowed ?? [], ahead: 1)
      {
        bump(.separator)
      }
    }
  }

  private mutating func parseParameter(_ length: Int) {
    let start = mark()
    let name = mark()
    for _ in 0..<length { bump(.name) }
    finish(name, .name, .name)
    bump(.operator)
    parseParameterValue()
    finish(start, .namedParameter, .parameter)
  }

  /// Reads the value of a setting: a literal, a word, or an expression in brackets; never a call.
  mutating func parseParameterValue() {
    let saved = namesOnly
    namesOnly = true
    switch kind {
    case .identifier where !(at("dynamic") && peekKind(1) == .openParen) && !at("true") && !at("false"):
      parseName(.value)
    case .minus, .plus, .identifier, .longLiteral, .realLiteral, .timespanLiteral, .typedLiteral,
      .stringLiteral,
      .openParen:
      parseUnaryWithoutPostfix(.value)
    default:
      reportExpected("a value")
      missing(.value)
    }
    namesOnly = saved
  }

  private mutating func parseUnaryWithoutPostfix(_ role: Role) {
    if at(.minus) || at(.plus) { return parseUnary(role) }
    parsePrimary(role)
  }

  /// Reads `with ( name = value, … )`; a value may be a list of names.
  mutating func parseWithClause() {
    let start = mark()
    bump(.keyword)
    guard at(.openParen) else {
      reportExpected("`(` after `with`")
      return finish(start, .withClause, .with)
    }
    let open = position
    bump(.open)
    while !atBoundary {
      let before = position
      if at(.identifier) || atQuotedName() {
        let parameter = mark()
        parseName(.name)
        if bumpIf(.equal, .operator) {
          parseWithValue()
          while at(.comma), peekKind(2) != .equal, peekKind(1) == .identifier || peekKind(1) == .stringLiteral
          {
            bump(.separator)
            parseWithValue()
          }
        } else {
          reportExpected("`=` and a value")
          missing(.value)
        }
        finish(parameter, .namedParameter, .parameter)
      } else {
        reportExpected("a property, such as `title=\"…\"`")
      }
      if bumpIf(.comma, .separator) { continue }
      if position == before || !at(.identifier) { break }
    }
    expectClose(.closeParen, opened: open)
    finish(start, .withClause, .with)
  }

  private mutating func parseWithValue() {
    if at(.openParen) || at(.minus) { return parseUnary(.value) }
    if at(.identifier), peekKind(1) == .openParen || peekKind(1) == .openBracket || peekKind(1) == .dot {
      return parseUnary(.value)
    }
    parseParameterValue()
  }

  /// Reads a name in which `*` may stand for any letters, such as `T*` or `*_x`.
  mutating func parseWildcardName(_ role: Role, _ what: Phrase = "the name of a column") {
    let start = mark()
    func isPart(_ kind: TokenKind) -> Bool { kind == .identifier || kind == .star || kind == .longLiteral }
    guard at(.identifier) || at(.star) else { return parseName(role, what) }
    var stars = at(.star)
    bump(.name)
    while isPart(kind), isGlued(ahead: 0) {
      stars = stars || at(.star)
      bump(.name)
    }
    finish(start, stars ? .wildcardName : .name, role)
  }

  /// Reads `expression [asc|desc] [nulls first|last]`.
  mutating func parseOrdered(_ role: Role) {
    let start = mark()
    let saved = stopWords
    stopWords += ["asc", "desc", "nulls"]
    parseNamedExpression(.expression)
    stopWords = saved
    if at("asc") || at("desc") {
      bump(.keyword)
    } else if atAnyCase("asc") || atAnyCase("desc") {
      reportUpperCase()
      bump(.keyword)
    }
    if at("nulls") || atAnyCase("nulls") {
      if !at("nulls") { reportUpperCase() }
      bump(.keyword)
      if atAnyCase("first") || atAnyCase("last") {
        if !at("first"), !at("last") { reportUpperCase() }
        bump(.keyword)
      } else {
        reportExpected("`first` or `last`")
      }
    }
    finish(start, .orderedExpression, role)
  }

  /// Takes a word of the grammar; in other than lower case it is taken and reported, otherwise reported as
  /// missing.
  @discardableResult
  mutating func expectWord(_ word: StaticString) -> Bool {
    if bumpIf(word) { return true }
    if atAnyCase(word) {
      reportUpperCase()
      bump(.keyword)
      return true
    }
    let isNext = !startsLine() && (beginsOperand() || at(.openBracket))
    reportExpected(
      "`\(word)`",
      label: isNext
        ? "write: \(word) \(string(token))" : word.description == "by" ? "such as: by column" : "",
      fixes: isNext
        ? [Fix("add `\(word)`", replace: SourceSpan(token.start, token.start), with: "\(word) ")] : [])
    return false
  }

  /// Reads a keyword and then columns: the shape of extend, project, distinct … `example` is what may stand
  /// there.
  mutating func parseNamedList(
    _ role: Role, _ kind: SyntaxKind, optional: Bool = false, example: String = "x = …"
  ) {
    let start = mark()
    bump(.keyword)
    parseParameters([])
    if atBoundary || atOperatorWithoutPipe() {
      if !optional {
        reportExpected("a column", label: "such as: \(string(tokens[position - 1])) \(example)")
        missing(.column)
      }
    } else {
      parseList(of: "a column") { $0.parseNamedExpression(.column) }
    }
    finish(start, kind, role)
  }
}
