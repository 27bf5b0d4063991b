import Glibc
import RegnTestSupport
import Testing

@testable import RegnREPL

@Suite(.serialized) struct LineEditorTests {
  let home = TemporaryFolder()

  func start(history: String = "-", environment: [String: String] = [:]) throws -> PseudoTerminal {
    var variables = ["HOME": home.path, "TERM": "xterm", "LC_ALL": "C.UTF-8", "PATH": "/usr/bin:/bin"]
    variables.merge(environment) { $1 }
    let terminal = try PseudoTerminal(
      productFolder + "/LineEditorDemo", [history], environment: variables)
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
    try terminal.expect("  \"Ærø\"  \"Ærøskøbing\"            57 rows each\r\n")
    try terminal.expect("regn> Ærø")
    terminal.type("s\t\r")
    try terminal.expect("<Ærøskøbing>")
    terminal.type("navn\t")
    try terminal.expect("… and ")
    terminal.type("zz\t\r")
    try terminal.expect("<navnzz>")
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
