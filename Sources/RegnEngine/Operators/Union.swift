import RegnData
import Synchronization

/// Chunks of several pipelines, one pipeline after another. Sequences of a later one begin after the
/// earlier one's.
final class UnionSource: TableScan {
  private let inputs: [Pipeline]
  private struct State {
    var current = 0
    /// What is added to the current input's sequences.
    var base = 0
    /// The highest sequence given out, and how many workers still work on it.
    var highest = -1
  }
  private let state = Mutex(State())

  init(_ inputs: [Pipeline]) { self.inputs = inputs }

  func next(worker: Int) throws -> Chunk? {
    while true {
      let (index, base) = state.withLock { ($0.current, $0.base) }
      guard index < inputs.count else { return nil }
      if let chunk = try inputs[index].next(worker: worker) {
        let sequence = base + chunk.sequence
        state.withLock { $0.highest = max($0.highest, sequence) }
        return Chunk(columns: chunk.columns, rowCount: chunk.rowCount, sequence: sequence)
      }
      // Another worker may still be busy with a chunk of this input whose sequence is higher than any seen:
      // the gap leaves room for it.
      state.withLock { state in
        if state.current == index {
          state.current += 1
          state.base = max(state.highest + 1, base) + UnionSource.gap
        }
      }
    }
  }

  /// More sequences than workers can hold at one time.
  private static let gap = 4096
}
