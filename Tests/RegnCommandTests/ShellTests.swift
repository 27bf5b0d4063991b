import Glibc
import RegnTestSupport
import Testing

/// The REPL, in a pseudo-terminal. Tests wait for what it writes and never for time to pass.
@Suite struct ShellTests {
  let regn = Regn()

  /// A query that only an interruption ends.
  static let endless = "range x from 1 to 1000000000000 step 1 | summarize sum(x)"

  // MARK: - Queries

  @Test func aQueryAnswersWithATableAndItsSource() throws {
    let terminal = try regn.open()
    terminal.type("costs | where municipality == 'Ærø' and year == 2024 | count\r")
    try terminal.expect("│ Count │\r\n├───────┤\r\n│    25 │\r\n└───────┘\r\n1 row in ")
    try terminal.expect("s · Statistics Denmark, REGK31 and FOLK1A (CC BY 4.0)")
    try terminal.expect("regn> ")
  }

  @Test func thePromptSpeaksDanish() throws {
    let terminal = try regn.open("--locale", "da")
    terminal.type("costs | where municipality == 'Ærø' and year == 2024 | count\r")
    try terminal.expect("1 række på 0,")
    try terminal.expect("REGK31 og FOLK1A (CC BY 4.0)")
    terminal.type("costs | summarize sum(amount) by municpality\r")
    try terminal.expect("mente du `municipality`?")
    try terminal.expect("fejl[RG0204]: der er ingen kolonne med navnet `municpality` i costs")
    try terminal.expect("(.fix anvender rettelsen)")
    terminal.type(".nosuch\r")
    try terminal.expect("der er ingen kommando .nosuch")
    terminal.type(".help\r")
    try terminal.expect("åbn en fil som tabel")
    terminal.type(".tables\r")
    try terminal.expect("hvad den rummer")
    terminal.type("print d = datetime(2024-12-31)\r")
    try terminal.expect("31.12.2024")
  }

  @Test func aLineWithAPipeGoesOnFromTheLastQuery() throws {
    let terminal = try regn.open("--format", "csv")
    terminal.type("range x from 1 to 3 step 1\r")
    try terminal.expect("x\r\n1\r\n2\r\n3\r\n")
    terminal.type("| extend y = x * x\r")
    try terminal.expect("x,y\r\n1,1\r\n2,4\r\n3,9\r\n")
    // A mistake leaves the query as it was.
    terminal.type("| where nosuch == 1\r")
    try terminal.expect("no column named `nosuch`")
    terminal.type("| summarize sum(y)\r")
    try terminal.expect("sum_y\r\n14\r\n")
    terminal.type(".explain\r")
    try terminal.expect("aggregate sum_y = sum(y)")
  }

  @Test func thereMustBeAQueryToGoOnFrom() throws {
    let terminal = try regn.open()
    terminal.type("| count\r")
    try terminal.expect("there is no query yet that `|` could go on from; begin with a table, such as")
  }

  @Test func incompleteInputGoesOnOnANewLine() throws {
    let terminal = try regn.open("--format", "csv")
    terminal.type("range x from 1 to 9 step 1 |\r")
    terminal.type("summarize n = sum(\r")
    terminal.type("x)\r")
    try terminal.expect("n\r\n45\r\n")
  }

  @Test func namesAreKept() throws {
    let terminal = try regn.open("--format", "csv")
    terminal.type("let a = 20\r")
    terminal.type("print b = a + 1\r")
    try terminal.expect("b\r\n21\r\n")
    terminal.type("let a = 1; print b = a + 1\r")
    try terminal.expect("b\r\n2\r\n")
  }

  @Test func theLastResultIsATable() throws {
    let terminal = try regn.open("--format", "csv")
    terminal.type("it_costs_modelled | take 3 | project code\r")
    try terminal.expect("code\r\n")
    terminal.type("_ | count\r")
    try terminal.expect("Count\r\n3\r\n")
    terminal.type(".last\r")
    try terminal.expect("Count\r\n3\r\n")
  }

  @Test func theLastResultOfAModelStaysOne() throws {
    let terminal = try regn.open()
    terminal.type("costs | take 1 | join kind=inner it_costs_modelled on code | count\r")
    try terminal.expect("MODELLED figures — ")
    terminal.type("_\r")
    try terminal.expect("MODELLED figures — ")
    try terminal.expect("REGK31")
  }

  @Test func parametersTablesAndPreloading() throws {
    regn.folder.write("t.csv", "n\n5\n6\n")
    let terminal = try regn.open(
      "--param", "y=2018", "--table", "t=t.csv", "--preload", "--timing", "--format", "csv")
    #expect(String(decoding: terminal.output, as: UTF8.self).contains("loaded t: 2 rows in 0."))
    terminal.type("declare query_parameters(y: long); t | extend y\r")
    try terminal.expect("n,y\r\n5,2018\r\n6,2018\r\nresult: 2 rows in ")
  }

  @Test func resultsForAFile() throws {
    let terminal = try regn.open("--output", "out.csv", "--format", "csv")
    terminal.type("print x = 1\r")
    try terminal.expect("1 row for out.csv")
    #expect(regn.folder.read("out.csv") == nil)
    terminal.type("print x = 2\r\u{4}")
    #expect(try terminal.finish() == .exited(0))
    #expect(regn.folder.read("out.csv") == "x\n1\n\nx\n2\n")
  }

  // MARK: - Completion

  @Test func tabCompletes() throws {
    let terminal = try regn.open("--format", "csv")
    terminal.type("cos\t")
    try terminal.expectScreen("  costs           table  5,586 rows\n  costs_national  table  57 rows")
    terminal.type("\u{15}")
    terminal.type("costs | su\t n = count() by munic\t | coun\t\r")
    try terminal.expect("Count\r\n98\r\n")
    terminal.type("costs | where municipality == \"Æ\t | count\r")
    try terminal.expect("Count\r\n57\r\n")
    // Several begin so: their common part is filled in, and they are listed.
    terminal.type("costs | where municipality == \"h\t")
    try terminal.expectScreen("  14, Tab chooses")
    terminal.type("ørs\t | count\r")
    try terminal.expect("Count\r\n57\r\n")
  }

  @Test func tabCompletesCommandsAndTheirArguments() throws {
    regn.folder.write("folder/two words.csv", "n\n5\n")
    let terminal = try regn.open()
    terminal.type(".form\t js\t\r.format\r")
    try terminal.expect("json  (one of table, csv")
    terminal.type(".sch\t municipali\t\r")
    try terminal.expect("municipalities: 98 rows")
    terminal.type(".op\t fol\ttwo\t as t\r")
    try terminal.expect("folder/two words.csv")
    terminal.type("t\r")
    try terminal.expect("[{\"n\":5}]")
    terminal.type(".help perc\t")
    try terminal.expect("percentiles_array")
    terminal.type("\u{3}.t\t\t")
    try terminal.expectScreen(
      "regn> .tables\n> .tables  command  the tables at hand\n  .timing  command  say the time")
  }

  // MARK: - Commands

  @Test func helpNamesEveryCommand() throws {
    let terminal = try regn.open()
    terminal.type(".help\r")
    let commands = try terminal.expect(".help NAME explains an operator or a function")
    for command in [
      ".diff", ".edit", ".explain [QUERY]", ".fix", ".format [FORMAT]", ".help [NAME]", ".history [N]",
      ".last", ".learn [LESSON]", ".max-rows [N]", ".open PATH [as NAME]", ".pager [auto|on|off]", ".quit",
      ".rows [N]",
      ".save PATH", ".schema TABLE", ".session save|replay FILE", ".source [TABLE]", ".tables",
      ".timing [on|off]", ".watch [SECONDS] [QUERY]",
    ] {
      #expect(commands.contains("\r\n  \(command) "))
    }
    terminal.type(".help percentile\r")
    try terminal.expect("percentile(expr, percentile)")
    try terminal.expect("  | summarize percentile(x, 50)")
    terminal.type(".help summarize\r")
    try terminal.expect("Makes one row of each group of rows")
    terminal.type(".help sumarize\r")
    try terminal.expect("there is no help on sumarize; did you mean summarize?")
  }

  @Test func anUnknownCommand() throws {
    let terminal = try regn.open()
    terminal.type(".shcema costs\r")
    try terminal.expect("there is no command .shcema; did you mean .schema?")
    terminal.type(".xyzzy\r")
    try terminal.expect("there is no command .xyzzy\r\n  .help lists the commands")
  }

  @Test func tables() throws {
    let terminal = try regn.open()
    terminal.type(".tables\r")
    try terminal.expect("municipalities           98  The 98 municipalities with region, landsdel, peer\r\n")
    try terminal.expect("                             group, area, population and a point on the map\r\n")
    terminal.type(".schema costs\r")
    try terminal.expect("municipality       string        98      0  Aabenraa … Ærø\r\n")
    terminal.type(".source costs\r")
    try terminal.expect("licence: CC BY 4.0")
    terminal.type(".schema cots\r")
    try terminal.expect("no table is named cots; did you mean costs?")
    terminal.type(".schema\r")
    try terminal.expect("which table? write: .schema costs")
  }

  @Test func openingAndSaving() throws {
    regn.folder.write("my ledger.csv", "konto;beløb\n5.25;1.299,50\n5.30;-5,20\n")
    let terminal = try regn.open()
    terminal.type(".open my ledger.csv as l\r")
    try terminal.expect("l: my ledger.csv: delimiter `;`, UTF-8, decimal comma, header row\r\n")
    try terminal.expect("konto string · beløb decimal\r\n")
    terminal.type("l | where beløb < 0\r")
    try terminal.expect("│ 5.30  │ -5.20 │")
    terminal.type(".save out.csv\r")
    try terminal.expect("1 row written to out.csv")
    #expect(regn.folder.read("out.csv") == "konto,beløb\n5.30,-5.20\n")
    terminal.type(".save out.json\r")
    try terminal.expect("1 row written to out.json")
    #expect(regn.folder.read("out.json") == "[{\"konto\":\"5.30\",\"beløb\":\"-5.20\"}]\n")
    terminal.type(".save out.doc\r")
    try terminal.expect("the ending of out.doc does not say in which format to save")
    terminal.type(".save nowhere/out.csv\r")
    try terminal.expect("nowhere/out.csv cannot be written: No such file or directory")
    terminal.type(".open none.csv\r")
    try terminal.expect("there is no file none.csv")
    terminal.type(".open\r")
    try terminal.expect("which file? write: .open PATH as NAME")
    terminal.type(".open \"my ledger.csv\"\r")
    try terminal.expect("my_ledger: my ledger.csv")
    #expect(regn.folder.names == ["my ledger.csv", "out.csv", "out.json", "state"])
  }

  @Test func settings() throws {
    let terminal = try regn.open()
    terminal.type(".format csv\r")
    terminal.type("print x = 'a,b'\r")
    try terminal.expect("x\r\n\"a,b\"\r\n")
    terminal.type(".format cvs\r")
    try terminal.expect("there is no format cvs; did you mean csv?")
    terminal.type(".timing\r")
    try terminal.expect("timing is on")
    terminal.type("print x = 1\r")
    try terminal.expect("result: 1 rows in 0.")
    terminal.type(".timing off\r")
    try terminal.expect("timing is off")
    terminal.type(".format table\r.max-rows 2\r")
    terminal.type("range x from 1 to 5 step 1\r")
    try terminal.expect("… 3 more rows; .max-rows 5 shows them\r\n")
    terminal.type(".max-rows many\r")
    try terminal.expect("how many rows? write: .max-rows 500")
  }

  @Test func aFixIsApplied() throws {
    let terminal = try regn.open("--format", "csv")
    terminal.type(".fix\r")
    try terminal.expect("there is no change to apply")
    terminal.type("costs | wher year == 2024 | count\r")
    try terminal.expect("did you mean `where`?")
    try terminal.expect("(.fix applies the change)")
    terminal.type(".fix\r")
    try terminal.expect("costs | where year == 2024 | count\r\nCount\r\n2450\r\n")
    // It is in the history as if it had been typed.
    terminal.type(".history 1\r")
    terminal.type("\u{1B}[A\u{1B}[A | project n = Count\r")
    try terminal.expect("n\r\n2450\r\n")
  }

  @Test func theLastQueryInAnEditor() throws {
    regn.folder.write("editor", "#!/bin/sh\nsed -i 's/1/7/; s/x/Ærø/' \"$2\"\n", mode: 0o700)
    let terminal = try regn.open(
      "--format", "csv", environment: ["EDITOR": regn.folder("editor") + " --wait"])
    terminal.type("print n = 1, s = 'x'\r")
    try terminal.expect("n,s\r\n1,x\r\n")
    terminal.type(".edit\r")
    try terminal.expect("regn> ")
    try terminal.expect("'Ærø'")
    terminal.type("\r")
    try terminal.expect("n,s\r\n7,Ærø\r\n")
    #expect(regn.folder.names == ["editor", "state"])
  }

  @Test func anEditorThatFails() throws {
    let terminal = try regn.open(environment: ["EDITOR": "false"])
    terminal.type(".edit\r")
    try terminal.expect("the editor ended with an error, so nothing was changed")
  }

  @Test func anEditorHasTheTerminalForItself() throws {
    regn.folder.write(
      "editor", "#!/bin/sh\nstty -a; read line; echo \"print got = '$line'\" > \"$1\"\n", mode: 0o700)
    let terminal = try regn.open("--format", "csv", environment: ["VISUAL": regn.folder("editor")])
    terminal.type(".edit\r")
    let settings = try terminal.expect("echoke")
    #expect(settings.contains(" icanon") && settings.contains(" echo "))
    terminal.type("hej\r")
    try terminal.expect("regn> ")
    try terminal.expect("'hej'")
    terminal.type("\r")
    try terminal.expect("got\r\nhej\r\n")
  }

  // MARK: - History

  @Test func historyOverTwoRuns() throws {
    let first = try regn.open()
    first.type("print a = 1 |\rcount\r")
    try first.expect("1 row")
    first.type(".quit\r")
    #expect(try first.finish() == .exited(0))
    #expect(regn.folder.read("state/regn/history") == "print a = 1 |\\ncount\n.quit\n")
    let second = try regn.open("--format", "csv")
    second.type("\u{1B}[A\u{1B}[A | project n = Count + 41\r")
    try second.expect("n\r\n42\r\n")
    second.type(".history 4\r")
    try second.expect(
      "print a = 1 |\r\ncount\r\n.quit\r\nprint a = 1 |\r\ncount | project n = Count + 41\r\n")
  }

  @Test func theHistoryIsTheOwners() throws {
    let terminal = try regn.open()
    terminal.type("print 1\r\u{4}")
    #expect(try terminal.finish() == .exited(0))
    var status = stat()
    stat(regn.folder("state/regn/history"), &status)
    #expect(status.st_mode & 0o777 == 0o600)
  }

  // MARK: - The terminal

  @Test func thePromptIsForTerminals() throws {
    for (command, message) in [
      ("\(Regn.path) > out.txt", "The prompt needs a terminal to write to."),
      ("\(Regn.path) --table t=-", "The table t cannot be read from standard input: that is where you type."),
    ] {
      let terminal = try PseudoTerminal(
        "/bin/sh", ["-c", command], environment: regn.environment, folder: regn.folder.path)
      try terminal.expect(message)
      #expect(try terminal.finish() == .exited(2))
    }
    #expect(regn.folder.read("out.txt") == "")
  }

  @Test func pastedLinesAreOneInput() throws {
    let terminal = try regn.open("--format", "csv")
    #expect(String(decoding: terminal.output, as: UTF8.self).contains("\u{1B}[?2004h"))
    terminal.type("\u{1B}[200~range x from 1 to 4 step 1\r| where x > 2\r| summarize n = sum(x)\u{1B}[201~")
    terminal.type("\r")
    try terminal.expect("\u{1B}[?2004l")
    try terminal.expect("n\r\n7\r\n")
  }

  @Test func controlDLeaves() throws {
    let terminal = try regn.open()
    terminal.type("\u{4}")
    #expect(try terminal.finish() == .exited(0))
    #expect(terminal.settings.c_lflag & tcflag_t(ICANON | ECHO | ISIG) == tcflag_t(ICANON | ECHO | ISIG))
  }

  @Test func eightyColumns() throws {
    let terminal = try regn.open()
    terminal.type("costs | where municipality == 'Ærø' | take 2\r")
    try terminal.expect("\u{1B}[?2004l")
    let lines = try terminal.expect("2 rows in ").split(separator: "\r\n")
    #expect(lines.count == 8)
    #expect(lines.allSatisfy { $0.unicodeScalars.count == 80 })
    #expect(lines[1].contains("│ kr_per │") && lines[2].contains("│ _inhab │"))
    terminal.type("costs | where nosuch == 1\r")
    try terminal.expect(
      "  the columns are year, code, municipality, function, function_name,\r\n  kr_per_inhabitant,")
    terminal.type(".pager off\rmunicipalities\r")
    try terminal.expect("… 3 more columns: population, lon, lat; `project` chooses columns\r\n98 rows")
    // A window that was made wider meanwhile shows more.
    terminal.resize(rows: 40, columns: 200)
    terminal.type("| take 30\r")
    try terminal.expect("│ population │")
  }

  @Test func aTerminalThatCannotMoveTheCursor() throws {
    let terminal = try regn.open(environment: ["TERM": "dumb"])
    terminal.type("print x =\n")
    try terminal.expect("    | ")
    terminal.type("42\n")
    try terminal.expect("│ 42 │")
    terminal.type("nosuch\n")
    try terminal.expect("error[RG0201]: no table is named nosuch")
    // That a query runs is seen by the result before it.
    terminal.type("print x = 41; \(Self.endless)\n")
    try terminal.expect("│ 41 │")
    terminal.type("\u{3}")
    try terminal.expect("interrupted")
    terminal.type("print x = 6 * 9\n")
    try terminal.expect("│ 54 │")
    terminal.type("\u{4}")
    #expect(try terminal.finish() == .exited(0))
    #expect(!terminal.output.contains(0x1B))
  }

  @Test func coloursAreForTerminals() throws {
    let coloured = try regn.open(environment: ["NO_COLOR": ""])
    coloured.type("print x = 1\r")
    try coloured.expect("\u{1B}[1mx\u{1B}[0m")
    let plain = try regn.open()
    plain.type("print x = 1\r")
    try plain.expect("│ x │")
    let asked = try regn.open("--color", "never", environment: ["NO_COLOR": ""])
    asked.type("nosuch\r")
    try asked.expect("error[RG0201]: no table")
  }

  @Test func dataCannotSteerTheTerminal() throws {
    let terminal = try regn.open("--color", "never")
    terminal.type("print x = '\\u001b]52;c;aGVq\\u0007\\r'\r")
    try terminal.expect("␛]52;c;aGVq␇␍")
    terminal.type(".format csv\r.last\r")
    try terminal.expect("␛]52;c;aGVq␇␍")
  }
}
