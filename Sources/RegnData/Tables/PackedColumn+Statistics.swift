extension PackedColumn {
  /// Statistics of a column that lies in parts, in one quick pass.
  public static func statistics(ofParts parts: [PackedColumn]) -> ColumnStatistics {
    let rows = parts.reduce(0) { $0 + $1.count }
    guard rows > 0, let first = parts.first else { return ColumnStatistics(rowCount: rows, nullCount: 0) }
    if let dictionary = first.dictionary { return statistics(ofCodes: parts, of: dictionary, rows: rows) }
    if first.numbers != nil { return statistics(ofNumbers: parts, rows: rows) }
    // No part of texts that are no codes holds anything that could be told quickly.
    if parts.contains(where: \.hasTexts) { return ColumnStatistics(rowCount: rows, nullCount: 0) }
    let columns = parts.map(\.unpacked)
    if columns.contains(where: \.isConstant) {
      return Column.concatenate(columns, type: first.type).statistics()
    }
    let nulls = columns.reduce(0) { $0 + Self.nulls($1.validity) }
    guard first.type == .real else { return ColumnStatistics(rowCount: rows, nullCount: nulls) }
    var low = Double.infinity
    var high = -Double.infinity
    for column in columns {
      guard case .real(let buffer) = column.storage else { continue }
      for row in 0..<buffer.count where !column.isNull(row) {
        low = min(low, buffer.base[row])
        high = max(high, buffer.base[row])
      }
    }
    let hasRange = low <= high
    return ColumnStatistics(
      rowCount: rows, nullCount: nulls, minimum: hasRange ? .real(low) : nil,
      maximum: hasRange ? .real(high) : nil)
  }

  private static func nulls(_ validity: Buffer<Bool>?) -> Int {
    guard let validity else { return 0 }
    var valid = 0
    for row in 0..<validity.count { valid &+= validity.base[row] ? 1 : 0 }
    return validity.count - valid
  }

  private static func statistics(
    ofCodes parts: [PackedColumn], of dictionary: StringDictionary, rows: Int
  ) -> ColumnStatistics {
    var counts = [Int64](repeating: 0, count: dictionary.count)
    for part in parts {
      guard let codes = part.codes, part.dictionary === dictionary else {
        return ColumnStatistics(rowCount: rows, nullCount: 0)
      }
      counts.withUnsafeMutableBufferPointer { counts in
        guard let counters = counts.baseAddress else { return }
        codes.count(into: counters, from: 0, unit: 1, validity: nil)
      }
    }
    return Column.statistics(ofCounts: counts, of: dictionary, rows: rows)
  }

  private static func statistics(ofNumbers parts: [PackedColumn], rows: Int) -> ColumnStatistics {
    let numbers = parts.compactMap(\.numbers)
    let nulls = numbers.reduce(0) { $0 + Self.nulls($1.validity) }
    guard numbers.count == parts.count else { return ColumnStatistics(rowCount: rows, nullCount: nulls) }
    let ranges = numbers.compactMap(\.0.range)
    guard let low = ranges.map(\.lowerBound).min(), let high = ranges.map(\.upperBound).max() else {
      return ColumnStatistics(rowCount: rows, nullCount: nulls, distinctCount: 0)
    }
    var distinct: Int?
    var listed: [(value: String, count: Int)]?
    // Every part of one value is a multiple of any unit.
    var unit = numbers.filter { $0.0.width > 0 }.map(\.0.unit).min() ?? 1
    if ranges.contains(where: { ($0.lowerBound &- low) % unit != 0 }) { unit = 1 }
    let (span, overflow) = high.subtractingReportingOverflow(low)
    if !overflow, span / unit < 1 << 16 {
      var counts = [Int64](repeating: 0, count: Int(span / unit) + 1)
      counts.withUnsafeMutableBufferPointer { counts in
        guard let counters = counts.baseAddress else { return }
        for (part, validity) in numbers {
          part.count(into: counters, from: low, unit: unit, validity: validity)
        }
      }
      let used = counts.indices.filter { counts[$0] > 0 }
      distinct = used.count
      let type = parts[0].type
      if type == .int || type == .long, used.count <= Column.statisticsValueLimit {
        listed =
          used.sorted { counts[$0] != counts[$1] ? counts[$0] > counts[$1] : $0 < $1 }
          .map { ("\(low + Int64($0))", Int(counts[$0])) }
      }
    }
    return ColumnStatistics(
      rowCount: rows, nullCount: nulls, distinctCount: distinct, minimum: parts[0].value(low),
      maximum: parts[0].value(high), values: listed)
  }
}
