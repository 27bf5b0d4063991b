import RegnLanguageService
import RegnSession
import RegnSyntax
import Testing

@Suite struct DocumentTests {
  private let context = Session().bindingContext

  private func longScript(_ count: Int) -> String {
    var text = "declare query_parameters(chosen_year: long = 2024);\n"
    for number in 0..<count {
      text += """
        let cost_\(number) = costs // række \(number)
            | where year == chosen_year and municipality == "Ærø"
            | summarize total_\(number) = sum(amount) by code;
        cost_\(number) | where total_\(number) > \(number) | count;

        """
    }
    return text
  }

  @Test func anEditReadsAndBindsWhatItTouched() throws {
    var document = Document(SourceText(longScript(600)), context: context)
    #expect(document.work.partsBound == 1_202)
    #expect(document.text.lineCount > 2_400)
    // A number within the query in the middle.
    let offset = try #require(find("total_300 > 300", in: document.text))
    document.replace((offset + 12)..<(offset + 15), with: Array("1".utf8))
    #expect(document.work.partsParsed == 1)
    #expect(document.work.partsBound == 1)
    #expect(document.work.tokensRead == 9)
    // A `let` binds the query that uses it again, and nothing else.
    let definition = try #require(find("sum(amount) by code;\ncost_300 ", in: document.text))
    document.replace(definition..<(definition + 3), with: Array("max".utf8))
    #expect(document.work.partsParsed == 1)
    #expect(document.work.partsBound == 2)
    #expect(document.work.tokensRead < 40)
    // The parameter that all use binds all that use it.
    let parameter = try #require(find("2024", in: document.text))
    document.replace(parameter..<(parameter + 4), with: Array("2018".utf8))
    #expect(document.work.partsParsed == 1)
    #expect(document.work.partsBound == 1_201)
  }

  @Test func openStringsAndBracesReachFurther() throws {
    let text = "print 1;\nprint 2;\nprint 3;\nprint 4"
    var document = Document(SourceText(text), context: context)
    document.replace(9..<9, with: Array("let f = () { ".utf8))
    expectFresh(document)
    document.replace(28..<28, with: Array(" } ".utf8))
    expectFresh(document)
    document.replace(0..<0, with: Array("```".utf8))
    expectFresh(document)
    document.replace(0..<3, with: [])
    expectFresh(document)
    document.replace(0..<document.text.count, with: [])
    #expect(document.text.string == "")
    #expect(document.diagnostics == [])
  }

  @Test func whatAQuoteMeansIsDecidedByItsLine() {
    for (text, place, added) in [
      ("print `1; print 2;\nprint 3; print 4", 16, "`"), ("print `1; print 2`;\nprint 3; print 4", 15, "\n"),
      ("print “1; print 2; print 3", 15, "”"), ("print 'it; print 2; print 3 's'", 9, "'"),
      ("print 'a'; print 2s'; print 3", 8, "b"), ("print 1; print 2's'; print 3", 7, "'a"),
    ] {
      var document = Document(SourceText(text), context: context)
      document.replace(place..<place, with: Array(added.utf8))
      expectFresh(document)
      document.replace(place..<(place + added.utf8.count), with: [])
      #expect(document.text.string == text)
      expectFresh(document)
    }
  }

  @Test func twoMinusSignsBehindASemicolonAreAComment() {
    var document = Document(SourceText("print 1;; print 2; print 3"), context: context)
    document.replace(8..<8, with: Array("--".utf8))
    expectFresh(document)
    #expect(document.diagnostics.map(\.code.id) == ["RG0009"])
    document.replace(8..<9, with: [])
    expectFresh(document)
  }

  @Test func editsPastTheEndAreClamped() {
    var document = Document(SourceText("print 1"), context: context)
    document.replace(100..<200, with: Array("; print 2".utf8))
    #expect(document.text.string == "print 1; print 2")
    document.replace(-5..<5, with: [])
    #expect(document.text.string == " 1; print 2")
  }

  @Test func diagnosticsAreThoseOfCheck() throws {
    let texts = [
      "costs | where municpality == 1", "let a = 1;\nlet b = 2;\nprint b", "let a = 1; let a = 2; print a",
      "costs | where municipality == \"Århus\"; costs | join municipalities on code | count",
      "let year = 2018; costs | where year == year", "print 1 2; print 3 4",
      "costs | take 5 | summarize sum(amount)",
      "let f = (x: long) { x + nothing }; print f(1)", longScript(3), "let _a = 1; search \"x\"",
    ]
    for text in texts {
      let document = Document(SourceText(text), context: context)
      let expected = Session().check(SourceText(text))
      let found = document.diagnostics
      // A document goes on finding doubts in statements beside those with mistakes.
      let isWrong = expected.contains { $0.severity == .error }
      let comparable = isWrong ? found.filter { $0.severity == .error } : found
      #expect(
        comparable.map { "\($0.code.id) \($0.span)" }
          == expected.filter { !isWrong || $0.severity == .error }.map { "\($0.code.id) \($0.span)" },
        "\(text)")
    }
  }

  @Test func whatNothingUsesIsSaidBesideMistakesToo() {
    let document = Document(SourceText("let a = 1;\ncosts | where nothing == 1;\nprint 1"), context: context)
    #expect(document.diagnostics.map(\.code.id) == ["RG0704", "RG0204"])
  }

  @Test func aParameterWithoutAValueIsNoMistakeInAnEditor() {
    let document = Document(
      SourceText("declare query_parameters(y: long);\ncosts | where year == y | count"), context: context)
    #expect(document.diagnostics == [])
  }

  @Test func randomEditsLeaveWhatAFreshReadingFinds() {
    var random = SplitMix(seed: 20_241_231)
    let pieces = [
      "costs | ", "where year == 2024", "; ", "\n", "let a = ", "a", "{ ", " }", "\"", "'", "(", ")", "å",
      "🚲", "// x\n",
      "summarize sum(amount) by code", "set querytrace = true;", "```", "| count",
      "declare query_parameters(a: long = 1);",
      "/*", "*/", ",", "--", " ", "search \"x\"", "let f = (x: long) { x }; ", "f(1)", "#!", "\u{FEFF}",
    ]
    for seed in 0..<20 {
      var document = Document(SourceText(longScript(seed % 4)), context: context)
      for _ in 0..<60 {
        let count = document.text.count
        let start = random.below(count + 1)
        let end = random.below(4) == 0 ? min(count, start + random.below(30)) : start
        // Whole characters only, as editors send them.
        let lower = boundary(document.text, start)
        let upper = max(lower, boundary(document.text, end))
        document.replace(lower..<upper, with: Array(pieces[random.below(pieces.count)].utf8))
        expectFresh(document)
      }
    }
  }

  private func boundary(_ text: SourceText, _ offset: Int) -> Int {
    var offset = offset
    while offset > 0, offset < text.count, text.bytes[offset] & 0xC0 == 0x80 { offset -= 1 }
    return offset
  }

  private func expectFresh(_ document: Document) {
    let fresh = Document(document.text, context: context)
    let isSame =
      document.diagnostics == fresh.diagnostics && document.semanticTokens() == fresh.semanticTokens()
      && document.outline == fresh.outline
    #expect(isSame, "\(document.text.string)")
  }

  private func find(_ word: String, in text: SourceText) -> Int? {
    let wanted = Array(word.utf8)
    return text.bytes.indices.first { text.bytes[$0...].starts(with: wanted) }
  }
}

/// Numbers that look random and are the same in every run.
struct SplitMix {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func below(_ bound: Int) -> Int {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return Int((mixed ^ (mixed >> 31)) % UInt64(bound))
  }
}
