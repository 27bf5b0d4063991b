import RegnData

/// Rows that carry with them what decides about them wherever they are put: their keys, computed once, and a
/// number for their place in the input.
struct NumberedRows: Sendable {
  /// The types of the rows before they are numbered.
  let inputTypes: [ScalarType]
  /// Those of numbered rows: the input's, then computed keys, then the number.
  let types: [ScalarType]
  /// The keys, as columns of numbered rows.
  let keys: [CompiledExpression]
  private let computed: [CompiledExpression]
  private let context: ExecutionContext

  /// The place of the number among the columns.
  var place: Int { types.count - 1 }

  init(
    _ inputTypes: [ScalarType], keys: [(expression: CompiledExpression, type: ScalarType)],
    context: ExecutionContext
  ) {
    self.inputTypes = inputTypes
    self.context = context
    var types = inputTypes
    var computed: [CompiledExpression] = []
    self.keys = keys.map { key in
      if case .column = key.expression { return key.expression }
      // Computed once for each row, however often the rows are cut: `rand()` must not be drawn again.
      computed.append(key.expression)
      types.append(key.type)
      return .column(types.count - 1)
    }
    self.computed = computed
    self.types = types + [.long]
  }

  /// A chunk's rows with their computed keys and their numbers, which grow with the order of the input.
  func numbered(_ chunk: Chunk) throws -> Chunk {
    let first = chunk.firstRow
    let places = Buffer<Int64>(count: chunk.rowCount) { target in
      for row in 0..<chunk.rowCount { target[row] = first + Int64(row) }
    }
    let keys = try computed.map { try $0.evaluate(chunk, context) }
    return chunk.with(columns: chunk.columns + keys + [Column(type: .long, storage: .int64(places))])
  }

  /// Numbered rows as they were before.
  func unnumbered(_ chunk: Chunk) -> Chunk {
    chunk.with(columns: Array(chunk.columns.prefix(inputTypes.count)))
  }
}
