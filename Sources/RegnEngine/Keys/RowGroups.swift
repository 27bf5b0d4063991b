import RegnData

/// The rows of a chunk group by group: groups in order of their first rows, rows in their own order.
struct RowGroups {
  /// The rows of group g are `order[starts[g] ..< starts[g + 1]]`.
  private let starts: [Int]
  private let order: [UInt32]

  var count: Int { starts.count - 1 }

  /// Groups `rows` rows by keys, each of `rows` values; nulls are a group.
  init(_ keys: [Column], rows: Int, context: ExecutionContext) throws {
    let table = GroupTable(types: keys.map(\.type))
    var groups = [UInt32](repeating: 0, count: rows)
    try groups.withUnsafeMutableBufferPointer { buffer in
      guard let base = buffer.baseAddress else { return }
      var start = 0
      while start < rows {
        try context.checkpoint()
        let range = start..<min(start + Chunk.preferredRowCount, rows)
        table.insert(keys.map { $0.slice(range) }, rows: range.count, into: base + start)
        start = range.upperBound
      }
    }
    var starts = [Int](repeating: 0, count: table.count + 1)
    for group in groups { starts[Int(group) + 1] += 1 }
    for group in 0..<table.count { starts[group + 1] += starts[group] }
    var next = starts
    var order = [UInt32](repeating: 0, count: rows)
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
