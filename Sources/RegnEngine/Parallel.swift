import RegnData
import Synchronization

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Runs `body` once for each worker number 0 ..< `workers`, the first on this thread, and returns when all
/// have ended. Throws the first worker's error, in order of number; the others still end.
func parallel(workers: Int, _ body: @escaping @Sendable (_ worker: Int) throws -> Void) throws {
  guard workers > 1 else { return try body(0) }
  let failures = Mutex<[(worker: Int, error: any Error)]>([])
  let run: @Sendable (Int) -> Void = { worker in
    do { try body(worker) } catch { failures.withLock { $0.append((worker, error)) } }
  }
  var threads: [Thread] = []
  for worker in 1..<workers {
    if let thread = Thread(start: { run(worker) }) { threads.append(thread) } else { run(worker) }
  }
  run(0)
  for thread in threads { thread.join() }
  if let first = failures.withLock({ $0.min { $0.worker < $1.worker } }) { throw first.error }
}

/// A POSIX thread with a stack large enough for deep plans.
struct Thread {
  private let handle: pthread_t

  private final class Start {
    let body: @Sendable () -> Void
    init(_ body: @escaping @Sendable () -> Void) { self.body = body }
  }

  /// Starts a thread; nil when the system has none to give.
  init?(stackBytes: Int = 8 << 20, start body: @escaping @Sendable () -> Void) {
    var attributes = pthread_attr_t()
    guard pthread_attr_init(&attributes) == 0 else { return nil }
    defer { pthread_attr_destroy(&attributes) }
    pthread_attr_setstacksize(&attributes, stackBytes)
    var handle = pthread_t()
    let argument = Unmanaged.passRetained(Start(body))
    let status = pthread_create(
      &handle, &attributes,
      { argument in
        if let argument { Unmanaged<Start>.fromOpaque(argument).takeRetainedValue().body() }
        return nil
      }, argument.toOpaque())
    guard status == 0 else {
      argument.release()
      return nil
    }
    self.handle = handle
  }

  /// Waits for the thread's end.
  func join() { pthread_join(handle, nil) }
}
