import Testing

@testable import RegnREPL

@Suite struct ProgressLineTests {
  private func text(
    rows: Int, of expected: Int = 0, bytes: Int = 0, ofBytes expectedBytes: Int = 0, after seconds: Double,
    columns: Int = 80
  ) -> String {
    ProgressLine.text((rows, expected, bytes, expectedBytes), seconds, columns: columns)
  }

  @Test func whatIsKnownIsSaid() {
    #expect(text(rows: 12_000_000, after: 3) == "12,000,000 rows")
    #expect(text(rows: 250, of: 1000, after: 2) == "250 rows · 25 % · 6 s left")
    #expect(
      text(rows: 9, bytes: 120_000_000, ofBytes: 360_000_000, after: 2)
        == "9 rows · 120 of 360 MB · 33 % · 4 s left")
  }

  @Test func longTimesAreInLongUnits() {
    #expect(text(rows: 1, of: 101, after: 3).hasSuffix(" · 5 min left"))
    #expect(text(rows: 1, of: 1001, after: 10).hasSuffix(" · 2 h left"))
    #expect(text(rows: 1, of: 100_001, after: 10).hasSuffix(" · 11 days left"))
    #expect(text(rows: 1, of: .max, after: 1e9).hasSuffix(" · years left"))
  }

  @Test func moreWasReadThanWasExpected() {
    #expect(text(rows: 30, of: 20, after: 1) == "30 rows · 100 % · 0 s left")
  }

  @Test func aLineIsNoWiderThanTheWindow() {
    for columns in 1...60 {
      let line = text(rows: 9, bytes: 120_000_000, ofBytes: 360_000_000, after: 2, columns: columns)
      #expect(line == "9 rows" || line.count < columns)
    }
  }
}
