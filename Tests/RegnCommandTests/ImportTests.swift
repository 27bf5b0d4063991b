import Glibc
import RegnTestSupport
import Testing

/// `regn import statbank`, against a StatBank on this machine (`Tests/StatBank/server.py`).
@Suite struct ImportTests {
  let regn = Regn()

  private static let server = projectFolder + "/Tests/StatBank/server.py"

  /// The folder of the project.
  private static var projectFolder: String {
    #filePath.split(separator: "/").dropLast(3).reduce("") { $0 + "/" + $1 }
  }

  private var tables: String { "home/.local/share/regn/tables/" }

  /// What lies in the folder of imported tables.
  private var stored: [String] { regn.folder.names(in: tables) }

  /// Imports while the server fails in a way.
  private func fetch(
    _ arguments: String..., failing: String = "", onErrors: (String, pid_t) -> Void = { _, _ in }
  ) throws -> ProgramRun {
    let options = failing.isEmpty ? [] : ["--fail", failing]
    return try run(
      "/usr/bin/env",
      ["python3", "-I", "-S", Self.server, "--log", regn.folder("log")] + options
        + ["--", Regn.path, "import", "statbank"] + arguments + ["--wait", "1ms"],
      environment: regn.environment, folder: regn.folder.path, onErrors: onErrors)
  }

  /// The functions that were asked for, one a line.
  private var asked: [String] {
    (regn.folder.read("log") ?? "").split(separator: "\n").map { String($0.prefix { $0 != " " }) }
  }

  // MARK: - What goes well

  /// The answers are the real API's, byte for byte.
  @Test func aRecordedTable() throws {
    let run = try fetch("STRAF42", "HERKOMST1=00", "Tid=2023")
    #expect(run.code == 0)
    #expect(run.output == "imported STRAF42: 1 row, HERKOMST1, HERKOMST1_code, Tid, INDHOLD\n")
    #expect(
      run.errors == """
        note: STRAF42: Decisions, total
        note: left out, so the figures are totals over: OVERTRÆD (type of offence), AFGØRELSE (type of \
        decision), ALDER (age), KØN (sex)
        note: asking for 3 cells (1 row)

        """)
    #expect(stored == ["STRAF42.csv", "STRAF42.source"])
    let rows = try regn("query", "STRAF42", "--format", "csv")
    #expect(rows.output == "HERKOMST1,HERKOMST1_code,Tid,INDHOLD\nTotal,00,2023,233454\n")
    let about = try regn("tables", "STRAF42")
    for text in [
      "STRAF42: 1 row\nDecisions, total\n", "source: Statistics Denmark, STRAF42 (CC BY 4.0)\n",
      "date: updated 2025-03-25; retrieved 20", "note: selection: HERKOMST1=00 Tid=2023\n",
      "note: totals over OVERTRÆD, AFGØRELSE, ALDER, KØN\n", "INDHOLD         int     Number",
      "approximately 330 convictions missing",
    ] { #expect(about.output.contains(text), "\(text) in \(about.output)") }
    #expect(
      try regn("query", "STRAF42 | project INDHOLD").output.contains(
        "Statistics Denmark, STRAF42 (CC BY 4.0)"))
  }

  @Test func inDanish() throws {
    let run = try fetch("straf42", "--variables", "--lang", "da")
    #expect(run.code == 0)
    #expect(run.output.hasPrefix("STRAF42: Strafferetlige afgørelser\n"))
    #expect(
      run.output.contains(
        "\nKØN (køn): TOT (I alt), M (Mænd), K (Kvinder), VIRKSOMHEDER (Virksomheder); may be left out\n"))
    #expect(run.output.contains("\nTid (tid): 30 values: 1995, 1996, 1997 … 2024\n"))
    #expect(stored.isEmpty)
  }

  /// The figures are those of the table that comes with the program.
  @Test func figuresOfManyMunicipalities() throws {
    let run = try fetch("FOLK1A", "OMRÅDE=*", "Tid=*K1", "--name", "people")
    #expect(run.code == 0)
    #expect(run.output.hasPrefix("imported people: 1,176 rows, "))
    let difference = try regn(
      "query",
      """
      people
      | extend year = toint(substring(Tid, 0, 4)), code = OMRÅDE_code
      | join kind=fullouter population on code, year
      | summarize rows = count(), same = countif(INDHOLD == population)
      """, "--format", "csv")
    #expect(difference.output == "rows,same\n1176,1176\n", "\(difference.errors)")
  }

  /// Codes stay text, whichever were chosen.
  @Test func codesAreText() throws {
    #expect(try fetch("FOLK1A", "region=101,Aarhus", "Tid=(1)", "Tid=2015K1").code == 0)
    let rows = try regn("query", "FOLK1A", "--format", "csv")
    #expect(rows.output.hasPrefix("OMRÅDE,OMRÅDE_code,Tid,INDHOLD\nKøbenhavn,101,2015Q1,580184\n"))
    // The last period has no figure here.
    #expect(rows.output.contains("\nKøbenhavn,101,2026Q4,\n"))
    let types = try regn("query", "FOLK1A | getschema | project ColumnName, ColumnType", "--format", "csv")
    #expect(
      types.output
        == "ColumnName,ColumnType\nOMRÅDE,string\nOMRÅDE_code,string\nTid,string\nINDHOLD,int\n")
  }

  /// Whatever the size of the parts, the rows are the same.
  @Test(arguments: ["300", "1000", "3527"])
  func parts(_ cells: String) throws {
    let run = try fetch("FOLK1A", "OMRÅDE=*", "Tid=*K1", "--part-cells", cells)
    #expect(run.code == 0)
    #expect(run.errors.contains(" parts\n"))
    #expect(asked.count > 2)
    let sum = try regn(
      "query", "FOLK1A | where Tid == '2026Q1' | summarize count(), sum(INDHOLD)", "--format", "csv")
    // The country but for Christiansø, as in data/README.md.
    #expect(sum.output == "count_,sum_INDHOLD\n98,6025511\n")
    #expect(stored == ["FOLK1A.csv", "FOLK1A.source"])
  }

  @Test func streamed() throws {
    let run = try fetch(
      "FOLK1A", "OMRÅDE=*", "KØN=TOT", "ALDER=*", "CIVILSTAND=*", "Tid=2026*", "--transfer", "bulk")
    #expect(run.code == 0)
    #expect(regn.folder.read("log")?.contains("\"format\":\"BULK\"") == true)
    #expect(
      run.errors.hasSuffix("note: 294 combinations of values came without a row: there the figure is 0\n"))
    #expect(try regn("tables", "FOLK1A").output.contains("note: 294 combinations of values have no row"))
    let left = try fetch("FOLK1A", "--transfer", "bulk")
    #expect(left.code == 2)
    #expect(
      left.errors.contains("error[RG0650]: --transfer bulk cannot leave out a variable, as here KØN (sex)\n"))
  }

  /// A name given explicitly wins, then what was imported, then what is built in.
  @Test func whichTableANameMeans() throws {
    #expect(try fetch("STRAF42", "HERKOMST1=00", "Tid=2023", "--name", "costs").code == 0)
    #expect(try regn("query", "costs | count", "--format", "csv").output == "Count\n1\n")
    regn.folder.write("two.csv", "n\n1\n2\n")
    #expect(
      try regn("query", "costs | count", "--table", "costs=two.csv", "--format", "csv").output == "Count\n2\n"
    )
    let list = try regn("tables", "--format", "ndjson")
    #expect(
      list.output.contains(
        "{\"table\":\"costs\",\"rows\":1,\"description\":\"Decisions, total\","
          + "\"source\":\"Statistics Denmark\",\"licence\":\"CC BY 4.0\",\"modelled\":false}"))
  }

  @Test func anotherFolder() throws {
    #expect(try fetch("STRAF42", "HERKOMST1=00", "Tid=2023", "--into", "own/tables").code == 0)
    #expect(stored.isEmpty)
    #expect(try regn("query", "STRAF42").code == 1)
    let run = try regn("query", "STRAF42", "--data", "own/tables")
    #expect(run.output.contains("Statistics Denmark, STRAF42 (CC BY 4.0)"))
  }

  // MARK: - What does not

  @Test(arguments: [
    ("500", "RG0653", "the StatBank refuses with status 500"),
    ("404", "RG0653", "the StatBank refuses with status 404"),
    ("redirect", "RG0653", "the StatBank refuses with status 301"),
    ("limit", "RG0653", "the StatBank refuses (400): Forespørgslen på op mod 4.800.600 celler er over"),
    ("down", "RG0652", "takes no connection"), ("cut", "RG0654", "broke off"),
    ("bad-json", "RG0655", "the StatBank's answer cannot be read: the answer about the table is not JSON"),
    ("half", "RG0655", "it ends in the middle of line 1177"),
    ("foreign", "RG0655", "line 1177 has 999 for OMRÅDE, which was not asked for"),
  ])
  func failures(_ kind: String, _ code: String, _ message: String) throws {
    let run = try fetch("FOLK1A", "OMRÅDE=*", "Tid=*K1", failing: kind)
    #expect(run.code == 3)
    #expect(run.output.isEmpty)
    #expect(run.errors.contains("error[\(code)]: "))
    #expect(run.errors.contains(message), "\(run.errors)")
    #expect(stored.isEmpty)
    // What may pass is tried four times, anything else once.
    let passes = ["500", "down", "cut"].contains(kind)
    #expect(
      run.errors.split(separator: "\n").filter { $0.contains("trying again") }.count == (passes ? 3 : 0))
  }

  @Test(arguments: ["500-once", "cut-once"])
  func whatPasses(_ kind: String) throws {
    let run = try fetch("FOLK1A", "OMRÅDE=*", "Tid=2026K1", failing: kind)
    #expect(run.code == 0)
    #expect(run.errors.contains("; trying again in 1 ms (1 of 3)\n"))
    let sum = try regn("query", "FOLK1A | summarize sum(INDHOLD)", "--format", "csv")
    #expect(sum.output == "sum_INDHOLD\n6025511\n")
  }

  @Test func partsThatCameAreKept() throws {
    let cut = try fetch("FOLK1A", "OMRÅDE=*", "Tid=*K1", "--part-cells", "1000", failing: "cut-second")
    #expect(cut.code == 3)
    #expect(cut.errors.contains("note: of 4 parts 1 came and will be used when the import is tried again\n"))
    #expect(stored == ["FOLK1A.part"])
    unlink(regn.folder("log"))
    let again = try fetch("FOLK1A", "OMRÅDE=*", "Tid=*K1", "--part-cells", "1000")
    #expect(again.code == 0)
    #expect(again.errors.contains("note: of 4 parts 1 came earlier and are used\n"))
    #expect(asked == ["tableinfo", "data", "data", "data"])
    #expect(stored == ["FOLK1A.csv", "FOLK1A.source"])
    let sum = try regn("query", "FOLK1A | where Tid == '2026Q1' | summarize sum(INDHOLD)", "--format", "csv")
    #expect(sum.output == "sum_INDHOLD\n6025511\n")
  }

  /// Parts of another selection are not mixed in.
  @Test func partsOfAnotherSelection() throws {
    _ = try fetch("FOLK1A", "OMRÅDE=*", "Tid=*K1", "--part-cells", "1000", failing: "cut-second")
    let other = try fetch("FOLK1A", "OMRÅDE=*", "Tid=2026K1", "--part-cells", "100")
    #expect(other.code == 0)
    #expect(!other.errors.contains("came earlier"))
    #expect(try regn("query", "FOLK1A | count", "--format", "csv").output == "Count\n98\n")
  }

  @Test func aFailureLeavesTheOldTable() throws {
    #expect(try fetch("FOLK1A", "OMRÅDE=101", "Tid=2026K1").code == 0)
    #expect(try fetch("FOLK1A", "OMRÅDE=*", "Tid=2026K1", failing: "cut").code == 3)
    #expect(try regn("query", "FOLK1A | count", "--format", "csv").output == "Count\n1\n")
    #expect(stored == ["FOLK1A.csv", "FOLK1A.source"])
  }

  @Test func controlC() throws {
    var isSent = false
    let run = try fetch("FOLK1A", "OMRÅDE=*", "Tid=*K1", failing: "slow") { errors, process in
      guard errors.contains("asking for"), !isSent else { return }
      isSent = true
      kill(process, SIGINT)
    }
    #expect(run.code == 130)
    #expect(run.errors.hasSuffix("interrupted\n"))
    #expect(run.output.isEmpty)
    #expect(stored.isEmpty)
  }

  @Test func theTimeLimit() throws {
    let run = try fetch("FOLK1A", "OMRÅDE=*", "Tid=*K1", "--timeout", "200ms", failing: "slow")
    #expect(run.code == 3)
    #expect(run.errors.contains("error[RG0602]: the import took longer than the time limit\n"))
    #expect(stored.isEmpty)
  }

  @Test func mistakes() throws {
    let table = try fetch("NOPE")
    #expect(table.code == 3)
    #expect(table.errors.contains("error[RG0653]: the StatBank refuses (400): Tabel findes ikke: "))
    let value = try fetch("FOLK1A", "OMRÅDE=10l", "Tid=(1)")
    #expect(value.code == 2)
    #expect(value.errors.hasPrefix("error[RG0650]: no value 10l of OMRÅDE; did you mean 101?\n"))
    let cells = try fetch("FOLK1A", "OMRÅDE=*", "Tid=*", "--max-cells", "1000")
    #expect(cells.code == 3)
    #expect(cells.errors.contains("error[RG0651]: that would be 14,112 cells, more than --max-cells 1,000\n"))
    let name = try fetch("FOLK1A", "--name", "../x")
    #expect(name.code == 2)
    let address = try regn("import", "statbank", "FOLK1A", "--api", "file:///etc/passwd")
    #expect(address.code == 2)
    let json = try fetch("FOLK1A", "OMRÅDE=10l", "--diagnostics", "json")
    #expect(json.errors.hasPrefix("{\"code\":\"RG0650\","))
    #expect(stored.isEmpty)
  }

  @Test func aStoredTableThatWasChanged() throws {
    #expect(try fetch("STRAF42", "HERKOMST1=00", "Tid=2023").code == 0)
    regn.folder.write(tables + "STRAF42.csv", "HERKOMST1,Tid\n1,2\n")
    #expect(try regn("query", "STRAF42").code == 1)
    let told = try regn("query", "print 1", "--data", regn.folder(tables))
    #expect(told.code == 3)
    #expect(told.errors.contains("error[RG0657]: "))
    #expect(told.errors.contains("STRAF42.csv was changed since it was imported\n"))
  }
}
