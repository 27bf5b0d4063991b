import RegnData
import RegnPhrases

/// The values may be constants (a dynamic array stands for its elements) or columns.
let inOperator = FunctionDefinition(
  "__in", category: .conditional, summary: "Whether the value is one of several.",
  signatures: [
    .scalar(
      [Parameter("value", .any), Parameter("list", .any)], variadic: .init(last: 1, times: 1...1_048_576),
      result: .type(.bool)
    ) { arguments, context in
      try isMember(arguments[0], of: Array(arguments.dropFirst()), context)
    }
  ],
  examples: [FunctionExample("print x = 'b' in ('a', 'b'), y = 'B' in ('a', 'b')", "x,y\ntrue,false")])

let inInsensitiveOperator = FunctionDefinition(
  "__in_insensitive", category: .conditional,
  summary: "Whether the text is one of several, but for case.",
  signatures: [
    .scalar(
      [Parameter("value", .string), Parameter("list", .any)], variadic: .init(last: 1, times: 1...1_048_576),
      result: .type(.bool)
    ) { arguments, context in
      let list = TextList(arguments.dropFirst(), context)
      var set = ByteStringSet()
      var folded: [UInt8] = []
      for text in list.constants {
        folded.removeAll(keepingCapacity: true)
        text.withUnsafeBufferPointer { UTF8Text.appendFolded($0, to: &folded) }
        set.insert(folded)
      }
      let amongConstants = testStrings(arguments[0], context) { text in
        folded.removeAll(keepingCapacity: true)
        UTF8Text.appendFolded(text, to: &folded)
        return folded.withUnsafeBufferPointer { set.contains($0) }
      }
      return list.adding(to: amongConstants, decisive: true, arguments[0], context) { text, other in
        TextNeedle(other, caseSensitive: false).equals(text)
      }
    }
  ],
  examples: [FunctionExample("print x = 'B' in~ ('a', 'b')", "x\ntrue")])

let hasAnyOperator = termList(
  "has_any", "Whether the text holds at least one of the terms, in any case.",
  FunctionExample("print x = 'North Carolina' has_any ('SOUTH', 'north')", "x\ntrue"), decisive: true)

let hasAllOperator = termList(
  "has_all", "Whether the text holds all of the terms, in any case.",
  FunctionExample("print x = 'North Carolina' has_all ('carolina', 'north')", "x\ntrue"), decisive: false)

/// The first term that is there (where `decisive` is true) or not there settles the answer.
private func termList(
  _ name: String, _ summary: Phrase, _ example: FunctionExample, decisive: Bool
) -> FunctionDefinition {
  FunctionDefinition(
    name, category: .string, summary: summary,
    signatures: [
      .scalar(
        [Parameter("source", .string), Parameter("terms", .any)], variadic: .init(last: 1, times: 1...10_000),
        result: .type(.bool)
      ) { arguments, context in
        let list = TextList(arguments.dropFirst(), context)
        let needles = list.constants.map { text in
          text.withUnsafeBufferPointer { TextNeedle($0, caseSensitive: false) }
        }
        let byConstants = testStrings(arguments[0], context) { text in
          needles.contains { $0.isTerm(in: text) == decisive } == decisive
        }
        return list.adding(to: byConstants, decisive: decisive, arguments[0], context) { text, term in
          TextNeedle(term, caseSensitive: false).isTerm(in: text)
        }
      }
    ],
    examples: [example])
}

/// The right side of `in~`, has_any and has_all: texts that are the same for all rows, and columns. A dynamic
/// array stands for its elements, and a null for nothing.
private struct TextList {
  private(set) var constants: [[UInt8]] = []
  private var columns: [(column: Column, texts: StringArray)] = []

  init(_ arguments: ArraySlice<Column>, _ context: KernelContext) {
    for argument in arguments where argument.count > 0 {
      let column = argument.type == .dynamic ? argument : asText(argument, context)
      let texts = column.strings
      guard argument.isConstant || argument.count == 1 else {
        columns.append((column, texts))
        continue
      }
      TextList.forEachText(column, texts, 0) { text in
        constants.append(Array(text))
        return true
      }
    }
  }

  /// The answers that the constants gave, and what the columns' texts of each row add: the first one whose
  /// test gives `decisive` settles the row.
  func adding(
    to answers: Column, decisive: Bool, _ source: Column, _ context: KernelContext,
    _ test: (_ text: Bytes, _ listed: Bytes) -> Bool
  ) -> Column {
    guard !columns.isEmpty else { return answers }
    let (known, sources) = (answers.bools, source.strings)
    let result = Buffer<Bool>(count: context.rows) { target in
      for row in 0..<context.rows {
        var answer = known.base[row &* answers.stride]
        let text = sources.bytes(row &* source.stride)
        for (column, texts) in columns where answer != decisive {
          TextList.forEachText(column, texts, row) { listed in
            if test(text, listed) == decisive { answer = decisive }
            return answer != decisive
          }
        }
        target[row] = answer
      }
    }
    return Column(type: .bool, storage: .bool(result))
  }

  /// Calls `body` with the texts of a row, until it says that it wants no more.
  private static func forEachText(
    _ column: Column, _ texts: StringArray, _ row: Int, _ body: (Bytes) -> Bool
  ) {
    if column.isNull(row) { return }
    let bytes = texts.bytes(row &* column.stride)
    guard column.type == .dynamic else {
      _ = body(bytes)
      return
    }
    let value = DynamicRef(bytes)
    let count = value.kind == .array ? value.count : 1
    var text: [UInt8] = []
    for index in 0..<count {
      let element = value.kind == .array ? value.value(at: index) : value
      if element.isNull { continue }
      text.removeAll(keepingCapacity: true)
      element.appendAsString(to: &text)
      guard text.withUnsafeBufferPointer(body) else { return }
    }
  }
}

private func isMember(
  _ value: Column, of list: [Column], _ context: KernelContext
) throws -> Column {
  var constants: [Value] = []
  var columns: [Column] = []
  for argument in list {
    guard argument.isConstant || argument.count == 1 else {
      columns.append(argument)
      continue
    }
    let constant = argument.value(0)
    if case .dynamic(let bytes) = constant {
      bytes.withUnsafeBufferPointer { bytes in
        let array = DynamicRef(bytes)
        if array.kind == .array {
          for index in 0..<array.count { constants.append(scalarValue(array.value(at: index))) }
        } else {
          constants.append(scalarValue(array))
        }
      }
    } else {
      constants.append(constant)
    }
  }
  constants.removeAll { $0.isNull }
  let types = Set(constants.map(\.type) + columns.map(\.type) + [value.type])
  var tested = value
  // Numbers compare in the widest of their types; a dynamic value in that of the constants.
  if value.type == .dynamic, types.allSatisfy({ $0 == .dynamic || $0.isNumeric }), types.count > 1 {
    tested = numericColumn(value, context)
    let others = types.subtracting([.dynamic, .int, .long])
    if let widest = others.contains(.decimal) ? ScalarType.decimal : others.isEmpty ? nil : .real {
      tested = Conversion.convert(tested, to: widest, context)
    }
  } else if let widest = [ScalarType.decimal, .real, .long].first(where: { types.contains($0) }),
    types.allSatisfy(\.isNumeric)
  {
    tested = Conversion.convert(value, to: widest, context)
  } else if value.type == .dynamic, let type = constants.first?.type ?? columns.first?.type {
    tested = Conversion.convert(value, to: type, context)
  }
  let type = tested.type
  let known = constants.map { Conversion.convert($0, to: type, context) }.filter { !$0.isNull }
  var answer = isOneOf(tested, known, context)
  for column in columns {
    let equal =
      column.type == .dynamic
      ? isElement(value, of: column, context) : try compare(EqualRule.self, tested, column, context)
    answer = connect(answer, equal, context, decisive: true)
  }
  return answer
}

/// Whether each row's value is an element of the row's array, or the same as a dynamic value that is none.
private func isElement(_ value: Column, of list: Column, _ context: KernelContext) -> Column {
  let encoded = Conversion.convert(value, to: .dynamic, context)
  let (values, lists) = (encoded.strings, list.strings)
  let answers = Buffer<Bool>(count: context.rows) { target in
    for row in 0..<context.rows {
      guard !encoded.isNull(row), !list.isNull(row) else {
        target[row] = false
        continue
      }
      let wanted = DynamicRef(values.bytes(row &* encoded.stride))
      let array = DynamicRef(lists.bytes(row &* list.stride))
      target[row] =
        array.kind == .array
        ? (0..<array.count).contains { array.value(at: $0) == wanted } : array == wanted
    }
  }
  return Column(type: .bool, storage: .bool(answers))
}

/// A dynamic scalar as a value of its own type.
private func scalarValue(_ value: DynamicRef) -> Value {
  switch value.kind {
  case .bool: .bool(value.asBool ?? false)
  case .long: .long(value.asLong ?? 0)
  case .real: .real(value.asReal ?? 0)
  case .decimal: .decimal(value.asDecimal ?? .zero)
  case .datetime: .datetime(value.asDateTime ?? .minimum)
  case .timespan: .timespan(value.asTimespan ?? .zero)
  case .guid: .guid(value.asGuid ?? .zero)
  case .string: .string(value.stringBytes.map { String(decoding: $0, as: UTF8.self) } ?? "")
  case .null, .array, .bag: .null(.dynamic)
  }
}

/// Whether each row's value is among values of the same type; false for null.
private func isOneOf(_ column: Column, _ values: [Value], _ context: KernelContext) -> Column {
  switch column.type {
  case .string:
    var set = ByteStringSet()
    for value in values { if let text = value.text { set.insert(Array(text.utf8)) } }
    return testStrings(column, context) { set.contains($0) }
  case .int, .long, .datetime, .timespan, .bool:
    let set = IntegerSet(values.map { Column(value: $0, count: 1).constantLong ?? 0 })
    return membership(column, context) { (x: Int64) in set.contains(x) }
  case .real:
    let numbers = values.compactMap(\.double)
    return membership(column, context) { (x: Double) in numbers.contains(x) }
  case .decimal:
    let numbers = Set(
      values.compactMap { value in if case .decimal(let number) = value { number } else { nil } })
    return membership(column, context) { (x: Decimal) in numbers.contains(x) }
  case .guid:
    let guids = Set(values.compactMap { value in if case .guid(let guid) = value { guid } else { nil } })
    return membership(column, context) { (x: Guid) in guids.contains(x) }
  case .dynamic:
    return Column(value: .bool(false), count: context.rows)
  }
}

@inline(__always)
private func membership<Element: ColumnElement>(
  _ column: Column, _ context: KernelContext, _ contains: (Element) -> Bool
) -> Column {
  let elements = Element.elements(of: column)
  let stride = column.stride
  let answers = Buffer<Bool>(count: context.rows) { target in
    if column.validity == nil {
      for row in 0..<context.rows { target[row] = contains(elements.base[row &* stride]) }
    } else {
      for row in 0..<context.rows {
        target[row] = !column.isNull(row) && contains(elements.base[row &* stride])
      }
    }
  }
  return Column(type: .bool, storage: .bool(answers))
}
