import RegnBinder
import RegnData
import RegnPhrases
import Synchronization

/// Counts the rows that each step of a plan puts out, notes when, and what it set aside in files, for
/// `explain --analyze`.
public final class Profile: Sendable {
  private let start: ContinuousClock.Instant
  private let steps = Mutex<[(step: Phrase, stage: MeasuringStage)]>([])

  /// A profile of a statement that began at `start`.
  public init(start: ContinuousClock.Instant = .now) { self.start = start }

  /// A stage that counts what passes.
  func stage(of plan: LogicalPlan, spilled: SpillTally) -> MeasuringStage {
    let stage = MeasuringStage(start: start, spilled: spilled)
    steps.withLock { $0.append((PlanPrinter.headline(plan), stage)) }
    return stage
  }

  /// A line a step, inputs first: its rows, and how long after the start the last of them came out.
  public func text(_ language: Language = .en) -> String {
    let lines = steps.withLock { steps in
      steps.map { step, stage in
        let (rows, last) = stage.measured
        let count: Phrase = rows == 1 ? "1 row" : "\(rows) rows"
        let aside: Phrase =
          stage.spilledBytes == 0
          ? step : "\(step)  (\(MemoryBudget.text(ofBytes: stage.spilledBytes)) set aside in files)"
        return (
          rows: count.text(language), time: last.map { "\($0.withThreeDecimals) s" } ?? "",
          step: aside.text(language)
        )
      }
    }
    let width = lines.reduce((rows: 0, time: 0)) {
      (max($0.rows, $1.rows.count), max($0.time, $1.time.count))
    }
    func padded(_ text: String, to width: Int) -> String {
      String(repeating: " ", count: max(0, width - text.count)) + text
    }
    return lines.map { rows, time, step in
      "  \(padded(rows, to: width.rows))  \(padded(time, to: width.time))  \(step)\n"
    }.joined()
  }
}

/// Counts rows, and passes them on.
final class MeasuringStage: Stage {
  private let start: ContinuousClock.Instant
  private let rows = AtomicCounter()
  private let spilled: SpillTally
  /// When the last chunk passed, in nanoseconds after the start.
  private let last = Atomic<Int>(-1)

  init(start: ContinuousClock.Instant, spilled: SpillTally) {
    self.start = start
    self.spilled = spilled
  }

  /// The bytes that the step set aside in files.
  var spilledBytes: Int { spilled.bytes }

  var makesColumns: Bool { false }

  func process(_ chunk: Chunk, worker: Int) -> Chunk? {
    rows.add(chunk.rowCount)
    let elapsed = start.duration(to: .now).components
    last.max(Int(elapsed.seconds * 1_000_000_000 + elapsed.attoseconds / 1_000_000_000), ordering: .relaxed)
    return chunk
  }

  /// The rows, and the seconds after the start at which the last came out; nil when none did.
  var measured: (rows: Int, last: Double?) {
    let nanoseconds = last.load(ordering: .relaxed)
    return (rows.value, nanoseconds < 0 ? nil : Double(nanoseconds) / 1e9)
  }
}
