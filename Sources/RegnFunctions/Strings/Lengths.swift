import RegnData

let strlenFunction = FunctionDefinition(
  "strlen", category: .string, summary: "How many characters (Unicode code points) the text has.",
  signatures: [
    .scalar([Parameter("source", .string)], result: .type(.long)) { arguments, context in
      mapString(arguments[0], context, to: .long) { Int64(UTF8Text.scalarCount($0)) }
    }
  ],
  examples: [FunctionExample("print x = strlen('hello'), y = strlen('Ærø')", "x,y\n5,3")])

let stringSizeFunction = FunctionDefinition(
  "string_size", category: .string, summary: "How many bytes the text takes in UTF-8.",
  signatures: [
    .scalar([Parameter("source", .string)], result: .type(.long)) { arguments, context in
      mapString(arguments[0], context, to: .long) { Int64($0.count) }
    }
  ],
  examples: [FunctionExample("print x = string_size('hello'), y = string_size('Ærø')", "x,y\n5,5")])
