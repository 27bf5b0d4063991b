import RegnData

let avgFunction = FunctionDefinition(
  "avg", kind: .aggregate, category: .aggregation,
  summary: "The mean of the values that are not null.",
  signatures: [
    .aggregate([Parameter("x", .oneOf([.int, .long]))], result: .type(.real)) { _, _ in
      FoldState(IntegerMean.self) { cells in groupColumn(cells, type: .real) { $0.real } }
    },
    .aggregate([Parameter("x", .timespan)], result: .type(.timespan)) { _, _ in
      FoldState(IntegerMean.self) { cells in groupColumn(cells, type: .timespan) { $0.ticks } }
    },
    .aggregate([Parameter("x", .datetime)], result: .type(.datetime)) { _, _ in
      FoldState(IntegerMean.self) { cells in groupColumn(cells, type: .datetime) { $0.ticks } }
    },
    .aggregate([Parameter("x", .type(.decimal))], result: .type(.decimal)) { _, _ in
      DecimalSum { sum, count in count == 0 ? nil : sum.divided(by: Decimal(count)) }
    },
    .aggregate([Parameter("x", .real)], result: .type(.real)) { _, _ in
      FoldState(RealMean.self) { cells in
        groupColumn(cells, type: .real) { $0.sum.value / Double($0.count) }
      }
    },
  ],
  examples: [FunctionExample("datatable(x: long) [1, 2, 6] | summarize avg(x)", "avg_x\n3")])

let avgifFunction = avgFunction.filtered(
  "avgif", summary: "The mean of the values of the rows for which a predicate is true.",
  example: FunctionExample("range x from 1 to 5 step 1 | summarize avgif(x, x > 3)", "avgif_x\n4.5"))

/// A mean of 64-bit integers, their sum exact.
struct IntegerMean: Accumulator {
  var sum: Int128 = 0
  var count: Int64 = 0

  @inline(__always)
  mutating func add(_ value: Int64) {
    sum &+= Int128(value)
    count &+= 1
  }

  mutating func merge(_ other: IntegerMean) {
    sum &+= other.sum
    count &+= other.count
  }

  /// The mean as a double; NaN of no values (0 divided by 0, as the reference shows it).
  var real: Double {
    if count == 0 { return .nan }
    if sum.magnitude <= 1 << 53 { return Double(Int64(sum)) / Double(count) }
    let (quotient, remainder) = sum.quotientAndRemainder(dividingBy: Int128(count))
    return Double(Int64(truncatingIfNeeded: quotient))
      + Double(Int64(truncatingIfNeeded: remainder)) / Double(count)
  }

  /// The mean in whole ticks; nil of no values.
  var ticks: Int64? { count == 0 ? nil : Int64(truncatingIfNeeded: sum / Int128(count)) }
}

/// A mean of doubles.
struct RealMean: Accumulator {
  var sum = DoubleDouble()
  var count: Int64 = 0

  @inline(__always)
  mutating func add(_ value: Double) {
    sum.add(value)
    count &+= 1
  }

  mutating func merge(_ other: RealMean) {
    sum.add(other.sum)
    count &+= other.count
  }
}
