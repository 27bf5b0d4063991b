import RegnData

let toLowerFunction = FunctionDefinition(
  "tolower", category: .string, summary: "The text in lower case.",
  signatures: [
    .scalar([Parameter("value", .any)], result: .type(.string)) { arguments, context in
      mapStrings(asText(arguments[0], context), context) { UTF8Text.appendLowercased($0, to: &$1) }
    }
  ],
  examples: [FunctionExample("print x = tolower('ÆBLEGRØD')", "x\næblegrød")])

let toUpperFunction = FunctionDefinition(
  "toupper", category: .string, summary: "The text in upper case.",
  signatures: [
    .scalar([Parameter("value", .any)], result: .type(.string)) { arguments, context in
      mapStrings(asText(arguments[0], context), context) { UTF8Text.appendUppercased($0, to: &$1) }
    }
  ],
  examples: [FunctionExample("print x = toupper('smørrebrød')", "x\nSMØRREBRØD")])

let reverseFunction = FunctionDefinition(
  "reverse", category: .string, summary: "The characters of the value's printed form in reverse order.",
  signatures: [
    .scalar([Parameter("value", .any)], result: .type(.string)) { arguments, context in
      mapStrings(asText(arguments[0], context), context) { text, output in
        var end = text.count
        while end > 0 {
          var start = end - 1
          while start > 0, text[start] & 0xC0 == 0x80, end - start < 4 { start -= 1 }
          output.append(contentsOf: text.part(start..<end))
          end = start
        }
      }
    }
  ],
  examples: [FunctionExample("print x = reverse('Ærø'), y = reverse(123)", "x,y\nørÆ,321")])
