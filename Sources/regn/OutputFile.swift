import Glibc
import RegnData

/// A file that is complete or untouched: written beside its place and put there at the end. What is not a
/// regular file (a pipe, a device) is written directly.
final class OutputFile {
  private let path: String
  private let temporary: String?
  private let descriptor: Int32

  /// Begins to write. Throws `ExitStatus` after saying what is in the way.
  init(path: String) throws {
    self.path = path
    var status = stat()
    let exists = stat(path, &status) == 0
    let target: String
    if exists, status.st_mode & S_IFMT != S_IFREG {
      temporary = nil
      target = path
      descriptor = open(target, O_WRONLY | O_CLOEXEC)
    } else {
      target = "\(path).\(getpid()).partial"
      temporary = target
      let mode = exists ? status.st_mode & 0o777 : 0o644
      descriptor = open(target, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode)
    }
    if descriptor < 0 {
      Terminal.standardError.complain(WriteFailure(number: errno).error(writing: path))
      throw ExitStatus.failed
    }
  }

  func write(_ bytes: UnsafeBufferPointer<UInt8>) throws { try writeAll(bytes, to: descriptor) }

  /// Puts the file in its place.
  func commit() throws {
    if let temporary {
      guard fsync(descriptor) == 0, close(descriptor) == 0, rename(temporary, path) == 0 else {
        let failure = WriteFailure(number: errno)
        unlink(temporary)
        throw failure
      }
    } else {
      close(descriptor)
    }
  }

  /// Leaves the file's place as it was.
  func discard() {
    close(descriptor)
    if let temporary { unlink(temporary) }
  }
}
