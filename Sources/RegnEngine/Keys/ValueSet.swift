import RegnData

/// The values of a query's first column, for `in (query)`.
final class ValueSet: Sendable {
  private let table: SharedGroupTable
  private let type: ScalarType

  /// The set of the values of `column`; null is never in it.
  init(_ column: Column) {
    let table = GroupTable(types: [column.type])
    var groups = [UInt32](repeating: 0, count: column.count)
    groups.withUnsafeMutableBufferPointer { buffer in
      if let base = buffer.baseAddress { table.insert([column], rows: column.count, into: base) }
    }
    type = column.type
    self.table = SharedGroupTable(table)
  }

  /// For each row of `column` (of the set's type) whether its value is in the set; null gives false.
  func contains(_ column: Column, rows: Int) -> Column {
    let count = column.isConstant ? min(rows, 1) : rows
    let answers = Buffer<Bool>(count: count) { target in
      withUnsafeTemporaryAllocation(of: UInt32.self, capacity: max(count, 1)) { groups in
        guard let base = groups.baseAddress else { return }
        table.lookup([column], rows: count, into: base)
        for row in 0..<count { target[row] = base[row] != Column.noRow }
      }
    }
    if column.isConstant, rows > 0 {
      return Column(constant: .bool(answers), type: .bool, validity: nil, count: rows)
    }
    return Column(type: .bool, storage: .bool(answers))
  }
}
