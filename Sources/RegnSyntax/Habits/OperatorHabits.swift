extension Parser {
  /// What other languages call KQL's operators.
  static let foreignOperators: [String: String] = [
    "select": "project", "having": "where", "rename": "project-rename", "drop": "project-away",
    "mutate": "extend", "derive": "extend", "with_columns": "extend", "assign": "extend",
    "arrange": "sort by",
    "orderby": "order by", "sortby": "sort by", "head": "take", "first": "take", "unique": "distinct",
    "group": "summarize … by", "groupby": "summarize … by", "group_by": "summarize … by",
    "aggregate": "summarize", "agg": "summarize", "stats": "summarize", "eval": "extend", "table": "project",
    "fields": "project", "offset": "where row_number() >", "inner": "join kind=inner",
    "left": "join kind=leftouter",
    "right": "join kind=rightouter", "full": "join kind=fullouter", "explode": "mv-expand",
    "unnest": "mv-expand",
    "describe": "getschema", "pivot": "evaluate pivot", "plot": "render", "chart": "render",
    "tail": "top … by",
    "minus": "join kind=leftanti", "except": "join kind=leftanti", "intersect": "join kind=leftsemi",
  ]

  /// Reports and swallows what follows `|` when it is no operator's name.
  mutating func parseUnknownOperator(_ role: Role) {
    var end = position
    while tokens[end + 1].kind == .minus, tokens[end + 1].fullStart == tokens[end].end,
      tokens[min(end + 2, tokens.count - 1)].kind == .identifier,
      tokens[end + 2].fullStart == tokens[end + 2].start
    {
      end += 2
    }
    let span = SourceSpan(token.start, tokens[end].end)
    let name = text[span]
    let lower = name.lowercased()
    let known = TabularOperatorName.all.map(\.name)
    if lower != name, TabularOperatorName.isName(lower) {
      return parseUpperCaseOperator(role, lower)
    }
    if lower == "group", atAnyCase("by", ahead: 1) {
      let columns = restOfStage(from: position + 2)
      report(
        Diagnostic(
          .groupBy, "grouping is part of `summarize` in KQL", at: SourceSpan(token.start, peek(1).end),
          label: "write: summarize count() by \(columns.isEmpty ? "column" : columns)"))
    } else if let own = Parser.foreignOperators[lower] {
      let isPlain = own.allSatisfy { $0.isLetter || $0 == "-" }
      report(
        Diagnostic(
          .foreignOperator, "KQL has no operator `\(name)`; it has `\(own)`", at: span,
          label: "write `\(own)`",
          fixes: isPlain ? [Fix("write `\(own)`", replace: span, with: own)] : []))
    } else if let near = nearest(name, in: known) {
      report(
        Diagnostic(
          .unknownOperator, "no operator named `\(name)`", at: span, label: "did you mean `\(near)`?",
          fixes: [Fix("write `\(near)`", replace: span, with: near)]))
    } else {
      let isCall = peekKind(1) == .openParen
      report(
        Diagnostic(
          .unknownOperator, "no operator named `\(name)`", at: span,
          label: isCall
            ? "a function is used within an operator: `extend x = \(name)(…)`, `summarize …`, `invoke …`"
            : "after `|` comes an operator, such as `where` or `summarize`"))
    }
    skipUnknownOperator(role)
  }

  /// An operator in upper case: reported, and read as what it is.
  private mutating func parseUpperCaseOperator(_ role: Role, _ lower: String) {
    report(
      Diagnostic(
        .upperCaseKeyword, "KQL's words are written in lower case", at: token.span, label: "write `\(lower)`",
        fixes: [Fix("write `\(lower)`", replace: token.span, with: lower)]))
    lastUpperCase = position
    switch lower {
    case "where", "filter": parseWhere(role)
    case "extend": parseExtend(role)
    case "project": parseProject(role)
    case "distinct": parseDistinct(role)
    case "summarize": parseSummarize(role)
    case "sort", "order": parseSort(role)
    case "take", "limit": parseTake(role)
    case "top": parseTop(role)
    case "join": parseJoin(role)
    case "lookup": parseLookup(role)
    case "count": parseCount(role)
    case "render": parseRender(role)
    case "union": parseUnion(role)
    default: skipUnknownOperator(role)
    }
  }

  /// The text from a token to the next `|`, `;` or bracket, on one line.
  private func restOfStage(from first: Int) -> String {
    var end = first
    while end < tokens.count, ![.pipe, .semicolon, .endOfFile].contains(tokens[end].kind),
      !tokens[end].kind.isClosing, end - first < 40
    {
      end += 1
    }
    guard end > first else { return "" }
    let rest = text[SourceSpan(tokens[first].start, tokens[end - 1].end)]
    return rest.contains("\n") ? "" : rest
  }

  /// Whether `GROUP BY` stands here.
  var isForeignGroupBy: Bool { atAnyCase("group") && atAnyCase("by", ahead: 1) }

  /// `summarize count() GROUP BY x`, `summarize count() BY x`: reports, and swallows the first word.
  mutating func reportGroupByInSummarize() {
    if isForeignGroupBy {
      let span = SourceSpan(token.start, peek(1).end)
      report(
        Diagnostic(
          .groupBy, "grouping is written `by` in KQL", at: span, label: "write `by`",
          fixes: [Fix("write `by`", replace: span, with: "by")]))
      let error = mark()
      bump(.error)
      if !at("by") { bump(.error) }
      finish(error, .error, .error)
      if !at("by") { parseList(of: "a column to group by") { $0.parseNamedExpression(.by) } }
    } else if at(.identifier), atAnyCase("by"), !at("by") {
      reportUpperCase()
      bump(.keyword)
      parseList(of: "a column to group by") { $0.parseNamedExpression(.by) }
    }
  }

  /// Reports what follows an operator or a source when it is another language's clause. Swallows nothing.
  mutating func reportForeign() -> Bool {
    guard lastReported != position else { return false }
    if let span = decimalCommaSpan() {
      let number = text[span].split(separator: ",").joined(separator: ".")
      report(
        Diagnostic(
          .decimalComma, "a decimal point is written `.` in KQL", at: span, label: "write \(number)",
          fixes: [Fix("write \(number)", replace: span, with: number)], severity: .error))
      return true
    }
    guard at(.identifier) else { return false }
    if isForeignGroupBy {
      let columns = restOfStage(from: position + 2)
      report(
        Diagnostic(
          .groupBy, "grouping is part of `summarize` in KQL", at: SourceSpan(token.start, peek(1).end),
          label: "write: | summarize count() by \(columns.isEmpty ? "column" : columns)"))
      return true
    }
    if atAnyCase("as"), peekKind(1) == .identifier {
      let name = string(peek(1))
      report(
        Diagnostic(
          .foreignOperator, "a column is named in front in KQL", at: SourceSpan(token.start, peek(1).end),
          label: "write: \(name) = …"))
      return true
    }
    let word = string(token)
    let lower = word.lowercased()
    guard word != lower || lower == "having" || lower == "select" else { return false }
    if let known = TabularOperatorName.named(lower), known.place == .pipe, beginsOperand(ahead: 1) {
      report(
        Diagnostic(
          .upperCaseKeyword, "KQL's operators stand after `|` and are written in lower case", at: token.span,
          label: "write: | \(lower)",
          fixes: [Fix("write `| \(lower)`", replace: token.span, with: "| \(lower)")]))
      return true
    }
    if let own = Parser.foreignOperators[lower], beginsOperand(ahead: 1) {
      report(
        Diagnostic(
          .foreignOperator, "KQL has no `\(word)`; it has `\(own)`", at: token.span,
          label: "write: | \(own) …"))
      return true
    }
    return false
  }
}
