import RegnData

/// Fills `target` with `transform` of pairs of elements, with a loop for each mix of columns and constants.
@inline(__always)
func fillPairs<A, B, R>(
  _ a: UnsafePointer<A>, constant aIsConstant: Bool, _ b: UnsafePointer<B>, constant bIsConstant: Bool,
  _ target: UnsafeMutablePointer<R>, rows: Int, _ transform: (A, B) -> R
) {
  guard rows > 0 else { return }
  switch (aIsConstant, bIsConstant) {
  case (false, false):
    for row in 0..<rows { target[row] = transform(a[row], b[row]) }
  case (false, true):
    let constant = b[0]
    for row in 0..<rows { target[row] = transform(a[row], constant) }
  case (true, false):
    let constant = a[0]
    for row in 0..<rows { target[row] = transform(constant, b[row]) }
  case (true, true):
    target.initialize(repeating: transform(a[0], b[0]), count: rows)
  }
}

/// A column of what `transform` gives for pairs of decimals, null where either is. Throws what it throws.
@inline(__always)
func mapThrowing<A: ColumnElement, B: ColumnElement, R: ColumnElement>(
  _ a: Column, _ b: Column, _ context: KernelContext, to type: ScalarType,
  _ transform: (A, B) throws -> R?
) rethrows -> Column {
  try mapOptional(a, b, context, to: type, transform)
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

  /// Whether every row is null because the column is a constant null.
  var isConstantNull: Bool { isConstant && validity?.base[0] == false }
}
