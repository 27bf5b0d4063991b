import RegnData
import RegnPhrases

private let arrayParameter = Parameter("array", .dynamic)

/// A function of one array to another dynamic value; null of anything else.
func arrayFunction(
  _ name: String, aliases: [String] = [], _ more: [Parameter] = [], variadic: Signature.Variadic? = nil,
  summary: Phrase, examples: [FunctionExample],
  _ write:
    @escaping @Sendable (
      _ array: DynamicRef, _ arguments: [Column], _ row: Int, _ writer: inout DynamicWriter
    ) throws -> Bool
) -> FunctionDefinition {
  FunctionDefinition(
    name, aliases: aliases, category: .dynamic, summary: summary,
    signatures: [
      .scalar([arrayParameter] + more, variadic: variadic, result: .type(.dynamic)) { arguments, context in
        let arrays = DynamicReader(arguments[0])
        return try dynamicRows(context) { row, writer in
          guard let array = arrays.array(row) else { return false }
          return try write(array, arguments, row, &writer)
        }
      }
    ], examples: examples)
}

/// The whole number in a row of an argument; nil where null.
private func number(_ column: Column, _ row: Int) -> Int? {
  if column.isNull(row) { return nil }
  return column.value(column.isConstant ? 0 : row).integer.map { Int($0) }
}

let arrayConcatFunction = FunctionDefinition(
  "array_concat", category: .dynamic, summary: "The elements of several arrays, one array after the other.",
  signatures: [
    .scalar([Parameter("arr", .dynamic)], variadic: Signature.Variadic(), result: .type(.dynamic)) {
      arguments, context in
      let readers = arguments.map { DynamicReader($0) }
      return try dynamicRows(context) { row, writer in
        writer.beginArray()
        for reader in readers {
          let value = reader[row]
          if value.kind == .array {
            for element in value.elements { writer.append(element) }
          } else if !value.isNull {
            return false
          }
        }
        writer.endArray()
        return true
      }
    }
  ],
  examples: [
    FunctionExample("print x = array_concat(dynamic([1, 2]), dynamic(['å']))", "x\n\"[1,2,\"\"å\"\"]\"")
  ])

let arrayLengthFunction = FunctionDefinition(
  "array_length", aliases: ["arraylength"], category: .dynamic,
  summary: "The number of elements of an array; null of anything else.",
  signatures: [
    .scalar([arrayParameter], result: .type(.long)) { arguments, context in
      let arrays = DynamicReader(arguments[0])
      return rowsOptional(context, to: .long) { row in arrays.array(row).map { Int64($0.count) } }
    }
  ],
  examples: [FunctionExample("print x = array_length(dynamic([1, 2, 'three']))", "x\n3")])

let arrayReverseFunction = arrayFunction(
  "array_reverse", summary: "The elements of an array from the last to the first.",
  examples: [FunctionExample("print x = array_reverse(dynamic([1, 2, 3]))", "x\n\"[3,2,1]\"")]
) { array, _, _, writer in
  writer.appendArray((0..<array.count).reversed().lazy.map { array.value(at: $0) })
  return true
}

private func rotation(
  _ name: String, sign: Int, summary: Phrase, answer: String
) -> FunctionDefinition {
  arrayFunction(
    name, [Parameter("rotate_count", .long)], summary: summary,
    examples: [FunctionExample("print x = \(name)(dynamic([1, 2, 3, 4, 5]), 2)", "x\n\"\(answer)\"")]
  ) { array, arguments, row, writer in
    guard let distance = number(arguments[1], row) else { return false }
    let count = array.count
    let shift = count == 0 ? 0 : ((distance % count) * sign + count) % count
    writer.appendArray((0..<count).lazy.map { array.value(at: ($0 + shift) % count) })
    return true
  }
}

let arrayRotateLeftFunction = rotation(
  "array_rotate_left", sign: 1,
  summary: "The elements moved some places to the left; those that leave come in again at the right.",
  answer: "[3,4,5,1,2]")

let arrayRotateRightFunction = rotation(
  "array_rotate_right", sign: -1,
  summary: "The elements moved some places to the right; those that leave come in again at the left.",
  answer: "[4,5,1,2,3]")

private func shift(_ name: String, sign: Int, summary: Phrase, answer: String) -> FunctionDefinition {
  FunctionDefinition(
    name, category: .dynamic, summary: summary,
    signatures: [
      .scalar(
        [
          arrayParameter, Parameter("shift_count", .long),
          Parameter("default_value", .any, optional: true),
        ], result: .type(.dynamic)
      ) { arguments, context in
        let (arrays, counts) = (DynamicReader(arguments[0]), LongReader(arguments[1]))
        let filler = arguments.count > 2 ? DynamicEncoder(arguments[2]) : nil
        return try dynamicRows(context) { row, writer in
          guard let array = arrays.array(row), let distance = counts[row] else { return false }
          let count = array.count
          let move = Int(min(max(distance, Int64(-count)), Int64(count))) * sign
          let isText = count > 0 && array.elements.allSatisfy { $0.kind == .string }
          writer.beginArray()
          for place in 0..<count {
            let source = place + move
            if source >= 0, source < count {
              writer.append(array.value(at: source))
            } else if let filler {
              filler.append(row, to: &writer)
            } else if isText {
              writer.append(string: "")
            } else {
              writer.appendNull()
            }
          }
          writer.endArray()
          return true
        }
      }
    ],
    examples: [
      FunctionExample("print x = \(name)(dynamic([1, 2, 3, 4, 5]), 2)", "x\n\"\(answer)\"")
    ])
}

let arrayShiftLeftFunction = shift(
  "array_shift_left", sign: 1,
  summary: "The elements moved some places to the left, the places that fall free filled with a value.",
  answer: "[3,4,5,null,null]")

let arrayShiftRightFunction = shift(
  "array_shift_right", sign: -1,
  summary: "The elements moved some places to the right, the places that fall free filled with a value.",
  answer: "[null,null,1,2,3]")

let arraySliceFunction = arrayFunction(
  "array_slice", [Parameter("start", .long), Parameter("end", .long)],
  summary: "The elements from one place to another, both included; negative places count from the end.",
  examples: [FunctionExample("print x = array_slice(dynamic([1, 2, 3, 4, 5]), 2, -1)", "x\n\"[3,4,5]\"")]
) { array, arguments, row, writer in
  guard let start = number(arguments[1], row), let end = number(arguments[2], row) else { return false }
  let count = array.count
  let first = max(start < 0 ? max(start, -count) + count : start, 0)
  let last = min(end < 0 ? max(end, -count - 1) + count : end, count - 1)
  writer.appendArray((first..<max(first, last + 1)).lazy.map { array.value(at: $0) })
  return true
}

let arraySplitFunction = arrayFunction(
  "array_split", [Parameter("index", .oneOf([.int, .long, .dynamic]))],
  summary: "An array cut into several at one or more places.",
  examples: [
    FunctionExample("print x = array_split(dynamic([1, 2, 3, 4, 5]), 2)", "x\n\"[[1,2],[3,4,5]]\""),
    FunctionExample(
      "print x = array_split(dynamic([1, 2, 3, 4, 5]), dynamic([1, 3]))", "x\n\"[[1],[2,3],[4,5]]\""),
  ]
) { array, arguments, row, writer in
  var places: [Int] = []
  if arguments[1].type == .dynamic {
    let indices = DynamicReader(arguments[1])[row]
    if let one = indices.asLong {
      places = [Int(one)]
    } else {
      guard indices.kind == .array else { return false }
      for index in indices.elements {
        guard let place = index.asLong else { return false }
        places.append(Int(place))
      }
    }
  } else {
    guard let place = number(arguments[1], row) else { return false }
    places = [place]
  }
  let count = array.count
  var start = 0
  writer.beginArray()
  for place in places + [count] {
    let end = min(max(place < 0 ? max(place, -count) + count : place, start), count)
    writer.appendArray((start..<end).lazy.map { array.value(at: $0) })
    start = end
  }
  writer.endArray()
  return true
}
