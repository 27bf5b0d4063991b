import RegnData

/// Computes the output columns of each chunk.
struct ProjectStage: Stage {
  let expressions: [CompiledExpression]
  let context: ExecutionContext

  func process(_ chunk: Chunk, worker: Int) throws -> Chunk? {
    chunk.with(columns: try expressions.map { try $0.evaluate(chunk, context) })
  }
}
