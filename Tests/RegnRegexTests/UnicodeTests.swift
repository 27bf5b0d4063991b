import Testing

@testable import RegnRegex

@Suite struct UnicodeTests {
  static let danish: [(String, String, [String])] = [
    (#"\bØ\w+"#, "Ørsted ved Øresund, rØd", ["Ørsted", "Øresund"]),
    ("[æøå]+", "Ærøskøbing æøå på", ["ø", "ø", "æøå", "å"]),
    ("(?i)ærø", "Ærø, ÆRØ og ærø", ["Ærø", "ÆRØ", "ærø"]), ("(?i)[æ-å]", "æÆøØ", []),
    ("[a-zæøå]+", "blåbærgrød Å", ["blåbærgrød"]),
    (#"\w+\b"#, "Aabenraa, Århus; Tårs", ["Aabenraa", "Århus", "Tårs"]), ("(?i)å", "Å å Å", ["Å", "å", "Å"]),
    (#"\b{start}\pL+ø\b{end}"#, "Ærø Samsø Rømø Møn Bogøby", ["Ærø", "Samsø", "Rømø"]),
    ("(?i)STRASSE|straße", "Straße STRAẞE strasse", ["Straße", "STRAẞE", "strasse"]),
    ("(?i)k", "kK\u{212A}", ["k", "K", "\u{212A}"]),
    ("(?i)s", "sSſ", ["s", "S", "ſ"]), ("(?i)i", "iIıİ", ["i", "I"]),
    ("(?i)σ", "ΣΣσς", ["Σ", "Σ", "σ", "ς"]),
    (#"\p{Lu}\p{Ll}+"#, "Åse Øst BRO", ["Åse", "Øst"]), ("(?i-u)å", "åÅ", ["å"]),
    (#"\p{Cyrillic}+|\p{Han}+|\p{Hiragana}+|\p{Katakana}+"#, "Москва 東京とカ", ["Москва", "東京", "と", "カ"]),
    (
      #"\p{Arabic}+|\p{Hebrew}+|\p{Thai}+|\p{Hangul}+|\p{Devanagari}+"#, "عمر שלום ไทย 한글 हिन्दी",
      ["عمر", "שלום", "ไทย", "한글", "हिन्दी"]
    ),
  ]

  @Test(arguments: danish.indices) func finds(_ index: Int) throws {
    let (pattern, text, expected) = Self.danish[index]
    if pattern.hasSuffix("[æ-å]") {
      // Å (C5) is before æ (E6), and å (E5) too: the range is empty, which is a mistake.
      #expect(ErrorTests.error(pattern)?.message.contains("ends before") == true)
      return
    }
    #expect(try ReferenceTests.found(pattern, in: text) == expected, "\(pattern)")
  }

  @Test func caseInsensitiveByArgument() throws {
    let regex = try Regex("grød", caseInsensitive: true)
    #expect(regex.isMatch("RISENGRØD"))
    #expect(try !Regex("(?-i)grød", caseInsensitive: true).isMatch("RISENGRØD"))
  }

  private static let names: [Unicode.GeneralCategory: String] = [
    .uppercaseLetter: "lu", .lowercaseLetter: "ll", .titlecaseLetter: "lt", .modifierLetter: "lm",
    .otherLetter: "lo",
    .nonspacingMark: "mn", .spacingMark: "mc", .enclosingMark: "me", .decimalNumber: "nd",
    .letterNumber: "nl",
    .otherNumber: "no", .connectorPunctuation: "pc", .dashPunctuation: "pd", .openPunctuation: "ps",
    .closePunctuation: "pe", .initialPunctuation: "pi", .finalPunctuation: "pf", .otherPunctuation: "po",
    .mathSymbol: "sm", .currencySymbol: "sc", .modifierSymbol: "sk", .otherSymbol: "so",
    .spaceSeparator: "zs",
    .lineSeparator: "zl", .paragraphSeparator: "zp", .control: "cc", .format: "cf", .privateUse: "co",
  ]

  /// The tables against the standard library, which may follow an older edition of Unicode: scalars that it
  /// does not know are left out, and a handful may have changed their properties since.
  @Test func tablesAgreeWithTheStandardLibrary() throws {
    let categories = Dictionary(
      uniqueKeysWithValues: try Self.names.map {
        ($0.key, try #require(UnicodeData.generalCategory($0.value)))
      })
    let alphabetic = try #require(UnicodeData.named("alphabetic"))
    let lower = try #require(UnicodeData.named("lowercase"))
    let upper = try #require(UnicodeData.named("uppercase"))
    var known = 0
    var different = 0
    for value in UInt32(0)...0x10FFFF {
      guard let scalar = Unicode.Scalar(value) else { continue }
      let properties = scalar.properties
      guard let set = categories[properties.generalCategory] else { continue }
      known += 1
      let agrees =
        set.contains(value) && alphabetic.contains(value) == properties.isAlphabetic
        && lower.contains(value) == properties.isLowercase && upper.contains(value) == properties.isUppercase
        && UnicodeData.whiteSpace.contains(value) == properties.isWhitespace
      if !agrees { different += 1 }
    }
    #expect(known > 280_000)
    #expect(different < 40)
  }

  /// A letter whose upper or lower case is a single scalar folds to it, and folding is the same from every
  /// member.
  @Test func caseFoldingIsClosed() {
    for value in UInt32(0)...0x1FFFF {
      guard let scalar = Unicode.Scalar(value), value != 0x130, value != 0x131 else { continue }
      let folded = UnicodeData.caseFolded(ScalarSet(value))
      #expect(folded.contains(value))
      for other in [scalar.properties.lowercaseMapping, scalar.properties.uppercaseMapping] {
        let scalars = other.unicodeScalars
        if scalars.count == 1, let first = scalars.first, !folded.contains(first.value) {
          Issue.record("\(String(value, radix: 16)) does not fold with \(String(first.value, radix: 16))")
        }
      }
      if folded.single == nil {
        for range in folded.ranges {
          for member in range.low...range.high {
            #expect(UnicodeData.caseFolded(ScalarSet(member)) == folded)
          }
        }
      }
    }
  }

  @Test func setOperations() {
    var random = TestRandom(seed: 5)
    func sample() -> ScalarSet {
      ScalarSet(
        (0..<random.below(6)).map { _ in
          let low = UInt32(random.below(60))
          return ScalarRange(low: low, high: low + UInt32(random.below(9)))
        })
    }
    for _ in 0..<300 {
      let a = sample()
      let b = sample()
      let union = a.union(b)
      let both = a.intersection(b)
      let without = a.subtracting(b)
      let either = a.symmetricDifference(b)
      for value in UInt32(0)..<80 {
        let (inA, inB) = (a.contains(value), b.contains(value))
        #expect(union.contains(value) == (inA || inB))
        #expect(both.contains(value) == (inA && inB))
        #expect(without.contains(value) == (inA && !inB))
        #expect(either.contains(value) == (inA != inB))
        #expect(a.inverted.contains(value) != inA)
      }
      #expect(a.inverted.inverted == a)
    }
    #expect(ScalarSet([ScalarRange(low: 0xD000, high: 0xE001)]).ranges.count == 2)
    #expect(ScalarSet.all.inverted == ScalarSet.none)
  }

  /// Many classes that overlap make many kinds of characters; each character must still find the first class
  /// that holds it.
  @Test func manyKinds() throws {
    var random = TestRandom(seed: 9)
    let classes = (0..<120).map { _ -> ClosedRange<UInt32> in
      let low = UInt32(0x100 + random.below(0x300)) + (random.below(8) == 0 ? 0x1F000 : 0)
      return low...low + UInt32(random.below(40))
    }
    let pattern = classes.map { range in
      "([\\x{\(String(range.lowerBound, radix: 16))}-\\x{\(String(range.upperBound, radix: 16))}])"
    }.joined(separator: "|")
    let regex = try Regex(pattern)
    #expect(regex.program.alphabet.kindCount > 64)
    let matcher = Matcher(regex)
    for value in Array(UInt32(0xF0)...0x440) + Array(0x1F0F0...0x1F440) {
      var text = String(Character(try #require(Unicode.Scalar(value))))
      let group = text.withUTF8 { bytes -> Int? in
        guard matcher.findGroups(in: bytes) != nil else { return nil }
        return (1...regex.captureCount).first { matcher.group($0) != nil }
      }
      #expect(
        group == classes.firstIndex { $0.contains(value) }.map { $0 + 1 }, "\(String(value, radix: 16))")
    }
  }

  /// Above the basic plane kinds are looked up by pages.
  @Test func kindsAboveTheBasicPlane() throws {
    let letters = try #require(UnicodeData.generalCategory("l"))
    let matcher = Matcher(try Regex(#"\A[\pL\x{1F600}-\x{1F64F}\x{10FFFF}]\z"#))
    var found = 0
    for value in Array(stride(from: 0x10000, through: 0x10FFFF, by: 29)) + [
      0x1F5FF, 0x1F600, 0x1F64F, 0x1F650, 0x10FFFF,
    ] {
      let scalar = try #require(Unicode.Scalar(UInt32(value)))
      var text = String(scalar)
      let expected =
        letters.contains(scalar.value) || (0x1F600...0x1F64F).contains(value) || value == 0x10FFFF
      #expect(text.withUTF8 { matcher.isMatch($0) } == expected, "\(String(value, radix: 16))")
      if expected { found += 1 }
    }
    #expect(found > 3000)
  }
}
