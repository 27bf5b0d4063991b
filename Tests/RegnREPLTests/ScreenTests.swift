import Glibc
import Testing

@testable import RegnREPL

/// What is laid out for the screen without a terminal at hand.
@Suite struct ScreenTests {
  init() {
    // How wide a character is, the C library knows only where characters are UTF-8.
    setlocale(LC_CTYPE, "C.UTF-8")
  }

  private func place(_ text: String, columns: Int = 10) -> [Int] {
    var rows = ScreenRows(columns: columns)
    rows.add(text)
    return [rows.row, rows.column]
  }

  @Test func rowsOfTheCursor() {
    #expect(place("") == [0, 0])
    #expect(place("123456789") == [0, 9])
    #expect(place("1234567890") == [1, 0])
    #expect(place("a\nb\nc") == [2, 1])
    #expect(place("a\tb") == [0, 9])
    #expect(place("123456789\tb") == [1, 1])
    // A wide character has no half on each row.
    #expect(place("123456789日") == [1, 2])
    // A mark that combines has no place of its own.
    #expect(place("e\u{301}") == [0, 1])
  }

  @Test func paintedRows() {
    let pieces = [StyledText("ab", style: "1"), StyledText("cdé日\n"), StyledText("\tx")]
    #expect(
      ScreenRows.painted(pieces, columns: 5, color: true) == [
        "\u{1B}[1mab\u{1B}[0mcdé", "日\u{1B}[K", "     ", "x\u{1B}[K",
      ])
    #expect(ScreenRows.painted([StyledText("abcde")], columns: 5, color: false) == ["abcde", "\u{1B}[K"])
    #expect(ScreenRows.painted([StyledText("a\u{1B}")], columns: 5, color: false) == nil)
  }

  @Test func cutPieces() {
    #expect(cut([StyledText("abc", style: "1"), StyledText("日本")], to: 7).map(\.text) == ["abc", "日本"])
    #expect(cut([StyledText("abc", style: "1"), StyledText("日本")], to: 6).map(\.text) == ["abc", "日…"])
    #expect(cut([StyledText("abc"), StyledText("d")], to: 3).map(\.text) == ["ab…"])
  }

  // MARK: - Hints

  private func hint(_ text: String) -> String? {
    CallHint.line(text).map { $0.map(\.text).joined().split(separator: ")")[0].description }
  }

  @Test func theCallAtTheCursor() {
    #expect(hint("print abs(") == "  abs(>x<")
    #expect(hint("print abs(1)") == nil)
    #expect(hint("costs | summarize percentile(amount, 5") == "  percentile(expr, >percentile<")
    // Brackets, and words that are no function, belong to the call around them.
    #expect(hint("print strcat('a', (1 + ") == "  strcat(>argument<, …")
    #expect(hint("print round(dynamic([1, 2, 3])[0], ") == "  round(number, >[precision]<")
    // Commas in texts and in calls that are closed do not count.
    #expect(
      hint("print substring('a, b', strlen('c, d'), ") == "  substring(source, startingIndex, >[length]<")
    #expect(hint("costs | where x in (") == nil)
    #expect(hint("let f = (x: long) { abs(x); print round(") == "  round(>number<, [precision]")
    #expect(hint("print abs(1; print ") == nil)
    // Arguments that may be repeated.
    #expect(hint("print strcat('a', 'b', 'c', ") == "  strcat(>argument<, …")
  }

  // MARK: - Colours

  @Test(arguments: [
    "costs | where x == 'Ærø' // note", "| take 5", ".explain costs | count", "  .format json", "print `é 日本",
    "let f = (x: long) { x };\nprint f(1)", "", "\t\n",
  ]) func piecesAreTheWholeInput(input: String) {
    #expect(SyntaxPainter.pieces(input).map(\.text).joined() == input)
  }

  // MARK: - Files of inputs

  @Test func inputsComeBackFromAFile() {
    let inputs = ["a", "b |\n  count", "print ```\n\n \n   \n```", "\n\nc", " d \n"]
    #expect(InputFile.decode(InputFile.encode(inputs)) == inputs)
    #expect(InputFile.encode(["a", "b\n\nc"]) == "a\n\nb\n \nc\n")
    #expect(InputFile.decode("a\r\nb\r\n\r\n\r\nc") == ["a\nb", "c"])
    #expect(InputFile.decode("\n\n") == [])
  }
}
