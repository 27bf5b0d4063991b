import Foundation
import Glibc
import RegnTestSupport
import Testing

/// `--table`, `--data`, `--preload` and `regn tables`.
@Suite struct TableOptionTests {
  let regn = Regn()

  init() {
    regn.folder.write("ledger.csv", "kommune;konto;beløb\n0751 Aarhus;5.25;1.299,50\n0492 Ærø;5.30;-5,20\n")
  }

  @Test func aFile() throws {
    let run = try regn("query", "l | project konto, beløb", "--table", "l=ledger.csv", "--format", "csv")
    #expect(run.output == "konto,beløb\n5.25,1299.50\n5.30,-5.20\n")
    #expect(run.errors.isEmpty)
    #expect(run.code == 0)
  }

  @Test func aPattern() throws {
    regn.folder.write("y2023.csv", "n\n1\n2\n")
    regn.folder.write("y2024.csv", "n\n3\n")
    let run = try regn("query", "y | summarize count(), sum(n)", "--table", "y=y20*.csv", "--format", "csv")
    #expect(run.output == "count_,sum_n\n3,6\n")
    #expect(run.code == 0)
    let none = try regn("query", "y", "--table", "y=x*.csv")
    #expect(none.errors.hasPrefix("error[RG06"))
    #expect(none.code == 3)
  }

  @Test func twoNamesOfOneFileThatIsOtherwiseThanDetected() throws {
    let rows = (0..<40_000).map { "\($0);\($0)\n" }.joined()
    regn.folder.write("t.csv", "a;b\n\(rows)n/k;5\n\(rows)")
    let run = try regn(
      "query", "y | where tostring(a) == 'n/k' | project b; x | count", "--table", "x=t.csv",
      "--table", "y=t.csv", "--format", "csv")
    #expect(run.output == "b\n5\n\nCount\n80001\n")
    #expect(run.code == 0)
  }

  @Test func standardInput() throws {
    let run = try regn(
      "query", "t | summarize sum(n)", "--table", "t=-", "--format", "csv", input: "n\n4\n5\n")
    #expect(run.output == "sum_n\n9\n")
    #expect(run.code == 0)
    let empty = try regn("query", "t", "--table", "t=-")
    #expect(empty.output.isEmpty)
    #expect(empty.errors.hasPrefix("error[RG0615]: standard input is empty\n"))
    #expect(empty.code == 3)
  }

  @Test func severalTablesOneOverABuiltIn() throws {
    regn.folder.write("costs.csv", "n\n1\n")
    let run = try regn(
      "query", "costs | count; l | count", "--table", "l=ledger.csv", "--table", "costs=costs.csv",
      "--format",
      "csv")
    #expect(run.output == "Count\n1\n\nCount\n2\n")
  }

  @Test func aFolder() throws {
    regn.folder.write("d/people.csv", "name,age\nBo,41\n")
    regn.folder.write("d/empty.csv", "")
    let run = try regn("query", "people | project age", "--data", "d", "--format", "csv")
    #expect(run.output == "age\n41\n")
    #expect(run.errors == "warning[RG0615]: d/empty.csv is empty\n  a table needs at least a header row\n")
    #expect(run.code == 0)
    #expect(try regn("query", "print 1", "--data", "nowhere").code == 3)
  }

  @Test func filesThatCannotBeRead() throws {
    mkdir(regn.folder("folder"), 0o700)
    regn.folder.write("empty.csv", "")
    for (path, message) in [
      ("none.csv", "error[RG0610]: there is no file none.csv\n"),
      ("folder", "error[RG0611]: folder is a directory"),
      ("empty.csv", "error[RG0615]: empty.csv is empty\n"),
    ] {
      let run = try regn("query", "t | count", "--table", "t=\(path)")
      #expect(run.output.isEmpty)
      #expect(run.errors.hasPrefix(message), "\(run.errors)")
      #expect(run.code == 3)
    }
  }

  @Test func aBrokenRecordIsTold() throws {
    regn.folder.write("broken.csv", "a,b\n1,2\n3\n4,5,6\n7,8\n")
    let run = try regn("query", "t", "--table", "t=broken.csv", "--format", "csv")
    #expect(run.output == "a,b,_extra\n1,2,\n3,,\n4,5,6\n7,8,\n")
    #expect(run.errors.hasPrefix("note: "))
    #expect(run.errors.contains("broken.csv"))
    #expect(run.code == 0)
  }

  /// What a workbook leaves out is said on standard error, and not among its remarks too.
  @Test func whatAWorkbookLeavesOutIsSaidOnce() throws {
    let tests = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().path()
    let run = try regn("tables", tests + "Scripts/formats/files/prices.xlsx")
    let said = (run.output + run.errors).ranges(of: "row 8, a text below the table").count
    #expect(said == 1)
    #expect(run.output.contains("note: rows 1 to 2 above the names are left out"))
  }

  @Test func tablesAreDescribedInDanish() throws {
    let list = try regn("tables", "--locale", "da")
    #expect(list.output.contains("Indbyggere i hver kommune 1. januar, 2015 til 2026"))
    let table = try regn("tables", "costs", "--locale", "da")
    for text in [
      "Kommunens navn", "kr. pr. indbygger", "kilde: Danmarks Statistik, REGK31 og FOLK1A (CC BY 4.0)",
      "titel: Nettoudgifter efter kommune og funktion", "dato: regnskaber 2016 til 2024",
    ] {
      #expect(table.output.contains(text), "\(text)")
    }
    let file = try regn("tables", "ledger.csv", "--locale", "da")
    #expect(file.output.contains("skilletegn `;`, UTF-8, decimalkomma, en række med navne"))
    #expect(
      try regn("tables", "ledger.csv", "--why", "--locale", "da").output.contains("  skilletegn     `;`: det")
    )
    #expect(
      try regn("tables", "population", "--format", "csv", "--locale", "da").output
        .contains(";Indbyggere 1. januar;"))
  }

  @Test func theNameOfAFileCannotSteerTheTerminal() throws {
    regn.folder.write("d/a\u{1B}]0;x\u{7}.csv", "")
    let run = try regn("query", "print 1", "--data", "d")
    #expect(run.errors.contains("is empty"))
    #expect(!run.errors.contains("\u{1B}") && !run.errors.contains("\u{7}"))
  }

  // MARK: - regn tables

  @Test func theTablesAtHand() throws {
    let run = try regn("tables", "--table", "l=ledger.csv")
    #expect(run.output.hasPrefix("table "))
    for start in ["\ncosts  ", "\nl  ", "\nmunicipalities  "] { #expect(run.output.contains(start)) }
    #expect(run.code == 0)
    let json = try regn("tables", "--format", "ndjson")
    #expect(
      json.output.split(separator: "\n").contains {
        $0.hasPrefix("{\"table\":\"costs\",\"rows\":5586,") && $0.hasSuffix("\"modelled\":false}")
      })
  }

  @Test func aTable() throws {
    let run = try regn("tables", "costs")
    #expect(run.output.hasPrefix("costs: 5,586 rows\n"))
    for text in ["municipality ", "string", "98", "Aabenraa … Ærø", "licence: CC BY 4.0", "REGK31"] {
      #expect(run.output.contains(text))
    }
    #expect(run.code == 0)
    let csv = try regn("tables", "costs", "--format", "csv")
    #expect(csv.output.hasPrefix("column,type,unit,distinct,nulls,minimum,maximum,description,computed\n"))
    #expect(csv.output.contains("\nmunicipality,string,,98,0,Aabenraa,Ærø,"))
  }

  @Test func whatWasFoundInAFile() throws {
    let run = try regn("tables", "l", "--table", "l=ledger.csv")
    #expect(run.output.contains("ledger.csv: delimiter `;`, UTF-8, decimal comma, header row"))
    #expect(run.output.contains("beløb    decimal"))
  }

  @Test func aTableThatIsNotThere() throws {
    let run = try regn("tables", "cost")
    #expect(run.output.isEmpty)
    #expect(run.errors == "error[RG0201]: no table is named cost; did you mean costs?\n")
    #expect(run.code == 1)
  }
}
