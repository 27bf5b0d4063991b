import RegnData
import Testing

/// Text: case, terms, search, positions, widths, validity.
@Suite struct ScalarsTextTests {
  private func mapped(_ text: String, _ map: (UTF8Bytes, inout [UInt8]) -> Void) -> String {
    var bytes: [UInt8] = []
    withUTF8Bytes(of: text) { map($0, &bytes) }
    return String(decoding: bytes, as: UTF8.self)
  }

  private func with(_ text: String, _ test: (UTF8Bytes) -> Bool) -> Bool {
    withUTF8Bytes(of: text, test)
  }

  @Test func caseMapping() {
    #expect(mapped("ÆRØ Å abc Ω Ж ẞ İ", UTF8Text.appendLowercased) == "ærø å abc ω ж ß İ")
    #expect(mapped("ærø å ABC ß ω ж", UTF8Text.appendUppercased) == "ÆRØ Å ABC ß Ω Ж")
    #expect(mapped("Σσς ſK\u{212A} ẞß ıI", UTF8Text.appendFolded) == "σσσ skk ßß ıi")
    #expect(mapped("", UTF8Text.appendFolded) == "")
  }

  @Test(arguments: [
    ("abc", "ABC", true), ("ærøskøbing", "ÆRØSKØBING", true), ("aBc", "xyz", false), ("å", "a", false),
    ("", "", true),
    ("a", "", false), ("ſ", "S", true), ("Kelvin", "\u{212A}elvin", true), ("straße", "STRASSE", false),
    ("ı", "I", false), ("abc", "abcd", false),
  ])
  func equality(_ left: String, _ right: String, _ expected: Bool) {
    let result = with(left) { left in with(right) { UTF8Text.equalsIgnoringCase(left, $0) } }
    #expect(result == expected)
    #expect(with(left) { TextNeedle(right, caseSensitive: false).equals($0) } == expected)
    #expect(with(right) { TextNeedle(left, caseSensitive: false).equals($0) } == expected)
    #expect(
      with(left) { TextNeedle(right, caseSensitive: true).equals($0) } == left.utf8.elementsEqual(right.utf8))
  }

  @Test(arguments: [
    ("North America", "america", true), ("North America", "amer", false),
    ("North America", "north america", true),
    ("North America", "th am", false), ("Ærø Kommune", "ærø", true), ("Ærø Kommune", "rø", false),
    ("Ærø Kommune", "Ær", false), ("Lærøre ærø", "ÆRØ", true), ("a-b_c", "b", true), ("ab1", "ab", false),
    ("x (foo)", "(foo)", true), ("x(foo)", "(foo)", true), ("abc", "", true), ("", "a", false),
    ("", "", true),
    ("e\u{301}t", "e", false), ("foo foobar", "foobar", true), ("foofoo foo", "foo", true),
    ("naïve", "na", false),
    ("Kusto:  ad67d136-c1db-4f9f-88ef-d94f3b6b0b5a;;WilliamGates3rd", "C1DB", true),
    ("Kusto:  ad67d136-c1db-4f9f-88ef-d94f3b6b0b5a;;WilliamGates3rd", "Gates", false),
  ])
  func has(_ text: String, _ needle: String, _ expected: Bool) {
    #expect(with(text) { TextNeedle(needle, caseSensitive: false).isTerm(in: $0) } == expected)
  }

  @Test func casesCount() {
    #expect(with("North America") { TextNeedle("America", caseSensitive: true).isTerm(in: $0) })
    #expect(!with("North America") { TextNeedle("america", caseSensitive: true).isTerm(in: $0) })
    #expect(with("North America") { TextNeedle("ame", caseSensitive: false).isTermPrefix(in: $0) })
    #expect(!with("North America") { TextNeedle("mer", caseSensitive: false).isTermPrefix(in: $0) })
    #expect(with("North America") { TextNeedle("Ame", caseSensitive: true).isTermPrefix(in: $0) })
    #expect(!with("North America") { TextNeedle("CA", caseSensitive: true).isTermPrefix(in: $0) })
    #expect(with("North America") { TextNeedle("ICA", caseSensitive: false).isTermSuffix(in: $0) })
    #expect(!with("North America") { TextNeedle("americ", caseSensitive: false).isTermSuffix(in: $0) })
    #expect(!with("North America") { TextNeedle("icA", caseSensitive: true).isTermSuffix(in: $0) })
    #expect(with("FabriKam") { TextNeedle("BRik", caseSensitive: false).isContained(in: $0) })
    #expect(!with("Fabrikam") { TextNeedle("Kam", caseSensitive: true).isContained(in: $0) })
    #expect(with("Fabrikam") { TextNeedle("fab", caseSensitive: false).isPrefix(of: $0) })
    #expect(!with("Fabrikam") { TextNeedle("fab", caseSensitive: true).isPrefix(of: $0) })
    #expect(with("Fabrikam") { TextNeedle("Kam", caseSensitive: false).isSuffix(of: $0) })
    #expect(!with("Fabrikam") { TextNeedle("brik", caseSensitive: false).isSuffix(of: $0) })
    #expect(with("blåbærgrød") { TextNeedle("GRØD", caseSensitive: false).isSuffix(of: $0) })
    #expect(with("xx\u{212A}") { TextNeedle("XK", caseSensitive: false).isSuffix(of: $0) })
    #expect(with("xx\u{212A}") { TextNeedle("xk", caseSensitive: false).isContained(in: $0) })
    #expect(with("aaaaaaaaaaaaaa\u{212A}") { TextNeedle("k", caseSensitive: false).isContained(in: $0) })
    #expect(with("blåbærgrød") { TextNeedle("ÅBÆR", caseSensitive: false).isContained(in: $0) })
  }

  /// Random short texts over few characters, against a search written plainly over folded arrays.
  @Test func searchAgreesWithPlainSearch() {
    var state: UInt64 = 17
    let alphabet: [String] = ["a", "A", "b", "K", "k", "\u{212A}", "æ", "Æ", "-", " "]
    func next(_ bound: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(state >> 33) % bound
    }
    func random(_ length: Int) -> String { (0..<length).map { _ in alphabet[next(alphabet.count)] }.joined() }
    func isLetter(_ scalar: Unicode.Scalar) -> Bool { scalar != "-" && scalar != " " }
    for _ in 0..<5000 {
      let text = random(next(24))
      let needle = random(1 + next(3))
      let folded = Array(mapped(text, UTF8Text.appendFolded).unicodeScalars)
      let pattern = Array(mapped(needle, UTF8Text.appendFolded).unicodeScalars)
      var (contains, has) = (false, false)
      for start in 0..<max(folded.count - pattern.count + 1, 0)
      where Array(folded[start..<start + pattern.count]) == pattern {
        contains = true
        let end = start + pattern.count
        if !isLetter(pattern[0]) || start == 0 || !isLetter(folded[start - 1]),
          !isLetter(pattern[pattern.count - 1]) || end == folded.count || !isLetter(folded[end])
        {
          has = true
        }
      }
      let compiled = TextNeedle(needle, caseSensitive: false)
      if with(text, compiled.isContained) != contains || with(text, compiled.isTerm) != has
        || with(text, compiled.isPrefix) != folded.starts(with: pattern)
        || with(text, compiled.isSuffix) != folded.reversed().starts(with: pattern.reversed())
      {
        Issue.record("\(text) and \(needle)")
      }
    }
  }

  @Test func hostileSearchIsLinear() {
    // Quadratic work here would be some 10^11 steps.
    let text = String(repeating: "a", count: 1_000_000)
    let needle = String(repeating: "a", count: 200_000) + "b"
    #expect(!with(text) { TextNeedle(needle, caseSensitive: false).isContained(in: $0) })
    #expect(!with(text) { TextNeedle(needle, caseSensitive: true).isContained(in: $0) })
    #expect(with(text + "b") { TextNeedle(needle, caseSensitive: true).isContained(in: $0) })
    #expect(with(text + "B") { TextNeedle(needle, caseSensitive: false).isTermSuffix(in: $0) })
  }

  @Test func positions() {
    func count(_ text: String) -> Int { withUTF8Bytes(of: text) { UTF8Text.scalarCount($0) } }
    func part(_ text: String, _ start: Int, _ length: Int) -> String {
      withUTF8Bytes(of: text) {
        String(decoding: UTF8Text.substring($0, from: start, length: length), as: UTF8.self)
      }
    }
    #expect(count("hello") == 5)
    #expect(count("⒦⒰⒮⒯⒪") == 5)
    #expect(count("C\u{327}edilla") == 8)
    #expect(count("") == 0)
    #expect(count("blåbærgrød med fløde 😀") == 22)
    #expect(part("blåbærgrød", 2, 3) == "åbæ")
    #expect(part("blåbærgrød", 8, 100) == "ød")
    #expect(part("blåbærgrød", 50, 2) == "")
    #expect(part("abcdef", 1, 2) == "bc")
    #expect(part("abcdef", 0, 0) == "")
    #expect(part("abcdefghijæøå", 9, 3) == "jæø")
    #expect(part("abcdef", 2, .max) == "cdef")
    #expect(with("abcabd") { text in with("abd") { UTF8Text.firstOffset(of: $0, in: text) == 3 } })
    #expect(with("abab") { text in with("ab") { UTF8Text.firstOffset(of: $0, in: text, from: 1) == 2 } })
    #expect(with("abab") { text in with("") { UTF8Text.firstOffset(of: $0, in: text, from: 4) == 4 } })
    #expect(with("abab") { text in with("b") { UTF8Text.firstOffset(of: $0, in: text, from: 5) == nil } })
  }

  @Test(arguments: [
    ("abc", 3), ("æøå", 3), ("日本語", 6), ("e\u{301}", 1), ("😀", 2), ("ﾊﾝ", 2), ("한국", 4), ("a\u{200B}b", 2),
    ("\u{1B}[0m", 3), ("", 0), ("Ａ", 2), ("█▏", 2), ("①", 1), ("✅", 2),
  ])
  func widths(_ text: String, _ expected: Int) {
    #expect(withUTF8Bytes(of: text) { UTF8Text.displayWidth($0) } == expected)
  }

  @Test(
    arguments: [
      ([0x61, 0xC3, 0xA6], nil), ([], nil), ([0x61, 0xC3], 1), ([0x80], 0), ([0xC0, 0x80], 0),
      ([0xE0, 0x80, 0x80], 0),
      ([0xED, 0xA0, 0x80], 0), ([0xED, 0x9F, 0xBF], nil), ([0xF4, 0x8F, 0xBF, 0xBF], nil),
      ([0xF4, 0x90, 0x80, 0x80], 0), ([0xF0, 0x80, 0x80, 0x80], 0), ([0xFF], 0),
      ([0xF8, 0x88, 0x80, 0x80, 0x80], 0),
      ([0x61, 0x62, 0x63, 0x64, 0x65, 0x66, 0x67, 0x68, 0x69, 0xE6], 9), ([0xF0, 0x9F, 0x98, 0x80], nil),
      ([0xE6, 0x97, 0x61], 0),
    ] as [([UInt8], Int?)])
  func validity(_ bytes: [UInt8], _ expected: Int?) {
    #expect(bytes.withUnsafeBufferPointer { UTF8Text.firstInvalidOffset(in: $0) } == expected)
    #expect(
      bytes.withUnsafeBufferPointer { UTF8Text.isValid($0) }
        == (String(validating: bytes, as: UTF8.self) != nil))
  }

  @Test func everyScalarIsValidAndReadBack() {
    var bytes: [UInt8] = []
    var failures = 0
    for value in UInt32(0)..<0x110000 {
      guard let scalar = Unicode.Scalar(value) else { continue }
      bytes.removeAll(keepingCapacity: true)
      bytes.append(scalar: scalar)
      bytes.withUnsafeBufferPointer { text in
        let read = UTF8Text.scalar(in: text, at: 0)
        if read.value != value || read.length != text.count || !UTF8Text.isValid(text) { failures += 1 }
      }
    }
    #expect(failures == 0)
  }

  /// No byte soup makes the helpers read past its end.
  @Test func brokenTextIsSafe() {
    var state: UInt64 = 23
    for _ in 0..<5000 {
      var bytes: [UInt8] = []
      for _ in 0..<12 {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        bytes.append(UInt8(truncatingIfNeeded: state >> 40) | (state >> 50 & 1 == 0 ? 0x80 : 0))
      }
      bytes.withUnsafeBufferPointer { text in
        _ = UTF8Text.displayWidth(text)
        _ = UTF8Text.scalarCount(text)
        _ = UTF8Text.substring(text, from: 3, length: 4)
        let needle = TextNeedle("kæ", caseSensitive: false)
        _ = (needle.isTerm(in: text), needle.isSuffix(of: text), needle.isPrefix(of: text))
        #expect(UTF8Text.isValid(text) == (String(validating: text, as: UTF8.self) != nil))
      }
    }
  }
}
