import RegnTestSupport
import Testing

/// What helps while one types at the prompt: the menu of candidates, hints, colours, marks under mistakes.
@Suite struct ShellEditingTests {
  let regn = Regn()

  @Test func aColumnFromTheMenu() throws {
    let terminal = try regn.open("--format", "csv", rows: 24)
    terminal.type("costs | summarize n = count() by func\t")
    let screen = try terminal.expectScreen(
      "by function\n  function       column  string\n  function_name  column  string")
    #expect(screen.cursor == (2, 47))
    terminal.type("\t\t\r")
    try terminal.expectScreen("no menu") { $0.text.hasSuffix("by function_name") }
    terminal.type(" | count\r")
    try terminal.expect("Count\r\n")
  }

  @Test func anOperatorFromTheMenu() throws {
    let terminal = try regn.open("--format", "csv", rows: 24)
    terminal.type("print x = 1 | project\t")
    try terminal.expectScreen("\n  project-away      operator  leaves columns out\n")
    terminal.type("\t\t")
    try terminal.expectScreen("> project-away ")
    // From the first back to the last.
    terminal.type("\u{1B}[Z\u{1B}[Z")
    try terminal.expectScreen("regn> print x = 1 | project-reorder\n")
    terminal.type(" x\r")
    try terminal.expect("x\r\n1\r\n")
  }

  @Test func aValueFromTheMenu() throws {
    let terminal = try regn.open("--format", "csv", rows: 24)
    // The quote that closes is there already, and is not doubled.
    terminal.type("municipalities | where municipality == \"\" | project code\u{1}")
    terminal.type(String(repeating: "\u{1B}[C", count: 40) + "År\t")
    try terminal.expectScreen("municipality == \"Aarhus\" | project code")
    terminal.type("\r")
    try terminal.expect("code\r\n751\r\n")
    terminal.type("municipalities | where municipality == 'h\t\t\t")
    try terminal.expectScreen("\n> 'Halsnæs'        value  1 row\n")
    try terminal.expectScreen("\n  2 of 14")
    terminal.type(" | project code\r")
    try terminal.expect("code\r\n260\r\n")
  }

  @Test func aHintOnTheCall() throws {
    let terminal = try regn.open("--format", "csv", rows: 24)
    terminal.type("print x = substring(")
    try terminal.expectScreen("  substring(>source<, startingIndex, [length])  ")
    terminal.type("'æble'")
    try terminal.expectScreen("'æble'\n  substring(>source<, startingIndex, [length])  ")
    terminal.type(",")
    try terminal.expectScreen("  substring(source, >startingIndex<, [length])  ")
    terminal.type(" strlen(")
    try terminal.expectScreen("\n  strlen(>source<)  ")
    terminal.type("'a')")
    try terminal.expectScreen("  substring(source, >startingIndex<, [length])  ")
    // Behind the call there is none, and none stays on the screen.
    terminal.type(")")
    try terminal.expectScreen("no hint") {
      $0.text.hasSuffix("regn> print x = substring('æble', strlen('a'))")
    }
    terminal.type("\r")
    try terminal.expect("x\r\nble\r\n")
  }

  @Test func aHintForTheAsking() throws {
    let terminal = try regn.open("--format", "csv", rows: 24)
    terminal.type("print x = strlen('a')\u{1B}[D\u{1B}[D")
    try terminal.expectScreen("the cursor in the call") { $0.cursor.column == 25 }
    #expect(!terminal.screen.text.contains(">source<"))
    terminal.type("\u{F}")
    try terminal.expectScreen("  strlen(>source<)  ")
    terminal.type("bc\r")
    try terminal.expect("x\r\n3\r\n")
    // In a line above the last it stands below all of them.
    terminal.type("print x = strlen(\r'a')\u{1B}[A\u{1B}[F\u{1B}s")
    let screen = try terminal.expectScreen("regn> print x = strlen(\n'a')\n  strlen(>source<)  ")
    #expect(screen.cursor.column == 23)
    terminal.type("'b', \u{3}")
    try terminal.expectScreen("no hint") { $0.text.hasSuffix("regn> print x = strlen('b',\n'a')\nregn>") }
    // A query that runs leaves no hint behind.
    #expect(!terminal.screen.text.contains(">source<"))
  }

  @Test func aPasteBringsNoHint() throws {
    let terminal = try regn.open("--format", "csv", rows: 24)
    terminal.type("\u{1B}[200~print x = strlen(")
    // A paste may come in pieces.
    try terminal.expect("")
    terminal.type("\r'ab'\r)\u{1B}[201~")
    try terminal.expectScreen("regn> print x = strlen(\n'ab'\n)")
    #expect(!String(decoding: terminal.output, as: UTF8.self).contains(">source<"))
    terminal.type("\r")
    try terminal.expect("x\r\n2\r\n")
  }

  // MARK: - Colours

  @Test func theInputIsShownInColours() throws {
    let terminal = try regn.open("--format", "csv", environment: ["NO_COLOR": ""], rows: 24)
    terminal.type("print s = 'Ærø', n = 12 |\rcount // rows\r")
    try terminal.expect("\u{1B}[?2004h")
    let output = String(decoding: terminal.output, as: UTF8.self)
    #expect(
      output.contains(
        "\r\u{1B}[2Aregn> \u{1B}[34mprint\u{1B}[0m s = \u{1B}[32m'Ærø'\u{1B}[0m, n = \u{1B}[35m12\u{1B}[0m |\u{1B}[K\r"
      ))
    #expect(output.contains("\r\n\u{1B}[34mcount\u{1B}[0m \u{1B}[2m// rows\u{1B}[0m\u{1B}[K\r"))
    // It stands where it was typed, and nothing is moved.
    try terminal.expectScreen("the next prompt") {
      $0.text.hasSuffix("\n\nregn> print s = 'Ærø', n = 12 |\ncount // rows\nCount\n1\nregn>")
    }
    terminal.type(".history 1\r")
    try terminal.expect("\u{1B}[1;34m.history\u{1B}[0m 1\u{1B}[K\r\r\n")
    try terminal.expect("\u{1B}[1;34m.history\u{1B}[0m 1\r\n")
  }

  @Test func theInputIsInColoursWhileItIsTyped() throws {
    let terminal = try regn.open(
      "--format", "csv", environment: ["NO_COLOR": ""], rows: 24, columns: 30)
    terminal.type("print")
    try terminal.expect("\rregn> \u{1B}[34mprint\u{1B}[0m\u{1B}[K\r\u{1B}[11C")
    terminal.type(" text = 'a long text that wraps'")
    try terminal.expect("\u{1B}[32m'a long tex\u{1B}[0m\r\r\n\u{1B}[32mt that wraps'\u{1B}[0m\u{1B}[K")
    let screen = try terminal.expectScreen("regn> print text = 'a long tex\nt that wraps'")
    #expect(screen.cursor.column == 13)
  }

  @Test func insertingIntoWrappedRowsLosesNothing() throws {
    // Libedit alone forgets the end of the last row here.
    let terminal = try regn.open("--format", "csv", rows: 24, columns: 30)
    let query = "costs | where municipality == 'H"
    terminal.type(query + "strcat(")
    try terminal.expectScreen("strcat(")
    terminal.type("\u{1}")
    try terminal.expectScreen("the cursor at the start") { $0.cursor.column == 6 }
    terminal.type(query)
    try terminal.expectScreen(
      "regn> costs | where municipali\nty == 'Hcosts | where municipa\nlity == 'Hstrcat(")
  }

  @Test(arguments: [3, 24] as [UInt16]) func wrappedInputStaysInItsPlace(rows: UInt16) throws {
    let terminal = try regn.open(
      "--format", "csv", environment: ["NO_COLOR": ""], rows: rows, columns: 30)
    // With the prompt it fills two rows exactly; in a window of three it cannot be reached any more.
    let input = "print x = 1, yyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyy = 20 "
    #expect(input.count == 54)
    terminal.type(input + "\r")
    let whole = "regn> print x = 1, yyyyyyyyyyy\nyyyyyyyyyyyyyyyyyyyyyyyy = 20"
    if rows > 3 {
      try terminal.expectScreen(whole)
      try terminal.expectScreen("1,20\nregn>")
    } else {
      try terminal.expectScreen("x,yyyyyyyyyyyyyyyyyyyyyyyyyyyyy\nyyyyyy\n1,20") {
        $0.text.contains("1,20\nregn>")
      }
    }
  }

  @Test func coloursAreOffWhereTheyAreNotWanted() throws {
    for (arguments, variables) in [
      (["--color", "never"], ["NO_COLOR": ""]), ([], [:]),
    ] as [([String], [String: String])] {
      let terminal = try PseudoTerminal(
        Regn.path, ["--format", "csv"] + arguments,
        environment: regn.environment.merging(variables) { $1 }, folder: regn.folder.path)
      try terminal.expect("regn> ")
      terminal.type("print s = strl\t'a')\r.history\r.explain\r")
      try terminal.expect("print s = strlen('a')\r\n")
      terminal.type("cos\t\t\u{3}.quit\r")
      #expect(try terminal.finish() == .exited(0))
      // Colours, and only they, end in m.
      #expect(!String(decoding: terminal.output, as: UTF8.self).contains("\u{1B}[0m"))
    }
  }

  // MARK: - Mistakes

  @Test func aMistakeIsMarkedWhereItWasTyped() throws {
    let terminal = try regn.open(rows: 24)
    terminal.type("print a = '日本', b = nosuch\r")
    try terminal.expect(
      "\u{1B}[?2004l                            ^^^^^^ text goes in quotes: \"nosuch\"\r\n"
        + "error[RG0214]: nothing is named nosuch here\r\n")
    // With several, the first is marked.
    terminal.type("costs | take 1 | extend a = x1, b = x2\r")
    try terminal.expect(
      "\u{1B}[?2004l                                  ^^\r\nerror[RG0204]: no column named `x1` in costs\r\n")
    try terminal.expect("error[RG0204]: no column named `x2` in costs\r\n  <input>:1:37\r\n1 | costs |")
    // An input of several lines is shown with the numbers of its lines; a tab is as wide as it is shown.
    terminal.type("\u{1B}[200~costs\n\t| where '日' == nosuch\u{1B}[201~\r")
    try terminal.expect(
      "  <input>:2:17\r\n2 |     | where '日' == nosuch\r\n  |                     ^^^^^^")
    // So is one that takes more than a row.
    terminal.type("print " + String(repeating: " ", count: 70) + "a = nosuch\r")
    try terminal.expect("  <input>:1:81\r\n1 | ")
  }
}
