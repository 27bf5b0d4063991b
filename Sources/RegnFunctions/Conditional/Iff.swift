import RegnData

/// A null predicate counts as false (reference page).
let iffFunction = FunctionDefinition(
  "iff", aliases: ["iif"], category: .conditional,
  summary: "The second argument where the first is true, else the third.",
  signatures: [
    .scalar(
      [Parameter("if", .bool), Parameter("then", .common), Parameter("else", .common)], result: .common
    ) { arguments, context in
      let predicate = arguments[0]
      let answers = predicate.bools
      let stride = predicate.stride
      if predicate.isConstant {
        let isTrue = !predicate.isNull(0) && answers.base[0]
        return spread(isTrue ? arguments[1] : arguments[2], context)
      }
      let choices = Choices(rows: context.rows)
      for row in 0..<context.rows {
        choices[row] = answers.base[row &* stride] && !predicate.isNull(row) ? 0 : 1
      }
      return choose(Array(arguments[1...]), choices, context)
    }
  ],
  examples: [FunctionExample("print x = iff(2 > 1, 'yes', 'no')", "x\nyes")])

/// Predicates and values take turns, and a value ends the list; nulls and dynamic values take the type of the
/// other values.
let caseFunction = FunctionDefinition(
  "case", category: .conditional,
  summary: "The value after the first predicate that is true, or the last argument.",
  signatures: [
    .scalar(
      [Parameter("predicate", .bool), Parameter("then", .any), Parameter("else", .any)],
      variadic: .init(last: 1, times: 1...127), result: .computed { caseType($0, $1) }, caseKernel)
  ],
  examples: [FunctionExample("print x = case(1 > 2, 'a', 2 > 1, 'b', 'c')", "x\nb")])

/// The common type of the values; nil when they have none, or a predicate is no bool.
private func caseType(_ types: [ScalarType], _ values: [Value?]) -> ScalarType? {
  guard types.count % 2 == 1 else { return nil }
  var common: ScalarType?
  for (place, type) in types.enumerated() {
    if place % 2 == 0, place < types.count - 1 {
      guard type == .bool || type == .dynamic else { return nil }
      continue
    }
    guard let known = common, known != type else {
      common = type
      continue
    }
    let order: [ScalarType] = [.int, .long, .real, .decimal]
    if known == .dynamic {
      common = type
    } else if let left = order.firstIndex(of: known), let right = order.firstIndex(of: type) {
      common = order[max(left, right)]
    } else if type != .dynamic {
      return nil
    }
  }
  return common
}

@Sendable
private func caseKernel(_ arguments: [Column], _ context: KernelContext) throws -> Column {
  guard let type = caseType(arguments.map(\.type), []) else {
    return Column.nulls(.dynamic, count: context.rows)
  }
  let pairs = arguments.count / 2
  let choices = Choices(rows: context.rows, all: UInt8(pairs))
  for pair in (0..<pairs).reversed() {
    let predicate = Conversion.convert(arguments[2 * pair], to: .bool, context)
    let answers = predicate.bools
    let stride = predicate.stride
    let number = UInt8(pair)
    if predicate.validity == nil {
      for row in 0..<context.rows where answers.base[row &* stride] { choices[row] = number }
    } else {
      for row in 0..<context.rows where answers.base[row &* stride] && !predicate.isNull(row) {
        choices[row] = number
      }
    }
  }
  let values = (0..<pairs).map { arguments[2 * $0 + 1] } + [arguments[arguments.count - 1]]
  return choose(values.map { Conversion.convert($0, to: type, context) }, choices, context)
}

let coalesceFunction = FunctionDefinition(
  "coalesce", category: .conditional,
  summary: "The first of the arguments that is not null (for text: not empty).",
  signatures: [
    .scalar(
      [Parameter("arg", .common)], variadic: .init(last: 1, times: 2...64), result: .common
    ) { arguments, context in
      let last = UInt8(arguments.count - 1)
      let choices = Choices(rows: context.rows, all: last)
      for (number, column) in arguments.enumerated().reversed() where number < Int(last) {
        if column.type == .string {
          let strings = column.strings
          for row in 0..<context.rows where !strings.views.base[row &* column.stride].isEmpty {
            choices[row] = UInt8(number)
          }
        } else if case .dynamic(let values) = column.storage {
          for row in 0..<context.rows
          where !column.isNull(row) && !DynamicRef(values.bytes(row &* column.stride)).isNull {
            choices[row] = UInt8(number)
          }
        } else {
          for row in 0..<context.rows where !column.isNull(row) { choices[row] = UInt8(number) }
        }
      }
      return choose(arguments, choices, context)
    }
  ],
  examples: [FunctionExample("print x = coalesce(tolong('not a number'), tolong('42'), 33)", "x\n42")])
