import RegnData

let sumFunction = FunctionDefinition(
  "sum", kind: .aggregate, category: .aggregation,
  summary: "The sum of the values that are not null; 0 when there are none.",
  signatures: [
    .aggregate([Parameter("x", .oneOf([.int, .long]))], result: .type(.long)) { _, _ in
      FoldState(IntegerSum.self) { cells in groupColumn(cells, type: .long) { $0.sum } }
    },
    .aggregate([Parameter("x", .timespan)], result: .type(.timespan)) { _, _ in
      FoldState(IntegerSum.self) { cells in groupColumn(cells, type: .timespan) { $0.sum } }
    },
    .aggregate([Parameter("x", .type(.decimal))], result: .type(.decimal)) { _, _ in
      DecimalSum { sums, _ in sums }
    },
    .aggregate([Parameter("x", .real)], result: .type(.real)) { _, _ in
      FoldState(RealSum.self) { cells in groupColumn(cells, type: .real) { $0.sum.value } }
    },
  ],
  examples: [FunctionExample("datatable(x: long) [1, 2, 3] | summarize sum(x)", "sum_x\n6")])

let sumifFunction = sumFunction.filtered(
  "sumif", summary: "The sum of the values of the rows for which a predicate is true.",
  example: FunctionExample("range x from 1 to 5 step 1 | summarize sumif(x, x > 3)", "sumif_x\n9"))

/// A sum of 64-bit integers, kept in 64 bits (KQL's long wraps as the reference's engine does).
struct IntegerSum: Accumulator {
  var sum: Int64 = 0

  @inline(__always)
  mutating func add(_ value: Int64) { sum &+= value }

  mutating func merge(_ other: IntegerSum) { sum &+= other.sum }
}

/// A sum of doubles.
struct RealSum: Accumulator {
  var sum = DoubleDouble()

  @inline(__always)
  mutating func add(_ value: Double) { sum.add(value) }

  mutating func merge(_ other: RealSum) { sum.add(other.sum) }
}
