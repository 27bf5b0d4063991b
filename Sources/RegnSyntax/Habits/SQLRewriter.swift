/// Rewrites a simple SQL query as KQL, clause by clause, from its tokens. Nil where the query is more than
/// this knows: subqueries, set operations, windows, several joins.
struct SQLRewriter {
  let text: SourceText
  let tokens: [Token]

  private enum Clause: Hashable { case select, from, `where`, groupBy, having, orderBy, limit }

  func query() -> String? {
    guard let clauses = split(), var items = clauses[.select] else { return nil }
    var distinct = false
    var limit: String?
    if let rows = clauses[.limit] {
      guard rows.count == 1, rows[rows.startIndex].kind == .longLiteral else { return nil }
      limit = text[rows[rows.startIndex].span]
    }
    if let first = items.first, word(first) == "distinct" {
      distinct = true
      items = items.dropFirst()
    } else if let first = items.first, word(first) == "top", items.count > 1 {
      items = items.dropFirst()
      let isBracketed = items.first?.kind == .openParen && items.count > 3
      let count = items[items.startIndex + (isBracketed ? 1 : 0)]
      guard count.kind == .longLiteral else { return nil }
      limit = text[count.span]
      items = items.dropFirst(isBracketed ? 3 : 1)
    }
    guard let from = clauses[.from] else {
      guard clauses.count == 1 else { return nil }
      let renderer = SQLExpressionRenderer(text: text, prefixes: [])
      let columns = commaParts(items).map { column($0, renderer) }
      guard columns.allSatisfy({ $0 != nil }) else { return nil }
      return "print " + columns.compactMap { $0?.text }.joined(separator: ", ")
    }
    guard let source = SQLSource(text: text, tokens: from) else { return nil }
    let renderer = SQLExpressionRenderer(text: text, prefixes: source.prefixes)
    var stages = source.stages
    if let condition = clauses[.where] {
      guard let rendered = renderer.render(condition) else { return nil }
      stages.append("where " + rendered)
    }
    var columns: [Column] = []
    for part in commaParts(items) {
      guard let column = column(part, renderer) else { return nil }
      columns.append(column)
    }
    let isGrouped = clauses[.groupBy] != nil || columns.contains(where: \.isAggregate)
    let rest =
      isGrouped
      ? grouping(columns, clauses, renderer, limit: limit)
      : choosing(columns, clauses, renderer, distinct: distinct, limit: limit)
    guard let rest else { return nil }
    return (stages + rest).joined(separator: " | ")
  }

  // MARK: Stages

  /// The stages of a query that groups: summarize, the condition on groups, the order.
  private func grouping(
    _ columns: [Column], _ clauses: [Clause: ArraySlice<Token>], _ renderer: SQLExpressionRenderer,
    limit: String?
  ) -> [String]? {
    let aggregates = columns.filter(\.isAggregate)
    var keys: [String] = []
    var keyExpressions: Set<String> = []
    for part in clauses[.groupBy].map(commaParts) ?? [] {
      guard let written = renderer.render(part) else { return nil }
      var key = columns.first { $0.alias == written || $0.expression == written }
      if let place = Int(written) { key = columns.indices.contains(place - 1) ? columns[place - 1] : nil }
      if Int(written) != nil, key == nil { return nil }
      keyExpressions.insert(key?.expression ?? written)
      keys.append(key?.text ?? written)
    }
    // A column beside aggregates must be one of the groups.
    guard columns.allSatisfy({ $0.isAggregate || keyExpressions.contains($0.expression) }) else { return nil }
    var stage = "summarize"
    if !aggregates.isEmpty { stage += " " + aggregates.map(\.text).joined(separator: ", ") }
    if !keys.isEmpty { stage += " by " + keys.joined(separator: ", ") }
    var stages = [stage]
    if let having = clauses[.having] {
      guard let rendered = renderer.render(having), let named = self.named(rendered, aggregates) else {
        return nil
      }
      stages.append("where " + named)
    }
    guard
      let order = order(
        clauses[.orderBy], limit: limit, renderer,
        by: { key in
          Int(key).map { columns.indices.contains($0 - 1) ? columns[$0 - 1].name : nil }
            ?? self.named(key, aggregates)
        })
    else { return nil }
    return stages + order
  }

  /// The stages of a query that chooses columns.
  private func choosing(
    _ columns: [Column], _ clauses: [Clause: ArraySlice<Token>], _ renderer: SQLExpressionRenderer,
    distinct: Bool, limit: String?
  ) -> [String]? {
    guard clauses[.having] == nil else { return nil }
    let takesAll = columns.contains { $0.expression == "*" }
    guard !takesAll || columns.count == 1 else { return nil }
    var choice: [String] = []
    if !takesAll {
      choice = [(distinct ? "distinct " : "project ") + columns.map(\.text).joined(separator: ", ")]
    } else if distinct {
      choice = ["distinct *"]
    }
    let names = Set(columns.compactMap(\.name))
    var isKnownBehind = true
    let order = order(clauses[.orderBy], limit: limit, renderer) { key in
      if let place = Int(key) { return columns.indices.contains(place - 1) ? columns[place - 1].name : nil }
      if !names.contains(key) { isKnownBehind = false }
      return key
    }
    guard let order else { return nil }
    // What is sorted by but not shown must be sorted by before the choice.
    if takesAll || isKnownBehind || clauses[.orderBy] == nil { return choice + order }
    guard !distinct, columns.allSatisfy({ $0.alias == nil || $0.expression == $0.alias }) else { return nil }
    return order + choice
  }

  /// `top` or `sort` and `take`.
  private func order(
    _ clause: ArraySlice<Token>?, limit: String?, _ renderer: SQLExpressionRenderer,
    by name: (String) -> String?
  ) -> [String]? {
    guard let clause else { return limit.map { ["take " + $0] } ?? [] }
    var keys: [String] = []
    for part in commaParts(clause) {
      var part = part
      var direction = " asc"
      var nulls = ""
      if part.count > 2, word(part[part.endIndex - 2]) == "nulls" {
        nulls = " nulls " + word(part[part.endIndex - 1])
        part = part.dropLast(2)
      }
      if let last = part.last, word(last) == "desc" || word(last) == "asc" {
        direction = " " + word(last)
        part = part.dropLast()
      }
      guard let rendered = renderer.render(part), let key = name(rendered) else { return nil }
      keys.append(key + direction + nulls)
    }
    let by = " by " + keys.joined(separator: ", ")
    return [limit.map { "top " + $0 + by } ?? "sort" + by]
  }

  // MARK: Columns

  private struct Column {
    var text: String
    var expression: String
    var alias: String?
    /// The name that the column has in KQL; nil when KQL makes one up.
    var name: String?
    var isAggregate: Bool
  }

  private static let aggregates: Set<String> = [
    "sum", "avg", "min", "max", "count", "stdev", "variance", "count_distinct", "countif",
  ]

  private func column(_ part: ArraySlice<Token>, _ renderer: SQLExpressionRenderer) -> Column? {
    var part = part
    var alias: String?
    if part.count >= 3, word(part[part.endIndex - 2]) == "as" {
      alias = renderer.name(part[part.endIndex - 1])
      part = part.dropLast(2)
    } else if part.count >= 2, let last = part.last, last.kind == .identifier, word(last) != "end" {
      // A name behind a value, with no AS between them.
      let before = part[part.endIndex - 2]
      let isValue =
        before.kind == .closeParen || before.kind == .identifier && word(before) != "distinct"
        || before.kind == .longLiteral || before.kind == .stringLiteral
      if isValue {
        alias = renderer.name(last)
        part = part.dropLast()
      }
    }
    guard !part.isEmpty, let expression = renderer.render(part) else { return nil }
    let isAggregate = SQLRewriter.aggregates.contains { contains(expression, call: $0) }
    var name = alias
    if alias == nil {
      if let open = expression.firstIndex(of: "("), expression.hasSuffix(")") {
        let argument = expression[expression.index(after: open)...].dropLast()
        let isName = argument.allSatisfy { $0.isLetter || $0.isNumber || $0 == "_" }
        name = isAggregate && isName ? "\(expression[..<open])_\(argument)" : nil
      } else {
        name = expression
      }
    }
    let text = alias.map { $0 == expression ? expression : "\($0) = \(expression)" } ?? expression
    return Column(text: text, expression: expression, alias: alias, name: name, isAggregate: isAggregate)
  }

  private func contains(_ expression: String, call name: String) -> Bool {
    let expression = Array(expression.utf8)
    let call = Array((name + "(").utf8)
    guard expression.count >= call.count else { return false }
    for start in 0...(expression.count - call.count)
    where expression[start..<(start + call.count)].elementsEqual(call) {
      let before = start == 0 ? 0x20 : expression[start - 1]
      let isPart =
        before == 0x5F || before >= 0x80 || (0x30...0x39).contains(before)
        || (0x61...0x7A).contains(before | 0x20)
      if !isPart { return true }
    }
    return false
  }

  /// The expression with aggregates replaced by the names of their columns; nil when one has none.
  private func named(_ expression: String, _ columns: [Column]) -> String? {
    var result = expression
    for column in columns.sorted(by: { $0.expression.utf8.count > $1.expression.utf8.count }) {
      guard result.contains(column.expression) else { continue }
      guard let name = column.name else { return nil }
      result = result.split(separator: column.expression, omittingEmptySubsequences: false).joined(
        separator: name)
    }
    return SQLRewriter.aggregates.contains { contains(result, call: $0) } ? nil : result
  }

  // MARK: Clauses

  private func word(_ token: Token) -> String {
    token.kind == .identifier ? text[token.span].lowercased() : ""
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
        case "union", "intersect", "except", "over", "offset", "fetch", "exists", "window", "interval",
          "extract":
          return nil
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
    guard start <= tokens.count else { return nil }
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
}

/// The tables of SQL's FROM: one, or two that are joined.
private struct SQLSource {
  /// The table, and the join where there is one, as KQL's stages.
  let stages: [String]
  /// The names and short names of the tables, in lower case, that may stand before a column.
  let prefixes: Set<String>

  init?(text: SourceText, tokens: ArraySlice<Token>) {
    var rest = tokens
    func word(_ token: Token?) -> String {
      guard let token, token.kind == .identifier else { return "" }
      return text[token.span].lowercased()
    }
    let joinWords: Set<String> = [
      "join", "inner", "left", "right", "full", "cross", "on", "using", "natural", "outer",
    ]
    func table() -> (name: String, prefixes: Set<String>)? {
      guard let first = rest.first, first.kind == .identifier, !joinWords.contains(word(first)) else {
        return nil
      }
      rest = rest.dropFirst()
      var prefixes: Set<String> = [word(first)]
      if word(rest.first) == "as" { rest = rest.dropFirst() }
      if let alias = rest.first, alias.kind == .identifier, !joinWords.contains(word(alias)) {
        prefixes.insert(word(alias))
        rest = rest.dropFirst()
      }
      return (text[first.span], prefixes)
    }
    guard let left = table() else { return nil }
    guard !rest.isEmpty else {
      stages = [left.name]
      prefixes = left.prefixes
      return
    }
    var kind = "inner"
    if let known = ["inner": "inner", "left": "leftouter", "right": "rightouter", "full": "fullouter"][
      word(rest.first)]
    {
      kind = known
      rest = rest.dropFirst()
      if word(rest.first) == "outer" { rest = rest.dropFirst() }
    }
    guard word(rest.first) == "join" else { return nil }
    rest = rest.dropFirst()
    guard let right = table() else { return nil }
    var conditions: [String] = []
    if word(rest.first) == "using" {
      for token in rest.dropFirst() where token.kind == .identifier { conditions.append(text[token.span]) }
    } else {
      guard word(rest.first) == "on" else { return nil }
      rest = rest.dropFirst()
      while true {
        let part = Array(rest.prefix(7))
        guard part.count == 7, part[1].kind == .dot, part[5].kind == .dot,
          part[3].kind == .equal || part[3].kind == .equalEqual
        else { return nil }
        let isTurned = right.prefixes.contains(word(part[0])) && left.prefixes.contains(word(part[4]))
        guard isTurned || left.prefixes.contains(word(part[0])) && right.prefixes.contains(word(part[4]))
        else {
          return nil
        }
        let mine = text[part[isTurned ? 6 : 2].span]
        let other = text[part[isTurned ? 2 : 6].span]
        conditions.append(mine == other ? mine : "$left.\(mine) == $right.\(other)")
        rest = rest.dropFirst(7)
        guard word(rest.first) == "and" else { break }
        rest = rest.dropFirst()
      }
      guard rest.isEmpty else { return nil }
    }
    guard !conditions.isEmpty else { return nil }
    stages = [left.name, "join kind=\(kind) \(right.name) on \(conditions.joined(separator: ", "))"]
    prefixes = left.prefixes.union(right.prefixes)
  }
}
