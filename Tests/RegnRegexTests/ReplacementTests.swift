import Testing

@testable import RegnRegex

@Suite struct ReplacementTests {
  static func replaced(_ text: String, _ pattern: String, _ template: String) throws -> String {
    let regex = try Regex(pattern)
    return regex.replacingMatches(in: text, with: try Replacement(template, for: regex))
  }

  @Test func groups() throws {
    // The example of the reference's page on replace_regex().
    #expect(try Self.replaced("Number is 1", #"is (\d+)"#, #"was: \1"#) == "Number was: 1")
    #expect(
      try Self.replaced("jens hansen", #"(\w+) (\w+)"#, #"\2, \1 (\0)"#) == "hansen, jens (jens hansen)")
    #expect(try Self.replaced("a-b", "(a)|b", #"<\1>"#) == "<a>-<>")
    #expect(try Self.replaced("æøå", "ø", "oe") == "æoeå")
    #expect(try Self.replaced("abc", "x*", "-") == "-a-b-c-")
    #expect(try Self.replaced("aaa", "a", "") == "")
    #expect(try Self.replaced("", "a", "b") == "")
    #expect(try Self.replaced("a", "a", #"\\1\x\"#) == #"\1\x\"#)
    #expect(try Self.replaced("a", "a", "$1") == "$1")
  }

  @Test func groupThatIsMissing() throws {
    let regex = try Regex("(a)")
    do throws(RegexError) {
      _ = try Replacement(#"æ\2"#, for: regex)
      Issue.record("no error")
    } catch {
      #expect(error.offset == 2)
      #expect(error.message.contains("one group only"))
    }
  }
}
