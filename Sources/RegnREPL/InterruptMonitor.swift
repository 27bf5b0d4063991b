import Glibc

/// Control-C while a query runs.
public enum InterruptMonitor {
  /// Runs `body`; every SIGINT meanwhile calls `onInterrupt` at once on a thread of its own, instead of
  /// ending the process. The former handler is back when this returns, and no call comes after that.
  ///
  /// During a conversation at a terminal, a SIGINT that came since the last input was read counts too.
  ///
  /// Not to be nested, and to be called from one thread at a time. When no watching thread can be made,
  /// `body` runs unwatched and Control-C does what it did before.
  public static func run<Result>(
    onInterrupt: @escaping @Sendable () -> Void, body: () throws -> Result
  ) rethrows -> Result {
    guard let watcher = Watcher(onInterrupt: onInterrupt) else { return try body() }
    defer { watcher.stop() }
    return try body()
  }
}

/// A thread that sleeps on the pipe which the signal handler writes to.
private struct Watcher {
  private let thread: pthread_t
  private let former: sigaction

  /// What the thread is given.
  private final class Task: Sendable {
    let readEnd: Int32
    let onInterrupt: @Sendable () -> Void

    init(readEnd: Int32, onInterrupt: @escaping @Sendable () -> Void) {
      self.readEnd = readEnd
      self.onInterrupt = onInterrupt
    }

    /// Reads until the mark that ends the watch.
    func watch() {
      while true {
        var wait = pollfd(fd: readEnd, events: Int16(POLLIN), revents: 0)
        guard poll(&wait, 1, -1) > 0 else { continue }
        // One at a time: what comes behind the mark is for who reads next.
        var byte: UInt8 = 0
        guard read(readEnd, &byte, 1) == 1 else { continue }
        if byte == 0 { return }
        if Int32(byte) == SIGINT { onInterrupt() }
      }
    }
  }

  init?(onInterrupt: @escaping @Sendable () -> Void) {
    guard let readEnd = SignalPipe.readEnd else { return nil }
    let task = Unmanaged.passRetained(Task(readEnd: readEnd, onInterrupt: onInterrupt))
    var thread = pthread_t()
    // The thread begins with all signals blocked, so that the handler never runs on it.
    var all = sigset_t()
    var mask = sigset_t()
    sigfillset(&all)
    pthread_sigmask(SIG_SETMASK, &all, &mask)
    let made = pthread_create(
      &thread, nil,
      { argument in
        guard let argument else { return nil }
        Unmanaged<Task>.fromOpaque(argument).takeRetainedValue().watch()
        return nil
      }, task.toOpaque())
    pthread_sigmask(SIG_SETMASK, &mask, nil)
    guard made == 0 else {
      task.release()
      return nil
    }
    var action = sigaction()
    var former = sigaction()
    action.__sigaction_handler.sa_handler = SignalPipe.handler
    // Reads and writes of the query go on; it is asked to stop, not broken off.
    action.sa_flags = SA_RESTART
    sigemptyset(&action.sa_mask)
    sigaction(SIGINT, &action, &former)
    self.thread = thread
    self.former = former
  }

  func stop() {
    var former = former
    sigaction(SIGINT, &former, nil)
    SignalPipe.writeMark()
    pthread_join(thread, nil)
  }
}
