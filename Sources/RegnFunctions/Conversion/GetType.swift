import RegnData

let getTypeFunction = FunctionDefinition(
  "gettype", category: .conversion,
  summary: "The name of the value's type; for dynamic values, of what they hold.",
  signatures: [
    .scalar([Parameter("value", .any)], result: .type(.string)) { arguments, context in
      let column = arguments[0]
      guard case .dynamic(let values) = column.storage else {
        return Column(value: .string(column.type.rawValue), count: context.rows)
      }
      let stride = column.stride
      return stringRows(context) { row, output in
        if column.isNull(row) {
          output.append(literal: "null")
        } else {
          output.append(literal: dynamicTypeName(values.bytes(row &* stride)))
        }
        return true
      }
    }
  ],
  examples: [FunctionExample("print x = gettype(1s), y = gettype(dynamic([1, 2]))", "x,y\ntimespan,array")])
