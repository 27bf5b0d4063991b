import RegnData

let strcatFunction = FunctionDefinition(
  "strcat", category: .string, summary: "The printed forms of the arguments, one after another.",
  signatures: [
    .scalar([Parameter("argument", .any)], variadic: .init(last: 1, times: 1...64), result: .type(.string)) {
      arguments, context in
      let writers = arguments.map { TextWriter($0) }
      return stringRows(context) { row, output in
        for writer in writers { writer.append(row, to: &output) }
        return true
      }
    }
  ],
  examples: [FunctionExample("print x = strcat('hello', ' ', 'world', 1)", "x\nhello world1")])

let strcatDelimFunction = FunctionDefinition(
  "strcat_delim", category: .string,
  summary: "The printed forms of the arguments with a delimiter between them.",
  signatures: [
    .scalar(
      [Parameter("delimiter", .any), Parameter("argument", .any)], variadic: .init(last: 1, times: 2...63),
      result: .type(.string)
    ) { arguments, context in
      let delimiter = TextWriter(arguments[0])
      let writers = arguments.dropFirst().map { TextWriter($0) }
      return stringRows(context) { row, output in
        for (place, writer) in writers.enumerated() {
          if place > 0 { delimiter.append(row, to: &output) }
          writer.append(row, to: &output)
        }
        return true
      }
    }
  ],
  examples: [FunctionExample("print x = strcat_delim('-', 1, '2', 'A', 1s)", "x\n1-2-A-00:00:01")])
