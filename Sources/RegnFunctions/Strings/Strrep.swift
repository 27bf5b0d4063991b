import RegnData

/// More than 1024 repetitions count as 1024 (reference page).
let strrepFunction = FunctionDefinition(
  "strrep", category: .string,
  summary: "The value's printed form a number of times (at most 1024), with a delimiter between.",
  signatures: [
    .scalar(
      [
        Parameter("value", .any), Parameter("multiplier", .long),
        Parameter("delimiter", .any, default: .string("")),
      ], result: .type(.string)
    ) { arguments, context in
      let values = asText(arguments[0], context)
      let delimiters = asText(arguments[2], context)
      let (texts, separators, times) = (values.strings, delimiters.strings, arguments[1].longs)
      func repetitions(_ row: Int) -> Int {
        arguments[1].isNull(row) ? 0 : Int(max(0, min(times.base[row &* arguments[1].stride], 1024)))
      }
      // Counted before it is made: short text may become a thousand times as long.
      var total = 0
      for row in 0..<context.rows {
        let one =
          texts.views.base[row &* values.stride].count + separators.views.base[row &* delimiters.stride].count
        total += one * repetitions(row)
      }
      let reserved = total
      try context.execution.memory.reserve(reserved)
      defer { context.execution.memory.release(reserved) }
      return stringRows(context) { row, output in
        for number in 0..<repetitions(row) {
          if number > 0 { output.append(contentsOf: separators.bytes(row &* delimiters.stride)) }
          output.append(contentsOf: texts.bytes(row &* values.stride))
        }
        return true
      }
    }
  ],
  examples: [
    FunctionExample("print x = strrep('ABC', 2), y = strrep(123, 3, '.')", "x,y\nABCABC,123.123.123")
  ])

let strcmpFunction = FunctionDefinition(
  "strcmp", category: .string,
  summary: "-1, 0 or 1 as the first text comes before, with or after the second by code points.",
  signatures: [
    .scalar([Parameter("string1", .any), Parameter("string2", .any)], result: .type(.long)) {
      arguments, context in
      let (first, second) = (asText(arguments[0], context), asText(arguments[1], context))
      let (a, b) = (first.strings, second.strings)
      return rowsOptional(context, to: .long) { row -> Int64? in
        Int64(
          compareBytes(a.bytes(row &* first.stride), b.bytes(row &* second.stride)).signum())
      }
    }
  ],
  examples: [
    FunctionExample(
      "print x = strcmp('ABC', 'ABC'), y = strcmp('abc', 'ABC'), z = strcmp('ABC', 'abc')", "x,y,z\n0,1,-1")
  ])

let formatBytesFunction = FunctionDefinition(
  "format_bytes", category: .string, summary: "A number of bytes in a readable unit, such as 10.1 KB.",
  signatures: [
    .scalar(
      [
        Parameter("size", .real), Parameter("precision", .long, default: .long(0)),
        Parameter("units", .string, default: .string("")),
      ], result: .type(.string)
    ) { arguments, context in
      let (sizes, precisions, units) = (arguments[0].reals, arguments[1].longs, arguments[2].strings)
      return stringRows(context) { row, output in
        if arguments[0].isNull(row) || arguments[1].isNull(row) { return false }
        return appendBytes(
          sizes.base[row &* arguments[0].stride], precisions.base[row &* arguments[1].stride],
          units.bytes(row &* arguments[2].stride), to: &output)
      }
    }
  ],
  examples: [
    FunctionExample(
      "print a = format_bytes(564), b = format_bytes(10332, 1), c = format_bytes(20010332, 0, 'KB')",
      "a,b,c\n564 Bytes,10.1 KB,19541 KB")
  ])

private func appendBytes(_ size: Double, _ places: Int64, _ unit: Bytes, to output: inout [UInt8]) -> Bool {
  let names: [StaticString] = ["bytes", "kb", "mb", "gb", "tb", "pb", "eb"]
  let printed: [StaticString] = [" Bytes", " KB", " MB", " GB", " TB", " PB", " EB"]
  var power = 0
  if unit.isEmpty {
    var rest = size.magnitude
    while rest >= 1024, power < names.count - 1 {
      rest /= 1024
      power += 1
    }
  } else {
    guard let named = names.indices.first(where: { equalsInAnyCase(unit, names[$0]) }) else { return false }
    power = named
  }
  var value = size
  for _ in 0..<power { value /= 1024 }
  let rounded = round(value, places: max(0, min(places, 15)))
  output.append(real: rounded == 0 ? 0 : rounded)
  output.append(literal: printed[power])
  return true
}
