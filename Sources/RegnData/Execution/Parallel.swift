import Synchronization

extension ExecutionContext {
  /// Runs `body` once for each worker number 0 ..< `workers`, the first on this thread, and returns when all
  /// have ended. When one throws, the others end at their next checkpoint, and its error is thrown on.
  ///
  /// Where the system gives no more threads, this one does their work as well: bodies must not wait for one
  /// another.
  public func parallel(workers: Int, _ body: @escaping @Sendable (_ worker: Int) throws -> Void) throws {
    guard workers > 1 else { return try body(0) }
    let failure = Mutex<(any Error)?>(nil)
    let stopped = Atomic<Bool>(false)
    let run: @Sendable (Int) -> Void = { worker in
      do { try body(worker) } catch {
        // The first error in time: later ones may only say that their workers were told to stop.
        failure.withLock { first in
          guard first == nil else { return }
          first = error
          if self.setAbandoned(true) { stopped.store(true, ordering: .relaxed) }
        }
      }
    }
    var helpers: [PooledWorker] = []
    var left: [Int] = []
    for worker in 1..<workers {
      if let helper = PooledWorker.start({ run(worker) }) {
        helpers.append(helper)
      } else {
        left.append(worker)
      }
    }
    run(0)
    for worker in left { run(worker) }
    for helper in helpers { helper.wait() }
    // Who catches the error may go on with the same context, as a read that starts over with wider columns.
    if stopped.load(ordering: .relaxed) { _ = setAbandoned(false) }
    if let error = failure.withLock({ $0 }) { throw error }
  }
}
