/// Periods by their number from the newest, or after a minus from the oldest: `(1)`, `(-n+3)`, `-(2)`,
/// `(4n+1)`. The rule is that of the StatBank's API, which takes it from CSS (`:nth-child`).
struct PeriodRule {
  /// A period is meant when its number is `step × n + offset` for some n ≥ 0.
  let step: Int
  let offset: Int
  let isFromOldest: Bool

  /// Reads a rule; nil when the text is none.
  init?(_ text: String) {
    var rest = text.filter { $0 != " " }[...]
    isFromOldest = rest.first == "-"
    if rest.first == "-" || rest.first == "+" { rest.removeFirst() }
    guard rest.first == "(", rest.last == ")" else { return nil }
    rest = rest.dropFirst().dropLast()
    guard let n = rest.firstIndex(where: { $0 == "n" || $0 == "N" }) else {
      guard let number = PeriodRule.number(rest) else { return nil }
      (step, offset) = (0, number)
      return
    }
    let factor = rest[..<n]
    let tail = rest[rest.index(after: n)...]
    switch factor {
    case "", "+": step = 1
    case "-": step = -1
    default:
      guard let number = PeriodRule.number(factor) else { return nil }
      step = number
    }
    if tail.isEmpty {
      offset = 0
    } else {
      guard tail.first == "+" || tail.first == "-", let number = PeriodRule.number(tail) else { return nil }
      offset = number
    }
  }

  private static func number(_ text: Substring) -> Int? {
    Int(text).flatMap { abs($0) < 1_000_000 ? $0 : nil }
  }

  /// Whether the period at a place of so many, the oldest first, is meant.
  func matches(_ place: Int, of count: Int) -> Bool {
    let number = isFromOldest ? place + 1 : count - place
    let distance = number - offset
    return step == 0 ? distance == 0 : distance % step == 0 && distance / step >= 0
  }
}
