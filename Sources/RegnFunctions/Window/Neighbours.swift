import RegnData
import RegnPhrases

/// The rows `distance` further on (negative: back), and what stands for those beyond the ends.
private func neighbours(_ arguments: [Column], _ context: KernelContext, sign: Int) -> Column {
  let rows = context.rows
  let column = arguments[0].flattened
  let offset = arguments.count > 1 && !arguments[1].isNull(0) ? arguments[1].longs[0] : 1
  let distance = Int(min(max(offset, Int64(-rows)), Int64(rows))) * sign
  let fallback =
    arguments.count > 2
    ? Conversion.convert(arguments[2].slice(0..<min(rows, 1)), to: column.type, context).flattened : nil
  let isDefaultNull = fallback.map { $0.count == 0 || $0.isNull(0) } ?? true
  let outside = isDefaultNull ? Column.noRow : UInt32(rows)
  let source = Buffer<UInt32>(count: rows) { target in
    for row in 0..<rows {
      let place = row + distance
      target[row] = place >= 0 && place < rows ? UInt32(place) : outside
    }
  }
  guard let fallback, !isDefaultNull else { return column.gather(orNull: source) }
  return Column.concatenate([column, fallback], type: column.type).gather(source)
}

/// Whether a default value fits into a column of a type without losing anything.
private func stands(_ type: ScalarType, _ value: Value?, in column: ScalarType) -> Bool {
  if type == column || column == .dynamic || value?.isNull == true { return true }
  switch (type, column) {
  case (.int, .long), (.int, .real), (.long, .real), (.int, .decimal), (.long, .decimal), (.real, .decimal),
    (.decimal, .real):
    return true
  case (.long, .int): return value?.integer.map { Int32(exactly: $0) != nil } ?? false
  default: return false
  }
}

private func neighbourFunction(_ name: String, sign: Int, summary: Phrase, answer: String)
  -> FunctionDefinition
{
  let column = Parameter("column", .any)
  let offset = Parameter("offset", .long, optional: true, constant: true)
  return FunctionDefinition(
    name, kind: .window, category: .window, summary: summary,
    signatures: [
      .scalar(
        [column, offset, Parameter("default_value", .any, optional: true)],
        result: .computed { types, values in
          types.count < 3 || stands(types[2], values[2], in: types[0]) ? types[0] : nil
        }, isDeterministic: false
      ) { arguments, context in neighbours(arguments, context, sign: sign) }
    ],
    examples: [
      FunctionExample("range x from 1 to 3 step 1 | serialize y = \(name)(x, 1, 0)", "x,y\n\(answer)")
    ])
}

let prevFunction = neighbourFunction(
  "prev", sign: -1, summary: "The value of a column in the row before, or some rows before.",
  answer: "1,0\n2,1\n3,2")

let nextFunction = neighbourFunction(
  "next", sign: 1, summary: "The value of a column in the row after, or some rows after.",
  answer: "1,2\n2,3\n3,0")
