import Glibc
import RegnData
import Synchronization

/// A file that is complete or untouched: written beside its place and put there at the end. What is not a
/// regular file (a pipe, a device) is written directly.
final class OutputFile {
  private let path: String
  /// Where it is written until it is complete; nil when it is written directly.
  private let temporary: String?
  private let descriptor: Int32
  private var isOpen = true

  /// Begins to write. Throws `WriteFailure`.
  init(path: String) throws {
    var status = stat()
    let exists = stat(path, &status) == 0
    if exists, status.st_mode & S_IFMT != S_IFREG {
      self.path = path
      temporary = nil
      descriptor = open(path, O_WRONLY | O_CLOEXEC)
      if descriptor < 0 { throw WriteFailure(number: errno) }
      return
    }
    // A link stays a link: what it leads to is replaced.
    let place = exists ? OutputFile.resolved(path) : path
    let folder = place.lastIndex(of: "/").map { place[...$0] } ?? ""
    let mode = exists ? status.st_mode & 0o777 : 0o666
    var number = 0
    var name = ""
    var opened: Int32 = -1
    repeat {
      name = folder + ".regn-\(getpid())-\(number).partial"
      opened = open(name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode)
      number += 1
    } while opened < 0 && errno == EEXIST && number < 1000
    if opened < 0 { throw WriteFailure(number: errno, isAtomic: true) }
    self.path = place
    if exists { fchmod(opened, mode) }
    temporary = name
    descriptor = opened
    unfinished.withLock { _ = $0.insert(name) }
  }

  private static func resolved(_ path: String) -> String {
    guard let real = realpath(path, nil) else { return path }
    defer { free(real) }
    return String(cString: real)
  }

  func write(_ bytes: UnsafeBufferPointer<UInt8>) throws {
    do {
      try writeAll(bytes, to: descriptor)
    } catch let failure as WriteFailure {
      throw WriteFailure(number: failure.number, isAtomic: temporary != nil)
    }
  }

  /// Puts the file in its place. Throws `WriteFailure`; then the place is as it was.
  func commit() throws {
    guard let temporary else {
      guard closeOnce() else { throw WriteFailure(number: errno) }
      return
    }
    guard fsync(descriptor) == 0, closeOnce(), rename(temporary, path) == 0 else {
      let failure = WriteFailure(number: errno, isAtomic: true)
      discard()
      throw failure
    }
    unfinished.withLock { _ = $0.remove(temporary) }
  }

  /// Leaves the file's place as it was.
  func discard() {
    _ = closeOnce()
    guard let temporary else { return }
    unlink(temporary)
    unfinished.withLock { _ = $0.remove(temporary) }
  }

  private func closeOnce() -> Bool {
    guard isOpen else { return true }
    isOpen = false
    return close(descriptor) == 0
  }

  /// Writes a file whose content is a text. Throws `WriteFailure`; then the file's place is as it was.
  static func write(_ text: String, to path: String) throws {
    let file = try OutputFile(path: path)
    var copy = text
    do {
      try copy.withUTF8 { try file.write($0) }
    } catch {
      file.discard()
      throw error
    }
    try file.commit()
  }

  /// Takes away what is not complete, before the process ends at once.
  static func discardAll() {
    unfinished.withLock { for name in $0 { unlink(name) } }
  }
}

/// Writes a text in the place of a file's. Throws `ExitStatus` after saying what is in the way; quietly when
/// the reader of a pipe has gone.
func replaceFile(_ path: String, with text: String, reporter: Reporter = Reporter()) throws {
  do {
    try OutputFile.write(text, to: path)
  } catch let failure as WriteFailure {
    if failure.isClosedPipe { throw ExitStatus.done }
    reporter.complain(failure.error(writing: path))
    throw ExitStatus.failed
  }
}

/// The files that are being written.
private let unfinished = Mutex<Set<String>>([])
