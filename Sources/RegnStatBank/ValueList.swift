/// How lists of values are written: `101,147`, `*K1`, `>=2010K1<=2015K4`, `(-n+3)`.
enum ValueList {
  /// The entries between commas.
  static func items(_ text: String) -> [String] {
    text.split(separator: ",").map { item in
      let words = item.drop { $0 == " " }
      return String(words.reversed().drop { $0 == " " }.reversed())
    }.filter { !$0.isEmpty }
  }

  /// Whether a code fits a pattern in which `*` stands for any signs, whatever their case.
  static func matches(_ code: String, pattern: String) -> Bool {
    let pieces = pattern.lowercased().split(separator: "*", omittingEmptySubsequences: false)
    var rest = code.lowercased()[...]
    guard let first = pieces.first, let last = pieces.last, rest.hasPrefix(first) else { return false }
    rest = rest.dropFirst(first.count)
    for piece in pieces.dropFirst().dropLast() where !piece.isEmpty {
      guard let end = end(of: piece, in: rest) else { return false }
      rest = rest[end...]
    }
    return pieces.count == 1 ? rest.isEmpty : rest.count >= last.count && rest.hasSuffix(last)
  }

  /// Where the first occurrence of a text ends.
  private static func end(of piece: Substring, in text: Substring) -> Substring.Index? {
    var start = text.startIndex
    while true {
      if text[start...].hasPrefix(piece) { return text.index(start, offsetBy: piece.count) }
      guard start < text.endIndex else { return nil }
      start = text.index(after: start)
    }
  }
}

/// One side of a condition on values, such as `>=2016`.
struct ValueBound {
  /// Whether it is the lower end that is bound (`>`, `>=`).
  let isLower: Bool
  let includesEqual: Bool
  let value: String

  /// The bounds of a condition: one, or two as in `>=2010K1<=2015K4`; nil when it is none.
  static func bounds(_ text: String) -> [ValueBound]? {
    var bounds: [ValueBound] = []
    var rest = text[...]
    while let sign = rest.first {
      guard sign == "<" || sign == ">" else { return nil }
      rest.removeFirst()
      let includesEqual = rest.first == "="
      if includesEqual { rest.removeFirst() }
      let value = rest.prefix { $0 != "<" && $0 != ">" }
      rest = rest.dropFirst(value.count)
      if value.isEmpty { return nil }
      bounds.append(ValueBound(isLower: sign == ">", includesEqual: includesEqual, value: String(value)))
    }
    return bounds.isEmpty || bounds.count > 2 ? nil : bounds
  }
}
