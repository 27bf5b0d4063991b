import Glibc

/// A program in a pseudo-terminal of its own, as its session's leader.
///
/// Nothing here sleeps: who drives the program waits for what it writes. The time limit is only for programs
/// that hang.
public final class PseudoTerminal {
  private let controller: Int32
  /// The program's process.
  public let process: pid_t
  private var status: ExitStatus?
  /// Everything the program has written.
  public private(set) var output: [UInt8] = []
  private var seen = 0
  /// Whether nobody has the terminal open any more.
  private var hasEnded = false
  private let deadline: ContinuousClock.Instant
  private var size: (rows: Int, columns: Int)

  /// Starts a program whose environment is exactly the one given.
  public init(
    _ program: String, _ arguments: [String], environment: [String: String], folder: String? = nil,
    rows: UInt16 = 24, columns: UInt16 = 80
  ) throws {
    size = (Int(rows), Int(columns))
    (controller, process) = try spawning {
      let controller = open("/dev/ptmx", O_RDWR | O_NOCTTY | O_CLOEXEC)
      guard controller >= 0 else { throw SpawnFailure("no pseudo-terminal") }
      var unlocked: Int32 = 0
      var number: Int32 = 0
      // TIOCSPTLCK and TIOCGPTN, macros that Swift does not import.
      guard ioctl(controller, 0x4004_5431, &unlocked) == 0, ioctl(controller, 0x8004_5430, &number) == 0
      else { throw SpawnFailure("no pseudo-terminal") }
      var size = winsize(ws_row: rows, ws_col: columns, ws_xpixel: 0, ws_ypixel: 0)
      _ = ioctl(controller, UInt(TIOCSWINSZ), &size)
      let process = try spawn(
        program, arguments, environment: environment, folder: folder, isSessionLeader: true
      ) { actions in
        posix_spawn_file_actions_addopen(actions, 0, "/dev/pts/\(number)", O_RDWR, 0)
        posix_spawn_file_actions_adddup2(actions, 0, 1)
        posix_spawn_file_actions_adddup2(actions, 0, 2)
      }
      return (controller, process)
    }
    deadline = .now.advanced(by: hangLimit)
  }

  deinit {
    if status == nil {
      kill(process, SIGKILL)
      waitpid(process, nil, 0)
    }
    close(controller)
  }

  /// Sends keys.
  public func type(_ text: String) {
    let bytes = Array(text.utf8)
    var sent = 0
    while sent < bytes.count {
      let count = bytes.withUnsafeBytes {
        write(controller, $0.baseAddress.map { $0 + sent }, $0.count - sent)
      }
      guard count > 0 else { return }
      sent += count
    }
  }

  /// Waits for a text in what was written after the last text waited for, and gives what stood before it.
  @discardableResult
  public func expect(_ text: String) throws -> String {
    let wanted = Array(text.utf8)
    while true {
      if let end = find(wanted) {
        defer { seen = end }
        return String(decoding: output[seen..<end - wanted.count], as: UTF8.self)
      }
      guard readMore() else {
        throw SpawnFailure("no \(text.debugDescription) in \(rest.debugDescription)")
      }
    }
  }

  /// What the terminal shows now; after a change of its size, what it would show had it always had that.
  public var screen: Screen {
    var screen = Screen(rows: size.rows, columns: size.columns)
    // A sequence of which the end is still to come is left out.
    var shown = output[...]
    if let escape = shown.lastIndex(of: 0x1B), !shown[escape...].dropFirst(2).contains(where: { $0 >= 0x40 })
    {
      shown = shown[..<escape]
    }
    screen.write(String(decoding: shown, as: UTF8.self))
    return screen
  }

  /// Waits until the screen is as wanted, and gives it. Everything written so far counts as seen.
  @discardableResult
  public func expectScreen(
    _ what: String = "the screen", where isWanted: (Screen) -> Bool
  ) throws -> Screen {
    while true {
      let shown = screen
      if isWanted(shown) {
        seen = output.count
        return shown
      }
      guard readMore() else { throw SpawnFailure("not \(what) but:\n\(screen.text)") }
    }
  }

  /// Waits until a text stands on the screen.
  @discardableResult
  public func expectScreen(_ text: String) throws -> Screen {
    try expectScreen(text.debugDescription) { $0.text.contains(text) }
  }

  /// What was written after the last text waited for, as far as it was read.
  public var rest: String { String(decoding: output[seen...], as: UTF8.self) }

  /// Gives the terminal another size, which its program is told of.
  public func resize(rows: UInt16, columns: UInt16) {
    size = (Int(rows), Int(columns))
    var window = winsize(ws_row: rows, ws_col: columns, ws_xpixel: 0, ws_ypixel: 0)
    _ = ioctl(controller, UInt(TIOCSWINSZ), &window)
  }

  /// The terminal's settings now.
  public var settings: termios {
    var settings = termios()
    tcgetattr(controller, &settings)
    return settings
  }

  /// Reads to the end and tells how the program ended.
  public func finish() throws -> ExitStatus {
    while readMore() {}
    guard hasEnded else { throw SpawnFailure("no end after \(rest.debugDescription)") }
    var result: Int32 = 0
    waitpid(process, &result, 0)
    let status = ExitStatus(waited: result)
    self.status = status
    return status
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
    let left = ContinuousClock.now.duration(to: deadline).components.seconds
    var wait = pollfd(fd: controller, events: Int16(POLLIN), revents: 0)
    guard left > 0, poll(&wait, 1, Int32(left) * 1000) > 0 else { return false }
    var block = [UInt8](repeating: 0, count: 65_536)
    let count = read(controller, &block, block.count)
    hasEnded = count <= 0
    guard count > 0 else { return false }
    output += block.prefix(count)
    return true
  }
}
