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
    for _ in 0..<8 {
      let other = respaced(file.text) { canBeNone in
        let choices = [" ", "\n", "   ", "\t", "\n      ", " \r\n"] + (canBeNone ? [""] : [])
        return choices.randomElement(using: &dice) ?? " "
      }
      #expect(format(other) == file.text, "\(other)")
    }
  }

  @Test(arguments: Corpus.files) func aCommentMayStandAnywhere(_ file: Corpus.File) {
    let tree = Parser.parse(file.text)
    for statement in tree.root.node.children where statement.kind != .commandStatement {
      for index in statement.tokenRange.dropFirst() where !isInName(index, tree) {
        let comment = index.isMultiple(of: 2) ? " // here\n" : "\n// here\n"
        var text = ""
        for other in statement.tokenRange {
          text += other == index ? comment : tree.text[tree.tokens[other].triviaSpan]
          text += tree.text[tree.tokens[other].span]
        }
        let once = format(text)
        #expect(tokens(once) == tokens(text), "\(text)")
        #expect(comments(once) == comments(text), "\(text)")
        #expect(format(once) == once, "\(text)")
        #expect(!Parser.parse(once).hasErrors, "\(text)")
      }
    }
  }

  /// Whether a token must stand where it does, right behind the one before: `T*`, `hint.strategy`. What has a
  /// comment before it already is passed over as well.
  private func isInName(_ index: Int, _ tree: SyntaxTree) -> Bool {
    let token = tree.tokens[index]
    if token.fullStart < token.start { return tree.text[token.triviaSpan].contains("//") }
    return !token.kind.isClosing && token.kind != .comma && tree.tokens[index - 1].kind != .openParen
  }

  @Test(arguments: Corpus.files) func linesKeepWithinTheWidth(_ file: Corpus.File) {
    let tree = Parser.parse(file.text)
    var line = 0
    for text in file.text.split(separator: "\n", omittingEmptySubsequences: false) {
      defer { line += text.utf8.count + 1 }
      let code = text.prefix(upTo: text.firstRange(of: "//")?.lowerBound ?? text.endIndex)
      guard displayWidth(of: code) > Formatter.width else { continue }
      let end = line + text.utf8.count
      let hasLongToken = tree.tokens.contains { $0.start >= line && $0.end <= end && $0.end - $0.start > 80 }
      #expect(hasLongToken, "\(text)")
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
