import RegnData

/// `a[0]`, `a["key"]` and `a.key`.
let indexFunction = FunctionDefinition(
  "__index", category: .dynamic,
  summary: "The element of an array or the value of a bag's key; null when there is none.",
  signatures: [
    .scalar([Parameter("value", .dynamic), Parameter("index", .long)], result: .type(.dynamic)) {
      arguments, context in
      let (values, indices) = (DynamicReader(arguments[0]), LongReader(arguments[1]))
      return partRows(context) { row in
        indices[row].flatMap { values[row].element(at: Int(max(min($0, 1 << 40), -1 << 40))) }
      }
    },
    .scalar([Parameter("value", .dynamic), Parameter("index", .bool)], result: .type(.dynamic)) {
      arguments, context in
      let (values, indices) = (DynamicReader(arguments[0]), arguments[1])
      let second = indices.bools
      return partRows(context) { row in
        indices.isNull(row)
          ? nil : values[row].element(at: second.base[row &* indices.stride] ? 1 : 0)
      }
    },
    .scalar([Parameter("value", .dynamic), Parameter("key", .string)], result: .type(.dynamic)) {
      arguments, context in
      let values = DynamicReader(arguments[0])
      let keys = arguments[1].strings
      let stride = arguments[1].stride
      return partRows(context) { row in values[row].value(forKey: keys.bytes(row &* stride)) }
    },
    .scalar([Parameter("value", .dynamic), Parameter("key", .dynamic)], result: .type(.dynamic)) {
      arguments, context in
      let (values, keys) = (DynamicReader(arguments[0]), DynamicReader(arguments[1]))
      return partRows(context) { row in
        if let key = keys[row].stringBytes { return values[row].value(forKey: key) }
        return keys[row].asLong.flatMap { values[row].element(at: Int(max(min($0, 1 << 40), -1 << 40))) }
      }
    },
  ],
  examples: [FunctionExample("print x = dynamic([1, 2, 3])[-1]", "x\n3")])

/// A dynamic column of parts of other values; nil and null parts are null.
func partRows(_ context: KernelContext, _ part: (Int) -> DynamicRef?) -> Column {
  var builder = ColumnBuilder(type: .dynamic, capacity: context.rows)
  for row in 0..<context.rows {
    if let value = part(row), !value.isNull {
      builder.append(bytes: value.bytes)
    } else {
      builder.appendNull()
    }
  }
  return builder.finish()
}
