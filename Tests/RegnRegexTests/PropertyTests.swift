import Testing

@testable import RegnRegex

/// Random patterns on short texts, against a matcher that simply tries everything in the order of preference.
@Suite struct PropertyTests {
  /// Tries all ways to match, the preferred first. Works on nodes, so it shares the parser but nothing of the
  /// automata.
  struct Naive {
    let text: [UInt32]
    var slots: [Int]
    var fuel = 200_000

    init(_ text: [UInt32], groups: Int) {
      self.text = text
      slots = Array(repeating: -1, count: groups * 2)
    }

    func isWord(_ place: Int) -> Bool {
      place >= 0 && place < text.count && UnicodeData.word.contains(text[place])
    }

    func holds(_ look: Look, _ place: Int) -> Bool {
      let (left, right) = (isWord(place - 1), isWord(place))
      switch look {
      case .textStart: return place == 0
      case .textEnd: return place == text.count
      case .lineStart: return place == 0 || text[place - 1] == 10
      case .lineEnd: return place == text.count || text[place] == 10
      case .wordBoundary: return left != right
      case .notWordBoundary: return left == right
      case .wordStart: return !left && right
      case .wordEnd: return left && !right
      case .wordStartHalf: return !left
      case .wordEndHalf: return !right
      default: return false
      }
    }

    mutating func match(_ node: Node, _ place: Int, _ rest: (inout Naive, Int) -> Bool) -> Bool {
      fuel -= 1
      if fuel < 0 { return false }
      switch node {
      case .empty: return rest(&self, place)
      case .set(let set): return place < text.count && set.contains(text[place]) && rest(&self, place + 1)
      case .look(let look): return holds(look, place) && rest(&self, place)
      case .capture(let number, let inner):
        let old = (slots[number * 2], slots[number * 2 + 1])
        slots[number * 2] = place
        let found = match(inner, place) { naive, end in
          let before = naive.slots[number * 2 + 1]
          naive.slots[number * 2 + 1] = end
          if rest(&naive, end) { return true }
          naive.slots[number * 2 + 1] = before
          return false
        }
        if !found { (slots[number * 2], slots[number * 2 + 1]) = old }
        return found
      case .sequence(let items): return match(items[...], place, rest)
      case .choice(let items):
        for item in items where match(item, place, rest) { return true }
        return false
      case .repetition(let inner, let minimum, let maximum, let greedy):
        return repeated(inner, minimum, maximum, greedy, place, rest)
      }
    }

    private mutating func match(_ items: ArraySlice<Node>, _ place: Int, _ rest: (inout Naive, Int) -> Bool)
      -> Bool
    {
      guard let first = items.first else { return rest(&self, place) }
      return match(first, place) { naive, next in naive.match(items.dropFirst(), next, rest) }
    }

    private mutating func repeated(
      _ inner: Node, _ minimum: Int, _ maximum: Int?, _ greedy: Bool, _ place: Int,
      _ rest: (inout Naive, Int) -> Bool
    ) -> Bool {
      func more(_ naive: inout Naive) -> Bool {
        if let maximum, maximum == 0 { return false }
        return naive.match(inner, place) { naive, next in
          naive.repeated(inner, max(0, minimum - 1), maximum.map { $0 - 1 }, greedy, next, rest)
        }
      }
      if minimum > 0 { return more(&self) }
      if greedy { return more(&self) || rest(&self, place) }
      return rest(&self, place) || more(&self)
    }
  }

  static let atoms = [
    "a", "b", "ø", "æ", ".", "[ab]", "[^a]", "[a-zæ]", #"\w"#, #"\W"#, "^", "$", #"\b"#, #"\B"#,
    #"\b{start}"#, #"\b{end}"#,
    #"\b{start-half}"#, #"\b{end-half}"#, "(?m:^)", "(?m:$)", "(?i:ø)", "(?i:A)", " ",
  ]

  static func pattern(_ random: inout TestRandom, depth: Int) -> String {
    let dice = random.below(100)
    if depth == 0 || dice < 25 { return atoms[random.below(atoms.count)] }
    if dice < 55 { return (0...random.below(3)).map { _ in pattern(&random, depth: depth - 1) }.joined() }
    if dice < 75 {
      let branches = (0...random.below(3)).map { _ in pattern(&random, depth: depth - 1) }
      return (dice % 2 == 0 ? "(" : "(?:") + branches.joined(separator: "|") + ")"
    }
    let sign =
      ["*", "+", "?", "{2}", "{1,2}", "{0,2}", "{2,}"][random.below(7)] + (random.below(3) == 0 ? "?" : "")
    return "(?:" + pattern(&random, depth: depth - 1) + ")" + sign
  }

  /// Whether something that can be empty is repeated: there dialects differ, and trying everything may not
  /// end. The table of another implementation's answers covers it.
  static func repeatsEmpty(_ node: Node) -> Bool {
    switch node {
    case .empty, .set, .look: false
    case .capture(_, let inner): repeatsEmpty(inner)
    case .sequence(let items), .choice(let items): items.contains { repeatsEmpty($0) }
    case .repetition(let inner, _, _, _): inner.canBeEmpty || repeatsEmpty(inner)
    }
  }

  @Test func randomPatterns() throws {
    var random = TestRandom(seed: 2024)
    let letters: [Unicode.Scalar] = ["a", "b", "ø", "æ", "A", "Ø", " ", "\n", "-", "日"]
    var compared = 0
    var matched = 0
    for _ in 0..<6_000 {
      let pattern = Self.pattern(&random, depth: 1 + random.below(4))
      var parser = Parser(pattern)
      let node = try parser.parse()
      if Self.repeatsEmpty(node) { continue }
      let regex = try Regex(pattern)
      let matcher = Matcher(regex)
      for _ in 0..<4 {
        let scalars = (0..<random.below(10)).map { _ in letters[random.below(letters.count)] }
        var text = String(String.UnicodeScalarView(scalars))
        var offsets = [0]
        for scalar in scalars {
          offsets.append(offsets[offsets.count - 1] + String(Character(scalar)).utf8.count)
        }
        var expected: [Int]?
        var naive = Naive(scalars.map(\.value), groups: regex.captureCount + 1)
        for start in 0...scalars.count where expected == nil {
          naive.slots[0] = start
          let found = naive.match(node, start) { naive, end in
            naive.slots[1] = end
            return true
          }
          if found { expected = naive.slots.map { $0 < 0 ? -1 : offsets[$0] } }
        }
        if naive.fuel < 0 { continue }
        let answer = text.withUTF8 { bytes -> [Int]? in
          #expect(matcher.isMatch(bytes) == (expected != nil), "\(pattern) on \(bytes.map { $0 })")
          guard matcher.findGroups(in: bytes) != nil else { return nil }
          return (0...regex.captureCount).flatMap { number in
            matcher.group(number).map { [$0.lowerBound, $0.upperBound] } ?? [-1, -1]
          }
        }
        #expect(answer == expected, "\(pattern) on \(text.debugDescription)")
        compared += 1
        if expected != nil { matched += 1 }
      }
    }
    #expect(compared > 8_000)
    #expect(matched > 3_000)
  }
}
