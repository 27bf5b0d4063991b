import RegnData

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

let sinFunction = realFunction(
  "sin", parameter: "number", "The sine of an angle in radians.", FunctionExample("print x = sin(0)", "x\n0")
) { sin($0) }

let cosFunction = realFunction(
  "cos", parameter: "number", "The cosine of an angle in radians.",
  FunctionExample("print x = cos(0)", "x\n1")
) { cos($0) }

let tanFunction = realFunction(
  "tan", parameter: "number", "The tangent of an angle in radians.",
  FunctionExample("print x = tan(0)", "x\n0")
) { tan($0) }

let cotFunction = realFunction(
  "cot", parameter: "number", "The cotangent of an angle in radians.",
  FunctionExample("print x = round(cot(1), 6)", "x\n0.642093")
) { 1 / tan($0) }

let asinFunction = realFunction(
  "asin", parameter: "x", "The angle in radians whose sine is the value; null outside -1 to 1.",
  FunctionExample("print x = asin(0), y = asin(2)", "x,y\n0,")
) { $0 < -1 || $0 > 1 ? nil : asin($0) }

let acosFunction = realFunction(
  "acos", parameter: "x", "The angle in radians whose cosine is the value; null outside -1 to 1.",
  FunctionExample("print x = acos(1), y = acos(2)", "x,y\n0,")
) { $0 < -1 || $0 > 1 ? nil : acos($0) }

let atanFunction = realFunction(
  "atan", parameter: "x", "The angle in radians whose tangent is the value.",
  FunctionExample("print x = atan(0)", "x\n0")
) { atan($0) }

let atan2Function = FunctionDefinition(
  "atan2", category: .math,
  summary: "The angle in radians between the positive x axis and the line from the origin to (x, y).",
  signatures: [
    .scalar([Parameter("y", .real), Parameter("x", .real)], result: .type(.real)) { arguments, context in
      map(arguments[0], arguments[1], context, to: .real) { (y: Double, x: Double) in atan2(y, x) }
    }
  ],
  examples: [FunctionExample("print x = atan2(1, 1)", "x\n0.7853981633974483")])

let degreesFunction = realFunction(
  "degrees", parameter: "radians", "An angle in degrees from one in radians.",
  FunctionExample("print x = degrees(pi() / 4)", "x\n45")
) { $0 * (180 / Double.pi) }

let radiansFunction = realFunction(
  "radians", parameter: "degrees", "An angle in radians from one in degrees.",
  FunctionExample("print x = radians(90)", "x\n1.5707963267948966")
) { $0 * (Double.pi / 180) }

let piFunction = FunctionDefinition(
  "pi", category: .math, summary: "The constant pi.",
  signatures: [
    .scalar([], result: .type(.real)) { _, context in Column(value: .real(.pi), count: context.rows) }
  ],
  examples: [FunctionExample("print x = pi()", "x\n3.141592653589793")])
