import RegnData

/// Exact numbers as 64-bit integers over one power of ten, where a column holds them so (or can at no cost).
struct ScaledIntegers {
  let integers: Buffer<Int64>
  let scale: Int

  init(integers: Buffer<Int64>, scale: Int) {
    self.integers = integers
    self.scale = scale
  }

  /// The integers of a column of decimals with one scale, of integers, or of one decimal constant.
  init?(_ column: Column) {
    switch column.storage {
    case .scaled(let buffer, let scale): (integers, self.scale) = (buffer, scale)
    case .int64, .int32: (integers, scale) = (column.longs, 0)
    case .decimal(let buffer) where column.isConstant:
      let value = buffer[0]
      guard value.scale >= 0, value.scale <= 18, let integer = Int64(exactly: value.coefficient) else {
        return nil
      }
      (integers, scale) = (Buffer([integer]), value.scale)
    default: return nil
    }
  }

  /// The integers over a larger power of ten; nil when one does not fit.
  func rescaled(to newScale: Int) -> Buffer<Int64>? {
    if newScale == scale { return integers }
    guard newScale > scale, newScale - scale <= 18 else { return nil }
    let factor = powersOfTen[newScale - scale]
    var overflow = false
    let result = Buffer<Int64>(count: integers.count) { target in
      for index in 0..<integers.count {
        let (product, tooLarge) = integers.base[index].multipliedReportingOverflow(by: factor)
        target[index] = product
        overflow = overflow || tooLarge
      }
    }
    return overflow ? nil : result
  }
}

extension ExecutionError {
  /// A decimal result beyond 34 digits.
  static let decimalOverflow = ExecutionError(
    code: "RG0605", message: "a decimal result has more than 34 digits before its point",
    hint: "use toreal() where an approximate result will do")
}

/// The sum or difference of two decimal columns, exact. Throws RG0605 when a result does not fit.
func addDecimals(_ a: Column, _ b: Column, _ context: KernelContext, subtract: Bool) throws -> Column {
  if let x = ScaledIntegers(a), let y = ScaledIntegers(b) {
    let scale = max(x.scale, y.scale)
    if let left = x.rescaled(to: scale), let right = y.rescaled(to: scale) {
      var overflow = false
      let sums = Buffer<Int64>(count: context.rows) { target in
        if subtract {
          fillPairs(
            left, constant: a.isConstant, right, constant: b.isConstant, target, rows: context.rows
          ) {
            let (value, tooLarge) = $0.subtractingReportingOverflow($1)
            overflow = overflow || tooLarge
            return value
          }
        } else {
          fillPairs(
            left, constant: a.isConstant, right, constant: b.isConstant, target, rows: context.rows
          ) {
            let (value, tooLarge) = $0.addingReportingOverflow($1)
            overflow = overflow || tooLarge
            return value
          }
        }
      }
      if !overflow {
        return Column(
          type: .decimal, storage: .scaled(sums, scale: scale),
          validity: commonValidity([a, b], rows: context.rows))
      }
    }
  }
  return try mapDecimals(a, b, context) { subtract ? $0.subtracting($1) : $0.adding($1) }
}

/// The product of two decimal columns. Throws RG0605 when a result does not fit.
func multiplyDecimals(_ a: Column, _ b: Column, _ context: KernelContext) throws -> Column {
  if let x = ScaledIntegers(a), let y = ScaledIntegers(b), x.scale + y.scale <= 18 {
    var overflow = false
    let products = Buffer<Int64>(count: context.rows) { target in
      fillPairs(
        x.integers, constant: a.isConstant, y.integers, constant: b.isConstant, target,
        rows: context.rows
      ) {
        let (value, tooLarge) = $0.multipliedReportingOverflow(by: $1)
        overflow = overflow || tooLarge
        return value
      }
    }
    if !overflow {
      return Column(
        type: .decimal, storage: .scaled(products, scale: x.scale + y.scale),
        validity: commonValidity([a, b], rows: context.rows))
    }
  }
  return try mapDecimals(a, b, context) { $0.multiplied(by: $1) }
}

/// The quotient of two decimal columns to 34 digits; null where the divisor is zero.
func divideDecimals(_ a: Column, _ b: Column, _ context: KernelContext) throws -> Column {
  try mapOptional(a, b, context, to: .decimal) { (x: Decimal, y: Decimal) -> Decimal? in
    if y.coefficient == 0 { return nil }
    guard let quotient = x.divided(by: y) else { throw ExecutionError.decimalOverflow }
    return quotient
  }
}

/// What remains of dividing decimals, never negative; null where the divisor is zero.
func moduloDecimals(_ a: Column, _ b: Column, _ context: KernelContext) throws -> Column {
  try mapOptional(a, b, context, to: .decimal) { (x: Decimal, y: Decimal) -> Decimal? in
    if y.coefficient == 0 { return nil }
    guard let rest = x.remainder(dividingBy: y) else { throw ExecutionError.decimalOverflow }
    if rest.coefficient >= 0 { return rest }
    return y.coefficient < 0 ? rest.subtracting(y) : rest.adding(y)
  }
}

@inline(__always)
private func mapDecimals(
  _ a: Column, _ b: Column, _ context: KernelContext, _ transform: (Decimal, Decimal) -> Decimal?
) throws -> Column {
  try mapOptional(a, b, context, to: .decimal) { (x: Decimal, y: Decimal) -> Decimal? in
    guard let result = transform(x, y) else { throw ExecutionError.decimalOverflow }
    return result
  }
}
