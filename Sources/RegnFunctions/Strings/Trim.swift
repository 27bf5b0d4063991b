import RegnData
import RegnPhrases
import RegnRegex

let trimFunction = trim(
  "trim", start: true, end: true, "The text without what a pattern matches at its start and end.",
  FunctionExample("print x = trim('--', '--https://bing.com--')", "x\nhttps://bing.com"))

let trimStartFunction = trim(
  "trim_start", start: true, end: false, "The text without what a pattern matches at its start.",
  FunctionExample("print x = trim_start(@'\\s+', '  hello ')", "x\nhello "))

let trimEndFunction = trim(
  "trim_end", start: false, end: true, "The text without what a pattern matches at its end.",
  FunctionExample("print x = trim_end('.com', 'bing.com')", "x\nbing"))

private func trim(
  _ name: String, start: Bool, end: Bool, _ summary: Phrase, _ example: FunctionExample
) -> FunctionDefinition {
  FunctionDefinition(
    name, category: .string, summary: summary,
    signatures: [
      .scalar([Parameter("regex", .string), Parameter("source", .string)], result: .type(.string)) {
        arguments, context in
        // A run of matches that ends at either end of the text goes as one.
        var starts = RowPatterns(arguments[0]) { "\\A(?:\($0))+" }
        var ends = RowPatterns(arguments[0]) { "(?:\($0))+\\z" }
        func trimmed(_ text: Bytes, _ row: Int) throws -> Bytes {
          var rest = text
          if start, let match = try starts.matcher(row).find(in: rest) {
            rest = rest.part(match.upperBound..<rest.count)
          }
          if end, let match = try ends.matcher(row).find(in: rest) { rest = rest.part(0..<match.lowerBound) }
          return rest
        }
        if arguments[0].isConstant { return try mapSlices(arguments[1], context) { try trimmed($0, 0) } }
        let texts = arguments[1].strings
        return try sliceRows(texts, context) { row in
          try trimmed(texts.bytes(row &* arguments[1].stride), row)
        }
      }
    ],
    examples: [example])
}
