import Testing

@testable import RegnRegex

/// Bad patterns: where the caret stands, and what the message says.
@Suite struct ErrorTests {
  static let cases: [(pattern: String, offset: Int, words: String)] = [
    ("a(b", 1, "not closed"), ("a)b", 1, "closes no group"), ("a[b", 1, "not closed"),
    ("[]", 0, "not closed"),
    ("*a", 0, "nothing before `*`"), ("a|+", 2, "nothing before `+`"), ("(?i)*", 4, "nothing before"),
    ("a{", 1, "needs a number"), ("a{x}", 1, "needs a number"), ("a{,2}", 1, "needs a number"),
    ("a{2", 1, "not closed"), ("a{3,2}", 1, "larger"), ("{", 0, "nothing before"),
    ("ø{99999999999999999999}", 3, "at most"),
    ("ab\\", 2, "single backslash"), (#"æ\y"#, 2, "no escape"), (#"\ø"#, 0, "ASCII"), (#"a\Z"#, 1, #"`\z`"#),
    (#"(a)\1"#, 3, "backreferences are not supported"), (#"\9"#, 0, "backreferences"),
    (#"\k<a>"#, 0, "backreferences"),
    ("(?P=a)", 0, "backreferences"), ("a(?=b)", 1, "look-ahead is not supported"), ("(?!b)", 0, "look-ahead"),
    ("(?<=b)", 0, "look-behind"), ("(?<!b)", 0, "look-behind"), ("(?>a)", 0, "atomic"), ("(?#a)", 0, "(?x)"),
    ("(?'n'a)", 0, "(?<name>"), ("(?(1)a)", 0, "not supported"), ("(?z)", 2, "unknown flag"),
    ("(?ii)", 3, "twice"),
    ("(?i-)", 3, "missing after"), ("(?)", 0, "flag is missing"), ("(?--i)", 3, "second `-`"),
    ("(?i", 0, "not closed"),
    ("(?<a>.)(?<a>.)", 10, "two groups"), ("(?<1a>.)", 3, "begins with a letter"), ("(?<>.)", 0, "empty"),
    ("(?<a", 0, "not closed"), ("[z-a]", 1, "ends before"), (#"[\d-z]"#, 1, "not to or from a class"),
    (#"[a\b]"#, 2, "cannot stand in a class"), (#"\x4"#, 0, "2 hexadecimal"), (#"\x{}"#, 0, "hexadecimal"),
    (#"\x{110000}"#, 0, "no character"), (#"\u{D800}"#, 0, "no character"),
    (#"\p{Klingon}"#, 0, "known here"),
    (#"\p{Script=Foo}"#, 0, "no script"), (#"\p{gc=Foo}"#, 0, "general category"),
    (#"\p{Age=3.0}"#, 0, "no property"),
    (#"\p{scx=Grek}"#, 0, "extensions"), (#"\p{Greek"#, 0, "not closed"),
    (#"\p{Emoji=Yes}"#, 0, "takes no value"),
    (#"\b{foo}"#, 0, "kinds of boundary"), (#"\Qa\E"#, 0, "not known"),
    ("(?-u).", 5, "part of a character"), (#"(?-u)\W"#, 5, "part of a character"),
    ("(?-u)[^a]", 5, "part of a character"),
    (#"(?-u)\xFF"#, 5, "part of a character"), (#"(?-u)\pL"#, 5, "Unicode mode"), ("(?-u)[å]", 6, "ASCII"),
    // Limits
    ("(a{1000}){1000}", 0, "too large"), (#"\w{50000}{2}"#, 0, "too large"), ("a{50001}", 2, "at most"),
  ]

  static func error(_ pattern: String) -> RegexError? {
    do throws(RegexError) {
      _ = try Regex(pattern)
      return nil
    } catch {
      return error
    }
  }

  @Test(arguments: cases.indices) func mistake(_ index: Int) throws {
    let (pattern, offset, words) = Self.cases[index]
    let error = try #require(Self.error(pattern), "\(pattern)")
    #expect(error.offset == offset, "\(pattern): \(error)")
    #expect(error.message.contains(words), "\(pattern): \(error)")
    #expect(error.offset + error.length <= max(pattern.utf8.count, 1))
  }

  @Test func depthIsLimited() {
    for (open, close) in [("(", ")"), ("(?:", ")"), ("[a", "]")] {
      let deep = String(repeating: open, count: 5_000) + "a" + String(repeating: close, count: 5_000)
      #expect(Self.error(deep)?.message.contains("deeper") == true)
      let bearable = String(repeating: open, count: 150) + "a" + String(repeating: close, count: 150)
      #expect(Self.error(bearable) == nil)
    }
    #expect(Self.error("a" + String(repeating: "*", count: 10_000))?.message.contains("deeper") == true)
  }

  @Test func lengthIsLimited() {
    #expect(Self.error(String(repeating: "a", count: 40_000))?.message.contains("at most 32768") == true)
    #expect(Self.error(String(repeating: "a", count: 32_768)) == nil)
  }

  @Test func groupsAreLimited() {
    #expect(Self.error(String(repeating: "()", count: 5_000))?.message.contains("too many groups") == true)
  }

  /// Every beginning of a pattern, and every pattern with a byte changed, is compiled or refused, and nothing
  /// else.
  @Test func damagedPatternsAreAnswered() {
    let signs = Array(#"()[]{}?*+|\^$.-&~:<>=!#aiPpubxU09,æ "#.unicodeScalars)
    var random = TestRandom(seed: 3)
    for (pattern, _, _) in ReferenceTests.cases {
      let scalars = Array(pattern.unicodeScalars)
      for length in scalars.indices {
        _ = Self.error(String(String.UnicodeScalarView(scalars[..<length])))
        var changed = scalars
        changed[length] = signs[random.below(signs.count)]
        let text = String(String.UnicodeScalarView(changed))
        if let error = Self.error(text) {
          #expect(
            error.offset >= 0 && error.offset + error.length <= max(1, text.utf8.count), "\(text): \(error)")
        }
      }
    }
  }
}

/// Random numbers that are the same in every run.
struct TestRandom {
  var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }

  mutating func below(_ bound: Int) -> Int { Int(next() % UInt64(bound)) }
}
