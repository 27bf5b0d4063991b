extension Parser {
  /// Recognises a statement that is no KQL at all: an SQL query or a spreadsheet formula. Swallows and
  /// reports it.
  mutating func parseForeignStatement() -> Bool {
    if at(.equal), peekKind(1) != .endOfFile { return parseFormula() }
    guard atAnyCase("select"), beginsOperand(ahead: 1) || peekKind(1) == .typedLiteral else { return false }
    var end = position
    while tokens[end].kind != .endOfFile, tokens[end].kind != .semicolon {
      if end > position, hasBlankLine(before: end) { break }
      end += 1
    }
    let word = token.span
    let whole = SourceSpan(word.start, tokens[end - 1].end)
    let rewriter = SQLRewriter(text: text, tokens: Array(tokens[position..<end]))
    var label = ""
    var fixes: [Fix] = []
    if let query = rewriter.query() {
      if query.count <= 120 { label = "write: \(query)" }
      fixes = [Fix("rewrite as KQL", replace: whole, with: query)]
    }
    report(
      Diagnostic(
        .sqlQuery, "this is SQL; in KQL a query begins with its table and flows through `|`", at: word,
        label: label.isEmpty ? "write: table | where … | summarize … by … | project …" : label, fixes: fixes))
    swallowForeignStatement(upTo: end)
    return true
  }

  private func hasBlankLine(before index: Int) -> Bool {
    let token = tokens[index]
    var lines = 0
    for at in token.fullStart..<token.start where bytes[at] == 0x0A { lines += 1 }
    return lines >= 2
  }

  private mutating func swallowForeignStatement(upTo end: Int) {
    let start = mark()
    let error = mark()
    while position < end, !isAtEnd { bump(.error) }
    finish(error, .error, .expression)
    finish(start, .queryStatement, .statement)
    lastReported = position
  }

  /// `=SUM(A1:A3)` at the start of a statement.
  private mutating func parseFormula() -> Bool {
    var end = position
    while tokens[end].kind != .endOfFile, tokens[end].kind != .pipe {
      if end > position, hasBlankLine(before: end) { break }
      if tokens[end].kind == .semicolon, closingDepth(from: position, to: end) == 0 { break }
      end += 1
    }
    let name = peekKind(1) == .identifier ? string(peek(1)).lowercased() : "sum"
    report(
      Diagnostic(
        .formulaStart, "this is a spreadsheet formula; a query begins with a table", at: token.span,
        label: "write: table | summarize \(name)(column)"))
    while tokens[end].kind == .pipe {
      end += 1
      while ![.endOfFile, .pipe, .semicolon].contains(tokens[end].kind) { end += 1 }
    }
    swallowForeignStatement(upTo: end)
    return true
  }

  private func closingDepth(from start: Int, to end: Int) -> Int {
    var depth = 0
    for index in start..<end {
      if tokens[index].kind.isOpening { depth += 1 }
      if tokens[index].kind.isClosing { depth -= 1 }
    }
    return depth
  }
}

/// Rewrites a simple SQL query as KQL, clause by clause, from its tokens. Nil where the query is more than
/// this knows: joins, subqueries, set operations.
struct SQLRewriter {
  let text: SourceText
  let tokens: [Token]

  private enum Clause: Hashable { case select, from, `where`, groupBy, having, orderBy, limit }

  func query() -> String? {
    guard let clauses = split() else { return nil }
    guard let select = clauses[.select] else { return nil }
    var items = select
    var distinct = false
    var limit = clauses[.limit].map(render)
    if let first = items.first, word(first) == "distinct" {
      distinct = true
      items = items.dropFirst()
    } else if let first = items.first, word(first) == "top", items.count > 1 {
      limit = string(items[items.startIndex + 1])
      items = items.dropFirst(2)
    }
    let columns = commaParts(items).map(column)
    guard let from = clauses[.from], let table = from.first, table.kind == .identifier else {
      if clauses.count == 1 { return "print " + columns.map(\.text).joined(separator: ", ") }
      return nil
    }
    guard from.allSatisfy({ $0.kind == .identifier }), from.count <= 3 else { return nil }
    var stages = [string(table)]
    if let condition = clauses[.where] { stages.append("where " + render(condition)) }
    let groups = clauses[.groupBy].map { commaParts($0).map(render) } ?? []
    let aggregates = columns.filter(\.isAggregate)
    if !aggregates.isEmpty || !groups.isEmpty {
      var stage = "summarize"
      if !aggregates.isEmpty { stage += " " + aggregates.map(\.text).joined(separator: ", ") }
      if !groups.isEmpty { stage += " by " + groups.joined(separator: ", ") }
      stages.append(stage)
      if let having = clauses[.having] { stages.append("where " + name(render(having), among: aggregates)) }
    } else if !columns.contains(where: { $0.text == "*" }) {
      stages.append((distinct ? "distinct " : "project ") + columns.map(\.text).joined(separator: ", "))
    } else if distinct {
      stages.append("distinct *")
    }
    if let order = clauses[.orderBy] {
      let keys = commaParts(order).map { part -> String in
        var part = part
        var direction = "asc"
        if let last = part.last, word(last) == "desc" || word(last) == "asc" {
          direction = word(last)
          part = part.dropLast()
        }
        return name(render(part), among: aggregates) + " " + direction
      }
      let by = " by " + keys.joined(separator: ", ")
      if let count = limit {
        stages.append("top " + count + by)
        limit = nil
      } else {
        stages.append("sort" + by)
      }
    }
    if let limit { stages.append("take " + limit) }
    return stages.joined(separator: " | ")
  }

  private func string(_ token: Token) -> String { text[token.span] }
  private func word(_ token: Token) -> String {
    token.kind == .identifier ? string(token).lowercased() : ""
  }

  private func split() -> [Clause: ArraySlice<Token>]? {
    var clauses: [Clause: ArraySlice<Token>] = [:]
    var current: Clause?
    var start = 0
    var depth = 0
    var index = 0
    func close(_ end: Int) { if let current { clauses[current] = tokens[start..<end] } }
    while index < tokens.count {
      let token = tokens[index]
      if token.kind.isOpening { depth += 1 }
      if token.kind.isClosing { depth -= 1 }
      var next: Clause?
      var length = 1
      let following = index + 1 < tokens.count ? word(tokens[index + 1]) : ""
      if token.kind == .identifier {
        switch word(token) {
        case "select":
          guard index == 0 else { return nil }
          next = .select
        case "from" where depth == 0: next = .from
        case "where" where depth == 0: next = .where
        case "having" where depth == 0: next = .having
        case "limit" where depth == 0: next = .limit
        case "group" where depth == 0 && following == "by": (next, length) = (.groupBy, 2)
        case "order" where depth == 0 && following == "by": (next, length) = (.orderBy, 2)
        case "join", "union", "intersect", "except", "over", "case", "offset": return nil
        default: break
        }
      } else if token.kind == .pipe || token.kind == .unknown {
        return nil
      }
      if let next {
        guard clauses[next] == nil else { return nil }
        close(index)
        current = next
        start = index + length
        index = start
      } else {
        index += 1
      }
    }
    close(tokens.count)
    guard depth == 0, clauses.values.allSatisfy({ !$0.isEmpty }) else { return nil }
    return clauses
  }

  private func commaParts(_ part: ArraySlice<Token>) -> [ArraySlice<Token>] {
    var parts: [ArraySlice<Token>] = []
    var depth = 0
    var start = part.startIndex
    for index in part.indices {
      if part[index].kind.isOpening { depth += 1 }
      if part[index].kind.isClosing { depth -= 1 }
      if depth == 0, part[index].kind == .comma {
        parts.append(part[start..<index])
        start = index + 1
      }
    }
    parts.append(part[start...])
    return parts
  }

  private struct Column {
    var text: String
    var expression: String
    /// The name that the column has in KQL.
    var name: String
    var isAggregate: Bool
  }

  private static let aggregates: Set<String> = [
    "sum", "avg", "min", "max", "count", "stdev", "variance", "stddev",
  ]

  private func column(_ part: ArraySlice<Token>) -> Column {
    var part = part
    var alias: String?
    if part.count >= 3, word(part[part.endIndex - 2]) == "as" {
      alias = string(part[part.endIndex - 1])
      part = part.dropLast(2)
    }
    let expression = render(part)
    var isAggregate = false
    for index in part.indices.dropLast() {
      if SQLRewriter.aggregates.contains(word(part[index])), part[index + 1].kind == .openParen {
        isAggregate = true
      }
    }
    var name = alias ?? expression
    if alias == nil, isAggregate, let open = expression.firstIndex(of: "("), expression.hasSuffix(")") {
      name = expression[..<open] + "_" + expression[expression.index(after: open)...].dropLast()
    }
    return Column(
      text: alias.map { "\($0) = \(expression)" } ?? expression, expression: expression, name: name,
      isAggregate: isAggregate)
  }

  /// The expression with aggregates replaced by the names of their columns.
  private func name(_ expression: String, among columns: [Column]) -> String {
    var result = expression
    for column in columns {
      if result == column.expression {
        result = column.name
      } else if result.hasPrefix(column.expression) {
        result = column.name + result.dropFirst(column.expression.count)
      }
    }
    return result
  }

  /// The tokens as KQL: operators and the names of functions in KQL's spelling.
  private func render(_ part: ArraySlice<Token>) -> String {
    var out: [String] = []
    var gaps: [Bool] = []
    var index = part.startIndex
    func put(_ string: String, _ token: Token) {
      gaps.append(token.fullStart < token.start)
      out.append(string)
    }
    while index < part.endIndex {
      let token = part[index]
      let next = index + 1 < part.endIndex ? part[index + 1] : nil
      switch token.kind {
      case .equal: put("==", token)
      case .lessGreater: put("!=", token)
      case .identifier:
        let lower = word(token)
        if ["and", "or", "in", "not", "between", "asc", "desc"].contains(lower) {
          put(lower, token)
        } else if lower == "like", let next, next.kind == .stringLiteral {
          put(likeOperator(string(next)), token)
          index += 1
        } else if lower == "is", let last = out.popLast(), let next {
          gaps.removeLast()
          let negated = word(next) == "not"
          gaps.append(true)
          out.append("\(negated ? "isnotnull" : "isnull")(\(last))")
          index += negated ? 2 : 1
        } else if next?.kind == .openParen {
          if lower == "count", index + 2 < part.endIndex, part[index + 2].kind == .star {
            put("count()", token)
            index += 3
          } else if lower == "count", index + 2 < part.endIndex, word(part[index + 2]) == "distinct" {
            put("count_distinct", token)
            put("(", part[index + 1])
            index += 2
            // No space between the bracket and the argument.
            if index + 1 < part.endIndex {
              put(string(part[index + 1]), part[index + 1])
              gaps[gaps.count - 1] = false
              index += 1
            }
          } else {
            put(lower, token)
          }
        } else {
          put(string(token), token)
        }
      default: put(string(token), token)
      }
      index += 1
    }
    var result = ""
    for (word, gap) in zip(out, gaps) { result += (gap && !result.isEmpty ? " " : "") + word }
    return result
  }
}

/// What `LIKE pattern` is in KQL: `startswith "a"` and so on; a regular expression where `%` or `_` stand
/// within.
func likeOperator(_ literal: String, negated: Bool = false) -> String {
  let not = negated ? "!" : ""
  guard let quote = literal.first, quote == "'" || quote == "\"", literal.count >= 2 else {
    return "\(not)contains \(literal)"
  }
  let pattern = String(literal.dropFirst().dropLast())
  let head = pattern.hasPrefix("%")
  let tail = pattern.hasSuffix("%")
  var core = pattern[...]
  if head { core = core.dropFirst() }
  if tail, !core.isEmpty { core = core.dropLast() }
  let quoted = "\(quote)\(core)\(quote)"
  if core.contains("%") || core.contains("_") {
    let expression = core.map { $0 == "%" ? ".*" : $0 == "_" ? "." : String($0) }.joined()
    return "matches regex \(quote)\(head ? "" : "^")\(expression)\(tail ? "" : "$")\(quote)"
  }
  switch (head, tail) {
  case (true, true): return "\(not)contains \(quoted)"
  case (true, false): return "\(not)endswith \(quoted)"
  case (false, true): return "\(not)startswith \(quoted)"
  case (false, false): return "\(negated ? "!~" : "=~") \(quoted)"
  }
}
