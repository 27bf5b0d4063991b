import RegnPhrases
import Testing

@Suite struct PhraseTests {
  private func rows(_ count: Int) -> Phrase { count == 1 ? "1 row" : "\(grouped: count) rows" }

  @Test func aPhraseIsSaidInBothLanguages() {
    let phrase: Phrase = "no column named `\("beløb")` in \("costs")"
    #expect(phrase.text(.en) == "no column named `beløb` in costs")
    #expect(phrase.text(.da) == "der er ingen kolonne med navnet `beløb` i costs")
    #expect(phrase.description == phrase.text(.en))
  }

  @Test func partsAreTranslatedToo() {
    let phrase: Phrase = "expected \(true ? "a name" : "a value"), found \("`|`")"
    #expect(phrase.text(.da) == "forventede et navn, fandt `|`")
    #expect(Phrase.or(["a", "b", "c"]).text(.da) == "a, b eller c")
    #expect(Phrase.and([Phrase("a name")]).text(.da) == "et navn")
  }

  @Test func countsHaveTheirFormsAndMarks() {
    #expect(rows(1).text(.da) == "1 række")
    #expect(rows(12_345).text(.da) == "12.345 rækker")
    #expect(rows(12_345).text(.en) == "12,345 rows")
    #expect(Language.da.grouped(-1_234_567) == "-1.234.567")
  }

  @Test func whatStandsInHolesIsNoPattern() {
    let phrase: Phrase = "did you mean `\("{2}")`?"
    #expect(phrase.text(.en) == "did you mean `{2}`?")
    #expect(phrase.text(.da) == "mente du `{2}`?")
    #expect(Phrase(verbatim: "1 row").text(.da) == "1 row")
    #expect(Phrase(verbatim: "").isEmpty && !Phrase(verbatim: "x").isEmpty)
  }

  @Test func whatIsNotTranslatedStandsInEnglish() {
    let phrase: Phrase = "nobody says this of \(rows(2))"
    #expect(phrase.text(.da) == "nobody says this of 2 rækker")
    #expect(phrase.untranslated(.da) == ["nobody says this of {1}"])
  }

  @Test func textsThatAreDataAreSaidInDanishWhereTheyAreKnown() {
    #expect(Phrase(known: "Statistics Denmark").text(.da) == "Danmarks Statistik")
    #expect(Phrase(known: "Statistics Denmark").text(.en) == "Statistics Denmark")
    let other = Phrase(known: "a table of my own {1}")
    #expect(other.text(.da) == "a table of my own {1}" && other.untranslated(.da).isEmpty)
    #expect(Phrase(known: "").isEmpty && !other.isEmpty)
  }

  @Test func longWordsOfATextAreCut() {
    let phrase: Phrase = "did you mean `\(String(repeating: "x", count: 200))`?"
    let cut = phrase.shortened().text(.da)
    #expect(cut.hasPrefix("mente du `xxx") && cut.contains("…") && cut.hasSuffix("`") && cut.count < 100)
  }

  @Test(arguments: [("da", Language.da), ("da-DK", .da), ("da_DK.UTF-8", .da), ("dan", .en), ("", .en)])
  func localesChooseALanguage(_ locale: String, _ language: Language) {
    #expect(Language(locale: locale) == language)
  }

  @Test func allTranslationsHaveTheHolesOfTheirPatterns() {
    #expect(Catalogue.danish.count > 1_200)
    for (pattern, translation) in Catalogue.danish {
      #expect(Catalogue.holes(of: pattern) == Catalogue.holes(of: translation), "\(pattern)")
      #expect(Catalogue.needsTranslation(pattern), "\(pattern)")
      #expect(!translation.isEmpty && pattern.hasSuffix(" ") == translation.hasSuffix(" "), "\(pattern)")
    }
  }
}
