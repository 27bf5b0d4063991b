import Synchronization

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A thread that does one piece of work after another and waits in between.
///
/// An allocator gives back what it holds for a thread when that ends, and the system takes long to hand out
/// memory anew: a thread that goes on finds that of its last piece of work.
final class PooledWorker: @unchecked Sendable {
  /// Those that have nothing to do. As many as have worked at one time are kept.
  private static let idle = Mutex<[PooledWorker]>([])

  private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
  private let changed = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)
  /// What it works on; nil when it has done that.
  private var work: (@Sendable () -> Void)?

  private init() {
    pthread_mutex_init(mutex, nil)
    pthread_cond_init(changed, nil)
  }

  deinit {
    pthread_mutex_destroy(mutex)
    pthread_cond_destroy(changed)
    mutex.deallocate()
    changed.deallocate()
  }

  /// Has work done by a thread that waits for some, or by a new one; nil when the system has none to give.
  static func start(_ work: @escaping @Sendable () -> Void) -> PooledWorker? {
    if let worker = idle.withLock({ $0.popLast() }) {
      worker.change(to: work)
      return worker
    }
    let worker = PooledWorker()
    worker.work = work
    guard let thread = WorkerThread(start: { worker.workOn() }) else { return nil }
    thread.detach()
    return worker
  }

  /// Waits for the end of the work. The thread is then free for other work.
  func wait() {
    pthread_mutex_lock(mutex)
    while work != nil { pthread_cond_wait(changed, mutex) }
    pthread_mutex_unlock(mutex)
    Self.idle.withLock { $0.append(self) }
  }

  private func change(to work: (@Sendable () -> Void)?) {
    pthread_mutex_lock(mutex)
    self.work = work
    pthread_cond_broadcast(changed)
    pthread_mutex_unlock(mutex)
  }

  private func workOn() -> Never {
    while true {
      awaited()?()
      // Nothing holds on to the work, nor to what it holds, once it is said to be done.
      change(to: nil)
    }
  }

  /// Waits for work.
  private func awaited() -> (@Sendable () -> Void)? {
    pthread_mutex_lock(mutex)
    defer { pthread_mutex_unlock(mutex) }
    while work == nil { pthread_cond_wait(changed, mutex) }
    return work
  }
}
