import Glibc
import RegnTestSupport
import Testing

@testable import RegnREPL

@Suite struct LineHistoryTests {
  let folder = TemporaryFolder()
  var path: String { folder.path + "/state/regn/history" }

  @Test(arguments: ["costs\n| count", "a\\nb", "\\", "\\\\\n\r\\r", "Ærø 😀"])
  func entriesSurviveTheFile(entry: String) {
    LineHistory(path: path).add(entry)
    #expect(LineHistory(path: path).entries == [entry])
    #expect(LineHistory.decode(LineHistory.encode(entry)) == entry)
  }

  @Test func theFileIsTheOwnersAlone() {
    LineHistory(path: path).add("x")
    var about = stat()
    #expect(stat(path, &about) == 0)
    #expect(about.st_mode & 0o777 == 0o600)
  }

  @Test func sessionsSideBySideLoseNothing() {
    let one = LineHistory(path: path)
    let two = LineHistory(path: path)
    one.add("a")
    two.add("b")
    one.add("c")
    #expect(LineHistory(path: path).entries == ["a", "b", "c"])
  }

  @Test func duplicatesInARowAndBlanksAreNotKept() {
    let history = LineHistory(path: nil)
    for entry in ["a", "a", " \n", "b", "a"] { history.add(entry) }
    #expect(history.entries == ["a", "b", "a"])
  }

  @Test func aDamagedFileIsReadAndContinued() {
    LineHistory(path: path).add("first")
    let descriptor = open(path, O_WRONLY | O_APPEND)
    _ = writeAll([0xFF, 0x00, 0x41, 0x5C, 0x0A, 0x0A] + Array("cut of".utf8), to: descriptor)
    close(descriptor)
    let history = LineHistory(path: path)
    #expect(history.entries == ["first", "\u{FFFD}A\\", "cut of"])
    history.add("next")
    #expect(LineHistory(path: path).entries == ["first", "\u{FFFD}A\\", "cut of", "next"])
  }

  @Test func aLongFileIsShortened() {
    LineHistory(path: path).add("0")
    folder.write("state/regn/history", (1...12_000).map { "entry \($0)\n" }.joined())
    let history = LineHistory(path: path)
    #expect(history.entries.count == 10_000)
    #expect(history.entries.first == "entry 2001")
    #expect(folder.read("state/regn/history")?.hasPrefix("entry 2001\n") == true)
    #expect(folder.read("state/regn/history")?.hasSuffix("entry 12000\n") == true)
  }

  @Test func aFolderInItsPlaceGivesOneWarning() {
    let history = LineHistory(path: "/tmp")
    #expect(history.takeWarning()?.contains("history is not kept: /tmp") == true)
    #expect(history.takeWarning() == nil)
    history.add("x")
    #expect(history.entries == ["x"])
    #expect(history.takeWarning() == nil)
  }
}

@Suite struct CandidateListTests {
  init() {
    // As the editor does: how wide a letter is depends on it.
    setlocale(LC_CTYPE, "C.UTF-8")
  }

  func candidates(_ texts: [String], _ details: [String]? = nil) -> [LineEditor.Completion] {
    texts.enumerated().map { index, text in
      LineEditor.Completion(text: text, replacing: 0..<0, detail: details?[index] ?? "")
    }
  }

  @Test func aSharedDetailIsSaidOnce() {
    let list = CandidateList(candidates(["Aabenraa", "Aarhus"], ["57 rows", "57 rows"]))
    #expect(list.lines(columns: 80, rows: 20) == ["  Aabenraa  Aarhus            57 rows each"])
  }

  @Test func columnsGoDownwards() {
    let list = CandidateList(candidates(["a", "b", "c", "d", "e"]))
    // Seven columns to write in: two of indent, then two cells with a gap of two.
    #expect(list.lines(columns: 8, rows: 20) == ["  a  d", "  b  e", "  c"])
  }

  @Test func ownDetailsStandBesideTheirCandidates() {
    let list = CandidateList(candidates(["år", "kommune"], ["int", "string"]))
    #expect(list.lines(columns: 30, rows: 20) == ["  år       int", "  kommune  string"])
  }

  @Test func tooManyAreCounted() {
    let list = CandidateList(candidates((1...100).map { "n\($0)" }))
    #expect(list.lines(columns: 20, rows: 3) == ["  n1    n2    n3", "  n4    n5    n6", "  … and 94 more"])
  }

  @Test func detailsGoWhereOtherwiseCandidatesWould() {
    let names = (1...12).map { "name\($0)" }
    let list = CandidateList(candidates(names, names.map { "what \($0) is, in many words" }))
    #expect(list.lines(columns: 60, rows: 12)[11] == "  name12  what name12 is, in many words")
    #expect(list.lines(columns: 60, rows: 11).count == 2)
    #expect(list.lines(columns: 60, rows: 11)[1].hasPrefix("  name2   name4   name6"))
  }

  @Test func controlCharactersBecomeVisible() {
    let list = CandidateList(candidates(["a\u{1B}[2J", "b\r\u{9B}"]))
    #expect(list.lines(columns: 80, rows: 9) == ["  a␛[2J  b␍\u{FFFD}"])
  }
}

@Suite struct EditorTextTests {
  @Test func commonPrefixes() {
    #expect(commonPrefix(["Aalborg", "Aarhus"]) == "Aa")
    #expect(commonPrefix(["Ærø", "Ærøskøbing"]) == "Ærø")
    #expect(commonPrefix(["a", "b"]) == "")
  }

  @Test func scalarBoundaries() {
    #expect(isScalarBoundary(0, in: "å"))
    #expect(!isScalarBoundary(1, in: "å"))
    #expect(isScalarBoundary(2, in: "å"))
  }
}
