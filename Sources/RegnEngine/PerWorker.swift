import Synchronization

/// What each worker leaves when it ends, to be taken up when all have.
final class PerWorker<Value>: @unchecked Sendable {
  private let lock = Mutex(())
  private var values: [(worker: Int, value: Value)] = []

  /// Leaves a worker's value. The worker does not touch it afterwards.
  func leave(_ value: Value, by worker: Int) {
    lock.withLock { _ in values.append((worker, value)) }
  }

  /// The values in order of worker, given away. Called when no worker runs any more.
  func takeAll() -> [Value] {
    defer { values = [] }
    return values.sorted { $0.worker < $1.worker }.map(\.value)
  }
}
