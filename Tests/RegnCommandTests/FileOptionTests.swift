import RegnTestSupport
import Testing

/// The options that say how delimited text is read, and `regn tables --why`.
@Suite struct FileOptionTests {
  let regn = Regn()

  private func csv(_ text: String, _ options: String..., query: String = "t") throws -> ProgramRun {
    regn.folder.write("t.csv", text)
    return try regn(["query", query, "--table", "t=t.csv", "--format", "csv"] + options)
  }

  @Test func allText() throws {
    #expect(try csv("a;b\n01;2,5\n", "--all-text").output == "a,b\n01,\"2,5\"\n")
  }

  @Test(arguments: [";", "semicolon"]) func delimiter(name: String) throws {
    #expect(try csv("a,x;b\n1,2;3\n", "--delimiter", name).output == "\"a,x\",b\n1.2,3\n")
  }

  @Test func delimitersOfTwoBytes() throws {
    #expect(try csv("a||b\n1||3\n", "--delimiter", "||").output == "a,b\n1,3\n")
    #expect(try csv("a\tb c\n1\t3 4\n", "--delimiter", "tab").output == "a,b c\n1,3 4\n")
    let wrong = try csv("a\n", "--delimiter", "abcde")
    #expect(wrong.code == 2)
  }

  @Test func header() throws {
    #expect(try csv("1;2\n3;4\n", "--header", "yes").output == "1,2\n3,4\n")
    #expect(try csv("a;b\n3;4\n", "--header", "no").output == "column1,column2\na,b\n3,4\n")
    #expect(try csv("a;b\nx;y\n3;4\n", "--header", "2").output == "a x,b y\n3,4\n")
    #expect(try csv("a;b\n", "--header", "maybe").code == 2)
  }

  @Test func decimal() throws {
    #expect(try csv("a;b\n1.299;x\n", "--decimal", "point").output == "a,b\n1.299,x\n")
    #expect(try csv("a,b\n1.299,x\n", "--decimal", "comma").output == "a,b\n1299,x\n")
  }

  @Test func encoding() throws {
    regn.folder.write("w.csv", Array("k;n\n".utf8) + [0xC3, 0xA6] + Array(";1\n".utf8))
    let run = try regn(
      "query", "t", "--table", "t=w.csv", "--format", "csv", "--encoding", "windows-1252")
    #expect(run.output == "k,n\nÃ¦,1\n")
    #expect(try regn("query", "t", "--table", "t=w.csv", "--encoding", "klingon").code == 2)
  }

  @Test func skip() throws {
    #expect(try csv("x;y\n1;2\na;b\n3;4\n", "--skip", "2").output == "a,b\n3,4\n")
    #expect(try csv("a;b\n", "--skip", "-1").code == 2)
    let beyond = try csv("a;b\n", "--skip", "5")
    #expect(beyond.code == 3)
    #expect(beyond.errors.hasPrefix("error[RG0615]"))
  }

  static let ragged = "a;b\n1;2\n3\n4;5;6\n7;8\n"

  @Test func onError() throws {
    let kept = try csv(Self.ragged)
    #expect(kept.output == "a,b,_extra\n1,2,\n3,,\n4,5,6\n7,8,\n")
    #expect(kept.errors.contains("1 row has fewer fields"))
    #expect(kept.errors.contains("1 row has more fields"))
    #expect(kept.code == 0)
    let stopped = try csv(Self.ragged, "--on-error", "stop")
    #expect(stopped.code == 3)
    #expect(stopped.output.isEmpty)
    #expect(stopped.errors.contains("t.csv:3: 1 field where there are 2 columns"))
    let skipped = try csv(Self.ragged, "--on-error", "skip")
    #expect(skipped.output == "a,b\n1,2\n7,8\n")
    #expect(skipped.errors.contains("2 malformed rows were left out (lines 3, 4)"))
    #expect(skipped.code == 0)
  }

  @Test func theOptionsHoldForFolders() throws {
    regn.folder.write("d/t.csv", "1;2\n3;4\n")
    let run = try regn("query", "t", "--data", "d", "--header", "yes", "--format", "csv")
    #expect(run.output == "1,2\n3,4\n")
  }

  @Test func why() throws {
    regn.folder.write(
      "t.csv", "Udtræk\n\nkode;dato;beløb\n0101;31-12-2024;1.299,50\n0147;01-02-2024;-5,20\n")
    for arguments in [["tables", "t", "--why", "--table", "t=t.csv"], ["tables", "t.csv", "--why"]] {
      let run = try regn(arguments)
      #expect(run.code == 0)
      for text in [
        "encoding   UTF-8: all letters beyond ASCII are valid UTF-8",
        "delimiter  `;`: it scores highest of what was tried",
        "  delimiter `;`, quote `\"`: 3 of 4 lines have 3 fields",
        "header     1 row: the first row holds text over numbers or dates",
        "left out   1 line above the table: `Udtræk`",
        "decimals   after a comma: 1 column can be read with a decimal comma alone",
        "kode: string: `0101` has a leading zero, as codes have",
        "dato: datetime, written dd-mm-yyyy: all of 2 values", "beløb: decimal(2): all of 2 values",
      ] {
        #expect(run.output.contains(text), "\(run.output)")
      }
    }
    let given = try regn(
      "tables", "t.csv", "--why", "--delimiter", ";", "--decimal", "comma", "--header", "1")
    #expect(given.output.contains("delimiter  `;`: you said so"))
    #expect(try regn("tables", "--why").code == 2)
    #expect(try regn("tables", "costs", "--why").output.contains("no file of delimited text"))
  }

  @Test func aFileInThePlaceOfATable() throws {
    regn.folder.write("t.csv", "a;b\n1;2\n")
    let run = try regn("tables", "t.csv")
    #expect(run.output.contains("t.csv: delimiter `;`"))
  }

  @Test func linesLeftOutAreSaid() throws {
    let run = try csv("Titel\n\na;b\n1;2\n3;4\n")
    #expect(run.output == "a,b\n1,2\n3,4\n")
    #expect(
      run.errors
        == "note: t.csv: line 1 stands above the table and is no part of it: `Titel`\n")
  }
}
