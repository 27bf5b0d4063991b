import Glibc

/// The pipe through which signal handlers tell which signals came, one byte a signal. There is one in the
/// process, and it stays: a signal that comes while nobody reads waits for who reads next.
enum SignalPipe {
  /// The end to read from, which never blocks; nil when there is no pipe to be had.
  static var readEnd: Int32? { ends?.read }

  private static let ends: (read: Int32, write: Int32)? = {
    guard let ends = makePipe() else { return nil }
    _ = fcntl(ends.read, F_SETFL, O_NONBLOCK)
    // A handler must never wait. A full pipe loses nothing: whoever reads it is awake then.
    _ = fcntl(ends.write, F_SETFL, O_NONBLOCK)
    handlerEnd = ends.write
    return ends
  }()

  /// A handler that writes the signal's number into the pipe, which must have been opened before.
  static let handler: @convention(c) (Int32) -> Void = { signal in
    let saved = errno
    var byte = UInt8(truncatingIfNeeded: signal)
    _ = write(handlerEnd, &byte, 1)
    errno = saved
  }

  /// Writes a byte of zero behind all signals that have come.
  static func writeMark() {
    guard let ends else { return }
    var byte: UInt8 = 0
    while write(ends.write, &byte, 1) < 0, errno == EINTR || errno == EAGAIN {
      var wait = pollfd(fd: ends.write, events: Int16(POLLOUT), revents: 0)
      poll(&wait, 1, -1)
    }
  }

  /// The signals that have come and were not read yet, in order.
  static func takeSignals() -> [Int32] {
    guard let ends else { return [] }
    var signals: [Int32] = []
    var block = [UInt8](repeating: 0, count: 64)
    while true {
      let count = read(ends.read, &block, block.count)
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { return signals }
      signals += block.prefix(count).map { Int32($0) }
    }
  }
}

/// The writing end, for the handler: it must touch nothing that is set up when first used.
nonisolated(unsafe) private var handlerEnd: Int32 = -1
