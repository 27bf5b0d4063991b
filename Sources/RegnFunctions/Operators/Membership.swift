import RegnData

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
      let lists = TextLists(arguments.dropFirst(), context)
      var folded: [UInt8] = []
      func fold(_ text: Bytes) {
        folded.removeAll(keepingCapacity: true)
        UTF8Text.appendFolded(text, to: &folded)
      }
      guard lists.areConstant else {
        return boolRows(context) { row in
          fold(arguments[0].stringBytes(row))
          let value = folded
          return lists.texts(row).contains { text in
            text.withUnsafeBufferPointer { fold($0) }
            return folded == value
          }
        }
      }
      var set = ByteStringSet()
      for text in lists.texts(0) {
        text.withUnsafeBufferPointer { fold($0) }
        set.insert(folded)
      }
      return testStrings(arguments[0], context) { text in
        fold(text)
        return folded.withUnsafeBufferPointer { set.contains($0) }
      }
    }
  ],
  examples: [FunctionExample("print x = 'B' in~ ('a', 'b')", "x\ntrue")])

let hasAnyOperator = termList(
  "has_any", "Whether the text holds at least one of the terms, in any case.",
  FunctionExample("print x = 'North Carolina' has_any ('SOUTH', 'north')", "x\ntrue"),
  { needles, text in needles.contains { $0.isTerm(in: text) } })

let hasAllOperator = termList(
  "has_all", "Whether the text holds all of the terms, in any case.",
  FunctionExample("print x = 'North Carolina' has_all ('carolina', 'north')", "x\ntrue"),
  { needles, text in needles.allSatisfy { $0.isTerm(in: text) } })

private func termList(
  _ name: String, _ summary: String, _ example: FunctionExample,
  _ test: @escaping @Sendable ([TextNeedle], Bytes) -> Bool
) -> FunctionDefinition {
  FunctionDefinition(
    name, category: .string, summary: summary,
    signatures: [
      .scalar(
        [Parameter("source", .string), Parameter("terms", .any)], variadic: .init(last: 1, times: 1...10_000),
        result: .type(.bool)
      ) { arguments, context in
        let lists = TextLists(arguments.dropFirst(), context)
        func needles(_ row: Int) -> [TextNeedle] {
          lists.texts(row).map { text in
            text.withUnsafeBufferPointer { TextNeedle($0, caseSensitive: false) }
          }
        }
        guard lists.areConstant else {
          return boolRows(context) { row in test(needles(row), arguments[0].stringBytes(row)) }
        }
        let constant = needles(0)
        return testStrings(arguments[0], context) { test(constant, $0) }
      }
    ],
    examples: [example])
}

/// The texts that arguments stand for, row by row; a dynamic array gives its elements.
private struct TextLists {
  private let arguments: [Column]
  /// Whether they are the same for every row.
  let areConstant: Bool

  init(_ arguments: ArraySlice<Column>, _ context: KernelContext) {
    areConstant = arguments.allSatisfy(\.isConstant)
    self.arguments = arguments.map { argument in
      if case .dynamic = argument.storage { return argument }
      return Conversion.convert(argument, to: .string, context)
    }
  }

  /// The texts of a row.
  func texts(_ row: Int) -> [[UInt8]] {
    var texts: [[UInt8]] = []
    for argument in arguments where argument.count > 0 {
      guard case .dynamic = argument.storage else {
        texts.append(Array(argument.stringBytes(row)))
        continue
      }
      if argument.isNull(row) {
        texts.append([])
        continue
      }
      let value = DynamicRef(argument.stringBytes(row))
      for index in 0..<(value.kind == .array ? value.count : 1) {
        var text: [UInt8] = []
        (value.kind == .array ? value.value(at: index) : value).appendAsString(to: &text)
        texts.append(text)
      }
    }
    return texts
  }
}

/// A bool column of what `test` says of each row.
@inline(__always)
private func boolRows(_ context: KernelContext, _ test: (Int) -> Bool) -> Column {
  let answers = Buffer<Bool>(count: context.rows) { target in
    for row in 0..<context.rows { target[row] = test(row) }
  }
  return Column(type: .bool, storage: .bool(answers))
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
    let equal = try compare(EqualRule.self, tested, column, context)
    answer = connect(answer, equal, context, decisive: true)
  }
  return answer
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
