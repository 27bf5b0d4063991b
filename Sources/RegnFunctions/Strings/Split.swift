import RegnData

let splitFunction = FunctionDefinition(
  "split", category: .string,
  summary: "The parts of a text between delimiters, as an array; with an index, an array of that part alone.",
  signatures: [
    .scalar([Parameter("source", .any), Parameter("delimiter", .string)], result: .type(.dynamic)) {
      arguments, context in
      try split(arguments, context)
    },
    .scalar(
      [Parameter("source", .any), Parameter("delimiter", .string), Parameter("requestedIndex", .long)],
      result: .type(.dynamic)
    ) { arguments, context in
      try split(arguments, context)
    },
  ],
  examples: [
    FunctionExample(
      "print a = split('aa_bb', '_'), b = split('aaa_bbb_ccc', '_', 1)",
      "a,b\n\"[\"\"aa\"\",\"\"bb\"\"]\",\"[\"\"bbb\"\"]\"")
  ])

private func split(_ arguments: [Column], _ context: KernelContext) throws -> Column {
  let source = asText(arguments[0], context)
  let (sources, delimiters) = (source.strings, arguments[1].strings)
  let index = arguments.count > 2 ? arguments[2] : nil
  let indexes = index?.longs
  return try dynamicRows(context) { row, writer in
    let text = sources.bytes(row &* source.stride)
    let delimiter = delimiters.bytes(row &* arguments[1].stride)
    var wanted: Int?
    if let index, let indexes {
      if index.isNull(row) { return false }
      wanted = Int(indexes.base[row &* index.stride])
    }
    writer.beginArray()
    var start = 0
    var number = 0
    while true {
      let end = delimiter.isEmpty ? nil : UTF8Text.firstOffset(of: delimiter, in: text, from: start)
      if wanted == nil || wanted == number {
        writer.append(string: text.part(start..<(end ?? text.count)))
      }
      guard let end, wanted.map({ number < $0 }) ?? true else { break }
      start = end + delimiter.count
      number += 1
    }
    writer.endArray()
    return true
  }
}
