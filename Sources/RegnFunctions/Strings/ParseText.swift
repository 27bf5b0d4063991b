import RegnData

/// Up to four parts of at most eight digits, each worth 10^8 of the next (reference page).
let parseVersionFunction = FunctionDefinition(
  "parse_version", category: .string,
  summary: "A version such as 1.2.3.4 as a decimal that compares as versions do; null for other text.",
  signatures: [
    .scalar([Parameter("version", .string)], result: .type(.decimal)) { arguments, context in
      mapString(arguments[0], context, to: .decimal) { version($0) }
    }
  ],
  examples: [
    FunctionExample(
      "print x = parse_version('0.0.0.5'), y = parse_version('1.2') > parse_version('1.1.9')", "x,y\n5,true")
  ])

private func version(_ text: Bytes) -> Decimal? {
  var parts: [Int128] = []
  var start = 0
  while true {
    var end = start
    var value: Int128 = 0
    while end < text.count, text[end] != 0x2E {
      guard text[end] >= 0x30, text[end] <= 0x39, end - start < 8 else { return nil }
      value = value * 10 + Int128(text[end] - 0x30)
      end += 1
    }
    guard end > start, parts.count < 4 else { return nil }
    parts.append(value)
    if end == text.count { break }
    start = end + 1
  }
  while parts.count < 4 { parts.append(0) }
  return Decimal(coefficient: parts.reduce(0) { $0 * 100_000_000 + $1 }, scale: 0)
}

let parseCSVFunction = FunctionDefinition(
  "parse_csv", category: .string, summary: "The fields of a text's first CSV record as an array.",
  signatures: [
    .scalar([Parameter("csv_text", .string)], result: .type(.dynamic)) { arguments, context in
      let texts = arguments[0].strings
      return try dynamicRows(context) { row, writer in
        appendRecord(texts.bytes(row &* arguments[0].stride), to: &writer)
        return true
      }
    }
  ],
  examples: [
    FunctionExample("print x = tostring(parse_csv('aa,\"b,b\",cc')[1])", "x\n\"b,b\"")
  ])

private func appendRecord(_ text: Bytes, to writer: inout DynamicWriter) {
  writer.beginArray()
  var field: [UInt8] = []
  var position = 0
  while true {
    field.removeAll(keepingCapacity: true)
    if position < text.count, text[position] == 0x22 {
      position += 1
      while position < text.count {
        if text[position] == 0x22 {
          guard position + 1 < text.count, text[position + 1] == 0x22 else { break }
          position += 1
        }
        field.append(text[position])
        position += 1
      }
      position += 1
    }
    while position < text.count, text[position] != 0x2C, text[position] != 0x0A, text[position] != 0x0D {
      field.append(text[position])
      position += 1
    }
    writer.append(string: field)
    guard position < text.count, text[position] == 0x2C else { break }
    position += 1
  }
  writer.endArray()
}

/// The rules of Windows' CommandLineToArgvW: 2n backslashes before a quote are n and the quote delimits,
/// 2n + 1 are n and a quote as text; other backslashes stand for themselves.
let parseCommandLineFunction = FunctionDefinition(
  "parse_command_line", category: .string, summary: "The arguments of a command line as an array.",
  signatures: [
    .scalar(
      [Parameter("command_line", .any), Parameter("parser_type", .string, constant: true)],
      result: .type(.dynamic)
    ) { arguments, context in
      guard equalsInAnyCase(arguments[1].stringBytes(0), "windows") else {
        throw ExecutionError(
          code: "RG0606", message: "parse_command_line knows no such kind of command line",
          hint: "the one kind is 'windows'")
      }
      let lines = asText(arguments[0], context)
      let texts = lines.strings
      return try dynamicRows(context) { row, writer in
        appendArguments(texts.bytes(row &* lines.stride), to: &writer)
        return true
      }
    }
  ],
  examples: [
    FunctionExample(
      #"print x = tostring(parse_command_line('echo "hello world!"', 'windows')[1])"#, "x\nhello world!")
  ])

private func appendArguments(_ text: Bytes, to writer: inout DynamicWriter) {
  writer.beginArray()
  var argument: [UInt8] = []
  var isOpen = false
  var isQuoted = false
  var position = 0
  while position < text.count {
    let byte = text[position]
    if byte == 0x5C {
      var count = 0
      while position < text.count, text[position] == 0x5C {
        count += 1
        position += 1
      }
      isOpen = true
      if position < text.count, text[position] == 0x22 {
        argument.append(contentsOf: repeatElement(0x5C, count: count / 2))
        if count % 2 == 1 {
          argument.append(0x22)
          position += 1
        }
      } else {
        argument.append(contentsOf: repeatElement(0x5C, count: count))
      }
      continue
    }
    if byte == 0x22 {
      isQuoted.toggle()
      isOpen = true
    } else if !isQuoted, byte == 0x20 || byte == 0x09 {
      if isOpen { writer.append(string: argument) }
      argument.removeAll(keepingCapacity: true)
      isOpen = false
    } else {
      argument.append(byte)
      isOpen = true
    }
    position += 1
  }
  if isOpen { writer.append(string: argument) }
  writer.endArray()
}
