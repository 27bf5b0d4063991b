import Glibc
import RegnTestSupport
import Testing

/// What a script of somebody else's can do: read files only where it lies, and no more than it is allowed to.
@Suite struct SafetyTests {
  let regn = Regn()

  /// What stands in a file that a script names.
  private func query(_ path: String) -> String { "externaldata(x: string) ['\(path)']" }

  init() {
    regn.folder.write("secret.csv", "secret\n")
    regn.folder.write("own/near.csv", "near\n")
    regn.folder.write("own/deep/below.csv", "below\n")
    regn.folder.write("ownother/x.csv", "other\n")
    symlink("../secret.csv", regn.folder("own/link.csv"))
    symlink("..", regn.folder("own/up"))
    symlink("deep", regn.folder("own/down"))
    symlink("own", regn.folder("linked"))
  }

  @Test(arguments: [
    ("near.csv", "near"), ("./deep/../near.csv", "near"), ("deep/below.csv", "below"),
    ("down/below.csv", "below"), ("up/own/near.csv", "near"), ("../own/near.csv", "near"),
  ])
  func aScriptReadsBelowItsFolder(path: String, content: String) throws {
    regn.folder.write("own/script.kql", query(path))
    for script in [
      "own/script.kql", "linked/script.kql", regn.folder("own/script.kql"), "own/../own/script.kql",
    ] {
      let run = try regn("run", script, "--format", "csv")
      #expect(
        run.output == "x\n\(content)\n" && run.errors.isEmpty && run.code == 0, "\(script): \(run.errors)")
    }
    #expect(try regn("check", "own/script.kql").code == 0)
    #expect(try regn("explain", "own/script.kql").code == 0)
  }

  @Test(arguments: [
    "../secret.csv", "link.csv", "up/secret.csv", "deep/../../secret.csv", "../ownother/x.csv", "/etc/passwd",
    "/proc/self/environ", "../nowhere.csv", "up/nowhere/x.csv", "nowhere/../../secret.csv", "/", "..",
    "link.csv#Ark1", "up/secret.csv#x", "../secret.csv#", "/etc/passwd#x", "/dev/stdin", "-", "../*.csv",
    "~/secret.csv/../../../secret.csv",
  ])
  func aScriptReadsNothingElse(path: String) throws {
    regn.folder.write("own/script.kql", query(path))
    for command in [["run"], ["check"], ["explain"]] {
      let run = try regn(command[0], "own/script.kql", "--format", "csv", input: "x\n")
      #expect(run.code == 1 && run.output.isEmpty)
      #expect(
        run.errors.hasPrefix(
          "error[RG0216]: \(path) is outside of what a script may read: its own folder, and tables bound\n"),
        "\(command): \(run.errors)")
      #expect(run.errors.contains("^ if you trust the script: --allow-files\n"))
    }
  }

  @Test func anAbsolutePathBelowTheFolder() throws {
    let run = try regn("query", query(regn.folder("own/near.csv")), "--format", "csv")
    #expect(run.output == "x\nnear\n" && run.code == 0)
  }

  @Test func whatIsNotThereBelowTheFolder() throws {
    let run = try regn("query", query("own/nowhere.csv"))
    #expect(run.errors.hasPrefix("error[RG0216]: there is no file own/nowhere.csv\n"))
    #expect(
      try regn("query", query("own/*.csv")).errors.hasPrefix("error[RG0216]: there is no file own/*.csv"))
  }

  @Test func aQueryIsHeldToTheCurrentFolder() throws {
    #expect(try regn("query", query("secret.csv"), "--format", "csv").output == "x\nsecret\n")
    #expect(try regn("--format", "csv", input: query("own/link.csv")).output == "x\nsecret\n")
    #expect(try regn("query", query("/etc/passwd")).code == 1)
    #expect(try regn("query", "-", input: query("../x.csv")).code == 1)
    let terminal = try regn.open()
    terminal.type(query("/etc/passwd") + "\r")
    try terminal.expect("/etc/passwd is outside of what a script may read")
  }

  @Test func whatTheUserNamesIsAllowed() throws {
    regn.folder.write("own/script.kql", query("../secret.csv"))
    #expect(try regn("run", "own/script.kql", "--allow-files", "--format", "csv").output == "x\nsecret\n")
    #expect(try regn("check", "own/script.kql", "--allow-files").code == 0)
    let bound = try regn("run", "own/script.kql", "--table", "s=secret.csv", "--format", "csv")
    #expect(bound.output == "x\nsecret\n")
    #expect(try regn("run", "own/script.kql", "--table", "s=*.csv").code == 0)
    #expect(try regn("run", "own/script.kql", "--data", ".").code == 0)
    #expect(try regn("run", "own/script.kql", "--data", "ownother").code == 1)
    #expect(try regn("run", "own/script.kql", "--table", "s=own/link.csv").code == 0)
  }

  @Test func nothingIsFetched() throws {
    let run = try regn("query", query("https://localhost/x.csv"), "--allow-files")
    #expect(
      run.errors.hasPrefix(
        "error[RG0216]: Regn fetches nothing from the network, and https:// is an address there\n"))
    #expect(run.code == 1)
  }

  @Test func aScriptLowersLimitsOnly() throws {
    let endless = "range x from 1 to 100000000000 step 1 | summarize sum(x)"
    let lowered = try regn("query", "set servertimeout = 20ms; " + endless, "--timeout", "1h")
    #expect(lowered.errors.contains("error[RG0602]"))
    #expect(lowered.errors.contains("the script itself lowers this limit by `set`"))
    #expect(lowered.code == 3)
    let raised = try regn("query", "set query_timeout = 1h; " + endless, "--timeout", "20ms")
    #expect(
      raised.errors.hasPrefix(
        "note[RG0315]: query_timeout asks for more than the time limit of 20 ms, "
          + "which stays: a script can only lower it\n  <query>:1:21\n"))
    #expect(raised.errors.contains("^^ to raise it: --timeout\n"))
    #expect(raised.errors.contains("error[RG0602]"))
    #expect(raised.code == 3)
  }

  @Test func cellsThatLookLikeFormulas() throws {
    let query = "print a = '=1+1', b = '-5', c = '@x', d = -5, e = '\\t1'"
    #expect(
      try regn("query", query, "--csv-safe", "--format", "csv").output == "a,b,c,d,e\n'=1+1,-5,'@x,-5,'\t1\n")
    #expect(try regn("query", query, "--csv-safe", "--format", "tsv", "--output", "out.tsv").code == 0)
    #expect(regn.folder.read("out.tsv") == "a\tb\tc\td\te\n'=1+1\t-5\t'@x\t-5\t\"'\t1\"\n")
    #expect(try regn("query", query, "--format", "csv").output == "a,b,c,d,e\n=1+1,-5,@x,-5,\t1\n")
    let terminal = try regn.open("--csv-safe")
    terminal.type("print a = '=1+1', b = '-5'\r")
    try terminal.expect("1 row")
    terminal.type(".save out.csv\r")
    try terminal.expect("1 row written to out.csv")
    #expect(regn.folder.read("out.csv") == "a,b\n'=1+1,-5\n")
  }
}
