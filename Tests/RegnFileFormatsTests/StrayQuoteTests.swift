import RegnData
import Testing

@testable import RegnFileFormats

/// Quotes out of place take no rows with them, wherever they stand.
@Suite struct StrayQuoteTests {
  /// A stray quote at each place of a small table, one file for each.
  @Test func everyPlace() throws {
    let cells = [["k", "tekst", "n"], ["Ærø", "a;b", "1"], ["Køge", "x", "2"], ["Vejle", "y \"z\"", "3"]]
    func written(_ text: String) -> String {
      text.contains { $0 == ";" || $0 == "\"" } ? "\"\(text.replacing("\"", with: "\"\""))\"" : text
    }
    for row in 1..<4 {
      for column in 0..<3 {
        var lines = cells.map { $0.map(written) }
        lines[row][column] = "\"" + lines[row][column]
        let text = lines.map { $0.joined(separator: ";") + "\n" }.joined()
        var expected = Array(cells.dropFirst())
        expected[row - 1][column] = "\"" + cells[row][column]
        #expect(try rows(csv(text)).rows == expected, "\(text)")
      }
    }
  }

  /// Text behind a closing quote, in a row that lacks a field by that: the rows below stay rows, too where a
  /// quote in one of them could close the field.
  @Test func aMissingDelimiterBehindAQuote() throws {
    let table = try csv("k;t;u\n1;\"a; b\"c\n2;x;y\n3;\"d; e\";z\n4;v;w\n")
    #expect(
      try rows(table).rows == [["1", "a; bc", ""], ["2", "x", "y"], ["3", "d; e", "z"], ["4", "v", "w"]])
  }

  /// Beyond the sample: the scan meets it, and the file is read again with care.
  @Test(arguments: [1, 3]) func lateOnes(workers: Int) throws {
    var text = "k;tekst;n\n"
    for row in 0..<3000 {
      text += row == 2000 ? "Ærø;\"rør;\(row)\n" : "Køge;\"a; b\";\(row)\n"
    }
    text += String(repeating: "\n", count: 100_000)
    let options = CSVOptions(blockSize: 700, sampleSize: 512)
    let table = try csv(text, options)
    let read = try rows(table, workers: workers)
    #expect(read.rows.count == 3000)
    #expect(read.rows[2000] == ["Ærø", "\"rør", "2000"])
    #expect(read.rows[1999] == ["Køge", "a; b", "1999"])
    let messages = read.table.takeMessages()
    #expect(messages.count == 2)
    #expect(messages.first?.contains("a quote is out of place") == true)
    #expect(
      messages.last == "test.csv: 1 field has a quote out of place, which was read as text (line 2002)")
    // Counting meets it as well.
    #expect(try rows(csv(text, options), columns: []).rows.count == 3000)
  }

  @Test func stopEndsThere() throws {
    let error = #expect(throws: ExecutionError.self) {
      try csv("a;b\n1;x\n2;\"y\n3;z\n", CSVOptions(onError: .stop))
    }
    #expect(error?.code == "RG0618")
    #expect(error?.message == "test.csv:3: a quote that is out of place")
  }

  /// A quote within text, and quotes that are doubled or closed, are in their places.
  @Test func quotesInTheirPlaces() throws {
    let text = "a;b\n5\" rør;1\n\"x \"\"y\"\"\";2\n\"to\nlinjer\";3\n\"\";4\n"
    let table = try csv(text)
    #expect(try rows(table).rows == [["5\" rør", "1"], ["x \"y\"", "2"], ["to\nlinjer", "3"], ["", "4"]])
    #expect(table.takeMessages().isEmpty)
  }

  /// A space before a quote matters where a field begins, not within one.
  @Test func aDelimiterAndASpaceAtTheEndOfAQuotedField() throws {
    let plain = try csv("id;tekst;n\n1;\"a; \";2\n2;b;3\n3;\"; \";4\n")
    #expect(!plain.detections[0].detection.isTidied)
    #expect(try rows(plain).rows == [["1", "a; ", "2"], ["2", "b", "3"], ["3", "; ", "4"]])
    let spaced = try csv("id;tekst;n\n1; \"a; b\";2\n2;b;3\n3; \"c; d\";4\n")
    #expect(spaced.detections[0].detection.isTidied)
    #expect(try rows(spaced).rows == [["1", "a; b", "2"], ["2", "b", "3"], ["3", "c; d", "4"]])
  }
}
