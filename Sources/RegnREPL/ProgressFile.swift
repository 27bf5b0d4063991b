import Glibc
import RegnCourse

/// The file that keeps which lessons are solved.
///
/// It is read and replaced under the lock of a file beside it, by a new file that takes its place: programs
/// side by side lose nothing of one another's, and a crash leaves the old file or the new one.
public final class ProgressFile {
  /// What is known of the lessons solved: from the file, and since.
  public private(set) var progress = CourseProgress()

  private var path: String?
  private var words: CourseWords
  private var warnings: [String] = []
  /// More than this is none of ours.
  private static let byteLimit = 1 << 20

  /// Reads the progress. Without a path it ends with the program.
  public init(path: String?, _ words: CourseWords) {
    self.path = path
    self.words = words
    // Where nothing was solved yet, nothing is made.
    if let path, access(path, F_OK) == 0 { change { _ in } }
  }

  /// `$XDG_STATE_HOME/regn/course`, or `~/.local/state/regn/course`; nil without a home.
  public static func defaultPath() -> String? { statePath("course") }

  /// Notes that a lesson is solved.
  public func solve(_ key: String) {
    progress.solve(key)
    change { $0.solve(key) }
  }

  /// Forgets all lessons solved.
  public func reset() {
    progress = CourseProgress()
    change { $0 = CourseProgress() }
  }

  /// What went wrong since the last call, each to be said once.
  public func takeWarnings() -> [String] {
    defer { warnings = [] }
    return warnings
  }

  // MARK: - The file

  /// Changes what the file says, under the lock.
  private func change(_ body: (inout CourseProgress) -> Void) {
    guard let path else { return }
    if let problem = locked(path, { try exchange(path, body) }) {
      warnings.append(words.notKept(path, problem))
      self.path = nil
    }
  }

  private struct Failure: Error {
    let number: Int32
  }

  /// Runs `body` while no other program changes the file. What went wrong, or nil.
  private func locked(_ path: String, _ body: () throws -> Void) -> String? {
    makeFolders(of: path)
    let lock = open(path + ".lock", O_RDWR | O_CREAT | O_CLOEXEC | O_NONBLOCK | O_NOCTTY, 0o600)
    guard lock >= 0 else { return message(errno) }
    defer { close(lock) }
    while flock(lock, LOCK_EX) != 0 {
      guard errno == EINTR else { return message(errno) }
    }
    do {
      try body()
      return nil
    } catch let failure as Failure {
      return message(failure.number)
    } catch {
      return "\(error)"
    }
  }

  private func exchange(_ path: String, _ body: (inout CourseProgress) -> Void) throws {
    var kept = CourseProgress()
    var isThere = false
    if access(path, F_OK) == 0 {
      guard let bytes = readPrefix(ofFile: path, limit: Self.byteLimit + 1) else {
        throw Failure(number: EINVAL)
      }
      if let known = CourseProgress(String(decoding: bytes, as: UTF8.self)), bytes.count <= Self.byteLimit {
        kept = known
        isThere = true
      } else {
        try putAside(path)
      }
    }
    var changed = kept
    body(&changed)
    progress = changed
    if changed != kept || !isThere { try replace(path, with: changed.text) }
  }

  /// Gives a damaged file another name, which none has yet.
  private func putAside(_ path: String) throws {
    var number = 1
    var name = path + ".damaged"
    // A link is made only where there is no file, whoever else is at it.
    while link(path, name) != 0 {
      guard errno == EEXIST, number < 1000 else { throw Failure(number: errno) }
      number += 1
      name = "\(path).damaged-\(number)"
    }
    unlink(path)
    warnings.append(words.damaged(path, keptAs: name))
  }

  private func replace(_ path: String, with text: String) throws {
    var template = Array((path + ".XXXXXX").utf8CString)
    let descriptor = mkstemp(&template)
    guard descriptor >= 0 else { throw Failure(number: errno) }
    closeOnExec(descriptor)
    let isWritten = writeAll(Array(text.utf8), to: descriptor) && fsync(descriptor) == 0
    let number = errno
    close(descriptor)
    guard isWritten, rename(template, path) == 0 else {
      let failure = Failure(number: isWritten ? errno : number)
      unlink(template)
      throw failure
    }
  }
}
