import RegnData

let buildschemaFunction = FunctionDefinition(
  "buildschema", kind: .aggregate, category: .aggregation,
  summary: "The smallest schema that admits all dynamic values.",
  signatures: [
    .aggregate([Parameter("expr", .dynamic)], result: .type(.dynamic)) { _, _ in
      CollectState(.distinct, type: .dynamic, limit: .max) { keys, reader, writer in
        var schema = DynamicSchema()
        for case let key? in keys { schema.admit(reader.dynamic(key), depth: 0) }
        return schema.append(to: &writer)
      }
    }
  ],
  examples: [
    FunctionExample(
      "datatable(x: dynamic) [dynamic({\"a\": 1}), dynamic({\"a\": \"b\"})] | summarize buildschema(x)",
      "schema_x\n\"{\"\"a\"\":[\"\"long\"\",\"\"string\"\"]}\"")
  ], naming: .prefix("schema"))

/// The types that values at one place of a document have.
struct DynamicSchema {
  private var primitives: [String] = []
  private var properties: [(name: [UInt8], schema: DynamicSchema)] = []
  private var places: [[UInt8]: Int] = [:]
  /// The schema of the elements, if there are arrays; at most one.
  private var elements: [DynamicSchema] = []
  private var isContainer = false

  mutating func admit(_ value: DynamicRef, depth: Int) {
    guard depth < 2_000 else { return }
    switch value.kind {
    case .null: break
    case .array:
      isContainer = true
      if elements.isEmpty { elements.append(DynamicSchema()) }
      for index in 0..<value.count { elements[0].admit(value.value(at: index), depth: depth + 1) }
    case .bag:
      isContainer = true
      for index in 0..<value.count {
        let name = Array(value.key(at: index))
        let place = places[name] ?? properties.count
        if place == properties.count {
          properties.append((name, DynamicSchema()))
          places[name] = place
        }
        properties[place].schema.admit(value.value(at: index), depth: depth + 1)
      }
    case .bool: add("bool")
    case .long: add("long")
    case .real: add("double")
    case .decimal: add("decimal")
    case .string: add("string")
    case .datetime: add("datetime")
    case .timespan: add("timespan")
    case .guid: add("guid")
    }
  }

  private mutating func add(_ primitive: String) {
    if !primitives.contains(primitive) { primitives.append(primitive) }
  }

  /// Appends the schema; false, and nothing, when no value has a type.
  func append(to writer: inout DynamicWriter) -> Bool {
    let count = primitives.count + (isContainer ? 1 : 0)
    if count == 0 { return false }
    if count > 1 { writer.beginArray() }
    for primitive in primitives { writer.append(string: primitive) }
    if isContainer { appendContainer(to: &writer) }
    if count > 1 { writer.endArray() }
    return true
  }

  private func appendContainer(to writer: inout DynamicWriter) {
    writer.beginBag()
    for property in properties {
      property.name.withUnsafeBufferPointer { writer.append(key: $0) }
      if !property.schema.append(to: &writer) { writer.appendNull() }
    }
    if let element = elements.first {
      writer.append(key: "`indexer`")
      if !element.append(to: &writer) { writer.appendNull() }
    }
    writer.endBag()
  }
}
