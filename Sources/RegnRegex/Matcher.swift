/// Runs a pattern over texts. It keeps what it has learnt about the pattern and its scratch memory from one
/// text to the next, so that matching a row allocates nothing once it is warm; when it goes, the next matcher
/// of the same `Regex` takes that over. A matcher belongs to one thread at a time.
public final class Matcher {
  public let regex: Regex
  private let program: Program
  private let automata: Automata
  private let forward: LazyDFA
  private let stepsBefore: Int

  // The match last found: its ends, and whether its groups were found too.
  private var last = 0..<0
  private var hasMatch = false
  private var knowsGroups = false

  // What every call asks, at hand.
  private let startsAtTextStart: Bool
  private let endsAtTextEnd: Bool
  /// The length of the text that all matches are, 0 if they are not all the same.
  private let wholeCount: Int
  /// Text that every match holds somewhere, if it is not looked for in another way.
  private let required: Needle
  /// Text with which the text must begin if there is to be a match.
  private let anchoredPrefix: Needle
  /// Text with which the text must end if there is to be a match.
  private let anchoredSuffix: Needle
  /// Gets past text in which no match can start. Where the automaton reads backwards from the end of the
  /// text, only a literal is worth looking for first.
  private let leap: Leap?

  /// Makes a matcher for a pattern.
  public init(_ regex: Regex) {
    self.regex = regex
    program = regex.program
    automata = regex.shelf.take(program)
    stepsBefore = automata.steps
    forward = automata.forward
    startsAtTextStart = program.startsAtTextStart
    endsAtTextEnd = program.endsAtTextEnd
    let literals = program.literals
    wholeCount = literals.whole?.count ?? 0
    anchoredPrefix = literals.anchoredPrefix
    anchoredSuffix = literals.anchoredSuffix
    let others = [startsAtTextStart ? literals.anchoredPrefix : literals.prefix, literals.anchoredSuffix]
    required = others.contains { $0.bytes == literals.required.bytes } ? Needle([]) : literals.required
    leap = endsAtTextEnd && literals.prefix.isEmpty ? nil : forward.leap
  }

  deinit { regex.shelf.put(automata) }

  /// The work done so far, in characters read and instructions followed: how tests see that matching is
  /// linear.
  var steps: Int { automata.steps - stepsBefore }

  /// Whether the pattern matches anywhere in the text.
  public func isMatch(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
    let first = firstPlace(in: text, from: 0)
    if first < 0 { return false }
    if wholeCount > 0 { return true }
    if endsAtTextEnd && !startsAtTextStart {
      return automata.backward.findStart(text, endingAt: text.count, limit: first, earliest: true) >= 0
    }
    return forward.findEnd(text, from: first, anchored: startsAtTextStart, earliest: true) >= 0
  }

  /// The bytes of the first match at or after `start`, or nil. What stands before `start` still counts for
  /// assertions such as `\b` and `^`. Groups are not found: that costs more (see `findGroups`).
  public func find(in text: UnsafeBufferPointer<UInt8>, from start: Int = 0) -> Range<Int>? {
    let first = firstPlace(in: text, from: start)
    if first < 0 { return nil }
    if wholeCount > 0 { return first..<first + wholeCount }
    if endsAtTextEnd && !startsAtTextStart {
      let begin = automata.backward.findStart(text, endingAt: text.count, limit: first)
      return begin < 0 ? nil : begin..<text.count
    }
    let end = forward.findEnd(text, from: first, anchored: startsAtTextStart, earliest: false)
    if end < 0 { return nil }
    if startsAtTextStart { return 0..<end }
    let begin = automata.backward.findStart(text, endingAt: end, limit: first)
    return begin < 0 ? nil : begin..<end
  }

  /// The same as `find`, and the match's groups can then be had by `group`.
  public func findGroups(in text: UnsafeBufferPointer<UInt8>, from start: Int = 0) -> Range<Int>? {
    guard let range = find(in: text, from: start) else { return nil }
    noteGroups(in: text, range: range)
    return range
  }

  /// The bytes that a group took in the match last found by `findGroups` or visited by `forEachMatch`; nil if
  /// it took no part, or if there is no group of this number. Group 0 is the whole match.
  public func group(_ number: Int) -> Range<Int>? {
    if number == 0 { return hasMatch ? last : nil }
    guard knowsGroups, number > 0, number * 2 + 1 < program.slotCount else { return nil }
    let start = automata.captureFinder.slots[number * 2]
    let end = automata.captureFinder.slots[number * 2 + 1]
    return start >= 0 && end >= start ? start..<end : nil
  }

  /// The match last found, with all its groups.
  var match: Match { Match(groups: (0..<program.slotCount / 2).map { group($0) }) }

  /// Visits all matches that do not overlap, from left to right, until `body` answers false. An empty match
  /// is visited unless it stands where the match before it ended. With `groups`, `group` can be asked in
  /// `body`.
  public func forEachMatch(
    in text: UnsafeBufferPointer<UInt8>, groups: Bool = false, _ body: (Range<Int>) throws -> Bool
  ) rethrows {
    var start = 0
    var last = -1
    while start <= text.count, let range = find(in: text, from: start) {
      if range.isEmpty && range.lowerBound == last {
        start =
          range.upperBound < text.count
          ? range.upperBound + decodeScalar(text, at: range.upperBound).width : text.count + 1
        continue
      }
      if groups { noteGroups(in: text, range: range) }
      if try !body(range) { return }
      start = range.upperBound
      last = range.upperBound
    }
  }

  /// Appends the text to `result`, with every match replaced. `check` is told of the bytes that each match
  /// has added, and may stop the work by throwing.
  public func replaceAll(
    in text: UnsafeBufferPointer<UInt8>, with replacement: Replacement, into result: inout [UInt8],
    check: (_ bytes: Int) throws -> Void
  ) rethrows {
    var copied = 0
    var output = result
    result = []
    try forEachMatch(in: text, groups: replacement.usesGroups) { range in
      let before = output.count
      output.append(contentsOf: text[copied..<range.lowerBound])
      replacement.append(to: &output, text: text, match: range, matcher: self)
      copied = range.upperBound
      try check(output.count - before)
      return true
    }
    output.append(contentsOf: text[copied...])
    result = output
  }

  private func noteGroups(in text: UnsafeBufferPointer<UInt8>, range: Range<Int>) {
    hasMatch = true
    last = range
    knowsGroups = program.slotCount > 2 && automata.captureFinder.find(text, in: range)
  }

  /// The first place where a match can start, as far as literals and first characters tell; -1 if there is no
  /// match.
  @inline(__always)
  private func firstPlace(in text: UnsafeBufferPointer<UInt8>, from start: Int) -> Int {
    if start < 0 || start > text.count || (startsAtTextStart && start > 0) { return -1 }
    if startsAtTextStart && !anchoredPrefix.begins(text) { return -1 }
    if endsAtTextEnd && !anchoredSuffix.ends(text) { return -1 }
    // Only at the start: asked again at every match, the search could read the same text many times.
    if start == 0 && !required.isEmpty && required.firstIndex(in: text, from: 0) == nil { return -1 }
    guard let leap else { return start }
    return leap.place(in: text, from: start)
  }
}
