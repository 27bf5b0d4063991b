import Glibc
import RegnTestSupport
import Testing

/// `regn query`, `regn run` and a script on standard input: results, formats, parameters, limits, statuses.
@Suite struct QueryCommandTests {
  let regn = Regn()

  // MARK: - Where the text comes from

  @Test func aQueryAsText() throws {
    let run = try regn("query", "print x = 1 + 1", "--format", "csv")
    #expect(run.output == "x\n2\n")
    #expect(run.errors.isEmpty)
    #expect(run.code == 0)
  }

  @Test func aQueryOnStandardInput() throws {
    let run = try regn("query", "-", "--format", "csv", input: "print x = 'Ærø'\n")
    #expect(run.output == "x\nÆrø\n")
    #expect(run.code == 0)
  }

  @Test func aScriptOnStandardInputAlone() throws {
    let run = try regn("--format", "csv", input: "let a = 20;\nprint x = a + 1;\nprint y = a + 2")
    #expect(run.output == "x\n21\n\ny\n22\n")
    #expect(run.code == 0)
  }

  @Test func aSavedScript() throws {
    regn.folder.write(
      "two.kql", "// to and fro\nlet a = 2;\nlet a = a * 3; // the later one counts\nprint x = a\n")
    let run = try regn("run", "two.kql", "--format", "csv")
    #expect(run.output == "x\n6\n")
    #expect(run.code == 0)
  }

  @Test func aFirstLineForTheShell() throws {
    // The line as it stands in a script, but with the path of the program.
    let path = regn.folder.write(
      "ask", "#!/usr/bin/env -S \(Regn.path) run\nprint x = 7\n", mode: 0o700)
    let run = try RegnTestSupport.run(
      path, ["--format", "csv"], environment: regn.environment, folder: regn.folder.path)
    #expect(run.output == "x\n7\n")
    #expect(run.code == 0)
  }

  @Test func optionsMayStandBeforeTheCommand() throws {
    #expect(try regn("--format", "csv", "query", "print x = 1").output == "x\n1\n")
  }

  @Test(arguments: ["", "// nothing but words\n", "let x = 1"]) func aScriptWithoutAQuery(text: String) throws
  {
    let run = try regn("query", "-", input: text)
    #expect(run.output.isEmpty)
    #expect(run.errors == "note: the script holds no query, so there is no result\n")
    #expect(run.code == 0)
  }

  // MARK: - Formats

  static let answers: [(String, String)] = [
    (
      "table",
      """
      ┌───┬─────┐
      │ n │ s   │
      ├───┼─────┤
      │ 1 │ a,b │
      └───┴─────┘
      1 row

      """
    ), ("csv", "n,s\n1,\"a,b\"\n"), ("tsv", "n\ts\n1\ta,b\n"), ("json", "[{\"n\":1,\"s\":\"a,b\"}]\n"),
    ("ndjson", "{\"n\":1,\"s\":\"a,b\"}\n"), ("markdown", "| n | s |\n| ---: | --- |\n| 1 | a,b |\n"),
    (
      "kusto",
      """
      {"Tables":[{"TableName":"Table_0","Columns":[{"ColumnName":"n","DataType":"Int64","ColumnType":"long"},\
      {"ColumnName":"s","DataType":"String","ColumnType":"string"}],"Rows":[[1,"a,b"]]}]}

      """
    ),
  ]

  @Test(arguments: answers) func aFormat(name: String, answer: String) throws {
    let run = try regn("query", "print n = 1, s = 'a,b'", "--format", name)
    #expect(run.output == answer)
    #expect(run.code == 0)
  }

  @Test func html() throws {
    let run = try regn("query", "print n = '<b>'", "--format", "html")
    #expect(run.output.hasPrefix("<!DOCTYPE html>"))
    #expect(run.output.contains("&lt;b&gt;") && !run.output.contains("<b>"))
    #expect(run.output.hasSuffix("</html>\n"))
  }

  @Test func theTableIsCutAsSaidAndOtherFormatsNever() throws {
    let table = try regn("query", "range x from 1 to 150 step 1", "--max-rows", "2")
    #expect(table.output.hasSuffix("│ 2 │\n└───┘\n… 148 more rows; --max-rows 150 shows them\n150 rows\n"))
    let csv = try regn("query", "range x from 1 to 150 step 1", "--max-rows", "2", "--format", "csv")
    #expect(csv.output.split(separator: "\n").count == 151)
    let unasked = try regn("query", "range x from 1 to 150 step 1")
    #expect(unasked.output.contains("… 50 more rows"))
  }

  @Test func danishNumbers() throws {
    let query = "print a = 1234567.5, b = 'x;y', c = dynamic([1.5])"
    let csv = try regn("query", query, "--format", "csv", "--locale", "da")
    #expect(csv.output == "a;b;c\n1234567,5;\"x;y\";[1.5]\n")
    #expect(try regn("query", query, "--locale", "da").output.contains("1.234.567,5"))
    #expect(try regn("query", query, "--format", "html", "--locale", "da").output.contains("1.234.567,5"))
  }

  @Test func csvThatASpreadsheetCannotTakeForFormulas() throws {
    let query = "print a = '=1+1', b = '+x', c = '-5', d = '@x', e = '-x', f = 'x'"
    let safe = try regn("query", query, "--format", "csv", "--csv-safe")
    #expect(safe.output == "a,b,c,d,e,f\n'=1+1,'+x,-5,'@x,'-x,x\n")
    #expect(try regn("query", query, "--format", "csv").output == "a,b,c,d,e,f\n=1+1,+x,-5,@x,-x,x\n")
  }

  @Test func colours() throws {
    #expect(!(try regn("query", "print 1").output.contains("\u{1B}")))
    #expect(try regn("query", "print 1", "--color", "always").output.contains("\u{1B}[1mprint_0\u{1B}[0m"))
    let wrong = try regn("query", "nosuch", "--color", "always")
    #expect(wrong.errors.hasPrefix("\u{1B}[1;31merror[RG0201]\u{1B}[0m"))
    #expect(!(try regn("query", "nosuch").errors.contains("\u{1B}")))
  }

  // MARK: - Parameters

  @Test func parameters() throws {
    regn.folder.write(
      "p.kql",
      "declare query_parameters(y: long = 2024, name: string = 'Aarhus');\nprint y = y, name = name\n")
    #expect(try regn("run", "p.kql", "--format", "csv").output == "y,name\n2024,Aarhus\n")
    #expect(
      try regn("run", "p.kql", "--format", "csv", "--param", "y=2018", "--param", "name=a=b").output
        == "y,name\n2018,a=b\n")
    #expect(try regn("run", "p.kql", "--format", "csv", "--", "y=7", "name=Ærø").output == "y,name\n7,Ærø\n")
    let text = "declare query_parameters(x: real); print x * 2"
    #expect(try regn("query", text, "--param", "x=1.5", "--format", "csv").output == "print_0\n3\n")
  }

  @Test func aParameterOfAnotherType() throws {
    let run = try regn(
      "query", "declare query_parameters(y: long); print y", "--param", "y=many", "--format", "csv")
    #expect(run.output.isEmpty)
    #expect(run.errors.contains("the value \"many\" of parameter y is not a long"))
    #expect(run.code == 1)
  }

  @Test func aParameterWithoutAValue() throws {
    let run = try regn("query", "declare query_parameters(y: long); print y")
    #expect(run.errors.contains("parameter y has no value") && run.errors.contains("--param y=…"))
    #expect(run.code == 1)
  }

  @Test func aParameterThatIsNotDeclared() throws {
    let script = "declare query_parameters(year: long = 2024); print year"
    let near = try regn("query", script, "--param", "yaer=2018")
    #expect(near.output.isEmpty)
    #expect(near.errors == "error[RG0632]: the script declares no parameter yaer\n  did you mean year?\n")
    #expect(near.code == 2)
    #expect(try regn("query", script, "--param", "xyz=1").errors.contains("it declares year"))
    #expect(try regn("query", "print 1", "--param", "xyz=1").code == 2)
  }

  // MARK: - What is said, and where

  @Test func wrongQueriesPrintNothingButDiagnostics() throws {
    let run = try regn("query", "print 1; costs | where municpality == 'Aarhus'")
    #expect(run.output.isEmpty)
    #expect(
      run.errors == """
        error[RG0204]: no column named `municpality` in costs
          <query>:1:24
        1 | print 1; costs | where municpality == 'Aarhus'
          |                        ^^^^^^^^^^^ did you mean `municipality`?

        """)
    #expect(run.code == 1)
  }

  @Test func diagnosticsNameTheScript() throws {
    regn.folder.write("wrong.kql", "costs\n| count\n| summarise sum(amount)\n")
    let run = try regn("run", "wrong.kql")
    #expect(run.errors.contains("  wrong.kql:3:3\n"))
    #expect(run.code == 1)
  }

  @Test func diagnosticsAsJSON() throws {
    let run = try regn("query", "costs\n| where år == 1 | wher true", "--diagnostics", "json")
    #expect(run.output.isEmpty)
    let lines = run.errors.split(separator: "\n")
    #expect(lines.count == 2)
    #expect(lines.allSatisfy { $0.hasPrefix("{\"code\":\"RG0") && $0.hasSuffix("}") })
    #expect(
      lines[0].contains(
        "\"severity\":\"error\",\"message\":\"no column named `år` in costs\",\"file\":\"<query>\","
          + "\"start\":{\"line\":2,\"column\":9},\"end\":{\"line\":2,\"column\":11}"))
    #expect(lines[1].contains("\"fixes\":[{\"title\":\"write `where`\",\"edits\":[{"))
    #expect(run.code == 1)
  }

  @Test func failuresAsJSON() throws {
    let run = try regn(
      "query", "print 1;\nrange x from 1 to 9 step 1 | summarize make_list(x)", "--memory-limit", "1B",
      "--diagnostics", "json", "--format", "csv")
    #expect(run.errors.hasPrefix("{\"code\":\"RG0603\",\"severity\":\"error\",\"message\":\"the query needs"))
    #expect(run.errors.contains("\"file\":\"<query>\",\"start\":{\"line\":1,\"column\":1}"))
    #expect(run.code == 3)
    let missing = try regn("query", "t", "--table", "t=none.csv", "--diagnostics", "json")
    #expect(missing.errors.hasPrefix("{\"code\":\"RG0610\",\"severity\":\"error\""))
  }

  @Test func times() throws {
    regn.folder.write("ledger.csv", "konto;beløb\n5.25;1,5\n5.30;2,5\n")
    let run = try regn(
      "query", "ledger | count; print 1", "--table", "ledger=ledger.csv", "--preload", "--timing", "--format",
      "csv")
    #expect(run.output == "Count\n2\n\nprint_0\n1\n")
    let lines = run.errors.split(separator: "\n")
    #expect(lines.count == 3)
    for (line, start) in zip(
      lines, ["loaded ledger: 2 rows in ", "result 1: 1 rows in ", "result 2: 1 rows in "])
    {
      #expect(line.hasPrefix(start) && line.hasSuffix(" s"))
      let seconds = line.dropFirst(start.count).dropLast(2)
      #expect(Double(seconds) != nil && (seconds.split(separator: ".").last?.count ?? 0) >= 3)
    }
    #expect(try regn("query", "print 1").errors.isEmpty)
  }

  @Test func readersOfAPipeMayLeave() throws {
    let query = "range x from 1 to 3000000 step 1"
    for format in ["csv", "json", "html"] {
      let run = try regn("query", query, "--format", format, output: .closedPipe(after: 1))
      #expect(run.errors.isEmpty)
      #expect(run.code == 0)
    }
    let tables = try regn("tables", output: .closedPipe(after: 0))
    #expect(tables.errors.isEmpty && tables.code == 0)
  }

  @Test func aFullDeviceIsAFailure() throws {
    for arguments in [
      ["query", "print 1"], ["tables"], ["explain", "costs"], ["--help"], ["completions", "zsh"],
    ] {
      let run = try RegnTestSupport.run(
        Regn.path, arguments, environment: regn.environment, output: .path("/dev/full"))
      #expect(run.errors == "error[RG0630]: standard output cannot be written: No space left on device\n")
      #expect(run.code == 3)
    }
  }

  @Test func noStandardOutput() throws {
    let run = try regn("query", "print 1", output: ProgramOutput.none)
    #expect(run.errors.hasPrefix("error[RG0630]: standard output cannot be written"))
    #expect(run.code == 3)
  }

  // MARK: - Limits and interruption

  @Test func aTimeLimit() throws {
    let run = try regn("query", "range x from 1 to 1000000000000 step 1 | count", "--timeout", "50ms")
    #expect(run.output.isEmpty)
    #expect(run.errors.hasPrefix("error[RG0602]: the query took longer than the time limit\n"))
    #expect(run.code == 3)
  }

  @Test func aMemoryLimit() throws {
    let run = try regn(
      "query", "range x from 1 to 10000000 step 1 | summarize make_list(x)", "--memory-limit", "1.5MB")
    #expect(run.output.isEmpty)
    #expect(run.errors.hasPrefix("error[RG0603]: the query needs more than the memory limit of 1.5 MB\n"))
    #expect(run.code == 3)
  }

  @Test func oneThreadOrMore() throws {
    let query = "range x from 1 to 300000 step 1 | summarize sum(x) by x % 3 | sort by Column1 asc"
    let one = try regn("query", query, "--threads", "1", "--format", "csv")
    let many = try regn("query", query, "--threads", "4", "--format", "csv")
    #expect(one.code == 0)
    #expect(one.output == many.output)
  }

  @Test func controlC() throws {
    regn.folder.write("t.csv", "a\n1\n")
    var isSent = false
    let run = try regn(
      "query", "t; range x from 1 to 1000000000000 step 1 | summarize sum(x)", "--table", "t=t.csv",
      "--preload", "--timing", "--output", "out.csv", "--format", "csv"
    ) { errors, process in
      // The first result was said: the second statement runs, or is about to.
      if errors.contains("result 1"), !isSent {
        isSent = true
        kill(process, SIGINT)
      }
    }
    #expect(run.errors.hasSuffix("interrupted\n"))
    #expect(run.code == 130)
    #expect(regn.folder.names == ["t.csv"])
  }

  // MARK: - Hostile text

  @Test func aQueryCutOffInAString() throws {
    let run = try regn("query", "costs | where municipality == \"Aar")
    #expect(run.output.isEmpty)
    #expect(run.errors.hasPrefix("error[RG0001]: this string is not closed on its line\n"))
    #expect(run.errors.split(separator: "\n").filter { $0.contains("[RG") }.count == 1)
    #expect(run.code == 1)
  }

  @Test(arguments: ["(", "[", "{", "costs | where ((", "print toscalar("])
  func twentyThousandBrackets(text: String) throws {
    let run = try regn("query", "-", input: text + String(repeating: String(text.suffix(1)), count: 20_000))
    #expect(run.output.isEmpty)
    #expect(run.errors.hasPrefix("error[RG"))
    #expect(run.errors.utf8.count < 10_000)
    #expect(run.code == 1)
  }

  @Test func bytesThatAreNoText() throws {
    let run = try RegnTestSupport.run(
      Regn.path, ["query", "-"], input: [0x70, 0xFF, 0x00, 0xC3, 0x28, 0x1B], environment: regn.environment)
    #expect(run.output.isEmpty)
    #expect(!run.errors.contains("\u{1B}") && !run.errors.contains("\0"))
    #expect(run.code == 1)
  }

  // MARK: - Scripts that cannot be read

  @Test func scriptsThatCannotBeRead() throws {
    mkdir(regn.folder("folder"), 0o700)
    for (path, message) in [
      ("none.kql", "error[RG0611]: there is no file none.kql\n  check the path's spelling\n"),
      ("folder", "error[RG0611]: folder is a folder, not a script\n  name one of the .kql files in it\n"),
      ("/proc/self/mem", "error[RG0611]: /proc/self/mem cannot be read: Input/output error\n"),
    ] {
      for command in ["run", "check", "format"] {
        let run = try regn(command, path)
        #expect(run.output.isEmpty)
        #expect(run.errors == message)
        #expect(run.code == 3)
      }
    }
  }

  @Test(.enabled(if: geteuid() != 0, "who may read everything meets no refusal"))
  func aScriptThatMayNotBeRead() throws {
    regn.folder.write("secret.kql", "print 1", mode: 0)
    let run = try regn("run", "secret.kql")
    #expect(run.errors == "error[RG0611]: secret.kql cannot be read: Permission denied\n")
    #expect(run.code == 3)
  }
}
