import RegnData

/// Positions count code points from 0. The answer shares the text's memory.
let substringFunction = FunctionDefinition(
  "substring", category: .string,
  summary: "A part of the text from a position; a negative position counts from the end.",
  signatures: [
    .scalar(
      [
        Parameter("source", .any), Parameter("startingIndex", .long),
        Parameter("length", .long, default: .long(.max)),
      ], result: .type(.string)
    ) { arguments, context in
      let (source, starts, lengths) = (asText(arguments[0], context), arguments[1], arguments[2])
      if starts.isConstant, lengths.isConstant {
        guard let start = starts.constantLong, let length = lengths.constantLong else {
          return Column(value: .string(""), count: context.rows)
        }
        return mapSlices(source, context) { part(of: $0, from: Int(start), length: Int(length)) }
      }
      let texts = source.strings
      let (from, count) = (starts.longs, lengths.longs)
      return sliceRows(texts, context) { row in
        let text = texts.bytes(row &* source.stride)
        if starts.isNull(row) || lengths.isNull(row) { return text.part(0..<0) }
        return part(
          of: text, from: Int(from.base[row &* starts.stride]), length: Int(count.base[row &* lengths.stride])
        )
      }
    }
  ],
  examples: [
    FunctionExample(
      "print a = substring('123456', 1), b = substring('123456', 2, 2), c = substring('123456', -2, 2)",
      "a,b,c\n23456,34,56")
  ])

private func part(of text: Bytes, from start: Int, length: Int) -> Bytes {
  if length <= 0 { return text.part(0..<0) }
  var first = start
  if start < 0 { first = max(0, UTF8Text.scalarCount(text) + max(start, -text.count - 1)) }
  return UTF8Text.substring(text, from: first, length: length)
}
