import RegnPhrases
import Synchronization

/// A failure while a query runs: a limit, a file, a value that cannot be computed.
public struct ExecutionError: Error, Sendable {
  /// The diagnostic code, `RG06xx`.
  public let code: String
  /// What happened, in a plain sentence.
  public let message: Phrase
  /// What can be done about it; empty when nothing likely is known.
  public let hint: Phrase

  public init(code: String, message: Phrase, hint: Phrase = "") {
    self.code = code
    self.message = message
    self.hint = hint
  }

  /// The query was interrupted by the user.
  public static let cancelled = ExecutionError(code: "RG0601", message: "the query was interrupted")

  /// The query took longer than `--timeout` allows.
  public static let timedOut = ExecutionError(
    code: "RG0602", message: "the query took longer than the time limit",
    hint: "raise --timeout, or ask for less")

  /// The memory budget would be exceeded.
  public static func outOfMemory(needed: Int, limit: Int) -> ExecutionError {
    ExecutionError(
      code: "RG0603",
      message: "the query needs more than the memory limit of \(MemoryBudget.text(ofBytes: limit))",
      hint: "raise --memory-limit, or keep fewer rows and columns before this step")
  }
}

/// What a long query has done so far, for a progress line.
public final class Progress: Sendable {
  private let rows = Atomic<Int>(0)
  private let expectedRows = Atomic<Int>(0)
  private let bytes = Atomic<Int>(0)
  private let expectedBytes = Atomic<Int>(0)

  public init() {}

  public func expect(rows count: Int) { expectedRows.wrappingAdd(count, ordering: .relaxed) }
  public func expect(bytes count: Int) { expectedBytes.wrappingAdd(count, ordering: .relaxed) }
  public func advance(rows count: Int) { rows.wrappingAdd(count, ordering: .relaxed) }
  public func advance(bytes count: Int) { bytes.wrappingAdd(count, ordering: .relaxed) }

  /// Rows read, rows to read (0 when not known), bytes read, bytes to read (0 when not known).
  public var now: (rows: Int, expectedRows: Int, bytes: Int, expectedBytes: Int) {
    (
      rows.load(ordering: .relaxed), expectedRows.load(ordering: .relaxed), bytes.load(ordering: .relaxed),
      expectedBytes.load(ordering: .relaxed)
    )
  }
}

/// What the parts of one running statement share: workers, limits, cancellation, progress, its time.
public final class ExecutionContext: Sendable {
  /// The number of workers a pipeline may use, at least 1.
  public let workers: Int
  public let memory: MemoryBudget
  public let progress: Progress
  /// The instant that `now()` means for the whole statement.
  public let now: DateTime
  /// Where `rand()` and `new_guid()` begin; tests fix it.
  public let randomSeed: UInt64
  /// The folder for temporary files of rows that do not fit into memory; nil for none, when what does not fit
  /// is refused.
  public let temporaryFolder: String?
  private let cancelled = Atomic<Bool>(false)
  /// Whether a worker has failed, so that what the others do is of no use.
  private let isAbandoned = Atomic<Bool>(false)
  private let checkpoints = Atomic<Int>(0)
  private let randomStreams = Atomic<UInt64>(0)
  /// The checkpoint that cancels, counted from 1; 0 for none. Lets a test cancel at a place, not a time.
  private let cancelAtCheckpoint: Int
  /// When the statement must have ended; nil for no limit.
  private let deadline: ContinuousClock.Instant?

  public init(
    workers: Int = 1, memory: MemoryBudget = MemoryBudget(limit: .max / 2), now: DateTime,
    randomSeed: UInt64 = 1, cancelAtCheckpoint: Int = 0, deadline: ContinuousClock.Instant? = nil,
    temporaryFolder: String? = nil
  ) {
    self.workers = max(workers, 1)
    self.memory = memory
    self.now = now
    self.randomSeed = randomSeed
    self.cancelAtCheckpoint = cancelAtCheckpoint
    self.deadline = deadline
    self.temporaryFolder = temporaryFolder
    progress = Progress()
  }

  /// Asks the statement to stop; every worker notices at its next checkpoint. Safe from any thread and, as
  /// it only stores to an atomic, from a signal handler.
  public func cancel() { cancelled.store(true, ordering: .relaxed) }

  /// A number that no call before gave, so that each use of `rand()` draws other numbers.
  public func nextRandomStream() -> UInt64 {
    randomStreams.wrappingAdd(1, ordering: .relaxed).oldValue
  }

  public var isCancelled: Bool { cancelled.load(ordering: .relaxed) }

  /// Lets all workers stop at their next checkpoint, or no longer. Says whether that was otherwise before.
  func setAbandoned(_ abandoned: Bool) -> Bool {
    isAbandoned.exchange(abandoned, ordering: .relaxed) != abandoned
  }

  /// The checkpoints passed so far, where `cancelAtCheckpoint` asks for counting.
  package var checkpointsPassed: Int { checkpoints.load(ordering: .relaxed) }

  /// Called at least once a morsel and some 100 times a second by everything that may take long. Throws
  /// `ExecutionError.cancelled` or `.timedOut`.
  public func checkpoint() throws {
    if cancelAtCheckpoint > 0 {
      let (_, count) = checkpoints.wrappingAdd(1, ordering: .relaxed)
      if count >= cancelAtCheckpoint { cancel() }
    }
    if cancelled.load(ordering: .relaxed) || isAbandoned.load(ordering: .relaxed) {
      throw ExecutionError.cancelled
    }
    if let deadline, ContinuousClock.now > deadline { throw ExecutionError.timedOut }
  }
}
