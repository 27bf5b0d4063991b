import RegnData

/// Numbers (or ticks) from start to stop, made as they are asked for.
final class RangeSource: TableScan {
  private let start: Int64
  private let step: Int64
  private let total: Int
  private let type: ScalarType
  private let nextChunk = AtomicCounter()
  private let context: ExecutionContext

  /// `total` values of `type`, beginning at `start`.
  init(start: Int64, step: Int64, total: Int, type: ScalarType, context: ExecutionContext) {
    self.start = start
    self.step = step
    self.total = total
    self.type = type
    self.context = context
    context.progress.expect(rows: total)
  }

  var sequenceLimit: Int { total / Chunk.preferredRowCount + 1 }

  func next(worker: Int) throws -> Chunk? {
    try context.checkpoint()
    let index = nextChunk.take()
    let size = Chunk.preferredRowCount
    let (first, overflow) = index.multipliedReportingOverflow(by: size)
    guard !overflow, first < total else { return nil }
    let count = min(size, total - first)
    context.progress.advance(rows: count)
    let storage: Column.Storage
    if type == .int {
      storage = .int32(
        Buffer(count: count) { target in
          for row in 0..<count {
            target[row] = Int32(truncatingIfNeeded: start &+ Int64(first + row) &* step)
          }
        })
    } else {
      storage = .int64(
        Buffer(count: count) { target in
          for row in 0..<count { target[row] = start &+ Int64(first + row) &* step }
        })
    }
    return Chunk(columns: [Column(type: type, storage: storage)], rowCount: count, sequence: index)
  }
}

/// Reals from start by a step.
final class RealRangeSource: TableScan {
  private let start: Double
  private let step: Double
  private let total: Int
  private let nextChunk = AtomicCounter()
  private let context: ExecutionContext

  /// `total` reals: start + i × step.
  init(start: Double, step: Double, total: Int, context: ExecutionContext) {
    self.start = start
    self.step = step
    self.total = total
    self.context = context
  }

  var sequenceLimit: Int { total / Chunk.preferredRowCount + 1 }

  func next(worker: Int) throws -> Chunk? {
    try context.checkpoint()
    let index = nextChunk.take()
    let first = index * Chunk.preferredRowCount
    guard first < total else { return nil }
    let count = min(Chunk.preferredRowCount, total - first)
    let values = Buffer<Double>(count: count) { target in
      for row in 0..<count { target[row] = start + Double(first + row) * step }
    }
    return Chunk(columns: [Column(type: .real, storage: .real(values))], rowCount: count, sequence: index)
  }
}
