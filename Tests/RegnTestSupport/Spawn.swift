import Glibc
import Synchronization

/// A program that could not be started, or did not do what was waited for.
public struct SpawnFailure: Error, CustomStringConvertible {
  public let description: String

  /// A failure with its description.
  public init(_ description: String) { self.description = description }
}

/// How a program ended.
public enum ExitStatus: Hashable, Sendable {
  /// It left with a status.
  case exited(Int32)
  /// A signal ended it.
  case signalled(Int32)

  init(waited status: Int32) {
    self = status & 0x7F == 0 ? .exited(status >> 8 & 0xFF) : .signalled(status & 0x7F)
  }
}

/// Longer than anything takes: it only keeps a program that hangs from holding up the tests for ever.
let hangLimit = Duration.seconds(60)

/// The folder that the running test bundle lies in, where the programs of the package lie too.
public let productFolder: String = {
  var path = [CChar](repeating: 0, count: 4096)
  let count = readlink("/proc/self/exe", &path, path.count)
  let here = String(decoding: path.prefix(max(0, count)).map { UInt8(bitPattern: $0) }, as: UTF8.self)
  return String(here[..<(here.lastIndex(of: "/") ?? here.startIndex)])
}()

private let lock = Mutex(())

/// Runs `body` while nobody else starts a program, so that no program inherits a descriptor made for another.
func spawning<Result: Sendable>(_ body: () throws -> Result) throws -> Result {
  try lock.withLock { _ in try body() }
}

/// Starts a program with the signals' defaults.
///
/// - Parameter prepare: adds what is to be done to the program's descriptors.
func spawn(
  _ program: String, _ arguments: [String], environment: [String: String], folder: String?,
  isSessionLeader: Bool, prepare: (UnsafeMutablePointer<posix_spawn_file_actions_t>) -> Void
) throws -> pid_t {
  var actions = posix_spawn_file_actions_t()
  posix_spawn_file_actions_init(&actions)
  defer { posix_spawn_file_actions_destroy(&actions) }
  prepare(&actions)
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
  let session: Int16 = isSessionLeader ? 0x80 : 0
  posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK) | session)
  // Swift's module lacks the call that sets the folder; this program sets it and becomes the other.
  let command = (folder.map { ["/usr/bin/env", "-C", $0] } ?? []) + [program] + arguments
  let words: [UnsafeMutablePointer<CChar>?] = command.map { (word: String) in strdup(word) } + [nil]
  let variables: [UnsafeMutablePointer<CChar>?] =
    environment.map { strdup("\($0.key)=\($0.value)") } + [nil]
  defer { for word in words + variables { free(word) } }
  var process = pid_t()
  let failed = posix_spawn(&process, command[0], &actions, &attributes, words, variables)
  guard failed == 0 else { throw SpawnFailure("cannot start \(program): error \(failed)") }
  return process
}
