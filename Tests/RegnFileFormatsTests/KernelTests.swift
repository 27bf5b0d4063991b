import RegnData
import Testing

@testable import RegnFileFormats

/// The fast ways of reading numbers against values whose text was made here.
@Suite struct KernelTests {
  static func text(_ magnitude: UInt64, scale: Int, isNegative: Bool, isGrouped: Bool) -> String {
    var digits = Array("\(magnitude)")
    while digits.count <= scale { digits.insert("0", at: 0) }
    var whole = String(digits[..<(digits.count - scale)])
    if isGrouped {
      var groups: [String] = []
      while whole.count > 3 {
        groups.insert(String(whole.suffix(3)), at: 0)
        whole.removeLast(3)
      }
      whole = ([whole] + groups).joined(separator: ".")
    }
    let fraction = scale == 0 ? "" : "," + String(digits[(digits.count - scale)...])
    return (isNegative ? "-" : "") + whole + fraction
  }

  @Test(arguments: 0...12)
  func decimalsOfEveryScale(scale: Int) throws {
    var random = SplitMix(UInt64(scale) + 100)
    var text = "k;x\n"
    var expected: [Int64?] = []
    for row in 0..<1500 {
      let digits = 1 + random.below(row < 700 && scale == 0 ? 9 : 18)
      let magnitude = random.next() % [UInt64](repeating: 10, count: digits).reduce(1, *)
      let isNegative = random.below(3) == 0
      // Some with fewer decimals than the column has, some missing.
      let dropped = scale > 0 && random.below(5) == 0 ? random.below(scale + 1) : 0
      let power = [UInt64](repeating: 10, count: dropped).reduce(1, *)
      let value = magnitude / power * power
      if random.below(40) == 0 {
        expected.append(nil)
        text += "æ;\(["", "..", "-", " "][random.below(4)])\n"
        continue
      }
      expected.append(isNegative ? -Int64(value) : Int64(value))
      let isGrouped = random.below(7) == 0
      text += "æ;"
      text += Self.text(value / power, scale: scale - dropped, isNegative: isNegative, isGrouped: isGrouped)
      text += "\n"
    }
    // All decimals once, so that the scale is known.
    text += "æ;" + Self.text(1, scale: scale, isNegative: false, isGrouped: false) + "\n"
    expected.append(1)
    let options = CSVOptions(hasHeader: true, decimalMark: 0x2C, blockSize: 4096)
    let (read, table) = try rows(csv(text, options), columns: [1])
    #expect(shape(table) == "k string, x " + (scale == 0 ? "long" : "decimal(\(scale))"))
    for (row, value) in expected.enumerated() {
      let wanted = value.map { Decimal(coefficient: Int128($0), scale: scale).text } ?? "∅"
      try #require(read[row][0] == wanted, "row \(row)")
    }
  }

  @Test func textsOfEveryLength() throws {
    var random = SplitMix(55)
    var texts: [String] = []
    for length in 0...70 {
      for _ in 0..<6 {
        texts.append(String((0..<length).map { _ in ["a", "b", "å", " ", "-"][random.below(5)] }.joined()))
      }
      // Alike at both ends, other in the middle.
      if length > 20 {
        texts.append(String(repeating: "q", count: length - 12) + "x" + String(repeating: "q", count: 11))
      }
      if length > 20 {
        texts.append(String(repeating: "q", count: length - 11) + "x" + String(repeating: "q", count: 10))
      }
    }
    var text = "k;t\n"
    var expected: [String] = []
    for row in 0..<2000 {
      let value = texts[random.below(texts.count)]
      expected.append(value)
      text += row % 3 == 0 ? "1;\"\(value)\"\n" : "1;\(value)\n"
    }
    let table = try csv(text, CSVOptions(blockSize: 3000))
    #expect(try rows(table, columns: [1], workers: 2).rows.map { $0[0] } == expected)
    let loaded = try table.load(context: testContext(workers: 2)).loaded
    #expect(loaded.statistics(ofColumn: 1)?.distinctCount == Set(expected).count)
  }

  /// Texts that are nearly all different are kept as they are, whatever they are written in.
  @Test(arguments: [0x22, nil] as [UInt8?])
  func differentTextsOfEveryLength(quote: UInt8?) throws {
    var random = SplitMix(56)
    var expected: [String] = []
    var text = "k;t\n"
    for row in 0..<130_000 {
      let length = random.below(40)
      let letters = row < 120_000 ? ["a", "b", " ", "-"] : ["a", "æ", "€", "\u{1F600}"]
      let value = "\(row)" + (0..<length).map { _ in letters[random.below(4)] }.joined()
      expected.append(value)
      // One whose quotes are doubled, so that its block is read with care.
      let isQuoted = quote != nil && (row % 3 == 0 || row == 129_000)
      if row == 129_000, isQuoted { expected[row] += "\"" }
      let written = row == 129_000 && isQuoted ? value + "\"\"" : value
      text += isQuoted ? "1;\"\(written)\"\n" : "1;\(written)\n"
    }
    let table = try csv(text, CSVOptions(blockSize: 20_000))
    #expect(try rows(table, columns: [1], workers: 2).rows.map { $0[0] } == expected)
  }

  @Test func shortViewsAreThoseOfTheirBytes() {
    let bytes: [UInt8] = (1...32).map { $0 * 7 }
    bytes.withUnsafeBufferPointer { bytes in
      guard let base = bytes.baseAddress else { return }
      for count in 0...StringView.inlineCapacity {
        for start in 0..<8 {
          let view = StringView(short: base + start, count: count)
          #expect(view == StringView(UnsafeBufferPointer(start: base + start, count: count)))
          #expect(view.count == count)
        }
      }
    }
  }

  /// Every date of some centuries, and what is none, in all forms, against the calendar of `DateTime`.
  @Test func datesOfEveryYear() throws {
    func padded(_ number: Int, _ width: Int) -> String {
      String(repeating: "0", count: max(0, width - "\(number)".count)) + "\(number)"
    }
    let forms: [(DateFormat, (String, String, String) -> String)] = [
      (.yearMonthDay, { "\($0)-\($1)-\($2)" }), (.yearMonthDay, { "\($0)/\($1)/\($2)" }),
      (.dayMonthYear, { "\($2)-\($1)-\($0)" }), (.dayMonthYear, { "\($2).\($1).\($0)" }),
      (.dayMonthYear, { "\($2)/\($1)/\($0)" }), (.monthDayYear, { "\($1)/\($2)/\($0)" }),
    ]
    for year in [0, 1, 4, 99, 100, 400, 1899, 1900, 1970, 1999, 2000, 2024, 2100, 9999] {
      for month in 0...13 {
        for day in 0...32 {
          let expected = DateTime(year: year, month: month, day: day)?.ticks
          for (format, write) in forms {
            let text = Array((write(padded(year, 4), padded(month, 2), padded(day, 2)) + ";").utf8)
            let read = text.withUnsafeBufferPointer { bytes in
              bytes.baseAddress.flatMap { DateText.plainDate($0, format: format) }
            }
            try #require(read == expected, "\(String(decoding: text, as: UTF8.self))")
          }
        }
      }
    }
    for text in ["2024-1x-01", "2024.10.01", "2024-10/01", "20a4-10-01", "2024-10-0:"] {
      #expect(
        Array(text.utf8).withUnsafeBufferPointer { bytes in
          bytes.baseAddress.flatMap { DateText.plainDate($0, format: .yearMonthDay) }
        } == nil)
    }
  }

  @Test func wholeNumbersAtTheEdges() throws {
    let values = [
      "0", "-0", "9", "10", "99999999", "100000000", "999999999", "-999999999", "1000000000",
      "9999999999999999",
      "10000000000000000", "999999999999999999", "-999999999999999999",
    ]
    let text = "k;x\n" + values.map { "æ;\($0)\n" }.joined()
    let read = try rows(csv(text), columns: [1]).rows.map { $0[0] }
    #expect(read == values.map { $0 == "-0" ? "0" : $0 })
  }
}
