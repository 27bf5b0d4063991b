import RegnData

/// The values of a query's first column, for `in (query)`.
enum ValueSet: Sendable {
  /// Integers that lie close enough together.
  case bitmap(KeyBitmap)
  case table(FrozenGroupTable, count: Int)

  /// The number of values, null among them if there is one.
  var count: Int {
    switch self {
    case .bitmap(let bitmap): bitmap.count
    case .table(_, let count): count
    }
  }

  /// The set of the values of `column`; null is never in it. Throws `ExecutionError` when the budget is used
  /// up.
  init(_ column: Column, context: ExecutionContext) throws {
    if let bitmap = try KeyBitmap(column, memory: context.memory) {
      self = .bitmap(bitmap)
      return
    }
    let table = try GroupTable(types: [column.type], memory: context.memory, forLookup: true)
    let size = Chunk.preferredRowCount
    try withUnsafeTemporaryAllocation(of: UInt32.self, capacity: size) { groups in
      guard let base = groups.baseAddress else { return }
      for start in stride(from: 0, to: column.count, by: size) {
        try context.checkpoint()
        let range = start..<min(start + size, column.count)
        try table.insert([column.slice(range)], rows: range.count, into: base)
      }
    }
    let count = table.count
    self = .table(FrozenGroupTable(table), count: count)
  }

  /// For each row of `column` (of the set's type) whether its value is in the set; null gives false.
  func contains(_ column: Column, rows: Int) -> Column {
    let count = column.isConstant ? min(rows, 1) : rows
    let answers = Buffer<Bool>(count: count) { target in
      if case .bitmap(let bitmap) = self { return bitmap.contains(column, rows: count, into: target) }
      guard case .table(let table, _) = self else { return }
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
