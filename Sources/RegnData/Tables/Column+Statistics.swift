extension Column {
  /// The most distinct values that statistics list.
  public static var statisticsValueLimit: Int { 10_000 }

  /// Counts nulls, distinct values, range and commonest values by reading the whole column.
  public func statistics() -> ColumnStatistics {
    var nulls = 0
    if let validity { for row in 0..<count where !validity[row &* stride] { nulls += 1 } }
    switch type {
    case .string:
      if case .dictionary(let codes, let dictionary) = storage {
        var byCode = [Int64](repeating: 0, count: dictionary.count)
        for row in 0..<count { byCode[Int(codes.base[row &* stride])] += 1 }
        return Column.statistics(ofCounts: byCode, of: dictionary, rows: count)
      }
      return stringStatistics()
    case .int, .long, .datetime, .timespan:
      return rangeStatistics(longs, nulls: nulls) { low in
        switch type {
        case .int: .int(Int32(truncatingIfNeeded: low))
        case .datetime: .datetime(DateTime(ticks: low))
        case .timespan: .timespan(Timespan(ticks: low))
        default: .long(low)
        }
      }
    case .real: return rangeStatistics(reals, nulls: nulls) { .real($0) }
    case .decimal: return rangeStatistics(decimals, nulls: nulls) { .decimal($0) }
    case .bool, .guid, .dynamic: return ColumnStatistics(rowCount: count, nullCount: nulls)
    }
  }

  private func rangeStatistics<Element: Comparable & Hashable>(
    _ buffer: Buffer<Element>, nulls: Int, value: (Element) -> Value
  ) -> ColumnStatistics {
    var low: Element?
    var high: Element?
    var counts: [Element: Int]? = [:]
    for row in 0..<count where !isNull(row) {
      let element = buffer[row &* stride]
      if let known = low { if element < known { low = element } } else { low = element }
      if let known = high { if element > known { high = element } } else { high = element }
      counts?[element, default: 0] += 1
      if let known = counts?.count, known > Column.statisticsValueLimit { counts = nil }
    }
    var listed: [(value: String, count: Int)]?
    if let counts, type == .int || type == .long {
      listed =
        counts
        .sorted { $0.value != $1.value ? $0.value > $1.value : $0.key < $1.key }
        .map { ("\($0.key)", $0.value) }
    }
    return ColumnStatistics(
      rowCount: count, nullCount: nulls, distinctCount: counts?.count, minimum: low.map(value),
      maximum: high.map(value), values: listed)
  }

  /// What is known of texts that have codes of a dictionary, each of which occurs so many times.
  static func statistics(ofCounts byCode: [Int64], of dictionary: StringDictionary, rows: Int)
    -> ColumnStatistics
  {
    let used = byCode.indices.filter { byCode[$0] > 0 }
    if used.count > Column.statisticsValueLimit { return range(of: dictionary, used, rows: rows) }
    var counts: [String: Int] = [:]
    for code in used { counts[dictionary.entries.string(code)] = Int(byCode[code]) }
    return statistics(of: counts, rows: rows)
  }

  private func stringStatistics() -> ColumnStatistics {
    var counts: [String: Int] = [:]
    let strings = strings
    for row in 0..<count {
      counts[strings.string(row &* stride), default: 0] += 1
      if counts.count > Column.statisticsValueLimit {
        return ColumnStatistics(rowCount: count, nullCount: 0)
      }
    }
    return Column.statistics(of: counts, rows: count)
  }

  /// What is known of texts that are counted.
  private static func statistics(of counts: [String: Int], rows: Int) -> ColumnStatistics {
    let ordered = counts.sorted { $0.value != $1.value ? $0.value > $1.value : $0.key < $1.key }
    return ColumnStatistics(
      rowCount: rows, nullCount: 0, distinctCount: counts.count,
      minimum: counts.keys.min().map { .string($0) }, maximum: counts.keys.max().map { .string($0) },
      values: ordered.map { ($0.key, $0.value) })
  }

  /// What is known of texts too many to list: their number and the ends of their range.
  private static func range(of dictionary: StringDictionary, _ used: [Int], rows: Int) -> ColumnStatistics {
    guard var low = used.first, var high = used.first else {
      return ColumnStatistics(rowCount: rows, nullCount: 0, distinctCount: 0)
    }
    for code in used {
      let text = dictionary.entries.bytes(code)
      if compareBytes(text, dictionary.entries.bytes(low)) < 0 { low = code }
      if compareBytes(text, dictionary.entries.bytes(high)) > 0 { high = code }
    }
    return ColumnStatistics(
      rowCount: rows, nullCount: 0, distinctCount: used.count,
      minimum: .string(dictionary.entries.string(low)), maximum: .string(dictionary.entries.string(high)))
  }
}
