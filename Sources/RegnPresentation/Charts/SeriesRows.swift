import RegnData

extension ResultTable {
  /// The result with a row for each element of its arrays, for charts: `make-series` gives a row a series,
  /// with the times and the numbers in arrays. The same result when a column is numeric or none holds arrays.
  ///
  /// Values that are no arrays stand in each row of their series; where arrays are of different lengths, the
  /// shorter ones end in nulls.
  var withSeriesAsRows: ResultTable {
    let places = columns.indices.filter { columns[$0].type == .dynamic }
    guard !places.isEmpty, !columns.contains(where: { $0.type.isNumeric }) else { return self }
    let rows = self.rows
    var arrays: [Int: [[DynamicValue]]] = [:]
    for place in places {
      let elements = (0..<rows.rowCount).map { row -> [DynamicValue] in
        guard case .dynamic(let bytes) = rows.columns[place].value(row),
          case .array(let elements) = bytes.withUnsafeBufferPointer({ DynamicValue(DynamicRef($0)) })
        else { return [] }
        return elements
      }
      if elements.contains(where: { !$0.isEmpty }) { arrays[place] = elements }
    }
    guard !arrays.isEmpty else { return self }
    let lengths = (0..<rows.rowCount).map { row in arrays.values.reduce(0) { max($0, $1[row].count) } }
    let count = lengths.reduce(0, +)
    var schema: [ColumnSchema] = []
    let unrolled = columns.indices.map { place -> Column in
      guard let elements = arrays[place] else {
        schema.append(columns[place])
        var builder = ColumnBuilder(type: columns[place].type, capacity: count)
        for (row, length) in lengths.enumerated() {
          let value = rows.columns[place].value(row)
          for _ in 0..<length { builder.append(value) }
        }
        return builder.finish()
      }
      let type = Self.type(of: elements)
      schema.append(
        ColumnSchema(
          name: columns[place].name, type: type, description: columns[place].description,
          unit: columns[place].unit))
      var builder = ColumnBuilder(type: type, capacity: count)
      for (row, length) in lengths.enumerated() {
        for index in 0..<length {
          let element = index < elements[row].count ? elements[row][index] : .null
          builder.append(Self.value(element, as: type))
        }
      }
      return builder.finish()
    }
    return ResultTable(
      name: name, columns: schema, chunks: [Chunk(columns: unrolled, rowCount: count, sequence: 0)],
      sources: sources, render: render)
  }

  /// The type that all elements have: numbers, times or, for all else, texts.
  private static func type(of arrays: [[DynamicValue]]) -> ScalarType {
    var type: ScalarType?
    for element in arrays.joined() {
      let own: ScalarType
      switch element {
      case .null: continue
      case .long: own = .long
      case .real, .decimal: own = .real
      case .datetime: own = .datetime
      case .string(let text): own = DateTime(text) == nil ? .string : .datetime
      default: own = .string
      }
      switch (type, own) {
      case (nil, _): type = own
      case (.long?, .real), (.real?, .long): type = .real
      case (let known?, _) where known != own: return .string
      default: break
      }
    }
    return type ?? .real
  }

  private static func value(_ element: DynamicValue, as type: ScalarType) -> Value {
    switch (element, type) {
    case (.long(let number), .long): .long(number)
    case (.long(let number), .real): .real(Double(number))
    case (.real(let number), .real): .real(number)
    case (.datetime(let time), .datetime): .datetime(time)
    case (.string(let text), .datetime): DateTime(text).map { .datetime($0) } ?? .null(.datetime)
    case (.string(let text), .string): .string(text)
    case (.null, _): type == .string ? .string("") : .null(type)
    default: type == .string ? .string(element.json) : .null(type)
    }
  }
}
