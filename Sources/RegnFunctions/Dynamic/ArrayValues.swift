import RegnData
import RegnPhrases

let arraySumFunction = FunctionDefinition(
  "array_sum", category: .dynamic,
  summary: "The sum of an array of numbers; null when it holds anything else.",
  signatures: [
    .scalar([Parameter("array", .dynamic)], result: .type(.real)) { arguments, context in
      let arrays = DynamicReader(arguments[0])
      return rowsOptional(context, to: .real) { row -> Double? in
        guard let array = arrays.array(row) else { return nil }
        var sum = DoubleDouble()
        for element in array.elements {
          guard let value = element.asNumber else { return nil }
          sum.add(value)
        }
        return sum.value
      }
    }
  ],
  examples: [FunctionExample("print x = array_sum(dynamic([1, 2, 3, 4]))", "x\n10")])

let arrayIndexOfFunction = FunctionDefinition(
  "array_index_of", category: .dynamic,
  summary: "Where a value stands in an array, counted from 0; -1 when it does not.",
  signatures: [
    .scalar(
      [
        Parameter("array", .dynamic), Parameter("value", .any), Parameter("start", .long, default: .long(0)),
        Parameter("length", .long, default: .long(-1)), Parameter("occurrence", .long, default: .long(1)),
      ], result: .type(.long)
    ) { arguments, context in
      let arrays = DynamicReader(arguments[0])
      let wanted = DynamicEncoder(arguments[1])
      let numbers = arguments.dropFirst(2).map { LongReader($0) }
      var writer = DynamicWriter()
      return rowsOptional(context, to: .long) { row -> Int64? in
        guard let array = arrays.array(row) else { return nil }
        let start = numbers.count > 0 ? numbers[0][row] : 0
        let length = numbers.count > 1 ? numbers[1][row] : -1
        let occurrence = numbers.count > 2 ? numbers[2][row] : 1
        guard let start, let length, let occurrence, length >= -1, occurrence >= 0 else { return nil }
        let count = Int64(array.count)
        let first = start < 0 ? max(start, -count) + count : min(start, count)
        let last = length < 0 ? count : min(count, first + min(length, count))
        writer.removeAll()
        wanted.append(row, to: &writer)
        return writer.withValue { value in
          var left = max(occurrence, 1)
          for index in first..<last where array.value(at: Int(index)) == value {
            left -= 1
            if left == 0 { return index }
          }
          return -1
        }
      }
    }
  ],
  examples: [FunctionExample("print x = array_index_of(dynamic(['a', 'b', 'a']), 'a', 1)", "x\n2")])

let arrayIffFunction = FunctionDefinition(
  "array_iff", aliases: ["array_iif"], category: .dynamic,
  summary: "For each element of an array of conditions, the element of one array or of another.",
  signatures: [
    .scalar(
      [Parameter("condition_array", .dynamic), Parameter("when_true", .any), Parameter("when_false", .any)],
      result: .type(.dynamic)
    ) { arguments, context in
      let conditions = DynamicReader(arguments[0])
      let choices = arguments.dropFirst().map { Choice($0) }
      return try dynamicRows(context) { row, writer in
        guard let array = conditions.array(row) else { return false }
        writer.beginArray()
        for (index, condition) in array.elements.enumerated() {
          if let isTrue = condition.asBool ?? condition.asNumber.map({ $0 != 0 }) {
            choices[isTrue ? 0 : 1].append(row, index, to: &writer)
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
    FunctionExample(
      "print x = array_iff(dynamic([true, false, true]), dynamic([1, 2, 3]), dynamic([4, 5, 6]))",
      "x\n\"[1,5,3]\""),
    FunctionExample("print x = array_iff(dynamic([1, 0]), 'yes', 'no')", "x\n\"[\"\"yes\"\",\"\"no\"\"]\""),
  ])

/// An array whose elements are taken, or one value for all places.
private struct Choice {
  private let encoder: DynamicEncoder
  private let values: DynamicReader?

  init(_ column: Column) {
    encoder = DynamicEncoder(column)
    values = column.type == .dynamic ? DynamicReader(column) : nil
  }

  func append(_ row: Int, _ index: Int, to writer: inout DynamicWriter) {
    if let values, let array = values.array(row) {
      if let element = array.element(at: index) { writer.append(element) } else { writer.appendNull() }
    } else {
      encoder.append(row, to: &writer)
    }
  }
}

/// Where elements of different kinds stand in a sorted array (reference page of array_sort_asc).
private func sortClass(_ value: DynamicRef) -> Int {
  switch value.kind {
  case .null: 5
  case .long, .real, .decimal: 0
  case .datetime: 1
  case .timespan: 2
  case .string: 3
  case .guid: 4
  case .bool, .array, .bag: 6
  }
}

private func sortFunction(_ name: String, ascending: Bool, summary: Phrase, answer: String)
  -> FunctionDefinition
{
  let kernel: ScalarKernel = { arguments, context in
    let hasFlag = arguments.last?.type == .bool
    let flag = hasFlag ? arguments.last : nil
    let readers = (hasFlag ? arguments.dropLast() : arguments[...]).map { DynamicReader($0) }
    return try dynamicRows(context) { row, writer in
      guard let array = readers.first?.array(row) else { return false }
      let nullsLast = flag.map { !$0.isNull(row) && $0.bools.base[row &* $0.stride] } ?? true
      let order = sorted(array, ascending: ascending, nullsLast: nullsLast)
      if readers.count > 1 { writer.beginArray() }
      for reader in readers {
        if let other = reader.array(row), other.count == array.count {
          writer.appendArray(order.lazy.map { other.value(at: $0) })
        } else {
          writer.appendNull()
        }
      }
      if readers.count > 1 { writer.endArray() }
      return true
    }
  }
  let array = Parameter("array", .dynamic)
  return FunctionDefinition(
    name, category: .dynamic, summary: summary,
    signatures: [
      .scalar([array], variadic: Signature.Variadic(), result: .type(.dynamic), kernel),
      .scalar([array, Parameter("nulls_last", .bool)], result: .type(.dynamic), kernel),
      .scalar(
        [array, Parameter("array2", .dynamic), Parameter("nulls_last", .bool)], result: .type(.dynamic),
        kernel),
      .scalar(
        [
          array, Parameter("array2", .dynamic), Parameter("array3", .dynamic), Parameter("nulls_last", .bool),
        ], result: .type(.dynamic), kernel),
    ],
    examples: [
      FunctionExample(
        "print x = \(name)(dynamic([null, \"blue\", \"yellow\", \"green\"]))", "x\n\"\(answer)\"")
    ], parts: .eachArray(ending: "sorted"))
}

private func sorted(_ array: DynamicRef, ascending: Bool, nullsLast: Bool) -> [Int] {
  let elements = Array(array.elements)
  let classes = elements.map { $0.isNull ? (nullsLast ? 7 : -1) : sortClass($0) }
  return elements.indices.sorted { a, b in
    if classes[a] != classes[b] { return classes[a] < classes[b] }
    let comparison = classes[a] > 4 || classes[a] < 0 ? 0 : elements[a].compare(elements[b])
    if comparison == 0 { return a < b }
    return ascending ? comparison < 0 : comparison > 0
  }
}

let arraySortAscFunction = sortFunction(
  "array_sort_asc", ascending: true,
  summary: "An array sorted from the least element; of several arrays, all in the order of the first.",
  answer: "[\"\"blue\"\",\"\"green\"\",\"\"yellow\"\",null]")

let arraySortDescFunction = sortFunction(
  "array_sort_desc", ascending: false,
  summary: "An array sorted from the greatest element; of several arrays, all in the order of the first.",
  answer: "[\"\"yellow\"\",\"\"green\"\",\"\"blue\"\",null]")

let strcatArrayFunction = FunctionDefinition(
  "strcat_array", category: .dynamic, summary: "The texts of an array's elements, joined by a delimiter.",
  signatures: [
    .scalar([Parameter("array", .dynamic), Parameter("delimiter", .string)], result: .type(.string)) {
      arguments, context in
      let arrays = DynamicReader(arguments[0])
      let delimiters = arguments[1].strings
      var growth = GrowthGuard(context)
      return try stringRows(context) { row, output in
        guard let array = arrays.array(row) else { return false }
        for (index, element) in array.elements.enumerated() {
          if index > 0 { output.append(contentsOf: delimiters.bytes(row &* arguments[1].stride)) }
          element.appendAsString(to: &output)
        }
        try growth.count(output.count)
        return true
      }
    }
  ],
  examples: [FunctionExample("print x = strcat_array(dynamic([1, 2, 3]), '->')", "x\n1->2->3")])

let zipFunction = FunctionDefinition(
  "zip", category: .dynamic,
  summary: "Several arrays as one of arrays, each with the elements at one place.",
  signatures: [
    .scalar(
      [Parameter("arrays", .dynamic)], variadic: Signature.Variadic(last: 1, times: 2...16),
      result: .type(.dynamic)
    ) { arguments, context in
      let readers = arguments.map { DynamicReader($0) }
      return try dynamicRows(context) { row, writer in
        let arrays = readers.compactMap { $0.array(row) }
        guard arrays.count == readers.count else { return false }
        writer.beginArray()
        for index in 0..<(arrays.map(\.count).max() ?? 0) {
          writer.appendArray(arrays.lazy.map { $0.element(at: index) ?? .null })
        }
        writer.endArray()
        return true
      }
    }
  ],
  examples: [
    FunctionExample("print x = zip(dynamic([1, 3]), dynamic([2, 4, 6]))", "x\n\"[[1,2],[3,4],[null,6]]\"")
  ])
