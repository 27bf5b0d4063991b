import Glibc
import RegnData

/// A standard stream.
struct Terminal: Sendable {
  let descriptor: Int32

  static let standardOutput = Terminal(descriptor: STDOUT_FILENO)
  static let standardError = Terminal(descriptor: STDERR_FILENO)

  /// Whether the stream is a terminal.
  var isTerminal: Bool { isatty(descriptor) == 1 }

  /// Whether to colour what goes there: NO_COLOR and dumb terminals are honoured.
  func usesColor(_ choice: ColorChoice) -> Bool {
    switch choice {
    case .always: return true
    case .never: return false
    case .auto:
      return isTerminal && environment("NO_COLOR")?.isEmpty ?? true && environment("TERM") != "dumb"
    }
  }

  /// The terminal's columns; 80 when it is none.
  var width: Int {
    var size = winsize()
    if ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 { return Int(size.ws_col) }
    return environment("COLUMNS").flatMap { Int($0) } ?? 80
  }

  /// Writes all of a text; what cannot be written is lost.
  func write(_ text: String) {
    var copy = text
    copy.withUTF8 { bytes in try? writeAll(bytes, to: descriptor) }
  }

  /// Writes a text that is the answer to a command. Throws `ExitStatus`: when it cannot be written, that is
  /// said; a reader of a pipe who has gone wants no more.
  static func answer(_ text: String) throws {
    var copy = text
    do {
      try copy.withUTF8 { try writeAll($0, to: STDOUT_FILENO) }
    } catch let failure as WriteFailure {
      if failure.isClosedPipe { throw ExitStatus.done }
      Reporter().complain(failure.error(writing: "standard output"))
      throw ExitStatus.failed
    }
  }

  /// Fills the places of standard streams that were closed when the program started, so that no file opened
  /// later is taken for one. Reading and writing them fails as if they were closed.
  static func fillClosedStreams() {
    for descriptor in [STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO] where fcntl(descriptor, F_GETFD) < 0 {
      _ = open("/dev/null", descriptor == STDIN_FILENO ? O_WRONLY : O_RDONLY)
    }
  }
}

/// The value of an environment variable.
func environment(_ name: String) -> String? { getenv(name).map { String(cString: $0) } }

/// Writes all bytes to a descriptor. Throws `WriteFailure`.
func writeAll(_ bytes: UnsafeBufferPointer<UInt8>, to descriptor: Int32) throws {
  var offset = 0
  while offset < bytes.count {
    guard let base = bytes.baseAddress else { return }
    let written = Glibc.write(descriptor, base + offset, bytes.count - offset)
    if written < 0 {
      switch errno {
      case EINTR: continue
      case EAGAIN:
        // Another program has set the stream not to block.
        var wait = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
        poll(&wait, 1, -1)
        continue
      default: throw WriteFailure(number: errno)
      }
    }
    offset += written
  }
}

/// A write that the system refused.
struct WriteFailure: Error {
  let number: Int32
  /// Whether it went to a file that takes its place only when it is complete.
  var isAtomic = false

  /// The reader of a pipe has gone: nothing more is wanted, and nothing is wrong.
  var isClosedPipe: Bool { number == EPIPE }

  /// What is said to the user.
  func error(writing target: String) -> ExecutionError {
    ExecutionError(
      code: "RG0630", message: "\(target) cannot be written: \(String(cString: strerror(number)))",
      hint: number == ENOSPC && isAtomic ? "nothing was left half-written" : "")
  }
}
