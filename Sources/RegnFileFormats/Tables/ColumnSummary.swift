import RegnData

/// Statistics of a whole column in one or two quick passes.
enum ColumnSummary {
  static func statistics(of column: Column) -> ColumnStatistics {
    statistics(ofParts: [column], type: column.type)
  }

  /// Statistics of a column that lies in parts, all of one type.
  static func statistics(ofParts parts: [Column], type: ScalarType) -> ColumnStatistics {
    let rows = parts.reduce(0) { $0 + $1.count }
    guard rows > 0, let first = parts.first, parts.allSatisfy({ !$0.isConstant }) else {
      return Column.concatenate(parts, type: type).statistics()
    }
    switch first.storage {
    case .int32:
      let buffers = parts.compactMap { if case .int32(let buffer) = $0.storage { buffer } else { nil } }
      return integers(parts, buffers, rows: rows) { Int64($0) }
    case .int64, .scaled:
      let buffers = parts.compactMap { part -> Buffer<Int64>? in
        switch part.storage {
        case .int64(let buffer), .scaled(let buffer, _): buffer
        default: nil
        }
      }
      return integers(parts, buffers, rows: rows) { $0 }
    case .dictionary(_, let dictionary):
      let codes = parts.compactMap { part -> (codes: Buffer<UInt32>, stride: Int, rows: Int)? in
        guard case .dictionary(let codes, let own) = part.storage, own === dictionary else { return nil }
        return (codes, part.stride, part.count)
      }
      guard codes.count == parts.count else { return ColumnStatistics(rowCount: rows, nullCount: 0) }
      return Column.statistics(ofCodes: codes, of: dictionary)
    case .real:
      var low = Double.infinity
      var high = -Double.infinity
      for part in parts {
        guard case .real(let buffer) = part.storage else { continue }
        for row in 0..<buffer.count where !part.isNull(row) {
          low = min(low, buffer.base[row])
          high = max(high, buffer.base[row])
        }
      }
      let hasRange = low <= high
      return ColumnStatistics(
        rowCount: rows, nullCount: nulls(parts), minimum: hasRange ? .real(low) : nil,
        maximum: hasRange ? .real(high) : nil)
    default: return ColumnStatistics(rowCount: rows, nullCount: nulls(parts))
    }
  }

  private static func nulls(_ parts: [Column]) -> Int {
    var nulls = 0
    for part in parts {
      guard let validity = part.validity else { continue }
      var valid = 0
      for row in 0..<validity.count { valid &+= validity.base[row] ? 1 : 0 }
      nulls += validity.count - valid
    }
    return nulls
  }

  private static func integers<Element>(
    _ parts: [Column], _ buffers: [Buffer<Element>], rows: Int, number: (Element) -> Int64
  ) -> ColumnStatistics {
    let nulls = nulls(parts)
    let column = parts[0]
    guard buffers.count == parts.count else { return ColumnStatistics(rowCount: rows, nullCount: nulls) }
    var low = Int64.max
    var high = Int64.min
    for (part, buffer) in zip(parts, buffers) {
      for row in 0..<buffer.count where !part.isNull(row) {
        let value = number(buffer.base[row])
        low = min(low, value)
        high = max(high, value)
      }
    }
    guard low <= high else {
      return ColumnStatistics(rowCount: rows, nullCount: nulls, distinctCount: 0)
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
        for (part, buffer) in zip(parts, buffers) {
          for row in 0..<buffer.count where !part.isNull(row) {
            counts[Int(number(buffer.base[row]) &- low)] &+= 1
          }
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
      rowCount: rows, nullCount: nulls, distinctCount: distinct, minimum: value(low),
      maximum: value(high),
      values: listed)
  }
}
