import RegnData

/// The rows of a chunk group by group: groups in order of their first rows, rows in their own order.
struct RowGroups {
  /// The rows of group g are `order[starts[g] ..< starts[g + 1]]`.
  private let starts: [Int]
  private let order: [UInt32]
  private let reservation: Reservation

  var count: Int { starts.count - 1 }

  /// Groups the rows of a chunk by keys over its columns; nulls are a group. Throws `ExecutionError` when the
  /// budget is used up.
  init(_ rows: Chunk, keys: [CompiledExpression], types: [ScalarType], context: ExecutionContext) throws {
    let table = try GroupTable(types: types, memory: context.memory)
    reservation = try Reservation(context.memory, bytes: rows.rowCount * 4)
    let working = try Reservation(context.memory, bytes: rows.rowCount * 4)
    var groups = [UInt32](repeating: 0, count: rows.rowCount)
    try groups.withUnsafeMutableBufferPointer { buffer in
      guard let base = buffer.baseAddress else { return }
      for start in stride(from: 0, to: rows.rowCount, by: Chunk.preferredRowCount) {
        try context.checkpoint()
        let part = rows.slice(start..<min(start + Chunk.preferredRowCount, rows.rowCount))
        let columns = try keys.map { try $0.evaluate(part, context) }
        try table.insert(columns, rows: part.rowCount, into: base + start)
      }
    }
    try reservation.grow(by: (table.count + 1) * 8)
    try working.grow(by: (table.count + 1) * 8)
    var starts = [Int](repeating: 0, count: table.count + 1)
    for group in groups { starts[Int(group) + 1] += 1 }
    for group in 0..<table.count { starts[group + 1] += starts[group] }
    var next = starts
    var order = [UInt32](repeating: 0, count: rows.rowCount)
    for (row, group) in groups.enumerated() {
      order[next[Int(group)]] = UInt32(row)
      next[Int(group)] += 1
    }
    self.starts = starts
    self.order = order
  }

  /// Calls `body` with the rows of a group.
  func withRows<Result>(of group: Int, _ body: (UnsafeBufferPointer<UInt32>) throws -> Result) rethrows
    -> Result
  {
    try order.withUnsafeBufferPointer {
      try body(UnsafeBufferPointer(rebasing: $0[starts[group]..<starts[group + 1]]))
    }
  }
}
