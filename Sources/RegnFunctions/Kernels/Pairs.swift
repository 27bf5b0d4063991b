import RegnData

/// Fills `target` with `transform` of pairs of elements, with a loop for each mix of columns and constants.
@inline(__always)
func fillPairs<A, B, R>(
  _ a: Buffer<A>, constant aIsConstant: Bool, _ b: Buffer<B>, constant bIsConstant: Bool,
  _ target: UnsafeMutablePointer<R>, rows: Int, _ transform: (A, B) -> R
) {
  guard rows > 0 else { return }
  withExtendedLifetime((a, b)) {
    let (left, right) = (a.base, b.base)
    switch (aIsConstant, bIsConstant) {
    case (false, false):
      for row in 0..<rows { target[row] = transform(left[row], right[row]) }
    case (false, true):
      let constant = right[0]
      for row in 0..<rows { target[row] = transform(left[row], constant) }
    case (true, false):
      let constant = left[0]
      for row in 0..<rows { target[row] = transform(constant, right[row]) }
    case (true, true):
      target.initialize(repeating: transform(left[0], right[0]), count: rows)
    }
  }
}

/// One column of the result of `body` for a constant argument, computed once and standing for every row.
func onceIfConstant(
  _ column: Column, _ context: KernelContext, _ body: (Column, KernelContext) throws -> Column
) rethrows -> Column {
  guard column.isConstant, context.rows != 1 else { return try body(column, context) }
  let one = Column(constant: column.storage, type: column.type, validity: column.validity, count: 1)
  let single = KernelContext(rows: 1, firstRow: context.firstRow, execution: context.execution)
  let result = try body(one, single)
  return Column(
    constant: result.storage, type: result.type, validity: result.validity, count: context.rows)
}

extension Column {
  /// The one value of a constant column, or nil.
  var constantValue: Value? { isConstant && count > 0 ? value(0) : nil }

  /// The one value of a constant column of integers or ticks; nil when it is null.
  var constantLong: Int64? {
    guard isConstant, !isConstantNull else { return nil }
    let integers = longs
    return withExtendedLifetime(integers) { integers.count > 0 ? integers.base[0] : nil }
  }

  /// The one value of a constant column of numbers; nil when it is null.
  var constantReal: Double? {
    guard isConstant, !isConstantNull else { return nil }
    let numbers = reals
    return withExtendedLifetime(numbers) { numbers.count > 0 ? numbers.base[0] : nil }
  }

  /// Whether every row is null because the column is a constant null.
  var isConstantNull: Bool { isConstant && validity?.base[0] == false }
}
