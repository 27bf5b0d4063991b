import Foundation
import RegnTestSupport
import Testing

/// `regn check`, `regn format` and `regn explain`.
@Suite struct ScriptCommandTests {
  let regn = Regn()

  // MARK: - check

  @Test func checkingScripts() throws {
    regn.folder.write("good.kql", "#!/usr/bin/env -S regn run\ncosts | where year == 2024 | count\n")
    regn.folder.write("wrong.kql", "costs | wher year == 2024\n")
    regn.folder.write("doubtful.kql", "costs | where municipality == 'Århus'\n")
    let good = try regn("check", "good.kql")
    #expect(good.output.isEmpty && good.errors.isEmpty)
    #expect(good.code == 0)
    let all = try regn("check", "good.kql", "wrong.kql", "doubtful.kql")
    #expect(all.output.isEmpty)
    #expect(all.errors.contains("wrong.kql:1:9") && all.errors.contains("doubtful.kql:1:31"))
    #expect(all.code == 1)
    #expect(try regn("check", "doubtful.kql").code == 1)
  }

  @Test func checkingStandardInputRunsNothing() throws {
    let endless = "range x from 1 to 1000000000000 step 1 | summarize sum(x)"
    #expect(try regn("check", "-", input: endless).code == 0)
    let wrong = try regn("check", "-", input: "costs | take")
    #expect(wrong.errors.contains("<query>:1:"))
    #expect(wrong.code == 1)
  }

  @Test func checkingKnowsTheTables() throws {
    regn.folder.write("t.csv", "a\n1\n")
    #expect(try regn("check", "-", "--table", "t=t.csv", input: "t | where a == 1").code == 0)
    let json = try regn(
      "check", "-", "--table", "t=t.csv", "--diagnostics", "json", input: "t | where b == 1")
    #expect(json.errors.hasPrefix("{\"code\":\"RG0204\""))
    #expect(json.code == 1)
  }

  // MARK: - format

  static let untidy = "costs|where year==2024 // the latest\n|summarize sum( amount )by municipality"
  static let tidy = """
    costs
    | where year == 2024  // the latest
    | summarize sum(amount) by municipality

    """

  @Test func layingOut() throws {
    regn.folder.write("untidy.kql", Self.untidy)
    let run = try regn("format", "untidy.kql")
    #expect(run.output == Self.tidy)
    #expect(run.errors.isEmpty)
    #expect(run.code == 0)
    #expect(regn.folder.read("untidy.kql") == Self.untidy)
    #expect(try regn("format", "-", input: Self.untidy).output == Self.tidy)
  }

  @Test func checkingTheLayout() throws {
    regn.folder.write("untidy.kql", Self.untidy)
    regn.folder.write("tidy.kql", Self.tidy)
    let run = try regn("format", "--check", "tidy.kql", "untidy.kql")
    #expect(run.output == "untidy.kql\n")
    #expect(run.code == 1)
    #expect(regn.folder.read("untidy.kql") == Self.untidy)
    let tidy = try regn("format", "--check", "tidy.kql")
    #expect(tidy.output.isEmpty)
    #expect(tidy.code == 0)
  }

  @Test func layingOutInPlace() throws {
    regn.folder.write("untidy.kql", Self.untidy)
    regn.folder.write("wrong.kql", "costs | wher x\n")
    let run = try regn("format", "--in-place", "wrong.kql", "untidy.kql")
    #expect(run.output.isEmpty)
    #expect(run.errors.contains("wrong.kql:1:9"))
    #expect(run.code == 1)
    #expect(regn.folder.read("untidy.kql") == Self.tidy)
    #expect(regn.folder.read("wrong.kql") == "costs | wher x\n")
    #expect(regn.folder.names == ["untidy.kql", "wrong.kql"])
  }

  @Test func aMistakeKeepsItsStatementAsItIs() throws {
    let script = "let a=1;\ncosts|wher  x;\ncosts|take   a"
    let laidOut = "let a = 1;\ncosts|wher  x;\ncosts\n| take a\n"
    let run = try regn("format", "-", input: script)
    #expect(run.output == laidOut)
    #expect(run.errors.contains("<query>:2:7"))
    #expect(run.code == 1)
    regn.folder.write("mixed.kql", script)
    #expect(try regn("format", "--in-place", "mixed.kql").code == 1)
    #expect(regn.folder.read("mixed.kql") == laidOut)
    // Nothing would change any more; the mistake is still one.
    let check = try regn("format", "--check", "mixed.kql")
    #expect(check.output.isEmpty && check.errors.contains("mixed.kql:2:7"))
    #expect(check.code == 1)
  }

  @Test func whatRegnDoesNotHaveIsLaidOutWithoutComplaint() throws {
    let run = try regn(
      "format", "-", input: "T|make-graph a-->b|graph-match (x)-[e]->(y) project x.a;.show  tables")
    #expect(
      run.output == """
        T
        | make-graph a --> b
        | graph-match (x)-[e]->(y) project x.a;
        .show  tables

        """)
    #expect(run.errors.isEmpty)
    #expect(run.code == 0)
  }

  @Test func theOtherFilesAreLaidOutWhenOneCannotBeRead() throws {
    regn.folder.write("untidy.kql", Self.untidy)
    let run = try regn("format", "--in-place", "missing.kql", ".", "untidy.kql")
    #expect(run.output.isEmpty)
    #expect(run.errors.contains("there is no file missing.kql"))
    #expect(run.errors.contains(". is a folder, not a script"))
    #expect(run.code == 3)
    #expect(regn.folder.read("untidy.kql") == Self.tidy)
  }

  @Test func aFileThatIsNotUTF8IsLeftAsItIs() throws {
    let bytes = "costs|take 1 // \u{E6}blegr\u{F8}d".unicodeScalars.map { UInt8($0.value) }
    let path = regn.folder.write("latin1.kql", bytes)
    let run = try regn("format", "--in-place", "latin1.kql")
    #expect(run.errors.contains("this byte is not UTF-8") && run.errors.contains("latin1.kql:1:17"))
    #expect(run.code == 1)
    #expect(try [UInt8](Data(contentsOf: URL(filePath: path))) == bytes)
  }

  @Test func aFirstLineForTheShellStays() throws {
    let script = "#!/usr/bin/env -S regn run\nprint 1\n"
    #expect(try regn("format", "-", input: script).output == script)
  }

  // MARK: - explain

  @Test func explaining() throws {
    let query = "costs | where year == 2024 | summarize sum(amount) by municipality | top 3 by sum_amount"
    let run = try regn("explain", query)
    #expect(run.output.hasPrefix("top 3 by sum_amount desc\n"))
    #expect(run.output.contains("scan costs [") && run.output.contains("rewrites: "))
    #expect(!run.output.contains("measured"))
    #expect(run.code == 0)
    regn.folder.write("q.kql", query)
    #expect(try regn("explain", "q.kql").output == run.output)
    #expect(try regn("explain", "-", input: query).output == run.output)
  }

  @Test func explainingAndMeasuring() throws {
    let run = try regn(
      "explain", "costs | where year == 2024 | summarize sum(amount) by municipality", "--analyze")
    let measured = run.output.split(separator: "\n").drop { $0 != "measured:" }.dropFirst()
    #expect(measured.count == 5)
    for (line, start) in zip(measured, ["  5586 rows ", "  2450 rows ", "    98 rows ", "    98 rows "]) {
      #expect(line.hasPrefix(start))
      #expect(line.contains(" s  "))
    }
    #expect(measured.last?.hasPrefix("  98 rows in 0.") == true)
    #expect(run.code == 0)
  }

  @Test func explainingWhatIsWrong() throws {
    let run = try regn("explain", "costs | wher x")
    #expect(run.output.isEmpty)
    #expect(run.errors.hasPrefix("error[RG0103]"))
    #expect(run.code == 1)
    let limited = try regn(
      "explain", "range x from 1 to 1000000000000 step 1 | count", "--analyze", "--timeout", "20ms")
    #expect(limited.output.isEmpty)
    #expect(limited.errors.hasPrefix("error[RG0602]"))
    #expect(limited.code == 3)
  }

  @Test func measuringAFileWhoseColumnsTurnOutWider() throws {
    // The sample holds numbers alone; a word comes far behind it.
    let rows = String(repeating: "12345\n", count: 100_000)
    regn.folder.write("t.csv", "n\n" + rows + "many\n")
    let run = try regn("explain", "t | summarize dcount(n)", "--analyze", "--table", "t=t.csv")
    #expect(run.output.contains("100001 rows"))
    #expect(run.code == 0)
  }
}
