import RegnBinder
import RegnData
import RegnFunctions

/// Makes a row for each element of dynamic arrays or bags; several are expanded side by side, the shorter
/// ones filled with null. A null counts as one element, an empty array or bag as none.
struct ExpandStage: Stage {
  let items: [(expression: CompiledExpression, type: ScalarType)]
  let withIndex: Bool
  let bagsAsArrays: Bool
  let limit: Int
  let context: ExecutionContext

  func process(_ chunk: Chunk, worker: Int) throws -> Chunk? {
    let sources = try items.map { try $0.expression.evaluate(chunk, context).flattened.strings }
    var rows: [UInt32] = []
    var indexes: [Int64] = []
    var elements: [ExpandedElements] = items.map { _ in ExpandedElements() }
    let reservation = Reservation(context.memory)
    for row in 0..<chunk.rowCount {
      var length = 0
      var bytes = 0
      for source in sources {
        let value = source.bytes(row)
        length = max(length, DynamicRef(value).expandedCount)
        bytes += 2 * value.count
      }
      length = min(length, limit)
      // What the row becomes is counted before it is made: an element's text, end and view, and a number for
      // its row and place.
      try reservation.grow(by: bytes + length * (items.count * 48 + 24))
      for (item, source) in sources.enumerated() {
        let value = DynamicRef(source.bytes(row))
        for place in 0..<length {
          elements[item].append(value, at: place, bagsAsArrays: bagsAsArrays, as: items[item].type)
        }
      }
      for place in 0..<length {
        rows.append(UInt32(row))
        indexes.append(Int64(place))
      }
      if row & 0xFFF == 0 || length > 0xFFF { try context.checkpoint() }
    }
    guard rows.count < Int(UInt32.max) else { throw ExecutionError.tooManyRows }
    try reservation.grow(by: rows.count * chunk.columns.reduce(items.count * 16) { $0 + $1.rowWidth })
    var columns = rows.withUnsafeBufferPointer { rows in chunk.columns.map { $0.gather(rows) } }
    for (item, expanded) in zip(items, elements) {
      try context.checkpoint()
      let column = expanded.column()
      columns.append(
        item.type == .dynamic
          ? column
          : Conversion.convert(
            column, to: item.type, KernelContext(rows: rows.count, execution: context)))
    }
    if withIndex { columns.append(Column(type: .long, storage: .int64(Buffer(indexes)))) }
    return withExtendedLifetime(reservation) {
      Chunk(columns: columns, rowCount: rows.count, sequence: chunk.sequence)
    }
  }
}

/// The elements of one expanded column.
private struct ExpandedElements {
  private var bytes: [UInt8] = []
  private var ends: [Int] = []

  /// Appends element `place` of `value`; null past its end, or when it is no value of the type.
  mutating func append(_ value: DynamicRef, at place: Int, bagsAsArrays: Bool, as type: ScalarType) {
    let start = bytes.count
    value.appendExpandedElement(place, bagsAsArrays: bagsAsArrays, to: &bytes)
    let conforms = bytes.withUnsafeBufferPointer { all in
      start == all.count || DynamicRef(UnsafeBufferPointer(rebasing: all[start...])).conforms(to: type)
    }
    if !conforms { bytes.removeSubrange(start...) }
    ends.append(bytes.count)
  }

  func column() -> Column {
    var builder = ColumnBuilder(type: .dynamic, capacity: ends.count)
    bytes.withUnsafeBufferPointer { all in
      var start = 0
      for end in ends {
        let element = UnsafeBufferPointer(rebasing: all[start..<end])
        if element.isEmpty || DynamicRef(element).isNull {
          builder.appendNull()
        } else {
          builder.append(bytes: element)
        }
        start = end
      }
    }
    return builder.finish()
  }
}

extension DynamicRef {
  /// Whether the value is one of a type as it is: `to typeof(…)` casts, and parses no text
  /// (mv-expand-operator). Dates, durations and identifiers stand as text in JSON and count as what they are.
  fileprivate func conforms(to type: ScalarType) -> Bool {
    switch type {
    case .string, .dynamic: true
    case .bool: kind == .bool
    case .int, .long, .real, .decimal: kind == .long || kind == .real || kind == .decimal
    case .datetime: kind == .datetime || kind == .string
    case .timespan: kind == .timespan || kind == .string
    case .guid: kind == .guid || kind == .string
    }
  }

  /// The number of rows that mv-expand makes of the value: an array's elements, a bag's properties, else 1.
  fileprivate var expandedCount: Int { kind == .array || kind == .bag ? count : 1 }

  /// Appends the encoding of element `place`; nothing when there is none.
  fileprivate func appendExpandedElement(_ place: Int, bagsAsArrays: Bool, to bytes: inout [UInt8]) {
    switch kind {
    case .array:
      if let element = element(at: place) { bytes.append(contentsOf: element.bytes) }
    case .bag:
      guard place < count else { return }
      var writer = DynamicWriter()
      if bagsAsArrays {
        writer.beginArray()
        writer.append(string: key(at: place))
        writer.append(value(at: place))
        writer.endArray()
      } else {
        writer.beginBag()
        writer.append(key: key(at: place))
        writer.append(value(at: place))
        writer.endBag()
      }
      bytes.append(contentsOf: writer.bytes)
    default:
      if place == 0, !isNull { bytes.append(contentsOf: self.bytes) }
    }
  }
}
