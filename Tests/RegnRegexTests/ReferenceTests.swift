import Testing

@testable import RegnRegex

/// The statements of the reference's page "Regex syntax", each as a pattern, a text, and what it finds there.
@Suite struct ReferenceTests {
  static let cases: [(String, String, [String])] = [
    // Match one character
    (".", "a\nø", ["a", "ø"]), ("(?s).", "a\n", ["a", "\n"]), ("[0-9]", "a1٣", ["1"]),
    ("[^0-9]", "a1", ["a"]),
    (#"\d"#, "a1٣", ["1", "٣"]), (#"\D"#, "a1٣", ["a"]), (#"\pL"#, "æ1", ["æ"]), (#"\p{Greek}"#, "aλ", ["λ"]),
    (#"\PL"#, "æ1", ["1"]), (#"\P{Greek}"#, "aλ", ["a"]),
    // Character classes
    ("[xyz]", "axz", ["x", "z"]), ("[^xyz]", "axz", ["a"]), ("[a-c]", "bdø", ["b"]),
    ("[[:alpha:]]", "aø1", ["a"]),
    ("[[:^alpha:]]", "aø1", ["ø", "1"]), ("[x[^xyz]]", "xyzw", ["x", "w"]),
    ("[a-y&&xyz]", "axyz", ["x", "y"]),
    ("[0-9&&[^4]]", "345", ["3", "5"]), ("[0-9--4]", "345", ["3", "5"]), ("[a-g~~b-h]", "abgh", ["a", "h"]),
    (#"[\[\]]"#, "a[b]", ["[", "]"]), ("[a&&b]", "ab", []), (#"[\p{Greek}[:digit:]]"#, "aλ1", ["λ", "1"]),
    (#"[\p{Greek}&&\pL]"#, "λ\u{37E}", ["λ"]), ("[a-cd]", "abde", ["a", "b", "d"]),
    ("[ab&&bc]", "abc", ["b"]),
    (#"[\pL--\p{Greek}&&\p{Uppercase}]"#, "aAλΛÆ", ["A", "Æ"]), ("[^a-z&&b]", "ab", ["a"]),
    // Composites and repetitions
    ("ab", "aab", ["ab"]), ("a|ab", "ab", ["a"]), ("ab|a", "ab", ["ab"]), ("a*", "aa", ["aa"]),
    ("a+", "baa", ["aa"]),
    ("ba?", "bab", ["ba", "b"]), ("ba*?", "baa", ["b"]), ("ba+?", "baa", ["ba"]), ("ba??", "ba", ["b"]),
    ("a{2,3}", "aaaaa", ["aaa", "aa"]), ("a{2,}", "aaaaa", ["aaaaa"]), ("a{2}", "aaaaa", ["aa", "aa"]),
    ("a{2,3}?", "aaaaa", ["aa", "aa"]), ("a{2,}?", "aaaa", ["aa", "aa"]), ("a{2}?", "aaa", ["aa"]),
    // Empty matches
    ("^a", "aa\na", ["a"]), ("(?m)^a", "aa\na", ["a", "a"]), ("a$", "a\na", ["a"]),
    ("(?m)a$", "a\na", ["a", "a"]),
    (#"(?m)\Aa"#, "a\na", ["a"]), (#"(?m)a\z"#, "a\na", ["a"]), (#"\bø"#, "ø bø", ["ø"]),
    (#"\Bø"#, "ø bø", ["ø"]),
    (#"\b{start}ø"#, "ø øø", ["ø", "ø"]), (#"ø\b{end}"#, "øø ", ["ø"]), (#"\<ø."#, "øa øb", ["øa", "øb"]),
    (#".\>"#, "ab ", ["b"]), (#"\b{start-half}\$"#, "$ a$", ["$"]), (#"\$\b{end-half}"#, "$a $", ["$"]),
    // Grouping and flags
    ("(?i)ærø", "ÆRØ", ["ÆRØ"]), ("(?i)a+(?-i)b+", "aAbB", ["aAb"]), ("(?i:a)b", "Ab AB", ["Ab"]),
    ("(?U)a+", "aa", ["a", "a"]), ("(?U)a+?", "aa", ["aa"]), ("(?x) a  b # c", "ab", ["ab"]),
    ("(?x)[a b]+", "a b", ["a", "b"]), (#"(?x)a\ b"#, "a b", ["a b"]),
    ("(?mR)^.+$", "a\r\nb\rc\n", ["a", "b", "c"]),
    ("(?sm-i:A.)", "A\na", ["A\n"]), (#"(?-u:\b).+(?-u:\b)"#, "$$abc$$", ["abc"]),
    (#"(?-u:\w)+"#, "aøb", ["a", "b"]),
    // Escape sequences
    (#"\*"#, "a*", ["*"]), (#"\a\f\t\n\r\v"#, "\u{7}\u{C}\t\n\r\u{B}", ["\u{7}\u{C}\t\n\r\u{B}"]),
    (#"\101\060"#, "A0", ["A0"]), (#"\x41"#, "A", ["A"]), (#"\x{1F600}"#, "😀", ["😀"]),
    (#"\u00e6"#, "æ", ["æ"]),
    (#"\u{E6}"#, "æ", ["æ"]), (#"\U000000E6"#, "æ", ["æ"]), (#"\U{e6}"#, "æ", ["æ"]),
    (##"\-\ \#\~"##, "- #~", ["- #~"]),
    (#"\0"#, "a\0", ["\0"]),
    // Perl and ASCII classes
    (#"\s+"#, "a \u{A0}\u{2003}b", [" \u{A0}\u{2003}"]), (#"\S+"#, "a\u{A0}b", ["a", "b"]),
    (#"\w+"#, "Æblegrød_1\u{301}\u{200D}-x", ["Æblegrød_1\u{301}\u{200D}", "x"]), (#"\W"#, "aø-", ["-"]),
    ("[[:alnum:]]+", "aZ9_", ["aZ9"]), ("[[:ascii:]]+", "a~ø", ["a~"]),
    ("[[:blank:]]", "a\t \n", ["\t", " "]),
    ("[[:cntrl:]]", "a\u{7F}\u{1}", ["\u{7F}", "\u{1}"]), ("[[:digit:]]", "1٣", ["1"]),
    ("[[:graph:]]+", "a~ b", ["a~", "b"]), ("[[:lower:]]", "aA", ["a"]), ("[[:print:]]+", "a b\n", ["a b"]),
    ("[[:punct:]]+", "a!`{b", ["!`{"]), ("[[:space:]]+", "a\u{B}\r b", ["\u{B}\r "]),
    ("[[:upper:]]", "aA", ["A"]),
    ("[[:word:]]+", "a_9-", ["a_9"]), ("[[:xdigit:]]+", "fFgG9", ["fF", "9"]),
    (#"[\w&&\p{ascii}]+"#, "aøb", ["a", "b"]),
    (#"\w+@\w+"#, "til jens@dst.dk", ["jens@dst"]),
  ]

  static func found(_ pattern: String, in text: String) throws -> [String] {
    let bytes = Array(text.utf8)
    return try Regex(pattern).matches(in: text).map { String(decoding: bytes[$0.range], as: UTF8.self) }
      .filter { !$0.isEmpty }
  }

  @Test(arguments: cases.indices) func statement(_ index: Int) throws {
    let (pattern, text, expected) = Self.cases[index]
    #expect(
      try Self.found(pattern, in: text).map { Array($0.utf8) } == expected.map { Array($0.utf8) },
      "\(pattern)")
  }

  @Test func namedGroups() throws {
    let regex = try Regex(#"(?P<year>\d+)-(?<måned.1[a]>\d+)(x)?"#)
    #expect(regex.captureNames == [nil, "year", "måned.1[a]", nil])
    #expect(regex.captureCount == 3)
    #expect(regex.firstMatch(in: "i 2024-12")?.groups == [2..<9, 2..<6, 7..<9, nil])
  }

  @Test func examplesOfExtract() throws {
    #expect(try Regex(#"-(\d{2})-"#).firstMatch(in: "15-12-2024")?.groups == [2..<6, 3..<5])
    let text = "User: JohnDoe, Email: johndoe@example.com, Age: 29"
    #expect(try Regex("User: ([^,]+)").firstMatch(in: text)?.groups == [0..<13, 6..<13])
  }
}
