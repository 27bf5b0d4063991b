import Synchronization

/// Counts the memory that operators keep, and refuses more than the limit.
public final class MemoryBudget: Sendable {
  /// The limit in bytes.
  public let limit: Int
  private let used: Atomic<Int>
  private let highest: Atomic<Int>
  private let recentlyHighest: Atomic<Int>

  /// A budget of `limit` bytes, of which `kept` are in use from beginning to end (tables held in memory).
  public init(limit: Int, kept: Int = 0) {
    self.limit = limit
    used = Atomic(kept)
    highest = Atomic(kept)
    recentlyHighest = Atomic(kept)
  }

  /// A budget without a limit.
  public static var unlimited: MemoryBudget { MemoryBudget(limit: .max / 2) }

  /// Reserves `bytes` before they are allocated. Throws `ExecutionError` (RG0603) when that would exceed the
  /// limit; nothing is reserved then.
  public func reserve(_ bytes: Int) throws {
    let known = used.load(ordering: .relaxed)
    let (rough, overflow) = known.addingReportingOverflow(bytes)
    if overflow { throw ExecutionError.outOfMemory(needed: .max, limit: limit) }
    // Refused requests do not even pass through the count, where they could make others fail.
    if rough > limit { throw ExecutionError.outOfMemory(needed: rough, limit: limit) }
    let total = used.wrappingAdd(bytes, ordering: .relaxed).newValue
    if total > limit {
      used.wrappingSubtract(bytes, ordering: .relaxed)
      throw ExecutionError.outOfMemory(needed: total, limit: limit)
    }
    highest.max(total, ordering: .relaxed)
    recentlyHighest.max(total, ordering: .relaxed)
  }

  /// Gives back what `reserve` took.
  public func release(_ bytes: Int) { used.wrappingSubtract(bytes, ordering: .relaxed) }

  /// The bytes reserved now.
  public var usedBytes: Int { used.load(ordering: .relaxed) }
  /// The most that was reserved at one time.
  public var peakBytes: Int { highest.load(ordering: .relaxed) }
  /// The most that was reserved at one time since this was asked last.
  public func takePeak() -> Int { recentlyHighest.exchange(usedBytes, ordering: .relaxed) }

  /// A number of bytes as a person reads it: `64 KB`, `1.5 GB`.
  public static func text(ofBytes bytes: Int) -> String {
    var unit = 1
    var name = bytes == 1 ? "byte" : "bytes"
    for (size, word) in [(1_000, "KB"), (1_000_000, "MB"), (1_000_000_000, "GB")] where bytes >= size {
      (unit, name) = (size, word)
    }
    let tenths = Int((Double(bytes) / Double(unit) * 10).rounded())
    return tenths % 10 == 0 ? "\(tenths / 10) \(name)" : "\(tenths / 10).\(tenths % 10) \(name)"
  }
}

/// Memory of a budget that stands for data: given back when the last reference to it goes, so on every path,
/// errors included. What keeps the data keeps its reservation beside it.
public final class Reservation: Sendable {
  private let budget: MemoryBudget
  private let held = Atomic<Int>(0)

  /// Nothing of a budget yet.
  public init(_ budget: MemoryBudget) { self.budget = budget }

  /// Reserves `bytes` of a budget. Throws `ExecutionError` (RG0603) when they would exceed the limit.
  public convenience init(_ budget: MemoryBudget, bytes: Int) throws {
    self.init(budget)
    try grow(by: bytes)
  }

  deinit { budget.release(held.load(ordering: .relaxed)) }

  /// The bytes reserved now.
  public var bytes: Int { held.load(ordering: .relaxed) }

  /// Reserves `bytes` more. Throws `ExecutionError` (RG0603) and reserves nothing when they would exceed the
  /// limit. Safe from any thread.
  public func grow(by bytes: Int) throws {
    guard bytes != 0 else { return }
    try budget.reserve(bytes)
    held.wrappingAdd(bytes, ordering: .relaxed)
  }

  /// Gives `bytes` of it back. Safe from any thread.
  public func shrink(by bytes: Int) {
    held.wrappingSubtract(bytes, ordering: .relaxed)
    budget.release(bytes)
  }

  /// Reserves more or gives back until it is `bytes`. For one thread at a time. Throws as `grow`.
  public func resize(to bytes: Int) throws {
    let now = held.load(ordering: .relaxed)
    if bytes > now { try grow(by: bytes - now) } else if bytes < now { shrink(by: now - bytes) }
  }
}
