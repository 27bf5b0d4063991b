import RegnData
import Synchronization

/// Collects the first `count` rows of a pipeline in its order, and stops pulling once they are certain.
/// Throws `ExecutionError` when the budget is used up.
func collectFirst(_ count: Int, of pipeline: Pipeline, context: ExecutionContext) throws -> CollectedRows {
  let reservation = Reservation(context.memory)
  guard count > 0 else { return CollectedRows(chunks: [], reservation: reservation) }
  struct State {
    var chunks: [Chunk] = []
    var dictionaries = DictionaryTally()
    var rows = 0
    /// Where the first `count` rows end among the chunks at hand: nothing of a later sequence is needed.
    var lastNeeded = Int.max
  }
  let state = Mutex(State())
  try context.parallel(workers: pipeline.workers) { worker in
    while let chunk = try pipeline.next(worker: worker) {
      try reservation.grow(by: chunk.rowByteCount)
      let goesOn = try state.withLock { state in
        state.chunks.append(chunk)
        try reservation.grow(by: state.dictionaries.newBytes(chunk))
        state.rows += chunk.rowCount
        if state.rows >= count {
          var seen = 0
          for known in state.chunks.sorted(by: { $0.sequence < $1.sequence }) {
            seen += known.rowCount
            if seen >= count {
              state.lastNeeded = min(state.lastNeeded, known.sequence)
              break
            }
          }
        }
        // A worker's later chunks have later sequences, so it is done once it has passed the last needed one.
        return chunk.sequence < state.lastNeeded
      }
      if !goesOn { break }
    }
  }
  let ordered = state.withLock { $0.chunks }.sorted { $0.sequence < $1.sequence }
  var result: [Chunk] = []
  var missing = count
  var unneeded = 0
  for chunk in ordered {
    if missing > 0 {
      let taken = min(missing, chunk.rowCount)
      result.append(taken == chunk.rowCount ? chunk : chunk.slice(0..<taken))
      missing -= taken
    } else {
      unneeded += chunk.rowByteCount
    }
  }
  reservation.shrink(by: unneeded)
  return CollectedRows(chunks: result, reservation: reservation)
}
