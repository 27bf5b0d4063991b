import RegnBinder
import RegnData

/// A step that treats one chunk at a time, on any worker. Holds no state that changes between chunks, or
/// keeps it apart for each worker.
protocol Stage: Sendable {
  /// The rows that come of `chunk`; nil when there are none.
  func process(_ chunk: Chunk, worker: Int) throws -> Chunk?
}

/// A source of chunks and the stages that each chunk passes; itself a source.
final class Pipeline: TableScan {
  let columns: [PlanColumn]
  private let source: any TableScan
  private let stages: [any Stage]
  /// The rows that the source will give, when known: small inputs are not worth a second thread.
  let expectedRows: Int?

  init(columns: [PlanColumn], source: any TableScan, stages: [any Stage] = [], expectedRows: Int?) {
    self.columns = columns
    self.source = source
    self.stages = stages
    self.expectedRows = expectedRows
  }

  /// The pipeline with one more stage, which puts out `columns`.
  func adding(_ stage: any Stage, columns: [PlanColumn]) -> Pipeline {
    Pipeline(columns: columns, source: source, stages: stages + [stage], expectedRows: expectedRows)
  }

  var types: [ScalarType] { columns.map(\.type) }

  /// The number of workers worth using.
  func workers(_ context: ExecutionContext) -> Int {
    if let expectedRows, expectedRows <= 2 * Chunk.preferredRowCount { return 1 }
    return context.workers
  }

  func next(worker: Int) throws -> Chunk? {
    pulling: while let pulled = try source.next(worker: worker) {
      var chunk = pulled
      for stage in stages {
        guard let processed = try stage.process(chunk, worker: worker), processed.rowCount > 0 else {
          continue pulling
        }
        chunk = processed
      }
      return chunk
    }
    return nil
  }
}

/// Chunks that stand ready in memory.
final class ChunkSource: TableScan {
  private let chunks: [Chunk]
  private let nextChunk = AtomicCounter()
  private let context: ExecutionContext

  init(_ chunks: [Chunk], context: ExecutionContext) {
    self.chunks = chunks
    self.context = context
  }

  /// Rows of one chunk, cut into morsels.
  convenience init(cutting chunk: Chunk, context: ExecutionContext) {
    let size = Chunk.preferredRowCount
    if chunk.rowCount <= size {
      self.init([chunk], context: context)
      return
    }
    var parts: [Chunk] = []
    var start = 0
    while start < chunk.rowCount {
      let range = start..<min(start + size, chunk.rowCount)
      let part = chunk.slice(range)
      parts.append(Chunk(columns: part.columns, rowCount: part.rowCount, sequence: parts.count))
      start = range.upperBound
    }
    self.init(parts, context: context)
  }

  func next(worker: Int) throws -> Chunk? {
    try context.checkpoint()
    let index = nextChunk.take()
    guard index < chunks.count else { return nil }
    let chunk = chunks[index]
    return Chunk(columns: chunk.columns, rowCount: chunk.rowCount, sequence: index)
  }
}
