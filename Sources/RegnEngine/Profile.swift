import RegnBinder
import RegnData
import RegnPhrases
import Synchronization

/// What each step of a plan took, for `explain --analyze`: the rows that it put out, the time spent on it,
/// the memory that it kept and what it set aside in files.
///
/// Time is that of the thread that runs the statement, which does a worker's share of every step: all steps
/// together take what the statement takes. It belongs to a step from when a chunk reaches it to when it
/// passes the next; what is done between two chunks, and to build a step, belongs to the step that asks for
/// them. Unchecked because only that thread touches times and memory.
public final class Profile: @unchecked Sendable {
  /// A step under way that must see all rows of its inputs.
  private struct Building {
    let stage: MeasuringStage
    /// What was kept when it began.
    let before: Int
    /// What is kept beside it.
    var others: Int
  }

  private let memory: MemoryBudget
  private var steps: [(step: Phrase, stage: MeasuringStage)] = []
  private var building: [Building] = []
  private var stamp: ContinuousClock.Instant

  /// A profile of a statement that begins now and whose operators keep what they keep within `memory`.
  public init(memory: MemoryBudget) {
    self.memory = memory
    stamp = .now
    _ = memory.takePeak()
  }

  /// Notes that a step is begun, and answers the stage that measures what passes.
  func begin(_ spilled: SpillTally) -> MeasuringStage {
    charge(building.last?.stage)
    noteMemory()
    let stage = MeasuringStage(self, spilled: spilled)
    let used = memory.usedBytes
    building.append(Building(stage: stage, before: used, others: used))
    return stage
  }

  /// Notes that the step begun last, of this plan, is ready to give rows.
  func end(_ plan: LogicalPlan) {
    guard let built = building.last else { return }
    charge(built.stage)
    noteMemory()
    steps.append((PlanPrinter.headline(plan), built.stage))
    building.removeLast()
    guard let outer = building.indices.last else { return }
    // What it leaves behind is not kept by the one around it.
    building[outer].others += memory.usedBytes - built.before
  }

  /// Notes that rows are asked for: what came before was done by the step that asks.
  func pull() { charge(building.last?.stage) }

  /// Gives a step the time since the last note; nobody where there is none.
  fileprivate func charge(_ stage: MeasuringStage?) {
    let now = ContinuousClock.now
    stage?.seconds += stamp.duration(to: now)
    stamp = now
  }

  private func noteMemory() {
    let peak = memory.takePeak()
    guard let last = building.last else { return }
    last.stage.bytes = max(last.stage.bytes, peak - last.others)
  }

  /// A line a step, inputs first: its rows, the time spent on it and the most memory that it kept.
  public func text(_ language: Language = .en) -> String {
    let lines = steps.map { step, stage in
      let count: Phrase = stage.rows == 1 ? "1 row" : "\(stage.rows) rows"
      let aside: Phrase =
        stage.spilledBytes == 0
        ? step : "\(step)  (\(MemoryBudget.text(ofBytes: stage.spilledBytes)) set aside in files)"
      return [
        count.text(language), "\(stage.seconds.inSeconds.withDecimals(6)) s",
        stage.bytes > 0 ? MemoryBudget.text(ofBytes: stage.bytes) : "", aside.text(language),
      ]
    }
    let widths = (0..<3).map { place in lines.reduce(0) { max($0, $1[place].count) } }
    return lines.map { line in
      let cells = zip(line, widths).map { String(repeating: " ", count: $1 - $0.count) + $0 }
      return "  " + (cells + [line[3]]).joined(separator: "  ") + "\n"
    }.joined()
  }
}

/// Counts rows, and passes them on.
final class MeasuringStage: Stage, @unchecked Sendable {
  private let profile: Profile
  private let counter = AtomicCounter()
  private let spilled: SpillTally
  /// The time spent on the step.
  fileprivate var seconds = Duration.zero
  /// The most memory that it kept.
  fileprivate var bytes = 0

  fileprivate init(_ profile: Profile, spilled: SpillTally) {
    self.profile = profile
    self.spilled = spilled
  }

  /// The rows that came out of it.
  var rows: Int { counter.value }

  /// The bytes that the step set aside in files.
  var spilledBytes: Int { spilled.bytes }

  var makesColumns: Bool { false }

  func process(_ chunk: Chunk, worker: Int) -> Chunk? {
    counter.add(chunk.rowCount)
    if worker == 0 { profile.charge(self) }
    return chunk
  }
}
