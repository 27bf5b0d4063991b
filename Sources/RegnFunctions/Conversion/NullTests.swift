import RegnData

let isNullFunction = FunctionDefinition(
  "isnull", category: .conversion, summary: "Whether the value is null; never so for text.",
  signatures: [
    .scalar([Parameter("expr", .any)], result: .type(.bool)) { arguments, context in
      nullTest(arguments[0], context, whenNull: true)
    }
  ],
  examples: [FunctionExample("print x = isnull(int(null)), y = isnull('')", "x,y\ntrue,false")])

let isNotNullFunction = FunctionDefinition(
  "isnotnull", aliases: ["notnull"], category: .conversion, summary: "Whether the value is not null.",
  signatures: [
    .scalar([Parameter("value", .any)], result: .type(.bool)) { arguments, context in
      nullTest(arguments[0], context, whenNull: false)
    }
  ],
  examples: [FunctionExample("print x = isnotnull(1)", "x\ntrue")])

let isEmptyFunction = FunctionDefinition(
  "isempty", category: .conversion, summary: "Whether the text is empty, or the value null.",
  signatures: [
    .scalar([Parameter("value", .any)], result: .type(.bool)) { arguments, context in
      emptyTest(arguments[0], context, whenEmpty: true)
    }
  ],
  examples: [FunctionExample("print x = isempty(''), y = isempty(' ')", "x,y\ntrue,false")])

let isNotEmptyFunction = FunctionDefinition(
  "isnotempty", aliases: ["notempty"], category: .conversion,
  summary: "Whether the text is not empty, or the value not null.",
  signatures: [
    .scalar([Parameter("value", .any)], result: .type(.bool)) { arguments, context in
      emptyTest(arguments[0], context, whenEmpty: false)
    }
  ],
  examples: [FunctionExample("print x = isnotempty('')", "x\nfalse")])

private func nullTest(_ column: Column, _ context: KernelContext, whenNull: Bool) -> Column {
  let rows = context.rows
  let answers = Buffer<Bool>(count: rows) { target in
    if case .dynamic(let values) = column.storage {
      // A null inside a dynamic value counts as one too.
      for row in 0..<rows {
        let isNull = column.isNull(row) || DynamicRef(values.bytes(row &* column.stride)).isNull
        target[row] = isNull == whenNull
      }
      return
    }
    guard let validity = column.validity else {
      return target.initialize(repeating: !whenNull, count: rows)
    }
    let stride = column.stride
    for row in 0..<rows { target[row] = validity.base[row &* stride] != whenNull }
  }
  return Column(type: .bool, storage: .bool(answers))
}

private func emptyTest(_ column: Column, _ context: KernelContext, whenEmpty: Bool) -> Column {
  switch column.storage {
  case .dictionary, .strings: return testStrings(column, context) { $0.isEmpty == whenEmpty }
  case .dynamic(let values):
    let stride = column.stride
    let answers = Buffer<Bool>(count: context.rows) { target in
      for row in 0..<context.rows {
        let isEmpty = column.isNull(row) || isEmptyDynamic(values.bytes(row &* stride))
        target[row] = isEmpty == whenEmpty
      }
    }
    return Column(type: .bool, storage: .bool(answers))
  default: return nullTest(column, context, whenNull: whenEmpty)
  }
}
