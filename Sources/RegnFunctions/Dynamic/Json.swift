import RegnData

let parseJsonFunction = FunctionDefinition(
  "parse_json", aliases: ["parsejson", "todynamic", "toobject"], category: .dynamic,
  summary: "The dynamic value of a JSON text; text that is no JSON stays as it is.",
  signatures: [
    .scalar([Parameter("json", .dynamic)], result: .type(.dynamic)) { arguments, _ in arguments[0] },
    .scalar([Parameter("json", .string)], result: .type(.dynamic)) { arguments, context in
      try parseJSON(arguments[0], context)
    },
    .scalar([Parameter("json", .any)], result: .type(.dynamic)) { arguments, context in
      Conversion.convert(arguments[0], to: .dynamic, context)
    },
  ],
  examples: [FunctionExample("print x = parse_json('{\"a\": [1, 2.5]}').a[1]", "x\n2.5")])

private func parseJSON(_ column: Column, _ context: KernelContext) throws -> Column {
  if case .dictionary(let codes, let dictionary) = column.storage, !column.isConstant,
    dictionary.count <= column.count
  {
    // Each entry is read once.
    let entries = Column(type: .string, storage: .strings(dictionary.entries))
    let once = KernelContext(rows: dictionary.count, execution: context.execution)
    return try parseJSON(entries, once).gather(codes)
  }
  let texts = column.strings
  return try dynamicRows(context) { row, writer in
    let text = texts.bytes(row &* column.stride)
    if text.isEmpty { return false }
    do throws(DynamicParseError) {
      try writer.append(json: text)
    } catch {
      writer.removeAll()
      writer.append(string: text)
    }
    return writer.withValue { !$0.isNull }
  }
}

let dynamicToJsonFunction = FunctionDefinition(
  "dynamic_to_json", category: .dynamic,
  summary: "The JSON of a dynamic value, the keys of bags in order: the same for all that are equal.",
  signatures: [
    .scalar([Parameter("expr", .dynamic)], result: .type(.string)) { arguments, context in
      let values = DynamicReader(arguments[0])
      return stringRows(context) { row, output in
        if values[row].isNull { return false }
        appendCanonical(values[row], to: &output, depth: 0)
        return true
      }
    },
    .scalar([Parameter("expr", .any)], result: .type(.string)) { arguments, context in
      Conversion.convert(arguments[0], to: .string, context)
    },
  ],
  examples: [
    FunctionExample(
      "print x = dynamic_to_json(dynamic({'b': 1, 'a': [1, 2]}))", "x\n\"{\"\"a\"\":[1,2],\"\"b\"\":1}\"")
  ])

private func appendCanonical(_ value: DynamicRef, to output: inout [UInt8], depth: Int) {
  guard value.kind == .array || value.kind == .bag, depth < 2_000 else { return value.append(to: &output) }
  let isBag = value.kind == .bag
  var order = Array(0..<value.count)
  if isBag { order.sort { compareBytes(value.key(at: $0), value.key(at: $1)) < 0 } }
  output.append(isBag ? 0x7B : 0x5B)
  for (place, index) in order.enumerated() {
    if place > 0 { output.append(0x2C) }
    if isBag {
      output.append(jsonString: value.key(at: index))
      output.append(0x3A)
    }
    appendCanonical(value.value(at: index), to: &output, depth: depth + 1)
  }
  output.append(isBag ? 0x7D : 0x5D)
}

let extractJsonFunction = FunctionDefinition(
  "extract_json", aliases: ["extractjson"], category: .dynamic,
  summary: "What a JSON path finds in a JSON text; with a type, converted to it.",
  signatures: [
    .scalar([Parameter("jsonPath", .string), Parameter("dataSource", .string)], result: .type(.string)) {
      arguments, context in
      Conversion.convert(extractJSON(arguments, context), to: .string, context)
    },
    .scalar(
      [
        Parameter("jsonPath", .string), Parameter("dataSource", .string),
        Parameter("type", .string, constant: true),
      ],
      result: .computed { _, values in
        values.count > 2 ? values[2]?.text.flatMap { ScalarType(name: $0) } : nil
      }
    ) { arguments, context in
      let type = ScalarType(name: String(decoding: arguments[2].stringBytes(0), as: UTF8.self)) ?? .string
      return Conversion.convert(extractJSON(arguments, context), to: type, context)
    },
  ],
  examples: [
    FunctionExample("print x = extract_json('$.name', '{\"name\": \"Ærø\", \"age\": 30}')", "x\nÆrø"),
    FunctionExample("print x = extract_json('$.ages[1]', '{\"ages\": [7, 30]}', typeof(long))", "x\n30"),
  ])

private func extractJSON(_ arguments: [Column], _ context: KernelContext) -> Column {
  let paths = PathReader(arguments[0]) { JSONPath($0) }
  let texts = arguments[1].strings
  var builder = ColumnBuilder(type: .dynamic, capacity: context.rows)
  var writer = DynamicWriter()
  for row in 0..<context.rows {
    writer.removeAll()
    let isJSON: Bool
    do throws(DynamicParseError) {
      try writer.append(json: texts.bytes(row &* arguments[1].stride))
      isJSON = true
    } catch {
      isJSON = false
    }
    guard isJSON, let path = paths[row] else {
      builder.appendNull()
      continue
    }
    writer.bytes.withUnsafeBufferPointer { bytes in
      if let found = path.find(in: DynamicRef(bytes)), !found.isNull {
        builder.append(bytes: found.bytes)
      } else {
        builder.appendNull()
      }
    }
  }
  return builder.finish()
}
