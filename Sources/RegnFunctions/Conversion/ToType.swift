import RegnData

let toBoolFunction = FunctionDefinition(
  "tobool", aliases: ["toboolean"], category: .conversion,
  summary: "The value as true or false: numbers but zero, and the words in any case; else null.",
  signatures: [conversion(to: .bool)],
  examples: [FunctionExample("print x = tobool('true'), y = tobool(0)", "x,y\ntrue,false")])

let toDateTimeFunction = FunctionDefinition(
  "todatetime", aliases: ["todate"], category: .conversion,
  summary: "The value as a datetime; text in any of the forms of datetime literals, else null.",
  signatures: [conversion(to: .datetime)],
  examples: [
    FunctionExample(
      "print x = todatetime('2015-12-31 23:59:59.9')", "x\n2015-12-31T23:59:59.9000000Z")
  ])

let toDecimalFunction = FunctionDefinition(
  "todecimal", category: .conversion, summary: "The value as an exact decimal number, or null.",
  signatures: [conversion(to: .decimal)],
  examples: [FunctionExample("print x = todecimal('123.45678')", "x\n123.45678")])

let toGuidFunction = FunctionDefinition(
  "toguid", category: .conversion, summary: "The text as a guid, or null.",
  signatures: [conversion(to: .guid)],
  examples: [
    FunctionExample(
      "print x = toguid('70fc66f7-8279-44fc-9092-d364d70fce44')",
      "x\n70fc66f7-8279-44fc-9092-d364d70fce44")
  ])

let toIntFunction = FunctionDefinition(
  "toint", category: .conversion,
  summary: "The value as a whole number of 32 bits, its fraction cut off; null where it does not fit.",
  signatures: [conversion(to: .int)],
  examples: [FunctionExample("print x = toint('123'), y = toint(2.3)", "x,y\n123,2")])

let toLongFunction = FunctionDefinition(
  "tolong", category: .conversion,
  summary: "The value as a whole number of 64 bits, its fraction cut off; null where it does not fit.",
  signatures: [conversion(to: .long)],
  examples: [FunctionExample("print x = tolong('123') == 123", "x\ntrue")])

let toRealFunction = FunctionDefinition(
  "toreal", aliases: ["todouble"], category: .conversion,
  summary: "The value as a floating-point number, or null.",
  signatures: [conversion(to: .real)],
  examples: [FunctionExample("print x = toreal('123.4') == 123.4, y = toreal('1,5')", "x,y\ntrue,")])

let toStringFunction = FunctionDefinition(
  "tostring", category: .conversion, summary: "The value's printed form; empty for null.",
  signatures: [conversion(to: .string)],
  examples: [FunctionExample("print x = tostring(123), y = tostring(1.5h)", "x,y\n123,01:30:00")])

let toTimespanFunction = FunctionDefinition(
  "totimespan", aliases: ["totime"], category: .conversion,
  summary: "The value as a timespan; text in any of the forms of timespan literals, else null.",
  signatures: [conversion(to: .timespan)],
  examples: [FunctionExample("print x = totimespan('0.00:01:00')", "x\n00:01:00")])

private func conversion(to type: ScalarType) -> Signature {
  .scalar([Parameter("value", .any)], result: .type(type)) { arguments, context in
    Conversion.convert(arguments[0], to: type, context)
  }
}
