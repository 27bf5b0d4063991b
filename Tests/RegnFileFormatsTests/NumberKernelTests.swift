import CRegnScan
import RegnData
import Testing

/// The loops over plain numbers and dates read what they take as it is written, and stop at all else.
@Suite struct NumberKernelTests {
  /// Reads texts that stand one after another; `read` answers where it stops.
  private func read<Element: BitwiseCopyable>(
    _ texts: [String], zero: Element, _ read: (regn_fields, Int, UnsafeMutablePointer<Element>) -> Int
  ) -> [Element?] {
    // Room for loads in front and behind; each field begins behind a semicolon.
    var bytes = [UInt8](repeating: 0x37, count: 64)
    var positions: [UInt32] = []
    for text in texts {
      positions.append(UInt32(bytes.count))
      bytes.append(0x3B)
      bytes += Array(text.utf8)
    }
    positions.append(UInt32(bytes.count))
    bytes += [UInt8](repeating: 0x37, count: 64)
    var values = [Element](repeating: zero, count: texts.count)
    var plain: [Element?] = []
    bytes.withUnsafeBufferPointer { bytes in
      positions.withUnsafeBufferPointer { positions in
        values.withUnsafeMutableBufferPointer { values in
          guard let data = bytes.baseAddress, let places = positions.baseAddress,
            let target = values.baseAddress
          else { return }
          let fields = regn_fields(
            data: data, positions: places, stride: 1, rows: texts.count, trims_return: 0)
          while plain.count < texts.count {
            let stop = read(fields, plain.count, target)
            #expect(stop >= plain.count && stop <= texts.count)
            plain += values[plain.count..<stop].map { $0 }
            if plain.count < texts.count { plain.append(nil) }
          }
        }
      }
    }
    return plain
  }

  private func number(_ random: inout SplitMix) -> String {
    let digits = (0..<1 + random.below(9)).map { _ in "\(random.below(10))" }.joined()
    return switch random.below(12) {
    case 0: ["", "-", "+5", "--4", "1 2", "x", "4-", "9:", "0x1", "/1", "٣", "-0"][random.below(12)]
    case 1, 2: "-" + digits
    default: digits
    }
  }

  /// The number that a text is, when it is plain.
  private func plain(_ text: String) -> Int64? {
    let digits = text.hasPrefix("-") ? text.dropFirst() : text[...]
    guard (1...8).contains(digits.utf8.count),
      digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }), digits.utf8.count == 1 || digits.first != "0"
    else { return nil }
    return Int64(text)
  }

  @Test(arguments: 0..<40) func integers(seed: UInt64) {
    var random = SplitMix(seed)
    let texts = (0..<300).map { _ in number(&random) }
    let small = read(texts, zero: Int32(0)) { regn_read_int32($0, $1, $2) }
    let large = read(texts, zero: Int64(0)) { regn_read_int64($0, $1, $2) }
    for (index, text) in texts.enumerated() {
      #expect(small[index].map { Int64($0) } == plain(text), "\(text)")
      #expect(large[index] == plain(text), "\(text)")
    }
  }

  @Test(arguments: 0..<40) func scaledDecimals(seed: UInt64) {
    var random = SplitMix(seed)
    let scale = 1 + random.below(7)
    let texts = (0..<300).map { _ -> String in
      let decimals = random.below(10) == 0 ? random.below(9) : scale
      let fraction = (0..<decimals).map { _ in "\(random.below(10))" }.joined()
      return switch random.below(20) {
      case 0: number(&random)
      case 1: "," + fraction
      case 2: number(&random) + "." + fraction
      case 3: number(&random) + ",x" + fraction.dropFirst()
      default: number(&random) + "," + fraction
      }
    }
    let found = read(texts, zero: Int64(0)) { regn_read_scaled($0, $1, Int32(scale), 0x2C, $2) }
    for (index, text) in texts.enumerated() {
      let parts = text.split(separator: ",", omittingEmptySubsequences: false)
      var expected: Int64?
      if parts.count == 2, parts[1].utf8.count == scale,
        parts[1].utf8.allSatisfy({ (0x30...0x39).contains($0) }),
        plain(String(parts[0])) != nil
      {
        expected = Int64(parts[0] + parts[1])
      }
      #expect(found[index] == expected, "\(text)")
    }
  }

  @Test func allDates() {
    for (order, separator, shown) in [
      (regn_year_month_day, "-", { (y: String, m: String, d: String) in "\(y)-\(m)-\(d)" }),
      (regn_day_month_year, ".", { (y: String, m: String, d: String) in "\(d).\(m).\(y)" }),
      (regn_month_day_year, "/", { (y: String, m: String, d: String) in "\(m)/\(d)/\(y)" }),
    ] {
      func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
      var texts: [String] = []
      var expected: [Int64?] = []
      for year in [0, 1, 4, 100, 399, 400, 1_582, 1_899, 1_900, 1_999, 2_000, 2_024, 2_025, 9_999] {
        let written = String(repeating: "0", count: 4 - "\(year)".count) + "\(year)"
        for month in [0, 1, 2, 3, 4, 6, 7, 10, 11, 12, 13, 16, 28, 99] {
          for day in [0, 1, 9, 10, 28, 29, 30, 31, 32, 99] {
            texts.append(shown(written, two(month), two(day)))
            expected.append(DateTime(year: year, month: month, day: day)?.ticks)
          }
        }
      }
      // Where it stops at a date it may be one all the same; what it takes must be right.
      let found = read(texts, zero: Int64(0)) {
        regn_read_dates($0, $1, order, separator.utf8.first ?? 0, $2)
      }
      for (index, text) in texts.enumerated() {
        if let ticks = found[index] { #expect(ticks == expected[index], "\(text)") }
      }
      // By fours, all dates of a row of years are taken where the processor can.
      let days = (0..<4_000).map { DateTime(ticks: (730_000 + Int64($0)) * 864_000_000_000) }
      let dates = days.map { shown("\($0.year)", two($0.month), two($0.day)) }
      let all = read(dates, zero: Int64(0)) {
        regn_read_dates($0, $1, order, separator.utf8.first ?? 0, $2)
      }
      for (index, day) in days.enumerated() {
        if let ticks = all[index] { #expect(ticks == day.ticks, "\(dates[index])") }
      }
      for odd in ["2024-01-0x", "2024a01-01", "20240101  ", "1:24-01-01", "2024-1-011", "24-01-2024"] {
        let found = read([odd, odd, odd, odd], zero: Int64(0)) {
          regn_read_dates($0, $1, regn_year_month_day, 0x2D, $2)
        }
        #expect(found == [nil, nil, nil, nil], "\(odd)")
      }
    }
  }
}
