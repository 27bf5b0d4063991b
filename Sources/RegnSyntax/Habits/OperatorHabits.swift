import RegnPhrases

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
    if lower == "select", reportSelect() {
      return skipUnknownOperator(role)
    }
    let isGroupBy = lower == "group" && atAnyCase("by", ahead: 1)
    if isGroupBy || ["group", "groupby", "group_by"].contains(lower), beginsOperand(ahead: 1) {
      let columns = restOfStage(from: position + (isGroupBy ? 2 : 1))
      let word = SourceSpan(token.start, peek(isGroupBy ? 1 : 0).end)
      report(
        Diagnostic(
          .groupBy, "grouping is part of `summarize` in KQL", at: word,
          label: "write: summarize count() by \(columns.isEmpty ? "column" : columns)",
          fixes: columns.isEmpty
            ? []
            : [
              Fix("write `summarize … by`", replace: word, with: "summarize count() by")
            ]))
    } else if let own = Parser.foreignOperators[lower] {
      let isWhole = own.allSatisfy { $0.isLetter || $0 == "-" || $0 == "=" || $0 == " " }
      let isPlain = isWhole && !own.contains(" ")
      report(
        Diagnostic(
          .foreignOperator, "KQL has no operator `\(name)`; it has `\(own)`", at: span,
          label: "write `\(own)`",
          fixes: isWhole ? [Fix("write `\(own)`", replace: span, with: own)] : []))
      if isPlain, end == position { return parseNamedOperator(role, own) }
    } else if let near = nearest(name, in: known) {
      report(
        Diagnostic(
          .unknownOperator, "no operator named `\(name)`", at: span, label: "did you mean `\(near)`?",
          fixes: [Fix("write `\(near)`", replace: span, with: near)]))
      // What follows is read as that operator's, so that its own mistakes are found too.
      if end == position { return parseNamedOperator(role, near) }
    } else {
      reportNoOperator(name, at: span)
    }
    skipUnknownOperator(role)
  }

  /// `| sum(amount)`, `| year`: what follows `|` is no operator, nor near to one.
  private mutating func reportNoOperator(_ name: String, at span: SourceSpan) {
    let close = peekKind(1) == .openParen ? closing[position + 1] : -1
    let isWhole = close >= 0 && [.pipe, .endOfFile, .semicolon].contains(tokens[close + 1].kind)
    let aggregates: Set<String> = ["sum", "avg", "min", "max", "dcount", "stdev", "percentile", "count"]
    var label: Phrase
    var fixes: [Fix] = []
    if isWhole, aggregates.contains(name) {
      label = "write: summarize \(text[SourceSpan(token.start, tokens[close].end)])"
      fixes = [
        Fix("write `summarize`", replace: SourceSpan(token.start, token.start), with: "summarize ")
      ]
    } else if peekKind(1) == .openParen {
      label = "a function stands within an operator: extend x = \(name)(…), or summarize x = \(name)(…)"
    } else if [.pipe, .endOfFile, .semicolon, .comma].contains(peekKind(1)) {
      label = "after `|` comes an operator; to show columns write: project \(name)"
    } else {
      label = "after `|` comes an operator, such as where, extend or summarize"
    }
    report(
      Diagnostic(.unknownOperator, "no operator named `\(name)`", at: span, label: label, fixes: fixes))
  }

  /// `| select distinct a`, `| select *`, `| select top 5 a`: reports what is not just another word for
  /// project.
  private mutating func reportSelect() -> Bool {
    let pair = SourceSpan(token.start, peek(1).end)
    if atAnyCase("distinct", ahead: 1) {
      report(
        Diagnostic(
          .foreignOperator, "KQL has no operator `\(string(token))`; different rows are found by `distinct`",
          at: pair, label: "write `distinct`",
          fixes: [Fix("write `distinct`", replace: pair, with: "distinct")]))
      return true
    }
    if peekKind(1) == .star, [.pipe, .endOfFile, .semicolon].contains(peekKind(2)), position > 0 {
      let pipe = tokens[position - 1]
      report(
        Diagnostic(
          .foreignOperator, "a table has all its columns; they need not be selected", at: pair,
          label: "leave it out",
          fixes: pipe.kind == .pipe
            ? [Fix("leave it out", replace: SourceSpan(pipe.fullStart, pair.end), with: "")] : []))
      return true
    }
    if atAnyCase("top", ahead: 1), peekKind(2) == .longLiteral {
      let span = SourceSpan(token.start, peek(2).end)
      report(
        Diagnostic(
          .foreignOperator, "KQL takes a number of rows by an operator of its own", at: span,
          label: "write: project … | take \(string(peek(2)))"))
      return true
    }
    return false
  }

  /// An operator in upper case: reported, and read as what it is.
  private mutating func parseUpperCaseOperator(_ role: Role, _ lower: String) {
    // After a missing `|` both have been said together.
    if lastReported != position { reportUpperCase() }
    lastReported = position
    parseNamedOperator(role, lower)
  }

  /// Reads the operator here as the one of another name, which the user most likely meant.
  private mutating func parseNamedOperator(_ role: Role, _ name: String) {
    switch name {
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
    case "project-away": parseColumnList(role, .projectAwayOperator)
    case "project-keep": parseColumnList(role, .projectKeepOperator)
    case "project-rename": parseProjectRename(role)
    case "getschema": parseGetschema(role)
    case "serialize": parseSerialize(role)
    case "mv-expand": parseMvExpand(role)
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

  /// Whether one item of a list, with no name, was just read.
  private var isBehindItem: Bool {
    switch topKind {
    case .name, .callExpression, .binaryExpression, .memberExpression, .indexExpression, .literal,
      .parenthesizedExpression:
      true
    default: false
    }
  }

  /// Reports what follows an operator or a source when it is another language's clause. Swallows nothing.
  mutating func reportForeign() -> Bool {
    guard lastReported != position else { return false }
    if let (span, number) = decimalComma() {
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
          label: "write: | summarize count() by \(columns.isEmpty ? "column" : columns)",
          fixes: columns.isEmpty
            ? []
            : [
              Fix(
                "write `| summarize … by`", replace: SourceSpan(token.start, peek(1).end),
                with: "| summarize count() by")
            ]))
      return true
    }
    if atAnyCase("as"), peekKind(1) == .identifier {
      let name = string(peek(1))
      let span = SourceSpan(token.start, peek(1).end)
      let value = isBehindItem ? spanSince(pending.count - 1) : nil
      let named = value.map { "\(name) = \(text[$0])" }
      report(
        Diagnostic(
          .foreignOperator, "a column is named in front in KQL", at: span,
          label: "write: \(named ?? "\(name) = …")",
          fixes: value.map {
            [Fix("name it in front", replace: SourceSpan($0.start, span.end), with: named ?? "")]
          } ?? []))
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
