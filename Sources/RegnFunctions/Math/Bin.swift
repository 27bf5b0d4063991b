import RegnData

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Rounds toward negative infinity. A bin size of zero or less gives null (reference page).
let binFunction = FunctionDefinition(
  "bin", aliases: ["floor"], category: .math,
  summary: "The value rounded down to a multiple of a bin size.",
  signatures: [
    .scalar(
      [Parameter("value", .type(.int)), Parameter("roundTo", .type(.int))], result: .type(.int)
    ) { arguments, context in
      Conversion.convert(binIntegers(arguments[0], arguments[1], context, type: .long), to: .int, context)
    },
    .scalar(
      [Parameter("value", .oneOf([.int, .long])), Parameter("roundTo", .oneOf([.int, .long]))],
      result: .type(.long)
    ) { arguments, context in
      binIntegers(arguments[0], arguments[1], context, type: .long)
    },
    .scalar([Parameter("value", .real), Parameter("roundTo", .real)], result: .type(.real)) {
      arguments, context in
      let (values, sizes) = (arguments[0], arguments[1])
      if let size = sizes.constantReal, size > 0 {
        return map(values, context, to: .real) { (x: Double) in (x / size).rounded(.down) * size }
      }
      return mapOptional(values, sizes, context, to: .real) { (x: Double, size: Double) -> Double? in
        size > 0 ? (x / size).rounded(.down) * size : nil
      }
    },
    .scalar(
      [Parameter("value", .type(.decimal)), Parameter("roundTo", .type(.decimal))], result: .type(.decimal)
    ) {
      arguments, context in
      try mapOptional(arguments[0], arguments[1], context, to: .decimal) {
        (x: Decimal, size: Decimal) -> Decimal? in
        guard size.coefficient > 0 else { return nil }
        guard let quotient = x.divided(by: size), let result = quotient.floor.multiplied(by: size) else {
          throw ExecutionError.decimalOverflow
        }
        return result
      }
    },
    .scalar([Parameter("value", .datetime), Parameter("roundTo", .timespan)], result: .type(.datetime)) {
      arguments, context in
      binIntegers(arguments[0], arguments[1], context, type: .datetime)
    },
    .scalar([Parameter("value", .timespan), Parameter("roundTo", .timespan)], result: .type(.timespan)) {
      arguments, context in
      binIntegers(arguments[0], arguments[1], context, type: .timespan)
    },
  ],
  examples: [
    FunctionExample("print x = bin(4.5, 1), y = bin(-7, 5)", "x,y\n4,-10"),
    FunctionExample("print x = bin(datetime(1970-05-11 13:45:07), 1d)", "x\n1970-05-11T00:00:00.0000000Z"),
  ])

private func binIntegers(
  _ values: Column, _ sizes: Column, _ context: KernelContext, type: ScalarType
) -> Column {
  if let size = sizes.constantLong, size > 0 {
    if type == .datetime {
      // Instants are never negative: what remains needs no correction.
      return map(values, context, to: type) { (x: Int64) in x &- x % size }
    }
    var outOfRange = false
    let floored: Column = map(values, context, to: type) { (x: Int64) in
      let floor = wrappingFloor(x, size)
      outOfRange = outOfRange || floor > x
      return floor
    }
    if !outOfRange { return floored }
  }
  return mapOptional(values, sizes, context, to: type) { (x: Int64, size: Int64) -> Int64? in
    guard size > 0 else { return nil }
    let floor = wrappingFloor(x, size)
    return floor > x ? nil : floor
  }
}

/// The multiple of a positive size at or below a number; above it where the least integer is still too great.
@inline(__always)
private func wrappingFloor(_ x: Int64, _ size: Int64) -> Int64 {
  let rest = x % size
  return x &- rest &- (rest < 0 ? size : 0)
}

/// As `bin`, with the bins laid out from a fixed point.
let binAtFunction = FunctionDefinition(
  "bin_at", category: .math,
  summary: "The value rounded down to a bin of a size, where one bin begins at a fixed point.",
  signatures: [
    .scalar(
      [
        Parameter("value", .oneOf([.int, .long])), Parameter("bin_size", .oneOf([.int, .long])),
        Parameter("fixed_point", .oneOf([.int, .long])),
      ], result: .type(.long)
    ) { arguments, context in
      binAt(arguments, context, type: .long)
    },
    .scalar(
      [Parameter("value", .real), Parameter("bin_size", .real), Parameter("fixed_point", .real)],
      result: .type(.real)
    ) { arguments, context in
      let (values, sizes, points) = (arguments[0].reals, arguments[1].reals, arguments[2].reals)
      return rowsOptional(context, to: .real) { row -> Double? in
        for argument in arguments where argument.isNull(row) { return nil }
        let size = sizes.base[row &* arguments[1].stride]
        let point = points.base[row &* arguments[2].stride]
        guard size > 0 else { return nil }
        return point + ((values.base[row &* arguments[0].stride] - point) / size).rounded(.down) * size
      }
    },
    .scalar(
      [Parameter("value", .datetime), Parameter("bin_size", .timespan), Parameter("fixed_point", .datetime)],
      result: .type(.datetime)
    ) { arguments, context in
      binAt(arguments, context, type: .datetime)
    },
    .scalar(
      [Parameter("value", .timespan), Parameter("bin_size", .timespan), Parameter("fixed_point", .timespan)],
      result: .type(.timespan)
    ) { arguments, context in
      binAt(arguments, context, type: .timespan)
    },
  ],
  examples: [
    FunctionExample("print x = bin_at(6.5, 2.5, 7)", "x\n4.5"),
    FunctionExample(
      "print x = bin_at(datetime(2017-05-17 10:20:00.0), 7d, datetime(2017-06-04 00:00:00.0))",
      "x\n2017-05-14T00:00:00.0000000Z"),
  ])

private func binAt(_ arguments: [Column], _ context: KernelContext, type: ScalarType) -> Column {
  let (values, sizes, points) = (arguments[0].longs, arguments[1].longs, arguments[2].longs)
  return rowsOptional(context, to: type) { row -> Int64? in
    for argument in arguments where argument.isNull(row) { return nil }
    let size = sizes.base[row &* arguments[1].stride]
    guard size > 0 else { return nil }
    let value = values.base[row &* arguments[0].stride]
    let point = points.base[row &* arguments[2].stride]
    let rest = Int64((Int128(value) - Int128(point)) % Int128(size))
    let (result, overflow) = value.subtractingReportingOverflow(rest + (rest < 0 ? size : 0))
    return overflow || type == .datetime && result < 0 ? nil : result
  }
}
