/// Writes SQL's expressions as KQL, token by token. Nil where one is more than this knows.
struct SQLExpressionRenderer {
  let text: SourceText
  /// The tables' names, in lower case, which are left out before a column.
  let prefixes: Set<String>

  /// SQL's functions that KQL calls otherwise.
  private static let functions: [String: String] = [
    "length": "strlen", "len": "strlen", "char_length": "strlen", "upper": "toupper", "lower": "tolower",
    "ifnull": "coalesce", "nvl": "coalesce", "concat": "strcat", "ceil": "ceiling", "power": "pow",
    "ln": "log", "stddev": "stdev", "var": "variance", "year": "getyear", "month": "monthofyear",
    "day": "dayofmonth",
  ]

  /// Functions that count places from 1, or take what has no match in KQL.
  private static let unknown: Set<String> = [
    "substr", "substring", "left", "right", "position", "instr", "charindex", "date_trunc", "datediff",
    "dateadd", "to_char", "isnull", "any", "all", "some", "iif", "decode",
  ]

  private static let types: [String: String] = [
    "int": "toint", "integer": "toint", "bigint": "tolong", "smallint": "toint", "float": "toreal",
    "double": "toreal", "real": "toreal", "decimal": "todecimal", "numeric": "todecimal",
    "varchar": "tostring",
    "text": "tostring", "char": "tostring", "nvarchar": "tostring", "date": "todatetime",
    "datetime": "todatetime", "timestamp": "todatetime", "boolean": "tobool", "bool": "tobool",
  ]

  private struct Piece {
    var text: String
    var hasGap: Bool
  }

  private func word(_ token: Token?) -> String {
    guard let token, token.kind == .identifier else { return "" }
    return text[token.span].lowercased()
  }

  /// A name as KQL writes it: one in double quotes stands in brackets.
  func name(_ token: Token) -> String {
    token.kind == .stringLiteral ? "[\(text[token.span])]" : text[token.span]
  }

  /// The tokens as a KQL expression.
  func render(_ part: ArraySlice<Token>) -> String? {
    var pieces: [Piece] = []
    /// Where the operand that was read last begins.
    var operand = 0
    var brackets: [Int] = []
    var index = part.startIndex
    func next(_ distance: Int) -> Token? {
      let place = index + distance
      return place < part.endIndex ? part[place] : nil
    }
    func put(_ text: String, _ token: Token) {
      pieces.append(Piece(text: text, hasGap: token.fullStart < token.start))
    }
    while index < part.endIndex {
      let token = part[index]
      switch token.kind {
      case .equal: put("==", token)
      case .lessGreater: put("!=", token)
      case .openParen:
        let isCall = !pieces.isEmpty && token.fullStart == token.start && operand == pieces.count - 1
        brackets.append(isCall ? operand : pieces.count)
        put("(", token)
      case .closeParen:
        put(")", token)
        operand = brackets.popLast() ?? operand
      case .stringLiteral:
        operand = pieces.count
        guard let (string, length) = string(part[index...]) else { return nil }
        put(string, token)
        index += length - 1
      case .identifier:
        guard let length = word(at: index, of: part, &pieces, &operand) else { return nil }
        index += length - 1
      case .longLiteral, .realLiteral, .typedLiteral, .star:
        operand = pieces.count
        put(text[token.span], token)
      case .comma, .plus, .minus, .slash, .percent, .equalEqual, .bangEqual, .less, .lessEqual, .greater,
        .greaterEqual:
        put(text[token.span], token)
      default: return nil
      }
      index += 1
    }
    guard brackets.isEmpty, !pieces.isEmpty else { return nil }
    var result = ""
    for piece in pieces { result += (piece.hasGap && !result.isEmpty ? " " : "") + piece.text }
    return result
  }

  /// A string, with doubled quotes made into escaped ones, and the number of tokens that it takes.
  private func string(_ part: ArraySlice<Token>) -> (String, Int)? {
    guard let first = part.first else { return nil }
    var result = text[first.span]
    var length = 1
    var last = first
    for token in part.dropFirst() {
      guard token.kind == .stringLiteral, token.fullStart == token.start, token.start == last.end else {
        break
      }
      let piece = text[token.span]
      guard let quote = piece.first, result.last == quote else { return nil }
      result = result.dropLast() + "\\" + piece
      last = token
      length += 1
    }
    return (result, length)
  }

  /// Writes what begins with a word; gives the number of tokens taken.
  private func word(
    at index: Int, of part: ArraySlice<Token>, _ pieces: inout [Piece], _ operand: inout Int
  ) -> Int? {
    let token = part[index]
    let lower = word(token)
    let hasGap = token.fullStart < token.start
    func following(_ distance: Int) -> Token? {
      index + distance < part.endIndex ? part[index + distance] : nil
    }
    func put(_ text: String) { pieces.append(Piece(text: text, hasGap: hasGap)) }
    switch lower {
    case "and", "or", "in", "true", "false":
      put(lower)
      return 1
    case "not":
      let second = word(following(1))
      switch second {
      case "in":
        put("!in")
        return 2
      case "like", "ilike":
        guard let pattern = following(2), pattern.kind == .stringLiteral else { return nil }
        let written = likeOperator(text[pattern.span], negated: true)
        guard !written.hasPrefix("matches") else { return nil }
        put(written)
        return 3
      case "between": return between(at: index + 1, of: part, "!between", &pieces).map { $0 + 1 }
      default:
        guard following(1)?.kind == .openParen else { return nil }
        operand = pieces.count
        put("not")
        return 1
      }
    case "like", "ilike":
      guard let pattern = following(1), pattern.kind == .stringLiteral else { return nil }
      put(likeOperator(text[pattern.span]))
      return 2
    case "between": return between(at: index, of: part, "between", &pieces)
    case "is":
      let isNegated = word(following(1)) == "not"
      guard word(following(isNegated ? 2 : 1)) == "null", operand < pieces.count else { return nil }
      var tested = ""
      for piece in pieces[operand...] { tested += (piece.hasGap && !tested.isEmpty ? " " : "") + piece.text }
      let first = pieces[operand]
      pieces.removeSubrange(operand...)
      pieces.append(
        Piece(text: "\(isNegated ? "isnotnull" : "isnull")(\(tested))", hasGap: first.hasGap))
      return isNegated ? 3 : 2
    case "case":
      operand = pieces.count
      return choice(at: index, of: part, &pieces)
    case "cast":
      operand = pieces.count
      return cast(at: index, of: part, &pieces)
    case "date", "timestamp":
      if let literal = following(1), literal.kind == .stringLiteral {
        operand = pieces.count
        put("datetime(\(text[literal.span].dropFirst().dropLast()))")
        return 2
      }
    case "null", "select", "distinct", "exists", "end", "when", "then", "else": return nil
    default: break
    }
    operand = pieces.count
    if following(1)?.kind == .dot, let member = following(2), member.kind == .identifier {
      guard prefixes.contains(lower) else { return nil }
      put(text[member.span])
      return 3
    }
    guard following(1)?.kind == .openParen else {
      put(text[token.span])
      return 1
    }
    if lower == "count" {
      if following(2)?.kind == .star, following(3)?.kind == .closeParen {
        put("count()")
        return 4
      }
      if word(following(2)) == "distinct" {
        put("count_distinct(")
        // The bracket has been written; what it closes is this call.
        guard let inner = enclosed(from: index + 1, of: part),
          let argument = render(part[(index + 3)..<inner])
        else { return nil }
        pieces[pieces.count - 1].text += argument + ")"
        return inner - index + 1
      }
      guard let inner = enclosed(from: index + 1, of: part), let argument = render(part[(index + 2)..<inner])
      else { return nil }
      put("countif(isnotnull(\(argument)))")
      return inner - index + 1
    }
    guard !SQLExpressionRenderer.unknown.contains(lower) else { return nil }
    put(SQLExpressionRenderer.functions[lower] ?? lower)
    return 1
  }

  /// The place of the bracket that closes the one at `open`.
  private func enclosed(from open: Int, of part: ArraySlice<Token>) -> Int? {
    var depth = 0
    for index in open..<part.endIndex {
      if part[index].kind.isOpening { depth += 1 }
      if part[index].kind.isClosing {
        depth -= 1
        if depth == 0 { return index }
      }
    }
    return nil
  }

  /// The place of the first of some words outside brackets.
  private func find(_ words: Set<String>, from start: Int, of part: ArraySlice<Token>) -> Int? {
    var depth = 0
    var cases = 0
    for index in start..<part.endIndex {
      if part[index].kind.isOpening { depth += 1 }
      if part[index].kind.isClosing {
        depth -= 1
        if depth < 0 { return nil }
      }
      let word = word(part[index])
      if depth == 0, cases == 0, words.contains(word) { return index }
      if word == "case" { cases += 1 }
      if word == "end" { cases -= 1 }
    }
    return nil
  }

  private func between(at index: Int, of part: ArraySlice<Token>, _ name: String, _ pieces: inout [Piece])
    -> Int?
  {
    guard let and = find(["and"], from: index + 1, of: part) else { return nil }
    var end = find(["and", "or"], from: and + 1, of: part) ?? part.endIndex
    // A bracket around the whole ends it too.
    var depth = 0
    for place in (and + 1)..<end {
      if part[place].kind.isOpening { depth += 1 }
      if part[place].kind.isClosing {
        depth -= 1
        if depth < 0 {
          end = place
          break
        }
      }
    }
    guard let lower = render(part[(index + 1)..<and]), let upper = render(part[(and + 1)..<end]) else {
      return nil
    }
    pieces.append(Piece(text: "\(name) (\(lower) .. \(upper))", hasGap: true))
    return end - index
  }

  /// CASE [x] WHEN … THEN … ELSE … END.
  private func choice(at index: Int, of part: ArraySlice<Token>, _ pieces: inout [Piece]) -> Int? {
    guard let end = find(["end"], from: index + 1, of: part),
      var when = find(["when"], from: index + 1, of: part),
      when < end
    else { return nil }
    var subject = ""
    if when > index + 1 {
      guard let rendered = render(part[(index + 1)..<when]) else { return nil }
      subject = rendered + " == "
    }
    var arguments: [String] = []
    while true {
      guard let then = find(["then"], from: when + 1, of: part), then < end,
        let condition = render(part[(when + 1)..<then]),
        let stop = find(["when", "else", "end"], from: then + 1, of: part),
        let value = render(part[(then + 1)..<stop])
      else { return nil }
      arguments += [subject + condition, value]
      guard word(part[stop]) != "when" else {
        when = stop
        continue
      }
      if word(part[stop]) == "else" {
        guard let value = render(part[(stop + 1)..<end]) else { return nil }
        arguments.append(value)
      } else {
        // KQL's case always has a last value; without ELSE it is a null of the other values' type.
        guard let kind = part[(then + 1)..<stop].first?.kind, stop == then + 2 else { return nil }
        switch kind {
        case .stringLiteral: arguments.append("''")
        case .longLiteral: arguments.append("long(null)")
        case .realLiteral: arguments.append("real(null)")
        default: return nil
        }
      }
      break
    }
    pieces.append(Piece(text: "case(\(arguments.joined(separator: ", ")))", hasGap: true))
    return end - index + 1
  }

  /// CAST(x AS type).
  private func cast(at index: Int, of part: ArraySlice<Token>, _ pieces: inout [Piece]) -> Int? {
    guard let close = enclosed(from: index + 1, of: part), let `as` = find(["as"], from: index + 2, of: part),
      `as` + 1 < close, let value = render(part[(index + 2)..<`as`])
    else { return nil }
    let written = text[part[`as` + 1].span].lowercased().prefix { $0.isLetter }
    guard let function = SQLExpressionRenderer.types[String(written)] else { return nil }
    pieces.append(Piece(text: "\(function)(\(value))", hasGap: true))
    return close - index + 1
  }
}

/// What `LIKE pattern` is in KQL: `startswith "a"` and so on; a regular expression, which cannot be negated,
/// where `%` or `_` stand within.
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
    let expression = core.map { $0 == "%" ? ".*" : $0 == "_" ? "." : escaped($0) }.joined()
    return "matches regex \(quote)\(head ? "" : "^")\(expression)\(tail ? "" : "$")\(quote)"
  }
  switch (head, tail) {
  case (true, true): return "\(not)contains \(quoted)"
  case (true, false): return "\(not)endswith \(quoted)"
  case (false, true): return "\(not)startswith \(quoted)"
  case (false, false): return "\(negated ? "!~" : "=~") \(quoted)"
  }
}

/// A character as itself in a pattern within a string.
private func escaped(_ character: Character) -> String {
  ".+*?()[]{}|^$".contains(character) ? "\\\\\(character)" : String(character)
}
