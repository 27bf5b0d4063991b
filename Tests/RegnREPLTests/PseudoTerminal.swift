import Glibc

/// A program in a pseudo-terminal of its own, as its session's leader.
final class PseudoTerminal {
  struct Failure: Error, CustomStringConvertible {
    let description: String
  }

  private let controller: Int32
  let process: pid_t
  private var status: Int32?
  /// Everything the program has written.
  private(set) var output: [UInt8] = []
  private var seen = 0

  init(
    _ program: String, _ arguments: [String], environment: [String: String], rows: UInt16 = 24,
    columns: UInt16 = 80
  )
    throws
  {
    controller = open("/dev/ptmx", O_RDWR | O_NOCTTY | O_CLOEXEC)
    guard controller >= 0 else { throw Failure(description: "no pseudo-terminal") }
    var unlocked: Int32 = 0
    var number: Int32 = 0
    // TIOCSPTLCK and TIOCGPTN, macros that Swift does not import.
    guard ioctl(controller, 0x4004_5431, &unlocked) == 0, ioctl(controller, 0x8004_5430, &number) == 0 else {
      throw Failure(description: "no pseudo-terminal")
    }
    var size = winsize(ws_row: rows, ws_col: columns, ws_xpixel: 0, ws_ypixel: 0)
    _ = ioctl(controller, UInt(TIOCSWINSZ), &size)

    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_addopen(&actions, 0, "/dev/pts/\(number)", O_RDWR, 0)
    posix_spawn_file_actions_adddup2(&actions, 0, 1)
    posix_spawn_file_actions_adddup2(&actions, 0, 2)
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    var defaults = sigset_t()
    sigfillset(&defaults)
    posix_spawnattr_setsigdefault(&attributes, &defaults)
    // A test's thread may have blocked signals.
    var none = sigset_t()
    sigemptyset(&none)
    posix_spawnattr_setsigmask(&attributes, &none)
    // POSIX_SPAWN_SETSID is GNU's 0x80.
    posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK) | 0x80)
    let words: [UnsafeMutablePointer<CChar>?] =
      ([program] + arguments).map { (word: String) in strdup(word) } + [nil]
    let variables: [UnsafeMutablePointer<CChar>?] =
      environment.map { strdup("\($0.key)=\($0.value)") } + [nil]
    defer { for word in words + variables { free(word) } }
    var process = pid_t()
    let failed = posix_spawn(&process, program, &actions, &attributes, words, variables)
    guard failed == 0 else { throw Failure(description: "cannot start \(program): error \(failed)") }
    self.process = process
  }

  deinit {
    if status == nil {
      kill(process, SIGKILL)
      waitpid(process, nil, 0)
    }
    close(controller)
  }

  func type(_ text: String) {
    var text = text
    text.withUTF8 { _ = write(controller, $0.baseAddress, $0.count) }
  }

  /// Waits for a text in what was written after the last text waited for. The limit is only for programs that
  /// hang.
  func expect(_ text: String) throws {
    let wanted = Array(text.utf8)
    while true {
      if let end = find(wanted) {
        seen = end
        return
      }
      guard readMore() else {
        throw Failure(description: "no \(text.debugDescription) in \(rest.debugDescription)")
      }
    }
  }

  /// What was written after the last text waited for.
  var rest: String { String(decoding: output[seen...], as: UTF8.self) }

  func resize(rows: UInt16, columns: UInt16) {
    var size = winsize(ws_row: rows, ws_col: columns, ws_xpixel: 0, ws_ypixel: 0)
    _ = ioctl(controller, UInt(TIOCSWINSZ), &size)
  }

  /// The terminal's settings now.
  var settings: termios {
    var settings = termios()
    tcgetattr(controller, &settings)
    return settings
  }

  /// Reads to the end and gives the exit status as `wait` does.
  func finish() -> Int32 {
    while readMore() {}
    var result: Int32 = 0
    waitpid(process, &result, 0)
    status = result
    return result
  }

  private func find(_ wanted: [UInt8]) -> Int? {
    guard output.count - seen >= wanted.count else { return nil }
    for start in seen...(output.count - wanted.count)
    where output[start..<start + wanted.count].elementsEqual(wanted) {
      return start + wanted.count
    }
    return nil
  }

  private func readMore() -> Bool {
    var wait = pollfd(fd: controller, events: Int16(POLLIN), revents: 0)
    guard poll(&wait, 1, 60_000) > 0 else { return false }
    var block = [UInt8](repeating: 0, count: 65_536)
    let count = read(controller, &block, block.count)
    guard count > 0 else { return false }
    output += block.prefix(count)
    return true
  }
}
