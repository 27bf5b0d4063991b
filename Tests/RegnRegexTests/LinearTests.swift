import Testing

@testable import RegnRegex

/// Matching takes time in proportion to the text: shown by counting characters read and instructions
/// followed.
@Suite struct LinearTests {
  static let hostile: [(pattern: String, unit: String, end: String)] = [
    ("(a+)+$", "a", "!"), ("(a|a)*b", "a", "!"), ("(x+x+)+y", "x", "z"), ("(a*)*$", "a", "!"),
    ("(.*)(.*)(.*)b$", "a", "!"),
    ("a.*b", "a", "!"), ("(?:a|aa)+$", "a", "!"), (#"\w+@\w+"#, "a", "!"), (#"(\w+)\s+(\w+)\b!"#, "æ", "?"),
    (#"(?:\b|a)+x"#, "a ", "!"), ("(a?){20}a{20}b", "a", "!"), ("[å-æ]*?[^ø]{3}[øØ]", "æ", "!"),
    ("(a|a)*[bc]", "a", "!"), ("(x+x+)+[yw]", "x", "z"), ("(.*)(.*)(.*)[bc]$", "a", "!"),
    (#"\w+[@#]\w+"#, "a", "!"),
    (#"(\w+)\s+(\w+)\b[!/]"#, "æ", "?"), (#"(?:\b|a)+[xy]"#, "a ", "!"), ("(a?){20}a{20}[bc]", "a", "!"),
    ("(?i)(k|ſ|s)+$", "sk", "!"), ("(.*)([0-9]+)(.*)!?", "a1", "!"), ("(a|b)*ab$", "ab", "ab"),
    ("a.*(x|y)?b$", "a", "b"), ("(?:(a|b)|[ab]c)*.$", "ab", "!"),
  ]

  /// The steps that a search and a search with groups take on a text of `count` units.
  static func steps(_ pattern: String, _ unit: String, _ end: String, count: Int) throws -> Int {
    var text = String(repeating: unit, count: count) + end
    let matcher = Matcher(try Regex(pattern))
    return text.withUTF8 { bytes in
      _ = matcher.isMatch(bytes)
      _ = matcher.findGroups(in: bytes)
      return matcher.steps
    }
  }

  @Test(arguments: hostile.indices) func hostilePattern(_ index: Int) throws {
    let (pattern, unit, end) = Self.hostile[index]
    let short = try Self.steps(pattern, unit, end, count: 10_000)
    let long = try Self.steps(pattern, unit, end, count: 100_000)
    #expect(long <= short * 11, "\(pattern): \(short), then \(long)")
    // Two searches of two bytes a unit, forward and backward, what it costs to build the automata, and the
    // alternatives that are followed to find the groups.
    #expect(long < 100_000 * 20, "\(pattern): \(long)")
  }

  /// Groups in a long match are found by going through it once, in a short one by going back; neither repeats
  /// work.
  @Test(arguments: ["(a+)+$", "(a|a)*", "(x+x+)+y|(a|aa)+", "((a)|(b)|a+)+"]) func groups(_ pattern: String)
    throws
  {
    let regex = try Regex(pattern)
    let size = regex.program.forward.instructions.count
    for count in [100, 1_000, 100_000] {
      var text = String(repeating: "a", count: count)
      text.withUTF8 { bytes in
        for way in [CaptureFinder.Way.backtracking, .parallel] {
          let finder = CaptureFinder(regex.program)
          #expect(finder.find(bytes, in: 0..<count, by: way))
          #expect(finder.steps <= 3 * size * (count + 1), "\(pattern), \(count), \(finder.steps)")
          #expect(finder.slots[0] == 0 && finder.slots[1] == count)
        }
      }
    }
  }

  /// A pattern with a great many states: the table is emptied time and again, the answers stay right, and the
  /// work stays in proportion.
  @Test func tableThatOverflows() throws {
    let regex = try Regex("[ab]*a[ab]{16}c")
    let matcher = Matcher(regex)
    var random = TestRandom(seed: 11)
    var bytes: [UInt8] = (0..<150_000).map { _ in random.below(2) == 0 ? 0x61 : 0x62 }
    bytes[120_000] = 0x63
    bytes[120_000 - 17] = 0x61
    bytes.withUnsafeBufferPointer { text in
      #expect(matcher.find(in: text) == 0..<120_001)
      #expect(matcher.find(in: text, from: 120_001) == nil)
    }
    #expect(matcher.steps < 150_000 * regex.program.forward.instructions.count * 4)
  }
}
