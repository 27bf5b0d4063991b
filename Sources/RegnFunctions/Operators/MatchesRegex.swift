import RegnData
import RegnRegex

let matchesRegexOperator = FunctionDefinition(
  "__matches_regex", category: .string, summary: "Whether the pattern matches anywhere in the text.",
  signatures: [
    .scalar([Parameter("source", .string), Parameter("regex", .string)], result: .type(.bool)) {
      arguments, context in
      var patterns = RowPatterns(arguments[1])
      if arguments[1].isConstant {
        let matcher = try patterns.matcher(0)
        return testStrings(arguments[0], context) { matcher.isMatch($0) }
      }
      let texts = arguments[0].strings
      return try rowsOptional(context, to: .bool) { row in
        try patterns.matcher(row).isMatch(texts.bytes(row &* arguments[0].stride))
      }
    }
  ],
  examples: [
    FunctionExample(#"print x = 'Ærø' matches regex @'^\w{3}$'"#, "x\ntrue")
  ])
