import RegnData

/// Statistics of a whole column in one or two quick passes.
enum ColumnSummary {
  static func statistics(of column: Column) -> ColumnStatistics {
    guard column.count > 0, !column.isConstant else { return column.statistics() }
    switch column.storage {
    case .int32(let buffer): return integers(column, buffer, nulls: nulls(column)) { Int64($0) }
    case .int64(let buffer): return integers(column, buffer, nulls: nulls(column)) { $0 }
    case .scaled(let buffer, _): return integers(column, buffer, nulls: nulls(column)) { $0 }
    case .dictionary: return column.statistics()
    case .real(let buffer):
      var low = Double.infinity
      var high = -Double.infinity
      for row in 0..<buffer.count where !column.isNull(row) {
        low = min(low, buffer.base[row])
        high = max(high, buffer.base[row])
      }
      let hasRange = low <= high
      return ColumnStatistics(
        rowCount: column.count, nullCount: nulls(column), minimum: hasRange ? .real(low) : nil,
        maximum: hasRange ? .real(high) : nil)
    default: return ColumnStatistics(rowCount: column.count, nullCount: nulls(column))
    }
  }

  private static func nulls(_ column: Column) -> Int {
    guard let validity = column.validity else { return 0 }
    var valid = 0
    for row in 0..<validity.count { valid &+= validity.base[row] ? 1 : 0 }
    return validity.count - valid
  }

  private static func integers<Element>(
    _ column: Column, _ buffer: Buffer<Element>, nulls: Int, number: (Element) -> Int64
  ) -> ColumnStatistics {
    var low = Int64.max
    var high = Int64.min
    for row in 0..<buffer.count where !column.isNull(row) {
      let value = number(buffer.base[row])
      low = min(low, value)
      high = max(high, value)
    }
    guard low <= high else {
      return ColumnStatistics(rowCount: column.count, nullCount: nulls, distinctCount: 0)
    }
    func value(_ number: Int64) -> Value {
      switch (column.type, column.storage) {
      case (.int, _): .int(Int32(truncatingIfNeeded: number))
      case (.datetime, _): .datetime(DateTime(ticks: number))
      case (.timespan, _): .timespan(Timespan(ticks: number))
      case (_, .scaled(_, let scale)): .decimal(Decimal(coefficient: Int128(number), scale: scale))
      default: .long(number)
      }
    }
    var distinct: Int?
    var listed: [(value: String, count: Int)]?
    let (range, overflow) = high.subtractingReportingOverflow(low)
    if !overflow, range < 1 << 16 {
      var counts = [Int](repeating: 0, count: Int(range) + 1)
      counts.withUnsafeMutableBufferPointer { counts in
        for row in 0..<buffer.count where !column.isNull(row) {
          counts[Int(number(buffer.base[row]) &- low)] &+= 1
        }
      }
      let used = counts.indices.filter { counts[$0] > 0 }
      distinct = used.count
      if column.type == .int || column.type == .long, used.count <= Column.statisticsValueLimit {
        listed =
          used.sorted { counts[$0] != counts[$1] ? counts[$0] > counts[$1] : $0 < $1 }
          .map { ("\(low + Int64($0))", counts[$0]) }
      }
    }
    return ColumnStatistics(
      rowCount: column.count, nullCount: nulls, distinctCount: distinct, minimum: value(low),
      maximum: value(high),
      values: listed)
  }
}
