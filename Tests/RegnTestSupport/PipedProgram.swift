import Glibc

/// A program with pipes to its standard input and from its standard output, for a conversation with it.
///
/// Nothing here sleeps: who drives the program waits for what it writes. The time limit is only for programs
/// that hang.
public final class PipedProgram {
  /// The program's process.
  public let process: pid_t
  private var input: Int32
  private var output: Int32
  private var status: ExitStatus?
  private let deadline: ContinuousClock.Instant
  private var collected: [UInt8] = []
  /// How many of the bytes were taken.
  private var taken = 0
  /// Whether its output has ended.
  public private(set) var hasEnded = false

  /// Starts a program whose environment is exactly the one given.
  public init(
    _ program: String, _ arguments: [String], environment: [String: String], folder: String? = nil
  ) throws {
    signal(SIGPIPE, SIG_IGN)
    let ends = try spawning {
      let input = try makePipe()
      let output = try makePipe()
      let process = try spawn(
        program, arguments, environment: environment, folder: folder, isSessionLeader: false
      ) { actions in
        posix_spawn_file_actions_adddup2(actions, input.read, 0)
        posix_spawn_file_actions_adddup2(actions, output.write, 1)
      }
      close(input.read)
      close(output.write)
      return (process: process, input: input.write, output: output.read)
    }
    (process, input, output) = ends
    _ = fcntl(input, F_SETFL, O_NONBLOCK)
    deadline = .now.advanced(by: hangLimit)
  }

  deinit {
    closeInput()
    if status == nil {
      kill(process, SIGKILL)
      waitpid(process, nil, 0)
    }
    closeOutput()
  }

  /// Sends bytes; takes in what the program writes meanwhile. What a program does not read any more is lost.
  public func send(_ bytes: [UInt8]) {
    var sent = 0
    while sent < bytes.count, input >= 0 {
      var waits = [
        pollfd(fd: input, events: Int16(POLLOUT), revents: 0),
        pollfd(fd: hasEnded ? -1 : output, events: Int16(POLLIN), revents: 0),
      ]
      guard poll(&waits, 2, millisecondsLeft) > 0 else { return }
      if waits[1].revents != 0 { readSome() }
      guard waits[0].revents != 0 else { continue }
      let count = bytes.withUnsafeBytes {
        write(input, $0.baseAddress.map { $0 + sent }, $0.count - sent)
      }
      if count > 0 { sent += count } else if errno != EAGAIN { return }
    }
  }

  /// Waits until the program has written more. False at the end of its output, or when it hangs.
  public func waitForMore() -> Bool {
    guard !hasEnded else { return false }
    var wait = pollfd(fd: output, events: Int16(POLLIN), revents: 0)
    guard poll(&wait, 1, millisecondsLeft) > 0 else { return false }
    readSome()
    return !hasEnded
  }

  /// What it wrote that was not taken yet.
  public var written: ArraySlice<UInt8> { collected[taken...] }

  /// Takes the first bytes of what it wrote.
  public func take(_ count: Int) -> [UInt8] {
    let first = Array(written.prefix(count))
    taken += first.count
    // Not each time: the rest would be moved for every few bytes.
    if taken > 1 << 20 {
      collected.removeFirst(taken)
      taken = 0
    }
    return first
  }

  /// Ends its input.
  public func closeInput() {
    if input >= 0 { close(input) }
    input = -1
  }

  /// Reads nothing more of what it writes.
  public func closeOutput() {
    if output >= 0 { close(output) }
    (output, hasEnded) = (-1, true)
  }

  /// Waits for its end and tells how it ended.
  public func finish() throws -> ExitStatus {
    while waitForMore() {}
    guard hasEnded else { throw SpawnFailure("no end of process \(process)") }
    var result: Int32 = 0
    waitpid(process, &result, 0)
    let status = ExitStatus(waited: result)
    self.status = status
    return status
  }

  private var millisecondsLeft: Int32 {
    Int32(max(0, ContinuousClock.now.duration(to: deadline).components.seconds)) * 1_000
  }

  private func readSome() {
    var block = [UInt8](repeating: 0, count: 65_536)
    let count = read(output, &block, block.count)
    if count > 0 { collected += block.prefix(count) } else { hasEnded = true }
  }
}
