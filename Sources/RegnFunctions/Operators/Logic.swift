import RegnData

/// False when either side is false, whatever the other; null when a null decides.
let andOperator = FunctionDefinition(
  "__and", category: .conditional, summary: "Whether both are true.",
  signatures: [
    .scalar(operands(.bool, .bool), result: .type(.bool)) { arguments, context in
      connect(arguments[0], arguments[1], context, decisive: false)
    }
  ],
  examples: [FunctionExample("print x = true and false, y = bool(null) and false", "x,y\nfalse,false")])

/// True when either side is true, whatever the other; null when a null decides.
let orOperator = FunctionDefinition(
  "__or", category: .conditional, summary: "Whether at least one is true.",
  signatures: [
    .scalar(operands(.bool, .bool), result: .type(.bool)) { arguments, context in
      connect(arguments[0], arguments[1], context, decisive: true)
    }
  ],
  examples: [FunctionExample("print x = true or false, y = bool(null) or true", "x,y\ntrue,true")])

let notFunction = FunctionDefinition(
  "not", category: .conditional, summary: "True for false and false for true; null stays null.",
  signatures: [
    .scalar([Parameter("expr", .bool)], result: .type(.bool)) { arguments, context in
      map(arguments[0], context, to: .bool) { (x: Bool) in !x }
    }
  ],
  examples: [FunctionExample("print x = not(false)", "x\ntrue")])

/// `and` and `or` in three values: the decisive value on either side decides; else null if either is null.
func connect(_ a: Column, _ b: Column, _ context: KernelContext, decisive: Bool) -> Column {
  let rows = context.rows
  let left = a.bools
  let right = b.bools
  if a.validity == nil, b.validity == nil {
    let result = Buffer<Bool>(count: rows) { target in
      if decisive {
        fillPairs(left, constant: a.isConstant, right, constant: b.isConstant, target, rows: rows) {
          UInt8($0 ? 1 : 0) | UInt8($1 ? 1 : 0) != 0
        }
      } else {
        fillPairs(left, constant: a.isConstant, right, constant: b.isConstant, target, rows: rows) {
          UInt8($0 ? 1 : 0) & UInt8($1 ? 1 : 0) != 0
        }
      }
    }
    return Column(type: .bool, storage: .bool(result))
  }
  return rowsOptional(context, to: .bool) { row -> Bool? in
    let x: Bool? = a.isNull(row) ? nil : left.base[row &* a.stride]
    let y: Bool? = b.isNull(row) ? nil : right.base[row &* b.stride]
    if x == decisive || y == decisive { return decisive }
    return x == nil || y == nil ? nil : !decisive
  }
}
