import RegnFormatter
import RegnSyntax
import Testing

/// What holds for every text of the corpus.
@Suite struct CorpusTests {
  @Test(arguments: Corpus.files) func isCanonicalAndHasNoMistakes(_ file: Corpus.File) {
    #expect(Parser.parse(file.text).diagnostics.map(\.message) == [])
    #expect(format(file.text) == file.text)
  }

  @Test func everyKindOfNodeOccurs() {
    var found: Set<SyntaxKind> = []
    for file in Corpus.files {
      var waiting = [Parser.parse(file.text).root.node]
      while let node = waiting.popLast() {
        found.insert(node.kind)
        waiting += node.children
      }
    }
    // Only mistakes bring these about.
    let missing = SyntaxKind.allCases.filter { !found.contains($0) }
    #expect(missing == [.error, .missing, .unknownOperator])
  }

  @Test(arguments: Corpus.files) func onOneLineGivesTheSameLayout(_ file: Corpus.File) {
    #expect(format(respaced(file.text) { _ in " " }) == file.text)
  }

  @Test(arguments: Corpus.files) func aTokenALineGivesTheSameLayout(_ file: Corpus.File) {
    #expect(format(respaced(file.text) { _ in "\n" }) == file.text)
  }

  @Test(arguments: Corpus.files) func randomSpacesGiveTheSameLayout(_ file: Corpus.File) {
    var dice = Dice(seed: 7)
    for _ in 0..<15 {
      let other = respaced(file.text) { canBeNone in
        let choices = [" ", "\n", "   ", "\t", "\n      ", " \r\n"] + (canBeNone ? [""] : [])
        return choices.randomElement(using: &dice) ?? " "
      }
      #expect(format(other) == file.text, "\(other)")
    }
  }

  @Test(arguments: Corpus.files) func linesKeepWithinTheWidth(_ file: Corpus.File) {
    let tree = Parser.parse(file.text)
    var line = 0
    for text in file.text.split(separator: "\n", omittingEmptySubsequences: false) {
      defer { line += text.utf8.count + 1 }
      let code = text.prefix(upTo: text.firstRange(of: "//")?.lowerBound ?? text.endIndex)
      guard displayWidth(of: code) > Formatter.width else { continue }
      let token = tree.tokens[tree.tokenIndex(at: line + text.prefix { $0 == " " }.utf8.count)]
      #expect(token.end - token.start > 60, "\(text)")
    }
  }

  /// The text with other white space between its tokens, where there is no comment and no statement ends.
  /// `space` is asked for each gap, and told whether it may be none at all.
  private func respaced(_ text: String, _ space: (Bool) -> String) -> String {
    let tree = Parser.parse(text)
    var out = ""
    for (index, token) in tree.tokens.enumerated() {
      let trivia = tree.text[token.triviaSpan]
      let own = tree.text[token.span]
      let previous = index > 0 ? tree.tokens[index - 1] : token
      let isFixed =
        index == 0 || trivia.contains("//") || trivia.contains("#!") || previous.kind == .semicolon
        || token.kind == .endOfFile || isInCommand(index, tree)
      let isBracket =
        [.comma, .openParen, .closeParen, .openBrace, .closeBrace, .equalEqual, .pipe].contains(token.kind)
        || [.comma, .openParen, .closeParen, .openBrace, .closeBrace, .equalEqual, .pipe]
          .contains(previous.kind)
      if isFixed {
        out += trivia
      } else if trivia.isEmpty, !isBracket {
        // `T*`, `hint.strategy` and `-->(` must not be torn apart.
      } else if [.edge, .edgeOpen, .edgeClose].contains(previous.kind) {
        out += trivia
      } else {
        out += space(isBracket)
      }
      out += own
    }
    return out
  }

  private func isInCommand(_ index: Int, _ tree: SyntaxTree) -> Bool {
    tree.root.node.children.contains { $0.kind == .commandStatement && $0.tokenRange.contains(index) }
  }
}
