/// A stretch of text within a block of prose.
enum ProseSpan: Hashable {
  case text(String)
  case bold(String)
  case italic(String)
  case code(String)
  case link(String, address: String)

  /// The stretches of a block's text. A mark without its counterpart is text, and so is a link that leads
  /// neither to a web page nor to a mail address.
  static func read(_ text: String) -> [ProseSpan] {
    var spans: [ProseSpan] = []
    var plain = ""
    var rest = Substring(text)
    func taken(_ mark: String) -> (inside: String, rest: Substring)? {
      guard rest.hasPrefix(mark) else { return nil }
      let after = rest.dropFirst(mark.count)
      guard let end = firstRange(of: mark, in: after), end.lowerBound > after.startIndex else { return nil }
      let inside = after[..<end.lowerBound]
      guard mark == "`" || inside.first != " " && inside.last != " " else { return nil }
      return (String(inside), after[end.upperBound...])
    }
    func add(_ span: ProseSpan, _ next: Substring) {
      if !plain.isEmpty { spans.append(.text(plain)) }
      plain = ""
      spans.append(span)
      rest = next
    }
    // A text with many marks and no counterparts would be searched to its end for each.
    var isHopeless: Set<Character> = []
    while let first = rest.first {
      if !isHopeless.contains(first), "`*[".contains(first) {
        if let (inside, next) = taken("`") {
          add(.code(inside), next)
          continue
        } else if let (inside, next) = taken("**") {
          add(.bold(inside), next)
          continue
        } else if let (inside, next) = taken("*"), !inside.isEmpty {
          add(.italic(inside), next)
          continue
        } else if first == "[", let link = link(in: rest) {
          add(.link(link.label, address: link.address), link.rest)
          continue
        }
        if !rest.dropFirst().contains(first == "[" ? "]" : first) { isHopeless.insert(first) }
      }
      plain.append(first)
      rest = rest.dropFirst()
    }
    if !plain.isEmpty { spans.append(.text(plain)) }
    return spans
  }

  /// The text alone, without marks.
  static func plain(_ text: String) -> String {
    read(text).map { span in
      switch span {
      case .text(let text), .bold(let text), .italic(let text), .code(let text), .link(let text, _): text
      }
    }.joined()
  }

  private static func link(
    in text: Substring
  ) -> (label: String, address: String, rest: Substring)? {
    // A label and an address are short: a text full of brackets is not searched to its end for each.
    let inside = text.dropFirst().prefix(500)
    guard let end = inside.firstIndex(of: "]") else { return nil }
    let after = inside[inside.index(after: end)...]
    guard after.first == "(", let close = after.firstIndex(of: ")"), end > inside.startIndex else {
      return nil
    }
    let address = String(after[after.index(after: after.startIndex)..<close])
    let isKnown = ["https://", "http://", "mailto:"].contains { address.lowercased().hasPrefix($0) }
    guard isKnown, !address.contains(" ") else { return nil }
    return (String(inside[..<end]), address, text[after.index(after: close)...])
  }

  private static func firstRange(of mark: String, in text: Substring) -> Range<Substring.Index>? {
    var at = text.startIndex
    while at < text.endIndex {
      if text[at...].hasPrefix(mark) { return at..<text.index(at, offsetBy: mark.count) }
      at = text.index(after: at)
    }
    return nil
  }
}
