/// What a pattern means, free of its spelling: flags are worked in, classes are sets.
indirect enum Node: Sendable {
  case empty
  case set(ScalarSet)
  case look(Look)
  /// A capture group; the whole match is group 0 and no node.
  case capture(Int, Node)
  case sequence([Node])
  /// Alternatives, the first preferred.
  case choice([Node])
  case repetition(Node, minimum: Int, maximum: Int?, greedy: Bool)
}

/// An assertion about the place between two characters.
enum Look: UInt8, Sendable {
  case textStart, textEnd
  case lineStart, lineEnd
  /// Line ends as in `(?R)`: `\r`, `\n`, `\r\n`, and no place within `\r\n`.
  case lineStartCRLF, lineEndCRLF
  case wordBoundary, notWordBoundary, wordStart, wordEnd, wordStartHalf, wordEndHalf
  case asciiWordBoundary, asciiNotWordBoundary, asciiWordStart, asciiWordEnd, asciiWordStartHalf,
    asciiWordEndHalf

  var bit: UInt32 { 1 << UInt32(rawValue) }
}

/// What assertions want to know of the character beside a place.
struct Surroundings: OptionSet, Sendable {
  let rawValue: UInt8
  /// There is no character: the text ends here.
  static let edge = Surroundings(rawValue: 1)
  static let lineFeed = Surroundings(rawValue: 2)
  static let carriageReturn = Surroundings(rawValue: 4)
  static let word = Surroundings(rawValue: 8)
  static let asciiWord = Surroundings(rawValue: 16)

  /// The bits of all assertions that hold between two characters.
  static func assertions(before: Surroundings, after: Surroundings) -> UInt32 {
    var result: UInt32 = 0
    func hold(_ look: Look, _ condition: Bool) { if condition { result |= look.bit } }
    let atStart = before.contains(.edge)
    let atEnd = after.contains(.edge)
    hold(.textStart, atStart)
    hold(.textEnd, atEnd)
    hold(.lineStart, atStart || before.contains(.lineFeed))
    hold(.lineEnd, atEnd || after.contains(.lineFeed))
    hold(
      .lineStartCRLF,
      atStart || before.contains(.lineFeed)
        || (before.contains(.carriageReturn) && !after.contains(.lineFeed)))
    hold(
      .lineEndCRLF,
      atEnd || after.contains(.carriageReturn)
        || (after.contains(.lineFeed) && !before.contains(.carriageReturn)))
    let left = before.contains(.word)
    let right = after.contains(.word)
    hold(.wordBoundary, left != right)
    hold(.notWordBoundary, left == right)
    hold(.wordStart, !left && right)
    hold(.wordEnd, left && !right)
    hold(.wordStartHalf, !left)
    hold(.wordEndHalf, !right)
    let asciiLeft = before.contains(.asciiWord)
    let asciiRight = after.contains(.asciiWord)
    hold(.asciiWordBoundary, asciiLeft != asciiRight)
    hold(.asciiNotWordBoundary, asciiLeft == asciiRight)
    hold(.asciiWordStart, !asciiLeft && asciiRight)
    hold(.asciiWordEnd, asciiLeft && !asciiRight)
    hold(.asciiWordStartHalf, !asciiLeft)
    hold(.asciiWordEndHalf, !asciiRight)
    return result
  }
}

extension Node {
  /// Whether the node can match the empty text.
  var canBeEmpty: Bool {
    switch self {
    case .empty, .look: true
    case .set: false
    case .capture(_, let inner): inner.canBeEmpty
    case .sequence(let items): items.allSatisfy { $0.canBeEmpty }
    case .choice(let items): items.contains { $0.canBeEmpty }
    case .repetition(let inner, let minimum, _, _): minimum == 0 || inner.canBeEmpty
    }
  }

  /// Whether every match starts at the start of the text.
  var startsAtTextStart: Bool {
    switch self {
    case .look(.textStart): true
    case .empty, .look, .set: false
    case .capture(_, let inner): inner.startsAtTextStart
    case .sequence(let items): items.first?.startsAtTextStart ?? false
    case .choice(let items): items.allSatisfy { $0.startsAtTextStart }
    case .repetition(let inner, let minimum, _, _): minimum > 0 && inner.startsAtTextStart
    }
  }

  /// Whether every match ends at the end of the text.
  var endsAtTextEnd: Bool {
    switch self {
    case .look(.textEnd): true
    case .empty, .look, .set: false
    case .capture(_, let inner): inner.endsAtTextEnd
    case .sequence(let items): items.last?.endsAtTextEnd ?? false
    case .choice(let items): items.allSatisfy { $0.endsAtTextEnd }
    case .repetition(let inner, let minimum, _, _): minimum > 0 && inner.endsAtTextEnd
    }
  }

  /// The characters with which a match can begin; nil if it can be empty or begins with an assertion.
  var first: ScalarSet? {
    switch self {
    case .empty, .look: return nil
    case .set(let set): return set
    case .capture(_, let inner): return inner.first
    case .sequence(let items):
      var ranges: [ScalarRange] = []
      for item in items {
        if let set = item.first { return ScalarSet(ranges + set.ranges) }
        // Something optional, such as `a?`, adds its beginnings to those of what follows.
        guard case .repetition(let inner, 0, _, _) = item, let set = inner.first else { return nil }
        ranges += set.ranges
      }
      return nil
    case .choice(let items):
      var ranges: [ScalarRange] = []
      for item in items {
        guard let set = item.first else { return nil }
        ranges += set.ranges
      }
      return ScalarSet(ranges)
    case .repetition(let inner, let minimum, _, _): return minimum > 0 ? inner.first : nil
    }
  }
}
