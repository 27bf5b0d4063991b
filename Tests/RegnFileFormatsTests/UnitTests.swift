import RegnData
import RegnFileFormats
import Testing

/// Amounts with a unit beside them, and words for true and false: where they are told from text.
@Suite struct UnitTests {
  /// So much that none of the blocks that are looked at beforehand has the last rows.
  private static let padding = String(repeating: "\n", count: 100_000)

  @Test func theUnitIsTold() throws {
    let table = try csv("vare;pris;rabat;lager\nCykel;1.299,00 kr.;12,5 %;Ja\nHjelm;kr. 249,-;5 %;Nej\n")
    #expect(shape(table) == "vare string, pris decimal(2), rabat decimal(1), lager bool")
    #expect(table.schema.columns.map(\.unit) == ["", "kr.", "%", ""])
    let explanation = table.detection.explanation()
    #expect(
      explanation.contains("pris: decimal(2), in kroner, which stands beside each number: all of 2 values"))
    #expect(
      explanation.contains(
        "rabat: decimal(1), in percent as it is written, `12,5 %` is 12.5: all of 2 values"))
    let text = try csv("a;pris\nx;5 kr.\ny;7\n")
    #expect(shape(text) == "a string, pris string")
    #expect(
      text.detection.explanation().contains(
        "pris: string: some of its numbers have a unit, and others have none or another"))
    #expect(try shape(csv("a;pris\nx;5 kr.\n", CSVOptions(allText: true))) == "a string, pris string")
  }

  /// What stands late in a file is never taken for something else: without the unit the column is text.
  @Test(arguments: [
    ("kr. 7,125", "pris decimal(3)", ["5.500", "7.125"]), ("7", "pris string", ["5,5 kr.", "7"]),
    ("7 %", "pris string", ["5,5 kr.", "7 %"]), ("uoplyst", "pris string", ["5,5 kr.", "uoplyst"]),
    ("\"kr. 7,0\"", "pris decimal(1)", ["5.5", "7.0"]), ("..", "pris decimal(1)", ["5.5", "∅"]),
    ("kr. 007", "pris string", ["5,5 kr.", "kr. 007"]),
    ("\"7\"\" kr.\"", "pris string", ["5,5 kr.", "7\" kr."]),
  ])
  func whatComesLate(field: String, expected: String, ends: [String]) throws {
    let text = "nr;pris\n" + (0..<40).map { "\($0);5,5 kr.\n" }.joined() + "40;\(field)\n" + Self.padding
    let read = try rows(csv(text, CSVOptions(sampleSize: 64)))
    #expect(shape(read.table) == "nr int, " + expected)
    #expect(read.rows.count == 41)
    #expect([read.rows[0][1], read.rows[40][1]] == ends)
  }

  @Test func badRowsAreLeftOutOrEndTheRead() throws {
    let text = "nr;pris\n" + (0..<40).map { "\($0);5 kr.\n" }.joined() + "40;7\n41;8 kr.\n" + Self.padding
    let skipped = try csv(text, CSVOptions(onError: .skip, sampleSize: 64))
    #expect(try rows(skipped).rows.suffix(2) == [["39", "5"], ["41", "8"]])
    #expect(
      skipped.takeMessages().map(\.description) == [
        "test.csv: 1 malformed row was left out (line 42)"
      ])
    let stopped = try csv(text, CSVOptions(onError: .stop, sampleSize: 64))
    let error = #expect(throws: ExecutionError.self) { try rows(stopped) }
    #expect(error?.message.description == "test.csv:42: `7` does not fit column pris, which is int")
  }

  /// Filters are tested on the numbers.
  @Test func filters() throws {
    let table = try csv("nr;pris;aktiv\n1;5 kr.;Ja\n2;700 kr.;Nej\n3;1.299 kr.;Ja\n")
    func found(_ column: Int, _ test: ScanPredicate.Test, _ value: Value) throws -> [String] {
      let predicate = ScanPredicate(column: column, test: test, constants: [value])
      try #require(table.applies(predicate))
      return try rows(table, columns: [0], predicates: [predicate]).rows.map { $0[0] }
    }
    #expect(try found(1, .greater, .int(500)) == ["2", "3"])
    #expect(try found(2, .equal, .bool(true)) == ["1", "3"])
  }

  /// Words and percentages may be the names of columns, too.
  @Test(arguments: [
    ("kommune;Ja;Nej\nÆrø;5;7\nLæsø;1;2\n", "kommune string, Ja int, Nej int"),
    ("25 %;50 %;75 %\n1,5;2,5;3,5\n2,5;3,5;4,5\n", "25 % decimal(1), 50 % decimal(1), 75 % decimal(1)"),
    ("medlem;køn\nJa;K\nNej;M\n", "medlem bool, køn string"),
    ("Ja;5 kr.\nNej;7 kr.\n", "column1 bool, column2 int"),
    ("pris kr.;andel %\n5 kr.;7 %\n6 kr.;8 %\n", "pris kr. int, andel % int"),
  ])
  func names(text: String, expected: String) throws { #expect(try shape(csv(text)) == expected) }

  @Test func unitsTellTheDecimalMark() throws {
    #expect(try csv("a,b\nx,\"1,5 %\"\n").detection.marks == .danish)
    #expect(try lines("a;b\nx;1,299.50 kr.\ny;2.25 kr.\n") == ["x|1299.50", "y|2.25"])
  }

  @Test func filesOfAGlobAgree() throws {
    let files = MemoryFileSystem([
      "a.csv": Array("n;pris\n1;5 kr.\n".utf8), "b.csv": Array("n;pris\n2;7,50 kr.\n".utf8),
      "c.csv": Array("n;pris\n3;uoplyst\n".utf8),
    ])
    #expect(try lines(FileTables(fileSystem: files).open("[ab].csv")) == ["1|5.00", "2|7.50"])
    #expect(
      try lines(FileTables(fileSystem: files).open("*.csv")) == ["1|5 kr.", "2|7,50 kr.", "3|uoplyst"])
  }

  /// A row that is written with another delimiter than all others is one, also as the last; a note is none.
  @Test(arguments: [
    ("3 31-12-2024 7,5", 3), ("3|31-12-2024|7,5", 3), ("Kilde: egne tal", 2),
    ("Kilde: trukket 31-12-2024", 2),
    ("* foreløbige tal", 2),
  ])
  func aLastRowWithAnotherDelimiter(line: String, count: Int) throws {
    let table = try csv("nr;dag;beløb\n1;29-12-2024;1,5\n2;30-12-2024;2,5\n\(line)\n")
    let read = try rows(table)
    #expect(read.rows.count == count)
    if count == 2 {
      #expect(read.table.takeMessages().map(\.description).contains { $0.contains("is no part of it") })
    } else {
      #expect(read.rows[2] == [line, "∅", "∅"])
    }
  }
}
