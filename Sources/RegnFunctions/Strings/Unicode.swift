import RegnData

let unicodeCodepointsFromStringFunction = FunctionDefinition(
  "unicode_codepoints_from_string", aliases: ["to_utf8"], category: .string,
  summary: "The Unicode code points of the text as an array.",
  signatures: [
    .scalar([Parameter("value", .any)], result: .type(.dynamic)) { arguments, context in
      let value = asText(arguments[0], context)
      let texts = value.strings
      return try dynamicRows(context) { row, writer in
        let text = texts.bytes(row &* value.stride)
        writer.beginArray()
        var position = 0
        while position < text.count {
          let (value, length) = UTF8Text.scalar(in: text, at: position)
          writer.append(Int64(value))
          position += length
        }
        writer.endArray()
        return true
      }
    }
  ],
  examples: [
    FunctionExample("print x = unicode_codepoints_from_string('Ærø')", "x\n\"[198,114,248]\"")
  ])

let unicodeCodepointsToStringFunction = FunctionDefinition(
  "unicode_codepoints_to_string", aliases: ["make_string"], category: .string,
  summary: "The text of Unicode code points, given as numbers or arrays of numbers; empty if one is invalid.",
  signatures: [
    .scalar([Parameter("values", .any)], variadic: .init(last: 1, times: 1...64), result: .type(.string)) {
      arguments, context in
      let encoders = arguments.map { DynamicEncoder($0) }
      var writer = DynamicWriter()
      return stringRows(context) { row, output in
        for encoder in encoders {
          writer.removeAll()
          encoder.append(row, to: &writer)
          let isValid = writer.withValue { value in
            if value.kind == .array {
              for index in 0..<value.count where !appendCodePoint(value.value(at: index), to: &output) {
                return false
              }
              return true
            }
            return appendCodePoint(value, to: &output)
          }
          if !isValid { return false }
        }
        return true
      }
    }
  ],
  examples: [
    FunctionExample("print x = unicode_codepoints_to_string(75, dynamic([117, 115]), 116, 111)", "x\nKusto")
  ])

private func appendCodePoint(_ value: DynamicRef, to output: inout [UInt8]) -> Bool {
  guard let number = value.asLong, let code = UInt32(exactly: number), let scalar = Unicode.Scalar(code)
  else {
    return false
  }
  output.append(scalar: scalar)
  return true
}
