import Testing

@testable import RegnRegex

@Suite struct MatcherTests {
  static func ranges(_ pattern: String, in text: String) throws -> [Range<Int>] {
    try Regex(pattern).matches(in: text).map(\.range)
  }

  @Test func emptyMatches() throws {
    #expect(try Self.ranges("", in: "") == [0..<0])
    #expect(try Self.ranges("", in: "æb") == [0..<0, 2..<2, 3..<3])
    // None where the match before it ended.
    #expect(try Self.ranges("a*", in: "baac") == [0..<0, 1..<3, 4..<4])
    #expect(try Self.ranges("a|b*", in: "ab") == [0..<1, 1..<2])
    #expect(try Self.ranges("(?m)^", in: "a\nb\n") == [0..<0, 2..<2, 4..<4])
  }

  @Test func startsInTheMiddle() throws {
    let text = "ab ab"
    #expect(try Regex("ab").firstMatch(in: text, from: 1)?.range == 3..<5)
    // What stands before the start still counts.
    #expect(try Regex(#"\bb"#).firstMatch(in: text, from: 1) == nil)
    #expect(try Regex("^").firstMatch(in: text, from: 1) == nil)
    #expect(try Regex(#"\B."#).firstMatch(in: text, from: 1)?.range == 1..<2)
    #expect(try Regex("(?m)^.").firstMatch(in: "a\nb", from: 2)?.range == 2..<3)
    #expect(try Regex("b").firstMatch(in: text, from: 6) == nil)
    #expect(try Regex("b").firstMatch(in: text, from: -1) == nil)
    #expect(try Regex("$").firstMatch(in: text, from: 5)?.range == 5..<5)
  }

  @Test func emptyBuffers() throws {
    let nothing = UnsafeBufferPointer<UInt8>(start: nil, count: 0)
    for pattern in ["", "a", "a*", "^$", #"\b"#, #"\B"#, "(a)?", "(?m)^"] {
      let matcher = Matcher(try Regex(pattern))
      let expected: Range<Int>? = pattern == "a" || pattern == #"\b"# ? nil : 0..<0
      #expect(matcher.find(in: nothing) == expected, "\(pattern)")
      #expect(matcher.isMatch(nothing) == (expected != nil), "\(pattern)")
      #expect(matcher.findGroups(in: nothing) == expected, "\(pattern)")
    }
  }

  /// Bytes that are not UTF-8 are matched by nothing, and harm nothing.
  @Test func invalidText() throws {
    let bytes: [UInt8] = [0x61, 0xFF, 0x62, 0xC3, 0x63, 0xE6, 0x97, 0x64, 0x80, 0xC3, 0xA6, 0xF0, 0x9F]
    func all(_ pattern: String) throws -> [Range<Int>] {
      let matcher = Matcher(try Regex(pattern))
      var result: [Range<Int>] = []
      bytes.withUnsafeBufferPointer { text in
        matcher.forEachMatch(in: text, groups: true) {
          result.append($0)
          return true
        }
      }
      return result
    }
    #expect(try all(#"\w"#) == [0..<1, 2..<3, 4..<5, 7..<8, 9..<11])
    #expect(try all("(?s).") == [0..<1, 2..<3, 4..<5, 7..<8, 9..<11])
    #expect(try all("[^a]") == [2..<3, 4..<5, 7..<8, 9..<11])
    #expect(try all("(?s)a.") == [])
    #expect(try all(#"\bæ\b"#) == [9..<11])
    #expect(try all("(?s)^.*$") == [])
    // Any text at all, with patterns of every kind.
    var random = TestRandom(seed: 1)
    let parts: [UInt8] = [
      0x61, 0x20, 0x0A, 0xC3, 0xA6, 0xE2, 0x80, 0x8D, 0xF0, 0x9F, 0x98, 0x80, 0xFF, 0xED, 0xA0, 0xC0,
    ]
    let patterns = [#"(\w+)\b"#, ".*?x?$", #"(?i)[æa]+|\S"#, #"\B(\s|)"#, "(?mR)^.*$"]
    for pattern in patterns {
      let matcher = Matcher(try Regex(pattern))
      for _ in 0..<300 {
        let text = (0..<random.below(20)).map { _ in parts[random.below(parts.count)] }
        text.withUnsafeBufferPointer { buffer in
          var last = 0
          matcher.forEachMatch(in: buffer, groups: true) { range in
            #expect(range.lowerBound >= last && range.upperBound <= text.count)
            last = range.upperBound
            return true
          }
          #expect(matcher.isMatch(buffer) == (matcher.find(in: buffer) != nil))
        }
      }
    }
  }

  /// What a matcher has learnt is not learnt again by the next one of the same pattern.
  @Test func automataAreTakenOver() throws {
    let regex = try Regex(#"(\w+) (\d|x)(\w*)$"#)
    let text = Array("en bil 2024x".utf8)
    func steps() -> Int {
      let matcher = Matcher(regex)
      return text.withUnsafeBufferPointer { bytes in
        #expect(matcher.findGroups(in: bytes) == 3..<12)
        #expect(matcher.group(2) == 7..<8)
        return matcher.steps
      }
    }
    let first = steps()
    let second = steps()
    #expect(second < first)
    #expect(steps() == second)
    // Two at the same time have each their own.
    let one = Matcher(regex)
    let other = Matcher(regex)
    text.withUnsafeBufferPointer { bytes in
      #expect(one.findGroups(in: bytes) != nil)
      #expect(other.findGroups(in: UnsafeBufferPointer(rebasing: bytes[..<8])) == 3..<8)
      #expect(one.group(3) == 8..<12)
      #expect(other.group(3) == 8..<8)
    }
  }

  @Test func visitingStops() throws {
    var seen = 0
    var text = "aaaa"
    let matcher = Matcher(try Regex("a"))
    text.withUTF8 { bytes in
      matcher.forEachMatch(in: bytes) { _ in
        seen += 1
        return seen < 2
      }
    }
    #expect(seen == 2)
  }

  @Test func groupsBeyondThePattern() throws {
    var text = "ab"
    let matcher = Matcher(try Regex("(a)(x)?"))
    text.withUTF8 { #expect(matcher.findGroups(in: $0) == 0..<1) }
    #expect(matcher.group(0) == 0..<1)
    #expect(matcher.group(1) == 0..<1)
    #expect(matcher.group(2) == nil)
    #expect(matcher.group(3) == nil)
    #expect(matcher.group(-1) == nil)
  }

  @Test func escaping() throws {
    let text = #"a.b*c+d?(e)[f]{g}|^$\ #&-~ø"#
    #expect(try Regex(Regex.escape(text)).firstMatch(in: "x" + text)?.range == 1..<1 + text.utf8.count)
    #expect(try Regex("(?x)" + Regex.escape("#a")).isMatch("#a"))
    #expect(try Regex("[" + Regex.escape("a--b") + "]+").firstMatch(in: "x-ab")?.range == 1..<4)
  }

  @Test func literalsAreFound() throws {
    #expect(try Regex("timeout").program.literals.whole?.bytes == Array("timeout".utf8))
    #expect(try Regex("(ærø)(s)").program.literals.whole?.bytes == Array("ærøs".utf8))
    #expect(try Regex("user=(.+)").program.literals.prefix.bytes == Array("user=".utf8))
    #expect(try Regex(#"\w+@dst\.dk"#).program.literals.required.bytes == Array("@dst.dk".utf8))
    #expect(try Regex("a{3}b+").program.literals.prefix.bytes == Array("aaab".utf8))
    #expect(try Regex("^(2024)-|^2024x").program.literals.anchoredPrefix.isEmpty)
    #expect(try Regex("^(2024)-").program.literals.anchoredPrefix.bytes == Array("2024-".utf8))
    #expect(try Regex("^2024").firstMatch(in: "20") == nil)
    #expect(try Regex("^2024").firstMatch(in: "2024")?.range == 0..<4)
    #expect(try Regex("^2024").firstMatch(in: "x2024") == nil)
    // What all alternatives begin with, be it a part of a character.
    #expect(try Regex("(?:Herning|Herlev)x").program.literals.prefix.bytes == Array("Her".utf8))
    #expect(try Regex("æ|ø").program.literals.prefix.bytes == [0xC3])
    #expect(try Regex("ab|").program.literals.prefix.isEmpty)
    #expect(try Regex("(?:^a|ab)").program.literals.prefix.isEmpty)
    #expect(try Regex("\\d(kr)[.]$").program.literals.anchoredSuffix.bytes == Array("kr.".utf8))
    #expect(try Regex("[^a]øre{2}\\z").program.literals.anchoredSuffix.bytes == Array("øree".utf8))
    #expect(try Regex("x?a{2,}$").program.literals.anchoredSuffix.bytes == Array("aa".utf8))
    #expect(try Regex("a$b$").program.literals.anchoredSuffix.bytes == Array("b".utf8))
    #expect(try Regex("(?:a|b)$|c$").program.literals.anchoredSuffix.isEmpty)
    #expect(try Regex("(?:ab|c)x?$").program.literals.anchoredSuffix.isEmpty)
    #expect(try Regex(".*ør$").firstMatch(in: "kr og ør")?.range == 0..<9)
    #expect(try Regex("(b)ør$").firstMatch(in: "bør bør")?.groups == [5..<9, 5..<6])
    #expect(try Regex("bør$").firstMatch(in: "ør") == nil)
    #expect(try Regex("(?i)ab").program.literals.required.isEmpty)
    #expect(try Regex("ab|ac").program.literals.required.isEmpty)
    #expect(try Regex("x?ab?").program.literals.required.bytes == Array("a".utf8))
  }

  /// Where a match can begin is known for many patterns; the search then leaps over what lies between.
  @Test func leaps() throws {
    let text = Array("en to tre 4 fem ø seks 77 x".utf8)
    func place(_ pattern: String, from start: Int = 0) throws -> Int? {
      let program = try Regex(pattern).program
      return Leap(prefix: program.literals.prefix, first: program.first).map { leap in
        text.withUnsafeBufferPointer { leap.place(in: $0, from: start) }
      }
    }
    #expect(try place(#"\d+"#) == 10)
    #expect(try place("[0-9]+") == 10)
    #expect(try place("[0-9]+", from: 11) == 24)
    #expect(try place("[å-ø]?x") == 16)
    #expect(try place("(?:qq|j|5)x") == -1)
    #expect(try place("fem") == 12)
    #expect(try place("x?") == nil)
    #expect(try place(#"\bx"#) == nil)
    #expect(try place("[a-z]+") == nil)
  }

  @Test func needles() {
    let text = Array("aaabaaab æøå aab".utf8)
    text.withUnsafeBufferPointer { bytes in
      #expect(Needle(Array("aab".utf8)).firstIndex(in: bytes, from: 0) == 1)
      #expect(Needle(Array("aab".utf8)).firstIndex(in: bytes, from: 6) == 16)
      #expect(Needle(Array("øå".utf8)).firstIndex(in: bytes, from: 0) == 11)
      #expect(Needle(Array("b".utf8)).firstIndex(in: bytes, from: 18) == 18)
      #expect(Needle(Array("b".utf8)).firstIndex(in: bytes, from: 19) == nil)
      #expect(Needle(Array("aabb".utf8)).firstIndex(in: bytes, from: 0) == nil)
    }
  }
}
