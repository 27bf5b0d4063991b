import RegnData

/// Computes columns over all rows at once, in order: what window functions need.
struct WindowOperator {
  let expressions: [CompiledExpression]
  let types: [ScalarType]
  let context: ExecutionContext

  func run(_ pipeline: Pipeline) throws -> Chunk {
    let rows = Chunk.concatenate(try collect(pipeline, context: context), types: types)
    let added = try expressions.map { try $0.evaluate(rows, context).flattened }
    return rows.with(columns: rows.columns + added)
  }
}
