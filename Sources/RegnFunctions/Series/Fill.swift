import RegnData
import RegnPhrases

private let placeholder = Parameter("missing_value_placeholder", .any, optional: true)

/// Which elements of a series are missing: nulls, or those equal to a given value.
private struct Missing {
  private let reader: DynamicReader?

  init(_ arguments: [Column], at index: Int, _ context: KernelContext) {
    reader =
      arguments.count > index
      ? DynamicReader(Conversion.convert(arguments[index], to: .dynamic, context)) : nil
  }

  func callAsFunction(_ element: DynamicRef, _ row: Int) -> Bool {
    guard let reader, !reader[row].isNull else { return element.isNull }
    return element == reader[row]
  }
}

private func fillFunction(
  _ name: String, _ parameters: [Parameter], missingAt index: Int, summary: Phrase, example: FunctionExample,
  _ fill:
    @escaping @Sendable (
      _ elements: [DynamicRef], _ isMissing: [Bool], _ arguments: [Column], _ row: Int,
      _ writer: inout DynamicWriter
    ) -> Void
) -> FunctionDefinition {
  FunctionDefinition(
    name, category: .series, summary: summary,
    signatures: [
      .scalar(parameters, result: .type(.dynamic)) { arguments, context in
        let reader = DynamicReader(arguments[0])
        let missing = Missing(arguments, at: index, context)
        return try dynamicRows(context) { row, writer in
          guard let array = reader.array(row) else { return false }
          let elements = Array(array.elements)
          writer.beginArray()
          fill(elements, elements.map { missing($0, row) }, arguments, row, &writer)
          writer.endArray()
          return true
        }
      }
    ], examples: [example])
}

let seriesFillConstFunction = fillFunction(
  "series_fill_const", [seriesParameter, Parameter("constant_value", .any), placeholder], missingAt: 2,
  summary: "The series with a constant for each missing element.",
  example: FunctionExample("print x = series_fill_const(dynamic([1, null, 3]), -1)", "x\n\"[1,-1,3]\"")
) { elements, isMissing, arguments, row, writer in
  let constant = DynamicEncoder(arguments[1])
  for (element, missing) in zip(elements, isMissing) {
    if missing { constant.append(row, to: &writer) } else { writer.append(element) }
  }
}

let seriesFillForwardFunction = fillFunction(
  "series_fill_forward", [seriesParameter, placeholder], missingAt: 1,
  summary: "The series with the element before it for each missing one.",
  example: FunctionExample(
    "print x = series_fill_forward(dynamic([null, 1, null, 3]))", "x\n\"[null,1,1,3]\"")
) { elements, isMissing, _, _, writer in
  var last: DynamicRef?
  for (element, missing) in zip(elements, isMissing) {
    if !missing { last = element }
    writer.append(last ?? element)
  }
}

let seriesFillBackwardFunction = fillFunction(
  "series_fill_backward", [seriesParameter, placeholder], missingAt: 1,
  summary: "The series with the element after it for each missing one.",
  example: FunctionExample(
    "print x = series_fill_backward(dynamic([1, null, 3, null]))", "x\n\"[1,3,3,null]\"")
) { elements, isMissing, _, _, writer in
  var filled = elements
  var next: DynamicRef?
  for index in elements.indices.reversed() {
    if !isMissing[index] { next = elements[index] }
    filled[index] = next ?? elements[index]
  }
  for element in filled { writer.append(element) }
}

let seriesFillLinearFunction = fillFunction(
  "series_fill_linear",
  [
    seriesParameter, placeholder, Parameter("fill_edges", .bool, optional: true),
    Parameter("constant_value", .any, optional: true),
  ], missingAt: 1,
  summary: "The series with missing elements on the lines between their neighbours.",
  example: FunctionExample(
    "print x = series_fill_linear(dynamic([null, 1, null, 4, null]))", "x\n\"[1,1,2,4,4]\"")
) { elements, isMissing, arguments, row, writer in
  let fillsEdges =
    arguments.count > 2 ? arguments[2].value(arguments[2].isConstant ? 0 : row) != .bool(false) : true
  let known = elements.indices.filter { !isMissing[$0] && elements[$0].asNumber != nil }
  guard let first = known.first, let last = known.last else {
    for (element, missing) in zip(elements, isMissing) {
      if !missing {
        writer.append(element)
      } else if arguments.count > 3 {
        DynamicEncoder(arguments[3]).append(row, to: &writer)
      } else {
        writer.append(0.0)
      }
    }
    return
  }
  let isWhole = known.allSatisfy { elements[$0].kind == .long }
  var position = 0
  for index in elements.indices {
    while position + 1 < known.count, known[position + 1] <= index { position += 1 }
    if !isMissing[index] {
      writer.append(elements[index])
    } else if index < first || index > last {
      if fillsEdges {
        writer.append(elements[index < first ? first : last])
      } else {
        writer.append(elements[index])
      }
    } else {
      let (from, to) = (known[position], known[position + 1])
      let (low, high) = (elements[from].asNumber ?? 0, elements[to].asNumber ?? 0)
      let value = low + (high - low) * Double(index - from) / Double(to - from)
      // Whole numbers stay whole: the fraction is cut off, as the page's example shows.
      if isWhole, let cut = Int64(exactly: value.rounded(.towardZero)) {
        writer.append(cut)
      } else {
        writer.append(value)
      }
    }
  }
}
