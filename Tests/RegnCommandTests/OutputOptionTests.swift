import Glibc
import RegnTestSupport
import Testing

/// `--output`: a file is complete or untouched; pipes and devices are written directly.
@Suite struct OutputOptionTests {
  let regn = Regn()

  @Test func aNewFile() throws {
    let run = try regn("query", "print x = 1", "--format", "csv", "--output", "out.csv")
    #expect(run.output.isEmpty && run.errors.isEmpty)
    #expect(run.code == 0)
    #expect(regn.folder.read("out.csv") == "x\n1\n")
    #expect(regn.folder.names == ["out.csv"])
  }

  @Test func aFileIsReplaced() throws {
    regn.folder.write("out.csv", "old\n", mode: 0o640)
    #expect(try regn("query", "print x = 1", "--format", "csv", "--output", "out.csv").code == 0)
    #expect(regn.folder.read("out.csv") == "x\n1\n")
    var status = stat()
    stat(regn.folder("out.csv"), &status)
    #expect(status.st_mode & 0o777 == 0o640)
  }

  @Test func aLinkStaysALink() throws {
    regn.folder.write("real/out.csv", "old\n")
    symlink("real/out.csv", regn.folder("out.csv"))
    #expect(try regn("query", "print x = 1", "--format", "csv", "--output", "out.csv").code == 0)
    #expect(regn.folder.read("real/out.csv") == "x\n1\n")
    var status = stat()
    lstat(regn.folder("out.csv"), &status)
    #expect(status.st_mode & S_IFMT == S_IFLNK)
  }

  @Test(arguments: [
    ("print x = ", 1), ("costs | where nosuch == 1", 1),
    ("print x = 1; range x from 1 to 100000 step 1 | summarize make_list(x)", 3),
  ])
  func aFailureLeavesTheFileAsItWas(query: String, code: Int32) throws {
    regn.folder.write("out.csv", "old\n")
    let run = try regn("query", query, "--output", "out.csv", "--memory-limit", "100KB")
    #expect(run.code == code)
    #expect(regn.folder.read("out.csv") == "old\n")
    #expect(regn.folder.names == ["out.csv"])
  }

  @Test func aWorkbook() throws {
    let run = try regn("query", "print x = 1, y = 'æ'", "--format", "xlsx", "--output", "out.xlsx")
    #expect(run.output.isEmpty && run.errors.isEmpty && run.code == 0)
    let read = try regn("query", "t", "--table", "t=out.xlsx", "--format", "csv")
    #expect(read.output == "x,y\n1,æ\n" && read.errors.isEmpty)
    // Through a pipe it is bytes; what has no room leaves the file as it was.
    #expect(try regn("query", "print x = 1", "--format", "xlsx").output.hasPrefix("PK\u{3}\u{4}"))
    let text = "print t = strrep(strrep('x', 1000), 40)"
    let long = try regn("query", text, "--format", "xlsx", "--output", "out.xlsx")
    #expect(long.code == 3)
    #expect(
      long.errors.hasPrefix("error[RG0630]: a cell has room for 32,767 characters; t in row 2 has 40000"))
    #expect(try regn("query", "t", "--table", "t=out.xlsx", "--format", "csv").output == "x,y\n1,æ\n")
  }

  @Test func aWorkbookOnATerminal() throws {
    let terminal = try PseudoTerminal(
      Regn.path, ["query", "print x = 1", "--format", "xlsx"], environment: regn.environment,
      folder: regn.folder.path)
    try terminal.expect("a terminal cannot show xlsx, which is no text")
    #expect(try terminal.finish() == .exited(2))
  }

  @Test func aDevice() throws {
    let run = try regn("query", "print x = 1", "--output", "/dev/full")
    #expect(run.errors == "error[RG0630]: /dev/full cannot be written: No space left on device\n")
    #expect(run.code == 3)
    #expect(try regn("query", "print x = 1", "--output", "/dev/null").code == 0)
  }

  @Test func aFolder() throws {
    mkdir(regn.folder("folder"), 0o700)
    let run = try regn("query", "print x = 1", "--output", "folder")
    #expect(run.errors == "error[RG0630]: folder cannot be written: Is a directory\n")
    #expect(run.code == 3)
    let nowhere = try regn("query", "print x = 1", "--output", "nowhere/out.csv")
    #expect(nowhere.errors == "error[RG0630]: nowhere/out.csv cannot be written: No such file or directory\n")
    #expect(nowhere.code == 3)
  }

  @Test func aPipe() throws {
    mkfifo(regn.folder("pipe"), 0o600)
    let reading = open(regn.folder("pipe"), O_RDONLY | O_NONBLOCK | O_CLOEXEC)
    defer { close(reading) }
    #expect(try regn("query", "print x = 1", "--format", "csv", "--output", "pipe").code == 0)
    var bytes = [UInt8](repeating: 0, count: 64)
    let count = read(reading, &bytes, bytes.count)
    #expect(String(decoding: bytes.prefix(max(0, count)), as: UTF8.self) == "x\n1\n")
    #expect(regn.folder.names == ["pipe"])
  }

  @Test func otherCommandsToo() throws {
    #expect(try regn("tables", "--output", "tables.txt").output.isEmpty)
    #expect(regn.folder.read("tables.txt")?.contains("municipalities") == true)
    #expect(try regn("explain", "costs | count", "--output", "plan.txt").output.isEmpty)
    #expect(regn.folder.read("plan.txt")?.contains("scan costs") == true)
  }

  @Test func parquetIsReadAgain() throws {
    let query =
      "costs | where year == 2024 | top 3 by amount | project code, amount, at = datetime(2024-12-31)"
    let written = try regn("query", query, "--format", "parquet", "--output", "out.parquet")
    #expect(written.output.isEmpty && written.errors.isEmpty)
    let direct = try regn("query", query, "--format", "csv")
    #expect(try regn("query", "--table", "t=out.parquet", "t", "--format", "csv").output == direct.output)
    #expect(try regn("tables", "t", "--table", "t=out.parquet").output.contains("licence: CC BY 4.0"))
  }

  @Test func parquetHoldsOneResult() throws {
    let run = try regn("query", "print a = 1; print b = 2", "--format", "parquet", "--output", "out.parquet")
    #expect(
      run.errors
        == """
        error[RG0630]: a Parquet file holds one table, and there is a second result, Table_1
          write one result a file: name the others with let, or run them on their own

        """)
    #expect(run.code == 3)
    #expect(regn.folder.names.isEmpty)
  }

  @Test func parquetIsNotForATerminal() throws {
    for arguments in [["query", "print a = 1", "--format", "parquet"], ["--format", "parquet"]] {
      let terminal = try PseudoTerminal(
        Regn.path, arguments, environment: regn.environment, folder: regn.folder.path)
      try terminal.expect("a terminal cannot show parquet, which is no text")
      #expect(try terminal.finish() == .exited(2))
    }
  }
}
