import Glibc

/// Control-C while a query runs.
public enum InterruptMonitor {
  /// Runs `body`; every SIGINT meanwhile calls `onInterrupt` at once on a thread of its own, instead of
  /// ending the process. The former handler is back when this returns, and no call comes after that.
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

/// The pipe's writing end for the handler.
nonisolated(unsafe) private var interruptPipe: Int32 = -1

private let interruptHandler: @convention(c) (Int32) -> Void = { _ in
  let saved = errno
  var byte: UInt8 = 1
  _ = write(interruptPipe, &byte, 1)
  errno = saved
}

/// A thread that sleeps on a pipe which the signal handler writes to.
private struct Watcher {
  private let readEnd: Int32
  private let writeEnd: Int32
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
  }

  init?(onInterrupt: @escaping @Sendable () -> Void) {
    guard let ends = makePipe() else { return nil }
    // The handler must never wait; the thread must.
    _ = fcntl(ends.write, F_SETFL, O_NONBLOCK)
    let task = Unmanaged.passRetained(Task(readEnd: ends.read, onInterrupt: onInterrupt))
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
        let task = Unmanaged<Task>.fromOpaque(argument).takeRetainedValue()
        var byte: UInt8 = 0
        while true {
          let count = read(task.readEnd, &byte, 1)
          if count < 0, errno == EINTR { continue }
          if count != 1 || byte == 0 { return nil }
          task.onInterrupt()
        }
      }, task.toOpaque())
    pthread_sigmask(SIG_SETMASK, &mask, nil)
    guard made == 0 else {
      task.release()
      close(ends.read)
      close(ends.write)
      return nil
    }
    interruptPipe = ends.write
    var action = sigaction()
    var former = sigaction()
    action.__sigaction_handler.sa_handler = interruptHandler
    // Reads and writes of the query go on; it is asked to stop, not broken off.
    action.sa_flags = SA_RESTART
    sigemptyset(&action.sa_mask)
    sigaction(SIGINT, &action, &former)
    (readEnd, writeEnd) = (ends.read, ends.write)
    self.thread = thread
    self.former = former
  }

  func stop() {
    var former = former
    sigaction(SIGINT, &former, nil)
    interruptPipe = -1
    // A byte of zero ends the thread; the pipe is full only if thousands of signals wait, which it will read.
    var byte: UInt8 = 0
    _ = fcntl(writeEnd, F_SETFL, 0)
    while write(writeEnd, &byte, 1) < 0, errno == EINTR {}
    pthread_join(thread, nil)
    close(readEnd)
    close(writeEnd)
  }
}
