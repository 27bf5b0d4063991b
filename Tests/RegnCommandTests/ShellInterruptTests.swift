import Glibc
import RegnTestSupport
import Testing

/// Control-C, Control-Z and keys typed ahead in the REPL: at the prompt, while a query runs, and in between.
@Suite struct ShellInterruptTests {
  let regn = Regn()

  /// What the terminal is told when an input was read: from here on the query runs, or is about to.
  static let inputWasRead = "\u{1B}[?2004l"

  @Test func controlCStopsAQueryAndKeepsTheREPL() throws {
    let terminal = try regn.open("--format", "csv")
    for _ in 1...3 {
      terminal.type(ShellTests.endless + "\r")
      try terminal.expect(Self.inputWasRead)
      terminal.type("\u{3}")
      try terminal.expect("interrupted\r\n")
      try terminal.expect("regn> ")
    }
    terminal.type("print x = 6 * 7\r")
    try terminal.expect("x\r\n42\r\n")
  }

  @Test func controlCStopsAQueryThatIsWellOnItsWay() throws {
    let terminal = try regn.open("--format", "csv")
    terminal.type(ShellTests.endless + "\r")
    // The progress line stands after half a second.
    try terminal.expect(" rows · ")
    terminal.type("\u{3}")
    try terminal.expect("\r\u{1B}[K")
    try terminal.expect("interrupted\r\n")
    terminal.type("print x = 6 * 7\r")
    try terminal.expect("x\r\n42\r\n")
  }

  @Test func controlCTypedRightBehindEnter() throws {
    let terminal = try regn.open("--format", "csv")
    // It comes in one piece with the query, as over a slow line.
    terminal.type(ShellTests.endless + "\r\u{3}")
    try terminal.expect("interrupted\r\n")
    terminal.type("print x = 6 * 7\r")
    try terminal.expect("x\r\n42\r\n")
  }

  @Test func controlCStopsALongListing() throws {
    let terminal = try regn.open("--format", "csv")
    terminal.type("range x from 1 to 2000000 step 1\r")
    try terminal.expect("\r\n1000\r\n")
    terminal.type("\u{3}")
    try terminal.expect("interrupted\r\n")
    terminal.type("print x = 6 * 7\r")
    try terminal.expect("x\r\n42\r\n")
  }

  @Test func controlCDropsTheInput() throws {
    let terminal = try regn.open("--format", "csv")
    terminal.type("nosuch |\rgarbage\u{3}print x = 6 * 7\r")
    try terminal.expect("x\r\n42\r\n")
    #expect(!String(decoding: terminal.output, as: UTF8.self).contains("error["))
  }

  @Test func interruptionsAtAnyInstantNeverEndIt() throws {
    let terminal = try regn.open("--format", "csv")
    for number in 1...40 {
      terminal.type("print x = \(number)\r")
      kill(terminal.process, SIGINT)
      terminal.type("\u{3}print y = \(number)\r")
      kill(terminal.process, SIGINT)
    }
    terminal.type("\u{3}print z = 6 * 7\r")
    try terminal.expect("z\r\n42\r\n")
    terminal.type("\u{4}")
    #expect(try terminal.finish() == .exited(0))
  }

  @Test func keysTypedWhileAQueryRunsWaitUnseen() throws {
    let terminal = try regn.open("--format", "csv")
    terminal.type("range x from 1 to 5000000 step 1 | summarize s = sum(x)\r")
    try terminal.expect(Self.inputWasRead)
    // Deletion, completion, an arrow, letters of two bytes: all are for the next prompt to act upon.
    terminal.type("costs | where municipality == 'Ærøx\u{7F}' | coun\t\r")
    terminal.type("print a = 1, c = 3\u{1B}[D\u{1B}[D\u{1B}[D\u{1B}[D\u{1B}[D b = 2,\r")
    let before = try terminal.expect("s\r\n12500002500000\r\n")
    #expect(!before.contains("costs"))
    try terminal.expect("Count\r\n57\r\n")
    try terminal.expect("a,b,c\r\n1,2,3\r\n")
  }

  @Test func longTextTypedWhileAQueryRunsIsWhole() throws {
    let terminal = try regn.open("--format", "csv")
    terminal.type("range x from 1 to 5000000 step 1 | summarize s = sum(x)\r")
    try terminal.expect(Self.inputWasRead)
    // A terminal that edits itself keeps 4,095 characters of a line.
    let letters = String(repeating: "æøå", count: 1000)
    terminal.type("print n = strlen('\(letters)')\r")
    try terminal.expect("s\r\n12500002500000\r\n")
    try terminal.expect("n\r\n3000\r\n")
  }

  @Test func controlCForgetsWhatWasTypedAhead() throws {
    let terminal = try regn.open("--format", "csv")
    terminal.type(ShellTests.endless + "\rprint early = 1\r")
    try terminal.expect(Self.inputWasRead)
    terminal.type("print late = 1\r\u{3}")
    try terminal.expect("interrupted\r\n")
    terminal.type("print x = 6 * 7\r")
    try terminal.expect("x\r\n42\r\n")
    let text = String(decoding: terminal.output, as: UTF8.self)
    #expect(!text.contains("early\r\n1") && !text.contains("late\r\n1"))
  }

  @Test(arguments: [SIGTERM, SIGHUP, SIGQUIT])
  func aSignalThatEndsItGivesTheTerminalBack(signal: Int32) throws {
    let terminal = try regn.open()
    terminal.type(ShellTests.endless + "\r")
    try terminal.expect(Self.inputWasRead)
    // The terminal's settings between inputs are seen from here.
    kill(terminal.process, signal)
    #expect(try terminal.finish() == .signalled(signal))
    #expect(terminal.settings.c_lflag & tcflag_t(ICANON | ECHO | ISIG) == tcflag_t(ICANON | ECHO | ISIG))
  }

  @Test func controlZStopsAndTheShellContinues() throws {
    let terminal = try PseudoTerminal(
      "/bin/sh", ["-i"], environment: regn.environment.merging(["PS1": "shell> "]) { $1 },
      folder: regn.folder.path)
    try terminal.expect("shell> ")
    terminal.type("\(Regn.path) --format csv\n")
    try terminal.expect("regn> ")
    // At the prompt.
    terminal.type("print x = 6\u{1A}")
    try terminal.expect("shell> ")
    #expect(terminal.settings.c_lflag & tcflag_t(ICANON | ECHO | ISIG) == tcflag_t(ICANON | ECHO | ISIG))
    terminal.type("fg\n")
    try terminal.expect("print x = 6")
    terminal.type(" * 7\r")
    try terminal.expect("x\r\n42\r\n")
    // While a query runs.
    terminal.type(ShellTests.endless + "\r")
    try terminal.expect(Self.inputWasRead)
    terminal.type("\u{1A}")
    try terminal.expect("shell> ")
    #expect(terminal.settings.c_lflag & tcflag_t(ICANON | ECHO | ISIG) == tcflag_t(ICANON | ECHO | ISIG))
    terminal.type("fg\n")
    // The progress line tells that it runs on, in the foreground.
    try terminal.expect(" rows · ")
    terminal.type("\u{3}")
    try terminal.expect("interrupted\r\n")
    terminal.type("print x = 6 * 7\r")
    try terminal.expect("x\r\n42\r\n")
    terminal.type("\u{4}")
    try terminal.expect("shell> ")
    terminal.type("exit\n")
    #expect(try terminal.finish() == .exited(0))
  }
}
