import RegnData

let sumFunction = FunctionDefinition(
  "sum", kind: .aggregate, category: .aggregation,
  summary: "The sum of the values that are not null.",
  signatures: [
    .aggregate([Parameter("x", .oneOf([.int, .long]))], result: .type(.long)) { _, _ in
      IntegerSum(type: .long)
    },
    .aggregate([Parameter("x", .type(.timespan))], result: .type(.timespan)) { _, _ in
      IntegerSum(type: .timespan)
    },
  ],
  examples: [FunctionExample("datatable(x: long) [1, 2, 3] | summarize sum(x)", "sum_x\n6")])

/// Sums of 64-bit integers, kept in 64 bits (KQL's long wraps as the reference's engine does).
final class IntegerSum: AggregateState {
  private let type: ScalarType
  private var sums: [Int64] = []

  init(type: ScalarType) { self.type = type }

  var byteCount: Int { sums.capacity * MemoryLayout<Int64>.stride }

  func grow(to count: Int) { sums.append(contentsOf: repeatElement(0, count: max(0, count - sums.count))) }

  func update(_ arguments: [Column], groups: GroupRows) {
    let column = arguments[0]
    let values = column.longs
    sums.withUnsafeMutableBufferPointer { sums in
      if column.validity == nil, !column.isConstant {
        guard let numbers = groups.numbers else {
          var sum: Int64 = 0
          for row in 0..<groups.count { sum &+= values.base[row] }
          sums[0] &+= sum
          return
        }
        for row in 0..<groups.count { sums[Int(numbers[row])] &+= values.base[row] }
      } else {
        for row in 0..<groups.count where !column.isNull(row) {
          sums[groups[row]] &+= values[row &* column.stride]
        }
      }
    }
  }

  func merge(_ other: any AggregateState, mapping: UnsafeBufferPointer<UInt32>) {
    guard let other = other as? IntegerSum else { return }
    for (group, sum) in other.sums.enumerated() where group < mapping.count {
      sums[Int(mapping[group])] &+= sum
    }
  }

  func finish(groups count: Int) -> [Column] {
    let result = Buffer<Int64>(count: count) { target in
      for group in 0..<count { target[group] = sums[group] }
    }
    return [Column(type: type, storage: .int64(result))]
  }
}
