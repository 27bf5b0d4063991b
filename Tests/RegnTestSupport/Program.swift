import Glibc

/// What a program did that ran to its end.
public struct ProgramRun: Sendable {
  /// What it wrote to standard output.
  public let output: String
  /// What it wrote to standard error.
  public let errors: String
  public let status: ExitStatus

  /// The status that it left with; nil when a signal ended it.
  public var code: Int32? {
    if case .exited(let code) = status { code } else { nil }
  }
}

/// Where a program's standard output goes, instead of to the test.
public enum ProgramOutput: Sendable {
  /// It is read to its end.
  case collected
  /// To a file or device.
  case path(String)
  /// A pipe that nobody reads from any more after its first so many bytes.
  case closedPipe(after: Int)
  /// The program has no standard output.
  case none
}

/// Runs a program to its end, with what it is to read on standard input.
///
/// - Parameters:
///   - folder: the folder that it works in; nil for the test's own.
///   - onErrors: called with what has come on standard error, whenever more has; may send signals.
public func run(
  _ program: String, _ arguments: [String], input: [UInt8] = [], environment: [String: String] = [:],
  folder: String? = nil, output: ProgramOutput = .collected, onErrors: (String, pid_t) -> Void = { _, _ in }
) throws -> ProgramRun {
  struct Ends {
    var input: Int32
    var output: Int32
    var errors: Int32
    var process: pid_t
  }
  let ends = try spawning {
    let input = try makePipe()
    let out = try makePipe()
    let errors = try makePipe()
    let process = try spawn(
      program, arguments, environment: environment, folder: folder, isSessionLeader: false
    ) { actions in
      posix_spawn_file_actions_adddup2(actions, input.read, 0)
      switch output {
      case .collected, .closedPipe: posix_spawn_file_actions_adddup2(actions, out.write, 1)
      case .path(let path): posix_spawn_file_actions_addopen(actions, 1, path, O_WRONLY, 0)
      case .none: posix_spawn_file_actions_addclose(actions, 1)
      }
      posix_spawn_file_actions_adddup2(actions, errors.write, 2)
    }
    close(input.read)
    close(out.write)
    close(errors.write)
    return Ends(input: input.write, output: out.read, errors: errors.read, process: process)
  }
  signal(SIGPIPE, SIG_IGN)
  _ = fcntl(ends.input, F_SETFL, O_NONBLOCK)
  var written = 0
  var collected: (output: [UInt8], errors: [UInt8]) = ([], [])
  var isOpen = (input: true, output: true, errors: true)
  let deadline = ContinuousClock.now.advanced(by: hangLimit)
  func closeInput() {
    close(ends.input)
    isOpen.input = false
  }
  if input.isEmpty { closeInput() }
  while isOpen.output || isOpen.errors {
    var waits = [
      pollfd(fd: isOpen.input ? ends.input : -1, events: Int16(POLLOUT), revents: 0),
      pollfd(fd: isOpen.output ? ends.output : -1, events: Int16(POLLIN), revents: 0),
      pollfd(fd: isOpen.errors ? ends.errors : -1, events: Int16(POLLIN), revents: 0),
    ]
    let left = ContinuousClock.now.duration(to: deadline).components.seconds
    guard left > 0, poll(&waits, 3, Int32(left) * 1000) > 0 else {
      kill(ends.process, SIGKILL)
      break
    }
    if waits[0].revents != 0 {
      let count = input.withUnsafeBytes {
        write(ends.input, $0.baseAddress.map { $0 + written }, $0.count - written)
      }
      if count > 0 { written += count }
      if count < 0 && errno != EAGAIN || written == input.count { closeInput() }
    }
    if waits[1].revents != 0 {
      isOpen.output = readSome(ends.output, &collected.output)
      if case .closedPipe(let limit) = output, collected.output.count >= limit { isOpen.output = false }
      if !isOpen.output { close(ends.output) }
    }
    if waits[2].revents != 0 {
      isOpen.errors = readSome(ends.errors, &collected.errors)
      if isOpen.errors { onErrors(String(decoding: collected.errors, as: UTF8.self), ends.process) }
    }
  }
  if isOpen.input { close(ends.input) }
  if isOpen.output { close(ends.output) }
  close(ends.errors)
  var status: Int32 = 0
  waitpid(ends.process, &status, 0)
  return ProgramRun(
    output: String(decoding: collected.output, as: UTF8.self),
    errors: String(decoding: collected.errors, as: UTF8.self), status: ExitStatus(waited: status))
}

private func readSome(_ descriptor: Int32, _ bytes: inout [UInt8]) -> Bool {
  var block = [UInt8](repeating: 0, count: 65_536)
  let count = read(descriptor, &block, block.count)
  if count > 0 { bytes += block.prefix(count) }
  return count > 0
}

/// A pipe that no program inherits but by being given an end.
func makePipe() throws -> (read: Int32, write: Int32) {
  var ends: [Int32] = [-1, -1]
  guard pipe(&ends) == 0 else { throw SpawnFailure("no pipe") }
  for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
  return (ends[0], ends[1])
}
