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

  /// What is known of texts that have codes of a dictionary, each of which occurs so many times. Of too many
  /// to list only their number and the ends of their range.
  static func statistics(ofCounts byCode: [Int64], of dictionary: StringDictionary, rows: Int)
    -> ColumnStatistics
  {
    let entries = dictionary.entries
    func isBefore(_ code: Int, _ other: Int) -> Bool {
      compareBytes(entries.bytes(code), entries.bytes(other)) < 0
    }
    let used = byCode.indices.filter { byCode[$0] > 0 }
    var listed: [(value: String, count: Int)]?
    if used.count <= Column.statisticsValueLimit {
      listed =
        used
        .sorted { byCode[$0] != byCode[$1] ? byCode[$0] > byCode[$1] : isBefore($0, $1) }
        .map { (entries.string($0), Int(byCode[$0])) }
    }
    return ColumnStatistics(
      rowCount: rows, nullCount: 0, distinctCount: used.count,
      minimum: used.min(by: isBefore).map { .string(entries.string($0)) },
      maximum: used.max(by: isBefore).map { .string(entries.string($0)) }, values: listed)
  }

  private func stringStatistics() -> ColumnStatistics {
    var texts = StringDictionaryBuilder()
    var counts: [Int64] = []
    let strings = strings
    for row in 0..<count {
      let code = Int(texts.code(for: strings.bytes(row &* stride)))
      if code == counts.count { counts.append(0) }
      counts[code] += 1
      if counts.count > Column.statisticsValueLimit {
        return ColumnStatistics(rowCount: count, nullCount: 0)
      }
    }
    return Column.statistics(ofCounts: counts, of: texts.snapshot(), rows: count)
  }
}
