import RegnData
import Synchronization

/// The statement that a session runs now, for other threads to cancel and watch.
final class RunningStatement: Sendable {
  private let context = Mutex<ExecutionContext?>(nil)

  func begin(_ context: ExecutionContext) { self.context.withLock { $0 = context } }
  func end() { context.withLock { $0 = nil } }
  func cancel() { context.withLock { $0?.cancel() } }
  var progress: Progress? { context.withLock { $0?.progress } }
}

/// Lets another thread cancel and watch a session's running statement.
public struct SessionControl: Sendable {
  let running: RunningStatement

  /// Stops the running statement at its next checkpoint.
  public func cancel() { running.cancel() }

  /// What the running statement has done so far; nil when none runs.
  public var progress: Progress? { running.progress }
}
