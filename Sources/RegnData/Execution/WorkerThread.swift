#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A POSIX thread with a stack large enough for deep plans.
public struct WorkerThread {
  private let handle: pthread_t

  private final class Start {
    let body: @Sendable () -> Void
    init(_ body: @escaping @Sendable () -> Void) { self.body = body }
  }

  /// Starts a thread with that many bytes of stack; nil when the system has none to give.
  public init?(stackBytes: Int = 8 << 20, start body: @escaping @Sendable () -> Void) {
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

  /// Lets the thread end when it will, with nobody waiting.
  public func detach() { pthread_detach(handle) }

  /// Waits for the thread's end.
  public func join() { pthread_join(handle, nil) }
}
