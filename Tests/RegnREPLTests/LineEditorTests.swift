import Glibc
import RegnTestSupport
import Testing

@testable import RegnREPL

@Suite(.serialized) struct LineEditorTests {
  let home = TemporaryFolder()

  func start(
    history: String = "-", environment: [String: String] = [:], columns: UInt16 = 80, rows: UInt16 = 24
  ) throws -> PseudoTerminal {
    var variables = ["HOME": home.path, "TERM": "xterm", "LC_ALL": "C.UTF-8", "PATH": "/usr/bin:/bin"]
    variables.merge(environment) { $1 }
    let terminal = try PseudoTerminal(
      productFolder + "/LineEditorDemo", [history], environment: variables, rows: rows, columns: columns)
    try terminal.expect("regn> ")
    return terminal
  }

  @Test func typingDanishLettersAndDeleting() throws {
    let terminal = try start()
    terminal.type("Ærøx\u{7F}skåb 😀y\u{7F}\u{7F}é\r")
    try terminal.expect("<Ærøskåb é>")
    terminal.type("æøå\u{1B}[D\u{1B}[D\u{1B}[3~!\r")
    try terminal.expect("<æ!å>")
  }

  @Test func worksWithoutALocale() throws {
    let terminal = try start(environment: ["LC_ALL": "C"])
    terminal.type("blåbær\u{7F}\r")
    try terminal.expect("<blåbæ>")
  }

  @Test func incompleteInputGoesOn() throws {
    let terminal = try start()
    terminal.type("costs |\r")
    terminal.type("  where (a,\r")
    terminal.type("b)\r")
    // The third line is indented as the second.
    try terminal.expect("<costs |␤  where (a,␤  b)>")
  }

  @Test func altEnterMakesALineAndArrowsMoveBetweenLines() throws {
    let terminal = try start()
    terminal.type("one\u{1B}\rtwo\u{1B}[A!\u{1B}[B?\r")
    try terminal.expect("<one!␤two?>")
  }

  @Test func pasteIsTakenWhole() throws {
    let terminal = try start()
    try #require(String(decoding: terminal.output, as: UTF8.self).contains("\u{1B}[?2004h"))
    terminal.type("\u{1B}[200~costs\r\t| where x == \"å\"\r| count\n\u{7}\u{1B}[201~")
    terminal.type("| take 1\r")
    try terminal.expect("\u{1B}[?2004l")
    try terminal.expect("<costs␤\t| where x == \"å\"␤| count␤| take 1>")
  }

  @Test func longPasteIsTakenWhole() throws {
    let terminal = try start()
    let lines = (1...100).map { "| extend spalte\($0) = \($0)" }
    terminal.type("\u{1B}[200~" + lines.joined(separator: "\r") + "\u{1B}[201~\r")
    try terminal.expect("<" + lines.joined(separator: "␤") + ">")
  }

  @Test func tabCompletes() throws {
    let terminal = try start()
    terminal.type("su\t x\r")
    try terminal.expect("<summarize x>")
    terminal.type("Æ\t")
    // What all have in common is filled in, and the cursor stands behind it.
    let screen = try terminal.expectScreen(
      "regn> Ærø\n  \"Ærø\"         57 rows\n  \"Ærøskøbing\"  57 rows")
    #expect(screen.cursor.column == 9)
    // Another key closes the menu.
    terminal.type("s")
    try terminal.expectScreen("the input alone") {
      $0.lines.contains("regn> Ærøs") && !$0.text.contains("57 rows")
    }
    terminal.type("\t\r")
    try terminal.expect("<Ærøskøbing>")
    terminal.type("navn\t")
    try terminal.expectScreen("  500, Tab chooses")
    terminal.type("zz\t\r")
    try terminal.expect("<navnzz>")
  }

  @Test func tabGoesThroughTheMenu() throws {
    let terminal = try start()
    terminal.type("Aa x\u{1}\u{1B}[C\u{1B}[C\t")
    try terminal.expectScreen("regn> Aa x\n  \"Aabenraa\"  57 rows\n  \"Aalborg\"")
    terminal.type("\t")
    try terminal.expectScreen("regn> Aabenraa x\n> \"Aabenraa\"  57 rows\n  \"Aalborg\"")
    terminal.type("\t\t")
    try terminal.expectScreen(
      "regn> Aarhus x\n  \"Aabenraa\"  57 rows\n  \"Aalborg\"   57 rows\n> \"Aarhus\"")
    // Behind the last comes the first, before the first the last.
    terminal.type("\t")
    try terminal.expectScreen("> \"Aabenraa\"")
    terminal.type("\u{1B}[Z")
    try terminal.expectScreen("regn> Aarhus x")
    terminal.type("\u{1B}[Z")
    try terminal.expectScreen("regn> Aalborg x\n")
    // Escape leaves the input as it was.
    terminal.type("\u{1B}")
    try terminal.expectScreen("no menu") { $0.lines.contains("regn> Aa x") && !$0.text.contains("57") }
    // Enter takes what is chosen, and runs nothing.
    terminal.type("\t\t\r")
    let screen = try terminal.expectScreen("no menu") {
      $0.lines.contains("regn> Aabenraa x") && !$0.text.contains("57")
    }
    #expect(screen.cursor.column == 14)
    terminal.type("!\r")
    try terminal.expect("<Aabenraa! x>")
    // A key that sends Escape and more does what it always does.
    terminal.type("Aa\t\t\u{1B}[D?\r")
    try terminal.expect("<Aabenra?a>")
    terminal.type("Aa\t\t\u{3}after\r")
    try terminal.expect("<after>")
  }

  @Test func aLongMenuScrolls() throws {
    let terminal = try start()
    terminal.type("navn\t")
    try terminal.expectScreen("  500, Tab chooses")
    terminal.type(String(repeating: "\t", count: 12))
    let screen = try terminal.expectScreen("regn> navnab2\n")
    #expect(screen.lines.last { !$0.isEmpty } == "  12 of 500")
    #expect(screen.lines.contains("> \"navnab2\"  57 rows"))
    #expect(screen.lines.filter { $0.contains("57 rows") }.count == 11)
    terminal.type("\u{1B}[Z\r\r")
    try terminal.expect("<navnab1>")
  }

  @Test func theMenuAtTheEndOfTheScreen() throws {
    let terminal = try start()
    // The last row of the window: the menu pushes up what stands above.
    for _ in 1...30 { terminal.type("x\r") }
    terminal.type("one,\rAa\t")
    var screen = try terminal.expectScreen("regn> one,\nAa\n  \"Aabenraa\"  57 rows\n  \"Aalborg\"   57 rows")
    #expect(screen.cursor == (20, 2))
    terminal.type("\t")
    try terminal.expectScreen("regn> one,\nAabenraa\n> \"Aabenraa\"")
    terminal.type(" b")
    screen = try terminal.expectScreen("no menu") { !$0.text.contains("57 rows") && $0.text.hasSuffix(" b") }
    #expect(screen.text.hasSuffix("regn> one,\nAabenraa b"))
    terminal.type("\r")
    try terminal.expect("<one,␤Aabenraa b>")
  }

  @Test func theMenuInANarrowWindow() throws {
    let terminal = try start(columns: 20, rows: 6)
    terminal.type("a b c d e f g h navn\t\t")
    let screen = try terminal.expectScreen("  1 of 500")
    #expect(screen.lines[0...1] == ["regn> a b c d e f g", "h navnaa1"])
    #expect(screen.lines[2] == "> \"navnaa…  57 rows")
    terminal.type("\r\r")
    try terminal.expect("<a b c d e f g h navnaa1>")
  }

  @Test func whereLinesAreReadCandidatesAreListed() throws {
    let terminal = try start(environment: ["TERM": "dumb"])
    terminal.type("Æ\t\n")
    try terminal.expect("  \"Ærø\"  \"Ærøskøbing\"            57 rows each\r\nregn> Ærø")
    terminal.type("s\t\n")
    try terminal.expect("regn> Ærøskøbing")
    terminal.type("!\n")
    try terminal.expect("<Ærøskøbing!>")
    terminal.type("one,\nzz\t\n")
    try terminal.expect("  ... zz")
    terminal.type("\n")
    try terminal.expect("<one,␤zz>")
  }

  @Test func upSearchesInputsThatBeginSo() throws {
    let terminal = try start()
    for input in ["costs |\rcount", "let a = 1", "costs |\rtake 2", "Ærø", "let b = 2"] {
      terminal.type(input + "\r")
      try terminal.expect(">\r\n")
    }
    // An empty line: all of them.
    terminal.type("\u{1B}[A\u{1B}[A!\r")
    try terminal.expect("<Ærø!>")
    // Text before the cursor: those that begin so, over all lines of each.
    terminal.type("cos\u{1B}[A")
    try terminal.expectScreen("regn> costs |\ntake 2")
    terminal.type("\u{1B}[A")
    try terminal.expectScreen("the older one") { $0.text.hasSuffix("regn> costs |\ncount") }
    terminal.type("\u{1B}[B")
    try terminal.expectScreen("the newer one") { $0.text.hasSuffix("regn> costs |\ntake 2") }
    // Past the newest stands what was typed.
    terminal.type("\u{1B}[B")
    try terminal.expectScreen("what was typed") { $0.text.hasSuffix("regn> cos") }
    terminal.type("\u{1B}[A\u{1B}[A !\r")
    try terminal.expect("<costs |␤count !>")
    // What was edited begins a new search, and nothing is found.
    terminal.type("let\u{10}x\u{10}\r")
    try terminal.expect("<let b = 2x>")
  }

  @Test func upGoesThroughTheLinesOfAnInput() throws {
    let terminal = try start()
    for input in ["first", "one,\rtwo"] {
      terminal.type(input + "\r")
      try terminal.expect(">\r\n")
    }
    terminal.type("\u{1B}[A\u{1B}[A!\r")
    try terminal.expect("<one!,␤two>")
    terminal.type("\u{1B}[A\u{1B}[A\u{1B}[A\u{1B}[A\u{1B}[A?\r")
    try terminal.expect("<first?>")
  }

  @Test func controlCDropsTheInput() throws {
    let terminal = try start()
    terminal.type("costs |\rwhere\u{3}after\r")
    try terminal.expect("interrupted")
    try terminal.expect("<after>")
  }

  @Test func controlDEnds() throws {
    let terminal = try start()
    terminal.type("\u{4}")
    try terminal.expect("\u{1B}[?2004l")
    try terminal.expect("bye")
    #expect(try terminal.finish() == .exited(0))
  }

  @Test func controlCStopsWhatRuns() throws {
    let terminal = try start()
    terminal.type("wait\r")
    try terminal.expect("waiting")
    terminal.type("\u{3}")
    try terminal.expect("stopped")
    terminal.type("on\r")
    try terminal.expect("<on>")
  }

  @Test func historyOverTwoRuns() throws {
    let file = home.path + "/state/regn/history"
    let first = try start(history: file)
    first.type("costs |\rcount \\n\r")
    try first.expect("<costs |␤count \\n>")
    first.type("andet\r")
    try first.expect("<andet>")
    first.type("andet\r")
    try first.expect("<andet>")
    first.type("\u{4}")
    #expect(try first.finish() == .exited(0))
    #expect(home.read("state/regn/history") == "costs |\\ncount \\\\n\nandet\n")

    let second = try start(history: file)
    second.type("\u{1B}[A\u{1B}[A!\r")
    try second.expect("<costs |␤count \\n!>")
    // Keys wait for the next prompt as they are.
    second.type("\u{12}coun\r")
    try second.expect("<costs |␤count \\n!>")
    second.type("an\u{10}\r")
    try second.expect("<andet>")
  }

  @Test func viKeysFromEditrc() throws {
    home.write(".editrc", "bind -v\nbind \"^T\" ed-move-to-beg\n")
    let terminal = try start()
    terminal.type("abc")
    try terminal.expect("abc")
    terminal.type("\u{1B}")
    // Escape alone is known by what does not follow it; command mode moves the cursor to the left.
    try terminal.expect("\u{8}")
    terminal.type("xiå\r")
    try terminal.expect("<aåb>")
    terminal.type("bc\u{1B}[D\u{1B}[D*\u{1B}[C\u{1B}[C\u{14}+\r")
    try terminal.expect("<+*bc>")
    terminal.type("\u{1B}[200~a\rb\u{1B}[201~c\r")
    try terminal.expect("<a␤bc>")
  }

  @Test func theMenuWithViKeys() throws {
    home.write(".editrc", "bind -v\n")
    let terminal = try start()
    terminal.type("Aa\t\t")
    try terminal.expectScreen("> \"Aabenraa\"")
    terminal.type("\u{1B}")
    // Escape leaves the menu, and not what is typed: one goes on inserting.
    try terminal.expectScreen("no menu") { $0.lines.contains("regn> Aa") && !$0.text.contains("57 rows") }
    terminal.type("r\t\u{1B}[D!\r")
    try terminal.expect("<Aarhu!s>")
  }

  @Test func theUsersBindingsWin() throws {
    home.write(".editrc", "bind \"^P\" ed-move-to-beg\n")
    let terminal = try start()
    terminal.type("abc\u{10}x\r")
    try terminal.expect("<xabc>")
  }

  @Test func resizeKeepsTheInput() throws {
    let terminal = try start()
    terminal.type("costs |\rwhere")
    try terminal.expect("where")
    terminal.resize(rows: 10, columns: 30)
    // The cursor's row is the second: one up, clear to the end, and all anew.
    try terminal.expect("\u{1B}[1A\u{1B}[J")
    try terminal.expect("where")
    terminal.type(" x\r")
    try terminal.expect("<costs |␤where x>")
  }

  @Test func aTerminalThatCannotMoveReadsLines() throws {
    let terminal = try start(environment: ["TERM": "dumb"])
    #expect(!String(decoding: terminal.output, as: UTF8.self).contains("\u{1B}"))
    terminal.type("costs |\n")
    try terminal.expect("  ... ")
    terminal.type("count\n")
    try terminal.expect("<costs |␤count>")
    // Before the prompt stands, Control-C finds nothing to interrupt.
    try terminal.expect("regn> ")
    terminal.type("x\u{3}")
    try terminal.expect("interrupted")
  }

  @Test(arguments: [SIGTERM, SIGHUP]) func aSignalGivesTheTerminalBack(signal: Int32) throws {
    let terminal = try start()
    terminal.type("a")
    try terminal.expect("a")
    #expect(terminal.settings.c_lflag & tcflag_t(ICANON) == 0)
    kill(terminal.process, signal)
    try terminal.expect("\u{1B}[?2004l")
    let settings = { terminal.settings.c_lflag & tcflag_t(ICANON | ISIG | ECHO) }
    #expect(try terminal.finish() == .signalled(signal))
    #expect(settings() == tcflag_t(ICANON | ISIG | ECHO))
  }

  @Test func theEditorOfTheUser() throws {
    home.write("script", "#!/bin/sh\nsed -i s/a/å/ \"$2\"\n", mode: 0o700)
    let terminal = try start(environment: ["VISUAL": home.path + "/script -w", "TMPDIR": home.path])
    terminal.type("edit xay\r")
    try terminal.expect("xåy")
    terminal.type("!\r")
    try terminal.expect("<xåy!>")
  }

  @Test func aHistoryThatCannotBeKept() throws {
    let terminal = try start(history: "/proc/none/history")
    #expect(
      String(decoding: terminal.output, as: UTF8.self).contains(
        "warning: history is not kept: /proc/none/history:"))
  }
}
