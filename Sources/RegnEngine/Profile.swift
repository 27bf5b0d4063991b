import RegnBinder
import RegnData
import Synchronization

/// Counts the rows that each step of a plan puts out, for `explain --analyze`.
public final class Profile: Sendable {
  private let counters = Mutex<[(step: String, counter: AtomicCounter)]>([])

  public init() {}

  /// A stage that counts what passes.
  func counter(of plan: LogicalPlan) -> CountingStage {
    let counter = AtomicCounter()
    counters.withLock { $0.append((PlanPrinter.headline(plan), counter)) }
    return CountingStage(counter: counter)
  }

  /// Each step and its rows, in the order in which the steps were built: inputs first.
  public var rows: [(step: String, rows: Int)] {
    counters.withLock { $0.map { ($0.step, $0.counter.value) } }
  }
}

/// Counts rows, and passes them on.
struct CountingStage: Stage {
  let counter: AtomicCounter
  var makesColumns: Bool { false }

  func process(_ chunk: Chunk, worker: Int) -> Chunk? {
    counter.add(chunk.rowCount)
    return chunk
  }
}
