import RegnFormatter
import RegnSyntax

/// A text is read, classified and laid out.
func fuzzSyntax(_ bytes: [UInt8]) {
  let tree = Parser.parse(SourceText(bytes: bytes))
  var joined: [UInt8] = []
  for token in tree.tokens { joined += bytes[token.fullSpan.start..<token.fullSpan.end] }
  require(joined == bytes, "the tokens are not the text")
  for diagnostic in tree.diagnostics {
    require(
      diagnostic.span.start >= 0 && diagnostic.span.start <= diagnostic.span.end
        && diagnostic.span.end <= bytes.count, "a diagnostic outside of the text")
  }
  _ = tree.classifiedSpans()
  _ = tree.proseCells
  let once = Formatter.format(tree)
  let again = Parser.parse(SourceText(once))
  require(Formatter.format(again) == once, "laid out twice it is not what it is once")
  // What is no UTF-8 is written as the replacement character.
  if String(validating: bytes, as: UTF8.self) != nil {
    require(
      tree.tokens.map { tree.text[$0.span] } == again.tokens.map { again.text[$0.span] },
      "laying out changed the tokens")
    require(tree.hasErrors == again.hasErrors, "laying out changed the mistakes")
  }
}
