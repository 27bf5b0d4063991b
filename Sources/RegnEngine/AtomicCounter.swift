import Synchronization

/// Hands out 0, 1, 2 … to whoever asks, on any thread.
final class AtomicCounter: Sendable {
  private let next = Atomic<Int>(0)

  /// The next number.
  func take() -> Int { next.wrappingAdd(1, ordering: .relaxed).oldValue }

  /// Adds to the number, for use as a tally.
  func add(_ amount: Int) { next.wrappingAdd(amount, ordering: .relaxed) }

  var value: Int { next.load(ordering: .relaxed) }
}
