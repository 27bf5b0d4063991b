import Glibc
import Synchronization

/// Runs the same work on several threads at once.
enum WorkerThreads {
  /// Calls `body` with 0 ..< count, each on a thread of its own (0 on the caller's), and returns when all are
  /// done. Throws the first failure, by number of worker; the others finish all the same.
  static func run(_ count: Int, _ body: @escaping @Sendable (Int) throws -> Void) throws {
    guard count > 1 else { return try body(0) }
    let failures = Failures(count: count)
    var threads: [pthread_t] = []
    for worker in 1..<count {
      let task = Task { failures.record(worker, Result { try body(worker) }) }
      let argument = Unmanaged.passRetained(task)
      var thread = pthread_t()
      let status = pthread_create(
        &thread, nil,
        { argument in
          if let argument { Unmanaged<Task>.fromOpaque(argument).takeRetainedValue().work() }
          return nil
        }, argument.toOpaque())
      // Without another thread the work is done by those there are.
      if status == 0 { threads.append(thread) } else { argument.release() }
    }
    failures.record(0, Result { try body(0) })
    for thread in threads { pthread_join(thread, nil) }
    try failures.throwFirst()
  }

  private final class Task: Sendable {
    let work: @Sendable () -> Void
    init(_ work: @escaping @Sendable () -> Void) { self.work = work }
  }

  private final class Failures: Sendable {
    private let results: Mutex<[(any Error)?]>
    init(count: Int) { results = Mutex(Array(repeating: nil, count: count)) }
    func record(_ worker: Int, _ result: Result<Void, any Error>) {
      if case .failure(let error) = result { results.withLock { $0[worker] = error } }
    }
    func throwFirst() throws {
      for case let error? in results.withLock({ $0 }) { throw error }
    }
  }
}
