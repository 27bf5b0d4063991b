import RegnBinder
import RegnData

/// A step that treats one chunk at a time, on any worker. Holds no state that changes between chunks, or
/// keeps it apart for each worker.
protocol Stage: Sendable {
  /// The rows that come of `chunk`; nil when there are none.
  func process(_ chunk: Chunk, worker: Int) throws -> Chunk?

  /// Whether the chunk that comes out may take more memory than the one that went in.
  var makesColumns: Bool { get }
}

extension Stage {
  var makesColumns: Bool { true }
}

/// A source of chunks and the stages that each chunk passes; itself a source.
final class Pipeline: TableScan {
  let columns: [PlanColumn]
  private let source: any TableScan
  private let stages: [any Stage]
  /// The rows that the source will give, when known: small inputs are not worth a second thread.
  let expectedRows: Int?
  private let context: ExecutionContext
  /// Told whenever rows are asked for; nil when nobody measures.
  private let profile: Profile?
  /// For each worker, the memory of the chunk that it works on, until it asks for the next.
  private let inFlight: [Reservation]

  init(
    columns: [PlanColumn], source: any TableScan, stages: [any Stage] = [], expectedRows: Int?,
    context: ExecutionContext, profile: Profile? = nil
  ) {
    self.columns = columns
    self.source = source
    self.stages = stages
    self.expectedRows = expectedRows
    self.context = context
    self.profile = profile
    inFlight = (0..<context.workers).map { _ in Reservation(context.memory) }
  }

  /// A pipeline over rows that stand ready.
  convenience init(columns: [PlanColumn], ready rows: any ReadyRows, context: ExecutionContext) {
    self.init(columns: columns, source: rows, expectedRows: rows.rowCount, context: context)
  }

  /// The pipeline with one more stage, which puts out `columns`; from now on measured by a profile, if given.
  func adding(_ stage: any Stage, columns: [PlanColumn], measuredBy profile: Profile? = nil) -> Pipeline {
    Pipeline(
      columns: columns, source: source, stages: stages + [stage], expectedRows: expectedRows,
      context: context, profile: profile ?? self.profile)
  }

  var types: [ScalarType] { columns.map(\.type) }

  var sequenceLimit: Int { source.sequenceLimit }

  /// The number of workers worth using.
  var workers: Int {
    if let expectedRows, expectedRows <= 2 * Chunk.preferredRowCount { return 1 }
    return context.workers
  }

  func next(worker: Int) throws -> Chunk? {
    if worker == 0 { profile?.pull() }
    let held = inFlight[worker]
    try held.resize(to: 0)
    pulling: while let pulled = try source.next(worker: worker) {
      var chunk = pulled
      for stage in stages {
        guard let processed = try stage.process(chunk, worker: worker), processed.rowCount > 0 else {
          try held.resize(to: 0)
          continue pulling
        }
        chunk = processed
        if stage.makesColumns { try held.resize(to: chunk.rowByteCount) }
      }
      return chunk
    }
    return nil
  }
}
