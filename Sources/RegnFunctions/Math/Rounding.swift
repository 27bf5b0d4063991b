import RegnData

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

let ceilingFunction = FunctionDefinition(
  "ceiling", category: .math, summary: "The smallest whole number that is not below the value.",
  signatures: [
    .scalar([Parameter("number", .oneOf([.int, .long]))], result: .type(.long)) { arguments, _ in
      arguments[0].retyped(.long)
    },
    .scalar([Parameter("number", .real)], result: .type(.real)) { arguments, context in
      map(arguments[0], context, to: .real) { (x: Double) in x.rounded(.up) }
    },
    .scalar([Parameter("number", .type(.decimal))], result: .type(.decimal)) { arguments, context in
      map(arguments[0], context, to: .decimal) { (x: Decimal) in x.ceiling }
    },
  ],
  examples: [FunctionExample("print x = ceiling(-1.1), y = ceiling(0), z = ceiling(0.9)", "x,y,z\n-1,0,1")])

/// Halves go away from zero. A real is rounded as its shortest text reads: 2.15 to one place is 2.2
/// (reference page), though the double lies below it.
let roundFunction = FunctionDefinition(
  "round", category: .math,
  summary: "The number rounded to a number of decimals; a negative number counts places before the point.",
  signatures: [
    .scalar(
      [Parameter("number", .oneOf([.int, .long])), Parameter("precision", .long, default: .long(0))],
      result: .type(.long)
    ) { arguments, context in
      mapOptional(arguments[0], arguments[1], context, to: .long) { (x: Int64, places: Int64) -> Int64? in
        if places >= 0 { return x }
        guard places >= -18 else { return 0 }
        let unit = powersOfTen[Int(-places)]
        let rest = x % unit
        let whole = x - rest
        guard rest.magnitude >= (unit.magnitude + 1) / 2 else { return whole }
        let (rounded, overflow) = whole.addingReportingOverflow(rest < 0 ? -unit : unit)
        return overflow ? nil : rounded
      }
    },
    .scalar(
      [Parameter("number", .real), Parameter("precision", .long, default: .long(0))], result: .type(.real)
    ) { arguments, context in
      if let places = arguments[1].constantLong {
        if places == 0 {
          return map(arguments[0], context, to: .real) { (x: Double) in x.rounded(.toNearestOrAwayFromZero) }
        }
        return map(arguments[0], context, to: .real) { (x: Double) in round(x, places: places) }
      }
      return map(arguments[0], arguments[1], context, to: .real) { (x: Double, places: Int64) in
        round(x, places: places)
      }
    },
    .scalar(
      [Parameter("number", .type(.decimal)), Parameter("precision", .long, default: .long(0))],
      result: .type(.decimal)
    ) { arguments, context in
      mapOptional(arguments[0], arguments[1], context, to: .decimal) {
        (x: Decimal, places: Int64) -> Decimal? in
        if places < -40 { return Decimal.zero }
        return x.rounded(toPlaces: Int(min(places, 6000)))
      }
    },
  ],
  examples: [
    FunctionExample(
      "print a = round(2.98765, 3), b = round(2.15, 1), c = round(-50.55, -2), d = round(21.5, -1)",
      "a,b,c,d\n2.988,2.2,-100,20")
  ])

/// Rounds to decimal places, halves away from zero; a double that is the nearest to a half counts as one.
func round(_ x: Double, places: Int64) -> Double {
  guard x.isFinite else { return x }
  if places > 0 {
    guard places <= 22 else { return x }
    let unit = exactPowerOfTen(Int(places))
    let scaled = x * unit
    guard scaled.magnitude < 0x1p52 else { return x }
    return nearest(scaled) / unit
  }
  guard places >= -308 else { return 0 }
  let unit = places >= -22 ? exactPowerOfTen(Int(-places)) : pow(10, Double(-places))
  return nearest(x / unit) * unit
}

/// The nearest whole number, where a value within some units of the last place below a half is taken for it.
private func nearest(_ x: Double) -> Double {
  let magnitude = x.magnitude
  let whole = magnitude.rounded(.down)
  let isUp = magnitude - whole >= 0.5 - 4 * magnitude.ulp
  let rounded = isUp ? whole + 1 : whole
  return x < 0 ? -rounded : rounded
}

private func exactPowerOfTen(_ exponent: Int) -> Double {
  var power = 1.0
  for _ in 0..<exponent { power *= 10 }
  return power
}

let signFunction = FunctionDefinition(
  "sign", category: .math, summary: "1, 0 or -1: the sign of the number.",
  signatures: [
    .scalar([Parameter("number", .oneOf([.int, .long]))], result: .type(.long)) { arguments, context in
      map(arguments[0], context, to: .long) { (x: Int64) in x.signum() }
    },
    .scalar([Parameter("number", .real)], result: .type(.real)) { arguments, context in
      map(arguments[0], context, to: .real) { (x: Double) in x > 0 ? 1 : x < 0 ? -1 : x }
    },
    .scalar([Parameter("number", .type(.decimal))], result: .type(.decimal)) { arguments, context in
      map(arguments[0], context, to: .decimal) { (x: Decimal) in
        Decimal(coefficient: x.coefficient.signum(), scale: 0)
      }
    },
  ],
  examples: [FunctionExample("print x = sign(-42), y = sign(0), z = sign(11.2)", "x,y,z\n-1,0,1")])
