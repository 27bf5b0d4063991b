import RegnFormatter
import RegnSyntax
import Testing

/// Texts with mistakes in them.
@Suite struct BrokenTextTests {
  /// Tokens and comments stay, and a second time changes nothing.
  private func check(_ text: String, _ location: SourceLocation = #_sourceLocation) {
    let once = format(text)
    #expect(tokens(once) == tokens(text), "\(text)", sourceLocation: location)
    #expect(comments(once) == comments(text), "\(text)", sourceLocation: location)
    #expect(format(once) == once, "\(text)", sourceLocation: location)
  }

  @Test func aBrokenStatementIsKeptAndTheOthersAreLaidOut() {
    #expect(
      format("let a=1;\ncosts|wher  year==a // why\n ;\ncosts|take   5;print (1;print 2")
        == """
        let a = 1;
        costs|wher  year==a;  // why
        costs
        | take 5;
        print (1;
        print 2

        """)
  }

  @Test func statementsWithoutSemicolonAreKeptTogether() {
    let text = "costs|take   5\nlet a=1;\nprint  1"
    #expect(format(text) == "costs|take   5\nlet a=1;\nprint 1\n")
  }

  @Test func aSemicolonStaysOutOfAStringThatIsNotClosed() {
    #expect(format("print  'a\n  ;print  1") == "print  'a\n;\nprint 1\n")
    #expect(format("print  'a'b\n  ;print  1") == "print  'a'b;\nprint 1\n")
    check("print 'a\n// why\n;print  1")
  }

  @Test func aClosingBracketTooManySpoilsItsOwnStatementOnly() {
    #expect(format("print  1);print  2") == "print  1);\nprint 2\n")
  }

  @Test func commentsOfOtherLanguagesStay() {
    for text in [
      "print 1 /* one\n two */ ;print  2", "-- dashes\nprint  1;print 2", "/* a */ print 1",
      "print 1 /* a", "print 1 /* a\n| take 2", "/*\n\nprint 1",
    ] {
      check(text)
    }
  }

  @Test func whatWouldBeReadOtherwiseIsKept() {
    // The second `;` would end its line, and the first would then be no comma any more.
    let text = "print x = f(a >b-c 1; d\u{FFFD}e; 0) | take   5"
    #expect(format(text) == text)
    check("costs | extend x = iff(year >execute-and-cache 2020; amou\u{FFFD}\u{FFFD}nt; 0) | count")
  }

  @Test func whatFollowsTooManyMistakesIsKept() {
    let text =
      "let a=1;\n" + String(repeating: "costs|where  a = 1;\n", count: SyntaxTree.maximumDiagnostics + 10)
      + "print  1\nlet  b=2;\n"
    #expect(format(text) == text.replacing("let a=1", with: "let a = 1", maxReplacements: 1))
  }

  @Test func commentsBeforeSignsAreNotDoubled() {
    for text in [
      "print 1 // a\n, // b\n", "print 1 // a\n,;print 2", "print 1 + // a\n", "print 1 + // a\n;print 2",
      "let f = () { 1 // a\n;", "T | make-graph x // a\n,\n| take 1", "print 1 // a\n; // b\n",
      "T | where a // a\nmatches // b\nregex // c\n'x' // d",
    ] {
      check(text)
    }
  }

  @Test(arguments: [
    "print  '\u{1}',1;print  2", "print  '\u{1}\u{1}", "print  1 \u{1};print  2", "\u{1}\u{1}\u{1}print  1",
    "\u{1}\u{1}print  1;print  2", "// \u{1}\nprint  1 // \u{1}\u{1}",
  ])
  func whatIsNoUTF8BecomesTheReplacementCharacter(_ text: String) {
    // In a string, on its own, as the mark of UTF-16, in comments.
    for bytes: [UInt8] in [[0xFF], [0xFE, 0xFF], [0xC3], [0xE2, 0x80], [0xF0, 0x9F, 0x99]] {
      let all = text.utf8.flatMap { $0 == 1 ? bytes : [$0] }
      let once = Formatter.format(Parser.parse(SourceText(bytes: all)))
      #expect(once == format(String(decoding: all, as: UTF8.self)))
      #expect(format(once) == once)
    }
  }

  @Test func anUnreadableOperatorOutOfScopeIsKept() {
    #expect(
      format("costs|take 1|make-graph   a ==> b  // how\n|graph-match (a)--(b)   where|count")
        == """
        costs
        | take 1
        | make-graph   a ==> b  // how
        | graph-match (a)--(b)   where
        | count

        """)
    #expect(format("alias  database x;print  1") == "alias  database x;\nprint 1\n")
  }

  @Test(arguments: Corpus.files) func cutTexts(_ file: Corpus.File) {
    var dice = Dice(seed: 11)
    let bytes = Array(file.text.utf8)
    for _ in 0..<8 {
      let length = Int.random(in: 0..<bytes.count, using: &dice)
      check(String(decoding: bytes[..<length], as: UTF8.self))
    }
  }

  @Test(arguments: Corpus.files) func textsWithoutSomeOfTheirTokens(_ file: Corpus.File) {
    var dice = Dice(seed: 13)
    for _ in 0..<15 { check(edited(file.text, &dice)) }
  }

  @Test(arguments: Corpus.files) func textsWithSignsThatMeanNothing(_ file: Corpus.File) {
    var dice = Dice(seed: 17)
    let signs = [
      "\0", "\u{1}", "\u{7F}", "\u{FFFD}", "\u{A0}", "\u{2028}", "\u{85}", "\u{301}", "\u{200D}", "\r", "`",
      "#", "\u{B}",
    ]
    for _ in 0..<10 {
      var scalars = Array(file.text.unicodeScalars)
      for _ in 0..<Int.random(in: 1...4, using: &dice) {
        let sign = (signs.randomElement(using: &dice) ?? "") + (dice.next() % 3 == 0 ? "\0" : "")
        scalars.insert(contentsOf: sign.unicodeScalars, at: Int.random(in: 0..<scalars.count, using: &dice))
      }
      var text = ""
      text.unicodeScalars.append(contentsOf: scalars)
      check(text)
    }
  }

  /// The text with a few tokens left out, doubled or put elsewhere.
  private func edited(_ text: String, _ dice: inout Dice) -> String {
    let tree = Parser.parse(text)
    var parts = tree.tokens.map { tree.text[$0.fullSpan] }
    for _ in 0..<Int.random(in: 1...4, using: &dice) {
      let place = Int.random(in: 0..<parts.count - 1, using: &dice)
      switch Int.random(in: 0..<3, using: &dice) {
      case 0: parts[place] = ""
      case 1: parts[place] += parts[place]
      default: parts.swapAt(place, Int.random(in: 0..<parts.count - 1, using: &dice))
      }
    }
    return parts.joined()
  }

  @Test func deepAndLongTexts() {
    let deep = "print " + String(repeating: "f(", count: 100) + "1" + String(repeating: ")", count: 100)
    check(deep)
    check("print " + String(repeating: "(", count: 110) + "1" + String(repeating: ")", count: 110))
    check("T | where " + (0..<3_000).map { "a\($0) == \($0)" }.joined(separator: " or "))
    check("print " + (0..<390).map { "a\($0)" }.joined(separator: " + "))
    check("T" + String(repeating: " | where a == 1", count: 490))
    check("print x = dynamic([" + (0..<20_000).map(String.init).joined(separator: ",") + "])")
  }
}
