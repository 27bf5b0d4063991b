import RegnData

/// A predicate, and the place of its column among those that a scan reads.
struct SlotPredicate: Sendable {
  let predicate: ColumnPredicate
  let slot: Int
}

/// Tests predicates on chunks that hold their columns.
struct ChunkFilter: Sendable {
  private let predicates: [SlotPredicate]

  init(_ predicates: [SlotPredicate]) { self.predicates = predicates }

  /// The wanted columns of the rows that pass; nil when none does.
  func select(_ chunk: Chunk, wanted: [Int]) -> Chunk? {
    let columns = wanted.map { chunk.columns[$0] }
    guard let first = predicates.first else { return chunk.with(columns: columns) }
    return withUnsafeTemporaryAllocation(of: UInt32.self, capacity: max(chunk.rowCount, 1)) { buffer in
      guard let passing = buffer.baseAddress else { return nil }
      var count = first.predicate.select(chunk.columns[first.slot].flattened, into: passing)
      for predicate in predicates.dropFirst() where count > 0 {
        count = predicate.predicate.narrow(chunk.columns[predicate.slot].flattened, passing, count: count)
      }
      if count == 0 { return nil }
      if count == chunk.rowCount { return chunk.with(columns: columns) }
      let rows = UnsafeBufferPointer(start: UnsafePointer(passing), count: count)
      return Chunk(columns: columns.map { $0.gather(rows) }, rowCount: count, sequence: chunk.sequence)
    }
  }
}
