import RegnSyntax
import Testing

@Suite struct ProseCellTests {
  private func cells(_ text: String) -> [String] {
    Parser.parse(SourceText(text)).proseCells.map(\.text)
  }

  @Test func betweenStatements() {
    let text = """
      //| # Title
      //|
      //| one
      // a comment
      //|two
      let x = 1;
      //| three
      print x;
      //| four
      """
    #expect(cells(text) == ["# Title\n\none", "two", "three", "four"])
  }

  @Test func notWithinStatementsOrTexts() {
    #expect(cells("costs\n//| inside\n| take 1").isEmpty)
    #expect(cells("print x = ```\n//| text\n```").isEmpty)
    #expect(cells("print 1 //").isEmpty)
    #expect(cells("").isEmpty)
  }

  @Test func spansCoverTheLines() throws {
    let source = SourceText("print 1;\r\n  //| a\r\n//| b\r\nprint 2")
    let cell = try #require(Parser.parse(source).proseCells.first)
    #expect(cell.text == "a\nb")
    #expect(source[cell.span] == "//| a\r\n//| b")
  }
}
