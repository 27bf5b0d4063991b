import RegnData
import Synchronization

/// The statement that a session runs now, for other threads to cancel and watch.
final class RunningStatement: Sendable {
  private struct State {
    var context: ExecutionContext?
    /// Whether what runs, or is about to, shall stop.
    var isCancelled = false
  }

  private let state = Mutex(State())

  func begin(_ context: ExecutionContext) {
    state.withLock {
      $0.context = context
      if $0.isCancelled { context.cancel() }
    }
  }

  func end() { state.withLock { $0.context = nil } }

  func cancel() {
    state.withLock {
      $0.isCancelled = true
      $0.context?.cancel()
    }
  }

  func forgetCancellation() { state.withLock { $0.isCancelled = false } }

  var isCancelled: Bool { state.withLock { $0.isCancelled } }
  var progress: Progress? { state.withLock { $0.context?.progress } }
}

/// Lets another thread cancel and watch what a session runs.
public struct SessionControl: Sendable {
  let running: RunningStatement

  /// Stops the running statement at its next checkpoint, and those that follow it in the same text.
  public func cancel() { running.cancel() }

  /// Whether what runs was cancelled: who shows a long result stops then.
  public var isCancelled: Bool { running.isCancelled }

  /// What the running statement has done so far; nil when none runs.
  public var progress: Progress? { running.progress }
}
