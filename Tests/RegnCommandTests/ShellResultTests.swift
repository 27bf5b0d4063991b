import Glibc
import RegnTestSupport
import Testing

/// Looking at results: the pager, rows one below another, differences, watching; and sessions in files.
@Suite struct ShellResultTests {
  let regn = Regn()

  // MARK: - The pager

  @Test func aLongResultOpensThePager() throws {
    let terminal = try regn.open(rows: 12)
    terminal.type("municipalities | project code, municipality, region, population\r")
    var screen = try terminal.expectScreen("q leaves")
    #expect(screen.lines[0] == " code │ municipality       region              population")
    #expect(screen.lines[1] == " 101  │ København          Region Hovedstaden     671,714")
    #expect(screen.lines[10].hasPrefix(" 165  │ Albertslund "))
    #expect(screen.lines[11] == "rows 1–10 of 98 · q leaves · / searches, arrows move")
    terminal.type("\u{1B}[B\u{1B}[B\u{1B}[A")
    screen = try terminal.expectScreen("rows 2–11 of 98")
    #expect(screen.lines[0].hasPrefix(" code │ municipality"))
    terminal.type("\u{1B}[6~")
    try terminal.expectScreen("rows 12–21 of 98")
    terminal.type("\u{1B}[5~")
    try terminal.expectScreen("rows 2–11 of 98")
    terminal.type("G")
    screen = try terminal.expectScreen("rows 89–98 of 98")
    #expect(screen.lines[10].hasPrefix(" 860  │ Hjørring "))
    terminal.type("g")
    try terminal.expectScreen("rows 1–10 of 98")
    terminal.type("q")
    // The usual table stays on the screen.
    try terminal.expect("┌──────┬")
    try terminal.expect("98 rows in ")
    try terminal.expect("regn> ")
    terminal.type("print x = 6 * 7\r")
    try terminal.expect("│ 42 │")
  }

  @Test func thePagerAndTheMenuSpeakDanish() throws {
    let terminal = try regn.open("--locale", "da", rows: 12)
    terminal.type("municipalities | project code, municipality\r")
    let screen = try terminal.expectScreen("q lukker")
    #expect(screen.lines[11] == "række 1–10 af 98 · q lukker · / søger, piletaster flytter")
    terminal.type("/xyz\r")
    try terminal.expectScreen("ingen række længere nede rummer xyz")
    terminal.type("q")
    try terminal.expect("regn> ")
    terminal.type("costs | \t")
    let menu = try terminal.expectScreen("Tab vælger")
    #expect(menu.lines.contains { $0.contains("operator  giver tabellen indtil nu et navn") })
    terminal.type("\u{15}print round(")
    try terminal.expectScreen("Tallet afrundet til et antal decimaler")
  }

  @Test func thePagerSearches() throws {
    let terminal = try regn.open(rows: 12)
    terminal.type("municipalities | project code, municipality, region, population\r")
    try terminal.expectScreen("q leaves")
    terminal.type("/ÆRx\u{7F}")
    try terminal.expectScreen("\n/ÆR")
    terminal.type("ø\r")
    var screen = try terminal.expectScreen(">492  │ Ærø ")
    #expect(screen.lines[1].hasPrefix(">492"))
    terminal.type("n")
    try terminal.expectScreen("no row further down has ÆRø")
    terminal.type("/nordjylland\r")
    screen = try terminal.expectScreen(">773  │ Morsø ")
    terminal.type("n")
    try terminal.expectScreen(">787  │ Thisted ")
    terminal.type("N")
    try terminal.expectScreen(">773  │ Morsø ")
    // Escape gives a search up, Control-C leaves.
    terminal.type("/x")
    try terminal.expectScreen("\n/x")
    terminal.type("\u{1B}")
    try terminal.expectScreen("q leaves")
    terminal.type("\u{3}")
    try terminal.expect("98 rows in ")
  }

  @Test func thePagerGoesThroughWideTables() throws {
    let terminal = try regn.open(rows: 10, columns: 50)
    terminal.type("costs\r")
    var screen = try terminal.expectScreen("columns 2–4 of 8")
    #expect(screen.lines[0] == " year │ code  municipality       function")
    terminal.type("\u{1B}[C")
    screen = try terminal.expectScreen("columns 3–4 of 8")
    #expect(screen.lines[0] == " year │ municipality       function")
    terminal.type("llllllll")
    screen = try terminal.expectScreen("columns 7–8 of 8")
    #expect(screen.lines[0].hasPrefix(" year │ inhabitants "))
    terminal.type("h")
    try terminal.expectScreen("columns 6–7 of 8")
    // A search shows the column in which it finds.
    terminal.type("/0.28.20\r")
    try terminal.expectScreen("│ 0.28.20")
    // A window of another size.
    terminal.resize(rows: 8, columns: 80)
    try terminal.expectScreen("eight rows") {
      $0.lines.last?.contains("columns ") == true && $0.lines[0].count > 40
    }
    terminal.type("\u{1B}")
    try terminal.expect("5,586 rows in ")
  }

  @Test func longTextsHaveWhatRoomThereIs() throws {
    let terminal = try regn.open(rows: 10, columns: 60)
    terminal.type(".pager on\rprint a = strrep('æ', 50)\r")
    try terminal.expectScreen("\n " + String(repeating: "æ", count: 50) + "\n")
    terminal.type("q")
    try terminal.expect("1 row in ")
    terminal.type("print a = strrep('æ', 50), b = strrep('ø', 50), n = 12345678\r")
    // A third of the window for the first, half for the second, and a number is never cut.
    let screen = try terminal.expectScreen("columns 2–2 of 3")
    #expect(
      screen.lines[1] == " \(String(repeating: "æ", count: 25))… │ \(String(repeating: "ø", count: 28))…")
    terminal.type("l")
    try terminal.expectScreen("columns 3–3 of 3")
    try terminal.expectScreen("æ… │ 12,345,678\n")
    terminal.type("q")
    try terminal.expect("1 row in ")
  }

  @Test func thePagerIsOnOrOff() throws {
    let terminal = try regn.open(rows: 12)
    terminal.type(".pager\r")
    try terminal.expect("the pager is auto")
    terminal.type(".pager off\r")
    try terminal.expect("regn> ")
    terminal.type("municipalities\r")
    try terminal.expect("98 rows in ")
    try terminal.expect("regn> ")
    #expect(!String(decoding: terminal.output, as: UTF8.self).contains("\u{1B}[?1049h"))
    terminal.type(".pager on\r")
    try terminal.expect("regn> ")
    terminal.type("print x = 42\r")
    try terminal.expectScreen(" x\n 42")
    terminal.type("q")
    try terminal.expect("1 row in ")
    try terminal.expect("regn> ")
    terminal.type(".last\r")
    try terminal.expectScreen("rows 1–1 of 1")
    terminal.type("q")
    try terminal.expect("1 row")
    try terminal.expect("regn> ")
    // Keys that were typed ahead are for the next prompt.
    terminal.type("municipalities\rprint x = 6 * 7\r.pager maybe\r")
    try terminal.expect("the pager is auto, on or off; write: .pager off")
  }

  @Test func aSignalLeavesThePagersScreen() throws {
    let terminal = try regn.open(rows: 12)
    terminal.type("municipalities\r")
    try terminal.expectScreen("q leaves")
    kill(terminal.process, SIGTERM)
    try terminal.expect("\u{1B}[?1049l\u{1B}[?25h")
    #expect(try terminal.finish() == .signalled(SIGTERM))
    #expect(terminal.settings.c_lflag & tcflag_t(ICANON | ECHO | ISIG) == tcflag_t(ICANON | ECHO | ISIG))
  }

  @Test func thereIsNoPagerWhereTheCursorCannotMove() throws {
    let terminal = try regn.open(environment: ["TERM": "dumb"], rows: 12)
    terminal.type("municipalities\n")
    try terminal.expect("98 rows in ")
    #expect(!terminal.output.contains(0x1B))
  }

  // MARK: - Rows

  @Test func rowsBelowOneAnother() throws {
    let terminal = try regn.open(columns: 40)
    terminal.type(".rows\r")
    try terminal.expect("there is no result yet\r\n")
    terminal.type(
      "print name = 'Ærø', text = 'a longer text than would stand in one line of forty', n = 1234 "
        + "| union (print name = 'Fanø', n = long(null)) | sort by name desc\r")
    try terminal.expect("2 rows in ")
    terminal.type(".rows 1\r")
    try terminal.expect(
      "row 1\r\n  name  Ærø\r\n  text  a longer text than would stand\r\n        in one line of forty\r\n  n     1,234\r\n"
        + "… 1 more row; .rows 2 shows it\r\n")
    terminal.type(".rows\r")
    try terminal.expect("row 2\r\n  name  Fanø\r\n  text\r\n  n     ·\r\n")
    terminal.type(".rows some\r")
    try terminal.expect("how many rows? write: .rows 20\r\n")
  }

  // MARK: - Differences

  @Test func whatDiffersBetweenTwoResults() throws {
    let terminal = try regn.open()
    terminal.type(".diff\r")
    try terminal.expect(
      "there are no two results that could be compared: run a query twice, or two\r\nqueries\r\n")
    terminal.type("datatable(name: string, year: long, n: long)['a', 2020, 1, 'a', 2021, 2, 'b', 2020, 3]\r")
    try terminal.expect("3 rows in ")
    terminal.type(
      "datatable(name: string, year: long, n: long, m: long)['a', 2020, 1, 0, 'a', 2021, 5, 0, 'c', 2020, 3, 0]\r"
    )
    try terminal.expect("3 rows in ")
    terminal.type(".diff\r")
    try terminal.expect(
      "1 row added, 1 row removed, 1 row changed, 1 row unchanged, column added: m\r\n"
        + "~ a, 2021: n 2 → 5\r\n+ c, 2020: n 3\r\n- b, 2020: n 3\r\n")
    terminal.type(".last\r.diff\rprint x = 1\r")
    try terminal.expect("1 row in ")
    terminal.type(".diff\r")
    try terminal.expect("the last two results cannot be compared: they have no column in common\r\n")
    terminal.type("print x = 2\r.diff\r")
    try terminal.expect("1 row changed\r\n~ x 1 → 2\r\n")
    terminal.type("print x = 2\r.diff\r")
    try terminal.expect("no difference: 1 row as before\r\n")
    terminal.type("datatable(name: string)['a', 'a']\rdatatable(name: string)['a', 'b']\r.diff\r")
    try terminal.expect("the last two results cannot be compared: several rows have the same name (a),")
    terminal.type("range x from 1 to 3 step 1\rrange x from 1 to 4 step 1\r.diff\r")
    try terminal.expect("no column with texts, dates or years")
  }

  // MARK: - Watching

  @Test func aChangedFileIsSeen() throws {
    regn.folder.write("t.csv", "name;n\na;1\nb;2\n")
    let terminal = try regn.open("--table", "t=t.csv")
    terminal.type(".watch 3600 t\r")
    try terminal.expect("│ b    │ 2 │")
    try terminal.expect("  every 3600 s and when a file changes; Control-C stops\r\n")
    regn.folder.write("t.csv", "name;n\na;1\nb;3\nc;4\n")
    try terminal.expect("  1 row added, 1 row changed, 1 row unchanged\r\n~ b: n 2 → 3\r\n+ c: n 4\r\n")
    terminal.type("\u{3}")
    try terminal.expect("stopped watching\r\n")
    try terminal.expect("regn> ")
    // It is the last result now.
    terminal.type("_ | count | project rows = Count * 100\r")
    try terminal.expect("│  300 │")
  }

  @Test func aQueryIsRunAgainAfterATime() throws {
    let terminal = try regn.open()
    terminal.type(".watch\r")
    try terminal.expect("there is no query yet; write: .watch 5 costs | count\r\n")
    terminal.type("print x = new_guid() | count | project now = tolong(now() - datetime(2020-01-01))\r")
    try terminal.expect("1 row in ")
    // The last query, every tenth of a second.
    terminal.type(".watch 0.1\r")
    try terminal.expect("  every 0.1 s and when a file changes; Control-C stops\r\n")
    try terminal.expect("  1 row changed\r\n~ now ")
    try terminal.expect("  1 row changed\r\n~ now ")
    terminal.type("\u{3}")
    try terminal.expect("stopped watching\r\n")
    terminal.type(".watch 0 costs\r")
    try terminal.expect("how often? write the seconds between two runs")
    terminal.type(".watch 1 nosuch\r")
    try terminal.expect("error[RG0201]: no table is named nosuch")
  }

  // MARK: - Sources

  @Test func theSourceOfTheLastResult() throws {
    let terminal = try regn.open()
    terminal.type(".source\r")
    try terminal.expect("there is no result yet whose source could be told; or write: .source costs\r\n")
    terminal.type("costs | take 1 | join kind=inner it_costs_modelled on code | count\r")
    try terminal.expect("1 row in ")
    terminal.type(".source\r")
    let text = try terminal.expect("these figures are MODELLED")
    #expect(text.contains("licence: CC BY 4.0") && text.contains("REGK31"))
    terminal.type("print x = 1\r.source\r")
    try terminal.expect("the last result comes from no table\r\n")
  }

  // MARK: - Sessions

  @Test func aSessionIsSavedAndReplayed() throws {
    let first = try regn.open("--format", "csv")
    first.type(".session save lesson.regn\r")
    try first.expect("there is no input yet to save\r\n")
    first.type("let a = 20\r")
    first.type("nosuch | count\r")
    try first.expect("no table is named nosuch")
    first.type("print x = a |\r  extend y = x + 1\r")
    try first.expect("x,y\r\n20,21\r\n")
    first.type(".format json\r")
    first.type("municipalities | wher code == '101' | project code\r.fix\r")
    try first.expect("[{\"code\":\"101\"}]")
    first.type(".session save lesson.regn\r")
    try first.expect("4 inputs written to lesson.regn; 2 that failed left out\r\n")
    #expect(
      regn.folder.read("lesson.regn")
        == "let a = 20\n\nprint x = a |\n  extend y = x + 1\n\n.format json\n\n"
        + "municipalities | where code == '101' | project code\n")
    first.type(".session save lesson.regn\r")
    try first.expect(
      "lesson.regn is there already; to replace it write: .session save --force\r\nlesson.regn\r\n")
    first.type(".session save --force lesson.regn\r")
    try first.expect("4 inputs written to lesson.regn")

    let second = try regn.open("--format", "csv")
    second.type(".session replay lesson.regn\r")
    try second.expect("regn> let a = 20\r\nregn> print x = a |\r\n  extend y = x + 1\r\nx,y\r\n20,21\r\n")
    try second.expect("regn> .format json\r\nregn> municipalities | where code == '101' | project code\r\n")
    try second.expect("[{\"code\":\"101\"}]\r\n4 inputs of lesson.regn run\r\n")
    // What was replayed is kept for what follows.
    second.type("print y = a\r")
    try second.expect("[{\"y\":20}]")
  }

  @Test func aReplayStopsAtAFailure() throws {
    regn.folder.write("l.regn", "// A lesson.\n\nnosuch\n\nprint x = 6 * 7\n\n.session replay l.regn\n")
    let terminal = try regn.open("--format", "csv")
    terminal.type(".session replay l.regn\r")
    try terminal.expect("regn> // A lesson.\r\nregn> nosuch\r\n      ^^^^^^")
    try terminal.expect("stopped at input 2 of 4; with --keep-going it goes on behind what fails\r\n")
    terminal.type(".session replay --keep-going l.regn\r")
    try terminal.expect("x\r\n42\r\n")
    try terminal.expect(
      "a session that is replayed cannot replay another\r\n4 inputs of l.regn run; 2 failed\r\n")
    terminal.type(".session replay none.regn\r")
    try terminal.expect("none.regn cannot be read: No such file or directory\r\n")
    terminal.type(".session save --step x\r")
    try terminal.expect("there is no option --step here; it has --force\r\n")
    terminal.type(".session\r")
    try terminal.expect("which file? write: .session save lesson.regn, or .session replay lesson.regn\r\n")
  }

  @Test func aReplayStepByStep() throws {
    regn.folder.write("l.regn", "print x = 1\n\nprint y =\n  2\n\nprint z = 3\n")
    for variables in [[:], ["TERM": "dumb"]] as [[String: String]] {
      let terminal = try regn.open("--format", "csv", environment: variables)
      let enter = variables.isEmpty ? "\r" : "\n"
      terminal.type(".session replay l.regn --step" + enter)
      try terminal.expect("print x = 1")
      terminal.type(enter)
      try terminal.expect("x\r\n1\r\n")
      try terminal.expect("print y =")
      try terminal.expect("2")
      terminal.type(enter)
      try terminal.expect("y\r\n2\r\n")
      try terminal.expect("print z = 3")
      terminal.type("\u{3}")
      try terminal.expect("stopped before input 3 of 3\r\n")
      terminal.type("print x = 6 * 7" + enter)
      try terminal.expect("x\r\n42\r\n")
    }
  }

  @Test func aReplayStopsWithControlC() throws {
    regn.folder.write("l.regn", "print x = 1\n\n\(ShellTests.endless)\n\nprint x = 2\n")
    let terminal = try regn.open("--format", "csv")
    terminal.type(".session replay --keep-going l.regn\r")
    try terminal.expect("x\r\n1\r\n")
    // The query runs: its progress is shown.
    try terminal.expect(" rows · ")
    terminal.type("\u{3}")
    try terminal.expect("interrupted\r\nstopped at input 2 of 3\r\n")
  }
}
