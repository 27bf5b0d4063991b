import RegnData
import RegnPhrases

/// Sums of values and of their squares, to twice a double's precision.
struct Spread: PairSums {
  var sum = DoubleDouble()
  var squares = DoubleDouble()
  var count: Int64 = 0

  @inline(__always)
  mutating func add(_ value: Double) {
    sum.add(value)
    squares.add(value, times: value)
    count &+= 1
  }

  /// Adds a number that comes as a pair with itself.
  @inline(__always)
  mutating func add(_ value: Double, _: Double) { add(value) }

  mutating func merge(_ other: Spread) {
    sum.add(other.sum)
    squares.add(other.squares)
    count &+= other.count
  }

  /// Sums of integers and of their squares.
  struct Integers: IntegerPairSums {
    var sum: Int64 = 0
    var squares: Int64 = 0
    var count: Int64 = 0

    @inline(__always)
    mutating func add(_ x: Int32, _: Int32) -> Bool {
      merge(Integers(sum: Int64(x), squares: Int64(x) &* Int64(x), count: 1))
    }

    @inline(__always)
    mutating func merge(_ other: Integers) -> Bool {
      let (sum, noSum) = sum.addingReportingOverflow(other.sum)
      let (squares, noSquares) = squares.addingReportingOverflow(other.squares)
      if noSum || noSquares { return false }
      self = Integers(sum: sum, squares: squares, count: count &+ other.count)
      return true
    }
  }

  init() {}

  init(_ integers: Integers) {
    (sum, squares, count) = (DoubleDouble(integers.sum), DoubleDouble(integers.squares), integers.count)
  }

  /// The variance of a sample; 0 of fewer than two values.
  var sampleVariance: Double { count < 2 ? 0 : squaredDeviations / Double(count - 1) }

  /// The variance of a population; nil of no values.
  var populationVariance: Double? { count == 0 ? nil : squaredDeviations / Double(count) }

  private var squaredDeviations: Double {
    guard sum.isFinite, squares.isFinite else { return .nan }
    let mean = sum.renormalized / Double(count)
    let deviations = (squares.renormalized - mean * sum.renormalized).value
    return max(deviations, 0)
  }
}

private func spreadFunction(
  _ name: String, summary: Phrase, answer: String, naming: ResultNaming = .prefixed,
  _ value: @escaping @Sendable (Spread) -> Double?
) -> FunctionDefinition {
  let make: AggregateFactory = { _, _ in SpreadState<Spread>(value) }
  let column: String
  if case .prefix(let prefix) = naming { column = "\(prefix)_x" } else { column = "\(name)_x" }
  return FunctionDefinition(
    name, kind: .aggregate, category: .aggregation, summary: summary,
    signatures: [
      .aggregate([Parameter("x", .timespan)], result: .type(.real)) { _, _ in
        TicksAsReals(SpreadState<Spread>(value))
      },
      // Integers are taken as they are, as they are summed up without rounding.
      .aggregate([Parameter("x", .oneOf([.int, .long]))], result: .type(.real), make),
      .aggregate([Parameter("x", .real)], result: .type(.real), make),
    ],
    examples: [
      FunctionExample("range x from 1 to 5 step 1 | summarize \(name)(x)", "\(column)\n\(answer)")
    ], naming: naming)
}

let varianceFunction = spreadFunction(
  "variance", summary: "The variance, the values being a sample of a population.", answer: "2.5"
) { $0.sampleVariance }

let variancepFunction = spreadFunction(
  "variancep", summary: "The variance, the values being a whole population.", answer: "2",
  naming: .prefix("variance")
) { $0.populationVariance }

let stdevFunction = spreadFunction(
  "stdev", summary: "The standard deviation, the values being a sample of a population.",
  answer: "1.5811388300841898"
) { $0.sampleVariance.squareRoot() }

let stdevpFunction = spreadFunction(
  "stdevp", summary: "The standard deviation, the values being a whole population.",
  answer: "1.4142135623730951"
) { $0.populationVariance?.squareRoot() }

private func filteredSpread(
  _ function: FunctionDefinition, _ name: String, answer: String
) -> FunctionDefinition {
  function.filtered(
    name, summary: "As `\(function.name)`, of the rows for which a predicate is true.",
    example: FunctionExample(
      "range x from 1 to 5 step 1 | summarize \(name)(x, x > 2)", "\(name)_x\n\(answer)"), naming: .prefixed)
}

let varianceifFunction = filteredSpread(varianceFunction, "varianceif", answer: "1")
let variancepifFunction = filteredSpread(variancepFunction, "variancepif", answer: "0.6666666666666666")
let stdevifFunction = filteredSpread(stdevFunction, "stdevif", answer: "1")

/// Sums of pairs, for the covariance of two columns.
struct PairSpread: PairSums {
  var first = DoubleDouble()
  var second = DoubleDouble()
  var products = DoubleDouble()
  var count: Int64 = 0

  @inline(__always)
  mutating func add(_ x: Double, _ y: Double) {
    first.add(x)
    second.add(y)
    products.add(x, times: y)
    count &+= 1
  }

  mutating func merge(_ other: PairSpread) {
    first.add(other.first)
    second.add(other.second)
    products.add(other.products)
    count &+= other.count
  }

  /// Sums of pairs of integers and of their products.
  struct Integers: IntegerPairSums {
    var first: Int64 = 0
    var second: Int64 = 0
    var products: Int64 = 0
    var count: Int64 = 0

    @inline(__always)
    mutating func add(_ x: Int32, _ y: Int32) -> Bool {
      merge(Integers(first: Int64(x), second: Int64(y), products: Int64(x) &* Int64(y), count: 1))
    }

    @inline(__always)
    mutating func merge(_ other: Integers) -> Bool {
      let (first, noFirst) = first.addingReportingOverflow(other.first)
      let (second, noSecond) = second.addingReportingOverflow(other.second)
      let (products, noProducts) = products.addingReportingOverflow(other.products)
      if noFirst || noSecond || noProducts { return false }
      self = Integers(first: first, second: second, products: products, count: count &+ other.count)
      return true
    }
  }

  init() {}

  init(_ integers: Integers) {
    (first, second) = (DoubleDouble(integers.first), DoubleDouble(integers.second))
    (products, count) = (DoubleDouble(integers.products), integers.count)
  }

  /// The sum of the products of both deviations from the mean.
  var codeviation: Double {
    guard first.isFinite, second.isFinite, products.isFinite else { return .nan }
    let mean = first.renormalized / Double(count)
    return (products.renormalized - mean * second.renormalized).value
  }
}

private func covarianceDefinition(
  _ name: String, summary: Phrase, answer: String, _ value: @escaping @Sendable (PairSpread) -> Double?
) -> FunctionDefinition {
  let make: AggregateFactory = { _, _ in SpreadState<PairSpread>(value) }
  let integer = Parameter.Accepts.oneOf([.int, .long])
  return FunctionDefinition(
    name, kind: .aggregate, category: .aggregation, summary: summary,
    signatures: [
      .aggregate([Parameter("expr1", integer), Parameter("expr2", integer)], result: .type(.real), make),
      .aggregate([Parameter("expr1", .real), Parameter("expr2", .real)], result: .type(.real), make),
    ],
    examples: [
      FunctionExample(
        "datatable(x: real, y: real) [1.0, 2.0, 2.0, 4.0, 3.0, 6.0] | summarize r = \(name)(x, y)",
        "r\n\(answer)")
    ], naming: .prefixedWithTwo)
}

let covarianceFunction = covarianceDefinition(
  "covariance", summary: "The covariance of two columns, the rows being a sample of a population.",
  answer: "2"
) { $0.count == 0 ? nil : $0.count == 1 ? 0 : $0.codeviation / Double($0.count - 1) }

let covariancepFunction = covarianceDefinition(
  "covariancep", summary: "The covariance of two columns, the rows being a whole population.",
  answer: "1.3333333333333333"
) { $0.count == 0 ? nil : $0.codeviation / Double($0.count) }

private func filteredCovariance(_ function: FunctionDefinition, _ name: String, answer: String)
  -> FunctionDefinition
{
  function.filtered(
    name, predicateAt: 2, summary: "As `\(function.name)`, of the rows for which a predicate is true.",
    example: FunctionExample(
      "datatable(x: real, y: real) [1.0, 2.0, 2.0, 4.0, 3.0, 6.0] | summarize r = \(name)(x, y, x > 1)",
      "r\n\(answer)"))
}

let covarianceifFunction = filteredCovariance(covarianceFunction, "covarianceif", answer: "1")
let covariancepifFunction = filteredCovariance(covariancepFunction, "covariancepif", answer: "0.5")

/// Gives an aggregate of reals the ticks of timespans.
final class TicksAsReals: AggregateState {
  private let inner: any AggregateState

  init(_ inner: any AggregateState) { self.inner = inner }

  var byteCount: Int { inner.byteCount }
  func grow(to count: Int) throws { try inner.grow(to: count) }

  func update(_ arguments: [Column], groups: GroupRows) throws {
    try inner.update(arguments.map { $0.type.isTicks ? $0.retyped(.long) : $0 }, groups: groups)
  }

  func merge(_ other: any AggregateState, mapping: UnsafeBufferPointer<UInt32>) throws {
    guard let other = other as? TicksAsReals else { return }
    try inner.merge(other.inner, mapping: mapping)
  }

  func finish(groups count: Int, in context: ExecutionContext) throws -> [Column] {
    try inner.finish(groups: count, in: context)
  }
}
