import RegnData

let countFunction = FunctionDefinition(
  "count", kind: .aggregate, category: .aggregation,
  summary: "The number of rows, whether or not they hold nulls.",
  signatures: [
    .aggregate([Parameter("x", .any, optional: true)], result: .type(.long)) { _, _ in RowCount() }
  ],
  examples: [FunctionExample("datatable(x: long) [1, 2, 3] | summarize count()", "count_\n3")])

let countifFunction = FunctionDefinition(
  "countif", kind: .aggregate, category: .aggregation,
  summary: "The number of rows for which a predicate is true.",
  signatures: [
    .aggregate([Parameter("predicate", .bool)], result: .type(.long)) { _, _ in
      FoldState(TrueCount.self) { cells in groupColumn(cells, type: .long) { $0.count } }
    }
  ],
  examples: [FunctionExample("range x from 1 to 5 step 1 | summarize countif(x > 3)", "countif_\n2")])

/// Rows counted.
final class RowCount: AggregateState {
  private var counts: [Int64] = []

  var byteCount: Int { counts.capacity * MemoryLayout<Int64>.stride }

  func grow(to count: Int) { counts.grow(to: count, filling: 0) }

  func update(_ arguments: [Column], groups: GroupRows) {
    counts.withUnsafeMutableBufferPointer { counts in
      guard let base = counts.baseAddress, groups.count > 0 else { return }
      guard let numbers = groups.numbers else {
        base[0] &+= Int64(groups.count)
        return
      }
      for row in 0..<groups.count { base[Int(numbers[row])] &+= 1 }
    }
  }

  func merge(_ other: any AggregateState, mapping: UnsafeBufferPointer<UInt32>) {
    guard let other = other as? RowCount else { return }
    for group in 0..<min(other.counts.count, mapping.count) where mapping[group] != GroupRows.noGroup {
      counts[Int(mapping[group])] &+= other.counts[group]
    }
  }

  func finish(groups count: Int, in context: ExecutionContext) -> [Column] {
    grow(to: count)
    return [Column(type: .long, storage: .int64(Buffer(Array(counts[0..<count]))))]
  }
}

/// Trues counted.
struct TrueCount: Accumulator {
  var count: Int64 = 0

  @inline(__always)
  mutating func add(_ value: Bool) { count &+= value ? 1 : 0 }

  mutating func merge(_ other: TrueCount) { count &+= other.count }
}
