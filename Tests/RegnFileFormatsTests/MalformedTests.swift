import RegnData
import RegnFileFormats
import Testing

@Suite struct MalformedTests {
  static let ragged = "a;b;c\n1;2;3\n4;5\n6\n7;8;9\n10;11;12;13;14\n"

  @Test func shortRowsGetNulls() throws {
    let table = try csv("a;b;c\n1;2;x\n4;5\n6\n7;8;y\n")
    #expect(try rows(table).rows == [["1", "2", "x"], ["4", "5", ""], ["6", "∅", ""], ["7", "8", "y"]])
    #expect(
      table.takeMessages() == [
        "test.csv: 2 rows have fewer fields than there are columns; the missing ones are null (lines 3, 4)"
      ])
    #expect(table.takeMessages().isEmpty)
  }

  @Test func surplusFieldsAreKept() throws {
    let table = try csv(Self.ragged)
    #expect(shape(table) == "a int, b int, c int, _extra string")
    let read = try rows(table)
    #expect(read.rows[0] == ["1", "2", "3", ""])
    #expect(read.rows[4] == ["10", "11", "12", "13;14"])
    #expect(
      table.takeMessages() == [
        "test.csv: 2 rows have fewer fields than there are columns; the missing ones are null (lines 3, 4)",
        """
        test.csv: 1 row has more fields than there are columns; the surplus is in the column _extra (line 6)
        """,
      ])
  }

  @Test func surplusFieldsMetLateAddAColumn() throws {
    var text = "a;b\n"
    for row in 0..<2000 { text += "\(row);x\n" }
    text += "5;y;\"z\"\n"
    for row in 0..<2000 { text += "\(row);x\n" }
    text += String(repeating: "\n", count: 100_000)
    let table = try csv(text, CSVOptions(blockSize: 512, sampleSize: 256))
    #expect(shape(table) == "a int, b string")
    let read = try rows(table, workers: 2)
    #expect(shape(read.table) == "a int, b string, _extra string")
    #expect(read.rows[2000] == ["5", "y", "\"z\""])
    #expect(read.rows[2001] == ["0", "x", ""])
    #expect(read.rows.count == 4001)
  }

  @Test func aTrailingDelimiterIsNoSurplus() throws {
    let table = try csv("a;b\n1;2\n3;4;\n5;6\n")
    #expect(shape(table) == "a int, b int")
    #expect(try rows(table).rows == [["1", "2"], ["3", "4"], ["5", "6"]])
    #expect(table.takeMessages().isEmpty)
  }

  @Test func aRecordWithoutEndIsRefused() throws {
    let text = "a;b\n1;2\n3;\"" + String(repeating: "x", count: 20_000) + "\n4;5\n"
    let table = try csv(text, CSVOptions(quote: UInt8(ascii: "\""), blockSize: 64, recordLimit: 1000))
    let error = #expect(throws: ExecutionError.self) { try rows(table) }
    #expect(error?.code == "RG0619")
    #expect(error?.message.contains("test.csv:3: a record of more than") == true)
  }

  @Test func stopEndsAtTheFirst() throws {
    for workers in [1, 3] {
      let table = try csv(Self.ragged, CSVOptions(onError: .stop, blockSize: 5))
      let error = #expect(throws: ExecutionError.self) { try rows(table, columns: [0], workers: workers) }
      #expect(error?.code == "RG0618")
      if workers == 1 { #expect(error?.message == "test.csv:3: 2 fields where there are 3 columns") }
    }
  }

  @Test func stopNamesTheValueThatDoesNotFit() throws {
    var text = "a;b\n"
    for row in 0..<100 { text += "\(row);x\n" }
    text += "n/k;y\n" + String(repeating: "\n", count: 100_000)
    let table = try csv(text, CSVOptions(onError: .stop, sampleSize: 64))
    let error = #expect(throws: ExecutionError.self) { try rows(table, columns: [1]) }
    #expect(error?.message == "test.csv:102: `n/k` does not fit column a, which is int")
  }

  @Test func skipLeavesOutAndCounts() throws {
    let table = try csv(Self.ragged, CSVOptions(onError: .skip))
    #expect(shape(table) == "a int, b int, c int")
    #expect(try rows(table).rows == [["1", "2", "3"], ["7", "8", "9"]])
    #expect(table.takeMessages() == ["test.csv: 3 malformed rows were left out (lines 3, 4, 6)"])
    let counted = try csv(Self.ragged, CSVOptions(onError: .skip))
    #expect(try rows(counted, columns: []).rows.count == 2)
  }

  @Test func skipLeavesOutValuesThatDoNotFit() throws {
    var text = "a;b\n"
    for row in 0..<100 { text += "\(row);x\n" }
    text += "n/k;y\n7;z\n" + String(repeating: "\n", count: 100_000)
    let table = try csv(text, CSVOptions(onError: .skip, sampleSize: 64))
    let read = try rows(table, columns: [1])
    #expect(read.rows.count == 101)
    #expect(read.rows.last == ["z"])
    #expect(table.takeMessages() == ["test.csv: 1 malformed row was left out (line 102)"])
  }

  @Test func aFileCutOffInAQuote() throws {
    for blockSize in [1, 4, 1 << 20] {
      let table = try csv("a;b\n1;x\n2;\"y;z", CSVOptions(blockSize: blockSize))
      #expect(try rows(table).rows == [["1", "x"], ["2", "y;z"]])
      #expect(
        table.takeMessages() == ["test.csv: the file ends within a quote that opens in this record (line 3)"])
      let counted = try csv("a;b\n1;x\n2;\"y;z", CSVOptions(blockSize: blockSize))
      #expect(try rows(counted, columns: []).rows.count == 2)
      #expect(
        counted.takeMessages() == [
          "test.csv: the file ends within a quote that opens in this record (line 3)"
        ])
    }
  }

  /// A quote that is never closed takes no further rows with it.
  @Test func aQuoteThatIsNeverClosed() throws {
    for blockSize in [1, 4, 1 << 20] {
      let table = try csv("a;b\n1;x\n2;\"y\n3;w\n4;v\n", CSVOptions(blockSize: blockSize))
      #expect(try rows(table).rows == [["1", "x"], ["2", "\"y"], ["3", "w"], ["4", "v"]])
      #expect(
        table.takeMessages() == [
          "test.csv: 1 field has a quote out of place, which was read as text (line 3)"
        ])
    }
  }

  @Test func textAfterAClosingQuote() throws {
    let table = try csv("a;b\n\"x\"yz;1\n\"w\";2\n")
    #expect(try rows(table).rows == [["xyz", "1"], ["w", "2"]])
    #expect(
      table.takeMessages() == ["test.csv: 1 field has text after the closing quote; it was kept (line 2)"])
  }

  @Test func quotesWithinPlainText() throws {
    #expect(try lines("a;b\n5\" pipe;1\nso \"called\";2\n") == ["5\" pipe|1", "so \"called\"|2"])
  }

  @Test func doubledQuotes() throws {
    #expect(try lines("a;b\n\"say \"\"hi\"\"\";1\n\"\";2\n\"\"\"\";3\n") == ["say \"hi\"|1", "|2", "\"|3"])
  }

  @Test func nulBytes() throws {
    let table = try csv("a;b\nx\0y;1\nz;2\n")
    #expect(try rows(table).rows == [["x\0y", "1"], ["z", "2"]])
    #expect(table.takeMessages() == ["test.csv: 1 NUL byte was read as it is (line 2)"])
  }

  @Test func messagesCountOnceHoweverOftenAFileIsRead() throws {
    let table = try csv("a;b\n1;2\n3\n")
    _ = try rows(table)
    _ = try rows(table, columns: [1])
    #expect(table.report.count(of: .shortRow) == 1)
    #expect(table.report.lines(of: .shortRow) == [3])
  }

  @Test func countsDoNotDependOnBlocksOrWorkers() throws {
    var text = "a;b;c\n"
    for row in 0..<300 { text += row % 7 == 0 ? "\(row);x\n" : "\(row);x;y\n" }
    for blockSize in [1, 10, 100, 100_000] {
      let table = try csv(text, CSVOptions(blockSize: blockSize))
      _ = try rows(table, workers: 3)
      #expect(table.report.count(of: .shortRow) == 43)
      #expect(table.report.lines(of: .shortRow) == [2, 9, 16])
    }
  }
}

@Suite struct WideningTests {
  /// A file whose sample shows `early` and whose later part holds `late`; empty lines hide the end from
  /// detection.
  static func text(_ early: String, _ late: [String]) -> String {
    var text = "x;k\n"
    for _ in 0..<300 { text += "\(early);a\n" }
    for value in late { text += "\(value);b\n" }
    return text + String(repeating: "\n", count: 150_000)
  }

  @Test(arguments: [
    ("5", ["4000000000"], "long", ["4000000000"]),
    ("5", ["1,25"], "decimal(2)", ["1.25"]),
    ("5", ["n/k"], "string", ["n/k"]),
    ("5", ["0101"], "string", ["0101"]),
    ("5", ["1,5e3"], "real", ["1500.0"]),
    ("5", ["1234567890123456789"], "string", ["1234567890123456789"]),
    ("5", ["4000000000", "1,5"], "decimal(1)", ["4000000000.0", "1.5"]),
    ("1,5", ["1,255"], "decimal(3)", ["1.255"]),
    ("1,50", ["92345678901234567,5"], "decimal", ["92345678901234567.5"]),
    (
      "1,50", ["0,5", "7", "1.000,25", "-0,01", ""], "decimal(2)", ["0.50", "7.00", "1000.25", "-0.01", "∅"]
    ),
    ("true", ["maybe"], "string", ["maybe"]),
    ("2024-01-01", ["01-02-2024"], "string", ["01-02-2024"]),
    ("1,5e3", ["x"], "string", ["x"]),
  ])
  func lateValues(early: String, late: [String], kind: String, expected: [String]) throws {
    for workers in [1, 2] {
      let table = try csv(Self.text(early, late), CSVOptions(blockSize: 700, sampleSize: 512))
      let read = try rows(table, columns: [0], workers: workers)
      #expect(shape(read.table) == "x \(kind), k string")
      #expect(read.rows.suffix(late.count).map { $0[0] } == expected)
      #expect(read.rows.count == 300 + late.count)
    }
  }

  @Test func aWideningIsSaidOnce() throws {
    let table = try csv(Self.text("5", ["n/k"]), CSVOptions(sampleSize: 512))
    _ = try rows(table)
    _ = try rows(table)
    #expect(
      table.takeMessages() == [
        "test.csv: line 302: `n/k` does not fit column x, which was int so far and is read as string"
      ])
    #expect(table.takeMessages().isEmpty)
  }

  @Test func columnsThatAreNotReadAreNotWidened() throws {
    let table = try csv(Self.text("5", ["n/k"]), CSVOptions(sampleSize: 512))
    #expect(shape(try rows(table, columns: [1]).table) == "x int, k string")
  }
}
