import RegnData
import RegnPhrases
import Synchronization

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A temporary file that rows are set aside in. It has a name only while it is made, so nothing of it is left
/// when the process ends, however it ends. Its user alone may read it.
final class SpillFile: Sendable {
  let descriptor: CInt
  /// Where it lies, for messages.
  private let folder: String
  private let tally: SpillTally
  private let end = Atomic<Int>(0)

  /// Makes a file in a folder. Throws `ExecutionError` (RG0660) when that cannot be.
  convenience init(in folder: String, tally: SpillTally) throws {
    var failure: CInt = EEXIST
    // A name that another process has is passed over; as many are in its way only where something is amiss.
    for _ in 0..<100 where failure == EEXIST {
      let name = String(UInt64.random(in: 0 ... .max), radix: 36)
      let path = "\(folder)/regn-\(getpid())-\(name)"
      let descriptor = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o600)
      if descriptor >= 0 {
        unlink(path)
        self.init(descriptor: descriptor, folder: folder, tally: tally)
        return
      }
      failure = errno
    }
    throw SpillFile.failure(failure, making: true, in: folder)
  }

  /// A file that is open. The file closes the descriptor.
  init(descriptor: CInt, folder: String, tally: SpillTally) {
    self.descriptor = descriptor
    self.folder = folder
    self.tally = tally
  }

  deinit { close(descriptor) }

  /// Writes bytes behind those that are there; where they begin. Safe from any thread. Throws
  /// `ExecutionError` (RG0660) when the disk is full or fails.
  func append(_ bytes: UnsafeRawBufferPointer) throws -> Int {
    try tally.admit(bytes.count, in: folder)
    let start = end.wrappingAdd(bytes.count, ordering: .relaxed).oldValue
    var done = 0
    while done < bytes.count {
      let rest = UnsafeRawBufferPointer(rebasing: bytes[done...])
      let written = pwrite(descriptor, rest.baseAddress, rest.count, off_t(start + done))
      if written < 0, errno == EINTR { continue }
      guard written > 0 else {
        throw SpillFile.failure(written == 0 ? ENOSPC : errno, making: false, in: folder)
      }
      done += written
    }
    tally.add(bytes.count)
    return start
  }

  /// Reads bytes that were written. Safe from any thread. Throws `ExecutionError` when they cannot be read.
  func read(at start: Int, into target: UnsafeMutableRawBufferPointer) throws {
    var done = 0
    while done < target.count {
      let rest = UnsafeMutableRawBufferPointer(rebasing: target[done...])
      let count = pread(descriptor, rest.baseAddress, rest.count, off_t(start + done))
      if count < 0, errno == EINTR { continue }
      guard count > 0 else {
        let reason: Phrase =
          count == 0 ? "it ends too early" : Phrase(verbatim: String(cString: strerror(errno)))
        throw ExecutionError(
          code: "RG0660", message: "a temporary file in \(folder) cannot be read: \(reason)",
          hint: "another folder is used with --temp-dir")
      }
      done += count
    }
  }

  /// What failed while a file was made or written, and what helps.
  private static func failure(_ error: CInt, making: Bool, in folder: String) -> ExecutionError {
    let need: Phrase = "the query needs more memory than its limit, and"
    let other: Phrase =
      "name another folder with --temp-dir, raise --memory-limit, or keep fewer rows and columns"
    switch error {
    case ENOSPC, EDQUOT, EFBIG:
      return ExecutionError(
        code: "RG0660", message: "\(need) the disk has no room for the rows to be set aside in \(folder)",
        hint: "make room there, \(other)")
    case ENOENT, ENOTDIR:
      return ExecutionError(
        code: "RG0660", message: "\(need) there is no folder \(folder) where rows could be set aside",
        hint: other)
    case EACCES, EPERM, EROFS:
      return ExecutionError(
        code: "RG0660", message: "\(need) rows may not be set aside in \(folder), which is not writable",
        hint: other)
    default:
      let reason = String(cString: strerror(error))
      return ExecutionError(
        code: "RG0660",
        message: making
          ? "\(need) rows cannot be set aside in \(folder): no file can be made there (\(reason))"
          : "\(need) rows cannot be set aside in \(folder): a file cannot be written (\(reason))",
        hint: other)
    }
  }
}

/// Counts the bytes that a step of a plan sets aside in files, and ends it before it fills the disk.
final class SpillTally: Sendable {
  private let written = AtomicCounter()
  /// The most bytes: half of what the disk had left when the first were written; 0 before.
  private let room = Atomic<Int>(0)

  func add(_ count: Int) { written.add(count) }

  /// The bytes so far.
  var bytes: Int { written.value }

  /// Refuses bytes that there is no room for. Throws `ExecutionError` (RG0660).
  func admit(_ count: Int, in folder: String) throws {
    var room = room.load(ordering: .relaxed)
    if room == 0 {
      room = SpillTally.half(of: folder)
      self.room.store(room, ordering: .relaxed)
    }
    guard bytes + count > room else { return }
    throw ExecutionError(
      code: "RG0660",
      message: "the query would set aside more than half of what the disk has left, in \(folder)",
      hint: "keep fewer rows, or name a folder on a larger disk with --temp-dir")
  }

  /// Half of the bytes that a folder's disk has left for users; all there can be where nobody knows.
  private static func half(of folder: String) -> Int {
    var disk = statvfs()
    guard statvfs(folder, &disk) == 0 else { return .max }
    let (bytes, isTooLarge) = Int(disk.f_bavail).multipliedReportingOverflow(by: Int(disk.f_frsize) / 2)
    return isTooLarge ? .max : max(bytes, 1)
  }
}
